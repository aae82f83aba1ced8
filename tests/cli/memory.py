#!/usr/bin/env python3
"""Runs a command again and again, each time refuses it another piece of memory, and says what must not have happened.

    memory.py [--all] [--seen FILE] [--file NAME]... [--feed PORT] [--answer PORT] -- COMMAND...

The command runs in the current folder, first as it is, then with the n-th allocation refused, and with that one and all
behind it. n goes through every place in the program that allocates (a stack of calls), the first and the last time that it
does, but no more than MOST in all; with --all through every allocation. --file names a file that the command writes: a capture file, or lines of text.
--feed sends datagrams to that port of 127.0.0.1 until the command ends; --answer sends back what comes to that port. Then
numbers in the output may differ. Places that FILE of --seen names are left out, the others are added to it: what the
commands of a program have in common need not be tried with each of them.

Whoever is refused memory may do without it, and then all is as before. Otherwise the program ends with status 1 and one
line that says so; what it had printed and written is there, up to a whole line or packet.

REFUSE_MEMORY is the allocator, tests/support/refuse_memory.c.
"""
import argparse
import array
import os
import pathlib
import re
import signal
import socket
import struct
import subprocess
import sys
import threading

MOST = 64  # of more allocations, so many are chosen
REPORT_SIZE, NAME_SIZE = 1 << 20, 120  # see struct report
TIMEOUT = 10
REFUSAL = re.compile(rb"^(udpinspect|udpgen): .*(no memory|[Cc]annot allocate memory|[Oo]ut of memory)")
NUMBER = re.compile(rb"\d+(\.\d+)?")

# Functions of libraries that do not bear it, or do not say what they left out: these get their memory.
SPARED = {
    "getpwnam": "glibc, name services: null pointers and failed assertions",
    "getpwuid": "the same",
    "getaddrinfo": "the same",
    "setlocale": "glibc: takes the locale C, as if there were no other",
    "tzset": "glibc: takes UTC, as if there were no other",
    "pthread_create": "glibc: EAGAIN, as where there are too many threads",
    "pcap_compile": "libpcap: its scanner ends the process with status 2; null pointers",
    "pcap_findalldevs": "libpcap: names another reason",
    "seccomp_rule_add": "libseccomp: leaves rules out",
    "seccomp_rule_add_array": "the same",
    "seccomp_load": "libseccomp: null pointers, and a loop without an end",
}


class Result:
    def __init__(self, status, out, err, files, report):
        self.status, self.out, self.err, self.files = status, out, err, files
        self.count, = struct.unpack_from("=Q", report)
        self.refused = report[8:8 + NAME_SIZE].split(b"\0")[0].decode() or "the program"
        self.report = report

    def places(self):
        """Of the allocations, in their order; 0 for those that are spared."""
        numbers = array.array("Q", self.report[8 + NAME_SIZE:])[:self.count]
        return [number and f"{number:x}" for number in numbers]


# --- running ----------------------------------------------------------------------------------------------------------

def feed(sender, port, is_over):
    while not is_over.wait(0.002):
        sender.sendto(b"fed", ("127.0.0.1", port))


def answer(server, port, is_over):
    server.settimeout(0.002)
    while not is_over.is_set():
        try:
            server.sendto(*server.recvfrom(65536))
        except TimeoutError:
            pass


def start_peers(options, is_over):
    peers = []
    for work, port in ((feed, options.feed), (answer, options.answer)):
        if port:
            peers.append(threading.Thread(target=work, args=(options.socket, port, is_over)))
            peers[-1].start()
    return peers


def run(options, refuse):
    report = pathlib.Path("refusals")
    with open(report, "wb") as file:
        file.truncate(REPORT_SIZE)
    for name in options.file:
        pathlib.Path(name).unlink(missing_ok=True)
    environment = {**os.environ, "LD_PRELOAD": os.environ["REFUSE_MEMORY"], "REFUSE": refuse,
                   "REFUSE_NOT": ",".join(SPARED), "REFUSE_REPORT": str(report)}
    is_over = threading.Event()
    peers = start_peers(options, is_over)
    try:
        done = subprocess.run(options.command, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=TIMEOUT)
        status, out, err = done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired as late:
        status, out, err = "hangs", late.stdout or b"", late.stderr or b""
    is_over.set()
    for peer in peers:
        peer.join()
    if peers:
        out = NUMBER.sub(b"0", out)
    files = [pathlib.Path(name).read_bytes() if os.path.exists(name) else b"" for name in options.file]
    return Result(status, out, NUMBER.sub(b"0", err), files, report.read_bytes())


