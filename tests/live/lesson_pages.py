#!/usr/bin/env python3
"""Runs every command of the lesson's pages, and holds what it prints against what the pages say.

    lesson_pages.py [--update] FOLDER PAGE...

FOLDER has the programs. The pages are translations of each other, with the same blocks. The commands run once, in the network
that samples/lesson/terminal makes. --update writes into all pages what they print now.

    ```console              a command behind "$ ", the lines that it prints, the next command
    ```console other        the same in another terminal: it goes on until the step ends, at the next "## "

"…" within a line is any text, a line of just "…" any lines, "^C" is where Ctrl-C ends a command of another terminal. Such a
command has to print a line when it is ready: what follows waits for it. A port from 32768 on, one that the system chose, is any
such port, but the same one wherever a step says the same: a step shows all of its ports, or "…" for each.
"""
import argparse
import dataclasses
import difflib
import itertools
import os
import pathlib
import re
import signal
import sys
from collections.abc import Iterable

sys.dont_write_bytecode = True

from terminals import Terminal, wait

TREE = pathlib.Path(__file__).resolve().parents[2]
TERMINAL = TREE / "samples/lesson/terminal"
KINDS = {"```console": False, "```console other": True}     # whether the commands are for another terminal
ANY = "…"
INTERRUPT = "^C"
CHOSEN_PORT = re.compile(r"(?:(?<=:)|(?<=\t)|(?<=port ))(?:3[2-9]|[45]\d|60)\d{3}\b")


# --- pages --------------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Command:
    step: str           # the heading that it stands under
    number: int         # of that heading
    is_other: bool
    text: str
    line: int           # of the page, where its output begins
    output: list[str]


def parse(lines: list[str]) -> list[Command]:
    commands: list[Command] = []
    step, number, fence = "", 0, ""
    for index, line in enumerate(lines):
        if line.startswith("```"):
            fence = "" if fence else line
        elif not fence and line.startswith("## "):
            step, number = line[3:], number + 1
        elif fence in KINDS and line.startswith("$ "):
            commands.append(Command(step, number, KINDS[fence], line[2:], index + 1, []))
        elif fence in KINDS:
            commands[-1].output.append(line)
    return commands


def read(page: str) -> list[str]:
    return pathlib.Path(page).read_text(encoding="utf-8").splitlines()


def write(page: str, outputs: list[list[str]]) -> None:
    lines = read(page)
    for command, output in reversed(list(zip(parse(lines), outputs))):
        lines[command.line:command.line + len(command.output)] = output
    pathlib.Path(page).write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(page: str, command: Command, names: tuple[str, str], before: list[str], after: list[str]) -> str:
    lines = difflib.unified_diff(before, after, *names, lineterm="")
    return "\n".join([f"{page}: {command.step}: $ {command.text}", *lines, ""])


def compare_pages(first: str, second: str, with_output: bool) -> list[str]:
    """Says of the first command where the pages differ what they say."""
    for one, two in itertools.zip_longest(parse(read(first)), parse(read(second))):
        keys = [(command.number, command.is_other, command.text) if command else () for command in (one, two)]
        texts = [[f"$ {command.text}", *command.output] if command else [] for command in (one, two)]
        if keys[0] != keys[1] or (with_output and texts[0] != texts[1]):
            return [report(second, two or one, (first, second), *texts)]
    return []


# --- what a page says, and what is printed ------------------------------------------------------------------------


def fits(pattern: str, line: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(ANY, ".*"), line) is not None


def fold(expected: list[str], actual: list[str]) -> list[str]:
    """The actual lines; each that fits a line of the page, in the page's words."""
    patterns = [pattern for pattern in expected if pattern != ANY]
    folded = []
    for line in actual:
        index = next((index for index, pattern in enumerate(patterns) if fits(pattern, line)), None)
        folded.append(line if index is None else patterns[index])
        patterns = patterns if index is None else patterns[index + 1:]
    return folded


