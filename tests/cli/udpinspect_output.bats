#!/usr/bin/env bats
# What udpinspect prints, where, and what happens when it cannot.

load cli

LINE='10:00:00.123456 eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | ipv4 192.168.1.10 > 192.168.1.20 | udp 51000 > 7788 | "hello"'

# Enough packets for more than a pipe and a buffer hold.
make_many() {
  make_capture one.pcap 1 "$HELLO"
  tail -c +25 one.pcap >record
  for _ in $(seq 12); do
    cat record record >doubled
    mv doubled record
  done
  { head -c 24 one.pcap; cat record; } >many.pcap
}

@test "only UDP is shown, unless --all" {
  make_capture mixed.pcap 1 "$ARP" "$HELLO"
  shows "$UDPINSPECT" -r mixed.pcap
  [ "$output" = "${LINE/10:00:00/10:00:01}" ]
  shows "$UDPINSPECT" --all -r mixed.pcap
  [ "${#lines[@]}" -eq 2 ]
  [[ "${lines[0]}" == *'ff:ff:ff:ff:ff:ff'* ]]
}

@test "-c counts what is shown, not what is read" {
  make_capture mixed.pcap 1 "$ARP" "$HELLO" "$ARP" "$HELLO" "$HELLO"
  shows "$UDPINSPECT" -c 2 -r mixed.pcap
  [ "${#lines[@]}" -eq 2 ]
}

@test "the filter, as words and as a file with remarks" {
  make_capture hello.pcap 1 "$HELLO"
  shows "$UDPINSPECT" -r hello.pcap udp and dst port 7788
  [ "$output" = "$LINE" ]
  shows "$UDPINSPECT" -r hello.pcap dst port 51000
  [ "$output" = "" ]
  printf '# the echo server\nudp and\n dst port 7788 # not the client\n' >filter
  shows "$UDPINSPECT" -r hello.pcap -F filter
  [ "$output" = "$LINE" ]
  echo 'dst port 51000' >filter
  shows "$UDPINSPECT" -r hello.pcap -F filter
  [ "$output" = "" ]
}

@test "a filter file that cannot be one" {
  fails 1 '^udpinspect: missing: No such file' "$UDPINSPECT" -F missing -r hello.pcap
  fails 1 '^udpinspect: \.: Is a directory' "$UDPINSPECT" -F . -r hello.pcap
  printf 'port\0 7788' >filter
  fails 1 '^udpinspect: filter: .*-F takes a text file' "$UDPINSPECT" -F filter -r hello.pcap
}

@test "each form of output" {
  make_capture hello.pcap 1 "$HELLO"
  shows "$UDPINSPECT" -r hello.pcap -v
  [[ "$output" == *'Internet Protocol version 4'* ]]
  shows "$UDPINSPECT" -r hello.pcap -vv
  [[ "$output" == *'Checksum status'* ]]
  shows "$UDPINSPECT" -r hello.pcap -x
  [[ "$output" == *'68 65 6c 6c 6f'* ]]
  shows "$UDPINSPECT" -r hello.pcap --json
  [ "${#lines[@]}" -eq 1 ]
  [[ "$output" == '{"type":"packet","frame":1,"time":"2026-11-22T10:00:00.123456000Z",'* ]]
  shows "$UDPINSPECT" -r hello.pcap --json=pretty
  [ "${#lines[@]}" -gt 10 ]
  [ "$(python3 -c 'import json, sys; print(json.load(sys.stdin)["dst_port"])' <<<"$output")" = 7788 ]
  shows "$UDPINSPECT" -r hello.pcap --spec
  [ "$output" = 'eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | ipv4 192.168.1.10 > 192.168.1.20 id=7238 dont_fragment | udp 51000 > 7788 | "hello"' ]
  shows "$UDPINSPECT" -r hello.pcap -q
  [ "$output" = "" ]
}

@test "--fields: a line a packet and a column a name, tunnels and all" {
  make_capture hello.pcap 1 "$ARP" "$HELLO"
  shows "$UDPINSPECT" --fields frame,time,ipv4.src,udp.dst_port,notes,payload.text -r hello.pcap
  [ "$output" = $'2\t2026-11-22T10:00:01.123456000Z\t192.168.1.10\t7788\t\thello' ]
  # The innermost datagram of each sample of a tunnel goes to port 7788; GTP-C alone carries none.
  shows "$UDPINSPECT" --fields 'udp[-1].dst_port' -r "$SAMPLES/tunnels.pcap" port 7788 or not port 2123
  [ "$(sort -u <<<"$output")" = 7788 ]
  shows "$UDPINSPECT" --fields path,udp.dst_port,vxlan.vni -c 1 -r "$SAMPLES/tunnels.pcap" udp port 4789
  [ "$output" = $'eth|ipv4|udp|vxlan|eth|ipv4|udp|payload\t4789,7788\t42' ]
}

@test "--fields: as many tabs in each line as names, less one" {
  shows "$UDPINSPECT" --all --fields frame,path,payload.text,payload.hex,ipv4.options,notes -r "$SAMPLES/broken-lengths.pcap"
  [ "$(tr -cd '\t\n' <<<"$output" | sort -u)" = $'\t\t\t\t\t' ]
}

@test "-vx shows the boxes, and the bytes behind them" {
  make_capture hello.pcap 1 "$HELLO"
  shows "$UDPINSPECT" -r hello.pcap -vx
  boxes=$(grep -n 'Internet Protocol version 4' <<<"$output" | cut -d: -f1)
  bytes=$(grep -n '68 65 6c 6c 6f' <<<"$output" | cut -d: -f1)
  [ "$boxes" -lt "$bytes" ]
}

