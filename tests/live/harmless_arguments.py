#!/usr/bin/env python3
"""Every hostile string as an argument, in files that arguments name, on standard input and in the environment.

    harmless_arguments.py    (UDPINSPECT and UDPGEN in the environment; works in the current folder, which has hello.pcap, and in a
                              network namespace in which no name can be looked up)
"""
import os
import subprocess
import sys

from harmless import STRINGS, check_text

INSPECT, GEN = os.environ["UDPINSPECT"], os.environ["UDPGEN"]
READ = [INSPECT, "-r", "hello.pcap"]
X = object()  # where the string goes; a tuple is joined

INSPECT_COMMANDS = [
    [INSPECT, "-r", X], [INSPECT, "-r", (b"./", X, b"/c.pcap")], [INSPECT, "-i", X], [INSPECT, "-i", X, "-i", "lo"],
    [INSPECT, X], [INSPECT, (b"--", X)], [INSPECT, (b"-", X)], [INSPECT, "-D", X], [INSPECT, "--list-protocols", X],
    [*READ, X], [*READ, (b"port ", X)], [*READ, (b"host ", X)], [*READ, (b"ether host ", X)], [*READ, "--outer", (b"port ", X)],
    [*READ, "--show-filter", X], [*READ, "--show-filter", (b"port 53 ", X)], [*READ, "-F", X], [*READ, "-F", "with-x"],
    [*READ, "--show-filter", "-F", "with-x"],
    [*READ, "--fields", X], [*READ, "--fields", (b"udp.", X)], [*READ, "--fields", (b"udp[", X, b"].length")],
    [*READ, "--decode-as", X], [*READ, "--decode-as", (b"udp.port=5:", X)], [*READ, "-Z", X], [*READ, "-c", X],
    [*READ, (b"--json=", X)], [*READ, (b"--color=", X)], [*READ, "--time", X], [*READ, "-s", X], [*READ, "--duration", X],
    [*READ, "-w", (X, b"/out.pcap")], [*READ, "-w", (b"out", X)], [*READ, "-w", (b"out", X)], [*READ, "-w", (b"%Y", X), "-G", "1"],
    [*READ, "-w", (b"out", X, b".pcapng"), "--force"],
    [INSPECT, "--describe", X], [INSPECT, "--describe", (b"udp.", X)], [INSPECT, "--address", X],
    [INSPECT, "--address", "10.0.0.1", X], [INSPECT, "--address", "-"], [INSPECT, "--json", "--address", "-"],
    [INSPECT, "--sockets", X], [INSPECT, "--sockets", (b"port ", X)], [INSPECT, "-r", "-"], [INSPECT, "-r", "with-x"],
]
GEN_COMMANDS = [
    [GEN, X], [GEN, (b"--", X)], [GEN, "send", X], [GEN, "send", (X, b":1")], [GEN, "send", (b"[", X, b"]:1")],
    [GEN, "send", (b"127.0.0.1:", X)], [GEN, "send", "127.0.0.1:9", "--hex", X], [GEN, "send", "127.0.0.1:9", "--file", X],
    [GEN, "send", "127.0.0.1:9", "--bind", X], [GEN, "send", "127.0.0.1:9", "--interface", X],
    [GEN, "send", "127.0.0.1:9", "--rate", X], [GEN, "send", "127.0.0.1:9", "--size", X],
    [GEN, "echo", X], [GEN, "echo", (X, b":1")], [GEN, "echo", "0", "--join", X], [GEN, "sink", X], [GEN, "relay", X, X],
    [GEN, "relay", "0", (X, b":1")],
    [GEN, "craft", "-x", X], [GEN, "craft", "-x", (b'udp | "', X, b'"')], [GEN, "craft", "-x", (b"udp ", X)],
    [GEN, "craft", "-x", (b"ipv4 | udp src_port=", X)], [GEN, "craft", "-x", (b"file:", X)], [GEN, "craft", "-x", "-f", X],
    [GEN, "craft", "-x", "-f", "with-x"], [GEN, "craft", "-x", "-f", "-"], [GEN, "craft", "-x", "--json", X],
    [GEN, "craft", "-x", "--json", "with-x"], [GEN, "craft", "-x", "--json", "layer-x"], [GEN, "craft", "-x", "--json", "key-x"],
    [GEN, "craft", "-w", (X, b"/out.pcap"), "udp"], [GEN, "craft", "--mix", X, "-c", "1", "udp"],
    [GEN, "craft", "-i", X, "udp"], [GEN, "craft", "-w", "-", "--link-type", X, "udp"], [GEN, "craft", "--start", X, "udp"],
    [GEN, "replay", X, "-w", "-"], [GEN, "replay", "hello.pcap", "-i", X], [GEN, "replay", "hello.pcap", "-w", "-", "--set", X],
    [GEN, "replay", "hello.pcap", "-w", "-", "--set", (b"ipv4.ttl=", X)],
]
MAKES_BYTES = ("-w", "-x")      # what comes out is bytes, and no text


