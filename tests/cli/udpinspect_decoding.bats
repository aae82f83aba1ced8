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
  fails 2 "^udpinspect: --decode-as udp.port=53:xyzzyxyzzy: no protocol of that name; --list-protocols has them$" \
    "$UDPINSPECT" -r a.pcap --decode-as udp.port=53:xyzzyxyzzy
}
