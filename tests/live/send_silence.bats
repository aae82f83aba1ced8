#!/usr/bin/env bats
# udpgen send --wait where nothing answers: what it finds out about the way there.

load silence

@test "nobody has the address of the next hop: so far, and where the kernel has given up, which is one reason and not two" {
  send 10.9.1.76:7788 --text hello --wait 0.1
  [ "${stderr_lines[0]}" = "1 sent, 0 answered, loss 100 %" ]
  [ "${stderr_lines[1]}" = "nobody has yet answered ARP for 10.9.1.76 on out: no host with that address on the link, it seems" ]
  [ "${stderr_lines[3]}" = "udpgen: 10.9.1.76:7788: no reply within 0.1 s; what is known of it stands above" ]
  send '[fd09:1::76]:7788' --text hello --wait 0.1
  [ "${stderr_lines[1]}" = "nobody has yet answered neighbor discovery for fd09:1::76 on out: no host with that address on the link, it seems" ]

  hasten
  send 10.9.1.77:7788 --text hello --wait 5
  [ "$status" -eq 1 ]
  [ "${stderr_lines[0]}" = "1 sent, 0 answered, 1 given back by 10.9.1.1 (the next hop does not answer on its link), loss 100 %" ]
  [ "${stderr_lines[1]}" = "nobody answered ARP for 10.9.1.77 on out: no host with that address on the link" ]
  [ "${stderr_lines[2]}" = "check the address, and whether the host is on; to see who is asked: udpinspect -i out --all arp" ]
  [ "${stderr_lines[3]}" = "udpgen: 10.9.1.77:7788: 1 of 1 given back; the totals say by whom and why" ]
  send '[fd09:1::77]:7788' --text hello --wait 5
  [ "${stderr_lines[1]}" = "nobody answered neighbor discovery for fd09:1::77 on out: no host with that address on the link" ]
  [ "${stderr_lines[2]}" = "check the address, and whether the host is on; to see who is asked: udpinspect -i out --all icmp6" ]
  [ "${#stderr_lines[@]}" -eq 4 ]

  ip -n "$near" route add 10.9.5.0/24 via 10.9.1.99
  ip -n "$near" -6 route add fd09:5::/64 via fd09:1::99
  send 10.9.5.1:7788 --text hello --wait 5
  [ "${stderr_lines[1]}" = "nobody answered ARP for the gateway 10.9.1.99 on out: the gateway does not answer" ]
  [ "${stderr_lines[2]}" = "check the address, and whether the gateway is on; to see who is asked: udpinspect -i out --all arp" ]
  send '[fd09:5::1]:7788' --text hello --wait 5
  [ "${stderr_lines[1]}" = "nobody answered neighbor discovery for the gateway fd09:1::99 on out: the gateway does not answer" ]
}

@test "handed over to a neighbor, and nobody says anything from there on" {
  start_python "$middle" 'while True: s.recv(100)'
  start_python "$far" 'while True: s.recv(100)'
  mac=$(mac_of "$middle" left)
  for host in 10.9.1.254 fd09:1::254; do
    [ "$host" = 10.9.1.254 ] && place=$host || place="[$host]"
    send "$place:7788" --text hello --wait 0.1
    [ "$status" -eq 1 ]
    [ "${stderr_lines[1]}" = "sent to MAC $mac ($host) on out; from there on nobody said anything" ]
    [ "${stderr_lines[2]}" = "a firewall may drop it, or its program takes datagrams without answering; to see what passes: udpinspect -i out host $host" ]
    [ "${stderr_lines[3]}" = "udpgen: $place:7788: no reply within 0.1 s; what is known of it stands above" ]
  done
  send 10.9.2.1:7788 --text hello --wait 0.1
  [ "${stderr_lines[1]}" = "sent to MAC $mac (the gateway 10.9.1.254) on out; from there on nobody said anything" ]
  [ "${stderr_lines[2]}" = "the host may be off, a firewall may drop it, or its program takes datagrams without answering; to see what passes: udpinspect -i out host 10.9.2.1" ]
  # As good as any, where loss is judged otherwise.
  send 10.9.2.1:7788 --text hello --wait 0.1 --max-loss 100
  [ "$status" -eq 0 ]
  [ "${#stderr_lines[@]}" -eq 3 ]
}

@test "groups, broadcast, an interface without a carrier, and one that goes down" {
  send 239.1.2.3:7788 --text hello --wait 0.1 --interface out
  [ "${stderr_lines[1]}" = "sent to a multicast group through out: who has joined it cannot be known" ]
  [ "${stderr_lines[2]}" = "with a time to live of 1 it stays on the link; receivers behind routers need --ttl" ]
  send 239.1.2.3:7788 --text hello --wait 0.1 --interface out --ttl 4
  [ "${stderr_lines[1]}" = "sent to a multicast group through out: who has joined it cannot be known" ]
  [ "${#stderr_lines[@]}" -eq 3 ]
  send '[ff02::123%out]:7788' --text hello --wait 0.1
  [ "${stderr_lines[2]}" = "routers do not pass on what is sent to this group: it stays on the link" ]
  send 10.9.1.255:7788 --text hello --wait 0.1 --broadcast
  [ "${stderr_lines[1]}" = "sent by broadcast to all hosts on out: nobody there answers on port 7788" ]
  hasten
  ip -n "$middle" link set left down
  send 10.9.1.254:7788 --text hello --wait 5
  [ "${stderr_lines[1]}" = "the interface out has no carrier: nothing is plugged in, or the other side is down; see: ip link" ]
  ip -n "$middle" link set left up
  until_up "$near"
  start_python "$middle" 'while True: s.recv(100)'
  send_while ip -n "$near" link set out down -- 10.9.1.254:7788 --text hello --wait 0.5
  [ "${stderr_lines[1]}" = "the interface out is down; to set it up: ip link set out up" ]
}

@test "routes that lead nowhere: from the beginning, and since then" {
  start_python "$far" 'while True: s.recv(100)'
  ip -n "$near" route add blackhole 10.9.4.0/24
  ip -n "$near" -6 route add blackhole fd09:4::/64
  for place in 10.9.4.1:7788 '[fd09:4::1]:7788'; do
    send "$place" --text hello --wait 0.1
    [ "$status" -eq 1 ]
    [ "$stderr" = "udpgen: $place: a blackhole route of this host swallows what goes there; see: ip route" ]
  done
  ip -n "$near" route add prohibit 10.9.6.0/24
  send 10.9.6.1:7788 --text hello --wait 0.1
  [ "$stderr" = "udpgen: 10.9.6.1:7788: a route of this host forbids it; see: ip route" ]

  while read -r kind text; do
    send_while ip -n "$near" route add "$kind" 10.9.2.1/32 -- 10.9.2.1:7788 --text hello --wait 0.3
    [ "${stderr_lines[1]}" = "10.9.2.1: $text there; see: ip route" ]
    ip -n "$near" route del "$kind" 10.9.2.1/32
  done <<'.'
blackhole a blackhole route of this host swallows what goes
unreachable an unreachable route of this host gives back what goes
prohibit a prohibit route of this host forbids what goes
.
  send_while ip -n "$near" route del 10.9.2.0/24 -- 10.9.2.1:7788 --text hello --wait 0.3
  [ "${stderr_lines[1]}" = "10.9.2.1: no route leads there any more; see: ip route" ]
}