def fill(word, text):
    if isinstance(word, tuple):
        return b"".join(fill(part, text) for part in word)
    return text if word is X else word.encode() if isinstance(word, str) else word


def run(command, source, environment):
    base = {b"PATH": os.environb[b"PATH"], b"LC_ALL": b"C.UTF-8"}
    done = subprocess.run(command, input=source, capture_output=True, timeout=60, env=base | environment)
    assert done.returncode >= 0 and b"Sanitizer" not in done.stderr, (command, done.returncode, done.stderr[-2000:])
    return done


def check(command, name, source=b"", environment={}):
    done = run(command, source, environment)
    what = f"{name}: {b' '.join(command[1:])!r} {environment or ''}"
    if not any(word.decode() in MAKES_BYTES for word in command[1:] if word.isascii()):
        yield from check_text(done.stdout, what)
    yield from check_text(done.stderr, what + ", errors")
    if b"\r" in done.stderr or done.stderr.count(b"\n") > 20:
        yield f"{what}: {done.stderr!r}"


def write_files(text):
    quoted = text.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    files = {"with-x": text + b"\n", "layer-x": b'{"layers":[{"layer":"' + quoted + b'"}]}',
             "key-x": b'{"layers":[{"layer":"udp","' + quoted + b'":"' + quoted + b'"}]}'}
    for name, content in files.items():
        with open(name, "wb") as file:
            file.write(content)


def check_long_arguments():
    """However long the argument is, the reason is told."""
    for words in ([INSPECT, "-r", "x" * 3000], [INSPECT, "-r", "hello.pcap", "-F", "x" * 3000]):
        error = run([word.encode() for word in words], b"", {}).stderr
        if b"File name too long" not in error or len(error) > 600:
            yield f"{words[1]}: {error!r}"


def check_white_space():
    """A filter may have lines, and stays one line where it is shown."""
    text = b"udp[2:2]\r\n=\t7788 or port 1"
    shown = run([*map(str.encode, READ), b"--show-filter", text], b"", {}).stdout
    yield from check_text(shown, "--show-filter, white space", "\n\t")  # the tabs of libpcap's program
    if b"\n  at one IP header: (udp[2:2]  = 7788 or port 1)\n" not in shown:
        yield f"--show-filter: {shown[:200]!r}"
    said = run([INSPECT.encode(), b"-i", b"lo", b"--duration", b"0.1", text], b"", {}).stderr
    if b'listening on lo, filter "udp[2:2]  = 7788 or port 1"; Ctrl-C ends\n' not in said:
        yield f"listening: {said!r}"


def make_texts():
    """Four strings in each, as an error has room for: an argument has no NUL."""
    names = list(STRINGS)
    for first in range(0, len(names), 4):
        group = names[first:first + 4]
        yield ", ".join(group), b"".join(STRINGS[name] for name in group).replace(b"\0", b"\1")


def main():
    breaches = [*check_long_arguments(), *check_white_space()]
    for names, text in make_texts():
        write_files(text)
        for command in INSPECT_COMMANDS + GEN_COMMANDS:
            breaches += check([fill(word, text) for word in command], names, text + b"\n")
        for variable in (b"TZ", b"COLUMNS", b"LC_ALL", b"TERM", b"NO_COLOR", b"LANG"):
            for form in ([], [b"-v"]):
                breaches += check([*map(str.encode, READ), *form], names, environment={variable: text})
    for breach in breaches:
        print(breach)
    print(f"{len(STRINGS)} strings, {len(INSPECT_COMMANDS) + len(GEN_COMMANDS)} commands: {len(breaches)} breaches")
    return 1 if breaches else 0


sys.exit(main())
