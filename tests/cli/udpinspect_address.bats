#!/usr/bin/env bats
# udpinspect --address: the pages and objects that explain an address, and what is refused.

load cli

# page NAME ARGUMENT...: --address prints the page that was read and approved, at most 80 columns wide.
page() {
  local file=$BATS_TEST_DIRNAME/address/$1.txt
  shift
  shows "$UDPINSPECT" --address "$@"
  diff "$file" <(echo "$output")
  [ "$(wc -L <<<"$output")" -le 80 ]
}

@test "an IPv4 address: class, scope, bits with the mask under them, the figures of the subnet" {
  page ipv4 192.168.1.10/24
  page ipv4 192.168.1.10/255.255.255.0
}

@test "the network's own address, and the broadcast address, are no hosts" {
  shows "$UDPINSPECT" --address 192.168.1.0/24
  [ "${lines[-1]}" = "this one is  the address of the network itself, which no host has" ]
  shows "$UDPINSPECT" --address 192.168.1.255/24
  [ "${lines[-1]}" = "this one is  the broadcast address: all hosts of the network" ]
}

@test "a /31 has two hosts and no broadcast address; a mask of no bits and one of all" {
  page ipv4_point_to_point 10.0.0.4/31
  page ipv4_all 10.0.0.1/0
  page ipv4_one 10.0.0.1/32
}

@test "without a mask there are the facts that need none" {
  page ipv4_bare 198.51.100.7
}

@test "an address of this host takes the prefix of its interface" {
  "$UDPINSPECT" -D | grep -q '127.0.0.1/8' || skip "the loopback has no 127.0.0.1/8"
  shows "$UDPINSPECT" --address 127.0.0.1
  grep -qx ' *as on lo of this host, where the address is' <<<"$output"
  grep -qx 'network      127.0.0.0' <<<"$output"
  shows "$UDPINSPECT" --json --address 127.0.0.1
  [[ "$output" == *'"prefix_length":8,"interface":"lo","mask":"255.0.0.0"'* ]]
  shows "$UDPINSPECT" --json --address 127.0.0.1/16
  [[ "$output" == *'"prefix_length":16,"mask":"255.255.0.0"'* ]]
}

@test "a peer in the same subnet is reached directly, one in another through the gateway" {
  page ipv4_direct 192.168.1.10/24 192.168.1.20
  page ipv4_gateway 192.168.1.10/24 192.168.2.20
  page ipv6_gateway 2001:db8::1/64 2001:db8:0:1::1
}

@test "peers about which no mask decides" {
  while read -r peer text; do
    shows "$UDPINSPECT" --address 192.168.1.10/24 "$peer"
    [ "${lines[-1]}" = "delivery     $text" ]
  done <<'PEERS'
192.168.1.10 nowhere: it is the same address, and stays in this host
127.0.0.1 nowhere: the loopback address is this host itself
0.0.0.0 not at all: it is the unspecified address, which nobody has
192.168.1.255 to all hosts of the subnet: the MAC address is ff:ff:ff:ff:ff:ff
255.255.255.255 to all hosts of the subnet: the MAC address is ff:ff:ff:ff:ff:ff
224.0.0.251 to the hosts that joined the group: its number makes the MAC address
PEERS
  shows "$UDPINSPECT" --address 2001:db8::1/64 fe80::2
  [ "${lines[-1]}" = "delivery     directly: a link-local address is always on the link, whatever the prefix" ]
}

@test "an IPv6 address: interface identifier and MAC address, the group that asks for it, the count as a power of two" {
  page ipv6 2001:db8::21b:21ff:fe3c:9d8f/64
  page ipv6_zone fe80::1%eth0/61
}

@test "an IPv4 address inside an IPv6 address" {
  page ipv6_teredo 2001:0:4136:e378:8000:63bf:3fff:fdd2
  shows "$UDPINSPECT" --address 2002:c000:221::1
  grep -qx 'IPv4 inside  192.0.2.33 (6to4, RFC 3056 section 2)' <<<"$output"
  shows "$UDPINSPECT" --address 64:ff9b::192.0.2.33
  grep -qx 'IPv4 inside  192.0.2.33 (NAT64, RFC 6052 section 2)' <<<"$output"
  shows "$UDPINSPECT" --address ::ffff:192.0.2.33
  grep -qx 'IPv4 inside  192.0.2.33 (IPv4-mapped, RFC 4291 section 2.5.5.2)' <<<"$output"
}

