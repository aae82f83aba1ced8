# What the tests of echo, sink and relay share: programs in the background, and waiting.
# shellcheck shell=bash disable=SC2034,SC2154 # what bats and the tests set and use
bats_require_minimum_version 1.5.0

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  running=()
}

teardown() {
  [ "${#running[@]}" -eq 0 ] || kill -KILL "${running[@]}" 2>/dev/null || true
  [ -z "${space:-}" ] || remove_namespace "$space"
}

# await FILE PATTERN: waits until a line of the file matches.
await() {
  for _ in $(seq 500); do
    grep -qE "$2" "$1" 2>/dev/null && return 0
    sleep 0.02
  done
  echo "no line like $2 in $1:"
  cat "$1"
  return 1
}

# begin NAME ARGUMENT...: udpgen in the background, with its output in NAME.out and NAME.err. Its process is in $process, the
# port where it listens in $port. Where $space is set, it is in that namespace.
begin() {
  local name=$1
  shift
  rm -f "$name.out" "$name.err"
  ${space:+ip netns exec "$space"} "$UDPGEN" "$@" >"$name.out" 2>"$name.err" 3>&- &
  process=$!
  running+=("$process")
  for _ in $(seq 500); do
    port=$(sed -n 's/^listening on .*:\([0-9]*\)\(,.*\)\{0,1\}$/\1/p' "$name.out" "$name.err" 2>/dev/null | head -1)
    [ -z "$port" ] || return 0
    sleep 0.02
  done
  echo "$name does not listen:"
  cat "$name.out" "$name.err"
  return 1
}

# await_end PROCESS: gives its exit code. What does not end in time is a failure.
await_end() {
  for _ in $(seq 1000); do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.02
  done
  ! kill -KILL "$1" 2>/dev/null || echo "process $1 did not end"
  wait "$1"
}

# finish PROCESS: ends it as Ctrl-C does; gives its exit code.
finish() {
  kill -INT "$1"
  await_end "$1"
}

probes() {
  ${space:+ip netns exec "$space"} python3 "$BATS_TEST_DIRNAME/send_probes.py" "$@"
}

has_ipv6() {
  [ -e /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6
}

# field FILE TYPE [MEMBER] KEY: the value of the key, or of the member's key, in the file's object of that "type".
field() {
  local within=
  [ $# -eq 3 ] || within="\"$3\":{[^}]*"
  sed -n "s/.*\"type\":\"$2\".*$within\"${!#}\":\"\{0,1\}\([^,}\"]*\).*/\1/p" "$1"
}
