#!/usr/bin/env bats
# Datagrams that come in fragments, from the notation to the JSON.

load cli

craft() {
  "$UDPGEN" craft -w "$BATS_TEST_TMPDIR/a.pcap" --force --start 1000 --interval "${interval:-1}" "$@"
}

# Prints what python makes of each packet p.
show() {
  "$UDPINSPECT" --json --all -r "$BATS_TEST_TMPDIR/a.pcap" | python3 -c "
import json, sys
for line in sys.stdin:
    p = json.loads(line)
    print($1)
"
}

head='ipv4 10.0.0.1 > 10.0.0.2 id=7'
# The 16 bytes of a datagram from 5000 to 7788 without a checksum.
first='fragment hex:13881e6c00100000'
last='fragment "01234567"'

@test "the frame that completes a datagram goes on with it" {
  craft "$head more_fragments | $first" "$head fragment_offset=8 | $last"
  run show '(p["path"], p.get("reassembled"), p.get("src_port"))'
  [ "${lines[0]}" = "('ipv4|fragment', None, 5000)" ]
  [ "${lines[1]}" = "('ipv4|fragment|udp|payload', {'frames': [1, 2], 'size': 16}, 5000)" ]
}

@test "layers of the whole lie in its own buffer, from offset 0" {
  craft "$head more_fragments | $first" "$head fragment_offset=8 | $last"
  run show '[(l["layer"], l["offset"], l["size"], l.get("buffer")) for l in p["layers"]]'
  [ "${lines[1]}" = "[('ipv4', 0, 20, None), ('fragment', 20, 8, None), ('udp', 0, 8, 'reassembled'), ('payload', 8, 8, 'reassembled')]" ]
}

@test "the last fragment may come first, and the line still pastes" {
  craft "$head fragment_offset=8 | $last" "$head more_fragments | $first"
  run bash -c "'$UDPINSPECT' -r '$BATS_TEST_TMPDIR/a.pcap' | tail -n 1"
  [[ "$output" == *'| fragment 5000 > 7788 hex:13881e6c00100000  # reassembled: udp 5000 > 7788 | "01234567"' ]]
  "$UDPGEN" craft "$output" >/dev/null
}

@test "bytes that contradict each other are noted, the first to arrive win" {
  craft "$head fragment_offset=8 | $last" "$head fragment_offset=8 | fragment \"XXXXXXXX\"" "$head more_fragments | $first"
  run show '(p["notes"], p["layers"][-1].get("text"))'
  [[ "${lines[1]}" == *"'code': 'fragment-overlap', 'severity': 'warning'"* ]]
  [ "${lines[2]}" = "([], '01234567')" ]
}

@test "a fragment that came before is noted" {
  craft "$head fragment_offset=8 | $last" "$head fragment_offset=8 | $last"
  run show '[note["code"] for note in p["notes"]]'
  [ "${lines[1]}" = "['fragment-repeated']" ]
}

@test "60 seconds are too long" {
  interval=61 craft "$head more_fragments | $first" "$head fragment_offset=8 | $last"
  run show '(p["path"], [note["code"] for note in p["notes"]])'
  [ "${lines[1]}" = "('ipv4|fragment', ['fragment-expired'])" ]
}

@test "a first fragment without the whole UDP header is noted" {
  craft "$head more_fragments | fragment hex:1388" "$head more_fragments | $first"
  run show '[note["code"] for note in p["notes"]]'
  [ "${lines[0]}" = "['fragment-tiny']" ]
}

@test "a fragment with a wrong header checksum is no part of anything" {
  craft "$head more_fragments | $first" "$head fragment_offset=8 checksum=1 | $last"
  run show 'p["path"]'
  [ "${lines[1]}" = "ipv4|fragment" ]
}

@test "IPv6: extension headers inside the datagram" {
  v6='ipv6 2001:db8::1 > 2001:db8::2 | ipv6frag id=9'
  craft "$v6 next_header=60 more_fragments | fragment hex:1100010400000000" \
    "$v6 next_header=60 fragment_offset=8 | fragment hex:13881e6c000900003f"
  run show '(p["path"], p.get("reassembled"))'
  [ "${lines[1]}" = "('ipv6|ipv6frag|fragment|dstopts|udp|payload', {'frames': [1, 2], 'size': 17})" ]
}

# Prints size and sum of the payload of the packets that have one.
payload() {
  show 'p["layers"][-1]["size"], hash(p["layers"][-1].get("hex")) if p["layers"][-1]["layer"] == "payload" else ""' | grep -v ' $'
}

@test "craft --fragment: IPv4 and IPv6 packets come back whole" {
  export PYTHONHASHSEED=0
  for ip in 'ipv4 id=5' 'ipv4 options=hex:94040000' 'ipv6' 'ipv6 | hopopt | dstopts | routing segments_left=1 addresses=hex:20010db8000000000000000000000009 | dstopts'; do
    craft "$ip | udp 5000 > 7788 | random:4000"
    expected=$(payload)
    craft --fragment 1400 "$ip | udp 5000 > 7788 | random:4000"
    [ "$("$UDPINSPECT" --all --json -r "$BATS_TEST_TMPDIR/a.pcap" | wc -l)" -ge 3 ]
    [ "$(payload)" = "$expected" ]
    run show '[l["checksum_status"] for l in p["layers"] if l["layer"] == "udp"]'
    [[ "$output" == *"['good']" ]]
  done
}

@test "craft --fragment: no fragment is larger, and a packet that fits stays whole" {
  craft --fragment 576 'ipv4 | udp | zeros:2000' 'ipv4 | udp | zeros:548'
  run show 'p["captured"], p["path"]'
  [ "$output" = "572 ipv4|fragment
572 ipv4|fragment
572 ipv4|fragment
372 ipv4|fragment|udp|payload
576 ipv4|udp|payload" ]
}

@test "craft --fragment refuses what says dont_fragment" {
  run ! --separate-stderr "$UDPGEN" craft --fragment 576 'ipv4 dont_fragment | udp | zeros:2000'
  [ "$status" -eq 2 ]
  [[ "$stderr" == *'says dont_fragment' ]]
}
