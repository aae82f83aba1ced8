#!/usr/bin/env bats
# udpinspect --explain: what the values mean, in boxes and in JSON. The pages were read and approved.

load cli

PAGES=$BATS_TEST_DIRNAME/explain

# page NAME NOTATION: boxes of one packet, at most 80 columns wide.
page() {
  "$UDPGEN" craft --start 2026-11-22T10:00:00Z -w "$1.pcap" "$2"
  shows "$UDPINSPECT" --explain --all --time utc -r "$1.pcap"
  diff "$PAGES/$1.txt" <(echo "$output")
  [ "$(wc -L <<<"$output")" -le 80 ]
}

# sentences FILE: what is explained of each packet of a capture, without its boxes, and no sentence twice.
sentences() {
  COLUMNS=120 "$UDPINSPECT" --explain --all --time utc -r "$1" | sed -E 's/^(│ )+//; s/( *│)+$//' | awk '
    /^#/ { print; next }
    /^» / { is_sentence = 1; text = $0; flush(); next_text = text; next }
    is_sentence && /^  / { sub(/^ +/, " "); next_text = next_text $0; next }
    { is_sentence = 0; flush() }
    END { flush() }
    function flush() {
      if (next_text != "" && !seen[next_text]++)
        print next_text
      next_text = ""
    }'
}

