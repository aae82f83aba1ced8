#!/usr/bin/env bats
# Nothing that stands in a capture harms a terminal or a reader of lines. What stands elsewhere is in tests/live/harmless.bats.

load cli

@test "hostile strings in packets and in a file's remarks, in each form of output" {
  PYTHONPATH=$BATS_TEST_DIRNAME/../support run python3 -B "$BATS_TEST_DIRNAME/harmless_captures.py"
  echo "$output"
  [ "$status" -eq 0 ]
}
