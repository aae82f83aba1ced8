#!/usr/bin/env bats
# Memory that is refused, at each place of a program that asks for some: what memory.py looks for.

load cli

refuses() {
  [ -n "$REFUSE_MEMORY" ] || skip "sanitizers, or counters of lines, ask for memory themselves"
  python3 "$BATS_TEST_DIRNAME/memory.py" --seen "$BATS_FILE_TMPDIR/seen" "$@"
}

# inspects ARGUMENT...: without the sandbox, whose library takes most of the time and bears no refusals.
inspects() {
  refuses -- "$UDPINSPECT" --no-sandbox "$@"
}

# A datagram of 65,507 bytes: its output is larger than a buffer.
make_large() {
  make_capture large.pcap 1 "020000000002 020000000001 0800 4500ffff000000004011 0000 c0a8010a c0a80114 c738 1e6c ffeb 0000$(
    head -c 65507 /dev/zero | tr '\0' A | sed 's/A/41/g'
  )"
}

@test "lines, boxes, bytes, the exact line" {
  inspects -r "$SAMPLES/tunnels.pcap"
  inspects -v --explain -r "$SAMPLES/hello.pcap"
  inspects -x -r "$SAMPLES/hello.pcap"
  inspects --spec -r "$SAMPLES/tunnels.pcap"
}

@test "JSON and fields" {
  inspects --json -r "$SAMPLES/tunnels.pcap"
  inspects --json=pretty -c 1 -r "$SAMPLES/hello.pcap"
  inspects --json --explain -c 1 -r "$SAMPLES/hello.pcap"
  inspects --fields time,src,udp.dst_port,payload.text,dns.answers -r "$SAMPLES/tunnels.pcap"
}

@test "a packet whose output is larger than a buffer: the output ends before it" {
  make_large
  inspects --json -r large.pcap
  inspects --json=pretty -r large.pcap
}

@test "filters and fragments" {
  inspects --stats -r "$SAMPLES/ipv4-fragments.pcap" port 7788
  inspects --json -r "$SAMPLES/ipv4-fragments.pcap"
  echo 'port 7788' >filter
  inspects -q -F filter -r "$SAMPLES/hello.pcap"
  inspects --show-filter host 10.0.0.1 or port 53
}

@test "capture files: compressed, pcapng, growing, and written ones" {
  gzip -c "$SAMPLES/hello.pcap" >hello.gz
  "$UDPINSPECT" -r "$SAMPLES/tunnels.pcap" -w tunnels.pcapng
  make_large
  inspects -r hello.gz
  inspects --follow -c 2 -r "$SAMPLES/hello.pcap"
  refuses --file out.pcapng -- "$UDPINSPECT" --no-sandbox -r tunnels.pcapng -w out.pcapng --force
  refuses --file out.pcap -- "$UDPINSPECT" --no-sandbox -r large.pcap -w out.pcap --force
}

@test "with the sandbox" {
  refuses -- "$UDPINSPECT" -r "$SAMPLES/hello.pcap"
}

@test "pages" {
  inspects --help
  inspects --list-protocols
  inspects --completions bash
  inspects -D
  inspects --schema
}

@test "addresses and sockets" {
  inspects --address 192.168.1.10/24 192.168.2.20
  inspects --address fe80::1
  inspects --json --address 192.168.1.10/24 192.168.2.20
  refuses --answer 47791 -- "$UDPINSPECT" --sockets port 47791
  refuses --answer 47791 -- "$UDPINSPECT" --sockets --json port 47791
}

@test "craft" {
  start=2026-11-22T10:00:00Z
  "$UDPINSPECT" --spec -r "$SAMPLES/vlan.pcap" >lines
  "$UDPINSPECT" --json -r "$SAMPLES/vlan.pcap" >documents
  refuses --file out.pcap -- "$UDPGEN" craft 'ipv4 10.0.0.1 > 10.0.0.2 | udp 1000..1003 > 7788 | "{n}"' -w out.pcap --force --start "$start"
  refuses --file out.pcap -- "$UDPGEN" craft -f lines -w out.pcap --force --start "$start"
  refuses --file out.pcap -- "$UDPGEN" craft --json documents -w out.pcap --force --start "$start"
  refuses -- "$UDPGEN" craft 'ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 | zeros:60000' -x
  refuses -- "$UDPGEN" craft 'ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 | random:64..70' -x -c 3
}

@test "replay into a file" {
  refuses --file out.pcap -- "$UDPGEN" replay "$SAMPLES/hello.pcap" -w out.pcap --force --set 'ipv4.dst=10.0.0.9'
}

@test "echo, sink and relay" {
  refuses --feed 47792 -- "$UDPGEN" echo 127.0.0.1:47792 -c 2
  refuses --feed 47792 -- "$UDPGEN" echo 127.0.0.1:47792 -c 2 --json --duplicate 50 --seed 1
  refuses --feed 47792 -- "$UDPGEN" sink 127.0.0.1:47792 -c 2 --json
  refuses --feed 47792 --answer 47791 -- "$UDPGEN" relay 127.0.0.1:47792 127.0.0.1:47791 -c 1 # waits half a second for answers
}

@test "send" {
  refuses --answer 47791 -- "$UDPGEN" send 127.0.0.1:47791 --text hello
  refuses --answer 47791 -- "$UDPGEN" send localhost:47791 --text hello
  refuses --answer 47791 -- "$UDPGEN" send 127.0.0.1:47791 --probe --wait 0.2 -c 2 --rate 1k --json
}
