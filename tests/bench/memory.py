"""Peak memory over 10,000,000 packets, which come through a pipe: small four times, then mixed twice."""
import contextlib
import re
import subprocess
import sys
import tempfile

from inputs import FULL, PCAP_HEADER
from measure import read_result
from programs import OURS, PEAK_MIB
from report import align, verdict

REPEATS = ("small",) * 4 + ("mixed",) * 2


def feed(stream, paths):
    """The packets of several captures as one."""
    with contextlib.suppress(BrokenPipeError):
        for number, path in enumerate(paths):
            with open(path, "rb") as source:
                source.seek(PCAP_HEADER if number else 0)
                while chunk := source.read(1 << 18):
                    stream.write(chunk)
        stream.close()


def run(programs, bench, mode, paths):
    program, *options = programs.command(mode, "-")
    command = [program, *options] if "--stats" in options else [program, "--stats", *options]
    with tempfile.TemporaryFile() as said:
        process, result = bench.launch(command, stdin=subprocess.PIPE, stderr=said)
        feed(process.stdin, paths)
        with result:
            sample = read_result(command, process, result, said)
        said.seek(0)
        shown = re.search(OURS["count"].total, said.read())
    return sample, int(shown[1]) if shown else 0


def show(programs, bench, inputs, only):
    paths = [inputs.path(name, FULL[name]) for name in REPEATS]
    packets = sum(FULL[name] for name in REPEATS)
    lines, all_met = [], True
    for key, mode in OURS.items():
        if not programs.has(mode) or only not in (None, key):
            continue
        print(f"memory: {key}", file=sys.stderr)
        sample, shown = run(programs, bench, mode, paths)
        if shown != packets:
            raise SystemExit(f"bench: {mode.label}: {shown} packets shown of {packets}")
        mib = sample.peak_kib / 1024
        all_met = all_met and mib < PEAK_MIB
        lines.append((mode.label, f"{packets:,}", f"{sample.seconds:.1f}", f"{mib:.1f}",
                      verdict(f"under {PEAK_MIB} MiB", mib < PEAK_MIB)))
    print("\n".join(align(("mode", "packets", "seconds", "peak MiB", "wanted"), lines, (1, 2, 3))))
    return all_met
