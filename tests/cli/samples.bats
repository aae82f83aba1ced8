#!/usr/bin/env bats
# The sample captures: made again from their README, and sent the whole way round.

load cli

@test "samples: the commands of the README give the same bytes" {
  cp "$SAMPLES/README.md" "$SAMPLES/rebuild" .
  ./rebuild "$UDPGEN" .
  for sample in "$SAMPLES"/*.pcap; do
    cmp "$sample" "${sample##*/}"
  done
  for sample in *.pcap; do
    cmp "$sample" "$SAMPLES/$sample"
  done
}

@test "samples: rebuild stops at the first command that fails" {
  cp "$SAMPLES/rebuild" .
  # shellcheck disable=SC2016 # the backquotes are those of Markdown
  printf '```sh\nudpgen craft -w a.pcap eth\nudpgen craft -w b.pcap nonsense\nudpgen craft -w c.pcap eth\n```\n' >README.md
  run ! ./rebuild "$UDPGEN" .
  [ -e a.pcap ]
  [ ! -e c.pcap ]
  run ! ./rebuild
}

@test "samples: every frame comes back from its exact line, wherever the capture cuts it" {
  shows "$ROUND_TRIP" --cut "$SAMPLES"/*.pcap
  [[ "$output" =~ ^round\ trip:\ ([0-9]+)\ of\ ([0-9]+)\ frames$ ]]
  [ "${BASH_REMATCH[1]}" -gt 3000 ]
  [ "${BASH_REMATCH[1]}" = "${BASH_REMATCH[2]}" ]
}

@test "samples: --spec into craft gives the same frames" {
  for sample in "$SAMPLES"/[!b]*.pcap; do # in broken-lengths.pcap one frame is longer than what was captured of it
    "$UDPINSPECT" --spec --all -r "$sample" |
      "$UDPGEN" craft -w copy.pcap --force --start 2026-11-22T10:00:00Z --interval 0.001
    cmp "$sample" copy.pcap
  done
}