@test "the five forms of time" {
  make_capture hello.pcap 1 "$HELLO" "$HELLO" "$HELLO"
  times() { "$UDPINSPECT" -r hello.pcap "$@" | sed 's/ eth .*//' | paste -sd ' '; }
  [ "$(TZ=IST-5:30 times --time local)" = "15:30:00.123456 15:30:01.123456 15:30:02.123456" ]
  [ "$(TZ=IST-5:30 times)" = "15:30:00.123456 15:30:01.123456 15:30:02.123456" ]
  [ "$(times --time utc)" = "2026-11-22T10:00:00.123456Z 2026-11-22T10:00:01.123456Z 2026-11-22T10:00:02.123456Z" ]
  [ "$(times --time epoch)" = "1795341600.123456 1795341601.123456 1795341602.123456" ]
  [ "$(times --time relative | tr -s ' ')" = "0.000000 1.000000 2.000000" ]
  [ "$(times --time delta | tr -s ' ')" = "0.000000 1.000000 1.000000" ]
}

@test "boxes fit 80 columns, or those of COLUMNS; ASCII where the locale is not UTF-8" {
  make_capture hello.pcap 1 "$HELLO"
  shows "$UDPINSPECT" -r hello.pcap -v
  [ "$(wc -L <<<"$output")" -eq 80 ]
  shows env COLUMNS=100 "$UDPINSPECT" -r hello.pcap -v
  [ "$(wc -L <<<"$output")" -eq 100 ]
  for nonsense in abc 0 -5 99999999999999999999 3; do
    shows env COLUMNS="$nonsense" "$UDPINSPECT" -r hello.pcap -v
    [ "$(wc -L <<<"$output")" -eq 80 ]
  done
  shows env LC_ALL=C "$UDPINSPECT" -r hello.pcap -v
  [ -z "$(LC_ALL=C tr -d '\n -~' <<<"$output")" ]
}

@test "colours: only on a terminal, unless always; NO_COLOR, TERM=dumb and never forbid them" {
  make_capture hello.pcap 1 "$HELLO"
  escape=$(printf '\033')
  colored() { grep -q "$escape" <<<"$output"; }
  plain() { [ -n "$output" ] && ! colored; }
  shows "$UDPINSPECT" -r hello.pcap -v
  plain
  shows env NO_COLOR=1 "$UDPINSPECT" -r hello.pcap -v --color always
  colored
  on_terminal() { output=$(env "$@" script -qec "'$UDPINSPECT' -r hello.pcap -v $options" /dev/null </dev/null); }
  script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip "there is no terminal to be had here"
  options=
  on_terminal NO_COLOR=
  colored
  on_terminal NO_COLOR=1
  plain
  on_terminal TERM=dumb
  plain
  options='--color never'
  on_terminal NO_COLOR=
  plain
}

@test "statistics of a file only with --stats, on standard error" {
  make_capture mixed.pcap 1 "$ARP" "$HELLO"
  run --separate-stderr "$UDPINSPECT" --stats -q -r mixed.pcap
  [ "$status" -eq 0 ]
  [ "$output" = "" ]
  [ "$stderr" = "2 packets read
1 packet shown" ]
}

@test "SIGUSR1 prints the statistics and goes on; SIGINT ends with them and status 0" {
  make_capture hello.pcap 1 "$HELLO"
  mkfifo pipe
  "$UDPINSPECT" --stats -r - <pipe >out 2>err &
  exec 9>pipe
  cat hello.pcap >&9
  await out hello
  kill -USR1 $!
  await err '1 packet shown'
  [ "$(grep -c shown err)" -eq 1 ]
  kill -INT $!
  wait $!
  [ "$(grep -c '1 packet shown' err)" -eq 2 ]
  exec 9>&-
}

@test "a reader that goes away is no failure" {
  make_many
  for form in "" -v -x --json --spec; do
    run bash -c "set -o pipefail; '$UDPINSPECT' -r many.pcap $form | head -1"
    echo "$form: status $status: $output"
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 1 ]
  done
  run bash -c "set -o pipefail; '$UDPINSPECT' --stats -r many.pcap 2>&1 >/dev/full | head -3; '$UDPINSPECT' --help | true"
  [ "$status" -eq 0 ]
}

@test "a full disk: one line, status 1, and the work stops" {
  make_many
  for page in "-r many.pcap" "-r many.pcap --json" --help --version --list-protocols --schema "--describe udp" -D; do
    fails 1 '^udpinspect: standard output: No space left on device; ' bash -c "'$UDPINSPECT' $page >/dev/full"
  done
  run bash -c "'$UDPINSPECT' --stats -r many.pcap 2>&1 >/dev/full"
  [ "$status" -eq 1 ]
  [[ "$output" =~ ^([0-9]+)\ packets\ read ]]
  [ "${BASH_REMATCH[1]}" -lt 4096 ]
}

@test "standard output that is closed is not mistaken for the capture" {
  make_capture hello.pcap 1 "$HELLO"
  cp hello.pcap before.pcap
  fails 1 '^udpinspect: standard output: ' bash -c "'$UDPINSPECT' -r hello.pcap >&-"
  cmp hello.pcap before.pcap
}

@test "standard output that does not block gets everything" {
  make_many
  python3 - "$UDPINSPECT" <<'PY'
import os, subprocess, sys, time
reader, writer = os.pipe()
os.set_blocking(writer, False)
child = subprocess.Popen([sys.argv[1], "-r", "many.pcap"], stdout=writer)
os.close(writer)
time.sleep(0.2)
count = 0
while chunk := os.read(reader, 65536):
    count += chunk.count(b"\n")
assert (count, child.wait()) == (4096, 0), (count, child.returncode)
PY
}
