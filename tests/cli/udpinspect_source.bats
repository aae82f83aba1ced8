#!/usr/bin/env bats
# Where packets come from: files that are whole, broken or none at all, pipes, interfaces.

load cli

@test "a missing, an empty and a foreign file, a directory" {
  fails 1 '^udpinspect: missing.pcap: No such file or directory' "$UDPINSPECT" -r missing.pcap
  : >empty.pcap
  fails 1 '^udpinspect: empty.pcap: .*empty' "$UDPINSPECT" -r empty.pcap
  echo 'this is not a capture file, whatever its name says' >text.pcap
  fails 1 '^udpinspect: text.pcap: not a capture file' "$UDPINSPECT" -r text.pcap
  fails 1 '^udpinspect: \.: ' "$UDPINSPECT" -r .
}

@test "a file that may not be read" {
  make_capture hello.pcap 1 "$HELLO"
  chmod 755 .
  chmod 000 hello.pcap
  [ "$(id -u)" = 0 ] || skip "needs root to be somebody else"
  run without_privilege "$UDPINSPECT" -r "$PWD/hello.pcap"
  echo "status $status: $output"
  [ "$status" -ne 0 ]
  [[ "$output" =~ ^udpinspect:\ .*hello.pcap:\ Permission\ denied ]]
  [ "${#lines[@]}" -eq 1 ]
}

@test "a file that ends too early: what is whole is shown, then one line, and status 1" {
  make_capture hello.pcap 1 "$HELLO" "$HELLO"
  head -c -3 hello.pcap >cut.pcap
  run --separate-stderr "$UDPINSPECT" -r cut.pcap
  [ "$status" -eq 1 ]
  [ "${#lines[@]}" -eq 1 ]
  [[ "$output" == *'"hello"' ]]
  [[ "$stderr" =~ ^udpinspect:\ cut.pcap:\ .*packet\ 2 ]]
  [ "${#stderr_lines[@]}" -eq 1 ]
  head -c 20 hello.pcap >cut.pcap
  fails 1 '^udpinspect: cut.pcap: ' "$UDPINSPECT" -r cut.pcap
}

@test "a record that claims more than a capture can hold" {
  make_capture hello.pcap 1 "$HELLO"
  printf '\xff\xff\xff\x7f' | dd of=hello.pcap bs=1 seek=32 conv=notrunc status=none
  fails 1 '^udpinspect: hello.pcap: ' "$UDPINSPECT" -r hello.pcap
}

@test "standard input, gzip, and both" {
  make_capture hello.pcap 1 "$HELLO"
  gzip -k hello.pcap
  for source in "-r hello.pcap" "-r hello.pcap.gz" "-r - <hello.pcap" "-r - <hello.pcap.gz"; do
    shows bash -c "'$UDPINSPECT' $source"
    [ "$output" = '10:00:00.123456 eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | ipv4 192.168.1.10 > 192.168.1.20 | udp 51000 > 7788 | "hello"' ]
  done
  fails 1 '^udpinspect: standard input: ' bash -c "'$UDPINSPECT' -r - </dev/null"
}

@test "packets that come slowly through a pipe are shown as they come" {
  make_capture hello.pcap 1 "$HELLO"
  mkfifo pipe
  "$UDPINSPECT" -r - <pipe >out &
  exec 9>pipe
  cat hello.pcap >&9
  await out hello
  exec 9>&-
  wait $!
}

@test "a filter with names, over several link types in one file" {
  make_capture eth.pcap 1 "$HELLO" "${HELLO/1e6c/0035}"
  make_capture raw.pcap 101 "$IPV4 ${UDP/1e6c/0035} 68656c6c6f"
  "$UDPINSPECT" -w eth.pcapng -r eth.pcap
  "$UDPINSPECT" -w raw.pcapng -r raw.pcap
  cat eth.pcapng raw.pcapng >both.pcapng
  shows "$UDPINSPECT" -r both.pcapng port domain
  [ "${#lines[@]}" -eq 2 ]
}

@test "--follow shows what is added to a file, until it is told to stop" {
  make_capture two.pcap 1 "$HELLO" "$HELLO"
  head -c 30 two.pcap >growing.pcap # in the middle of the first record
  "$UDPINSPECT" --follow -r growing.pcap >out 2>err &
  for size in 87 150; do
    sleep 0.3
    head -c $size two.pcap | tail -c +$(($(stat -c %s growing.pcap) + 1)) >>growing.pcap
    for _ in $(seq 100); do
      [ "$(wc -l <out)" = $((size / 75)) ] && break
      sleep 0.05
    done
    [ "$(wc -l <out)" = $((size / 75)) ]
  done
  kill -INT $!
  wait $!
  [ ! -s err ]
  fails 2 '^udpinspect: --follow: there is no file to follow; add -r FILE' "$UDPINSPECT" --follow
}

@test "-s keeps less of each frame, and the rest is said to be missing" {
  make_capture hello.pcap 1 "$HELLO"
  shows "$UDPINSPECT" --json -s 44 -r hello.pcap
  [[ "$output" == *'"captured":44,"length":47'* ]]
  [[ "$output" == *'"hex":"6865"'* ]]
  [[ "$output" == *'"truncated"'* ]]
}

@test "an unknown link type is named once; --all shows its frames" {
  make_capture user.pcap 147 'ff fe' 'fd fc'
  run --separate-stderr "$UDPINSPECT" -r user.pcap
  [ "$status" -eq 0 ]
  [ "$output" = "" ]
  [ "$stderr" = "udpinspect: link type 147: not known; its frames are shown as payload with --all" ]
  run --separate-stderr "$UDPINSPECT" --all -r user.pcap
  [ "$status" -eq 0 ]
  [ "${#lines[@]}" -eq 2 ]
  [[ "${lines[0]}" == *' hex:fffe'* ]]
  [ "$stderr" = "udpinspect: link type 147: not known; its frames are shown as payload" ]
}

@test "an interface that is not there" {
  fails 1 '^udpinspect: nosuchif0: .*-D' "$UDPINSPECT" -i nosuchif0
}

@test "without privilege: the exact remedy, and status 3" {
  run without_privilege "$UDPINSPECT" -i lo
  echo "status $status: $output"
  [ "$status" -eq 3 ]
  [ "${#lines[@]}" -eq 1 ]
  [[ "$output" =~ ^udpinspect:\ lo:\ .*sudo\ setcap\ cap_net_raw.*=eip\ /.*/udpinspect ]]
}

@test "-D needs no privilege, says what each address means, and fits 80 columns" {
  run without_privilege "$UDPINSPECT" -D
  [ "$status" -eq 0 ]
  grep -qE '^ +[0-9]+ +lo +up, running, loopback' <<<"$output"
  grep -qE '^ +IPv4 +127\.0\.0\.1/8 +class A, loopback$' <<<"$output"
  grep -qE '^ +mask +255\.0\.0\.0 ' <<<"$output"
  grep -qE '^ +network +127\.0\.0\.0 +16777214 hosts$' <<<"$output"
  grep -qE '^ +broadcast +127\.255\.255\.255 ' <<<"$output"
  [ "$(wc -L <<<"$output")" -le 80 ]
}