def renew(expected: list[str], actual: list[str]) -> list[str]:
    """What the page should say: the same as it does, where the actual lines fit."""
    folded = fold(expected, actual)
    renewed: list[str] = []
    matcher = difflib.SequenceMatcher(None, expected, folded, autojunk=False)
    for _, first, end, first_folded, end_folded in matcher.get_opcodes():
        renewed += [ANY] if expected[first:end] == [ANY] else folded[first_folded:end_folded]
    return renewed


def list_ports(outputs: Iterable[list[str]]) -> list[str]:
    return list(dict.fromkeys(port for output in outputs for line in output for port in CHOSEN_PORT.findall(line)))


def rename_ports(lines: list[str], names: dict[str, str]) -> list[str]:
    return [CHOSEN_PORT.sub(lambda port: names.get(port[0], port[0]), line) for line in lines]


def has_all(expected: list[str], actual: list[str]) -> bool:
    """Whether nothing is missing yet of what the page says, whatever the ports."""
    expected = rename_ports(expected, dict.fromkeys(list_ports([expected]), ANY))
    return renew(expected, actual) == expected


# --- the commands ------------------------------------------------------------------------------------------------


def finish(terminal: Terminal, expected: list[str], terminals: list[Terminal]) -> None:
    """Lets it print what the page has, and ends it as the page does."""
    if INTERRUPT in expected:
        before = expected[:expected.index(INTERRUPT)]
        wait(terminals, lambda: not terminal.is_open or has_all(before, terminal.lines()))
        if terminal.is_open:
            terminal.end(signal.SIGINT, INTERRUPT)  # as a terminal shows the key; most programs then end the line
    if not wait(terminals, lambda: not terminal.is_open):
        terminal.end(signal.SIGKILL, "(does not end)")
        wait(terminals, lambda: not terminal.is_open)


def run_step(commands: list[Command]) -> list[list[str]]:
    """Gives for each command what the page should say."""
    terminals: list[Terminal] = []
    for command in commands:
        terminals.append(Terminal(command.text))
        if command.is_other:
            wait(terminals, lambda: bool(terminals[-1].lines()) or not terminals[-1].is_open)
        else:
            finish(terminals[-1], command.output, terminals)
    for command, terminal in zip(commands, terminals):
        if terminal.is_open:
            finish(terminal, command.output, terminals)
    printed = [terminal.lines() for terminal in terminals]
    names = dict(zip(list_ports(printed), list_ports(command.output for command in commands)))
    return [renew(command.output, rename_ports(lines, names)) for command, lines in zip(commands, printed)]


# --- the program --------------------------------------------------------------------------------------------------


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Holds what the commands of the lesson print against its pages.")
    parser.add_argument("--update", action="store_true", help="write into the pages what is printed now")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)   # in the lesson's network
    parser.add_argument("folder", type=os.path.abspath, help="that has the programs")
    parser.add_argument("pages", type=os.path.abspath, nargs="+", metavar="page", help="the lesson, and its translations")
    return parser.parse_args()


def check(pages: list[str], is_update: bool) -> list[str]:
    different = [line for page in pages[1:] for line in compare_pages(pages[0], page, not is_update)]
    if different:
        return different
    commands = parse(read(pages[0]))
    steps = itertools.groupby(commands, key=lambda command: command.number)
    outputs = [output for _, step in steps for output in run_step(list(step))]
    if is_update:
        for page in pages:
            write(page, outputs)
        return []
    print(f"{len(commands)} commands")
    return [report(pages[0], command, ("page", "printed"), command.output, output)
            for command, output in zip(commands, outputs) if command.output != output]


def main() -> int:
    arguments = parse_arguments()
    if not arguments.inside:
        options = ["--inside", "--update"] if arguments.update else ["--inside"]
        again = [sys.executable, os.path.abspath(__file__), *options, arguments.folder, *arguments.pages]
        os.execv(TERMINAL, [TERMINAL, *again])
    os.chdir(TREE)
    os.environ.update(NO_COLOR="1", PATH=f"{arguments.folder}:{os.environ['PATH']}")
    reports = check([os.path.relpath(page) for page in arguments.pages], arguments.update)
    print(*reports, sep="\n", end="")
    return 1 if reports else 0


sys.exit(main())
