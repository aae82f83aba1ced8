#!/usr/bin/env bats
# Streams of RTP that nobody has announced are known by three packets in a row that agree.

load cli

# rtp SEQUENCE [SSRC]: a packet from port 51000 to 20000, with two bytes of sound.
rtp() {
  datagram 51000 20000 "$(printf '8008 %04x 00000000 %s d5d5' "$1" "${2:-decafbad}")"
}

REPORT='80c9 0001 decafbad'

@test "the third packet in a row is the first that is taken, and all behind it are" {
  make_capture a.pcap 1 "$(rtp 65534)" "$(rtp 65535)" "$(rtp 1)" "$(rtp 9)"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[0]}" == *' | udp 51000 > 20000 | hex:8008fffe'* ]]
  [[ "${lines[1]}" == *' | udp 51000 > 20000 | hex:8008ffff'* ]]
  [[ "${lines[2]}" == *' | rtp sequence=1 timestamp=0 ssrc=0xdecafbad payload_type=PCMA | hex:d5d5'* ]]
  [[ "${lines[3]}" == *' | rtp sequence=9 timestamp=0 ssrc=0xdecafbad payload_type=PCMA | hex:d5d5'* ]]
}

@test "packets that do not agree are payload: another SSRC, a leap of the sequence, another direction" {
  make_capture a.pcap 1 "$(rtp 1)" "$(rtp 2)" "$(rtp 3 00000001)" "$(rtp 4)" "$(rtp 8)" "$(rtp 9)" "$(rtp 9)" \
    "$(datagram 20000 51000 '8008 000a 00000000 decafbad d5d5')"
  shows "$UDPINSPECT" -r a.pcap
  [ "${#lines[@]}" -eq 8 ]
  [[ "$output" != *rtp* ]]
}

@test "other flows between the packets do no harm" {
  make_capture a.pcap 1 "$(rtp 1)" "$HELLO" "$(rtp 2)" "$(datagram 51000 20002 '8008 0001 00000000 00000001 d5d5')" "$(rtp 3)"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[4]}" == *' | rtp sequence=3 '* ]]
}

@test "from then on the same port, and the next one, may say RTCP" {
  make_capture a.pcap 1 "$(rtp 1)" "$(rtp 2)" "$(rtp 3)" "$(datagram 51000 20000 "$REPORT")" \
    "$(datagram 20001 51001 "$REPORT")" "$(datagram 20002 51002 "$REPORT")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[3]}" == *' | udp 51000 > 20000 | rtcp type=RR ssrc=0xdecafbad'* ]]
  [[ "${lines[4]}" == *' | udp 20001 > 51001 | rtcp type=RR ssrc=0xdecafbad'* ]]
  [[ "${lines[5]}" == *' | udp 20002 > 51002 | hex:80c90001decafbad'* ]]
}

@test "three reports of one source are RTCP, too" {
  make_capture a.pcap 1 "$(datagram 51000 20000 "$REPORT")" "$(datagram 51000 20000 "$REPORT")" \
    "$(datagram 51000 20000 "$REPORT")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[1]}" == *' | hex:80c90001decafbad'* ]]
  [[ "${lines[2]}" == *' | rtcp type=RR ssrc=0xdecafbad'* ]]
}

@test "who says that a port is nobody's is obeyed" {
  make_capture a.pcap 1 "$(rtp 1)" "$(rtp 2)" "$(rtp 3)"
  shows "$UDPINSPECT" -r a.pcap --decode-as udp.port=20000:none
  [[ "$output" != *rtp* ]]
}
