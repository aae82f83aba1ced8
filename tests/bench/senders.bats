#!/usr/bin/env bats
# The bench of senders works; what it measures is no matter of tests.
# shellcheck disable=SC2154 # what bats and ctest set
bats_require_minimum_version 1.5.0

senders() {
  [ "$(id -u)" = 0 ] || skip "needs root to make network namespaces"
  ip netns add "bench-$$" 2>/dev/null || skip "network namespaces cannot be made here"
  ip netns del "bench-$$"
  run --separate-stderr "$BATS_TEST_DIRNAME/senders" --quick --program "$UDPGEN" --cache "$BATS_TEST_TMPDIR" "$@"
  echo "$output" "$stderr"
}

@test "each of ours is measured, and its peers that are there" {
  senders --only 'replay, GSO' --receiver stack
  [ "$status" -eq 0 ]
  [ "$(grep -cE '^stack +replay, GSO +[0-9,]+$' <<<"$output")" -eq 1 ]
  for peer in trafgen tcpreplay; do
    if command -v "$peer" >/dev/null; then
      [ "$(grep -cE "^ +$peer +[0-9,]+\.[0-9]{2}$" <<<"$output")" -eq 1 ]
    else
      grep -q "^left out: $peer: it is not installed$" <<<"$output"
    fi
  done
  [ "$(ip netns list | grep -c "^bench-$$")" -eq 0 ]
}

@test "a program that lacks an option is left out, and named" {
  # shellcheck disable=SC2016 # for the stub
  printf '#!/bin/sh\n[ "$1 $2" = "replay --help" ] && exit\nexec "%s" "$@"\n' "$UDPGEN" >"$BATS_TEST_TMPDIR/udpgen"
  chmod +x "$BATS_TEST_TMPDIR/udpgen"
  UDPGEN=$BATS_TEST_TMPDIR/udpgen senders --only replay --receiver drop
  [ "$status" -eq 0 ]
  grep -qx 'left out: replay: udpgen replay has no --offload' <<<"$output"
}
