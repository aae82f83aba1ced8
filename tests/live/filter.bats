#!/usr/bin/env bats
# A filter means the same live as in a file: files are replayed over a veth pair, where the kernel keeps out what it can.

load namespace

setup() {
  enter_namespace
  # Nobody on this wire has an address, so that nothing is on it but what is sent.
  inside sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  ip -n "$space" link add here type veth peer name there
  ip -n "$space" link set here up
  ip -n "$space" link set there up
}

# The frames of pcap files, one a line in hexadecimal.
frames() {
  python3 - "$@" <<'PY'
import struct, sys

for path in sys.argv[1:]:
    content = open(path, "rb").read()
    at = 24
    while at < len(content):
        size = struct.unpack("<I", content[at + 8:at + 12])[0]
        print(content[at + 16:at + 16 + size].hex())
        at += 16 + size
PY
}

# replay FILE...: sends their frames over `here`, in order.
replay() {
  frames "$@" >sent
  inside python3 - <<'PY'
import socket, time

wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
wire.bind(("here", 0))
for number, line in enumerate(open("sent")):
    wire.send(bytes.fromhex(line))
    if number % 50 == 49:
        time.sleep(0.01)
PY
}

# start NUMBER FILTER: a capture to liveNUMBER.pcap.
start() {
  inside "$UDPINSPECT" -i there -w "live$1.pcap" --duration 60 ${options:+"$options"} "$2" 2>"err$1" &
  await "err$1" 'listening on'
}

# same_live FILE... : FILTER...: each filter keeps the same frames live and from the files; $options goes with all.
same_live() {
  local files=() filter number=0
  while [ "$1" != : ]; do
    files+=("$1")
    shift
  done
  shift
  for filter; do
    start $((++number)) "$filter"
  done
  replay "${files[@]}"
  sleep 0.5
  ip netns pids "$space" | xargs -r kill -INT
  wait
  number=0
  for filter; do
    number=$((number + 1))
    for file in "${files[@]}"; do
      "$UDPINSPECT" -w - -r "$file" ${options:+"$options"} "$filter" 2>/dev/null >"part.pcap"
      frames part.pcap
    done >expected
    frames "live$number.pcap" >found
    echo "$filter: $(wc -l <expected) frames of the files, $(wc -l <found) live"
    cmp expected found
    [ -s expected ]
  done
}

@test "port 5555: the same 21 frames live as from the file, and what else is asked of them" {
  same_live "$SAMPLES/port5555.pcap" : 'port 5555' 'not port 5555' 'vlan 100' 'vlan 10 and port 5555' \
    'host 10.0.0.1 and not port 4789' 'udp[48:4] = 0x68206f6e' 'ether host 02:00:00:00:00:01' 'less 80'
  [ "$(frames live1.pcap | wc -l)" -eq 21 ]
}

@test "all samples of tunnels, tags, extension headers and broken packets" {
  same_live "$SAMPLES"/{vlan,tunnels,more-tunnels,ipv6-extensions,ipv4-fragments,checksums,ieee-802-3,hello}.pcap : \
    'port 7788' 'vlan and dst port 7788' 'not vlan' 'ip6' 'net 192.168.0.0/16 and not host 198.51.100.1' 'vlan 100 or mpls 17'
}

@test "with --all: what is not UDP too" {
  options=--all
  same_live "$SAMPLES"/{tunnels,more-tunnels,vlan}.pcap : 'host 198.51.100.1' 'not ip' 'vlan' 'proto 47'
}
