#!/usr/bin/env bats
# udpgen send --wait where nothing answers: what it finds out about this host itself, where it says it, and where it does not.

load silence

@test "this host: a program that does not read, and one that does not answer" {
  start_python "$near" 'time.sleep(60)'
  holder="$(cat "/proc/$process/comm") (process $process)"
  send 127.0.0.1:7788 --text hello --wait 0.1
  [[ "${stderr_lines[1]}" =~ ^"127.0.0.1 is this host: port 7788 is open by $holder, and "[1-9][0-9]*" bytes wait unread in its queue"$ ]]
  [ "${stderr_lines[2]}" = "it does not read what comes: busy, stopped or stuck; see: udpinspect --sockets port 7788" ]
  kill "$process"
  wait "$process" || true
  start_python "$near" 'while True: s.recv(100)'
  holder="$(cat "/proc/$process/comm") (process $process)"
  for host in 10.9.1.1 fd09:1::1; do
    [ "$host" = 10.9.1.1 ] && place=$host || place="[$host]"
    send "$place:7788" --text hello --wait 0.1
    [ "${stderr_lines[1]}" = "$host is this host: port 7788 is open by $holder, and nothing waits in its queue" ]
    [ "${stderr_lines[2]}" = "it takes datagrams without answering, or its answer was dropped; to see what passes: udpinspect -i lo port 7788" ]
  done
}

@test "this host: nothing has the port open, or what has it hears somebody else, and no refusal comes either" {
  ip netns exec "$near" sysctl -qw net.ipv4.conf.lo.disable_policy=0
  ip -n "$near" xfrm policy add dir in dst 127.0.0.1/32 action block 2>/dev/null || skip "needs IPsec to drop datagrams"
  send 127.0.0.1:7788 --text hello --wait 0.1
  [ "${stderr_lines[1]}" = "127.0.0.1 is this host, and no UDP socket takes what comes there to port 7788" ]
  [ "${stderr_lines[2]}" = "not even a refusal came: a firewall rule of this host drops the datagrams or the ICMP messages; see: nft list ruleset" ]
  start_python "$near" 's.connect(("::ffff:127.0.0.9", 5353)); time.sleep(60)'
  holder="$(cat "/proc/$process/comm") (process $process)"
  send 127.0.0.1:7788 --text hello --wait 0.1
  [ "${stderr_lines[1]}" = "127.0.0.1 is this host: port 7788 is open by $holder, but connected to ::ffff:127.0.0.9 port 5353, and hears nobody else" ]
}

@test "firewall rules: what comes is dropped, and what leaves is forbidden" {
  command -v nft >/dev/null || skip "needs nft to drop datagrams"
  ip netns exec "$near" nft 'add table inet t; add chain inet t in { type filter hook input priority 0; }; add rule inet t in udp dport 7788 drop'
  send 127.0.0.1:7788 --text hello --wait 0.1
  [ "${stderr_lines[1]}" = "127.0.0.1 is this host, and no UDP socket takes what comes there to port 7788" ]
  ip netns exec "$near" nft 'add chain inet t out { type filter hook output priority 0; }; add rule inet t out udp dport 7789 drop'
  send 127.0.0.1:7789 --text hello --wait 0.1
  [ "$stderr" = "udpgen: 127.0.0.1:7789: a firewall rule of this host forbids it; see: nft list ruleset" ]
}

@test "a flood of probes says it behind its totals, and in their JSON" {
  hasten
  start_python "$middle" 'while True: s.recv(100)'
  start_python "$near" 'time.sleep(60)'
  send 10.9.1.77:7788 --probe -q -c 2 --wait 0.4
  [ "${stderr_lines[1]}" = "nobody answered ARP for 10.9.1.77 on out: no host with that address on the link" ]
  send 10.9.1.77:7788 --probe --json -c 2 --wait 0.3
  [[ "$output" == *',"silence":{"reason":"no_neighbor","route":"unicast","interface":"out","next_hop":"10.9.1.77","is_gateway":false,"neighbor":"FAILED"}}' ]]
  [ "${#stderr_lines[@]}" -eq 1 ]
  send 10.9.2.1:7788 --probe --json --wait 0.3
  [[ "$output" != *silence* ]] # refused
  send 10.9.1.254:7788 --probe --json --wait 0.3
  [[ "$output" == *',"silence":{"reason":"handed_over","route":"unicast","interface":"out","next_hop":"10.9.1.254","is_gateway":false,"neighbor":"REACHABLE","mac":"'"$(mac_of "$middle" left)"'"}}' ]]
  send 127.0.0.1:7788 --probe --json --wait 0.1
  [[ "$output" == *',"silence":{"reason":"not_read","route":"local","interface":"lo","receive_queue":'*',"processes":[{"pid":'"$process"',"name":"'"$(cat "/proc/$process/comm")"'"}],"processes_complete":'* ]]
}

@test "nothing is said where a reply or a refusal came, and nothing is claimed that cannot be seen" {
  start_echo "$middle"
  send 10.9.1.254:7788 --text hello --wait 5
  [ "$stderr" = "1 sent, 1 answered, loss 0 %" ]
  send 10.9.1.254:7789 --text hello --wait 5
  [ "${#stderr_lines[@]}" -eq 2 ]
  send 10.9.1.77:7788 --text hello
  [ "$stderr" = "1 sent" ]
  run --separate-stderr ip netns exec "$near" python3 "$BATS_TEST_DIRNAME/sockets.py" without_diag \
    "$UDPGEN" send 10.9.1.77:7788 --text hello --wait 0.1
  [ "${stderr_lines[1]}" = "why cannot be seen from here: the datagram or its reply was lost or filtered, or the receiver does not answer" ]
}
