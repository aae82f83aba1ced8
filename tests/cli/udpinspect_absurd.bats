#!/usr/bin/env bats
# Capture files whose numbers are absurd: lengths, times, link types, snapshot lengths, and 4 GiB of them.

load cli

# put_header MAGIC SNAPSHOT LINK_TYPE: of a pcap file, little-endian; put_record SECONDS FRACTION CAPTURED FRAME
put_header() {
  put_hex "$1" 0200 0400 00000000 00000000
  put_le32 "$2"
  put_le32 "$3"
}

put_record() {
  local number
  for number in "$1" "$2" "$3" "$3"; do
    put_le32 "$number"
  done
  put_hex "$4"
}

MICRO=d4c3b2a1 NANO=4d3cb2a1 MOST=$((0xffffffff)) HELLO_SIZE=47

# put_block TYPE BODY: of a pcapng file; the body in whole words
put_block() {
  local body=${2// /} size
  size=$((12 + ${#body} / 2))
  put_le32 "$1"
  put_le32 "$size"
  put_hex "$body"
  put_le32 "$size"
}

# make_pcapng OPTIONS TICKS: one frame; options of its interface, and its time
make_pcapng() {
  put_block $((0x0a0d0d0a)) '4d3c2b1a 0100 0000 ffffffffffffffff'
  put_block 1 "0100 0000 00000000 $1"
  put_block 6 "00000000 $2 2f000000 2f000000 $HELLO 00"
}

@test "times: the last second that there is, more than a second of nanoseconds, and backwards" {
  {
    put_header $NANO 0 1
    put_record $MOST 999999999 $HELLO_SIZE "$HELLO"
    put_record 0 $MOST $HELLO_SIZE "$HELLO"
    put_record 1795341600 1000000000 $HELLO_SIZE "$HELLO"
    put_record 5 0 $HELLO_SIZE "$HELLO"
  } >times.pcap
  shows "$UDPINSPECT" --fields time -r times.pcap
  [ "$output" = "2106-02-07T06:28:15.999999999Z
1970-01-01T00:00:04.294967295Z
2026-11-22T10:00:01.000000000Z
1970-01-01T00:00:05.000000000Z" ]
  shows "$UDPINSPECT" --time relative -r times.pcap
  [ "$(cut -d' ' -f1 <<<"$output" | paste -sd' ')" = "0.000000 -4294967291.705032 -2499625694.999999 -4294967290.999999" ]
  shows "$UDPINSPECT" --time delta -r times.pcap
  [ "$(cut -d' ' -f1 <<<"$output" | paste -sd' ')" = "0.000000 -4294967291.705032 1795341596.705032 -1795341596.000000" ]
}

@test "a clock that was set while it was captured: files go on by their periods, and lose nothing" {
  {
    put_header $MICRO 0 1
    for second in 1000 5000 900 1001 $MOST 1002; do
      put_record $second 0 $HELLO_SIZE "$HELLO"
    done
  } >steps.pcap
  shows "$UDPINSPECT" --no-sandbox -r steps.pcap -w 'period-%s.pcap' -G 1000
  [ "$(ls period-*)" = "period-1000.pcap
period-4294967000.pcap
period-5000.pcap" ]
  for file in period-1000.pcap=1000 period-5000.pcap=5000,900,1001 period-4294967000.pcap=4294967295,1002; do
    shows "$UDPINSPECT" --time epoch -r "${file%=*}"
    [ "$(cut -d. -f1 <<<"$output" | paste -sd,)" = "${file#*=}" ]
  done
}

@test "resolutions of time: 2^-127, 10^-127 and whole seconds beyond what fits; in each form" {
  make_pcapng '0900 0100 ff000000 0000 0000' 'ffffffff ffffffff' >small.pcapng
  make_pcapng '0900 0100 7f000000 0000 0000' 'ffffffff ffffffff' >smaller.pcapng
  make_pcapng '0900 0100 00000000 0000 0000' 'ffffffff ffffffff' >large.pcapng
  make_pcapng '0e00 0800 ffffffffffffff7f 0000 0000' 'ffffffff ffffffff' >offset.pcapng
  for file in small smaller; do
    shows "$UDPINSPECT" --fields time -r $file.pcapng
    [ "$output" = 1970-01-01T00:00:00.000000000Z ]
  done
  for file in large offset; do
    shows "$UDPINSPECT" -r $file.pcapng
    [[ "$output" =~ ^"- eth 02:00:00:00:00:01 > " ]]
    shows "$UDPINSPECT" --json -r $file.pcapng
    [[ "$output" != *'"time"'* ]]
    [[ "$output" == *'"notes":[{"code":"time-out-of-range",'* ]]
    shows "$UDPINSPECT" --fields time,src -r $file.pcapng
    [ "$output" = $'\t192.168.1.10' ]
    shows "$UDPINSPECT" -v -r $file.pcapng
    shows "$UDPINSPECT" --no-sandbox -r $file.pcapng -w again-$file.pcap
    shows "$UDPINSPECT" --fields src,payload.text -r again-$file.pcap
    [ "$output" = $'192.168.1.10\thello' ]
  done
}

@test "lengths: of a record, of a block, of an option" {
  { put_header $MICRO 0 1; put_record 1 0 $HELLO_SIZE "$HELLO"; put_record 2 0 $MOST "$HELLO"; } >record.pcap
  run --separate-stderr "$UDPINSPECT" -q --stats -r record.pcap
  [ "$status" -eq 1 ]
  [ "$stderr" = "1 packet read
1 packet shown
udpinspect: record.pcap: packet 2 is broken: invalid packet capture length 4294967295, bigger than snaplen of 262144; what came before it was read" ]
  { make_pcapng '' '00000000 00000000'; put_hex 06000000 fcffffff 00000000; } >block.pcapng
  run --separate-stderr "$UDPINSPECT" -q -r block.pcapng
  [ "$status" -eq 1 ]
  [ "$stderr" = "udpinspect: block.pcapng: a block at packet 2 is broken: its length is 4294967292 bytes; what came before it was read" ]
  make_pcapng '0200 ffff 00000000' '00000000 00000000' >option.pcapng
  fails 1 'option.pcapng: a block at packet 1 is broken: an option of an interface is longer than the block$' \
    "$UDPINSPECT" -r option.pcapng
}

@test "snapshot lengths of 0, 1 and 2^32 - 1 limit nothing" {
  for snapshot in 0 1 $MOST; do
    { put_header $MICRO "$snapshot" 1; put_record 1 0 $HELLO_SIZE "$HELLO"; } >snapshot.pcap
    shows "$UDPINSPECT" --fields captured,payload.text -r snapshot.pcap
    [ "$output" = $'47\thello' ]
  done
}

@test "link types that there are not; bits above them say nothing" {
  for link_type in 2 147 65535; do
    { put_header $MICRO 0 $link_type; put_record 1 0 $HELLO_SIZE "$HELLO"; } >link.pcap
    run --separate-stderr "$UDPINSPECT" -r link.pcap
    [ "$status" -eq 0 ]
    [ "$output" = "" ]
    [ "$stderr" = "udpinspect: link type $link_type: not known; its frames are shown as payload with --all" ]
  done
  { put_header $MICRO 0 $((0xffff0001)); put_record 1 0 $HELLO_SIZE "$HELLO"; } >link.pcap
  shows "$UDPINSPECT" --fields payload.text -r link.pcap
  [ "$output" = hello ]
}

# make_huge FILE: 16,385 frames of 256 KiB of zeros, which are holes in the file, and hello: 4 GiB and more
make_huge() {
  python3 - "$1" "${HELLO// /}" <<'END'
import struct, sys
hello = bytes.fromhex(sys.argv[2])
with open(sys.argv[1], "wb") as file:
    file.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
    for second in range(16385):
        file.write(struct.pack("<IIII", second, 0, 262144, 262144))
        file.seek(262144, 1)
    file.write(struct.pack("<IIII", 16385, 0, len(hello), len(hello)) + hello)
END
}

@test "a file of more than 4 GiB is read to its end" {
  make_huge huge.pcap || skip "there is no room for a file with holes"
  [ "$(stat -c %s huge.pcap)" -gt $((1 << 32)) ]
  [ "$(($(stat -c %b huge.pcap) / 2048))" -lt 512 ] || skip "the file system makes no holes"
  run --separate-stderr "$UDPINSPECT" --stats --fields frame,time,payload.text -r huge.pcap port 7788
  [ "$status" -eq 0 ]
  [ "$output" = $'16386\t1970-01-01T04:33:05.000000000Z\thello' ]
  [ "$stderr" = "16386 packets read
1 packet shown" ]
}
