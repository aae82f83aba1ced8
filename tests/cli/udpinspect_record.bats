#!/usr/bin/env bats
# What -w writes, to which files, and what is left when it cannot.

load cli

# 1,000 packets of 63 bytes with their record headers, behind a file header of 24: 63,024 bytes.
make_thousand() {
  make_capture one.pcap 1 "$HELLO"
  tail -c +25 one.pcap >record
  for _ in 1 2 3; do
    cat record record record record record record record record record record >tenfold
    mv tenfold record
  done
  { head -c 24 one.pcap; cat record; } >thousand.pcap
}

# Prints the number of packets in each file; nothing for one that is no capture, or does not end with a whole packet.
count_packets() {
  local file
  for file; do
    "$UDPINSPECT" -q --all --stats -r "$file" >counted 2>&1 && sed -n 's/ packets\? read//p' counted
  done | paste -sd ' '
}

bytes_of() {
  stat -c %s "$1"
}

@test "-w writes what would be shown, and shows nothing" {
  make_capture mixed.pcap 1 "$ARP" "$HELLO" "$ARP" "$HELLO" "$HELLO"
  shows "$UDPINSPECT" -r mixed.pcap -w udp.pcap
  [ "$output" = "" ]
  [ "$(count_packets udp.pcap)" = 3 ]
  shows "$UDPINSPECT" -r mixed.pcap -w two.pcap -c 2
  [ "$(count_packets two.pcap)" = 2 ]
  shows "$UDPINSPECT" -r mixed.pcap -w all.pcap --all
  [ "$(count_packets all.pcap)" = 5 ]
  shows "$UDPINSPECT" -r mixed.pcap -w none.pcap dst port 51000
  [ "$(count_packets none.pcap)" = 0 ]
  [ "$(bytes_of none.pcap)" = 24 ]
}

@test "a form that is given is shown as well" {
  make_capture hello.pcap 1 "$HELLO"
  shows "$UDPINSPECT" -r hello.pcap -w a.pcap --json
  [[ "$output" == '{"type":"packet",'* ]]
  [ "$(count_packets a.pcap)" = 1 ]
  shows "$UDPINSPECT" -r hello.pcap -w b.pcap -q
  [ "$output" = "" ]
  [ "$(count_packets b.pcap)" = 1 ]
}

@test "the bytes of a pcap file, with nanoseconds" {
  make_capture hello.pcap 1 "$HELLO"
  "$UDPINSPECT" -r hello.pcap -w a.pcap
  # 123,456,000 ns are 0x075bca00
  {
    put_hex 4d3cb2a1 0200 0400 00000000 00000000 00000400 01000000
    put_le32 1795341600
    put_hex 00ca5b07 2f000000 2f000000 "$HELLO"
  } >expected
  cmp a.pcap expected
  "$UDPINSPECT" -r a.pcap -w b.pcap
  cmp a.pcap b.pcap
}

@test "packets that are cut keep their length" {
  make_capture hello.pcap 1 "$HELLO"
  "$UDPINSPECT" -r hello.pcap -s 44 -w cut.pcap
  [ "$(bytes_of cut.pcap)" = $((24 + 16 + 44)) ]
  shows "$UDPINSPECT" -r cut.pcap --json
  [[ "$output" == *'"captured":44,"length":47,'* ]]
}

@test "tcpdump reads pcap and pcapng, to the nanosecond" {
  command -v tcpdump >/dev/null || skip "there is no tcpdump here"
  {
    put_hex 4d3cb2a1 0200 0400 00000000 00000000 00000400 01000000
    put_le32 1795341600
    put_le32 123456789
    put_le32 47
    put_le32 47
    put_hex "$HELLO"
  } >nano.pcap
  for name in b.pcap b.pcapng; do
    "$UDPINSPECT" -r nano.pcap -w "$name"
    run tcpdump -nn -tt --nano -r "$name"
    echo "$output"
    [[ "$output" == *'1795341600.123456789 IP 192.168.1.10.51000 > 192.168.1.20.7788: UDP, length 5'* ]]
  done
}

# put_interface LINK_TYPE, put_packet INTERFACE FRAME: blocks of pcapng.
put_interface() {
  put_hex 01000000 14000000 "$1" 0000 00000000 14000000
}

