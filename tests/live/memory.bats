#!/usr/bin/env bats
# Memory that is refused to a live capture and to a sender of frames, at each place that asks for some.

load namespace

refuses() {
  [ -n "$REFUSE_MEMORY" ] || skip "sanitizers, or counters of lines, ask for memory themselves"
  inside python3 "$BATS_TEST_DIRNAME/../cli/memory.py" "$@"
}

@test "a live capture" {
  refuses --feed 7788 -- "$UDPINSPECT" --no-sandbox -i lo -c 2 --fields payload.text udp port 7788
}

@test "replay to an interface" {
  refuses -- "$UDPGEN" replay "$SAMPLES/hello.pcap" -i lo --speed 1000
}
