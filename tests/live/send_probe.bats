#!/usr/bin/env bats
# udpgen send --probe: what became of each datagram on the way to an echo server and back.

load peers

send() {
  run --separate-stderr timeout 20 "$UDPGEN" send "$@"
  echo "status $status, stdout: $output, stderr: $stderr"
}

# Echoes; `keep(n)` says how often probe n is sent back, 0 for never.
echoing='
while True:
    data, peer = s.recvfrom(70000)
    sequence = int.from_bytes(data[24:32], "big")
    for _ in range(keep(sequence)):
        s.sendto(data, peer)'

@test "an echo server that answers all: no loss, and nothing negative" {
  start_echo 127.0.0.1
  send "127.0.0.1:$port" --probe -c 200 --rate 2000 --wait 5
  [ "$status" -eq 0 ]
  [[ "${lines[1]}" =~ ^"127.0.0.1:$port > 127.0.0.1:"[0-9]+", run "[0-9a-f]{8}$ ]]
  [ "${lines[2]}" = "  200 sent, 200 received, 0 lost (0.00 %), 0 duplicated, 0 corrupted" ]
  [ "${lines[3]}" = "  0 reordered" ]
  [[ "${lines[4]}" =~ ^'  delay '[0-9.]+' to '[0-9.]+' ms, ' ]]
  [[ "$stderr" == "200 sent in "*", 200 answered, loss 0 %" ]]
}

@test "what is lost, and what comes twice, is counted to the datagram; --max-loss judges" {
  start_python 127.0.0.1 "keep = lambda n: 0 if n % 10 == 3 else 2 if n % 50 == 7 else 1
$echoing"
  send "127.0.0.1:$port" --probe -c 200 --rate 2000 --wait 2
  [ "$status" -eq 1 ]
  [ "${lines[2]}" = "  200 sent, 184 received, 20 lost (10.00 %), 4 duplicated, 0 corrupted" ]
  [[ "${stderr_lines[0]}" == *", 180 answered, 4 duplicate replies, loss 10 %" ]]
  [ "${stderr_lines[1]}" = "udpgen: 127.0.0.1:$port: 20 of 200 without a reply, 10 %, and --max-loss allows 0 %" ]
  send "127.0.0.1:$port" --probe -c 200 --rate 2000 --wait 2 --max-loss 10
  [ "$status" -eq 0 ]
}

@test "a reply with changed bytes is none; one of another run, and what is no probe, do not count at all" {
  start_python 127.0.0.1 '
while True:
    data, peer = s.recvfrom(70000)
    sequence = int.from_bytes(data[24:32], "big")
    data = bytearray(data)
    if sequence == 4:
        data[-1] ^= 1
    s.sendto(data, peer)
    s.sendto(b"no probe", peer)'
  send "127.0.0.1:$port" --probe --size 60 -c 10 --rate 1000 --wait 2
  [ "${lines[2]}" = "  10 sent, 9 received, 1 lost (10.00 %), 0 duplicated, 1 corrupted" ]
  [[ "${stderr_lines[0]}" == *", 9 answered, loss 10 %" ]]
}

@test "nobody answers: all is lost" {
  start_python 127.0.0.1
  send "127.0.0.1:$port" --probe -c 3 --rate 100 --wait 0.2
  [ "$status" -eq 1 ]
  [[ "${stderr_lines[0]}" == "3 sent in "*", 0 answered, loss 100 %" ]]
  [ "${stderr_lines[-1]}" = "udpgen: 127.0.0.1:$port: 3 of 3 without a reply, 100 %, and --max-loss allows 0 %" ]
}

@test "the waiting is over when all are back" {
  start_echo 127.0.0.1
  SECONDS=0
  send "127.0.0.1:$port" --probe -c 5 --rate 1000 --wait 100
  [ "$status" -eq 0 ]
  [ "$SECONDS" -lt 15 ]
}

@test "threads are streams of their own; JSON has an object for each, and the totals" {
  start_echo 127.0.0.1
  send "127.0.0.1:$port" --probe -c 101 --rate 2000 --threads 2 --wait 5 --json --size 48..200
  [ "$status" -eq 0 ]
  [ -z "$stderr" ]
  python3 - "${lines[@]}" <<'END'
import json, sys
first, second, totals = map(json.loads, sys.argv[1:])
assert [first["type"], second["type"], totals["type"]] == ["probes", "probes", "totals"]
assert {first["stream"], second["stream"]} == {0, 1}
assert {first["received"], second["received"]} == {50, 51}
assert first["run"] == second["run"] and first["total_known"] and first["lost"] == 0
assert totals["sent"] == totals["answered"] == 101 and totals["lost"] == 0 and totals["loss_percent"] == 0
assert totals["bytes"] == first["bytes"] + second["bytes"]
END
}

@test "the payload: the header, and what was asked for behind it; three ends tell the number" {
  start_python 127.0.0.1 '
for _ in range(17):
    data = s.recv(70000)
    print("flags", data[5], "sequence", int.from_bytes(data[24:32], "big"), "total",
          int.from_bytes(data[40:48], "big"), "bytes", len(data), data[48:], flush=True)'
  send "127.0.0.1:$port" --probe --text hello -c 2
  [ "$status" -eq 0 ]
  send "127.0.0.1:$port" --probe
  send "127.0.0.1:$port" --probe --hex 00ff
  send "127.0.0.1:$port" --probe --size 62
  wait "$server"
  cat "$out"
  [ "$(grep -c "flags 1 sequence 0 total 2 bytes 48 b''" "$out")" -eq 3 ]
  grep -q "^flags 0 sequence 1 total 2 bytes 53 b'hello'$" "$out"
  grep -q "^flags 0 sequence 2 total 2 bytes 53 b'hello'$" "$out"
  grep -q "^flags 0 sequence 1 total 1 bytes 48 b''$" "$out"
  grep -q "^flags 0 sequence 1 total 1 bytes 50 b'.x00.xff'$" "$out"
  grep -q "^flags 0 sequence 1 total 1 bytes 62 b'..50........60'$" "$out"
}