@test "every sample: what is said of each packet" {
  for sample in "$SAMPLES"/*.pcap; do
    sentences "$sample" | diff "$PAGES/samples/$(basename "$sample" .pcap).txt" -
  done
}

@test "a VLAN tag, and ports of services" {
  page vlan 'eth 00:1b:21:3c:9d:8f > 02:00:00:00:00:02 | vlan id=100 | ipv4 10.0.0.1 > 8.8.8.8 ttl=52 | udp 40000 > 8472 | "hello"'
}

@test "IPv6: an identifier made of a MAC address, a group" {
  page ipv6 'eth 00:1b:21:3c:9d:8f > 33:33:00:00:00:fb | ipv6 fe80::21b:21ff:fe3c:9d8f > ff02::fb hop_limit=255 | udp 5353 > 5353 | hex:00'
}

@test "a fragment that waits for others" {
  page fragment 'eth | ipv4 172.16.0.1 > 172.31.255.254 ttl=1 fragment_offset=24 more_fragments | fragment zeros:24'
}

@test "an ICMP error with the packet that it is about" {
  page icmp 'eth | ipv4 192.0.2.1 > 10.0.0.1 ttl=249 | icmp type=3 code=3 | ipv4 10.0.0.1 > 192.0.2.1 ttl=49 | udp 51000 > 7788 | "hello"'
}

@test "a tunnel takes its part of the MTU" {
  page vxlan 'eth | ipv4 192.0.2.1 > 192.0.2.2 | udp 49152 > 4789 | vxlan vni=42 | eth | ipv4 10.0.0.1 > 10.0.0.2 dont_fragment | udp 51000 > 7788 | "hello"'
}

@test "multicast: 32 groups share a MAC address" {
  page multicast 'eth 02:00:00:00:00:01 > 01:00:5e:7f:ff:fa | ipv4 169.254.7.7 > 239.255.255.250 ttl=1 | udp 51000 > 1900 | zeros:0'
}

@test "broadcast, from a host that has no address yet" {
  page broadcast 'eth 02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff | ipv4 0.0.0.0 > 255.255.255.255 ttl=128 | udp 68 > 67 | zeros:1'
}

@test "a frame for all of its link: the address is a broadcast address of a subnet, likely" {
  "$UDPGEN" craft -w directed.pcap 'eth 02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff | ipv4 10.0.0.1 > 10.0.0.255 | udp 51000 > 7788 | "hello"'
  "$UDPINSPECT" --json --explain -r directed.pcap | grep -q '"dst_directed_broadcast":"likely"'
  COLUMNS=120 "$UDPINSPECT" --explain -r directed.pcap | tr -d '│\n' | tr -s ' ' >text
  grep -qF 'The frame is for all of its link: so this is the broadcast address of a subnet, likely.' text
  # Of the limited one that is known; and what only arrives in such a frame is no sender.
  "$UDPGEN" craft -w limited.pcap 'eth 02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff | ipv4 10.0.0.255 > 255.255.255.255 | udp 51000 > 7788 | "hello"'
  run ! grep -q directed <("$UDPINSPECT" --json --explain -r limited.pcap)
}

@test "a bad checksum, and none" {
  page checksum_bad 'eth | ipv4 127.0.0.1 > 127.0.0.1 | udp 1023 > 1024 checksum=0xdead | "hello"'
  page checksum_absent 'eth 00:00:00:00:00:00 > 00:00:00:00:00:00 | ipv4 127.0.0.1 > 127.0.0.1 | udp 0 > 32768 checksum=0 | "hello"'
}

@test "-vv and -x with it; without Unicode the sentences are still set apart" {
  make_capture hello.pcap 1 "$HELLO"
  shows "$UDPINSPECT" -vv --explain -r hello.pcap
  grep -qF '│ │ │ » Destination port: registered. Any program may open it.' <<<"$output"
  shows "$UDPINSPECT" -x --explain -r hello.pcap
  grep -qF '» Destination port: registered.' <<<"$output"
  grep -q '^0020 ' <<<"$output"
  shows env LC_ALL=C "$UDPINSPECT" --explain -r hello.pcap
  [ -z "$(LC_ALL=C tr -d '\n -~' <<<"$output")" ]
  grep -qF '| | | > Destination port: registered. Any program may open it.' <<<"$output"
  shows env COLUMNS=40 "$UDPINSPECT" --explain -r hello.pcap
  [ "$(wc -L <<<"$output")" -le 40 ]
}

@test "--color: sentences are in italics, and nothing else changes" {
  make_capture hello.pcap 1 "$HELLO"
  shows "$UDPINSPECT" --color always --explain -r hello.pcap
  grep -qF $'\e[3m»\e[0m \e[3mBoth ends' <<<"$output"
  # shellcheck disable=SC2001 # a pattern of sed
  diff <("$UDPINSPECT" --explain -r hello.pcap) <(sed $'s/\e\\[[0-9;]*m//g' <<<"$output"; echo)
}

@test "--json: facts in each layer and of the packet; all else is as without" {
  make_capture hello.pcap 1 "$HELLO"
  "$UDPINSPECT" --json --explain -r hello.pcap >explained
  [ "$(wc -l <explained)" -eq 1 ]
  diff "$PAGES/hello.json" explained
  python3 - <(for form in '' --explain; do "$UDPINSPECT" --json --all $form -r "$SAMPLES/port5555.pcap"; done) <<'PYTHON'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
plain, explained = lines[:len(lines) // 2], lines[len(lines) // 2:]
for document in explained:
    for item in [document, *document["layers"]]:
        item.pop("explain", None)
assert len(plain) == 22 and plain == explained
PYTHON
}

@test "--json=pretty is the same document" {
  make_capture hello.pcap 1 "$HELLO"
  "$UDPINSPECT" --json=pretty --explain -r hello.pcap | python3 -m json.tool --compact >pretty
  "$UDPINSPECT" --json --explain -r hello.pcap | python3 -m json.tool --compact | diff pretty -
}

@test "the documents of all samples are those of --schema" {
  "$UDPINSPECT" --schema >schema.json
  for sample in "$SAMPLES"/*.pcap; do
    "$UDPINSPECT" --json --explain --all -r "$sample"
  done >documents
  "$JSON_CHECK" schema.json <documents
  sed 's/"src_class":"C"/"src_class":3/' documents >wrong
  run ! "$JSON_CHECK" schema.json <wrong
  sed 's/"explain":{/"explain":{"unknown":1,/' documents >wrong
  run ! "$JSON_CHECK" schema.json <wrong
}

@test "forms that have no place for explanations are refused" {
  for form in '--fields src' --spec -q; do
    # shellcheck disable=SC2086 # two words
    fails 2 "^udpinspect: --explain and ${form%% *}: packets are shown in one form; leave out the other\$" \
      "$UDPINSPECT" --explain $form -r hello.pcap
  done
  fails 2 '^udpinspect: -v and --json: packets are shown in one form; leave out the other$' \
    "$UDPINSPECT" --explain -v --json -r hello.pcap
  fails 2 '^udpinspect: -w - and --explain: standard output takes one of them; ' "$UDPINSPECT" --explain -w - -r hello.pcap
  fails 2 '^udpinspect: --sockets and --explain: no packets are shown; ' "$UDPINSPECT" --explain --sockets
}
