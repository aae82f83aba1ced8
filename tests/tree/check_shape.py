#!/usr/bin/env python3
"""Holds the tree to its measures: names and sizes of files, folders at the top, a test folder for every protocol.

    check_shape.py ROOT
"""
import pathlib
import re
import sys

TOP = {"CMakeLists.txt", "CMakePresets.json", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md",
       "include", "samples", "src", "tests"}
NAMELESS = {"util", "utils", "helper", "helpers", "misc", "common"}
MOST_LINES = 500
LEAST_CASES = 2     # of a protocol: a normal packet and a broken one


def check_names(root):
    for path in root.iterdir():
        if path.name not in TOP and not path.name.startswith("."):
            yield f"{path.name}: has no place at the top"
    for path in [*(root / "src").rglob("*"), *(root / "include").rglob("*")]:
        if path.stem in NAMELESS:
            yield f"{path.relative_to(root)}: say what it is about"


def check_sizes(root):
    for folder in ("src", "include", "tests"):
        for path in (root / folder).rglob("*.[ch]"):
            lines = len(path.read_text().splitlines())
            if lines > MOST_LINES:
                yield f"{path.relative_to(root)}: {lines} lines, {MOST_LINES} is the most"


def check_protocols(root):
    listed = re.findall(r"^UDPI_PROTOCOL\((\w+)\)$", (root / "src/protocols/list.def").read_text(), re.MULTILINE)
    for name in listed:
        if not (root / "src/protocols" / f"{name}.c").is_file():
            yield f"list.def: src/protocols/{name}.c is missing"
        cases = list((root / "tests/protocols" / name).glob("*.hex"))
        if len(cases) < LEAST_CASES:
            yield f"tests/protocols/{name}: {len(cases)} cases, {LEAST_CASES} is the least"
    for path in (root / "src/protocols").glob("*.c"):
        if path.stem not in (*listed, "list", "template"):
            yield f"src/protocols/{path.name}: not in list.def"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    breaches = [*check_names(root), *check_sizes(root), *check_protocols(root)]
    for breach in breaches:
        print(breach)
    print(f"shape: {len(breaches)} breaches")
    return 1 if breaches else 0


sys.exit(main())
