#!/usr/bin/env bats
# Files that cannot be read, or go away, shrink or are replaced while they are read and written.

load cli

teardown() {
  jobs -p | xargs -r kill 2>/dev/null || true
}

@test "files without permission: one line, and status 1 or 3" {
  make_capture hello.pcap 1 "$HELLO"
  chmod 600 hello.pcap
  [ "$(id -u)" = 0 ] || chmod 000 hello.pcap
  run --separate-stderr without_privilege "$UDPGEN" craft -f "$PWD/hello.pcap" -x
  [ "$status" -eq 1 ]
  [ "$stderr" = "udpgen: $PWD/hello.pcap: Permission denied" ]
  run --separate-stderr without_privilege "$UDPINSPECT" -r "$PWD/hello.pcap"
  [ "$status" -eq 1 ]
  [ "$stderr" = "udpinspect: $PWD/hello.pcap: Permission denied" ]
}

@test "--follow: a file that is removed is read on" {
  make_capture grows.pcap 1 "$HELLO"
  make_capture more.pcap 1 "$HELLO"
  timeout 20 "$UDPINSPECT" --no-sandbox --follow -c 2 --fields frame,payload.text -r grows.pcap >out 2>err 3>&- &
  local reader=$!
  await out '^1'
  exec 8>>grows.pcap
  rm grows.pcap
  tail -c +25 more.pcap >&8
  exec 8>&-
  wait "$reader"
  [ "$(cat out)" = $'1\thello\n2\thello' ]
  [ ! -s err ]
}

@test "a file that is cut while it is read: what was there is shown, and where it ends is said" {
  mkfifo output
  # Beyond the first buffer, so that the end is not there yet when reading begins.
  python3 -c '
import struct, sys
hello = bytes.fromhex(sys.argv[1])
with open("cut.pcap", "wb") as file:
    file.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
    for _ in range(100000):
        file.write(struct.pack("<IIII", 1795341600, 0, len(hello), len(hello)) + hello)' "${HELLO// /}"
  "$UDPINSPECT" --no-sandbox --fields frame -r cut.pcap >output 2>err 3>&- &
  local reader=$! status=0
  exec 8<output
  head -n 1 <&8 >out
  truncate -s 3000000 cut.pcap
  cat <&8 >>out
  exec 8<&-
  wait "$reader" || status=$?
  cat err
  [ "$status" -eq 1 ]
  # (3,000,000 - 24) / 63 = 47,618 packets and 42 bytes
  [ "$(cat err)" = "udpinspect: cut.pcap: the file ends in the middle of packet 47619; what came before it was read" ]
  [ "$(tail -n 1 out)" = 47618 ]
}

@test "-w: a file that is removed while it is written, and a folder that goes away" {
  mkdir folder
  mkfifo source
  "$UDPINSPECT" --no-sandbox -Z root -r source -w 'folder/%s.pcap' -G 1 2>err 3>&- &
  [ "$(id -u)" = 0 ] || skip "-Z needs root"
  local writer=$! status=0
  exec 8>source
  make_capture one.pcap 1 "$HELLO"
  cat one.pcap >&8
  await_file folder/1795341600.pcap
  rm -r folder
  tail -c +25 one.pcap >&8 # the same second: into the file that nobody sees any more
  make_capture two.pcap 1 "$HELLO" "$HELLO"
  tail -c 63 two.pcap >&8
  exec 8>&-
  wait "$writer" || status=$?
  cat err
  [ "$status" -eq 1 ]
  [ "$(cat err)" = "udpinspect: folder/1795341601.pcap: No such file or directory" ]
}

await_file() {
  for _ in $(seq 250); do
    [ ! -e "$1" ] || return 0
    sleep 0.02
  done
  return 1
}

@test "a filter, a list of lines and a payload that are folders" {
  make_capture hello.pcap 1 "$HELLO"
  fails 1 '^udpinspect: \.: Is a directory; -F takes a text file with a filter$' "$UDPINSPECT" -F . -r hello.pcap
  fails 1 '^udpinspect: \.: Is a directory$' "$UDPINSPECT" -r .
  fails 1 '^udpgen: \.: Is a directory$' "$UDPGEN" craft -f . -x
  fails 1 'Is a directory' "$UDPGEN" send 127.0.0.1:9 --file .
}
