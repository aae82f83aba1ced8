#!/usr/bin/env python3
"""Holds include/udpinspect/limits.h to what it says: each limit is used, is said by a note or words that exist, and has a test.

    check_limits.py ROOT
"""
import ast
import pathlib
import re
import sys

HEADER = "include/udpinspect/limits.h"
LIMIT = re.compile(r"^    (UDPI_\w+) = ([^,]+), +/\*(.*?)\*/", re.MULTILINE | re.DOTALL)
ENTRY = re.compile(r"^    (UDPI_\w+) =", re.MULTILINE)
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
NOTE = re.compile(r"note: ([a-z-]+)")
WORDS = re.compile(r'(?:says|marks): "([^"]+)"')
OPTION = re.compile(r"option: (--[a-z-]+)")


def read_texts(root, folder, *endings):
    return {path.relative_to(root).as_posix(): path.read_text(errors="replace")
            for path in sorted((root / folder).rglob("*")) if path.suffix in endings}


def join_strings(source):
    """What a program can say: its string literals, those that stand behind one another as one, and numbers as %d."""
    return re.sub(r'"\s*"', "", source)


def find_names(texts):
    return set(re.findall(r"\bUDPI_\w+", "\n".join(texts.values())))


def check_limit(name, remark, used, tested, notes, spoken, help_pages):
    codes, words, options = NOTE.findall(remark), WORDS.findall(remark), OPTION.findall(remark)
    if name not in used:
        yield f"{name}: bounds nothing"
    if name not in tested:
        yield f"{name}: no test goes to it"
    if not codes and not words:
        yield f"{name}: neither a note nor a message says that it was hit"
    for code in codes:
        if f'"{code}"' not in notes:
            yield f"{name}: there is no note {code}"
    for text in words:
        if text not in spoken:
            yield f'{name}: nothing says "{text}"'
    for option in options:
        if not any(option in page for page in help_pages.values()):
            yield f"{name}: there is no option {option}"


def check_once(limits, sources):
    """The large numbers of the list, which mean nothing else, do not stand in the source a second time."""
    plain = {str(value): name for name, value in limits.items() if value > 65536}
    for path, text in sources.items():
        for number in set(re.findall(r"(?<![\w.])\d{5,}(?![\w.])", text)) & plain.keys():
            yield f"{path}: {number} is {plain[number]}"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    header = (root / HEADER).read_text()
    sources = read_texts(root, "src", ".c", ".h") | {"packet.h": (root / "include/udpinspect/packet.h").read_text()}
    spoken = join_strings("".join(sources.values()))
    help_pages = read_texts(root, "tests/cli/help", ".txt")
    notes = sources["src/model/notes.c"]
    used, tested = find_names(sources), find_names(read_texts(root, "tests", ".c", ".py"))
    limits = {}
    breaches = []
    for name, value, remark in LIMIT.findall(header):
        limits[name] = eval(compile(ast.parse(value, mode="eval"), HEADER, "eval"))
        breaches += check_limit(name, " ".join(remark.split()), used, tested, notes, spoken, help_pages)
    breaches += [f"{name}: no remark beside it" for name in ENTRY.findall(header) if name not in limits]
    breaches += check_once(limits, sources)
    for breach in breaches:
        print(breach)
    print(f"limits: {len(limits)}, {len(breaches)} breaches")
    return 1 if breaches or not limits else 0


sys.exit(main())
