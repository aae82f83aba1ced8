#!/usr/bin/env bats
# udpgen craft through an interface: what arrives is what the lines say.
# shellcheck disable=SC2154 # what namespace.bash sets

load namespace

LINE='eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | ipv4 10.9.0.1 > 10.9.0.2'

setup() {
  enter_namespace
  inside sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  inside ip link add near address 02:00:00:00:00:01 type veth peer name far address 02:00:00:00:00:02
  inside ip link set near up
  inside ip link set far up
}

# craft STATUS WORD...: the exit status; what it says is in $stderr.
craft() {
  local expected=$1
  shift
  run --separate-stderr inside timeout 20 "$UDPGEN" craft -i near "$@"
  echo "status $status, stdout: $output, stderr: $stderr"
  [ "$status" -eq "$expected" ]
  [ "$output" = "" ]
}

# arrives COUNT WORD...: so many packets, the same as in a file.
arrives() {
  start_capture -i far --all --spec -c "$1"
  craft 0 "${@:2}"
  wait "$capture"
  "$UDPGEN" craft -w wanted.pcap --force "${@:2}" 2>/dev/null
  diff <("$UDPINSPECT" --all --spec -r wanted.pcap) out
}

@test "lines, ranges, and how often" {
  arrives 1 "$LINE | udp 5000 > 7788 | \"hello\""
  [[ "$stderr" == '1 frame sent, 47 bytes, in '* ]]
  arrives 100 "$LINE ttl=1..20 | udp 5000..5004 > 7788 | \"n={n}\""
  arrives 7 "$LINE | udp | \"one\"" "$LINE | arp" -c 7
  arrives 40 "$LINE | udp | random:1..99" "$LINE | udp" --mix 3,1 -c 40 --seed 5
  arrives 3 "$LINE | udp | zeros:3000" --fragment 1500
}

@test "documents, with the pauses between them" {
  "$UDPINSPECT" --json -r "$SAMPLES/hello.pcap" >documents
  start_capture -i far --spec -c 2
  craft 0 --json documents
  wait "$capture"
  diff out <("$UDPINSPECT" --spec -r "$SAMPLES/hello.pcap")
}

@test "never faster than asked for" {
  for pace in '--rate 10' '--interval 0.1' '--rate 4800bit'; do
    start=$EPOCHREALTIME
    # shellcheck disable=SC2086 # two words
    craft 0 "$LINE | udp | zeros:18" -c 4 $pace
    awk "BEGIN { exit !($EPOCHREALTIME - $start >= 0.3) }"
  done
}

@test "what cannot be sent" {
  craft 1 "$LINE | udp | zeros:1473" "$LINE | udp | zeros:1472"
  [[ "${stderr_lines[0]}" == '1 frame sent, 1514 bytes, in '*'; 1 above the MTU of 1500' ]]
  [ "${stderr_lines[1]}" = "udpgen: 1 frame could not be sent" ]
  craft 1 'ipv4 | udp'
  [ "${stderr_lines[1]}" = "udpgen: near: frames for it begin with an Ethernet header, packet 1 with an IP header; begin its line with 'eth |'" ]
}

@test "what does not go together" {
  craft 2 "$LINE | udp" -w a.pcap
  [ "$stderr" = "udpgen: craft: -w, -x, --force, --start and --snapshot do not go with -i, which sends the packets" ]
  craft 2 "$LINE | udp" --rate 10 --interval 1
  [ "$stderr" = "udpgen: craft: of --rate and --interval only one can be meant" ]
  craft 2 "$LINE | upd"
  [[ "${stderr_lines[0]}" == "udpgen: column "*"unknown layer 'upd'; did you mean 'udp'?" ]]
  run --separate-stderr "$UDPGEN" craft "$LINE | udp" --offload off
  [ "$status" -eq 2 ]
  [ "$stderr" = "udpgen: craft: --rate and --offload go with -i only" ]
}
