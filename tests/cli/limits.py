#!/usr/bin/env python3
"""Limits on files and on the command line: each is gone to, without a word, and one further, where the words must come that
include/udpinspect/limits.h has for it.

    limits.py HEADER    (UDPINSPECT and UDPGEN in the environment; works in the current folder)
"""
import os
import pathlib
import re
import struct
import subprocess
import sys

LIMIT = re.compile(r"^    (UDPI_\w+) = ([^,]+), +/\*(.*?)\*/", re.MULTILINE | re.DOTALL)
WORDS = re.compile(r'(?:says|marks): "([^"]+)"')
HELLO = bytes.fromhex("0200000000020200000000010800450000211c4640004011 9b17c0a8010ac0a80114c7381e6c000d52ee68656c6c6f")
INSPECT, GEN = os.environ["UDPINSPECT"], os.environ["UDPGEN"]


def run(command, source=b"", **environment):
    done = subprocess.run(command, input=source, capture_output=True, timeout=60,
                          env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **environment})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


# --- capture files: sparse where they are large ----------------------------------------------------------------------

def write_file(name, *pieces):
    """Pieces are bytes, or numbers of zeros."""
    with open(name, "wb") as file:
        for piece in pieces:
            file.seek(piece, os.SEEK_CUR) if isinstance(piece, int) else file.write(piece)
        file.truncate()
    return name


def read_pcap(link_type):
    def go(size):
        head = struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 0, link_type)
        write_file("c.pcap", head, struct.pack("<IIII", 0, 0, size, size), size)
        return run([INSPECT, "-q", "-r", "c.pcap"])
    return go


def block(kind, body):
    size = len(body) + 12
    return struct.pack("<II", kind, size) + body + struct.pack("<I", size)


def interface(name=b""):
    padded = name + bytes(-len(name) % 4)
    options = struct.pack("<HH", 2, len(name)) + padded + bytes(4) if name else b""
    return block(1, struct.pack("<HHI", 1, 0, 0) + options)


def packet(frame):
    return block(6, struct.pack("<IIIII", 0, 0, 0, len(frame), len(frame)) + frame + bytes(-len(frame) % 4))


SECTION = block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1))


def cut_recording(size):
    write_file("c.pcapng", SECTION, interface(), packet(HELLO + bytes(size - len(HELLO))))
    return run([INSPECT, "-r", "c.pcapng", "-w", "out.pcap", "--force"])


def read_block(size):
    size = (size + 3) // 4 * 4
    write_file("c.pcapng", SECTION, struct.pack("<II", 0x0bad, size), size - 12, struct.pack("<I", size), interface())
    return run([INSPECT, "-r", "c.pcapng"])


def read_interfaces(count):
    write_file("c.pcapng", SECTION, interface() * count, packet(HELLO))
    return run([INSPECT, "-r", "c.pcapng"])


def read_name(size):
    write_file("c.pcapng", SECTION, interface(b"n" * size), packet(HELLO))
    return run([INSPECT, "--fields", "interface", "-r", "c.pcapng"])


def record_name(size):
    write_file("c.pcapng", SECTION, interface(), packet(HELLO))
    return run([INSPECT, "-r", "c.pcapng", "-w", "n" * size])


# --- filters ---------------------------------------------------------------------------------------------------------

def with_filter(*arguments):
    write_file("c.pcapng", SECTION, interface(), packet(HELLO))
    return run([INSPECT, "-r", "c.pcapng", *arguments])


def filter_file(size):
    pathlib.Path("filter").write_text("port 7788".ljust(size))
    return with_filter("-F", "filter")


def filter_parts(parts):
    """Primitives, and the node that joins them."""
    return with_filter(" or ".join(["len > 1"] * (parts - 1)))


def filter_depth(depth):
    """The primitive is as deep as its parentheses, and one more."""
    return with_filter("(" * (depth - 1) + "port 7788" + ")" * (depth - 1))


# --- the command line, and lines -------------------------------------------------------------------------------------

def decode_as(count):
    arguments = [word for port in range(count) for word in ("--decode-as", f"udp.port={5000 + port}:rtp")]
    return with_filter(*arguments)


def craft_line(size):
    return run([GEN, "craft", "-x", "-f", "-"], b"ipv4 | udp | zeros:1".ljust(size - 1) + b"\n")


def remark_line(size):
    return run([GEN, "craft", "-x", "-f", "-"], b"#" * (size - 1) + b"\nipv4\n")


def address_line(size):
    return run([INSPECT, "--address", "-"], b"10.0.0.1".ljust(size - 1) + b"\n")


