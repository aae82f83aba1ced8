#!/usr/bin/env bats
# --sensitive: passwords and communities are shown only to who asks for them. The secret is "s3cret" everywhere.

load cli

# A question of SNMP for sysUpTime.0, and a route of RIP with its password.
SNMP='02000000000202000000000108004500004400010000401166a60a0000010a000002c35000a100301c61
      30260201000406733363726574a019020101020100020100300e300c06082b060102010103000500'
RIP='02000000000202000000000108004500004800010000401166a20a0000010a000002020802080034e850
     02020000ffff00027333637265740000000000000000000000020000c0000200ffffff000000000000000001'

@test "a secret is in no form of output" {
  for frame in "$SNMP" "$RIP"; do
    make_capture a.pcap 1 "${frame//[[:space:]]/}"
    for form in --time=epoch -v -vv --json; do
      shows "$UDPINSPECT" -r a.pcap "$form"
      [[ "$output" != *s3cret* ]]
    done
  done
}

@test "a secret is there where it is asked for" {
  make_capture a.pcap 1 "${SNMP//[[:space:]]/}"
  shows "$UDPINSPECT" -r a.pcap --json --sensitive
  [[ "$output" == *'"version_name":"v1","community":"s3cret","pdu_type":0,'* ]]
  make_capture a.pcap 1 "${RIP//[[:space:]]/}"
  shows "$UDPINSPECT" -r a.pcap --json --sensitive
  [[ "$output" == *'"authentication_type_name":"simple password","password":"s3cret","entries"'* ]]
}

# case_of NAME: a frame of tests/protocols, without its comments.
case_of() {
  sed 's/#.*//' "$BATS_TEST_DIRNAME/../protocols/$1.hex" | tr -d '[:space:]'
}

@test "so it is with passwords of BFD, HSRP and Wake-on-LAN" {
  for name in bfd/password hsrp/hello hsrp/version-2 wol/zero; do
    make_capture a.pcap 1 "$(case_of "$name")"
    for form in --time=epoch -v -vv --json; do
      shows "$UDPINSPECT" -r a.pcap "$form"
      [[ "$output" != *s3cret* && "$output" != *733363726574* ]]
    done
    shows "$UDPINSPECT" -r a.pcap --json --sensitive
    [[ "$output" == *'":"s3cret"'* || "$output" == *'"password":"733363726574"'* ]]
  done
}
