#!/usr/bin/env bats
# SOME/IP is known by the endpoints that its service discovery tells of.

load cli

# datagram FROM TO HEX: from 10.0.0.1 to 10.0.0.2. No checksums.
datagram() {
  local bytes=${3//[[:space:]]/} length
  length=$((${#bytes} / 2 + 8))
  printf '%s 4500 %04x 1c46 4000 4011 0000 0a000001 0a000002 %04x%04x %04x 0000 %s' "$ETH" $((length + 20)) \
    "$1" "$2" "$length" "$bytes"
}

CALL='1234 0421 00000008 0063 0001 01 01 00 00'

# offer PROTOCOL: service 0x1234 is at 10.0.0.2, port 30511, of this transport protocol.
offer() {
  echo "ffff 8100 00000030 0000 0001 01 01 02 00 c0000000 00000010 01000010 1234 0001 01000003 00000000
        0000000c 0009 04 00 0a000002 00 $1 772f"
}

@test "calls to an endpoint that is offered are SOME/IP, and so are its answers" {
  make_capture a.pcap 1 "$(datagram 30490 30490 "$(offer 11)")" "$(datagram 40000 30511 "$CALL")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[0]}" == *' | someip service_id=0xffff method_id=0x8100 '*' type=OfferService service_id=0x1234 '* ]]
  [[ "${lines[1]}" == *' | udp 40000 > 30511 | someip service_id=0x1234 method_id=0x0421 message_type=REQUEST'* ]]
}

@test "without an offer, with one of TCP, or where the bytes disagree, they are payload" {
  make_capture a.pcap 1 "$(datagram 40000 30511 "$CALL")" "$(datagram 30490 30490 "$(offer 06)")" \
    "$(datagram 40000 30511 "$CALL")" "$(datagram 30490 30490 "$(offer 11)")" "$(datagram 40000 30511 "${CALL/ 01 01/ 02 01}")"
  shows "$UDPINSPECT" -r a.pcap
  for line in 0 2 4; do
    [[ "${lines[line]}" == *' | udp 40000 > 30511 | hex:12340421'* ]]
  done
}

@test "on another port it is where the user says so" {
  make_capture a.pcap 1 "$(datagram 40000 30511 "$CALL")"
  shows "$UDPINSPECT" -r a.pcap --decode-as udp.port=30511:someip
  [[ "${lines[0]}" == *' | someip service_id=0x1234 method_id=0x0421 message_type=REQUEST'* ]]
}
