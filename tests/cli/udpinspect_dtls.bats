#!/usr/bin/env bats
# Headers of DTLS that do not say all of themselves are read by what hellos have said of the receiver.

load cli

RANDOM_BYTES='202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f'
REST='00112233445566778899aabbccddeeff00112233' # twenty bytes that are encrypted

# client_hello EXTENSIONS: a record with a hello, one cipher suite in it.
client_hello() {
  local extensions=${1// /} body length
  body="fefd $RANDOM_BYTES 00 00 0002c02b 0100 $(printf %04x $((${#extensions} / 2))) $extensions"
  body=${body// /}
  length=$(printf %06x $((${#body} / 2)))
  printf '16 fefd 0000 000000000000 %04x 01 %s 0000 000000 %s %s' $((${#body} / 2 + 12)) "$length" "$length" "$body"
}

ID='0036 0004 03 c1c2c3'    # the sender wants to be called c1c2c3
LATEST='002b 0003 02 fefc' # DTLS 1.3

@test "records with the id that the receiver has asked for" {
  make_capture a.pcap 1 "$(datagram 51000 4444 "$(client_hello "$ID")")" \
    "$(datagram 4444 51000 "19 fefd 0001 000000000001 c1c2c3 0014 $REST 19 fefd 0001 000000000002 c1c2c3 0014 $REST")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[0]}" == *' | dtls content_type=handshake type=ClientHello  # '* ]]
  [[ "${lines[1]}" == *' | dtls content_type=tls12-cid connection_id=c1c2c3 content_type=tls12-cid connection_id=c1c2c3  # '* ]]
}

@test "records of DTLS 1.3 after a hello that knows it, with an id and without a length" {
  make_capture a.pcap 1 "$(datagram 51000 4444 "$(client_hello "$LATEST $ID")")" "$(datagram 4444 51000 "3a c1c2c3 9a7f $REST")" \
    "$(datagram 4444 51000 "22 9a $REST")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[1]}" == *' | dtls unified_header=0x3a connection_id=c1c2c3  # '* ]]
  [[ "${lines[2]}" == *' | dtls unified_header=0x22  # '* ]]
}

@test "without a hello, and after one of DTLS 1.2, the same bytes are payload" {
  make_capture a.pcap 1 "$(datagram 4444 51000 "3a c1c2c3 9a7f $REST")" "$(datagram 51000 4444 "$(client_hello '')")" \
    "$(datagram 4444 51000 "22 9a $REST")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[0]}" == *' | udp 4444 > 51000 | hex:'* ]]
  [[ "${lines[2]}" == *' | udp 4444 > 51000 | hex:'* ]]
}

@test "an endpoint of which SDP has said RTP remains one, whatever hello comes from it" {
  local invite=$'INVITE sip:b@example.com SIP/2.0\r\nContent-Type: application/sdp\r\n\r\n'
  invite+=$'v=0\r\nc=IN IP4 192.168.1.20\r\nm=audio 4444 RTP/AVP 0\r\n'
  make_capture a.pcap 1 "$(datagram 5060 51000 "$(printf %s "$invite" | od -An -v -tx1 | tr -d '\n')")" \
    "$(datagram 4444 51000 "$(client_hello "$LATEST")")" "$(datagram 51000 4444 "8000 0001 00000000 decafbad $REST")"
  shows "$UDPINSPECT" -r a.pcap
  [[ "${lines[1]}" == *' | dtls content_type=handshake type=ClientHello  # '* ]]
  [[ "${lines[2]}" == *' | udp 51000 > 4444 | rtp '* ]]
}

@test "where the user says DTLS, a record of DTLS 1.3 needs no length" {
  make_capture a.pcap 1 "$(datagram 4444 51000 "22 9a $REST")" "$(datagram 4444 51000 "32 9a $REST")"
  shows "$UDPINSPECT" -r a.pcap --decode-as udp.port=4444:dtls
  [[ "${lines[0]}" == *' | dtls unified_header=0x22  # '* ]]
  [[ "${lines[1]}" == *' | udp 4444 > 51000 | hex:'* ]]
}
