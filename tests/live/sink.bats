#!/usr/bin/env bats
# udpgen sink: what came, from whom, and what did not.

load namespace
load serving

send_words() {
  printf '%s\n' "$@" | "$UDPGEN" send "127.0.0.1:$port" >/dev/null 2>&1
}

@test "totals: datagrams, bytes, senders; nothing of each" {
  begin sink sink 127.0.0.1:0 -c 4
  send_words one two
  send_words three ''
  await_end "$process"
  [ "$(cat sink.out)" = "" ]
  [ "$(sed 1d sink.err | sed 's/ in [0-9.]* s: .*//')" = "4 received, 11 bytes from 2 senders" ]
}

@test "-v shows them as echo does" {
  begin sink sink 127.0.0.1:0 -c 2 -v
  send_words one $'\e[31m'
  await_end "$process"
  [[ "$(sed -n 1p sink.out)" =~ ^'received #1: 3 bytes from 127.0.0.1:'[0-9]+': "one"'$ ]]
  [[ "$(sed -n 2p sink.out)" =~ ^'received #2: 5 bytes from 127.0.0.1:'[0-9]+': "\x1b[31m"'$ ]]
  [ "$(wc -l <sink.out)" -eq 2 ]
}

@test "-v: a reader that goes away ends it quietly" {
  {
    "$UDPGEN" sink 127.0.0.1:0 -v 2>err
    echo "$?" >code
  } 3>&- | head -1 >out &
  await err '^listening on '
  port=$(sed 's/.*://' err)
  send_words one
  await out '"one"'
  send_words two
  send_words three
  await code '^0$'
  [[ "$(tail -1 err)" == [23]" received, "* ]]
  [ "$(wc -l <err)" -eq 2 ]
}

@test "--json: the totals, and each stream of probes" {
  begin sink sink 127.0.0.1:0 --json --until-end
  send_words hello
  probes 127.0.0.1 "$port" 100 10000
  await_end "$process"
  cat sink.out
  [ "$(wc -l <sink.out)" -eq 2 ]
  [ "$(field sink.out totals received)" -eq 104 ] # with three ends
  [ "$(field sink.out totals bytes)" -eq 4949 ]
  [ "$(field sink.out totals senders)" -eq 2 ]
  [ "$(field sink.out totals probes)" -eq 103 ]
  [ "$(field sink.out totals dropped_by_host)" -eq 0 ]
  [ "$(field sink.out probes received)" -eq 100 ]
  [ "$(field sink.out probes dst_port)" -eq "$port" ]
}

@test "--until-end: also where the last probe is lost, or nothing says that it was the last" {
  begin sink sink 127.0.0.1:0 --until-end --drop 100
  probes 127.0.0.1 "$port" 10 10000 1
  await_end "$process"
  grep -q '^  10 sent, 0 received, 10 lost (100.00 %)' sink.out
  begin sink sink 127.0.0.1:0 --until-end
  probes 127.0.0.1 "$port" 10 10000 0
  await_end "$process"
  grep -q '^  10 sent, 10 received, 0 lost (0.00 %)' sink.out
}

@test "--idle and --duration" {
  begin sink sink 127.0.0.1:0 --idle 0.1
  sleep 0.3 # nothing has come yet: it goes on
  send_words one
  await_end "$process"
  grep -q '^1 received, 3 bytes from 1 sender$' sink.err
  begin sink sink 127.0.0.1:0 --duration 0.2
  await_end "$process"
  grep -q '^0 received, 0 bytes from 0 senders$' sink.err
}

@test "--max-loss: exit code 1 where more was lost, or nothing is known" {
  begin sink sink 127.0.0.1:0 --until-end --max-loss 0
  probes 127.0.0.1 "$port" 100 10000
  await_end "$process"

  begin sink sink 127.0.0.1:0 --until-end --max-loss 10 --drop 50 --seed 1
  probes 127.0.0.1 "$port" 100 10000
  status=0
  await_end "$process" || status=$?
  [ "$status" -eq 1 ]
  lost=$(sed -n 's/^  100 sent, [0-9]* received, \([0-9]*\) lost .*/\1/p' sink.out)
  [ "$(tail -1 sink.err)" = "udpgen: --max-loss 10: $lost of 100 probes were lost, $lost %" ]

  run --separate-stderr "$UDPGEN" sink 127.0.0.1:0 --max-loss 0 --duration 0.1
  [ "$status" -eq 1 ]
  [ "${stderr_lines[-1]}" = "udpgen: --max-loss: no probe came, so nobody knows what was lost; send some: udpgen send --probe" ]
}

