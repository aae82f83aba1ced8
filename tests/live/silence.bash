# What the tests of udpgen send --wait share where nothing answers: neighbors that are given up soon, programs that listen,
# changes while it waits.
# shellcheck shell=bash disable=SC2034,SC2154 # what bats and the tests set and use
load routed

# Whom nobody answers for is given up after 0.1 s, not after 3 s.
hasten() {
  local version
  for version in ipv4 ipv6; do
    ip netns exec "$near" sysctl -qw "net.$version.neigh.out.retrans_time_ms=100" "net.$version.neigh.out.mcast_solicit=1"
  done
}

# start_python NAMESPACE PROGRAM: s is a UDP socket of both versions of IP on port 7788. Its process is in $process.
start_python() {
  rm -f "$BATS_TEST_TMPDIR/ready"
  ip netns exec "$1" python3 -c "import socket, sys, time
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
s.bind(('::', 7788))
open('$BATS_TEST_TMPDIR/ready', 'w').close()
$2" 3>&- &
  process=$!
  for _ in $(seq 250); do
    [ ! -e "$BATS_TEST_TMPDIR/ready" ] || break
    sleep 0.02
  done
}

# send_while COMMAND... -- ARGUMENT...: sends, and runs the command in between.
send_while() {
  local command=()
  while [ "$1" != -- ]; do
    command+=("$1")
    shift
  done
  shift
  ip netns exec "$near" "$UDPGEN" send "$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
  local sender=$!
  for _ in $(seq 250); do
    ! grep -q '^sent' "$BATS_TEST_TMPDIR/out" || break
    sleep 0.02
  done
  "${command[@]}"
  wait "$sender" || true
  mapfile -t stderr_lines <"$BATS_TEST_TMPDIR/err"
  printf '%s\n' "${stderr_lines[@]}"
}

mac_of() {
  ip netns exec "$1" cat "/sys/class/net/$2/address"
}