# --- judging ----------------------------------------------------------------------------------------------------------

def find_ends(data):
    """Where the records of a file end: packets, blocks or lines."""
    ends, at = {0}, 0
    if data[:4] in (b"\x4d\x3c\xb2\xa1", b"\xd4\xc3\xb2\xa1"):
        at = 24
        ends.add(at)
        while at < len(data):
            at += 16 + struct.unpack_from("=I", data, at + 8)[0]
            ends.add(at)
    elif data[:4] == b"\x0a\x0d\x0d\x0a":
        while at < len(data):
            at += struct.unpack_from("=I", data, at + 4)[0]
            ends.add(at)
    else:
        ends.update(i + 1 for i, byte in enumerate(data) if byte == 0x0a)
    return ends


def is_beginning(data, whole):
    return whole.startswith(data) and len(data) in find_ends(whole)


def complain(result, good, options):
    """What is wrong, or None."""
    if result.status == "hangs":
        return "hangs"
    if result.status < 0:
        return f"ends by {signal.Signals(-result.status).name}"
    if result.status == good.status:
        is_same = result.out == good.out and result.files == good.files
        return None if is_same else "does not say that something is missing"
    if result.status != 1:
        return f"ends with status {result.status}"
    lines = result.err.splitlines()
    told = [line for line in lines if REFUSAL.match(line)]
    if len(told) != 1:
        return "does not say in one line that memory was refused"
    if any(line not in told and line not in good.err.splitlines() and not line.startswith(b"0 ") for line in lines):
        return "says more than that"
    is_part = set(result.out.splitlines()) <= set(good.out.splitlines())  # the totals of what was sent
    if not is_beginning(result.out, good.out) and not (options.answer and is_part):
        return "prints what is no beginning of its output"
    if not all(is_beginning(*pair) for pair in zip(result.files, good.files)):
        return "writes what is no beginning of its file"
    return None


# --- all refusals -----------------------------------------------------------------------------------------------------

def choose(good, is_all, seen):
    """Which allocations are to be refused, of how many that may be, and the places of which they are."""
    first, last, places = {}, {}, good.places()
    for number, place in enumerate(places, 1):
        if place and place not in seen:
            first.setdefault(place, number)
            last[place] = number
    every = [number for number, place in enumerate(places, 1) if place]
    chosen = sorted({*first.values(), *last.values()})
    if len(chosen) > MOST:
        chosen = [chosen[i * (len(chosen) - 1) // (MOST - 1)] for i in range(MOST)]
    return every if is_all else chosen, len(every), set(first)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seen", type=pathlib.Path)
    parser.add_argument("--file", action="append", default=[])
    parser.add_argument("--feed", type=int)
    parser.add_argument("--answer", type=int)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    options.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    options.socket.bind(("127.0.0.1", options.answer or 0))
    good = run(options, "0")
    name = " ".join([os.path.basename(options.command[0]), *options.command[1:]])
    if good.status != 0:
        print(f"{name}: status {good.status} where nothing is refused: {good.err.decode(errors='replace')}")
        return 1
    seen = set(options.seen.read_text().split()) if options.seen and options.seen.exists() else set()
    numbers, count, places = choose(good, options.all, seen)
    failures = survived = 0
    for number in numbers:
        for refuse in (f"{number}", f"{number},forever"):
            result = run(options, refuse)
            survived += result.status == good.status
            complaint = complain(result, good, options)
            if complaint:
                failures += 1
                print(f"REFUSE={refuse} to {result.refused}: {complaint}\n"
                      f"  status {result.status}: {result.err.decode(errors='replace').strip()}")
    if options.seen and not failures:
        options.seen.write_text("\n".join([*seen, *places]))
    print(f"{name}: {len(numbers)} of {count} allocations refused, in {len(places)} places, alone and with all behind; "
          f"{survived} of {2 * len(numbers)} runs did without, {failures} failed")
    return 1 if failures else 0


sys.exit(main())
