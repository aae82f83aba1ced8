#!/usr/bin/env bats
# udpinspect --sockets from outside: what goes with it, and what it refuses. What it shows is in tests/live.
# shellcheck disable=SC2154 # what bats sets

load cli

@test "options that say something of packets are refused" {
  for option in '-i lo' '-r hello.pcap' '-w out.pcap' '-s 100' '-B 100' -p --all --outer --show-filter '-c 1' \
    '--duration 1' '--decode-as udp.port=1:none' --sensitive -v -x '--fields time' --spec -q '--time utc' --stats \
    --probes -U '-Z root' --no-sandbox --wait-for-interface --follow '-C 1' '-G 1' '-W 1' --force; do
    # shellcheck disable=SC2086 # an option and its argument
    fails 2 "^udpinspect: --sockets and ${option%% *}: no packets are shown; leave out one of them$" \
      "$UDPINSPECT" --sockets $option
  done
  [ ! -e out.pcap ]
}

@test "a filter that means nothing of a datagram without a link-layer header is refused" {
  fails 2 '^udpinspect: filter "prot 53": .*syntax error' "$UDPINSPECT" --sockets prot 53
  fails 2 '^udpinspect: filter "ether host 02:00:00:00:00:01": .*; see pcap-filter\(7\)$' \
    "$UDPINSPECT" --sockets ether host 02:00:00:00:00:01
  fails 2 '^udpinspect: filter "arp": .*; see pcap-filter\(7\)$' "$UDPINSPECT" --sockets arp
  fails 1 '^udpinspect: missing: No such file' "$UDPINSPECT" --sockets -F missing
}

@test "the forms: a table, JSON that is of the schema, and indented" {
  python3 -c '
import socket, time
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1], flush=True)
    time.sleep(60)' >ports 3>&- &
  await ports '^[0-9]'
  port=$(cat ports)
  run --separate-stderr "$UDPINSPECT" --sockets -n src port "$port" and host 127.0.0.1
  [ "$status" -eq 0 ]
  [ "${#lines[@]}" -eq 2 ]
  [ "${lines[0]%% *}" = Protocol ]
  [[ "${lines[1]}" =~ ^udp\ .*\ bound\ .*\ 127\.0\.0\.1:$port\ +any\ .*\ python3\ $!$ ]]
  "$UDPINSPECT" --schema >schema.json
  "$UDPINSPECT" --sockets --json 2>/dev/null | "$JSON_CHECK" schema.json
  "$UDPINSPECT" --sockets --json=pretty src port "$port" 2>/dev/null | python3 -c '
import json, sys
document = json.load(sys.stdin)
assert document["protocol"] == "udp" and document["local"] == "127.0.0.1", document'
  kill $!
}

@test "a socket of UDP-Lite" {
  grep -q '^UDP-Lite ' /proc/net/protocols || skip "this kernel has no UDP-Lite"
  python3 -c '
import socket, time
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 136) as s:
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1], flush=True)
    time.sleep(60)' >ports 3>&- &
  await ports '^[0-9]'
  # As libpcap has it, "port" is none of UDP-Lite; its number is the first one behind the IP header.
  "$UDPINSPECT" --sockets "ip proto 136 and ip[20:2] = $(cat ports)" >out
  [ "$(grep -c "^udplite .* bound .* 127.0.0.1:$(cat ports) " out)" -eq 1 ]
  kill $!
}

@test "a closed pipe and a full disk" {
  "$UDPINSPECT" --sockets --json 2>err | true
  [ "$(grep -c 'standard output' err)" -eq 0 ]
  [ -e /dev/full ] || skip "there is no full device here"
  # shellcheck disable=SC2016 # it is the inner shell's
  run --separate-stderr sh -c '"$0" --sockets --json >/dev/full' "$UDPINSPECT"
  [ "$status" -eq 1 ]
  [[ "$stderr" == "udpinspect: standard output: No space left on device; "* ]]
}