put_packet() {
  local digits=${*:2}
  digits=${digits// /}
  local size=$((${#digits} / 2))
  local padding=$(((4 - size % 4) % 4))
  put_hex 06000000
  put_le32 $((32 + size + padding))
  put_le32 "$1"
  put_hex 00000000 00000000
  put_le32 $size
  put_le32 $size
  put_hex "$digits" "$(head -c $((2 * padding)) <<<000000)"
  put_le32 $((32 + size + padding))
}

@test "two link types: pcapng holds them, pcap says so and keeps the packets before" {
  {
    put_hex 0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffff ffffffff 1c000000
    put_interface 0100
    put_interface 6500
    put_packet 0 "$HELLO"
    put_packet 1 "$IPV4 $UDP 68656c6c6f"
  } >both.pcapng
  shows "$UDPINSPECT" -r both.pcapng -w again.pcapng
  shows "$UDPINSPECT" -r again.pcapng --json
  [[ "${lines[0]}" == *'"link_type":"EN10MB",'* && "${lines[1]}" == *'"link_type":"RAW",'* ]]
  fails 1 '^udpinspect: a\.pcap: packet 2 has link type RAW, those before it EN10MB; .*\.pcapng' \
    "$UDPINSPECT" -r both.pcapng -w a.pcap
  [ "$(count_packets a.pcap)" = 1 ]
}

@test "a file that exists is replaced with --force only, and never the one that is read" {
  make_capture hello.pcap 1 "$HELLO"
  echo precious >a.pcap
  fails 1 '^udpinspect: a\.pcap: the file exists; --force replaces it$' "$UDPINSPECT" -r hello.pcap -w a.pcap
  [ "$(cat a.pcap)" = precious ]
  shows "$UDPINSPECT" -r hello.pcap -w a.pcap --force
  [ "$(count_packets a.pcap)" = 1 ]
  cp hello.pcap copy.pcap
  fails 1 'being read' "$UDPINSPECT" -r hello.pcap -w ./hello.pcap --force
  fails 1 'being read' bash -c "'$UDPINSPECT' -r - -w hello.pcap --force <hello.pcap"
  cmp hello.pcap copy.pcap
}

@test "what is in the way" {
  make_capture hello.pcap 1 "$HELLO"
  fails 1 '^udpinspect: missing/a\.pcap: No such file' "$UDPINSPECT" -r hello.pcap -w missing/a.pcap
  fails 1 '^udpinspect: \.: Is a directory' "$UDPINSPECT" -r hello.pcap -w .
  fails 2 '^udpinspect: -w here/: the name of a file is missing' "$UDPINSPECT" -r hello.pcap -w here/
  mkdir -m 755 closed
  chmod 755 . hello.pcap
  [ "$(id -u)" != 0 ] || fails 3 '^udpinspect: /[^ ]*/closed/a\.pcap: Permission denied' \
    without_privilege "$UDPINSPECT" -r - -w "$PWD/closed/a.pcap" <hello.pcap
}

@test "standard output: a pipe, one that breaks, a terminal, and no other form beside" {
  make_thousand
  run bash -c "'$UDPINSPECT' -r thousand.pcap -w - | '$UDPINSPECT' -q --stats -r -"
  [ "$output" = $'1000 packets read\n1000 packets shown' ]
  run bash -c "set -o pipefail; '$UDPINSPECT' -r thousand.pcap -w - | head -c 100 | wc -c"
  [ "$status" -eq 0 ]
  [ "$output" = 100 ]
  fails 2 '^udpinspect: -w - and --json: ' "$UDPINSPECT" -r thousand.pcap -w - --json
  fails 2 '^udpinspect: -w - and -v: ' "$UDPINSPECT" -r thousand.pcap -w - -v
  "$UDPINSPECT" -r thousand.pcap -q -w - >quiet.pcap
  [ "$(count_packets quiet.pcap)" = 1000 ]
  script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip "there is no terminal to be had here"
  run script -qec "'$UDPINSPECT' -r thousand.pcap -w -" /dev/null </dev/null
  [ "$status" -eq 1 ]
  [[ "$output" == *'a terminal cannot show a capture file'* ]]
}

@test "options that need another one" {
  for option in '-C 1' '-G 1' '-W 1' '--force'; do
    for output in '' '-w -'; do
      # shellcheck disable=SC2086 # several words
      fails 2 "^udpinspect: ${option% *}: there is no file to write; add -w FILE$" "$UDPINSPECT" -r a.pcap $option $output
    done
  done
  fails 2 '^udpinspect: -W: .*add -C or -G' "$UDPINSPECT" -r a.pcap -w b.pcap -W 2
  fails 2 '^udpinspect: -W: .*leave out one' "$UDPINSPECT" -r a.pcap -w b.pcap -W 2 -C 1 -G 1
  fails 2 '^udpinspect: -C 0: too small' "$UDPINSPECT" -r a.pcap -w b.pcap -C 0
}

@test "-C: no file is larger than it says, and the packets are all there" {
  make_thousand
  tail -c +25 thousand.pcap >record
  { head -c 24 thousand.pcap; for _ in $(seq 40); do cat record; done; } >many.pcap
  run "$UDPINSPECT" --stats -r many.pcap -w a.pcap -C 1
  [ "$output" = $'40000 packets read\n40000 packets shown\n40000 packets written to 3 files' ]
  # 15,872 records of 63 bytes and the header are 999,960 bytes
  [ "$(count_packets a.pcap a.pcap1 a.pcap2)" = "15872 15872 8256" ]
  run "$UDPINSPECT" --stats -r many.pcap -w ring.pcap -C 1 -W 2
  [ "${lines[2]}" = "40000 packets written to 3 files, of which the last 2 are left" ]
  [ "$(count_packets ring.pcap0 ring.pcap1)" = "8256 15872" ]
  [ ! -e ring.pcap ] && [ ! -e ring.pcap2 ]
}

@test "-G: a file for every period, by the times of the packets; -W ends" {
  make_capture six.pcap 1 "$HELLO" "$HELLO" "$HELLO" "$HELLO" "$HELLO" "$HELLO"
  shows "$UDPINSPECT" -r six.pcap -w 'a-%H%M%S.pcap' -G 4
  [ "$(echo a-*)" = "a-100000.pcap a-100004.pcap" ]
  [ "$(count_packets a-*)" = "4 2" ]
  shows "$UDPINSPECT" -r six.pcap -w 'b-%S' -G 2 -W 2
  [ "$(echo b-*)" = "b-00 b-02" ]
  [ "$(count_packets b-*)" = "2 2" ]
  shows "$UDPINSPECT" -r six.pcap -w c -G 2
  [ "$(count_packets c c1 c2)" = "2 2 2" ]
  shows "$UDPINSPECT" -r six.pcap -w 'plain-%S'
  [ "$(count_packets plain-%S)" = 6 ]
}

@test "a full disk: one line, status 1, and the packets before can be read" {
  make_thousand
  mkdir small
  fails 1 '^udpinspect: /dev/full: No space left on device; make room' "$UDPINSPECT" -r thousand.pcap -w /dev/full
  fails 1 '^udpinspect: standard output: No space left on device; make room' \
    bash -c "'$UDPINSPECT' -r thousand.pcap -w - >/dev/full"
  # 20 KiB: the header, 324 records of 63 bytes, and 44 bytes of the next
  fails 1 '^udpinspect: a\.pcap: File too large; keep files smaller; 324 packets before that can be read$' \
    bash -c "ulimit -f 20; '$UDPINSPECT' -r thousand.pcap -w a.pcap"
  [ "$(bytes_of a.pcap)" = $((24 + 324 * 63)) ]
  [ "$(count_packets a.pcap)" = 324 ]
  fails 1 '324 packets before' bash -c "ulimit -f 20; '$UDPINSPECT' -r thousand.pcap -w - >>b.pcap"
  cmp a.pcap b.pcap
  [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=32k none small 2>/dev/null || skip "a small disk cannot be had here"
  run --separate-stderr "$UDPINSPECT" -r thousand.pcap -w small/a.pcap
  cp small/a.pcap full.pcap
  umount small
  echo "$stderr"
  [ "$status" -eq 1 ]
  [[ "$stderr" =~ ^udpinspect:\ small/a\.pcap:\ No\ space\ left\ on\ device\;\ make\ room.*\;\ 519\ packets\ before ]]
  [ "$(count_packets full.pcap)" = 519 ] # (32,768 - 24) / 63
}

@test "nothing sticks, and after kill -9 the file ends with a whole packet" {
  make_thousand
  for name in a.pcap b.pcapng; do
    mkfifo pipe
    "$UDPINSPECT" -r - -w "$name" <pipe >/dev/null &
    writer=$!
    exec 5>pipe
    head -c $((24 + 500 * 63 + 30)) thousand.pcap >&5
    for _ in $(seq 250); do
      [ "$(count_packets "$name" 2>/dev/null)" != 500 ] || break
      sleep 0.02
    done
    kill -9 "$writer"
    wait "$writer" || true
    exec 5>&-
    rm pipe
    [ "$(count_packets "$name")" = 500 ]
  done
}
