#!/usr/bin/env bats
# The words of udpinspect's command line: what is understood, what is refused, and how.

load cli

@test "--help is the page that was read and approved, and fits 80 columns" {
  shows "$UDPINSPECT" --help
  diff "$BATS_TEST_DIRNAME/help/udpinspect.txt" <(echo "$output")
  [ "$(wc -L <<<"$output")" -le 80 ]
}

@test "-h is --help, whatever else is asked for" {
  shows "$UDPINSPECT" -c 1 -h port 7788
  [[ "$output" == "Usage: udpinspect "* ]]
}

@test "--version gives name and number" {
  shows "$UDPINSPECT" --version
  [[ "$output" =~ ^udpinspect\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
}

@test "numbers: what is none, too small or too large is refused with what to give" {
  fails 2 '^udpinspect: -c abc: not a number; give a whole number from 1 on$' "$UDPINSPECT" -c abc
  fails 2 '-c 3x: not a number' "$UDPINSPECT" -c3x
  fails 2 '-c -1: not a number' "$UDPINSPECT" -c -1
  fails 2 '--count : not a number' "$UDPINSPECT" --count=
  fails 2 '-c 0: too small' "$UDPINSPECT" -c 0
  fails 2 '-c 18446744073709551616: too large' "$UDPINSPECT" -c 18446744073709551616
  fails 2 '-s 262145: too large; give a whole number from 0 to 262144$' "$UDPINSPECT" -s 262145
  fails 2 '-B 0: too small; give a whole number from 1 to 2097151$' "$UDPINSPECT" -B 0
}

@test "seconds may have decimals, and nothing else" {
  for text in 1e3 inf nan 0x1 1.2.3 . ' 1' +1 -1 1,5 ''; do
    fails 2 '--duration .*: not a number; give seconds from 0.001 to 1000000$' "$UDPINSPECT" --duration "$text"
  done
  fails 2 '--duration 0: too small' "$UDPINSPECT" --duration 0
  fails 2 '--duration 1000001: too large' "$UDPINSPECT" --duration 1000001
}

@test "choices are named where another word is given" {
  fails 2 '--time noon: not one of the choices; give local, utc, epoch, relative or delta$' "$UDPINSPECT" --time noon
  fails 2 '--color yes: .*; give auto, always or never$' "$UDPINSPECT" --color=yes
  fails 2 '--json=nice: .*; give lines or pretty$' "$UDPINSPECT" --json=nice
  fails 2 '--completions csh: .*; give bash, zsh or fish$' "$UDPINSPECT" --completions csh
}

@test "an argument that is missing or too many" {
  fails 2 '^udpinspect: -c: its argument is missing; give a whole number from 1 on$' "$UDPINSPECT" -c
  fails 2 '-i: its argument is missing; give IFACE$' "$UDPINSPECT" -vi
  fails 2 '--time: its argument is missing; give local' "$UDPINSPECT" --time
  fails 2 '--all: takes no argument; leave out =3$' "$UDPINSPECT" --all=3
}

@test "an unknown option is refused, and the nearest one named" {
  fails 2 '^udpinspect: --jsn: no such option; did you mean --json\?$' "$UDPINSPECT" --jsn
  fails 2 'did you mean --color\?' "$UDPINSPECT" --colour=never
  fails 2 'did you mean --duration\?' "$UDPINSPECT" --dur 3
  fails 2 '^udpinspect: --xyzzy: no such option; --help lists them$' "$UDPINSPECT" --xyzzy
  fails 2 '^udpinspect: -k: no such option; --help lists them$' "$UDPINSPECT" -vk
}

@test "options come before the filter; a minus sign in the filter is no option" {
  fails 2 '^udpinspect: -i: options come before the filter$' "$UDPINSPECT" port 7788 -i lo
  fails 2 '^udpinspect: --json: options come before the filter$' "$UDPINSPECT" port 7788 --json
  make_capture hello.pcap 1 "$HELLO"
  shows "$UDPINSPECT" -r hello.pcap 'udp[4:2]' - 13 = 0
  [ "${#lines[@]}" -eq 1 ]
  shows "$UDPINSPECT" -r hello.pcap 'udp[4:2]' = 14 -1
  [ "${#lines[@]}" -eq 1 ]
}

@test "behind -- everything is the filter" {
  make_capture hello.pcap 1 "$HELLO"
  fails 2 'filter "-c 1"' "$UDPINSPECT" -r hello.pcap -- -c 1
}

@test "letters may stand together, arguments too" {
  make_capture hello.pcap 1 "$HELLO" "$HELLO"
  shows "$UDPINSPECT" -nlc1 -rhello.pcap
  [ "${#lines[@]}" -eq 1 ]
  shows "$UDPINSPECT" --count 1 --read=hello.pcap
  [ "${#lines[@]}" -eq 1 ]
}

@test "of an option that is given twice the last counts" {
  make_capture hello.pcap 1 "$HELLO" "$HELLO"
  shows "$UDPINSPECT" -c 1 -c 2 -r hello.pcap
  [ "${#lines[@]}" -eq 2 ]
}

@test "options that exclude each other" {
  fails 2 '-i and -r: ' "$UDPINSPECT" -i lo -r hello.pcap
  fails 2 '-v and --json: ' "$UDPINSPECT" --json -v
  fails 2 '-x and --spec: ' "$UDPINSPECT" -x --spec
  fails 2 '--json and -q: ' "$UDPINSPECT" -q --json=pretty
  fails 2 '--json and --fields: ' "$UDPINSPECT" --fields time --json
  fails 2 '-F and port: ' "$UDPINSPECT" -F filter port 7788
}

@test "--fields: names that are none are refused before anything is read" {
  fails 2 '^udpinspect: --fields udp.dstport: no such field; did you mean udp.dst_port\?$' \
    "$UDPINSPECT" --fields frame,udp.dstport -r missing.pcap
  fails 2 '^udpinspect: --fields: a name is missing; ' "$UDPINSPECT" --fields '' -r missing.pcap
  fails 2 '^udpinspect: --fields: its argument is missing; give NAMES$' "$UDPINSPECT" --fields
}

@test "--describe of an unknown name gives the nearest" {
  fails 2 '^udpinspect: --describe upd: no such name; did you mean udp\?$' "$UDPINSPECT" --describe upd
  fails 2 '--describe xyzzy: no such name; --list-protocols lists them$' "$UDPINSPECT" --describe xyzzy
}

@test "--list-protocols lists them with their specification, and --describe explains each" {
  shows "$UDPINSPECT" --list-protocols
  grep -q '^udp .*RFC 768' <<<"$output"
  names=$(awk 'NR > 1 && /^[a-z]/ { print $1 }' <<<"$output")
  [ "$(wc -w <<<"$names")" -ge 19 ]
  for name in $names; do
    shows "$UDPINSPECT" --describe "$name"
    [[ "$output" == "$name: "* ]]
  done
}

@test "--describe explains fields and notes too" {
  shows "$UDPINSPECT" --describe ipv4.ttl
  [[ "$output" == "ipv4.ttl: "* ]]
  shows "$UDPINSPECT" --describe udp-checksum-bad
  [[ "$output" == "udp-checksum-bad: warning"* ]]
}

@test "--schema is a JSON document" {
  "$UDPINSPECT" --schema | python3 -m json.tool >/dev/null
}

@test "a bad filter is refused before anything is captured, with the place" {
  make_capture hello.pcap 1 "$HELLO"
  fails 2 '^udpinspect: filter "prot 7788": .*syntax error' "$UDPINSPECT" -r hello.pcap prot 7788
}

@test "the script for bash completes options, choices, files and interfaces" {
  source <("$UDPINSPECT" --completions bash)
  complete_words() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _udpinspect
    echo "${COMPREPLY[*]}"
  }
  [ "$(complete_words udpinspect --sche)" = "--schema" ]
  [ "$(complete_words udpinspect --addr)" = "--address" ]
  [ "$(complete_words udpinspect --time re)" = "relative" ]
  [[ " $(complete_words udpinspect -i '') " == *" any "* ]]
  touch capture.pcap
  [ "$(complete_words udpinspect -r cap)" = "capture.pcap" ]
}
