#!/usr/bin/env bats
# udpgen replay through a pair of interfaces: what arrives is what was given, byte for byte.
# shellcheck disable=SC2154 # what namespace.bash sets

load namespace

IPV4='eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | ipv4 10.9.0.1 > 10.9.0.2'
IPV6='eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | ipv6 fd00::1 > fd00::2'

setup() {
  enter_namespace
  inside sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  inside ip link add near address 02:00:00:00:00:01 type veth peer name far address 02:00:00:00:00:02
  inside ip link set near mtu "${MTU:-1500}" up
  inside ip link set far mtu "${MTU:-1500}" up
}

turn_off_offload() {
  inside python3 "$BATS_TEST_DIRNAME/../support/turn_off_offload.py" "$1"
}

# replay STATUS WORD...: the program's exit status; what it says is in $stderr.
replay() {
  local expected=$1
  shift
  run --separate-stderr inside timeout 20 "$UDPGEN" replay "$@"
  echo "status $status, stdout: $output, stderr: $stderr"
  [ "$status" -eq "$expected" ]
  [ "$output" = "" ]
}

# arrives FILE [OPTION...]: all frames of the file, as they are in it.
arrives() {
  local file=$1 count
  shift
  count=$("$UDPINSPECT" --all --spec -r "$file" | tee wanted | wc -l)
  start_capture -i far --all --spec -c "$count" -B 65536
  replay 0 "$file" -i near --fast "$@"
  for _ in $(seq 250); do
    [ "$(wc -l <out)" -lt "$count" ] || break
    sleep 0.02
  done
  signal_capture INT
  wait "$capture"
  diff wanted out
}

# 300 datagrams: too many for one packet, the last one shorter.
craft_flow() {
  for i in $(seq 300); do
    echo "$1 ${2//N/$i} | udp 5000 > 7788 | random:$((i == 300 ? 7 : ${3:-40})):$i"
  done | "$UDPGEN" craft -w flow.pcap --force 2>/dev/null
}

@test "the samples, as they are" {
  for sample in hello tunnels vlan ipv4-fragments ipv6-extensions checksums ieee-802-3; do
    arrives "$SAMPLES/$sample.pcap"
  done
}

@test "segmentation offload: IPv4 whose identifications rise, IPv6, and nothing else" {
  turn_off_offload near
  craft_flow "$IPV4" id=N
  arrives flow.pcap
  [[ "$stderr" == '300 frames sent, '*'; 300 of them in packets that the kernel splits' ]]
  craft_flow "$IPV6" hop_limit=9
  arrives flow.pcap
  [[ "$stderr" == *'; 300 of them in packets that the kernel splits' ]]
  arrives flow.pcap --offload off
  [[ "$stderr" != *splits* ]]
  craft_flow "$IPV4" id=7
  arrives flow.pcap
  [[ "$stderr" != *splits* ]]
  craft_flow "${IPV6/| ipv6/| vlan id=5 | ipv6}"
  arrives flow.pcap
  [[ "$stderr" != *splits* ]]
}

@test "segmentation offload: frames of different flows in between, and those with wrong checksums" {
  turn_off_offload near
  for i in $(seq 200); do
    wrong=''
    [ $((i % 13)) -ne 0 ] || wrong=checksum=0x0001
    echo "$IPV6 | udp $((5000 + i / 7 % 3)) > 7788 $wrong | \"n=$i\""
  done | "$UDPGEN" craft -w mixed.pcap 2>/dev/null
  arrives mixed.pcap
  [[ "$stderr" == *' of them in packets that the kernel splits' ]]
}

@test "an interface that would hand on large packets and unfinished checksums: nothing is put together unasked" {
  craft_flow "$IPV4" id=N
  arrives flow.pcap
  [[ "$stderr" == '300 frames sent, '* && "$stderr" != *splits* ]]
}

