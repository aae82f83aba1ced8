"""The captures that are measured, made by udpgen: always the same bytes, a short one the beginning of a long one.

small   "hello" over Ethernet, IPv4 and UDP: 47 bytes, as the sending host captures it (a network card pads to 60);
        250 hosts of a /24 talk to one of them
mixed   20 frames, over and over with other values: 7 plain datagrams, 3 DNS questions, 3 answers, 2 VXLAN, 2 VLAN
        (one with IPv6), 1 IPv6, 2 fragments of one datagram; 18 to 1,400 bytes of payload, more often short than long

Addresses, ports, identifications and sizes are scattered, or programs that remember the text of a number would look
better than they are. tcpdump keeps such text in hash tables that look at the first one and a half bytes of an IPv4
address, at the last two of an IPv6 address, at the middle of a MAC address. The hosts of small share a list there, as
those of any network do; the 4,096 clients of mixed are spread well, or it would take more than twice the time. The
ports are bound to no protocol in any of the programs. 10,000 packets a second.
"""
import hashlib
import os
import pathlib
import struct
import subprocess

CYCLE = 20              # frames of mixed
TEN = 10
FULL = {"small": 2_000_000, "mixed": 1_000_000}
PCAP_HEADER = 24
LEAST_PAYLOAD, MOST_PAYLOAD = 18, 1400
MOST_IN_TUNNEL = 1300
MASK = 0xFFFFFFFF


def scatter(number):
    """32 bits that look random, the same for the same number."""
    number = number * 0x9E3779B1 & MASK
    number = (number ^ number >> 15) * 0x85EBCA77 & MASK
    return number ^ number >> 13


def ethernet(bits):
    return f"eth 02:00:00:{bits & 63:02x}:00:01 > 02:00:00:{64 + (bits >> 6 & 7):02x}:00:02"


def client(bits):
    return f"{128 + (bits & 63)}.{bits >> 6 & 63}.1.10"


def ipv4(bits):
    return f"ipv4 {client(bits)} > {20 + (bits >> 12 & 15)}.1.1.53 id={bits >> 16}"


def ipv6(bits):
    return f"ipv6 2001:db8::{bits & 255:x}{bits >> 8 & 15:02x} > 2001:db8:1::{bits >> 12 & 15:x}00"


def ports(bits, server=None):
    return f"udp {51000 + bits % 3000} > {server or 7788 + (bits >> 20 & 3)}"


def payload(bits, most=MOST_PAYLOAD):
    share = (bits & 0xFFFF) / 0xFFFF
    return f"random:{LEAST_PAYLOAD + int((most - LEAST_PAYLOAD) * share * share)}:{bits}"


def question(bits):
    """RFC 1035, section 4.1.2: hostN.example.com, A or AAAA."""
    host = b"host%d" % (bits & 4095)
    kind = 28 if bits & 1 else 1
    return bytes([len(host)]) + host + b"\7example\3com\0" + struct.pack(">HH", kind, 1)


def dns_query(bits):
    return (struct.pack(">6H", bits >> 16, 0x0100, 1, 0, 0, 0) + question(bits)).hex()


def dns_answer(bits):
    address = bits.to_bytes(4, "big")
    if bits & 1:
        address = bytes.fromhex("20010db8") + bytes(8) + address
    record = struct.pack(">HHHIH", 0xC00C, 28 if bits & 1 else 1, 1, 300, len(address)) + address
    return (struct.pack(">6H", bits >> 16, 0x8180, 1, 1, 0, 0) + question(bits) + record).hex()


def small_lines(count):
    for number in range(count):
        bits, other = scatter(number), scatter(~number & MASK)
        host = 2 + other % 250
        addresses = f"eth 02:00:00:00:00:{host:02x} > 02:00:00:00:00:01 | ipv4 192.168.1.{host} > 192.168.1.1"
        yield f'{addresses} id={bits >> 16} | {ports(bits)} | "hello"'


def mixed_lines(count):
    """19 lines for 20 frames: the last one is cut in two."""
    for first in range(0, count, CYCLE):
        bits = [scatter(first + place) for place in range(CYCLE)]
        for b in bits[:7]:
            yield f"{ethernet(b >> 9)} | {ipv4(b)} | {ports(b >> 3)} | {payload(b)}"
        for b in bits[7:10]:
            yield f"{ethernet(b)} | {ipv4(b)} | {ports(b, 53)} | hex:{dns_query(b)}"
            answer = f"ipv4 20.1.1.53 > {client(b)} | udp 53 > {51000 + b % 3000} | hex:{dns_answer(b)}"
            yield f"{ethernet(b)} | {answer}"
        for b in bits[10:12]:
            inner = f"{ethernet(b)} | {ipv4(b >> 5)} | {ports(b)} | {payload(b, MOST_IN_TUNNEL)}"
            yield f"{ethernet(b >> 9)} | {ipv4(b)} | {ports(b, 4789)} | vxlan vni={b & 1023} | {inner}"
        for b, start in zip(bits[12:15], (f"vlan id={first & 255} | {ipv4(bits[12])}",
                                          f"vlan id={first & 255} | {ipv6(bits[13])}", ipv6(bits[14]))):
            yield f"{ethernet(b)} | {start} | {ports(b)} | {payload(b)}"
        b = bits[15]
        yield f"{ethernet(b)} | {ipv4(b)} | {ports(b)} | random:{1600 + b % 1000}:{b}"


LINES = {"small": small_lines, "mixed": mixed_lines}


class Inputs:
    """A folder of captures, made when they are first asked for."""

    def __init__(self, folder, udpgen):
        self.folder, self.udpgen = pathlib.Path(folder), udpgen
        self.folder.mkdir(parents=True, exist_ok=True)
        self.version = hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()[:8]

    def path(self, name, count):
        """The capture of that name with that many packets; of mixed, a multiple of 20."""
        path = self.folder / f"{name}-{count}-{self.version}.pcap"
        if not path.exists():
            for old in self.folder.glob(f"{name}-{count}-*.pcap"):
                old.unlink()
            part = path.with_suffix(".part")
            self.craft(name, count, part)
            os.replace(part, path)
        return path

    def craft(self, name, count, path):
        command = [self.udpgen, "craft", "--force", "-w", path, "--fragment", "1500",
                   "--start", "2026-11-22T10:00:00Z", "--interval", "0.0001"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as udpgen:
            udpgen.stdin.writelines(line + "\n" for line in LINES[name](count))
            said = udpgen.communicate()[1]
        if udpgen.returncode != 0 or not said.startswith(f"{count} packets written"):
            raise SystemExit(f"bench: udpgen was to make {count} packets of {name}, and says: {said}")