@test "groups: what for, how far, and to which MAC address" {
  page ipv4_group 224.0.0.251
  page ipv6_group ff02::fb
  page ipv6_group_of_a_prefix ff7e:140:2001:db8::5
}

@test "a class that had no networks has no mask" {
  shows "$UDPINSPECT" --address 240.0.0.1
  [ "${lines[1]}" = "class        E, as it begins with 1111: 240.0.0.0 to 255.255.255.255" ]
  run ! grep -q history <<<"$output"
}

@test "colours tell network from host, and change nothing else" {
  shows "$UDPINSPECT" --color always --address 192.168.1.10/24
  grep -qF $'\e[38;5;33m11000000.10101000.00000001.\e[0m|\e[38;5;172m00001010\e[0m' <<<"$output"
  diff "$BATS_TEST_DIRNAME/address/ipv4.txt" <(sed $'s/\e\\[[0-9;]*m//g' <<<"$output")
}

@test "--json: one object for the address, one for the relation to the peer" {
  shows "$UDPINSPECT" --json --address 192.168.1.10/24 192.168.2.20
  diff "$BATS_TEST_DIRNAME/address/ipv4_gateway.json" <(echo "$output")
  shows "$UDPINSPECT" --json --address 2001:db8::21b:21ff:fe3c:9d8f/64 2001:db8::1
  diff "$BATS_TEST_DIRNAME/address/ipv6_direct.json" <(echo "$output")
  shows "$UDPINSPECT" --json --address ff02::1:2%eth0
  diff "$BATS_TEST_DIRNAME/address/ipv6_group.json" <(echo "$output")
  shows "$UDPINSPECT" --json --address 239.255.255.250
  diff "$BATS_TEST_DIRNAME/address/ipv4_group.json" <(echo "$output")
  shows "$UDPINSPECT" --json --address 2001:0:4136:e378:8000:63bf:3fff:fdd2
  diff "$BATS_TEST_DIRNAME/address/ipv6_teredo.json" <(echo "$output")
}

