"""Turns off the checksum offload of an interface, as `ethtool -K DEVICE tx off` does.

    turn_off_offload.py DEVICE

The kernel then also splits large packets before it hands them over: what is at the other end sees each frame, finished.
"""
import array
import fcntl
import socket
import struct
import sys

SIOCETHTOOL, ETHTOOL_STXCSUM = 0x8946, 0x17     # linux/sockios.h, linux/ethtool.h

value = array.array("B", struct.pack("II", ETHTOOL_STXCSUM, 0))
request = struct.pack("16sQ16x", sys.argv[1].encode(), value.buffer_info()[0])
with socket.socket() as any_socket:
    fcntl.ioctl(any_socket, SIOCETHTOOL, request)
