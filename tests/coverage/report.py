#!/usr/bin/env python3
"""Which lines of src/ the tests have run: a percentage for each room, and whether that is enough.

    report.py BUILD              the rooms
    report.py BUILD --missing    also the lines that were not run, file by file

Exit status: 0 done, 1 a room is below what is wanted of it, 2 wrong usage.
"""
import argparse
import collections
import itertools
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEAST = {"protocols": 90, "engine": 90, "craft": 90, "render": 90}  # percent of the lines


def count(build):
    """{file below src: {line: how often it was run}}; a line of a header is run where any of its users runs it."""
    notes = sorted(build.glob("CMakeFiles/*.dir/src/**/*.gcno"))
    run = subprocess.run(["gcov", "--json-format", "--stdout", *notes], cwd=build, capture_output=True, text=True, check=True)
    counts = collections.defaultdict(collections.Counter)
    for document in run.stdout.splitlines():
        for file in json.loads(document)["files"]:
            path = (build / file["file"]).resolve()
            if path.is_relative_to(ROOT / "src"):
                for line in file["lines"]:
                    counts[path.relative_to(ROOT / "src")][line["line_number"]] += line["count"]
    return counts


def ranges(lines):
    """[1, 2, 3, 7] as "1-3 7"."""
    for _, group in itertools.groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        first, *_, last = [line for _, line in group] * 2
        yield str(first) if first == last else f"{first}-{last}"


def show_missing(counts):
    for path in sorted(counts):
        missing = sorted(line for line, times in counts[path].items() if times == 0)
        if missing:
            print(f"{path}: {' '.join(ranges(missing))}")


def show_rooms(counts):
    """Gives whether every room has what is wanted."""
    lines, run = collections.Counter(), collections.Counter()
    for path, times in counts.items():
        lines[path.parts[0]] += len(times)
        run[path.parts[0]] += sum(1 for number in times.values() if number > 0)
    is_enough = True
    for room in sorted(lines):
        percent, least = 100 * run[room] / lines[room], LEAST.get(room)
        verdict = "" if least is None else f"  at least {least} %: " + ("ok" if percent >= least else "TOO LITTLE")
        is_enough = is_enough and (least is None or percent >= least)
        print(f"{room:10} {run[room]:6} of {lines[room]:6} lines  {percent:5.1f} %{verdict}")
    print(f"{'src':10} {sum(run.values()):6} of {sum(lines.values()):6} lines  {100 * sum(run.values()) / sum(lines.values()):5.1f} %")
    return is_enough


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--missing", action="store_true")
    options = parser.parse_args()
    counts = count(options.build.resolve())
    if not counts:
        raise SystemExit(f"coverage: {options.build}: no counts; tests/coverage/run makes them")
    if options.missing:
        show_missing(counts)
    return 0 if show_rooms(counts) else 1


sys.exit(main())
