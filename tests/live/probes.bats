#!/usr/bin/env bats
# udpinspect --probes on an interface: by then no file can be opened, and the clock is known all the same.

load namespace

# send_probes: what python says with send(payload, …), from 127.0.0.1:51000 to port 7788.
send_probes() {
  inside python3 - "$1" <<'PY'
import socket, struct, sys, time

def crc32c(data):
    crc = 0xffffffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return crc

def probe(sequence, flags=0, total=0):
    head = struct.pack(">IBBHIIIIQQQ", 0x756470b7, 1, flags, 48, 0, 7, 0, clock, sequence, time.time_ns(), total)
    return head[:8] + struct.pack("<I", crc32c(head) ^ 0xffffffff) + head[12:]

def send(*payloads):
    for payload in payloads:
        sender.sendto(payload, ("127.0.0.1", 7788))

clock = crc32c(open("/proc/sys/kernel/random/boot_id", "rb").read())
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.bind(("127.0.0.1", 51000))
exec(sys.argv[1])
PY
  sleep 0.3
}

@test "of probes that this host sends the delay is known" {
  start_capture --probes -i lo port 7788
  send_probes 'send(probe(1), probe(3), probe(2), probe(2), probe(0, 1, 4))'
  end_capture
  cat err
  grep -qE '^127\.0\.0\.1:51000 > 127\.0\.0\.1:7788, run 00000007, on lo$' err
  grep -qE '^  4 sent, 4 received, 1 lost \(25\.00 %\), 1 duplicated, 0 corrupted$' err
  grep -qE '^  1 reordered, by up to 1, [01] of them late$' err
  grep -qE '^  delay [0-9]+\.[0-9]{3} to [0-9]+\.[0-9]{3} ms, mean [0-9.]+, median [0-9.]+, ' err
}

@test "probes that the kernel sends as one are counted each" {
  start_capture --probes -i lo port 7788
  UDP_SEGMENT=103
  send_probes "sender.setsockopt(socket.IPPROTO_UDP, $UDP_SEGMENT, 48); send(b''.join(probe(n + 1) for n in range(50)))" ||
    skip "the kernel has no UDP GSO"
  end_capture
  cat err
  grep -qE '^  at least 50 sent, 50 received, 0 lost \(0\.00 %\), 0 duplicated, 0 corrupted$' err
}
