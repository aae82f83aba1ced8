#!/usr/bin/env bats
# craft from the outside: what it takes, what it makes of it, and how it says no.

# shellcheck disable=SC2154 # what bats sets
load cli

# inspected ARGUMENT...: the packets that udpgen craft makes of these arguments, as udpinspect prints them, without the time.
inspected() {
  "$UDPGEN" craft "$@" 2>/dev/null | "$UDPINSPECT" --all -r - | cut -d' ' -f2-
}

# points STATUS MESSAGE LINE CARET ARGUMENT...: the error, the line, and the caret under its column.
points() {
  local expected=$1 message=$2 line=$3 caret=$4
  shift 4
  run --separate-stderr "$UDPGEN" craft "$@"
  echo "status $status, stdout: $output, stderr: $stderr"
  [ "$status" -eq "$expected" ]
  [ "$output" = "" ]
  [ "${stderr_lines[0]}" = "udpgen: $message" ]
  [ "${stderr_lines[1]}" = "$line" ]
  [ "${stderr_lines[2]}" = "$(printf '%*s^' "$caret" '')" ]
  [ "${#stderr_lines[@]}" -eq 3 ]
}

@test "a magic packet has its repetitions, with a password behind them; BFD has its length" {
  run --separate-stderr "$UDPGEN" craft --hex 'wol mac=00:11:22:33:44:55 password=hex:01020304'
  [ "${lines[0]}" = "ffffffffffff$(printf '001122334455%.0s' {1..16})01020304" ]
  run --separate-stderr "$UDPGEN" craft --hex 'bfd state=Up authentication_present auth_type=1 auth_length=5 auth_key_id=2 password="hi"'
  [ "${lines[0]}" = "20c4031d00000001$(printf '00000000%.0s' {1..4})0105026869" ]
}

@test "a wrong line: the caret stands under the place, and no file is made" {
  points 2 "column 8: unknown layer 'upd'; did you mean 'udp'?" 'ipv4 | upd' 7 -w x.pcap 'ipv4 | upd'
  points 2 "line 2, column 10: ttl is at most 255, not 256" 'ipv4 ttl=256' 9 -w x.pcap ipv4 'ipv4 ttl=256'
  [ ! -e x.pcap ]
}

@test "the caret counts the columns of a terminal" {
  points 2 "column 8: unknown layer 'x'" '"你好" | x' 9 '"你好" | x'
  points 2 "column 7: unknown layer 'x'" '"\x01" | x' 9 $'"\x01" | x'
}

@test "a long line is shown around the place" {
  run --separate-stderr "$UDPGEN" craft "\"$(printf '%0100d' 0)\" | upd 1 > 2"
  [ "${stderr_lines[1]}" = "…$(printf '%066d' 0)\" | upd 1 > 2" ]
  [ "${stderr_lines[2]}" = "$(printf '%*s^' 71 '')" ]
}

@test "a line that was cut for the screen is refused with what to do" {
  run --separate-stderr bash -c "'$UDPGEN' craft 'ipv4 | udp | zeros:2000' 2>/dev/null | '$UDPINSPECT' -r - | '$UDPGEN' craft -x"
  [ "$status" -eq 2 ]
  [[ "$stderr" =~ "the payload was cut for the screen by "[0-9]+" bytes; print it with --spec" ]]
}

@test "what does not go together" {
  echo eth >lines
  fails 2 '^udpgen: craft: of lines, -f and --json only one can be crafted$' "$UDPGEN" craft -f lines eth
  fails 2 '^udpgen: craft: of lines, -f and --json only one can be crafted$' "$UDPGEN" craft -f lines --json lines
  fails 2 '^udpgen: craft: of -w and -x only one can be made$' "$UDPGEN" craft -x -w x.pcap eth
  for option in --force '--link-type RAW' '--start 1' '--interval 1' '--snapshot 9'; do
    # shellcheck disable=SC2086 # an option and its argument
    fails 2 '^udpgen: craft: --force, --link-type, --start, --interval and --snapshot are of capture files; leave out -x$' \
      "$UDPGEN" craft -x $option eth
  done
  fails 2 '^udpgen: craft: --mix has no end by itself; give -c$' "$UDPGEN" craft --mix 1,1 eth eth
  fails 2 '^udpgen: --mix 1;1: not a list of weights; give whole numbers such as 7,4,1$' "$UDPGEN" craft --mix '1;1' -c 1 eth eth
  fails 2 '^udpgen: --mix: 2 weights for 1 line; give one for each$' "$UDPGEN" craft --mix 1,1 -c 1 eth
  fails 2 '^udpgen: -c 0: too small' "$UDPGEN" craft -c 0 eth
  fails 1 '^udpgen: absent: No such file or directory$' "$UDPGEN" craft -f absent
  fails 1 '^udpgen: absent: No such file or directory$' "$UDPGEN" craft --json absent
  [ ! -e x.pcap ]
}

