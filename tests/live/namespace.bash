# What the live tests share: a network namespace of the test's own, a folder to work in, and waiting.
# shellcheck shell=bash disable=SC2034 # what the tests use
bats_require_minimum_version 1.5.0

# make_namespace NAME: skips, saying so, where that is not possible.
make_namespace() {
  [ "$(id -u)" = 0 ] || skip "needs root to make a network namespace"
  ip netns add "$1" 2>/dev/null || skip "network namespaces cannot be made here"
  ip -n "$1" link set lo up 2>/dev/null || skip "network namespaces cannot be entered here"
}

remove_namespace() {
  ip netns pids "$1" 2>/dev/null | xargs -r kill 2>/dev/null || true
  ip netns del "$1" 2>/dev/null || true
}

enter_namespace() {
  space="udpi-$$-$BATS_TEST_NUMBER"
  make_namespace "$space"
  cd "$BATS_TEST_TMPDIR" || return
  chmod 777 . # root becomes nobody once all is open
  unset SUDO_UID SUDO_GID
}

setup() {
  enter_namespace
}

teardown() {
  remove_namespace "$space"
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

# Begins to capture; what it prints is in out and err.
start_capture() {
  rm -f err
  inside "$UDPINSPECT" "$@" >out 2>err &
  capture=$!
  await err 'listening on'
}

# signal_capture SIGNAL: to every udpinspect in the namespace.
signal_capture() {
  ip netns pids "$space" | xargs -r -n1 sh -c 'grep -qz udpinspect /proc/$1/cmdline && kill "-$0" $1' "$1" || true
}

end_capture() {
  signal_capture INT
  wait "$capture"
}
