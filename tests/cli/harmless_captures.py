#!/usr/bin/env python3
"""Every hostile string in every place of a capture, in every form of output.

    harmless_captures.py    (UDPINSPECT and UDPGEN in the environment; works in the current folder)
"""
import json
import os
import struct
import subprocess
import sys

from harmless import STRINGS, check_borders, check_strings, check_text

INSPECT, GEN = os.environ["UDPINSPECT"], os.environ["UDPGEN"]
COLUMNS = 80


def run(command, source=b"", **environment):
    done = subprocess.run(command, input=source, capture_output=True, timeout=60,
                          env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "COLUMNS": str(COLUMNS), **environment})
    assert done.returncode >= 0 and b"Sanitizer" not in done.stderr, (command, done.stderr[-2000:])
    return done


# --- captures --------------------------------------------------------------------------------------------------------

def datagram(src_port, dst_port, payload):
    udp = struct.pack(">HHHH", src_port, dst_port, 8 + len(payload), 0) + payload
    ipv4 = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0, 0x0a000001, 0x0a000002)
    return bytes.fromhex("0200000000020200000000010800") + ipv4 + udp


def option(code, text):
    text = text[:65535]
    return struct.pack("<HH", code, len(text)) + text + bytes(-len(text) % 4)


def block(kind, body):
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def section(options=b""):
    return block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1) + options)


def interface(options=b""):
    return block(1, struct.pack("<HHI", 1, 0, 0) + options)


def packet(frame, number=0, options=b""):
    return block(6, struct.pack("<IIIII", number, 0, 0, len(frame), len(frame)) + frame + bytes(-len(frame) % 4) + options)


def capture_of(frames):
    return section() + interface(option(2, b"eth0")) + b"".join(packet(frame) for frame in frames)


END = option(0, b"")
HELLO = datagram(40000, 40001, b"hello")


def label(text):
    return bytes([len(text[:63])]) + text[:63]


def dns(name, answers=b"", count=0):
    return struct.pack(">HHHHHH", 1, 0x8180 if count else 0x0100, 1, count, 0, 0) + name + struct.pack(">HH", 16, 1) + answers


def record(kind, data):
    return b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(data)) + data


def netbios(text):
    padded = text[:15].ljust(15)[:15] + b"\0"
    return b"\x20" + bytes(0x41 + nibble for byte in padded for nibble in (byte >> 4, byte & 15)) + b"\0"


def dhcp(options):
    return struct.pack(">BBBBIHH", 1, 1, 6, 0, 7, 0, 0) + bytes(16) + bytes(6) + bytes(10) + bytes(192) + \
        bytes.fromhex("63825363") + bytes.fromhex("350101") + options + b"\xff"


def tlv(tag, *parts):
    body = b"".join(parts)
    return bytes([tag, 0x82]) + struct.pack(">H", len(body)) + body


def snmp(text):
    binding = tlv(0x30, tlv(0x06, bytes.fromhex("2b06010201010500")), tlv(0x04, text))
    request = tlv(0xa2, b"\x02\x01\x01\x02\x01\x00\x02\x01\x00", tlv(0x30, binding))
    return tlv(0x30, b"\x02\x01\x01", tlv(0x04, text), request)


PLACES = {
    "payload": lambda text: datagram(40000, 40001, text),
    "long payload": lambda text: datagram(40000, 40001, text * 30),
    "dns name": lambda text: datagram(40000, 53, dns(label(text) + label(b"example") + b"\0")),
    "dns text": lambda text: datagram(53, 40000, dns(label(b"x") + b"\0", record(16, bytes([len(text)]) + text), 1)),
    "dns target": lambda text: datagram(53, 40000, dns(label(b"x") + b"\0", record(5, label(text) + b"\0"), 1)),
    "mdns": lambda text: datagram(5353, 5353, dns(label(text) + label(b"local") + b"\0")),
    "llmnr": lambda text: datagram(40000, 5355, dns(label(text) + b"\0")),
    "netbios name": lambda text: datagram(137, 137, struct.pack(">HHHHHH", 1, 0x0110, 1, 0, 0, 0) + netbios(text) +
                                          struct.pack(">HH", 32, 1)),
    "dhcp host name": lambda text: datagram(68, 67, dhcp(bytes([12, len(text)]) + text)),
    "dhcp class": lambda text: datagram(68, 67, dhcp(bytes([60, len(text)]) + text)),
    "dhcp message": lambda text: datagram(67, 68, dhcp(bytes([56, len(text)]) + text)),
    "snmp": lambda text: datagram(40000, 161, snmp(text)),
    "sip": lambda text: datagram(5060, 5060, b"INVITE sip:" + text + b" SIP/2.0\r\nFrom: " + text +
                                 b"\r\nCall-ID: 1\r\nSubject: " + text + b"\r\nContent-Length: 0\r\n\r\n"),
    "ssdp": lambda text: datagram(40000, 1900, b"NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nNT: " + text +
                                  b"\r\nSERVER: " + text + b"\r\n\r\n"),
    "syslog": lambda text: datagram(40000, 514, b"<34>1 2026-11-22T10:00:00Z " + text + b" su - ID47 - " + text),
    "old syslog": lambda text: datagram(40000, 514, b"<34>Nov 22 10:00:00 host su: " + text),
    "tftp": lambda text: datagram(40000, 69, b"\0\1" + text + b"\0octet\0"),
    "tftp error": lambda text: datagram(69, 40000, b"\0\5\0\1" + text + b"\0"),
    "radius": lambda text: datagram(40000, 1812, b"\1\1" + struct.pack(">H", 22 + len(text)) + bytes(16) +
                                    bytes([1, 2 + len(text)]) + text),
    "statsd": lambda text: datagram(40000, 8125, text + b":1|c|#" + text),
    "memcached": lambda text: datagram(40000, 11211, b"\0\1\0\0\0\1\0\0get " + text + b"\r\n"),
    "coap": lambda text: datagram(40000, 5683, b"\x40\x01\x00\x01\xbd" + bytes([len(text) - 13]) + text if len(text) > 12
                                  else b"\x40\x01\x00\x01" + bytes([0xb0 | len(text)]) + text),
}

