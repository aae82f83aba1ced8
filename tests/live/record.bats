#!/usr/bin/env bats
# Captures to files, in a network namespace of the test's own.

load namespace

@test "1,000 files under load: the packets in them are those that were shown" {
  start_capture -i lo -w a.pcap -C 1 udp dst port 7788
  # Datagrams of 60,000 bytes, 16 to a file; files that are complete are counted and removed.
  run inside python3 - <<'PY'
import os, socket, struct, time

def name(number):
    return "a.pcap" + (str(number) if number else "")

def count(path):
    packets = 0
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        assert size <= 1000000, size
        at = len(file.read(24))
        while at < size:
            captured = struct.unpack("=IIII", file.read(16))[2]
            at = file.seek(captured, 1)
            packets += 1
        assert at == size, (path, at, size)
    os.remove(path)
    return packets

sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
files = packets = sent = 0
deadline = time.monotonic() + 60
while files < 1000 and time.monotonic() < deadline:
    for _ in range(32):
        sender.sendto(bytes(60000), ("127.0.0.1", 7788))
        sent += 1
    while os.path.exists(name(files + 1)):
        packets += count(name(files))
        files += 1
    time.sleep(0.001)
print(files, packets, sent)
PY
  echo "# files, packets in them, sent: $output" >&3
  [ "$status" -eq 0 ]
  read -r files packets sent <<<"$output"
  [ "$files" -ge 1000 ]
  signal_capture INT
  wait "$capture"
  cat err
  for file in a.pcap*; do
    packets=$((packets + $("$UDPINSPECT" -q --stats -r "$file" 2>&1 | sed -n 's/ packets\? shown//p')))
    files=$((files + 1))
  done
  grep -qx "$packets packets shown" err
  grep -qx "$packets packets written to $files files" err
  dropped=$(sed -n 's/ packets\? dropped by kernel//p' err)
  [ $((packets + dropped)) -ge "$sent" ]
}

@test "a capture without packets: the file is there at once, and -G with -W ends it by the clock" {
  start_capture -i lo -w a.pcap -G 1 -W 1
  [ -e a.pcap ]
  wait "$capture"
  [ "$("$UDPINSPECT" -q --stats -r a.pcap 2>&1 | head -1)" = "0 packets read" ]
  grep -qx '0 packets written to 1 file' err
}

@test "kill -9: what was there before is in the file, to the last whole packet" {
  for name in a.pcap b.pcapng; do
    start_capture -i lo -w "$name" port 7788
    inside "$UDPGEN" send 127.0.0.1:7788 --text hello || true
    sleep 0.3
    signal_capture KILL
    wait "$capture" || true
    run "$UDPINSPECT" -r "$name"
    echo "$output"
    [ "$status" -eq 0 ]
    [[ "${lines[0]}" == *'> 7788 | "hello"'* ]]
  done
}

@test "-w - shows packets at once to a reader behind a pipe" {
  inside "$UDPINSPECT" -i lo -w - port 7788 2>err | "$UDPINSPECT" -r - >out &
  await err 'listening on'
  inside "$UDPGEN" send 127.0.0.1:7788 --text hello || true
  await out '> 7788 \| "hello"'
  signal_capture INT
}
