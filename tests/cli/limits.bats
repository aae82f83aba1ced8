#!/usr/bin/env bats
# Limits on files and on the command line: what is said when one is hit. Those of packets are in tests/unit/test_limits_*.c.

load cli

@test "each limit is gone to without a word, and one further with the words that the header has for it" {
  run python3 "$BATS_TEST_DIRNAME/limits.py" "$BATS_TEST_DIRNAME/../../include/udpinspect/limits.h"
  echo "$output"
  [ "$status" -eq 0 ]
}
