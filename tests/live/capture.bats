#!/usr/bin/env bats
# Captures what udpgen sends, in a network namespace of the test's own.

setup() {
  [ "$(id -u)" = 0 ] || skip "needs root to make a network namespace"
  space="udpi-$$-$BATS_TEST_NUMBER"
  peer="$space-peer"
  ip netns add "$space" 2>/dev/null || skip "network namespaces cannot be made here"
  ip -n "$space" link set lo up 2>/dev/null || skip "network namespaces cannot be entered here"
}

teardown() {
  [ -n "${space:-}" ] || return 0
  for name in "$space" "$peer"; do
    ip netns pids "$name" 2>/dev/null | xargs -r kill 2>/dev/null || true
    ip netns del "$name" 2>/dev/null || true
  done
}

inside() {
  ip netns exec "$space" "$@"
}

# Waits until the file has a line that matches.
await() {
  for _ in $(seq 200); do
    grep -qE "$2" "$1" 2>/dev/null && return 0
    sleep 0.02
  done
  echo "no line like $2 in $1:"
  cat "$1"
  return 1
}

# Joins two namespaces by a veth pair: 192.0.2.1 here, 192.0.2.2 there.
join_peer() {
  ip netns add "$peer"
  ip -n "$space" link add here type veth peer name there netns "$peer"
  ip -n "$space" addr add 192.0.2.1/24 dev here
  ip -n "$peer" addr add 192.0.2.2/24 dev there
  ip -n "$space" -6 addr add 2001:db8::1/64 dev here nodad
  ip -n "$peer" -6 addr add 2001:db8::2/64 dev there nodad
  ip -n "$space" link set here up
  ip -n "$peer" link set there up
}

start_capture() {
  inside "$UDPINSPECT" "$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" &
  capture=$!
  await "$BATS_TEST_TMPDIR/err" 'listening on'
}

end_capture() {
  ip netns pids "$space" | xargs -r -n1 sh -c 'grep -qz udpinspect /proc/$0/cmdline && kill -INT $0' || true
  wait "$capture"
}

@test "what is sent is what is seen, line for line" {
  start_capture --json -i lo port 7788
  inside "$UDPGEN" echo -c 3 127.0.0.1:7788 >"$BATS_TEST_TMPDIR/echo" 2>&1 &
  await "$BATS_TEST_TMPDIR/echo" 'listening'
  printf 'one\ntwo\nthree\n' | inside "$UDPGEN" send 127.0.0.1:7788 --wait 2
  wait %2
  sleep 0.3
  end_capture
  run python3 - "$BATS_TEST_TMPDIR/out" <<'PY'
import json, sys
packets = [json.loads(line) for line in open(sys.argv[1])]
print([(p["src_port"] == 7788, p["layers"][-1]["text"]) for p in packets if p["type"] == "packet"])
PY
  echo "$output"
  [ "$output" = "[(False, 'one'), (True, 'one'), (False, 'two'), (True, 'two'), (False, 'three'), (True, 'three')]" ]
}

@test "a datagram shows up at once, also in a pipe" {
  inside "$UDPINSPECT" -i lo port 7788 2>"$BATS_TEST_TMPDIR/err" | cat >"$BATS_TEST_TMPDIR/out" &
  await "$BATS_TEST_TMPDIR/err" 'listening on'
  run inside python3 - "$BATS_TEST_TMPDIR/out" <<'PY'
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
  ip netns exec "$peer" "$UDPGEN" echo -c 2 7788 >"$BATS_TEST_TMPDIR/echo" 2>&1 &
  await "$BATS_TEST_TMPDIR/echo" 'listening'
  inside "$UDPGEN" send 192.0.2.2:7788 --text four --wait 2
  inside "$UDPGEN" send '[2001:db8::2]:7788' --text six --wait 2
  sleep 0.3
  end_capture
  run python3 - "$BATS_TEST_TMPDIR/out" <<'PY'
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
  inside "$UDPINSPECT" -i any -c 2 port 7788 >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" &
  await "$BATS_TEST_TMPDIR/err" 'listening on'
  inside "$UDPGEN" send 127.0.0.1:7788 --text hello || true
  inside "$UDPGEN" send 127.0.0.1:7788 --text hello || true
  wait %1
  cat "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/err"
  [ "$(wc -l <"$BATS_TEST_TMPDIR/out")" = 2 ]
  grep -q 'sll2\? ' "$BATS_TEST_TMPDIR/out"
  grep -qE '\b2\b.* shown' "$BATS_TEST_TMPDIR/err"
}

@test "--duration ends a capture without traffic" {
  run inside timeout 10 "$UDPINSPECT" -i lo --duration 0.3
  [ "$status" -eq 0 ]
}

@test "SIGTERM and SIGINT end with the statistics and status 0" {
  for signal in TERM INT; do
    inside "$UDPINSPECT" -i lo >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" &
    await "$BATS_TEST_TMPDIR/err" 'listening on'
    ip netns pids "$space" | xargs kill -"$signal"
    wait %%
    grep -q 'shown' "$BATS_TEST_TMPDIR/err"
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
  await "$BATS_TEST_TMPDIR/out" payload
  end_capture
  cat "$BATS_TEST_TMPDIR/out"
  grep -q '"code":"super-datagram","severity":"info","text":"4228 bytes do not fit into the interface.s MTU of 1500' "$BATS_TEST_TMPDIR/out"
}