@test "--offload all: sockets get every datagram" {
  inside ip address add 10.9.0.2/24 dev far
  inside sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.far.rp_filter=0 net.ipv4.conf.far.accept_local=1
  craft_flow "$IPV4" 'id=7 dont_fragment'
  inside python3 - >got <<'PY' &
import socket
SO_RCVBUFFORCE = 33
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 22)
server.bind(("10.9.0.2", 7788))
server.settimeout(5)
print("ready", flush=True)
for _ in range(300):
    print(server.recv(100).hex(), flush=True)
PY
  server=$!
  await got ready
  replay 0 flow.pcap -i near --fast --offload all
  [[ "$stderr" == *'; 300 of them in packets that the kernel splits' ]]
  wait "$server"
  "$UDPINSPECT" --json -r flow.pcap | python3 -c '
import json, sys
for line in sys.stdin:
    print(json.loads(line)["layers"][-1]["hex"])' >wanted
  diff wanted <(sed 1d got)
}

@test "frames above the MTU are left out, and counted; a VLAN tag does not count" {
  "$UDPGEN" craft -w large.pcap "$IPV4 | udp 5 > 7788 | zeros:1472" "$IPV4 | udp 5 > 7788 | zeros:1473" \
    "${IPV4/| ipv4/| vlan id=5 | ipv4} | udp 5 > 7788 | zeros:1472" 2>/dev/null
  replay 1 large.pcap -i near --fast
  [ "${stderr_lines[0]%%, in *}" = "2 frames sent, 3032 bytes" ]
  [[ "${stderr_lines[0]}" == *' s; 1 above the MTU of 1500' ]]
  [ "${stderr_lines[1]}" = "udpgen: 1 frame could not be sent" ]
}

@test "jumbo frames" {
  inside ip link set near mtu 9000
  inside ip link set far mtu 9000
  turn_off_offload near
  craft_flow "$IPV4" id=N 8900
  arrives flow.pcap
  [[ "$stderr" == *' of them in packets that the kernel splits' ]]
}

@test "frames without a whole link header are left out" {
  "$UDPGEN" craft -w short.pcap --link-type EN10MB hex:0200 "$IPV4 | udp | zeros:9" 2>/dev/null
  replay 1 short.pcap -i near --fast
  [[ "${stderr_lines[0]}" == '1 frame sent, 51 bytes, in '*'; 1 shorter than a link header' ]]
}

@test "the loopback interface" {
  start_capture -i lo --spec
  replay 0 "$SAMPLES/hello.pcap" -i lo
  await out 51000
  end_capture
  [ "$(sort -u out)" = "$("$UDPINSPECT" --spec -r "$SAMPLES/hello.pcap" | sort)" ]
}

