#!/usr/bin/env bats
# Captures what udpgen sends, in a network namespace of the test's own.

load namespace

teardown() {
  remove_namespace "$space"
  remove_namespace "$space-peer"
}

# Joins two namespaces by a veth pair: 192.0.2.1 here, 192.0.2.2 there.
join_peer() {
  peer="$space-peer"
  make_namespace "$peer"
  ip -n "$space" link add here type veth peer name there netns "$peer"
  ip -n "$space" addr add 192.0.2.1/24 dev here
  ip -n "$peer" addr add 192.0.2.2/24 dev there
  ip -n "$space" -6 addr add 2001:db8::1/64 dev here nodad
  ip -n "$peer" -6 addr add 2001:db8::2/64 dev there nodad
  ip -n "$space" link set here up
  ip -n "$peer" link set there up
}

@test "what is sent is what is seen, line for line" {
  start_capture --json -i lo port 7788
  inside "$UDPGEN" echo -c 3 127.0.0.1:7788 >echo.txt 2>&1 &
  await echo.txt 'listening'
  printf 'one\ntwo\nthree\n' | inside "$UDPGEN" send 127.0.0.1:7788 --wait 2
  wait %2
  sleep 0.3
  end_capture
  run python3 - out <<'PY'
import json, sys
packets = [json.loads(line) for line in open(sys.argv[1])]
print([(p["src_port"] == 7788, p["layers"][-1]["text"]) for p in packets if p["type"] == "packet"])
PY
  echo "$output"
  [ "$output" = "[(False, 'one'), (True, 'one'), (False, 'two'), (True, 'two'), (False, 'three'), (True, 'three')]" ]
}

@test "a datagram shows up at once, also in a pipe" {
  inside "$UDPINSPECT" -i lo port 7788 2>err | cat >out &
  await err 'listening on'
  run inside python3 - out <<'PY'
import socket, sys, time
delays = []
for number in range(10):
    text = "datagram %d" % number
    begin = time.monotonic()
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(text.encode(), ("127.0.0.1", 7788))
    while text not in open(sys.argv[1]).read() and time.monotonic() < begin + 5:
        time.sleep(0.001)
    delays.append(1000 * (time.monotonic() - begin))
    time.sleep(0.05)
delays.sort()
print("median %.1f ms, worst %.1f ms" % (delays[5], delays[-1]))
sys.exit(delays[5] > 100)
PY
  echo "# $output" >&3
  [ "$status" -eq 0 ]
}

@test "a veth pair: IPv4 and IPv6, and checksums that the sender left to its card are partial or good" {
  join_peer
  start_capture --json -i here udp port 7788
  ip netns exec "$peer" "$UDPGEN" echo -c 2 7788 >echo.txt 2>&1 &
  await echo.txt 'listening'
  inside "$UDPGEN" send 192.0.2.2:7788 --text four --wait 2
  inside "$UDPGEN" send '[2001:db8::2]:7788' --text six --wait 2
  sleep 0.3
  end_capture
  run python3 - out <<'PY'
import json, sys
packets = [json.loads(line) for line in open(sys.argv[1])]
for p in packets:
    udp = [layer for layer in p["layers"] if layer["layer"] == "udp"][0]
    assert udp["checksum_status"] in ("good", "partial"), udp
    assert p["interface"] == "here" and p["link_type"] == "EN10MB", p
print([(p["path"], p["src"], p["layers"][-1]["text"]) for p in packets])
PY
  echo "$output"
  [ "$output" = "[('eth|ipv4|udp|payload', '192.0.2.1', 'four'), ('eth|ipv4|udp|payload', '192.0.2.2', 'four'), ('eth|ipv6|udp|payload', '2001:db8::1', 'six'), ('eth|ipv6|udp|payload', '2001:db8::2', 'six')]" ]
}

@test "the interface any, -c, and statistics that add up" {
  inside "$UDPINSPECT" -i any -c 2 port 7788 >out 2>err &
  await err 'listening on'
  inside "$UDPGEN" send 127.0.0.1:7788 --text hello || true
  inside "$UDPGEN" send 127.0.0.1:7788 --text hello || true
  wait %1
  cat out err
  [ "$(wc -l <out)" = 2 ]
  grep -q 'sll2\? ' out
  grep -qE '\b2\b.* shown' err
}

@test "--duration ends a capture without traffic" {
  run inside timeout 10 "$UDPINSPECT" -i lo --duration 0.3
  [ "$status" -eq 0 ]
}

@test "SIGTERM and SIGINT end with the statistics and status 0" {
  for signal in TERM INT; do
    start_capture -i lo
    ip netns pids "$space" | xargs kill -"$signal"
    wait "$capture"
    grep -q 'shown' err
  done
}

@test "a super-datagram, which the card would cut, is called one" {
  join_peer
  start_capture --json -i here udp port 7788
  inside python3 - <<'PY' || skip "this kernel has no UDP_SEGMENT"
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(17, 103, 1400)     # SOL_UDP, UDP_SEGMENT
s.sendto(bytes(4200), ("192.0.2.2", 7788))
PY
  await out payload
  end_capture
  cat out
  grep -q '"code":"super-datagram","severity":"info","text":"4228 bytes do not fit into the interface.s MTU of 1500' out
}

