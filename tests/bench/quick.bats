#!/usr/bin/env bats
# The bench works; what it measures is no matter of tests.
# shellcheck disable=SC2154 # what bats and ctest set
bats_require_minimum_version 1.5.0

bench=$BATS_TEST_DIRNAME/run

setup_file() {
  export CACHE=$BATS_FILE_TMPDIR/cache
}

setup() {
  cd "$BATS_TEST_TMPDIR" || return
}

# stub WORDS: a udpinspect that does something else when it reads a file; its folder is in $stub.
stub() {
  stub=$BATS_TEST_TMPDIR/stub
  mkdir "$stub"
  ln -s "$UDPGEN" "$stub/udpgen"
  # shellcheck disable=SC2016 # for the stub
  printf '#!/bin/sh\n[ "$1" = --help ] && exec "%s" --help\n%s\n' "$UDPINSPECT" "$1" >"$stub/udpinspect"
  chmod +x "$stub/udpinspect"
}

@test "each mode is measured on each input, after it has shown every packet" {
  without=()      # tshark takes most of the time: once is enough
  for input in small mixed; do
    run --separate-stderr "$bench" --check --input "$input" "${without[@]}" --program "$UDPINSPECT" --cache "$CACHE"
    echo "$output" "$stderr"
    [ "$status" -eq 0 ]
    [[ "$output" != *"left out: udpinspect"* ]]
    without=(--without tshark)
    for mode in '-q --stats' line -v -x --json '--fields, 7 of them' '-w - udp or vlan'; do
      [ "$(grep -cE -- "^$input +udpinspect +$mode +2,000 " <<<"$output")" -eq 1 ]
    done
    [ "$(grep -cE "^$input +pcap_loop .* times its time" <<<"$output")" -eq 1 ]
  done
}

@test "the mix is what it is said to be" {
  "$bench" --check --only count --program "$UDPINSPECT" --cache "$CACHE"
  "$UDPINSPECT" --spec -r "$CACHE"/mixed-2000-*.pcap >lines
  [ "$(wc -l <lines)" -eq 2000 ]
  [ "$(grep -c '| vxlan vni=' lines)" -eq 200 ]
  [ "$(grep -c '| vlan id=' lines)" -eq 200 ]
  [ "$(grep -c '| ipv6 ' lines)" -eq 200 ]
  [ "$(grep -c '| fragment ' lines)" -eq 200 ]
  [ "$(grep -cE '\| udp [0-9]+ > 53 ' lines)" -eq 300 ]
  [ "$(grep -cE '\| udp 53 > ' lines)" -eq 300 ]
}

@test "the same captures every time, and the short is the beginning of the long" {
  for cache in "$CACHE" other; do
    "$bench" --check --only count --program "$UDPINSPECT" --cache "$cache"
  done
  run "$bench" --check --only start --without tshark --program "$UDPINSPECT" --cache other
  [ "$(grep -cE '^ten +udpinspect +line +10 ' <<<"$output")" -eq 1 ]
  cmp "$CACHE"/mixed-2000-*.pcap other/mixed-2000-*.pcap
  cmp "$CACHE"/small-2000-*.pcap other/small-2000-*.pcap
  [ "$(stat -c %s other/small-10-*.pcap)" -eq $((24 + 10 * (16 + 47))) ]
  cmp -n $((24 + 10 * (16 + 47))) other/small-10-*.pcap other/small-2000-*.pcap
}

@test "a live capture is measured" {
  [ "$(id -u)" = 0 ] || skip "needs root to make network namespaces"
  ip netns add "bench-$$" 2>/dev/null || skip "network namespaces cannot be made here"
  ip netns del "bench-$$"
  run --separate-stderr "$BATS_TEST_DIRNAME/live" --only count --seconds 1 --rates 1000 \
    --program "$UDPINSPECT" --cache "$CACHE"
  echo "$output" "$stderr"
  [ "$status" -eq 0 ]
  [ "$(grep -cE '^count +[1-9][0-9,]+ +[1-9][0-9,]+ +0\.00% ' <<<"$output")" -eq 1 ]
  [ "$(ip netns list | grep -c '^bench-')" -eq 0 ]
}

@test "a program that shows too little is not measured" {
  # shellcheck disable=SC2016 # for the stub
  stub "\"$UDPINSPECT\" \"\$@\" | sed 1d"
  run --separate-stderr "$bench" --check --only line --input small --program "$stub/udpinspect" --cache "$CACHE"
  [ "$status" -eq 1 ]
  [[ "$stderr" == *": 1999 packets shown of 2000" ]]
}

@test "a promise that is not kept is named, and ends in status 1" {
  command -v tcpdump >/dev/null || skip "needs tcpdump"
  stub "sleep 0.4; exec \"$UDPINSPECT\" \"\$@\""
  run --separate-stderr "$bench" --only start --rounds 1 --without tshark --program "$stub/udpinspect" --cache "$CACHE"
  echo "$output"
  [ "$status" -eq 1 ]
  [[ "$output" == *" times its time  at most 2: NOT MET"* ]]
}
