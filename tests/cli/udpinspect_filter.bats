#!/usr/bin/env bats
# What a filter means, case by case: the table in README.md.

load cli

# frames FILE WORDS...: the numbers of the frames that are shown, in the order of the output.
frames() {
  local file=$1
  shift
  shows "$UDPINSPECT" --fields frame -r "$file" "$@"
  output=${output//$'\n'/ }
  echo "frames: $output"
}

# craft LINE...: a capture c.pcap of these packets, the first at 10:00:00.
craft() {
  "$UDPGEN" craft --force -w c.pcap --start 2026-11-22T10:00:00Z "$@" 2>/dev/null
}

FIRST='9c4015b3004a1a1f6f6e6520646174616772616d20696e20' # 40000 > 5555, of 74 bytes, 24 of them here

# --- the sample: every frame about port 5555 and no other ------------------------------------------------------------

@test "port 5555: plain, tags, fragments, tunnels, broken, quoted, IPv6: all 21, and not the 15th" {
  frames "$SAMPLES/port5555.pcap" port 5555
  [ "$output" = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 16 17 18 19 20 21 22" ]
  frames "$SAMPLES/port5555.pcap" --all port 5555
  [ "$output" = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 16 17 18 19 20 21 22" ]
}

@test "--outer: what libpcap's filters see" {
  frames "$SAMPLES/port5555.pcap" --outer port 5555
  [ "$output" = "1 4 13 14 16 18" ]
}

@test "not: true nowhere" {
  frames "$SAMPLES/port5555.pcap" not port 5555
  [ "$output" = "15" ]
  frames "$SAMPLES/port5555.pcap" not not port 6666
  [ "$output" = "15" ]
  frames "$SAMPLES/port5555.pcap" host 10.0.0.1 and not port 5555
  [ "$output" = "15" ]
  frames "$SAMPLES/port5555.pcap" 'not (udp port 4789 or ip6 or not ip)'
  [ "$output" = "1 2 3 4 5 6 9 10 11 12 13 14 15 16 17 22" ]
}

@test "and: of IP and above at one header; or: anywhere" {
  # 198.51.100.1 is the outer address of the tunnels, 10.0.0.1 the inner one.
  frames "$SAMPLES/port5555.pcap" host 198.51.100.1 and port 5555
  [ "$output" = "" ]
  frames "$SAMPLES/port5555.pcap" host 198.51.100.1 and port 4789
  [ "$output" = "7 8" ]
  frames "$SAMPLES/port5555.pcap" host 192.0.2.1 or port 8472
  [ "$output" = "8 22" ]
  frames "$SAMPLES/port5555.pcap" host 198.51.100.1 and not not port 5555
  [ "$output" = "7 8 9 10 11 12 22" ]
}

@test "operands take over the qualifiers before them" {
  frames "$SAMPLES/port5555.pcap" port 8472 or 6666
  [ "$output" = "15 22" ]
  frames "$SAMPLES/port5555.pcap" 'udp dst port (8472 or 6666)'
  [ "$output" = "15 22" ]
  frames "$SAMPLES/port5555.pcap" src or dst port 6666
  [ "$output" = "15" ]
  frames "$SAMPLES/port5555.pcap" 'not port 5555 && !4789'
  [ "$output" = "15" ]
}

# --- link headers ----------------------------------------------------------------------------------------------------

@test "vlan: at every tag of a stack, in a tunnel too" {
  craft 'eth | vlan id=10 | vlan id=20 | vlan id=30 | ipv4 | udp 1 > 9' \
    'eth | ipv4 | udp | vxlan | eth | vlan id=20 | ipv4 | udp 1 > 9' 'eth | ipv4 | udp 1 > 9'
  frames c.pcap vlan
  [ "$output" = "1 2" ]
  frames c.pcap vlan 20
  [ "$output" = "1 2" ]
  frames c.pcap vlan 30 and port 9
  [ "$output" = "1" ]
  frames c.pcap vlan 10 and vlan 20
  [ "$output" = "1" ]
  frames c.pcap vlan 40
  [ "$output" = "" ]
  frames c.pcap not vlan
  [ "$output" = "3" ]
}

@test "mpls: at every label; pppoes behind a tag" {
  craft 'eth | mpls label=16 | mpls label=17 | ipv4 | udp 1 > 9' 'eth | vlan id=1 | pppoe session_id=5 | ppp | ipv4 | udp 1 > 9' \
    'eth | ipv4 | udp 1 > 9'
  frames c.pcap mpls 17
  [ "$output" = "1" ]
  frames c.pcap mpls 18
  [ "$output" = "" ]
  frames c.pcap pppoes 5 and port 9
  [ "$output" = "2" ]
}

@test "ether: at the frame and at every frame inside; with IP: each where its headers are" {
  craft 'eth 02:00:00:00:00:0a > 02:00:00:00:00:0b | ipv4 | udp | vxlan | eth 02:00:00:00:00:0c > 02:00:00:00:00:0d | ipv4 | udp 1 > 9' \
    'eth 02:00:00:00:00:0c > 02:00:00:00:00:0d | ipv4 | udp 1 > 10'
  frames c.pcap ether host 02:00:00:00:00:0c
  [ "$output" = "1 2" ]
  frames c.pcap ether src 02:00:00:00:00:0a and port 9
  [ "$output" = "1" ]
  frames c.pcap ether host 02:00:00:00:00:0c and not port 9
  [ "$output" = "2" ]
}

@test "arp: with --all, also behind a tag" {
  make_capture a.pcap 1 "$ARP" "020000000002 020000000001 8100 0064 ${ARP:26}" "$HELLO"
  frames a.pcap --all arp
  [ "$output" = "1 2" ]
  frames a.pcap --all host 192.168.1.10 # ARP has addresses too
  [ "$output" = "1 2 3" ]
  frames a.pcap arp
  [ "$output" = "" ]
}

@test "less, greater and len: the frame as a whole" {
  craft 'eth | ipv4 | udp 1 > 9 | zeros:100' 'eth | ipv4 | udp | vxlan | eth | ipv4 | udp 1 > 9 | zeros:60' 'eth | ipv4 | udp 1 > 9'
  # 14 + 20 + 8 = 42 bytes of headers; 142, 152 and 42 bytes.
  frames c.pcap less 142
  [ "$output" = "1 3" ]
  frames c.pcap greater 143
  [ "$output" = "2" ]
  frames c.pcap 'port 9 and len > 142'
  [ "$output" = "2" ]
}

@test "relations are asked of one header; bytes beyond the payload are nowhere" {
  craft 'eth | ipv4 | udp 1 > 9 | hex:00000001' 'eth | ipv4 | udp | gtpu | ipv4 | udp 1 > 10 | hex:00000001' \
    'eth | ipv4 | udp 1 > 9 | hex:000000'
  frames c.pcap 'udp[8:4] = 0x1'
  [ "$output" = "1 2" ]
  frames c.pcap '(udp[8:4] & 0xff) = 1 and udp[2:2] + 1 = 11'
  [ "$output" = "2" ]
}

# --- extension headers, quotes ---------------------------------------------------------------------------------------

@test "ports behind IPv6 extension headers and AH" {
  frames "$SAMPLES/ipv6-extensions.pcap" dst port 7788
  [ "$output" = "1 2 3 4 5 6 7 8" ]
  craft 'eth | ipv4 | ah | udp 1 > 9' 'eth | ipv4 | ah | udp 1 > 8'
  frames c.pcap port 9
  [ "$output" = "1" ]
}

@test "ICMP errors: by what they quote, and by themselves" {
  craft 'eth | ipv4 10.0.0.9 > 10.0.0.1 | icmp type=3 code=3 | ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 9' \
    'eth | ipv6 2001:db8::9 > 2001:db8::1 | icmpv6 type=1 code=4 | ipv6 2001:db8::1 > 2001:db8::2 | udp 1 > 9' \
    'eth | ipv4 10.0.0.9 > 10.0.0.1 | icmp type=8'
  frames c.pcap port 9
  [ "$output" = "1 2" ]
  frames c.pcap host 10.0.0.2
  [ "$output" = "1" ]
  frames c.pcap icmp
  [ "$output" = "1" ]
  frames c.pcap --all icmp
  [ "$output" = "1 3" ]
}

# --- fragments -------------------------------------------------------------------------------------------------------

@test "fragments: with the ports last, all are shown, in the order of arrival, among others" {
  craft 'eth | ipv4 10.0.0.1 > 10.0.0.2 id=7 fragment_offset=48 | fragment "h only the first has ports"' \
    'eth | ipv4 10.0.0.1 > 10.0.0.2 | udp 40000 > 5555 | "between"' \
    'eth | ipv4 10.0.0.1 > 10.0.0.2 id=7 fragment_offset=24 more_fragments | fragment "three fragments, of whic"' \
    'eth | ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2' \
    "eth | ipv4 10.0.0.1 > 10.0.0.2 id=7 more_fragments | fragment hex:$FIRST"
  frames c.pcap port 5555
  [ "$output" = "2 1 3 5" ]
  frames c.pcap not port 5555
  [ "$output" = "4" ]
  frames c.pcap port 2
  [ "$output" = "4" ]
  frames c.pcap host 10.0.0.1
  [ "$output" = "1 2 3 4 5" ]
}

@test "fragments: what is beyond the first one decides when the datagram is whole" {
  # "h on" begins the third part, at byte 48 of the datagram. In libpcap, udp[] is of IPv4 only.
  frames "$SAMPLES/port5555.pcap" 'udp[48:4] = 0x68206f6e'
  [ "$output" = "4 5 6" ]
  frames "$SAMPLES/port5555.pcap" 'ip6[88:4] = 0x68206f6e'
  [ "$output" = "19 20 21" ]
  frames "$SAMPLES/port5555.pcap" 'udp[48:4] = 0x68206f6f'
  [ "$output" = "" ]
}

@test "fragments of a tunnel: decided by what is inside" {
  craft 'eth | ipv4 198.51.100.1 > 198.51.100.2 | gre | ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 9 | zeros:40'
  # GRE and all behind it, 4 + 20 + 48 bytes, cut after 40.
  inner=$(od -An -v -tx1 -j$((24 + 16 + 34)) c.pcap | tr -d ' \n')
  craft "eth | ipv4 198.51.100.1 > 198.51.100.2 id=5 protocol=47 more_fragments | fragment hex:${inner:0:80}" \
    "eth | ipv4 198.51.100.1 > 198.51.100.2 id=5 protocol=47 fragment_offset=40 | fragment hex:${inner:80}"
  frames c.pcap port 9
  [ "$output" = "1 2" ]
  frames c.pcap port 10
  [ "$output" = "" ]
}

@test "fragments that never become whole are left out, and counted" {
  craft 'eth | ipv4 10.0.0.1 > 10.0.0.2 id=7 fragment_offset=48 | fragment "h only the first has ports"' \
    'eth | ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 5555'
  run --separate-stderr "$UDPINSPECT" --stats -q -r c.pcap port 5555
  # shellcheck disable=SC2154 # run sets it
  [[ "$stderr" == *"1 packet shown"* ]]
  [[ "$stderr" == *"1 packet left out: fragments of datagrams that never were whole"* ]]
}

@test "fragments: -c counts them, -w writes them in order, every form prints them" {
  frames "$SAMPLES/ipv4-fragments.pcap" -c 2 port 7788
  [ "$output" = "1 2" ]
  "$UDPINSPECT" -w deep.pcap -r "$SAMPLES/ipv4-fragments.pcap" port 7788 2>/dev/null
  "$UDPINSPECT" -w all.pcap -r "$SAMPLES/ipv4-fragments.pcap" 2>/dev/null
  cmp deep.pcap all.pcap
  for form in -v -x --json --spec; do
    "$UDPINSPECT" "$form" -r "$SAMPLES/ipv4-fragments.pcap" port 7788 >deep
    "$UDPINSPECT" "$form" -r "$SAMPLES/ipv4-fragments.pcap" >all
    cmp deep all
  done
}

# --- the programs ----------------------------------------------------------------------------------------------------

@test "what libpcap refuses is refused" {
  fails 2 '^udpinspect: filter "port": .*syntax error' "$UDPINSPECT" -r "$SAMPLES/hello.pcap" port
  fails 2 '^udpinspect: filter "vlan 1": ' "$UDPINSPECT" -r "$SAMPLES/link-raw.pcap" vlan 1
  fails 2 '^udpinspect: filter "prot 9": ' "$UDPINSPECT" --show-filter prot 9
}

@test "--show-filter says in words what is asked where, and prints the kernel's program" {
  shows "$UDPINSPECT" --show-filter 'vlan 5 and host 10.0.0.1 and udp and not (port 53 or 5353) and less 100'
  [ "$(head -8 <<<"$output")" = 'exact, at every depth, with UDP only:
  all of
    at one link header or tag: vlan 5
    at one IP header: (host 10.0.0.1 and udp)
    nowhere
      at one IP header: (port 53 or port 5353)
    of the frame: less 100
wide, in the kernel:' ]
  [[ "$output" =~ program:\ ([0-9]+)\ instructions ]]
  [ "${BASH_REMATCH[1]}" -lt 4096 ]
  [[ "${lines[-1]}" =~ ^\([0-9]+\)\ ret ]]
  shows "$UDPINSPECT" --show-filter --outer port 7788
  [[ "${lines[0]}" == "exact, at the outermost headers: by the kernel" ]]
  [ "$(grep -c '^(' <<<"$output")" -eq 24 ]
}

@test "the wide program keeps out what cannot matter, before it is decoded" {
  run --separate-stderr "$UDPINSPECT" -q --stats -r "$SAMPLES/hello.pcap" port 9
  [[ "$stderr" == "0 packets read"* ]]
}
