# What the tests of udpgen send share: somebody on the loopback interface to talk to.
# shellcheck shell=bash disable=SC2034,SC2154 # what bats and the tests set and use
bats_require_minimum_version 1.5.0

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  out="$BATS_TEST_TMPDIR/out"
}

teardown() {
  [ -z "${server:-}" ] || kill "$server" 2>/dev/null || true
}

# Waits until the file has a line that matches.
await() {
  for _ in $(seq 250); do
    grep -qE "$2" "$1" 2>/dev/null && return 0
    sleep 0.02
  done
  echo "no line like $2 in $1:"
  cat "$1"
  return 1
}

# await_server: the one that was started last; its port is in $port.
await_server() {
  await "$out" '^listening on '
  port=$(sed -n 's/^listening on .*:\([0-9]*\).*/\1/p' "$out")
}

# Starts udpgen echo on a free port of the address; its output is in $out.
start_echo() {
  local address=$1
  shift
  rm -f "$out" # what an earlier one said
  "$UDPGEN" echo "$address:0" "$@" >"$out" 2>&1 3>&- &
  server=$!
  await_server
}

# Ends it as Ctrl-C does.
end_echo() {
  kill -INT "$server"
  wait "$server"
  server=
}

# start_python ADDRESS [PROGRAM]: a socket `s` that is bound to a free port of the address, and a program with it; without one it
# never answers.
start_python() {
  rm -f "$out"
  python3 -c '
import socket, sys, time
host = sys.argv[1].strip("[]")
s = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
s.bind((host, 0))
print("listening on %s:%d" % (host, s.getsockname()[1]), flush=True)
exec(sys.argv[2])' "$1" "${2:-time.sleep(60)}" >"$out" 2>&1 3>&- &
  server=$!
  await_server
}

end_python() {
  kill "$server"
  wait "$server" || true
  server=
}

# A port that nobody listens on: it was free a moment ago.
find_free_port() {
  start_python "$1"
  end_python
}

has_ipv6() {
  [ -e /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6
}
