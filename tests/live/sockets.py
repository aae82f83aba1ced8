#!/usr/bin/env python3
"""Sockets of every kind, and what others say of them.

    sockets.py make            opens 200 UDP sockets, says "ready", and keeps them until standard input ends
    sockets.py check FILE      holds the output of `udpinspect --sockets --json` in FILE against `ss -uanmpe`
    sockets.py tables FILE     the same, made where sock_diag could not be had
    sockets.py without_diag COMMAND…
                               runs the command so that it gets no netlink socket
"""
import ctypes
import errno
import json
import os
import re
import socket
import subprocess
import sys

COUNT = 200
NOBODY = 65534
FROM = 20000    # ports of sockets that choose one
PR_SET_NAME = 15
NAME = b'\x1b[31m"x'  # what may not reach a terminal or JSON as it is
INET, INET6 = socket.AF_INET, socket.AF_INET6

# --- make ---------------------------------------------------------------------------------------------------------


def make(family, address, port, peer=None, **options):
    made = socket.socket(family, socket.SOCK_DGRAM)
    if options.get("reuse"):
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    if "v6_only" in options:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, options["v6_only"])
    if "interface" in options:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, options["interface"])
    made.bind((address, port))
    if peer:
        made.connect(peer)
    return made


def make_plain(port):
    """Of each kind one, from this port on."""
    return [
        make(INET, "127.0.0.1", port),
        make(INET, "0.0.0.0", port + 1),
        make(INET, "127.0.0.2", port + 2, ("127.0.0.1", port)),
        make(INET, "0.0.0.0", port + 3, interface=b"lo"),
        make(INET6, "::1", port),
        make(INET6, "::", port + 4, v6_only=1),
        make(INET6, "::", port + 5, v6_only=0),
        make(INET6, "::1", port + 6, ("::1", port)),
        make(INET6, "::ffff:127.0.0.1", port + 7, ("::ffff:127.0.0.1", port)),
        make(INET6, "::", port + 8, v6_only=1, interface=b"lo"),
    ]


def fill(port):
    """Sockets in which something waits to be read, or to be sent, and one that drops what comes."""
    reader, full = make(INET, "127.0.0.1", port), make(INET, "127.0.0.1", port + 1)
    sender, corked = make(INET, "127.0.0.1", port + 2), make(INET, "127.0.0.1", port + 3, ("127.0.0.1", port))
    full.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    for size in range(3):
        sender.sendto(bytes(size), ("127.0.0.1", port))
    for _ in range(20):
        sender.sendto(bytes(1000), ("127.0.0.1", port + 1))
    corked.send(bytes(500), socket.MSG_MORE)
    return [reader, full, sender, corked]


def make_all():
    made = [make(INET, "127.0.0.1", 7788, reuse=True) for _ in range(8)]
    made += [make(INET6, "::", 7789, reuse=True) for _ in range(8)]
    made += fill(FROM - 10)
    for index in range(12):
        made += make_plain(FROM + 10 * index)
    shared = len(made)
    if os.fork() == 0:          # the child has those too, and some of its own, as another user
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        made += [made[0].dup()]
        ctypes.CDLL(None).prctl(PR_SET_NAME, NAME, 0, 0, 0)
        made += [make(INET, "127.0.0.1", FROM + 200 + index) for index in range(COUNT - shared)]
        made[-1].setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                            socket.inet_aton("239.1.2.3") + socket.inet_aton("127.0.0.1"))
        print("ready", flush=True)
    sys.stdin.read()


# --- check --------------------------------------------------------------------------------------------------------

ENDS = re.compile(r"^(.*?)(?:%(\w+))?:(\d+|\*)$")


def read_end(text):
    """Address, port and interface; ss writes "*" for an IPv6 socket that also takes IPv4, and for the port of no peer."""
    address, interface, port = ENDS.match(text).groups()
    address = "::" if address == "*" else address.strip("[]")
    return address, 0 if port == "*" else int(port), interface