@test "the objects are those of --schema" {
  "$UDPINSPECT" --schema >schema.json
  cat "$BATS_TEST_DIRNAME"/address/*.json | "$JSON_CHECK" schema.json
  sed 's/"hosts":254/"hosts":-1/' "$BATS_TEST_DIRNAME/address/ipv4_gateway.json" >wrong
  run ! "$JSON_CHECK" schema.json <wrong
  "$UDPINSPECT" --json --address 127.0.0.1 | "$JSON_CHECK" schema.json
}

@test "--json=pretty is the same object" {
  "$UDPINSPECT" --json=pretty --address 192.168.1.10/24 | python3 -m json.tool --compact >pretty
  "$UDPINSPECT" --json --address 192.168.1.10/24 | python3 -m json.tool --compact | diff pretty -
}

@test "the figures are those of Python's ipaddress module" {
  python3 "$BATS_TEST_DIRNAME/udpinspect_address.py" "$UDPINSPECT"
}

@test "lines of standard input: addresses, peers, remarks" {
  printf '# of the lab\n10.0.0.1/8\n\n  10.0.0.1/24\t10.0.1.1\r\n2001:db8::1/64' >lines
  "$UDPINSPECT" --json --address - <lines >objects
  [ "$(wc -l <objects)" -eq 4 ]
  [[ "$(sed -n 3p objects)" == '{"type":"relation","address":"10.0.0.1","peer":"10.0.1.1",'* ]]
  "$UDPINSPECT" --address - <lines >pages
  [ "$(grep -c '^address      [^ ]*$' pages)" -eq 6 ] # three names, and three times the bits
  grep -B 1 '^address      2001:db8::1$' pages | grep -qx '' # an empty line between pages
}

@test "an error names the line, and what stands before it is answered" {
  printf '10.0.0.1/8\n10.0.0.300/8\n10.0.0.3/8\n' >lines
  run --separate-stderr "$UDPINSPECT" --json --address - <lines
  [ "$status" -eq 2 ]
  [ "${#lines[@]}" -eq 1 ]
  [ "$stderr" = "udpinspect: line 2: 10.0.0.300/8: not an address; give one like 192.168.1.10/24 or 2001:db8::1/64" ]
  fails 2 '^udpinspect: line 1: c: too much; a line is A\[/MASK\] or A\[/MASK\] B$' "$UDPINSPECT" --address - <<<'a b c'
  fails 2 '^udpinspect: line 1: a zero byte; lines are text$' "$UDPINSPECT" --address - < <(printf '10.0.0.1\0\n')
  fails 1 '^udpinspect: standard input: Is a directory$' "$UDPINSPECT" --address - </
}

@test "each line is answered before the next one comes" {
  coproc "$UDPINSPECT" --json --address -
  local answer pid=$COPROC_PID
  echo 10.0.0.1/8 >&"${COPROC[1]}"
  read -r -t 10 answer <&"${COPROC[0]}"
  [[ "$answer" == *'"network":"10.0.0.0"'* ]]
  exec {COPROC[1]}>&-
  wait "$pid"
}

@test "a reader that goes away ends it" {
  yes 10.0.0.1/8 | "$UDPINSPECT" --json --address - | head -n 1 >first
  [ "${PIPESTATUS[1]}" -eq 0 ]
  [ "$(wc -l <first)" -eq 1 ]
}

@test "masks that are none are refused with the reason in binary" {
  fails 2 '^udpinspect: 255.0.255.0: ones stand behind a zero: 11111111.00000000.11111111.00000000; a mask is ones, then zeros$' \
    "$UDPINSPECT" --address 192.168.1.10/255.0.255.0
  fails 2 '^udpinspect: 0.0.0.255: a wildcard mask: 00000000.00000000.00000000.11111111; a mask is ones, then zeros; its opposite is /24$' \
    "$UDPINSPECT" --address 192.168.1.10/0.0.0.255
  fails 2 '^udpinspect: /33: not a mask; give 0 to 32, or one like 255.255.255.0$' "$UDPINSPECT" --address 192.168.1.10/33
  fails 2 '^udpinspect: /129: not a prefix length; give 0 to 128$' "$UDPINSPECT" --address ::1/129
}

@test "addresses and zones that are none" {
  fails 2 '^udpinspect: localhost: not an address; give one like ' "$UDPINSPECT" --address localhost
  fails 2 '^udpinspect: \?\[2J: not an address; ' "$UDPINSPECT" --address $'\e[2J'
  fails 2 '^udpinspect: %eth0: only link-local addresses have a zone; leave it out$' "$UDPINSPECT" --address 2001:db8::1%eth0
  fails 2 '^udpinspect: %: not a zone; give the name of an interface, as in fe80::1%eth0$' "$UDPINSPECT" --address fe80::1%
  fails 2 '^udpinspect: --address: its argument is missing; give A\[/MASK\]$' "$UDPINSPECT" --address
}

@test "peers that cannot be judged" {
  fails 2 '^udpinspect: 10.0.0.2: only a mask says where it is; add one to the first address, such as /24$' \
    "$UDPINSPECT" --address 198.51.100.7 10.0.0.2
  fails 2 '^udpinspect: fe80::1: only a mask .*, such as /64$' "$UDPINSPECT" --address 2001:db8::1 fe80::1
  fails 2 '^udpinspect: ::1: IPv4 and IPv6 do not reach each other; give two of a kind$' "$UDPINSPECT" --address 10.0.0.1/8 ::1
  fails 2 '^udpinspect: fe80::2%eth1: a link-local address of another link; give both the same zone$' \
    "$UDPINSPECT" --address fe80::1%eth0/64 fe80::2%eth1
  fails 2 '^udpinspect: 10.0.0.2: a group sends nothing to it; give the sender first$' \
    "$UDPINSPECT" --address 224.0.0.1/4 10.0.0.2
  fails 2 '^udpinspect: 10.0.0.2/8: the mask of the first address decides; leave this one out$' \
    "$UDPINSPECT" --address 10.0.0.1/8 10.0.0.2/8
  fails 2 '^udpinspect: --address 10.0.0.1/8 c: one peer is told of at a time; leave out the other$' \
    "$UDPINSPECT" --address 10.0.0.1/8 b c
  fails 2 '^udpinspect: --address - b: the lines of standard input have the peers; leave it out$' "$UDPINSPECT" --address - b
}