FORMS = {
    "line": [],
    "boxes": ["-v"],
    "fields in boxes": ["-vv"],
    "hexadecimal": ["-x"],
    "boxes and hexadecimal": ["-v", "-x"],
    "json": ["--json"],
    "pretty json": ["--json=pretty"],
    "columns": ["--fields", "frame,interface,src,notes,payload.text,payload.hex,dns.questions,dhcp.options,tftp.filename,path"],
    "statistics": ["-q", "--stats"],
    "explained": ["--explain"],
    "explained json": ["--explain", "--json"],
    "exact line": ["--spec"],
    "colour": ["--color=always"],
    "boxes in colour": ["-v", "--color=always"],
    "secrets": ["--sensitive"],
    "secrets in boxes": ["-vv", "--sensitive"],
    "secrets in json": ["--json", "--sensitive"],
}
A_LINE_EACH = ("line", "json", "explained json", "columns", "exact line", "colour", "secrets", "secrets in json")
PICTURES = ("boxes", "fields in boxes", "explained", "secrets in boxes")


def check_form(what, form, count, **environment):
    done = run([INSPECT, "-r", "c.pcapng", *FORMS[form]], **environment)
    what = f"{what}, {form} {environment or ''}"
    allowed = "\n\t" if form in ("columns", "pretty json") else "\n"
    yield from check_text(done.stdout, what, allowed, "colour" in form)
    yield from check_text(done.stderr, what + ", errors")
    if form in A_LINE_EACH and done.stdout.count(b"\n") != count:
        yield f"{what}: {done.stdout.count(10)} lines of {count} packets"
    if form in PICTURES and not environment:
        yield from check_borders(done.stdout, what, COLUMNS)
    if "json" in form and form != "pretty json":
        for line in done.stdout.splitlines():
            json.loads(line)


def check_forms(what, count):
    for form in FORMS:
        yield from check_form(what, form, count)
    for form in ("line", "boxes", "json"):
        yield from check_form(what, form, count, LC_ALL="C")


# --- bytes that come back --------------------------------------------------------------------------------------------

def read_documents():
    return [json.loads(line) for line in run([INSPECT, "--json", "--sensitive", "-r", "c.pcapng"]).stdout.splitlines()]


def check_bytes(frames):
    """What JSON says of bytes is those bytes; the exact line is crafted back to the frame."""
    for frame, document in zip(frames, read_documents(), strict=True):
        for layer in document["layers"]:
            part = frame[layer["offset"]:layer["offset"] + layer["size"]]
            if layer.get("hex", part.hex()) != part.hex():
                yield f"JSON has other bytes than {part!r}"
    lines = run([INSPECT, "--spec", "-r", "c.pcapng"]).stdout
    crafted = run([GEN, "craft", "-x"], lines).stdout.split()
    for frame, made in zip(frames, crafted, strict=True):
        if frame.hex() != made.decode():
            yield f"crafted to {made!r}, not {frame.hex()}"


def check_places():
    """The harmless string is seen where it was put: the other ones are there, too."""
    plain = STRINGS["plain"].decode()
    documents = read_documents()[::len(STRINGS)]
    for place, document in zip(PLACES, documents, strict=True):
        spoken = [layer for layer in document["layers"] if "payload" in place or layer["layer"] != "payload"]
        if plain not in json.dumps(spoken):
            yield f"{place}: the string is not seen there"


# --- what a capture file says of itself ------------------------------------------------------------------------------

def make_remarks():
    """Names, descriptions and comments; each section has one of the strings in all of them."""
    for text in STRINGS.values():
        yield section(option(1, text) + option(2, text) + option(3, text) + option(4, text) + END)
        yield interface(option(2, text) + option(3, text) + option(12, text) + option(15, text) + option(1, text) + END)
        yield packet(HELLO, 0, option(1, text) + END)
        yield block(5, struct.pack("<III", 0, 0, 0) + option(1, text) + END)


def check_remarks():
    with open("c.pcapng", "wb") as file:
        file.write(b"".join(make_remarks()))
    yield from check_forms("the file's own remarks", len(STRINGS))
    for text, document in zip(STRINGS.values(), read_documents(), strict=True):
        if text == STRINGS["wide"] and document["interface"] != text.decode():
            yield f"an interface's name is {document['interface']!r}"
    for words in (["-w", "again.pcapng", "--force"], ["-q", "--probes"], ["-q", "--probes", "--json"]):
        done = run([INSPECT, "-r", "c.pcapng", *words])
        yield from check_text(done.stdout + done.stderr, f"the file's own remarks, {words}")


def main():
    frames = [make(text) for make in PLACES.values() for text in STRINGS.values()]
    with open("c.pcapng", "wb") as file:
        file.write(capture_of(frames))
    breaches = [*check_strings(), *check_places(), *check_forms("packets", len(frames)), *check_bytes(frames),
                *check_remarks()]
    for breach in breaches:
        print(breach)
    print(f"{len(STRINGS)} strings, {len(PLACES) + 1} places, {len(FORMS)} forms: {len(breaches)} breaches")
    return 1 if breaches else 0


sys.exit(main())
