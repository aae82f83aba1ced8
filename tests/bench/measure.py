"""Runs programs and says what they took."""
import collections
import dataclasses
import os
import re
import statistics
import subprocess
import tempfile

from inputs import FULL, TEN
from programs import OURS, PEERS, TSHARK_PACKETS

ENVIRONMENT = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"}
STARTS = 5      # runs over ten packets, of which the median counts


@dataclasses.dataclass(frozen=True)
class Sample:
    seconds: float
    peak_kib: int
    packets: int = 0
    start: float = 0.0      # seconds that ten packets take

    def slope(self):
        """Seconds for each packet after the tenth."""
        return (self.seconds - self.start) / (self.packets - TEN)


@dataclasses.dataclass
class Row:
    """One line of the table. `limit` is None where nothing is promised, `speed` where nothing can be said."""
    input: str
    mode: object
    seconds: float
    packets: int
    peak_kib: int
    comparison: object = None
    speed: float | None = None
    limit: object = None

    @property
    def is_met(self):
        return self.limit is None or (self.speed is not None and self.limit.is_met(self.speed))


class Bench:
    def __init__(self, programs, tools, inputs, counts=None, rounds=1):
        self.programs, self.tools, self.inputs = programs, tools, inputs
        self.counts, self.rounds = counts or FULL, rounds

    def packets(self, mode, name):
        return TEN if name == "ten" else min(mode.most or self.counts[name], self.counts[name])

    def path(self, mode, name):
        return self.inputs.path("small" if name == "ten" else name, self.packets(mode, name))

    def launch(self, command, stdin=None, stderr=subprocess.DEVNULL):
        """The process, and the file from which its Sample can be read when it has ended."""
        readable, writable = os.pipe()
        with open(writable, "wb"):
            process = subprocess.Popen([self.tools["launch"], str(writable), *command], stdin=stdin, stderr=stderr,
                                       stdout=subprocess.DEVNULL, env=ENVIRONMENT, pass_fds=[writable])
        return process, open(readable, encoding="ascii")

    def run(self, command):
        with tempfile.TemporaryFile() as said:
            process, result = self.launch(command, stderr=said)
            with result:
                return read_result(command, process, result, said)

    def sample(self, mode, name, has_start):
        count = STARTS if name == "ten" else 1
        runs = [self.run(self.programs.command(mode, self.path(mode, name))) for _ in range(count)]
        start = self.sample(mode, "ten", False).seconds if has_start else 0.0
        return Sample(statistics.median(run.seconds for run in runs), max(run.peak_kib for run in runs),
                      self.packets(mode, name), start)

    def check(self, mode, name):
        """A program that prints nothing is fast: each must print every packet."""
        command = self.programs.command(mode, self.path(mode, name))
        shown, packets = count_shown(mode, command, self.tools["pcap_loop"]), self.packets(mode, name)
        if shown != packets:
            raise SystemExit(f"bench: {' '.join(command)}: {shown} packets shown of {packets}")

    def compare(self, comparisons, name):
        """Rows for one mode of ours and its peers, each run once a round, one after the other."""
        modes = {comparisons[0].mode: OURS[comparisons[0].mode]}
        modes |= {c.peer: PEERS[c.peer] for c in comparisons if self.programs.has(PEERS[c.peer])}
        for mode in modes.values():
            self.check(mode, name)
        is_long = name != "ten" and self.counts[name] >= TSHARK_PACKETS
        has_scaled = is_long and any(mode.is_scaled for mode in modes.values())
        samples = collections.defaultdict(list)
        for _ in range(self.rounds):
            for key, mode in modes.items():
                has_start = has_scaled and (mode.is_scaled or key in OURS)
                samples[key].append(self.sample(mode, name, has_start))
        by_peer = {comparison.peer: comparison for comparison in comparisons}
        return [make_row(name, mode, samples[key], samples[comparisons[0].mode], by_peer.get(key))
                for key, mode in modes.items()]


def read_result(command, process, result, said):
    status = process.wait()
    words = result.read().split()
    if status != 0 or len(words) != 3 or words[2] != "0":
        said.seek(0)
        raise SystemExit(f"bench: {' '.join(map(str, command))}: status {words[2:] or status}\n"
                         f"{said.read(2000).decode(errors='replace')}")
    return Sample(float(words[0]), int(words[1]))


def count_shown(mode, command, pcap_loop):
    """How many packets the program shows."""
    if mode.total:
        run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=ENVIRONMENT)
        total = re.search(mode.total, run.stdout)
        return int(total[1]) if total else 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENVIRONMENT) as process:
        if mode.packet is None:
            run = subprocess.run([pcap_loop, "-"], stdin=process.stdout, capture_output=True)
            return int((run.stdout.split() or [0])[0])
        is_packet = re.compile(mode.packet).match
        return sum(1 for line in process.stdout if is_packet(line))


def speeds(samples, ours, mode, name):
    """How many times as fast ours was, in each round."""
    for sample, own in zip(samples, ours):
        if not mode.is_scaled or name == "ten":
            yield sample.seconds / own.seconds
        elif min(sample.start, sample.slope(), own.slope()) > 0:
            yield sample.slope() / own.slope()


def make_row(name, mode, samples, ours, comparison):
    row = Row(name, mode, statistics.median(sample.seconds for sample in samples), samples[0].packets,
              max(sample.peak_kib for sample in samples))
    if comparison:
        ratios = list(speeds(samples, ours, mode, name))
        row.comparison, row.limit = comparison, comparison.limits.get(name)
        row.speed = statistics.median(ratios) if ratios else None
    return row
