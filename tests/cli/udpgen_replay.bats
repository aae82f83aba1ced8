#!/usr/bin/env bats
# udpgen replay from the outside, as far as it needs no privilege: words, messages, files.
# shellcheck disable=SC2154 # what bats and ctest set

load cli

replay() {
  fails "$1" "$2" "$UDPGEN" replay "${@:3}"
}

# show FILE: the exact lines of its frames, with their times.
show() {
  "$UDPINSPECT" --all --spec -r "$1"
  "$UDPINSPECT" --all --time epoch -r "$1" | cut -d' ' -f1
}

@test "the page of help is the one that was read and approved, and fits 80 columns" {
  shows "$UDPGEN" replay --help
  diff "$BATS_TEST_DIRNAME/help/udpgen_replay.txt" <(echo "$output")
  [ "$(wc -L <<<"$output")" -le 80 ]
}

@test "one file, one place, one pace" {
  replay 2 '^udpgen: replay: the file is missing; give a capture file, or - for standard input$'
  replay 2 '^udpgen: replay: b: there is one file already$' a b -i lo
  replay 2 '^udpgen: replay: nothing is sent unless it is said where; give -i IFACE \(udpinspect -D lists them\)$' "$SAMPLES/hello.pcap"
  replay 2 '^udpgen: replay: of -i and -w only one can be meant$' a -i lo -w b
  replay 2 '^udpgen: replay: of --speed, --rate and --fast only one can be meant$' a -i lo --fast --rate 10
  replay 2 '^udpgen: replay: -w writes each frame once, with the time that it has; ' a -w b --loop 2
  replay 2 '^udpgen: replay: -w writes each frame once, with the time that it has; ' a -w b --speed 2
  for speed in x 0 -1 1x 1e3 0x1 ''; do
    replay 2 '^udpgen: --speed .*: not a factor; give a number such as 10 or 0.5$' a -i lo "--speed=$speed"
  done
}

@test "a file that is none, an interface that is none" {
  echo nothing >file
  replay 1 '^udpgen: file: not a capture file \(pcap or pcapng\)$' file -i lo
  replay 1 '^udpgen: none: .*No such file' none -i lo
  replay 1 '^udpgen: no-such-one: no such interface; udpinspect -D lists them$' "$SAMPLES/hello.pcap" -i no-such-one
  replay 1 '^udpgen: an-interface-whose-name-is-too-l: no such interface; ' "$SAMPLES/hello.pcap" -i an-interface-whose-name-is-too-long
}

@test "no permission: the line that helps" {
  run --separate-stderr without_privilege "$UDPGEN" replay - -i lo <"$SAMPLES/hello.pcap"
  echo "$stderr"
  [ "$status" -eq 3 ]
  [[ "$stderr" =~ ^'udpgen: lo: no permission to send frames; run: sudo setcap cap_net_raw=eip '/.*/udpgen$ ]]
}

@test "into a file: the same frames with the same times; - is standard input and output" {
  for sample in "$SAMPLES"/*.pcap; do
    "$UDPGEN" replay "$sample" -w copy.pcap --force 2>said || grep -q 'cut by the capture' said
    [[ "$(cat said)" == *' written, '* ]]
    diff <(show copy.pcap) <(show "$sample") || grep -q 'cut by the capture' said
  done
  shows bash -c "gzip -c '$SAMPLES/hello.pcap' | '$UDPGEN' replay - -w - 2>said | '$UDPINSPECT' --spec -r -"
  [ "$output" = "$("$UDPINSPECT" --spec -r "$SAMPLES/hello.pcap")" ]
  [ "$(cat said)" = "2 frames written, 94 bytes" ]
  "$UDPGEN" replay "$SAMPLES/hello.pcap" -w one.pcapng -c 1 2>said
  [ "$(cat said)" = "1 frame written, 47 bytes" ]
  replay 1 '^udpgen: one.pcapng: the file exists; --force replaces it$' "$SAMPLES/hello.pcap" -w one.pcapng
}

@test "frames that the capture has cut are left out, and counted" {
  "$UDPGEN" craft -w cut.pcap --snapshot 44 'eth | ipv4 | udp | "hello"' 'eth | ipv4 | udp | "hello"' 2>/dev/null
  run --separate-stderr "$UDPGEN" replay cut.pcap -w whole.pcap
  echo "$stderr"
  [ "$status" -eq 1 ]
  [ "$stderr" = "0 frames written, 0 bytes; 2 cut by the capture
udpgen: 2 frames could not be written" ]
}

@test "--set: values from the notation, several of them" {
  "$UDPGEN" replay "$SAMPLES/hello.pcap" -w set.pcap --set 'ipv4.dst=10.0.0.9 udp.dst_port=7' --set 'payload="bye"' 2>said
  [ "$(cat said)" = "2 frames written, 90 bytes" ]
  [ "$("$UDPINSPECT" --spec -r set.pcap | head -1)" = \
    'eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | ipv4 192.168.1.10 > 10.0.0.9 id=7238 dont_fragment | udp 51000 > 7 | "bye"' ]
}

@test "--set: how many did not have the field" {
  "$UDPGEN" replay "$SAMPLES/ipv4-fragments.pcap" -w set.pcap --set 'ipv4.dst=10.0.0.9 udp.dst_port=7 gre.key=1' 2>said
  [ "$(cat said)" = "3 frames written, 163 bytes; 2 without udp.dst_port, 3 without gre.key" ]
  [[ "$("$UDPINSPECT" -r set.pcap)" == *'# reassembled: udp 51000 > 7 '* ]]
  "$UDPINSPECT" --json -r set.pcap | grep -q '"checksum_status":"good"'
}

@test "--set: frames that cannot be built with other values are left out" {
  make_capture tcp.pcap 1 "$ETH 4500001c000120004006 45cb c0a8010a c0a80114 0001000200000000"
  run --separate-stderr "$UDPGEN" replay tcp.pcap -w set.pcap --set ipv4.dst=10.0.0.9
  echo "$stderr"
  [ "$status" -eq 1 ]
  [ "$stderr" = "0 frames written, 0 bytes; 1 that cannot be built with other values
udpgen: 1 frame could not be written" ]
}

@test "--set: what it does not understand" {
  replay 2 "^udpgen: --set ipv4: give LAYER.KEY=VALUE, such as ipv4.dst=10.0.0.9$" a -w b --set ipv4
  replay 2 "^udpgen: --set ipv4.dts: .*ipv4 has no key 'dts'; did you mean 'dst'\?$" a -w b --set ipv4.dts=1
  replay 2 "^udpgen: --set upd.dst_port: .*unknown layer 'upd'; did you mean 'udp'\?$" a -w b --set upd.dst_port=1
  replay 2 "^udpgen: --set ipv4.dst: .*expected an IPv4 address" a -w b --set ipv4.dst=host
  replay 2 "^udpgen: --set ipv4:0.dst=10.0.0.9: which layer of the name is a number from 1 on" a -w b --set ipv4:0.dst=10.0.0.9
}
