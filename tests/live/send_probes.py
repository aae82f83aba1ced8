#!/usr/bin/env python3
"""Sends probes, made from the description in src/model/probe.h and from nothing of the program.

    send_probes.py HOST PORT COUNT RATE [ENDS]

Numbers 1 to COUNT, RATE a second, then ENDS (default 3) times that the stream has ended.
"""
import os
import socket
import struct
import sys
import time

MAGIC, VERSION, SIZE, END = 0x756470B7, 1, 48, 1
CHECK_AT = 8


def make_table():
    """CRC-32c, reflected: RFC 9260 appendix A."""
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


TABLE = make_table()


def add(crc, data):
    for byte in data:
        crc = TABLE[(crc ^ byte) & 255] ^ crc >> 8
    return crc


class Stream:
    def __init__(self, total):
        self.run = os.urandom(4)
        self.total = total
        self.begun = {flags: add(0xFFFFFFFF, self.begin(flags, 0)) for flags in (0, END)}

    def begin(self, flags, check):
        return struct.pack(">IBBH", MAGIC, VERSION, flags, SIZE) + struct.pack("<I", check) + self.run + bytes(8)

    def make(self, sequence, flags=0):
        rest = struct.pack(">QqQ", sequence, time.time_ns(), self.total)
        return self.begin(flags, add(self.begun[flags], rest) ^ 0xFFFFFFFF) + rest


def main():
    host, port, count, rate = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    ends = int(sys.argv[5]) if len(sys.argv) > 5 else 3
    out = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
    out.connect((host, port))
    stream, start = Stream(count), time.monotonic()
    for number in range(1, count + 1):
        ahead = start + number / rate - time.monotonic()
        if ahead > 0.001:
            time.sleep(ahead)
        out.send(stream.make(number))
    for _ in range(ends):
        out.send(stream.make(0, END))


main()