def columns(count):
    """What is more than the most counts as if nobody had said anything: both rows end in the mark, one where it was asked to."""
    write_file("c.pcapng", SECTION, interface(),
               packet(HELLO[:16] + struct.pack(">H", 20028) + HELLO[18:24] + bytes(2) + HELLO[26:38] +
                      struct.pack(">HH", 20008, 0) + b"a" * 20000))
    status, out, err = run([INSPECT, "-r", "c.pcapng"], COLUMNS=str(count))
    assert "a…" in out or "…" in out, out[-100:]
    return status, "" if len(out) > count - 10 else "…", err


def sweeps(count):
    return run([GEN, "craft", "-x", "-c", "1", "eth | " + " | ".join(["vlan id=1..2"] * count)])


def set_value(size):
    write_file("c.pcapng", SECTION, interface(), packet(HELLO))
    key = 'payload="'
    return run([GEN, "replay", "c.pcapng", "-w", "set.pcap", "--force", "--set", key + "x" * (size - len(key) - 1) + '"'])


def watch_flows(count):
    """One packet of each flow: none of them can be found out to be RTP."""
    frames = [packet(HELLO[:16] + struct.pack(">H", 60) + HELLO[18:34] +
                     struct.pack(">HHHHI", 10000 + flow, 40000, 40, 0, 0x80600001) + bytes(28)) for flow in range(count)]
    write_file("c.pcapng", SECTION, interface(), *frames)
    return run([INSPECT, "--stats", "-r", "c.pcapng"])


CASES = [
    ("UDPI_LONGEST_FRAME", "bigger than snaplen of", read_pcap(1)),
    ("UDPI_LONGEST_FRAME", "cut to", cut_recording),
    ("UDPI_LONGEST_USBPCAP_FRAME", "bigger than snaplen of", read_pcap(249)),
    ("UDPI_LONGEST_EBHSCR_FRAME", "bigger than snaplen of", read_pcap(279)),
    ("UDPI_LONGEST_DBUS_FRAME", "bigger than snaplen of", read_pcap(231)),
    ("UDPI_PCAPNG_LONGEST_BLOCK", "its length is", read_block),
    ("UDPI_PCAPNG_MOST_INTERFACES", "the section has more than", read_interfaces),
    ("UDPI_LONGEST_INTERFACE_NAME", "…", read_name),
    ("UDPI_LONGEST_RECORD_NAME", "no name of a file comes of it", record_name),
    ("UDPI_LONGEST_FILTER", "-F takes a text file with a filter", filter_file),
    ("UDPI_MOST_NODES", "it is asked as a whole", filter_parts),
    ("UDPI_DEEPEST_EXPRESSION", "it is asked as a whole", filter_depth),
    ("UDPI_OPTION_LIST_MOST", "one too many", decode_as),
    ("UDPI_LONGEST_LINE", "the line has more than", craft_line),
    ("UDPI_LONGEST_LINE", "the line has more than", remark_line),
    ("UDPI_LONGEST_LINE", "the line has more than", address_line),
    ("UDPI_MOST_COLUMNS", "…", columns),
    ("UDPI_MAX_SWEEPS", "a line has at most 16 sweeps", sweeps),
    ("UDPI_REWRITE_LONGEST", "it is too long; a value may have", set_value),
]


def read_limits(header):
    text = pathlib.Path(header).read_text()
    return {name: (eval(value, {"__builtins__": {}}), WORDS.findall(remark)) for name, value, remark in LIMIT.findall(text)}


def check(name, value, words, go):
    for size, is_beyond in ((value, False), (value + 1, True)):
        status, out, err = go(size)
        if (words in out + err) != is_beyond or status < 0 or "Sanitizer" in err:
            yield f"{name}, {go.__name__} {size}: status {status}, {out[-200:]!r}, {err[-400:]!r}"


def check_flows(value):
    """A hash sends two flows to the same place long before all places are taken; only more than there are must do so."""
    words = "forgotten while they were watched for RTP"
    if words in watch_flows(1)[2] or words not in watch_flows(value + 1)[2]:
        yield "UDPI_FLOW_SLOTS: not as expected"


def main():
    limits = read_limits(sys.argv[1])
    breaches = []
    for name, words, go in CASES:
        value, said = limits[name]
        breaches += [f"{name}: the header does not have the words {words!r}"] if words not in said else []
        breaches += check(name, value, words, go)
    breaches += check_flows(limits["UDPI_FLOW_SLOTS"][0])
    for breach in breaches:
        print(breach)
    print(f"limits: {len(CASES)} cases, {len(breaches)} breaches")
    return 1 if breaches else 0


sys.exit(main())