@test "-f: lines of a file, and of standard input" {
  printf 'ipv4 | udp 1 > 2\n\n# a remark\n  ipv4 | udp 3 > 4\n' >lines
  [ "$(inspected -f lines | grep -o 'udp.*' | paste -sd,)" = 'udp 1 > 2,udp 3 > 4' ]
  [ "$(inspected -f - <lines | grep -c udp)" = 2 ]
  [ "$(inspected -c 5 -f lines | grep -o 'udp .' | paste -sd' ')" = "udp 1 udp 3 udp 1 udp 3 udp 1" ]
  echo 'ipv4 | upd' >>lines
  run --separate-stderr "$UDPGEN" craft -w kept.pcap -f lines
  [ "$status" -eq 2 ]
  [ "${stderr_lines[0]}" = "udpgen: lines: line 5, column 8: unknown layer 'upd'; did you mean 'udp'?" ]
  [ "$("$UDPINSPECT" -r kept.pcap | grep -c udp)" = 2 ]
}

@test "-x: hexadecimal digits, a packet a line" {
  shows bash -c "'$UDPGEN' craft -x 'udp 51000 > 7788 checksum=0xabcd | \"hello\"' 'hex:00' 2>/dev/null"
  [ "$output" = $'c7381e6c000dabcd68656c6c6f\n00' ]
  run --separate-stderr "$UDPGEN" craft -x 'hex:00' 'zeros:2'
  [ "$stderr" = "2 packets written, 3 bytes" ]
}

@test "-x: a packet that was captured comes out as its bytes" {
  make_capture wanted.pcap 1 "$HELLO"
  [ "$("$UDPINSPECT" --spec -r wanted.pcap | "$UDPGEN" craft -x 2>/dev/null)" = "${HELLO// /}" ]
}

@test "sweeps: ports, hops, addresses, sizes, all combinations" {
  [ "$(inspected 'ipv4 | udp 1000..1999 > 7788' | grep -c 'udp 1[0-9][0-9][0-9] > 7788')" = 1000 ]
  [ "$(inspected 'ipv4 ttl=1..64 | udp' -w - | wc -l)" = 64 ]
  [ "$(inspected 'ipv4 | udp | vxlan vni=5..9/2' | grep -o 'vni=.' | paste -sd' ')" = "vni=5 vni=7 vni=9" ]
  [ "$(inspected 'ipv4 10.0.0.254..10.0.1.1 > 10.9.9.9 | udp' | cut -d' ' -f2 | paste -sd' ')" = "10.0.0.254 10.0.0.255 10.0.1.0 10.0.1.1" ]
  [ "$(inspected 'ipv6 2001:db8::9..2001:db8::8 > ::1 | udp' | cut -d' ' -f2 | paste -sd' ')" = "2001:db8::9 2001:db8::8" ]
  [ "$(inspected 'ipv4 | udp 1..2 > 5..6' | grep -o 'udp . > .' | paste -sd,)" = "udp 1 > 5,udp 1 > 6,udp 2 > 5,udp 2 > 6" ]
  [ "$(inspected 'ipv4 | udp | zeros:1..3' | grep -o 'hex:.*' | paste -sd' ')" = "hex:00 hex:0000 hex:000000" ]
}

@test "sweeps: every packet has right lengths and checksums" {
  "$UDPGEN" craft 'ipv4 10.0.0.1..10.0.0.20 > 10.9.9.9 ttl=1..5 | udp 1..3 > 7788 | random:0..99' -w all.pcap
  [ "$("$UDPINSPECT" --json -r all.pcap | grep -o '"checksum_status":"good"' | wc -l)" = 600 ]
  [ "$("$UDPINSPECT" --json -r all.pcap | grep -c '"notes":\[\]')" = 300 ]
}

@test "{n}: the number of the packet, in each line of several" {
  [ "$(inspected 'ipv4 | udp | "n={n}"' 'ipv4 | udp | "{n}!"' -c 3 | grep -o '".*"' | paste -sd' ')" = '"n=1" "2!" "n=3"' ]
}

@test "{n}: what a packet says is no number when it is pasted" {
  payload='{n} {"n":{n}} {{n}} {m}'
  "$UDPGEN" craft "ipv4 | udp | hex:$(printf %s "$payload" | od -An -tx1 | tr -d ' \n')" -w wanted.pcap --start 1
  for form in '' --spec; do
    # shellcheck disable=SC2086 # no form is no argument
    COLUMNS=200 "$UDPINSPECT" $form -r wanted.pcap >line
    "$UDPGEN" craft -f line -c 2 -w made.pcap --start 1 --interval 0 --force
    [ "$("$UDPINSPECT" --fields payload.hex -r made.pcap | uniq -c | wc -l)" = 1 ]
    cmp <("$UDPINSPECT" -x -c 1 -r wanted.pcap) <("$UDPINSPECT" -x -c 1 -r made.pcap)
  done
  [ "$("$UDPINSPECT" --json -r wanted.pcap | "$UDPGEN" craft --json - -x)" = "$("$UDPGEN" craft -f line -x)" ]
}

