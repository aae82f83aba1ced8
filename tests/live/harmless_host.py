#!/usr/bin/env python3
"""Every hostile string as the name of an interface, as that of a process with a socket, and as what comes back from the network.

    harmless_host.py    (UDPINSPECT and UDPGEN in the environment; in a network namespace of its own, as root)
"""
import ctypes
import os
import socket
import subprocess
import sys
import threading
import time

from harmless import STRINGS, check_text

INSPECT, GEN = os.environ["UDPINSPECT"], os.environ["UDPGEN"]
ENVIRONMENT = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
SET_NAME = 15  # prctl(2): PR_SET_NAME
NAME_SIZE = 15  # of interfaces and of processes, without the NUL


def run(*command, source=b""):
    done = subprocess.run(command, input=source, capture_output=True, timeout=60, env=ENVIRONMENT)
    assert done.returncode >= 0 and b"Sanitizer" not in done.stderr, (command, done.stderr[-2000:])
    return done


def check(what, *command, allowed="\n", source=b""):
    done = run(*command, source=source)
    yield from check_text(done.stdout, f"{what}: {command[1:]}", allowed)
    yield from check_text(done.stderr, f"{what}: {command[1:]}, errors")


# --- interfaces ------------------------------------------------------------------------------------------------------

def make_interfaces():
    """One end of a pair each, as far as the kernel takes the name: no blanks, slash or colon, and no other with the same 15 bytes."""
    for number, text in enumerate(STRINGS.values()):
        name, peer = text.translate(None, b"\0/:%\t\n\x0b\x0c\r ")[:NAME_SIZE], f"peer{number}"
        made = subprocess.run(["ip", "link", "add", name, "type", "veth", "peer", "name", peer], capture_output=True)
        if made.returncode == 0:
            subprocess.run(["ip", "link", "set", peer, "up"], check=True)
            yield name


def check_interface(name, number):
    subprocess.run(["ip", "address", "add", f"10.9.{number}.1/24", "dev", name], check=True)
    subprocess.run(["ip", "link", "set", name, "up"], check=True)
    holder = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, name)
    holder.bind(("0.0.0.0", 20000 + number))
    yield from check("captures", INSPECT, "-i", name, "--duration", "0.01", "-v")
    yield from check("sends", GEN, "send", f"10.9.{number}.9:9", "--text", "x", "--wait", "0.01", "--interface", name)
    yield from check("sends", GEN, "send", f"10.9.{number}.9:9", "--text", "x", "--wait", "0.01", "--json")
    yield from check("crafts", GEN, "craft", "-i", name, "eth | ipv4 | udp | \"x\"")
    yield from check("says the way", INSPECT, "--address", f"10.9.{number}.1/24", f"10.9.{number}.7")
    yield from check("says the way", INSPECT, "--json", "--address", f"10.9.{number}.7")
    holder.close()


def check_listings(names):
    lists = [["-D"], ["--sockets"], ["--sockets", "--json"], ["--sockets", "--json=pretty"]]
    for words in lists:
        yield from check("lists", INSPECT, *words, allowed="\n\t")
    listed, plain = run(INSPECT, "-D").stdout, STRINGS["half wide"][:NAME_SIZE]
    if plain in names and plain not in listed:
        yield f"-D has no {plain!r}"


def check_any(names):
    """A capture on all of them, with a packet on each that goes out and comes in at the peer, in forms that name the interface."""
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    for form in ([], ["--json"], ["--fields", "interface"]):
        command = [INSPECT, "-i", "any", "-c", str(2 * len(names)), "--duration", "5", *form]
        capture = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)
        capture.stderr.readline()
        for number in range(len(names)):
            sender.sendto(b"x", (f"10.9.{number}.255", 9))
        out, err = capture.communicate(timeout=30)
        yield from check_text(out, f"-i any {form}")
        yield from check_text(err, f"-i any {form}, errors")
        if out.count(b"\n") != 2 * len(names):
            yield f"-i any {form}: {out.count(10)} lines"


# --- processes -------------------------------------------------------------------------------------------------------

def check_process(name):
    """This process is called so, and has a socket that nobody reads."""
    ctypes.CDLL(None).prctl(SET_NAME, ctypes.c_char_p(name), 0, 0, 0)
    held = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    held.bind(("127.0.0.1", 0))
    port = held.getsockname()[1]
    for words in ([], ["--json"]):
        yield from check("sockets", INSPECT, "--sockets", *words, f"port {port}", allowed="\n\t")
    for words in ([], ["--json"]):
        yield from check("silence", GEN, "send", f"127.0.0.1:{port}", "--text", "x", "--wait", "0.01", *words)
    held.close()


# --- what comes back -------------------------------------------------------------------------------------------------

def answer(server):
    """Sends what came, and each of the strings."""
    while True:
        datagram, peer = server.recvfrom(65536)
        server.sendto(datagram, peer)
        for text in STRINGS.values():
            server.sendto(text, peer)


def check_replies():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    threading.Thread(target=answer, args=(server,), daemon=True).start()
    destination = f"127.0.0.1:{server.getsockname()[1]}"
    for text in STRINGS.values():
        words = ("--hex", text.hex())
        yield from check("replies", GEN, "send", destination, *words, "--wait", "0.01")
    for words in (["--json"], ["-q"], ["-c", "3", "--rate", "1000"]):
        yield from check("replies", GEN, "send", destination, "--text", "x", "--wait", "0.1", *words)


def await_port(port):
    for _ in range(500):
        with open("/proc/net/udp") as ipv4, open("/proc/net/udp6") as ipv6:
            if f":{port:04X} " in ipv4.read() + ipv6.read():
                return
        time.sleep(0.01)


def check_server(port, *command):
    server = subprocess.Popen([GEN, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    await_port(port)
    for text in STRINGS.values():
        sender.sendto(text, ("127.0.0.1", port))
        time.sleep(0.001)
    out, err = server.communicate(timeout=30)
    yield from check_text(out, f"{command}")
    yield from check_text(err, f"{command}, errors")
    if "-v" in command and out.count(b"\n") < len(STRINGS):
        yield f"{command}: {out.count(10)} lines of {len(STRINGS)} datagrams"


def main():
    count = str(len(STRINGS))
    breaches = [*check_replies()]
    breaches += check_server(7001, "echo", "7001", "-c", count)
    breaches += check_server(7002, "sink", "7002", "-v", "-c", count)
    breaches += check_server(7003, "sink", "7003", "--json", "-c", count)
    for text in STRINGS.values():
        breaches += check_process(text.replace(b"\0", b"\1")[:NAME_SIZE])
    names = list(make_interfaces())
    for number, name in enumerate(names):
        breaches += check_interface(name, number)
    breaches += [*check_listings(names), *check_any(names)]
    for breach in breaches:
        print(breach)
    print(f"{count} strings, {len(names)} interfaces: {len(breaches)} breaches")
    return 1 if breaches or len(names) < len(STRINGS) // 2 else 0


sys.exit(main())
