#!/usr/bin/env bats
# The words of udpgen's command line, and craft from the outside.

load cli

@test "the pages of help are those that were read and approved, and fit 80 columns" {
  for command in "" send echo sink relay craft; do
    shows "$UDPGEN" $command --help
    diff "$BATS_TEST_DIRNAME/help/udpgen${command:+_$command}.txt" <(echo "$output")
    [ "$(wc -L <<<"$output")" -le 80 ]
  done
}

@test "--version gives name and number" {
  shows "$UDPGEN" --version
  [[ "$output" =~ ^udpgen\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
}

@test "a command is needed, and the nearest one named" {
  fails 2 '^udpgen: the command is missing; give send, echo, sink, relay, craft or replay' "$UDPGEN"
  fails 2 '^udpgen: snd: no such command; did you mean send\?$' "$UDPGEN" snd
  fails 2 '^udpgen: xyzzy: no such command; --help lists them$' "$UDPGEN" xyzzy
  fails 2 '^udpgen: --vresion: no such option; did you mean --version\?$' "$UDPGEN" --vresion
}

@test "send: one destination, one content" {
  fails 2 '^udpgen: send: the destination is missing; give HOST:PORT$' "$UDPGEN" send --text hello
  fails 2 '^udpgen: send: hello: there is one destination already; --text sends words$' "$UDPGEN" send 127.0.0.1:7788 hello
  fails 2 '^udpgen: send: of --text, --hex, --file and --size only one' "$UDPGEN" send 127.0.0.1:7788 --text a --size 0
  fails 2 '-c 0: too small' "$UDPGEN" send 127.0.0.1:7788 -c 0
  fails 2 '--ttl 256: too large; give a whole number from 1 to 255$' "$UDPGEN" send 127.0.0.1:7788 --ttl 256
  fails 2 '--wait x: not a number; give seconds' "$UDPGEN" send 127.0.0.1:7788 --wait x
  fails 2 '--txt: no such option; did you mean --text\?' "$UDPGEN" send 127.0.0.1:7788 --txt hello
}

@test "echo: one place" {
  fails 2 '^udpgen: echo: 9000: it listens in one place; give one \[ADDR:\]PORT$' "$UDPGEN" echo 7788 9000
  fails 2 '^udpgen: .*65536' "$UDPGEN" echo 127.0.0.1:65536
}

@test "craft: the lesson's datagram, byte for byte" {
  make_capture wanted.pcap 1 "$HELLO"
  run --separate-stderr "$UDPGEN" craft -w made.pcap --start 1795341600.123456 \
    'eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | ipv4 192.168.1.10 > 192.168.1.20 id=7238 dont_fragment | udp 51000 > 7788 | "hello"'
  [ "$status" -eq 0 ]
  [ "$output" = "" ]
  [ "$stderr" = "1 packet written, 47 bytes" ]
  cmp wanted.pcap made.pcap
}

@test "craft: both ways of writing a time, and the interval" {
  for start in 1795341600.25 2026-11-22T10:00:00.25Z; do
    "$UDPGEN" craft -w time.pcap --force --start "$start" --interval 1.5 'ipv4 | udp' 'ipv4 | udp'
    [ "$("$UDPINSPECT" -r time.pcap --time epoch | cut -d' ' -f1 | paste -sd' ')" = "1795341600.250000 1795341601.750000" ]
  done
}

@test "craft: times that are none" {
  for start in noon 2026-11-22 2026-11-22T10:00:00 2026-13-01T00:00:00Z 10:00 1.0000000001 1. -1 1e9 ''; do
    fails 2 '--start .*: not a time; give seconds since 1970 or ' "$UDPGEN" craft -w x.pcap --start "$start" 'ipv4 | udp'
  done
  fails 2 '--start .*: out of range' "$UDPGEN" craft -w x.pcap --start 99999999999999999999 'ipv4 | udp'
  [ ! -e x.pcap ]
}

@test "craft: lines from standard input, a capture to standard output" {
  shows bash -c "printf 'ipv4 | udp 1 > 2\n# a remark\nipv4 | udp 3 > 4\n' | '$UDPGEN' craft 2>/dev/null | '$UDPINSPECT' --time epoch -r - | grep -c udp"
  [ "$output" = 2 ]
}

@test "craft: a file is not overwritten unasked" {
  echo precious >file
  fails 1 '^udpgen: file: .*--force' "$UDPGEN" craft -w file 'ipv4 | udp'
  [ "$(cat file)" = precious ]
}

@test "craft: a full disk" {
  fails 1 '^udpgen: .*No space left on device' bash -c "'$UDPGEN' craft 'ipv4 | udp' >/dev/full"
}

@test "the script for bash completes commands and their options" {
  source <("$UDPGEN" --completions bash)
  complete_words() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _udpgen
    echo "${COMPREPLY[*]}"
  }
  [ "$(complete_words udpgen s)" = "send sink" ]
  [ "$(complete_words udpgen send --bro)" = "--broadcast" ]
  [ "$(complete_words udpgen craft --bro)" = "" ]
}
