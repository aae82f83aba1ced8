# Three network namespaces in a row: near - middle - far. The one in the middle is a router.
# shellcheck shell=bash disable=SC2034,SC2154 # what bats and the tests set and use
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

# start_echo NAMESPACE [ADDRESS]: on port 7788, of all its addresses where none is given.
start_echo() {
  local log="$BATS_TEST_TMPDIR/echo-$1-${2:-}"
  ip netns exec "$1" "$UDPGEN" echo "${2:-}:7788" >"$log" 2>&1 3>&- &
  for _ in $(seq 250); do
    ! grep -q listening "$log" || return 0
    sleep 0.02
  done
}

# send_from NAMESPACE ARGUMENT...
send_from() {
  local space=$1
  shift
  run --separate-stderr timeout 20 ip netns exec "$space" "$UDPGEN" send "$@"
  echo "status $status, stdout: $output, stderr: $stderr"
}

send() {
  send_from "$near" "$@"
}
