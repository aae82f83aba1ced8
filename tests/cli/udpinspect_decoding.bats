#!/usr/bin/env bats
# What a datagram is decoded as: by what the user says, before its ports.

load cli

# query PORT PORT: a question of DNS between these ports, for the address of a.test.
query() {
  local udp
  printf -v udp '%04x%04x 0020 0000' "$1" "$2"
  make_capture a.pcap 1 "$ETH 4500 0034 1c46 4000 4011 9b04 c0a8010a c0a80114 $udp 0009 0100 0001 0000 0000 0000 0161 0474657374 00 0001 0001"
}

@test "a port is what the user says" {
  query 50000 8053
  shows "$UDPINSPECT" -r a.pcap --time epoch
  [[ "$output" == *' | udp 50000 > 8053 | hex:'* ]]
  shows "$UDPINSPECT" -r a.pcap --decode-as udp.port=8053:dns
  [[ "$output" == *' | udp 50000 > 8053 | dns id=9 name="a.test" type=A' ]]
}

@test "the user's word counts more than the lower port" {
  query 53 8053
  shows "$UDPINSPECT" -r a.pcap --decode-as udp.port=8053:none
  [[ "$output" == *' | udp 53 > 8053 | hex:'* ]]
  shows "$UDPINSPECT" -r a.pcap --decode-as udp.port=53:none
  [[ "$output" == *' | udp 53 > 8053 | hex:'* ]]
  shows "$UDPINSPECT" -r a.pcap --decode-as udp.port=8053:vxlan
  [[ "$output" == *' | udp 53 > 8053 | '*dns* ]]
}

@test "a rule that cannot be meant is refused" {
  query 53 50000
  for rule in 8053:dns udp.port=dns udp.port=:dns udp.port=65536:dns udp.port=53: tcp.port=53:dns udp.port=0053000:dns; do
    fails 2 "^udpinspect: --decode-as $rule: give udp.port=PORT:NAME, as in udp.port=5004:rtp$" \
      "$UDPINSPECT" -r a.pcap --decode-as "$rule"
  done
  fails 2 "^udpinspect: --decode-as udp.port=53:lmnr: no protocol of that name; did you mean llmnr\?$" \
    "$UDPINSPECT" -r a.pcap --decode-as udp.port=53:lmnr
  for name in fragment trailer payload stun_cookie; do
    fails 2 "^udpinspect: --decode-as udp.port=53:$name: no protocol of that name; " \
      "$UDPINSPECT" -r a.pcap --decode-as "udp.port=53:$name"
  done
  fails 2 "^udpinspect: --decode-as udp.port=53:xyzzyxyzzy: no protocol of that name; --list-protocols has them$" \
    "$UDPINSPECT" -r a.pcap --decode-as udp.port=53:xyzzyxyzzy
}

# Between ports 50000 and 1234: a packet of a transport stream, of stream 0x100.
@test "a transport stream is known by the user's word alone" {
  local fill
  printf -v fill 'ff%.0s' {1..184}
  make_capture a.pcap 1 "$ETH 4500 00d8 1c46 4000 4011 0000 c0a8010a c0a80114 c350 04d2 00c4 0000 47010015 $fill"
  shows "$UDPINSPECT" -r a.pcap
  [[ "$output" == *' | udp 50000 > 1234 | hex:'* ]]
  shows "$UDPINSPECT" -r a.pcap --decode-as udp.port=1234:mpegts
  [[ "$output" == *' | udp 50000 > 1234 | mpegts packet_count=1 pid=0x0100'* ]]
}

# The answer of RFC 3489 to a SharedSecret request.
@test "a password is shown where it is asked for" {
  local id=0102030405060708090a0b0c0d0e0f10
  make_capture a.pcap 1 "$ETH 4500 003c 1c46 4000 4011 0000 c0a8010a c0a80114 0d96 c350 0028 0000 0102 000c $id 0007 0008 6765686569 6d6572"
  shows "$UDPINSPECT" -r a.pcap --json
  [[ "$output" == *'"type_name":"PASSWORD","length":8}'* ]]
  shows "$UDPINSPECT" -r a.pcap --json --sensitive
  [[ "$output" == *'"type_name":"PASSWORD","length":8,"password":"geheimer"}'* ]]
}
