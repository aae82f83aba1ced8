#!/usr/bin/env bats
# What echo, sink and relay say where they cannot listen, join or pass on.

load cli

# A port of 127.0.0.1 that somebody has until the test ends.
take_port() {
  "$UDPGEN" sink 127.0.0.1:0 --duration 20 2>taken 3>&- &
  taker=$!
  await taken '^listening on '
  port=$(sed 's/.*://' taken)
}

@test "a port that is in use, a foreign address, a port that is none" {
  take_port
  for command in echo sink "relay --drop 0"; do
    destination=
    [[ "$command" != relay* ]] || destination=127.0.0.1:9
    fails 1 "^udpgen: 127\.0\.0\.1:$port: the port is in use; choose another, or see who has it: udpinspect --sockets port $port\$" "$UDPGEN" $command "127.0.0.1:$port" $destination
    fails 1 '^udpgen: 192\.0\.2\.77:0: |^udpgen: 192\.0\.2\.77: not an address of this host' "$UDPGEN" $command 192.0.2.77:0 $destination
    fails 2 '^udpgen: 127\.0\.0\.1:x: the port is not a number from 0 to 65535$' "$UDPGEN" $command 127.0.0.1:x $destination
  done
  kill "$taker"
}

@test "sink and relay: their operands" {
  fails 2 '^udpgen: sink: 9000: it listens in one place; give one \[ADDR:\]PORT$' "$UDPGEN" sink 7788 9000
  fails 2 '^udpgen: sink: of -v and --json give one$' "$UDPGEN" sink -v --json
  fails 2 '^udpgen: relay: give where to listen and where to pass it on: \[ADDR:\]PORT DEST:PORT$' "$UDPGEN" relay
  fails 2 '^udpgen: relay: give where to listen ' "$UDPGEN" relay 9000
  fails 2 '^udpgen: relay: more: there is one destination already$' "$UDPGEN" relay 9000 127.0.0.1:9 more
  fails 2 '^udpgen: relay: of --there and --back give one; ' "$UDPGEN" relay 9000 127.0.0.1:9 --there --back
}

@test "relay: destinations that are none" {
  fails 2 '^udpgen: 7788: to which host\? This one is 127\.0\.0\.1:7788 or \[::1\]:7788$' "$UDPGEN" relay 127.0.0.1:0 7788
  fails 2 '^udpgen: 127\.0\.0\.1:0: nobody can listen on port 0; ' "$UDPGEN" relay 127.0.0.1:0 127.0.0.1:0
  fails 2 '^udpgen: 127\.0\.0\.1: the port is missing; ' "$UDPGEN" relay 127.0.0.1:0 127.0.0.1
}

@test "relay: not to itself" {
  take_port
  kill "$taker"
  wait "$taker" || true
  fails 2 "^udpgen: 127\.0\.0\.1:$port: the relay itself listens there; give another destination$" "$UDPGEN" relay "$port" "127.0.0.1:$port"
  fails 2 "^udpgen: 127\.0\.0\.1:$port: the relay itself listens there; " "$UDPGEN" relay "127.0.0.1:$port" "127.0.0.1:$port"
}

@test "groups that cannot be joined" {
  fails 2 '^udpgen: --join lan: not an address; give GROUP or GROUP%IFACE$' "$UDPGEN" sink 0 --join lan
  fails 2 '^udpgen: --join 1{60}: not an address; ' "$UDPGEN" sink 0 --join "$(printf '1%.0s' {1..60})"
  fails 2 '^udpgen: --join 192\.0\.2\.1: not a group; they are 224\.0\.0\.0 to 239\.255\.255\.255, and ff00::/8$' "$UDPGEN" sink 0 --join 192.0.2.1
  fails 2 '^udpgen: --join 255\.255\.255\.255: not a group; ' "$UDPGEN" sink 0 --join 255.255.255.255
  fails 1 '^udpgen: --join 239\.1\.2\.3%nowhere: no such interface; `udpinspect -D` lists them$' "$UDPGEN" sink 0 --join 239.1.2.3%nowhere
  fails 2 '^udpgen: --join 239\.1\.2\.3%lo: joined already; give it once$' "$UDPGEN" sink 0 --join 239.1.2.3%lo --join 239.1.2.3%lo
}

@test "a group is no address to listen on, and an address takes nothing from a group" {
  fails 2 '^udpgen: 239\.1\.2\.3:5000: a group has to be joined; give: 5000 --join 239\.1\.2\.3$' "$UDPGEN" sink 239.1.2.3:5000
  fails 2 '^udpgen: 127\.0\.0\.1:5000: what is sent to a group does not come to this address; give: 5000$' "$UDPGEN" sink 127.0.0.1:5000 --join 239.1.2.3%lo
}

@test "a buffer that the system does not allow is said, with the way to allow it" {
  run --separate-stderr without_privilege "$UDPGEN" sink 127.0.0.1:0 --buffer 1000000 --duration 0.1
  echo "$stderr"
  [ "$status" -eq 0 ]
  [[ "$stderr" =~ 'listening on 127.0.0.1:'[0-9]+'; its buffer has '[0-9]+' KiB, the system allows no more; to change that: sudo sysctl net.core.rmem_max=1024000000' ]]
}

@test "a port that needs privilege" {
  [ "$(cat /proc/sys/net/ipv4/ip_unprivileged_port_start)" -gt 7 ] || skip "all ports are free here"
  fails 3 '^udpgen: 127\.0\.0\.1:7: ports below 1024 need privilege; ' without_privilege "$UDPGEN" sink 127.0.0.1:7
}

@test "a full disk" {
  fails 1 '^udpgen: standard output: No space left on device' bash -c "'$UDPGEN' sink 127.0.0.1:0 --json --duration 0.1 2>/dev/null >/dev/full || { '$UDPGEN' sink 127.0.0.1:0 --json --duration 0.1 2>&1 >/dev/full | tail -1 >&2; exit 1; }"
}
