#!/usr/bin/env bats
# udpinspect --explain on an interface: where addresses are, by the routes and neighbors of the host that captures, and the MAC
# addresses that show it. Three network namespaces in a row: near - middle - far.

load routed

# start_explaining NAME INTERFACE PORT [OPTION...]: what is sent to the port; what it prints is in the file NAME.
start_explaining() {
  cd "$BATS_TEST_TMPDIR"
  chmod 777 . # root becomes nobody once all is open
  local name=$1 interface=$2 port=$3
  shift 3
  ip netns exec "$near" "$UDPINSPECT" -i "$interface" --explain "$@" udp dst port "$port" >"$name" 2>"$name.err" 3>&- &
  capture=$!
  for _ in $(seq 250); do
    ! grep -q listening "$name.err" || return 0
    sleep 0.02
  done
}

# Nothing that is sent comes back refused.
start_echoes() {
  start_echo "$near"
  start_echo "$middle"
  start_echo "$far"
}

end_explaining() {
  wait "$capture"
}

send_plain() {
  ip netns exec "$1" "$UDPGEN" send "$2" --text hello "${@:3}"
}

mac_of() {
  ip -n "$1" -br link show "$2" | awk '{ print $3 }'
}

# explained FILE: of each packet what is said of its receiver, then of its sender.
explained() {
  python3 - "$1" <<'PYTHON'
import json, sys
for line in open(sys.argv[1]):
    facts = next(layer["explain"] for layer in json.loads(line)["layers"] if layer["layer"] in ("ipv4", "ipv6"))
    for end in "dst", "src":
        keys = "location", "subnet", "gateway", "next_hop_mac", "next_hop_mac_shown", "directed_broadcast"
        print(end, *(f"{key}={facts[f'{end}_{key}']}" for key in keys if f"{end}_{key}" in facts))
PYTHON
}

@test "--json: the subnet, the gateway, this host, a broadcast address" {
  start_echoes
  start_explaining out out 7788 --json -c 6
  send_plain "$near" 10.9.1.254:7788
  send_plain "$near" 10.9.2.1:7788
  send_plain "$near" 10.9.1.255:7788 --broadcast
  send_plain "$near" '[fd09:2::1]:7788'
  send_plain "$near" "[$(ip -n "$middle" -6 -br addr show left scope link | grep -o 'fe80[^/]*')%out]:7788"
  send_plain "$far" 10.9.1.1:7788
  end_explaining
  left=$(mac_of "$middle" left)
  explained out | diff - <(cat <<EXPECTED
dst location=subnet subnet=10.9.1.0/24 next_hop_mac=$left next_hop_mac_shown=True
src location=this_host
dst location=gateway gateway=10.9.1.254 next_hop_mac=$left next_hop_mac_shown=True
src location=this_host
dst location=subnet subnet=10.9.1.0/24 directed_broadcast=certain
src location=this_host
dst location=gateway gateway=fd09:1::254 next_hop_mac=$left next_hop_mac_shown=True
src location=this_host
dst location=subnet subnet=fe80::/64 next_hop_mac=$left next_hop_mac_shown=True
src location=this_host
dst location=this_host
src location=gateway gateway=10.9.1.254 next_hop_mac=$left next_hop_mac_shown=True
EXPECTED
)
  "$UDPINSPECT" --schema >schema.json
  "$JSON_CHECK" schema.json <out
}

@test "a neighbor whose MAC address is another than the frame's; an address without a way" {
  start_echoes
  ip -n "$near" neigh replace 10.9.1.254 lladdr 02:00:00:00:00:99 dev out
  start_explaining out out 7788 --json -c 1
  # The frame comes from middle itself: near believes that its MAC address is another.
  send_plain "$middle" 10.9.1.1:7788
  end_explaining
  [ "$(explained out)" = "dst location=this_host
src location=subnet subnet=10.9.1.0/24 next_hop_mac=02:00:00:00:00:99 next_hop_mac_shown=False" ]

  ip -n "$far" addr add 10.9.7.7/32 dev out
  ip netns exec "$near" sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.out.rp_filter=0
  start_explaining out out 7788 -c 1
  ip netns exec "$far" "$UDPGEN" send 10.9.1.1:7788 --text hello --bind 10.9.7.7:0
  end_explaining
  grep -q 'This host has no route to it\.' <(sed -E 's/^(│ )+ *//; s/( *│)+$//' out | tr '\n' ' ')
}

@test "boxes say it in words; a capture of all interfaces, too, and loopback" {
  start_echoes
  start_explaining out out 7788 -c 1
  send_plain "$near" 10.9.2.1:7788
  end_explaining
  text=$(sed -E 's/^(│ )+ *//; s/( *│)+$//' out | tr '\n' ' ')
  [[ "$text" == *"It is an address of this host. "* ]]
  [[ "$text" == *"It is behind 10.9.1.254, the gateway of this interface. The frame goes to the gateway's MAC address, $(mac_of "$middle" left). "* ]]

  start_explaining all any 7788 -c 1
  send_plain "$near" 10.9.1.254:7788
  end_explaining
  text=$(sed -E 's/^(│ )+ *//; s/( *│)+$//' all | tr '\n' ' ')
  [[ "$text" == *"It is in the subnet 10.9.1.0/24 of this host: no router is between."* ]]

  start_explaining lo lo 7788 -c 1
  send_plain "$near" 127.0.0.1:7788
  end_explaining
  text=$(sed -E 's/^(│ )+ *//; s/( *│)+$//' lo | tr '\n' ' ')
  [[ "$text" == *"Both ends: loopback "*"It is an address of this host. "* ]]
}

@test "inside a tunnel nothing is said of places" {
  start_explaining tunnel out 4789 --json -c 1
  "$UDPGEN" craft -w vxlan.pcap 'eth | ipv4 10.9.1.1 > 10.9.1.254 | udp 7788 > 4789 | vxlan vni=42 | eth | ipv4 10.9.1.1 > 10.9.2.1 | udp 51000 > 7788 | "hello"'
  ip netns exec "$near" "$UDPGEN" replay -i out vxlan.pcap
  end_explaining
  python3 - tunnel <<'PYTHON'
import json, sys
layers = [layer for layer in json.load(open(sys.argv[1]))["layers"] if layer["layer"] == "ipv4"]
assert len(layers) == 2
assert layers[0]["explain"]["dst_location"] == "subnet"
assert not any(key.endswith("location") for key in layers[1]["explain"]), layers[1]
PYTHON
}
