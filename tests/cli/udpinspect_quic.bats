#!/usr/bin/env bats
# Short headers of QUIC are read by what long headers have said of the receiver.

load cli

REST='00112233445566778899aabbccddeeff00112233' # twenty bytes that are protected
INITIAL="c3 00000001 08 a1a2a3a4a5a6a7a8 04 0c11e400 00 14 $REST"
ANSWER="c3 00000001 04 0c11e400 06 5e7e40000506 00 14 $REST"
HANDSHAKE="e3 00000001 06 5e7e40000506 04 0c11e400 14 $REST"

@test "the receiver's id is as long as it has said in its long headers" {
  make_capture a.pcap 1 "$(datagram 51000 4444 "$INITIAL")" "$(datagram 4444 51000 "$ANSWER")" \
    "$(datagram 51000 4444 "43 5e7e40000506 $REST")" "$(datagram 4444 51000 "43 0c11e400 $REST")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[2]}" == *' | udp 51000 > 4444 | quic type=1-RTT dcid=5e7e40000506  # '* ]]
  [[ "${lines[3]}" == *' | udp 4444 > 51000 | quic type=1-RTT dcid=0c11e400  # '* ]]
}

@test "an id that came later is as long" {
  make_capture a.pcap 1 "$(datagram 51000 4444 "$INITIAL")" "$(datagram 4444 51000 "43 0badcafe $REST")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[1]}" == *' | quic type=1-RTT dcid=0badcafe  # '* ]]
}

@test "a client's Handshake tells the server's id, too" {
  make_capture a.pcap 1 "$(datagram 51000 4444 "$HANDSHAKE")" "$(datagram 51000 4444 "43 5e7e40000506 $REST")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[1]}" == *' | quic type=1-RTT dcid=5e7e40000506  # '* ]]
}

@test "an Initial of a client does not: its receiver has yet to choose" {
  make_capture a.pcap 1 "$(datagram 51000 4444 "$INITIAL")" "$(datagram 51000 4444 "43 a1a2a3a4a5a6a7a8 $REST")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[1]}" == *' | udp 51000 > 4444 | hex:'* ]]
}

@test "without the fixed bit it must be the id itself" {
  make_capture a.pcap 1 "$(datagram 51000 4444 "$INITIAL")" "$(datagram 4444 51000 "03 0c11e400 $REST")" \
    "$(datagram 4444 51000 "03 0badcafe $REST")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[1]}" == *' | quic type=1-RTT dcid=0c11e400  # '* ]]
  [[ "${lines[2]}" == *' | udp 4444 > 51000 | hex:'* ]]
}

@test "what is shorter than the id with what is authenticated is none" {
  make_capture a.pcap 1 "$(datagram 51000 4444 "$INITIAL")" "$(datagram 4444 51000 "43 0c11e400 ${REST:2}")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[1]}" == *' | udp 4444 > 51000 | hex:'* ]]
}

@test "versions are read on any port where the client has asked with one that nobody speaks" {
  local zeros
  printf -v zeros '%02400d' 0
  make_capture a.pcap 1 "$(datagram 51000 4444 "c3 1a2a3a4a 08 a1a2a3a4a5a6a7a8 04 0c11e400 $zeros")" \
    "$(datagram 4444 51000 "8a 00000000 04 0c11e400 08 a1a2a3a4a5a6a7a8 00000001")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[0]}" == *' | quic version=0x1a2a3a4a reserved_version dcid=a1a2a3a4a5a6a7a8 scid=0c11e400  # '* ]]
  [[ "${lines[1]}" == *' | quic type=Version-Negotiation version=negotiation dcid=0c11e400 scid=a1a2a3a4a5a6a7a8  # '* ]]
}

@test "where the user says QUIC, an id of unknown length stays with what is protected" {
  make_capture a.pcap 1 "$(datagram 4444 51000 "43 0c11e400 $REST")" "$(datagram 4444 51000 "03 0c11e400 $REST")"
  shows "$UDPINSPECT" -r a.pcap --decode-as udp.port=4444:quic --json
  [[ "${lines[0]}" == *'"type":"1-RTT","spin_bit":false,"protected":"0c11e400'"$REST"'"}]'* ]]
  [[ "${lines[1]}" != *'"layer":"quic"'* ]]
}
