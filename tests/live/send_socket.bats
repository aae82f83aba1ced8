#!/usr/bin/env bats
# What a socket is told before it sends: through which interface, to which group, in one piece, to one peer only.

load routed

@test "--dont-fragment: what is too large for the link is not sent, and the sum says why" {
  for options in "" "--rate 10 -c 1"; do
    send 10.9.1.254:7788 --size 1473 --dont-fragment $options
    [ "$status" -eq 1 ]
    [ "${stderr_lines[-1]}" = "udpgen: 10.9.1.254:7788: 1473 bytes + 8 (UDP header) + 20 (IPv4 header) = 1501, and the way \
there takes 1500; send at most 1472, or let it go in fragments: without --dont-fragment" ]
    send '[fd09:1::254]:7788' --size 1453 --dont-fragment $options
    [ "$status" -eq 1 ]
    [ "${stderr_lines[-1]}" = "udpgen: [fd09:1::254]:7788: 1453 bytes + 8 (UDP header) + 40 (IPv6 header) = 1501, and the way \
there takes 1500; send at most 1452, or let it go in fragments: without --dont-fragment" ]
  done
  start_echo "$middle"
  send 10.9.1.254:7788 --size 1472 --dont-fragment --wait 5
  [ "$status" -eq 0 ]
  send '[fd09:1::254]:7788' --size 1452 --dont-fragment --wait 5
  [ "$status" -eq 0 ]
  send 10.9.1.254:7788 --size 1473 --wait 5
  [ "$status" -eq 0 ]
}

@test "--dont-fragment: a router says what a link on the way takes, and then this host knows it" {
  ip -n "$middle" link set right mtu 1400
  ip -n "$far" link set out mtu 1400
  send 10.9.2.1:7788 --size 1400 --dont-fragment --wait 5
  [ "$status" -eq 1 ]
  [ "${lines[1]}" = "given back #1 by 10.9.1.254: too large for a link on the way, which takes 1400 bytes; send at most 1372" ]
  send 10.9.2.1:7788 --size 1400 --dont-fragment
  [[ "$stderr" == *" = 1428, and the way there takes 1400; send at most 1372, "* ]]
  send '[fd09:2::1]:7788' --size 1400 --dont-fragment --wait 5
  [ "${lines[1]}" = "given back #1 by fd09:1::254: too large for a link on the way, which takes 1400 bytes; send at most 1352" ]
}

@test "--interface: a group has a different host on either side" {
  start_echo "$near" 0.0.0.0
  start_echo "$far" 0.0.0.0
  send_from "$middle" 224.0.0.1:7788 --text hello --wait 0.5 --interface left
  [[ "${lines[1]}" == "reply #1: 5 bytes from 10.9.1.1:7788 after "* ]]
  [ "${#lines[@]}" -eq 2 ]
  send_from "$middle" 224.0.0.1:7788 --text hello --wait 0.5 --interface right
  [[ "${lines[1]}" == "reply #1: 5 bytes from 10.9.2.1:7788 after "* ]]
  start_echo "$far" '[::]'
  send_from "$middle" '[ff02::1]:7788' --text hello --wait 0.5 --interface right
  [[ "${lines[0]}" == 'sent #1: 5 bytes to [ff02::1%right]:7788 from [fe80::'* ]]
  [[ "${lines[1]}" == 'reply #1: 5 bytes from [fe80::'*'%right]:7788 after '* ]]
}

@test "--interface: whatever the routes say" {
  ip -n "$near" link add idle type veth peer name other
  ip -n "$near" link set idle up
  ip -n "$near" link set other up
  until_up "$near"
  start_echo "$far"
  send 10.9.2.1:7788 --text hello --wait 5 --interface out
  [ "$status" -eq 0 ]
  send '[fd09:2::1]:7788' --text hello --interface idle
  [ "$status" -eq 1 ]
  [ "$stderr" = "udpgen: [fd09:2::1]:7788: no route to that network; see: ip route" ]
  # An IPv4 destination is looked for on the link itself, where nobody has it.
  send 10.9.2.1:7788 --text hello --wait 15 --interface idle
  [ "$status" -eq 1 ]
  [ "${lines[1]}" = "given back #1 by 10.9.1.1: the next hop does not answer on its link" ]
}

@test "--no-loop: what goes to a group does not come back to this host" {
  start_echo "$middle" 0.0.0.0
  start_echo "$near" 0.0.0.0
  send_from "$middle" 224.0.0.1:7788 --text hello --wait 0.5 --interface left
  [[ "$stderr" == "1 sent, 1 answered, 1 reply of another host, loss 0 %" ]]
  start_echo "$middle" '[::]'
  start_echo "$near" '[::]'
  for group in 224.0.0.1 '[ff02::1]'; do
    send_from "$middle" "$group:7788" --text hello --wait 0.5 --interface left --no-loop
    [ "$stderr" = "1 sent, 1 answered, loss 0 %" ]
  done
}

@test "a flood that runs out of hops, and one whose interface goes down" {
  send 10.9.2.1:7788 --text hello --ttl 1 --rate 10 -c 3
  [ "$status" -eq 1 ]
  [ "${lines[1]}" = "given back by 10.9.1.254: its time to live ran out on the way" ]
  [ "${#lines[@]}" -eq 2 ]
  [[ "${stderr_lines[0]}" == "3 sent in "*" given back by 10.9.1.254 (its time to live ran out on the way)" ]]
  [[ "${stderr_lines[1]}" == *" of 3 given back; the totals say by whom and why" ]]

  ip netns exec "$near" "$UDPGEN" send 10.9.1.254:7788 --text hello --rate 1000 >"$BATS_TEST_TMPDIR/down" \
    2>"$BATS_TEST_TMPDIR/err" 3>&- &
  sender=$!
  for _ in $(seq 250); do
    ! grep -q sending "$BATS_TEST_TMPDIR/down" || break
    sleep 0.02
  done
  ip -n "$near" link set out down
  code=0
  wait "$sender" || code=$?
  cat "$BATS_TEST_TMPDIR/err"
  [ "$code" -eq 1 ]
  grep -q ' sent in ' "$BATS_TEST_TMPDIR/err"
  tail -1 "$BATS_TEST_TMPDIR/err" | grep -qE '^udpgen: 10\.9\.1\.254:7788: (no route|the interface is down)'
}

@test "a flood through a link that is narrower than its datagrams: the kernel takes them apart, and they arrive" {
  start_echo "$middle"
  send 10.9.1.254:7788 --probe --size 2000 -c 20 --rate 500k --wait 5
  [ "$status" -eq 0 ]
  send '[fd09:1::254]:7788' --probe --size 2000 -c 20 --rate 500k --wait 5
  [ "$status" -eq 0 ]
}
