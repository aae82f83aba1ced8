#!/usr/bin/env bats
# A transfer of TFTP is known by the port that its request came from.

load cli

# datagram FROM TO HEX: between two hosts; the client is 192.168.1.10, whoever else has another port. No checksums.
datagram() {
  local bytes=${3// /} length
  length=$((${#bytes} / 2 + 8))
  printf '%s 4500 %04x 1c46 4000 4011 0000 %s %04x%04x %04x 0000 %s' "$ETH" $((length + 20)) \
    "$([ "$1" = 51000 ] && echo 'c0a8010a c0a80114' || echo 'c0a80114 c0a8010a')" "$1" "$2" "$length" "$bytes"
}

READ_A='0001 6100 6f6374657400'

@test "blocks follow their request on ports of the server's choice" {
  make_capture a.pcap 1 "$(datagram 51000 69 "$READ_A")" "$(datagram 40000 51000 '0003 0001 6869')" \
    "$(datagram 51000 40000 '0004 0001')"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[0]}" == *' | udp 51000 > 69 | tftp opcode=RRQ filename="a"'* ]]
  [[ "${lines[1]}" == *' | udp 40000 > 51000 | tftp opcode=DATA block=1'* ]]
  [[ "${lines[2]}" == *' | udp 51000 > 40000 | tftp opcode=ACK block=1'* ]]
}

@test "without a request the same bytes are payload, and so is what cannot be TFTP" {
  make_capture a.pcap 1 "$(datagram 40000 51000 '0003 0001 6869')" "$(datagram 51000 69 "$READ_A")" \
    "$(datagram 40000 51000 '0009 0001')" "$(datagram 40000 51001 '0003 0001 6869')"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[0]}" == *' | udp 40000 > 51000 | hex:000300016869'* ]]
  [[ "${lines[2]}" == *' | udp 40000 > 51000 | hex:00090001'* ]]
  [[ "${lines[3]}" == *' | udp 40000 > 51001 | hex:000300016869'* ]]
}