@test "link types have to fit, and the way to make them fit works" {
  replay 1 "$SAMPLES/link-raw.pcap" -i near
  [[ "${stderr_lines[1]}" == 'udpgen: near: frames for it begin with an Ethernet header, packet 1 with an IP header; put one in front: '* ]]
  way=${stderr_lines[1]#*in front: }
  way=${way/ udpinspect/ $UDPINSPECT} way=${way/#udpinspect/$UDPINSPECT} way=${way/udpgen/$UDPGEN}
  eval "${way/FILE/$SAMPLES/link-raw.pcap}" 2>/dev/null
  arrives NEW
  replay 1 "$SAMPLES/link-sll.pcap" -i near
  [[ "${stderr_lines[1]}" == 'udpgen: near: frames for it begin with an Ethernet header, and packet 1 has the link type LINUX_SLL (113), '* ]]
}

@test "an interface without link headers" {
  inside ip tuntap add tun0 mode tun 2>/dev/null || skip "there is no tun here"
  inside python3 - >ready <<'PY' 3>&- &
import fcntl, struct, time
tun = open("/dev/net/tun", "r+b", buffering=0)
fcntl.ioctl(tun, 0x400454ca, struct.pack("16sH", b"tun0", 0x1001))
print("ready", flush=True)
print(tun.read(2000).hex(), flush=True)
PY
  await ready ready
  inside ip link set tun0 up
  replay 1 "$SAMPLES/hello.pcap" -i tun0
  [[ "${stderr_lines[1]}" == 'udpgen: tun0: frames for it begin with an IP header, packet 1 with an Ethernet header; take it off: '* ]]
  way=${stderr_lines[1]#*take it off: }
  way=${way/#udpinspect/$UDPINSPECT} way=${way/udpgen/$UDPGEN}
  eval "${way/FILE/$SAMPLES/hello.pcap}" 2>/dev/null
  replay 0 NEW -i tun0 -c 1
  await ready '^45000021'
}

# breaks HOW WORD...: the interface breaks in the middle; the message says how. One that is deleted is down for a moment first.
breaks() {
  inside "$UDPGEN" replay "$SAMPLES/hello.pcap" -i near --rate 1000 --loop 0 >out 2>err &
  local sender=$! status=0
  sleep 0.3
  inside ip link "${@:2}"
  wait "$sender" || status=$?
  cat err
  [ "$status" -eq 1 ]
  grep -qE '^[1-9][0-9]* frames sent, ' err
  grep -q "^udpgen: near: the interface has gone \($1\); what came before it was sent$" err
}

@test "an interface that is down, one that goes down, and one that goes away" {
  inside ip link set near down
  replay 1 "$SAMPLES/hello.pcap" -i near
  [ "$stderr" = "udpgen: near: the interface is down; run: sudo ip link set near up" ]
  inside ip link set near up
  breaks down set near down
  inside ip link set near up
  breaks 'away\|down' del near
}

@test "how much: loops, frames, seconds" {
  replay 0 "$SAMPLES/hello.pcap" -i near --fast --loop 50
  [[ "$stderr" == '100 frames sent, 4700 bytes, in '* ]]
  replay 0 "$SAMPLES/hello.pcap" -i near --fast --loop 0 -c 77
  [[ "$stderr" == '77 frames sent, '* ]]
  replay 0 "$SAMPLES/hello.pcap" -i near --loop 0 --duration 0.2
  replay 0 "$SAMPLES/hello.pcap" -i near -c 1
  [[ "$stderr" == '1 frame sent, 47 bytes, in '* ]]
}

# passes SECONDS COMMAND...: it takes that long at least.
passes() {
  local start=$EPOCHREALTIME
  "${@:2}"
  awk "BEGIN { exit !($EPOCHREALTIME - $start >= $1) }"
}

@test "never faster than the pauses, or the rate, say" {
  passes 0.3 replay 0 "$SAMPLES/hello.pcap" -i near --speed 0.003
  passes 0.3 replay 0 "$SAMPLES/hello.pcap" -i near --rate 10 --loop 2
  passes 0.3 replay 0 "$SAMPLES/hello.pcap" -i near --rate 3760bit --loop 2
}

@test "times that go back are no pause; a long pause ends with Ctrl-C, at once" {
  "$UDPGEN" craft -w back.pcap --start 2000000000 "$IPV4 | udp | \"late\"" 2>/dev/null
  "$UDPGEN" craft -w early.pcap --start 1000000000 "$IPV4 | udp | \"early\"" 2>/dev/null
  (cat back.pcap && tail -c +25 early.pcap && tail -c +25 back.pcap) >times.pcap
  inside "$UDPGEN" replay times.pcap -i near >out 2>err &
  sleep 0.3
  ip netns pids "$space" | xargs kill -INT
  wait $!
  [[ "$(cat err)" == '2 frames sent, '* ]]
}

@test "values that are set arrive" {
  start_capture -i far --spec -c 2
  replay 0 "$SAMPLES/hello.pcap" -i near --set 'ipv4.dst=10.9.0.9 udp.dst_port=7'
  wait "$capture"
  [ "$(head -1 out)" = 'eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | ipv4 192.168.1.10 > 10.9.0.9 id=7238 dont_fragment | udp 51000 > 7 | "hello"' ]
}
