#!/usr/bin/env bats
# What routers give back to udpgen send: three network namespaces in a row, near - middle - far.

load routed

@test "a refusal by a host behind a router" {
  for host in 10.9.2.1 '[fd09:2::1]'; do
    send "$host:7788" --text hello --wait 5
    [ "$status" -eq 1 ]
    [ "${lines[1]}" = "refused #1 by $host:7788: nobody listens on the port" ]
    [ "${stderr_lines[0]}" = "1 sent, 0 answered, 1 refused by $host:7788 (nobody listens on the port), loss 100 %" ]
  done
}

@test "a time to live that runs out" {
  send 10.9.2.1:7788 --text hello --ttl 1 --wait 5
  [ "$status" -eq 1 ]
  [ "${lines[1]}" = "given back #1 by 10.9.1.254: its time to live ran out on the way" ]
  [ "${stderr_lines[0]}" = "1 sent, 0 answered, 1 given back by 10.9.1.254 (its time to live ran out on the way), loss 100 %" ]
  send '[fd09:2::1]:7788' --text hello --ttl 1 --wait 5
  [ "${lines[1]}" = "given back #1 by fd09:1::254: its time to live ran out on the way" ]
}

@test "a link that is too narrow" {
  ip -n "$middle" link set right mtu 1400
  ip -n "$far" link set out mtu 1400
  send 10.9.2.1:7788 --size 1400 --wait 5
  [ "${lines[1]}" = "given back #1 by 10.9.1.254: too large for a link on the way, which takes 1400 bytes; the next goes in fragments" ]
  send '[fd09:2::1]:7788' --size 1400 --wait 5
  [ "${lines[1]}" = "given back #1 by fd09:1::254: too large for a link on the way, which takes 1400 bytes; the next goes in fragments" ]
}

@test "a filter, a missing route, a missing host" {
  ip -n "$middle" route add prohibit 10.9.4.0/24
  ip -n "$near" route add 10.9.4.0/24 via 10.9.1.254
  send 10.9.4.1:7788 --text hello --wait 5
  [ "${lines[1]}" = "given back #1 by 10.9.1.254: a filter forbids it" ]

  send 10.9.3.1:7788 --text hello
  [ "$status" -eq 1 ]
  [ "$stderr" = "udpgen: 10.9.3.1:7788: no route to that network; see: ip route" ]

  send 10.9.1.77:7788 --text hello --wait 15
  [ "${lines[1]}" = "given back #1 by 10.9.1.1: the next hop does not answer on its link" ]
}

@test "a multicast group: whoever answers does so from an address of its own" {
  start_echo "$middle"
  send '[ff02::1%out]:7788' --text hello --wait 0.5
  [ "$status" -eq 0 ]
  [[ "${lines[0]}" == 'sent #1: 5 bytes to [ff02::1%out]:7788 from [fe80::'*'%out]:'* ]]
  [[ "${lines[1]}" == 'reply #1: 5 bytes from [fe80::'*'%out]:7788 after '* ]]
}