# A reader that does not read for a while, and a buffer that cannot hold what comes meanwhile.
lose() {
  inside "$UDPINSPECT" -B 512 "$@" -i lo port 7788 2>err |
    { sleep 2; cat; } >out &
  capture=$!
  await err 'listening on'
  inside python3 - <<'PY'
import socket
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for number in range(30_000):
    sender.sendto(b"%05d" % number, ("127.0.0.1", 7788))
PY
  sleep 2.5
  inside bash -c 'echo last >/dev/udp/127.0.0.1/7788'
  await out 'last'
  end_capture
}

@test "where packets were lost, the lines say so" {
  lose
  run python3 - out err <<'PY'
import re, sys
lines = open(sys.argv[1]).read().splitlines()
marks = [place for place, line in enumerate(lines) if line.startswith("--")]
shown = [int(number) for number in re.findall(r'"(\d{5})"$', "\n".join(lines[:-1]), re.M)]
lost = sum(int(lines[mark].split()[1].replace(",", "")) for mark in marks)
# The kernel counts each packet on loopback twice, as sent and as received.
dropped = int(re.search(r"(\d+) packets? dropped by kernel", open(sys.argv[2]).read()).group(1))
gap = next(place for place, number in enumerate(shown) if place + 1 == len(shown) or shown[place + 1] != number + 1)
print(len(marks) > 0, lost == dropped, lines[marks[0]].endswith("packets lost here (kernel buffer full) --"))
print("before the gap:", marks[0] - 1 >= gap, "before the last:", marks[-1] < len(lines) - 1)
PY
  echo "$output"; tail -3 out; cat err
  [ "$output" = "True True True
before the gap: True before the last: True" ]
}

@test "where packets were lost, JSON has an object that says so" {
  lose --json
  run python3 - out <<'PY'
import json, sys
documents = [json.loads(line) for line in open(sys.argv[1])]
losses = [document for document in documents if document["type"] == "loss"]
print(len(losses) > 0, {document["type"] for document in documents} == {"packet", "loss"}, losses[0]["cause"])
PY
  echo "$output"
  [ "$output" = "True True kernel buffer full" ]
}

# Waits until there are packets of this text: sends it again and again.
send_until_seen() {
  for _ in $(seq 40); do
    inside bash -c "echo $1 >/dev/udp/$2/7788" 2>/dev/null || true
    grep -q "$1" out && return 0
    sleep 0.1
  done
  cat out err
  return 1
}

@test "several interfaces at once, each packet with the name of its own" {
  inside ip link add one type veth peer name other
  inside ip link set other up
  inside ip link set one up
  inside ip addr add 192.0.2.1/24 dev one
  inside ip neigh add 192.0.2.9 lladdr 02:00:00:00:00:09 dev one
  start_capture --json -i lo -i one port 7788
  grep -q 'listening on lo, one' err
  send_until_seen home 127.0.0.1
  send_until_seen away 192.0.2.9
  end_capture
  grep home out | grep -q '"interface":"lo"'
  grep away out | grep -q '"interface":"one"'
  run grep -q '"interface":"lo".*away' out
  [ "$status" -eq 1 ]
  run inside "$UDPINSPECT" -i lo -i lo
  [ "$status" -eq 2 ]
  [[ "$output" == *"-i lo: the interface is given twice"* ]]
}

make_interface() {
  inside ip link add come type veth peer name other
  inside ip link set other up
  inside ip addr add 192.0.2.1/24 dev come
  inside ip link set come up
  inside ip neigh add 192.0.2.9 lladdr 02:00:00:00:00:09 dev come
}

@test "an interface that is awaited, goes away, and comes back" {
  inside "$UDPINSPECT" --wait-for-interface -i come port 7788 >out 2>err &
  capture=$!
  sleep 0.5
  [ ! -s err ]
  make_interface
  await err 'listening on come'
  send_until_seen first 192.0.2.9
  inside ip link del come
  await err 'come: the interface has gone away; waiting for it'
  sleep 0.5
  make_interface
  await err 'come: the interface is there again'
  send_until_seen second 192.0.2.9
  end_capture
}

@test "an interface that is down when it goes away is missed, too" {
  make_interface
  start_capture --wait-for-interface -i come port 7788
  inside ip link set come down
  sleep 0.3
  inside ip link del come
  await err 'come: the interface has gone away; waiting for it'
  make_interface
  await err 'come: the interface is there again'
  end_capture
}

@test "an interface that goes away ends the capture, and what came before is shown" {
  make_interface
  start_capture -i come port 7788
  send_until_seen first 192.0.2.9
  inside ip link del come
  status=0
  wait "$capture" || status=$?
  [ "$status" -eq 1 ]
  grep -q 'come: the interface has gone away; what came before it was read' err
}
