#!/usr/bin/env bats
# Passwords are shown only to those who ask for them.

load cli

# datagram PORT HEX: from port 50000 of 192.168.1.10. No checksums.
datagram() {
  local bytes=${2// /} length
  length=$((${#bytes} / 2 + 8))
  printf '%s 4500 %04x 1c46 4000 4011 0000 c0a8010a c0a80114 c350%04x %04x 0000 %s' "$ETH" $((length + 20)) "$1" "$length" \
    "$bytes"
}

ZEROS='00000000 00000000 00000000 00000000'

@test "RADIUS: the password of a user" {
  make_capture a.pcap 1 "$(datagram 1812 "01 07 002b $ZEROS 01 05 626f62 02 12 70617373 70617373 70617373 70617373")"
  shows "$UDPINSPECT" --json -r a.pcap
  [[ "$output" == *'"user_name":"bob"},{"type":2,"type_name":"User-Password","length":18}]'* ]]
  shows "$UDPINSPECT" --json --sensitive -r a.pcap
  [[ "$output" == *'"length":18,"secret":"70617373706173737061737370617373"}]'* ]]
}

@test "DHCP: the token of an authentication" {
  local header
  header="01010600 00000001 00000000 $ZEROS 020000000001 $(printf '0%.0s' {1..20}) $(printf '0%.0s' {1..384})"
  make_capture a.pcap 1 "$(datagram 67 "$header 63825363 5a0f 000000 0000000000000001 70617373 ff")"
  shows "$UDPINSPECT" --json -r a.pcap
  [[ "$output" == *'"replay_detection":"0x0000000000000001"}]'* ]]
  shows "$UDPINSPECT" --json --sensitive -r a.pcap
  [[ "$output" == *'"replay_detection":"0x0000000000000001","token":"70617373"}]'* ]]
}

@test "DHCPv6: the key that a server tells its client" {
  make_capture a.pcap 1 "$(datagram 546 "07 000001 000b 0010 03 01 00 0000000000000001 01 70617373")"
  shows "$UDPINSPECT" --json -r a.pcap
  [[ "$output" == *'"authentication_type":1}]'* ]]
  shows "$UDPINSPECT" --json --sensitive -r a.pcap
  [[ "$output" == *'"authentication_type":1,"key":"70617373"}]'* ]]
}
