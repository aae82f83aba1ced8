#!/usr/bin/env bats
# What routers give back to udpgen send: three network namespaces in a row, near - middle - far.

bats_require_minimum_version 1.5.0

setup() {
  [ "$(id -u)" = 0 ] || skip "needs root to make network namespaces"
  near="udpi-near-$$-$BATS_TEST_NUMBER" middle="udpi-middle-$$-$BATS_TEST_NUMBER" far="udpi-far-$$-$BATS_TEST_NUMBER"
  ip netns add "$near" 2>/dev/null || skip "network namespaces cannot be made here"
  ip -n "$near" link set lo up 2>/dev/null || skip "network namespaces cannot be entered here"
  ip netns add "$middle"
  ip netns add "$far"
  ip -n "$near" link add out type veth peer name left netns "$middle"
  ip -n "$far" link add out type veth peer name right netns "$middle"
  ip netns exec "$middle" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
  place "$near" out 10.9.1.1 fd09:1::1
  place "$middle" left 10.9.1.254 fd09:1::254
  place "$middle" right 10.9.2.254 fd09:2::254
  place "$far" out 10.9.2.1 fd09:2::1
  ip -n "$near" route add 10.9.2.0/24 via 10.9.1.254
  ip -n "$near" -6 route add fd09:2::/64 via fd09:1::254
  ip -n "$far" route add default via 10.9.2.254
  ip -n "$far" -6 route add default via fd09:2::254
  for space in "$near" "$middle" "$far"; do
    until_up "$space"
  done
}

teardown() {
  for space in "${near:-}" "${middle:-}" "${far:-}"; do
    [ -n "$space" ] || continue
    ip netns pids "$space" 2>/dev/null | xargs -r kill 2>/dev/null || true
    ip netns del "$space" 2>/dev/null || true
  done
}

# Link-local addresses are ready at once: nobody else can have them.
place() {
  ip netns exec "$1" sysctl -qw "net.ipv6.conf.$2.accept_dad=0"
  ip -n "$1" link set lo up
  ip -n "$1" addr add "$3/24" dev "$2"
  ip -n "$1" -6 addr add "$4/64" dev "$2" nodad
  ip -n "$1" link set "$2" up
}

# A link that has just been set up drops what is sent, until the kernel has seen its carrier.
until_up() {
  for _ in $(seq 250); do
    ip -n "$1" -o link show type veth | grep -qv 'state UP' || return 0
    sleep 0.02
  done
}

send() {
  run --separate-stderr timeout 20 ip netns exec "$near" "$UDPGEN" send "$@"
  echo "$output"
  echo "$stderr"
}

@test "a refusal by a host behind a router" {
  for host in 10.9.2.1 '[fd09:2::1]'; do
    send "$host:7788" --text hello --wait 5
    [ "$status" -eq 1 ]
    [ "${lines[1]}" = "refused #1 by $host:7788: nobody listens on the port" ]
    [ "${stderr_lines[0]}" = "1 sent, 0 answered, 1 refused" ]
  done
}

@test "a time to live that runs out" {
  send 10.9.2.1:7788 --text hello --ttl 1 --wait 5
  [ "$status" -eq 1 ]
  [ "${lines[1]}" = "given back #1 by 10.9.1.254: its time to live ran out on the way" ]
  [ "${stderr_lines[0]}" = "1 sent, 0 answered, 1 given back" ]
  send '[fd09:2::1]:7788' --text hello --ttl 1 --wait 5
  [ "${lines[1]}" = "given back #1 by fd09:1::254: its time to live ran out on the way" ]
}

@test "a link that is too narrow" {
  ip -n "$middle" link set right mtu 1400
  ip -n "$far" link set out mtu 1400
  send 10.9.2.1:7788 --size 1400 --wait 5
  [ "${lines[1]}" = "given back #1 by 10.9.1.254: too large for a link on the way, which takes 1400 bytes; the next goes in fragments" ]
  send '[fd09:2::1]:7788' --size 1400 --wait 5
  [ "${lines[1]}" = "given back #1 by fd09:1::254: too large for a link on the way, which takes 1400 bytes; the next goes in fragments" ]
}

@test "a filter, a missing route, a missing host" {
  ip -n "$middle" route add prohibit 10.9.4.0/24
  ip -n "$near" route add 10.9.4.0/24 via 10.9.1.254
  send 10.9.4.1:7788 --text hello --wait 5
  [ "${lines[1]}" = "given back #1 by 10.9.1.254: a filter forbids it" ]

  send 10.9.3.1:7788 --text hello
  [ "$status" -eq 1 ]
  [ "$stderr" = "udpgen: 10.9.3.1:7788: no route to that network; see: ip route" ]

  send 10.9.1.77:7788 --text hello --wait 15
  [ "${lines[1]}" = "given back #1 by 10.9.1.1: the host does not answer on its link" ]
}

@test "a multicast group: whoever answers does so from an address of its own" {
  ip netns exec "$middle" "$UDPGEN" echo 7788 >"$BATS_TEST_TMPDIR/echo" 2>&1 3>&- &
  for _ in $(seq 250); do
    ! grep -q listening "$BATS_TEST_TMPDIR/echo" || break
    sleep 0.02
  done
  send '[ff02::1%out]:7788' --text hello --wait 0.5
  [ "$status" -eq 0 ]
  [[ "${lines[0]}" == 'sent #1: 5 bytes to [ff02::1%out]:7788 from [fe80::'*'%out]:'* ]]
  [[ "${lines[1]}" == 'reply #1: 5 bytes from [fe80::'*'%out]:7788 after '* ]]
}
