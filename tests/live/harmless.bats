#!/usr/bin/env bats
# Nothing that this host, its command line or its network say harms a terminal or a reader of lines. What captures say is in
# tests/cli/harmless.bats.

setup() {
  unshare --net true 2>/dev/null || skip "needs root to make a network namespace"
  cd "$BATS_TEST_TMPDIR" || return
  chmod 777 . # root becomes nobody once all is open
  unset SUDO_UID SUDO_GID
  cp "$SAMPLES/hello.pcap" .
}

# In a network namespace of its own, in which no name can be looked up; it goes with the process.
check() {
  PYTHONPATH=$BATS_TEST_DIRNAME/../support run unshare --net bash -c \
    'ip link set lo up && exec python3 -B "$1"' - "$BATS_TEST_DIRNAME/$1"
  echo "$output"
  [ "$status" -eq 0 ]
}

@test "hostile strings as arguments, in files, on standard input and in the environment" {
  check harmless_arguments.py
}

@test "hostile strings as names of interfaces and processes, and as replies" {
  check harmless_host.py
}