@test "--mix: the same seed makes the same file" {
  for run in 1.a 1.b 2.a; do
    "$UDPGEN" craft --mix 7,4,1 -c 1200 --seed "${run%.*}" --start 1 -w "mix.$run" \
      'ipv4 | udp 1 > 9 | zeros:40' 'ipv4 | udp 2 > 9 | zeros:576' 'ipv4 | udp 3 > 9 | random:1..1400'
  done
  cmp mix.1.a mix.1.b
  run ! cmp -s mix.1.a mix.2.a
  "$UDPINSPECT" --fields udp.src_port -r mix.1.a | sort | uniq -c >shares # 700, 400 and 100; five standard deviations
  awk '$2 == 1 && ($1 < 614 || $1 > 786) || $2 == 2 && ($1 < 318 || $1 > 482) || $2 == 3 && ($1 < 52 || $1 > 148)' shares >off
  [ ! -s off ]
}

@test "--json: what udpinspect prints comes back as the same file" {
  make_capture wanted.pcap 1 "$HELLO" "$ARP"
  for form in --json --json=pretty; do
    "$UDPINSPECT" --all "$form" -r wanted.pcap | "$UDPGEN" craft --json - --force -w made.pcap
    cmp wanted.pcap made.pcap
  done
  { echo '['; "$UDPINSPECT" --all --json -r wanted.pcap | paste -sd,; echo ']'; } >array
  "$UDPGEN" craft --json array --force -w made.pcap
  cmp wanted.pcap made.pcap
  "$UDPGEN" craft --json array --start 7 --force -w made.pcap
  [ "$("$UDPINSPECT" --all --time epoch -r made.pcap | cut -d' ' -f1 | paste -sd' ')" = "7.000000 7.000001" ]
}

@test "--json: a packet that was not captured whole stays so" {
  "$UDPGEN" craft 'eth | ipv4 | udp | zeros:100' --start 1 --snapshot 60 -w wanted.pcap
  "$UDPINSPECT" --json -r wanted.pcap | "$UDPGEN" craft --json - -w made.pcap
  cmp -i 24 wanted.pcap made.pcap
}

@test "--json: a key that is left out is worked out, a wrong one is named" {
  document='{"layers":[{"layer":"ipv4","src":"10.0.0.7"},{"layer":"udp","dst_port":7788},{"layer":"payload","text":"hi"}]}'
  [[ "$("$UDPGEN" craft --json - <<<"$document" 2>/dev/null | "$UDPINSPECT" -r -)" =~ 'ipv4 10.0.0.7 > 10.0.0.2 | udp 49152 > 7788 | "hi"'$ ]]
  fails 2 "^udpgen: document 1: layers\[1\] \(udp\): unknown key 'dts_port'; did you mean 'dst_port'\?$" \
    "$UDPGEN" craft --json - <<<"${document/dst_port/dts_port}"
  fails 2 '^udpgen: standard input: there is no packet in it$' "$UDPGEN" craft --json - </dev/null
  run --separate-stderr "$UDPGEN" craft --json - <<<'{"layers":[}'
  [ "$status" -eq 2 ]
  [ "${stderr_lines[0]}" = "udpgen: document 1: the document has no end" ]
  run --separate-stderr "$UDPGEN" craft --json - <<<'{"layers":[}}'
  [ "${stderr_lines[0]}" = "udpgen: document 1: line 1: this is no JSON" ]
  [ "${stderr_lines[2]}" = "           ^" ]
}

@test "--json: the link type is that of the documents" {
  "$UDPGEN" craft --link-type LINUX_SLL 'sll | ipv4 | udp' -w wanted.pcap --start 1
  "$UDPINSPECT" --json -r wanted.pcap | "$UDPGEN" craft --json - -w made.pcap
  cmp wanted.pcap made.pcap
}

@test "a closed pipe and Ctrl-C end quietly, with the totals" {
  "$UDPGEN" craft 'ipv4 | udp' -c 100000000 2>totals | head -c 100 >/dev/null
  [[ "$(cat totals)" =~ ^[0-9]+\ packets\ written,\ [0-9]+\ bytes$ ]]
  "$UDPGEN" craft 'ipv4 | udp' -x -c 100000000 2>totals | head -c 100 >/dev/null
  [[ "$(cat totals)" =~ ^[0-9]+\ packets\ written,\ [0-9]+\ bytes$ ]]
  "$UDPGEN" craft 'ipv4 | udp 1..9 > 9' -c 10000000000 -w /dev/null 2>totals &
  sleep 0.2
  kill -INT $!
  wait $!
  [[ "$(cat totals)" =~ ^[0-9]+\ packets\ written,\ [0-9]+\ bytes$ ]]
}