def read_ss():
    output = subprocess.run(["ss", "-H", "-O", "-uanmpe"], check=True, capture_output=True, text=True).stdout
    for line in output.splitlines():
        state, receive_queue, send_queue, local, peer = line.split()[:5]
        values = dict(re.findall(r"\b(uid|ino|v6only):(\d+)", line))
        memory = dict(re.findall(r"(rb|tb|d)(\d+)", re.search(r"skmem:\((.*?)\)", line).group(1)))
        address, port, interface = read_end(local)
        yield {
            "state": "connected" if state == "ESTAB" else "bound",
            "local": address, "local_port": port, "interface": interface,
            "peer": read_end(peer)[:2] if state == "ESTAB" else None,
            "receive_queue": int(receive_queue), "send_queue": int(send_queue),
            "receive_buffer": int(memory["rb"]), "send_buffer": int(memory["tb"]), "drops": int(memory["d"]),
            "uid": int(values.get("uid", 0)), "inode": int(values["ino"]),
            "v6_only": values["v6only"] == "1" if "v6only" in values else None,
            "pids": sorted({int(pid) for pid in re.findall(r"pid=(\d+)", line)}),
        }


def read_json(path):
    with open(path, encoding="utf-8") as file:
        documents = [json.loads(line) for line in file]
    for document in documents:
        if document["type"] != "socket":
            continue
        keys = ("state", "local", "local_port", "interface", "receive_queue", "send_queue", "receive_buffer",
                "send_buffer", "drops", "uid", "inode", "v6_only")
        read = {key: document.get(key) for key in keys}
        read["peer"] = (document["peer"], document["peer_port"]) if "peer" in document else None
        read["pids"] = [process["pid"] for process in document["processes"]]
        yield read


def check(path, unknown):
    expected = {entry["inode"]: entry for entry in read_ss()}
    found = {entry["inode"]: entry for entry in read_json(path)}
    for entry in expected.values():
        entry.update(dict.fromkeys(unknown))
    differences = [(expected.get(inode), found.get(inode)) for inode in expected.keys() | found.keys()
                   if expected.get(inode) != found.get(inode)]
    for wanted, got in differences[:5]:
        print(f"ss:         {wanted}\nudpinspect: {got}")
    drops, queued, unsent = (sum(entry[key] > 0 for entry in expected.values())
                             for key in ("drops", "receive_queue", "send_queue"))
    print(f"{len(expected)} sockets, {drops} with drops, {queued} to read, {unsent} to send,",
          f"{sum(len(entry['pids']) > 1 for entry in expected.values())} of two processes,",
          f"{sum(entry['uid'] == NOBODY for entry in expected.values())} of nobody,",
          f"{len(differences)} differences")


# --- without sock_diag --------------------------------------------------------------------------------------------


class Comparison(ctypes.Structure):
    """struct scmp_arg_cmp: seccomp_rule_add(3)."""
    _fields_ = [("argument", ctypes.c_uint), ("operator", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


def without_diag(command):
    """Has the kernel refuse socket(AF_NETLINK, …), as a container may."""
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    allow, equal = 0x7FFF0000, 4
    context = ctypes.c_void_p(seccomp.seccomp_init(allow))
    call = seccomp.seccomp_syscall_resolve_name(b"socket")
    is_netlink = Comparison(0, equal, socket.AF_NETLINK, 0)
    refuse = 0x00050000 | errno.EACCES
    assert seccomp.seccomp_rule_add_array(context, refuse, call, 1, ctypes.byref(is_netlink)) == 0
    assert seccomp.seccomp_load(context) == 0
    os.execvp(command[0], command)


def main():
    task, *words = sys.argv[1:]
    if task == "make":
        make_all()
    elif task == "check":
        check(words[0], unknown=())
    elif task == "tables":
        check(words[0], unknown=("interface", "receive_buffer", "send_buffer", "v6_only"))
    elif task == "without_diag":
        without_diag(words)


main()
