#!/usr/bin/env bats
# A transfer of TFTP is known by the port that its request came from.

load cli

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
