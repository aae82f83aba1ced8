#!/usr/bin/env bats
# udpgen relay between programs: what it says it did is what they see.

load serving

# A relay to $port; its own port is in $port then. Both processes stay known as $server and $relay.
begin_relay() {
  server=$process
  begin relay relay 127.0.0.1:0 "127.0.0.1:$port" "$@"
  relay=$process
}

@test "hello there and back, for two clients at once" {
  begin echo echo 127.0.0.1:0
  begin_relay
  python3 -c '
import socket, sys
clients = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
for i, s in enumerate(clients):
    s.settimeout(5)
    s.sendto(b"hello %d" % i, ("127.0.0.1", int(sys.argv[1])))
for i, s in enumerate(clients):
    data, peer = s.recvfrom(100)
    assert data == b"hello %d" % i and peer[1] == int(sys.argv[1]), (data, peer)' "$port"
  finish "$relay"
  [ "$(cat relay.err)" = "listening on 127.0.0.1:$port
there: 2 in, 0 dropped, 0 duplicated, 0 reordered, 0 corrupted, 2 out
back: 2 in, 0 dropped, 0 duplicated, 0 reordered, 0 corrupted, 2 out
2 clients, 0 refused" ]
}

@test "from IPv6 to IPv4, and an answer from the address that was asked" {
  has_ipv6 || skip "no IPv6 here"
  begin echo echo 127.0.0.1:0
  server=$process
  begin relay relay 0 "127.0.0.1:$port"
  for host in 127.0.0.1 127.1.2.3 '[::1]'; do
    run --separate-stderr "$UDPGEN" send "$host:$port" --text hello --wait 2
    [ "$status" -eq 0 ]
    [[ "${lines[1]}" == "reply #1: 5 bytes from $host:$port after "*'"hello"' ]]
  done
}

@test "100,000 probes: the sink finds exactly what the relay says it did" {
  begin sink sink 127.0.0.1:0 --json --until-end --buffer 16384
  sink=$process
  begin_relay --drop 5 --duplicate 2 --reorder 3 --seed 1 --json --buffer 16384
  probes 127.0.0.1 "$port" 100000 50000
  await_end "$sink"
  finish "$relay"
  cat sink.out relay.out
  lost_by_host=$(($(field sink.out totals dropped_by_host) + $(field relay.out totals there dropped_by_host)))
  [ "$lost_by_host" -eq 0 ] || skip "this host dropped $lost_by_host datagrams itself"
  [ "$(field relay.out totals there in)" -eq 100000 ]
  [ "$(field relay.out totals there early)" -eq 0 ]
  [ "$(field sink.out probes expected)" -eq 100000 ]
  [ "$(field sink.out probes received)" -eq "$(field relay.out totals there out)" ]
  [ "$(field sink.out probes lost)" -eq "$(field relay.out totals there dropped)" ]
  [ "$(field sink.out probes duplicated)" -eq "$(field relay.out totals there duplicated)" ]
  [ "$(field sink.out probes reordered)" -eq "$(field relay.out totals there reordered)" ]
  [ "$(field sink.out probes corrupted)" -eq 0 ]
  # Five times the standard deviation of what was asked for.
  dropped=$(field relay.out totals there dropped)
  [ "$dropped" -ge 4655 ]
  [ "$dropped" -le 5345 ]
}

@test "faults one way only: --there, --back" {
  begin echo echo 127.0.0.1:0
  begin_relay --drop 100 --there
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text hello --wait 0.2
  [ "$status" -eq 1 ]
  finish "$relay"
  grep -q '^there: 1 in, 1 dropped, ' relay.err
  grep -q '^back: 0 in, ' relay.err
  [ "$(grep -c received echo.out)" -eq 0 ]

  port=$(sed -n 's/^listening on .*://p' echo.out)
  process=$server
  begin_relay --drop 100 --back
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text hello --wait 0.2
  [ "$status" -eq 1 ]
  finish "$relay"
  grep -q '^there: 1 in, 0 dropped, ' relay.err
  grep -q '^back: 1 in, 1 dropped, ' relay.err
  await echo.out '^received #1: 5 bytes'
}

@test "a refusal is told once for each client, counted each time, and is not the end" {
  begin echo echo 127.0.0.1:0
  finish "$process"
  nobody=$port
  begin_relay
  for _ in 1 2; do
    python3 -c '
import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for _ in range(3):
    s.sendto(b"x", ("127.0.0.1", int(sys.argv[1])))
    time.sleep(0.05)' "$port"
  done
  kill -0 "$relay"
  finish "$relay"
  cat relay.err
  [ "$(grep -c "^refused by 127.0.0.1:$nobody, what came from 127.0.0.1:[0-9]*: nobody listens on the port\$" relay.err)" -eq 2 ]
  grep -q '^2 clients, 6 refused$' relay.err
}

@test "-c: the last answer still comes back" {
  begin echo echo 127.0.0.1:0
  begin_relay -c 2 --delay 0.1
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text hello -c 2 --interval 0 --wait 2
  [ "$stderr" = "2 sent, 2 answered, loss 0 %" ]
  await_end "$relay"
  grep -q '^back: 2 in, .* 2 out$' relay.err
}

@test "SIGUSR1 asks for the statistics, and --duration ends it" {
  begin echo echo 127.0.0.1:0
  begin_relay --duration 2
  "$UDPGEN" send "127.0.0.1:$port" --text hello --wait 2 >/dev/null
  kill -USR1 "$relay"
  await relay.err '^1 client, 0 refused$'
  grep -q '^there: 1 in, ' relay.err
  await_end "$relay"
  [ "$(grep -c '^there: 1 in, ' relay.err)" -eq 2 ]
}

@test "more clients than it keeps: the longest silent one goes" {
  [ "$(ulimit -Hn)" -ge 3000 ] || skip "too few descriptors"
  begin echo echo 127.0.0.1:0 -q
  begin_relay --json
  python3 -c '
import resource, socket, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (2500, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
clients = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(1030)]
for i in list(range(1030)) + [5, 6]:
    clients[i].settimeout(5)
    clients[i].sendto(b"%d" % i, ("127.0.0.1", int(sys.argv[1])))
    assert clients[i].recv(100) == b"%d" % i' "$port"
  finish "$relay"
  # 0 to 5 had to go for the last six; 5 is a new client then, for which 6 had to go; and so on.
  [ "$(field relay.out totals clients)" -eq 1032 ]
  [ "$(field relay.out totals evicted)" -eq 8 ]
  [ "$(field relay.out totals back out)" -eq 1032 ]
}

@test "what waits to be read when it ends is passed on" {
  begin sink sink 127.0.0.1:0 --json --until-end --buffer 4096
  sink=$process
  begin_relay --buffer 4096
  kill -STOP "$relay"
  probes 127.0.0.1 "$port" 1000 100000
  kill -INT "$relay"
  kill -CONT "$relay"
  await_end "$relay"
  grep -q '^there: 1000 in, .* 1000 out; besides, 3 said that probes had ended$' relay.err
  await_end "$sink"
  [ "$(field sink.out probes lost)" -eq 0 ]
}

@test "what waits for a client goes on before it ends" {
  begin sink sink 127.0.0.1:0
  sink=$process
  begin_relay --delay 30
  "$UDPGEN" send "127.0.0.1:$port" --text hello -c 3 --interval 0 >/dev/null
  kill -USR1 "$relay"
  await relay.err '^there: 3 in, .* 0 out$'
  finish "$relay"
  grep -q '^there: 3 in, .* 3 out, 3 before their time$' relay.err
  finish "$sink"
  grep -q '^3 received, 15 bytes from 1 sender' sink.err
}