@test "what this host drops is told apart from what was lost on the way" {
  begin sink sink 127.0.0.1:0 --json --buffer 8
  kill -STOP "$process"
  probes 127.0.0.1 "$port" 1000 100000
  kill -CONT "$process"
  finish "$process"
  cat sink.out sink.err
  dropped=$(field sink.out totals dropped_by_host)
  [ "$dropped" -gt 500 ]
  [ "$(field sink.out totals received)" -eq "$((1003 - dropped))" ]
  grep -q "^$dropped dropped by this host, because the program did not keep up; a larger --buffer may help\$" sink.err
}

@test "what waits to be read when it ends is no loss" {
  begin sink sink 127.0.0.1:0 --json --buffer 4096
  kill -STOP "$process"
  probes 127.0.0.1 "$port" 1000 100000
  kill -INT "$process"
  kill -CONT "$process"
  await_end "$process"
  [ "$(field sink.out totals received)" -eq 1003 ]
  [ "$(field sink.out probes lost)" -eq 0 ]
}

@test "faults: the report says what they did" {
  begin sink sink 127.0.0.1:0 --json --until-end --corrupt 100 --duplicate 100 --seed 5
  probes 127.0.0.1 "$port" 100 10000
  await_end "$process"
  [ "$(field sink.out probes corrupted)" -eq 200 ]
  [ "$(field sink.out probes lost)" -eq 100 ]
  [ "$(field sink.out totals faults corrupted_twice)" -eq 100 ]
  [ "$(field sink.out totals faults seed)" -eq 5 ]
}

# --- groups, in a namespace that has a link which can do multicast ---------------------------------------------------

enter_link() {
  space="udpi-$$-$BATS_TEST_NUMBER"
  make_namespace "$space"
  ip -n "$space" link add near type veth peer name far
  ip netns exec "$space" sysctl -qw net.ipv6.conf.near.accept_dad=0 net.ipv6.conf.far.accept_dad=0
  ip -n "$space" addr add 10.9.0.1/24 dev near
  ip -n "$space" link set near up
  ip -n "$space" link set far up
}

# say_to_group GROUP INTERFACE TEXT: with a copy for receivers on this host.
say_to_group() {
  ip netns exec "$space" python3 -c '
import socket, struct, sys
group, interface, text, port = sys.argv[1:]
index = socket.if_nametoindex(interface)
if ":" in group:
    s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
else:
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, struct.pack("@4s4si", bytes(4), bytes(4), index))
s.sendto(text.encode(), (group, int(port)))' "$1" "$2" "$3" "$port"
}

@test "--join: IPv4 and IPv6 groups, and no others" {
  enter_link
  begin sink sink 0 -v -c 2 --join 239.1.2.3%near --join ff02::5:6%near
  say_to_group 239.1.2.4 near not-joined
  say_to_group 239.1.2.3 near four
  say_to_group ff02::5:6 near six
  await_end "$process"
  [[ "$(sed -n 1p sink.out)" =~ ^'received #1: 4 bytes from 10.9.0.1:'[0-9]+': "four"'$ ]]
  [[ "$(sed -n 2p sink.out)" =~ ^'received #2: 3 bytes from [fe80::'.*'%near]:'[0-9]+': "six"'$ ]]
}

@test "--join: two sinks on one group and port, each gets all" {
  enter_link
  begin first sink 0 -v -c 2 --join 239.1.2.3%near
  first=$process
  begin second sink "$port" -v -c 2 --join 239.1.2.3%near
  say_to_group 239.1.2.3 near one
  say_to_group 239.1.2.3 near two
  await_end "$first"
  await_end "$process"
  for name in first second; do
    [ "$(grep -o '"[a-z]*"$' "$name.out" | paste -sd' ')" = '"one" "two"' ]
  done
}

@test "--join: echo answers a group from an address of its own" {
  enter_link
  begin echo echo 0 --join 239.1.2.3%near
  ip netns exec "$space" python3 -c '
import socket, struct, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(5)
s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, struct.pack("@4s4si", bytes(4), bytes(4), socket.if_nametoindex("near")))
s.sendto(b"hello", ("239.1.2.3", int(sys.argv[1])))
data, peer = s.recvfrom(100)
assert (data, peer) == (b"hello", ("10.9.0.1", int(sys.argv[1]))), (data, peer)' "$port"
}

@test "--join: probes know the group that they were sent to" {
  enter_link
  ip -n "$space" route add 239.0.0.0/8 dev near
  begin sink sink 0 --json --until-end --join 239.1.2.3
  probes 239.1.2.3 "$port" 100 10000
  await_end "$process"
  [ "$(field sink.out probes dst)" = 239.1.2.3 ]
  [ "$(field sink.out probes lost)" -eq 0 ]
}

@test "--join: no route says where" {
  space="udpi-$$-$BATS_TEST_NUMBER"
  make_namespace "$space"
  run --separate-stderr ip netns exec "$space" "$UDPGEN" sink 0 --join 239.1.2.3
  [ "$status" -eq 1 ]
  [ "$stderr" = "udpgen: --join 239.1.2.3: no route says on which interface; name one: --join GROUP%IFACE" ]
}
