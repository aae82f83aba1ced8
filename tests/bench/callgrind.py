"""Instructions for each packet, counted by valgrind: the same on a busy machine as on an idle one.

Over 20,000 packets and over 40,000; the difference, divided by 20,000, has no start-up in it.
"""
import collections
import os
import re
import shutil
import subprocess
import tempfile

from measure import ENVIRONMENT
from programs import MOST_INSTRUCTIONS, OURS, PEERS
from report import align, verdict

COUNTS = (20_000, 40_000)
COUNTED_PEERS = ("loop", "tcpdump", "tcpdump-e", "tcpdump-X", "tcpdump-w")
HOTTEST = 5
TOTAL = "PROGRAM TOTALS"
FUNCTION = re.compile(r"^ *([\d,]+) \([^)]*\) +(\S.*)$", re.MULTILINE)
AS_ROOT = {"tcpdump": ["-Z", "root"], "udpinspect": ["-Z", "root", "--no-sandbox"]}


def profile(command, output):
    run = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", *command],
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT)
    if run.returncode != 0:
        said = run.stderr.decode(errors="replace")
        raise SystemExit(f"bench: {' '.join(map(str, command))}: under valgrind:\n{said}")


def annotate(output):
    """{function: instructions}"""
    text = subprocess.run(["callgrind_annotate", "--threshold=100", "--auto=no", output], capture_output=True,
                          text=True, check=True).stdout
    return {name: int(number.replace(",", "")) for number, name in FUNCTION.findall(text)}


def count(programs, inputs, mode, name):
    """{function: instructions a packet}; TOTAL is in it."""
    measured = []
    for packets in COUNTS:
        command = programs.command(mode, inputs.path(name, packets))
        if os.geteuid() == 0:   # or it is another user, and in a sandbox, when the profile is to be written
            command[1:1] = AS_ROOT.get(mode.program, [])
        with tempfile.TemporaryDirectory() as folder:
            profile(command, f"{folder}/profile")
            measured.append(annotate(f"{folder}/profile"))
    less, more = measured
    return {key: (value - less.get(key, 0)) / (COUNTS[1] - COUNTS[0]) for key, value in more.items()}


def is_there():
    if not shutil.which("valgrind"):
        raise SystemExit("bench: valgrind is not installed; .ci/install bench installs it")


def show_instructions(programs, inputs, options):
    is_there()
    name = options.input or "small"
    modes = {key: mode for key, mode in OURS.items() if options.only in (None, key)}
    modes |= {key: PEERS[key] for key in COUNTED_PEERS if not options.only}
    lines, all_met = [], True
    for key, mode in modes.items():
        if not programs.has(mode):
            continue
        total = count(programs, inputs, mode, name)[TOTAL]
        most = MOST_INSTRUCTIONS.get(key) if name == "small" else None
        all_met = all_met and (most is None or total <= most)
        lines.append((mode.program, mode.label, f"{total:,.0f}",
                      verdict(f"at most {most:,}", total <= most) if most else ""))
    print("\n".join(align(("program", "mode", "instructions/packet", "wanted"), lines, (2,))))
    return all_met


def readable(name):
    """`file:function`; the file is known if the program was built with -g."""
    name = re.sub(r" \[.*\]$|^\?\?\?:|^\S*/(?=[^/ ]+/[^/ ]+:)", "", name)
    return re.sub(r"(\.(lto_priv|isra|part|constprop)(\.\d+)?)+", "", name)


def show_hot(programs, inputs, options):
    is_there()
    lines = []
    for key, mode in OURS.items():
        if options.hot not in (key, "all") or not programs.has(mode):
            continue
        functions = count(programs, inputs, mode, options.input or "small")
        total = functions.pop(TOTAL)
        by_name = collections.Counter()
        for name, number in functions.items():
            by_name[readable(name)] += number
        lines += [(mode.label, f"{number:,.0f}", f"{number / total:.0%}", name)
                  for name, number in [("all functions", total), *by_name.most_common(HOTTEST)]]
    print("\n".join(align(("mode", "instructions/packet", "share", "function"), lines, (1, 2))))
    return True
