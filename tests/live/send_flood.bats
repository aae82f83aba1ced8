#!/usr/bin/env bats
# udpgen send as a flood: batches, rates, threads, and what comes back meanwhile.

load peers

# counting N: a program that takes N datagrams, and more where they come, and says how many there were: datagrams, bytes, different
# sizes, ports they came from, the least and the greatest size.
counting() {
  cat <<END
sizes, ports = [], set()
try:
    while True:
        s.settimeout(10 if len(sizes) < $1 else 0.1)
        data, peer = s.recvfrom(70000)
        sizes.append(len(data))
        ports.add(peer[1])
except TimeoutError:
    print(len(sizes), sum(sizes), len(set(sizes)), len(ports), min(sizes), max(sizes), flush=True)
END
}

send() {
  run --separate-stderr timeout 20 "$UDPGEN" send "$@"
  echo "status $status, stdout: $output, stderr: $stderr"
}

@test "every datagram of a flood arrives: in batches, cut by the kernel, or each by itself" {
  for host in 127.0.0.1 '[::1]'; do
    [ "$host" = 127.0.0.1 ] || has_ipv6 || continue
    for options in "--rate 500k" "--rate 500k --no-gso" "--rate 20k --threads 3 --connect"; do
      start_python "$host" "$(counting 151)"
      send "$host:$port" -c 151 --text hello $options
      [ "$status" -eq 0 ]
      [[ "$stderr" =~ ^'151 sent in '[0-9.e-]+' s' ]]
      wait "$server"
      threads=1
      [[ "$options" != *threads* ]] || threads=3
      [ "${#lines[@]}" -eq "$threads" ]
      [[ "${lines[0]}" =~ ^"sending to $host:$port from $host:"[0-9]+$ ]]
      [ "$(tail -1 "$out")" = "151 755 1 $threads 5 5" ]
    done
  done
}

@test "sizes: 0, one that the kernel cannot put together, the largest, and drawn ones that the seed decides" {
  for row in "0:0 1 1 0 0" "40000:120000 1 1 40000 40000" "65507:196521 1 1 65507 65507"; do
    start_python 127.0.0.1 "$(counting 3)"
    send "127.0.0.1:$port" -c 3 --rate 100 -q --size "${row%%:*}"
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    wait "$server"
    [ "$(tail -1 "$out")" = "3 ${row#*:}" ]
  done
  for run in 1 2; do
    start_python 127.0.0.1 "$(counting 500)"
    send "127.0.0.1:$port" -c 500 --rate 20k -q --size 100..103 --seed 5
    wait "$server"
    tail -1 "$out" >"drawn$run"
  done
  cmp drawn1 drawn2
  [[ "$(cat drawn1)" =~ ^'500 5'[01][0-9]+' 4 1 100 103'$ ]]
}

@test "the content of a flood is that of a conversation" {
  start_python 127.0.0.1 'print(s.recv(100), flush=True)'
  send "127.0.0.1:$port" --quiet --text 'n={n} \x'
  wait "$server"
  [ "$(tail -1 "$out")" = "b'n={n} \\\\x'" ]
}

@test "--duration ends it, and Ctrl-C does, with the totals" {
  start_python 127.0.0.1
  send "127.0.0.1:$port" --text x --rate 100 --duration 0.3
  [ "$status" -eq 0 ]
  [[ "$stderr" =~ ^[0-9]+' sent in 0.'[0-9]+' s (' ]]
  for options in "--text x --rate 0.1" "--text x --threads 2" "--probe --threads 2" "--probe --rate 10 --wait 30"; do
    for signal in INT TERM; do
      rm -f sent
      "$UDPGEN" send "127.0.0.1:$port" $options >sent 2>err 3>&- &
      sender=$!
      await sent '^sending to '
      kill "-$signal" "$sender"
      code=0
      wait "$sender" || code=$?
      cat err
      [[ "$(head -1 err)" =~ ^[0-9]+' sent' ]] || [ ! -s err ]
      [[ "$options" == *wait* ]] || [ "$code" -eq 0 ]
    done
  done
}

@test "a refusal is shown once, counted by host, never taken for a reply, and makes the exit code 1" {
  for host in 127.0.0.1 '[::1]'; do
    [ "$host" = 127.0.0.1 ] || has_ipv6 || continue
    find_free_port "$host"
    for options in "" "--probe --wait 5"; do
      send "$host:$port" -c 20 --rate 200 --size 50 --no-gso $options
      [ "$status" -eq 1 ]
      [ "${lines[1]}" = "refused by $host:$port: nobody listens on the port" ]
      [ "${#lines[@]}" -eq 2 ]
      [[ "${stderr_lines[0]}" =~ ^'20 sent in '.*', '[0-9]+" refused by $host:$port (nobody listens on the port)" ]]
      [[ "$options" != *wait* ]] || [[ "${stderr_lines[0]}" == *", 0 answered, "*", loss 100 %" ]]
      [[ "${stderr_lines[1]}" == "udpgen: $host:$port: "*" of 20 refused, as nobody listens on the port; "* ]]
    done
  done
}

@test "--quiet prints the totals only; --json prints them as JSON" {
  find_free_port 127.0.0.1
  send "127.0.0.1:$port" -q --text hello -c 5 --interval 0.01
  [ -z "$output" ]
  [[ "${stderr_lines[0]}" == "5 sent in "*" refused by 127.0.0.1:$port "* ]]
  send "127.0.0.1:$port" --json --text hello -c 5 --interval 0.01
  [ "${#lines[@]}" -eq 1 ]
  [ "${#stderr_lines[@]}" -eq 1 ]
  python3 - "$output" "$port" <<'END'
import json, sys
totals = json.loads(sys.argv[1])
assert totals["type"] == "totals" and totals["sent"] == 5 and totals["bytes"] == 25, totals
refusal, = totals["refusals"]
assert 1 <= refusal.pop("count") <= 5
assert refusal == {"kind": "refused", "by": "127.0.0.1:" + sys.argv[2], "reason": "nobody listens on the port"}, refusal
assert "answered" not in totals
END
}

@test "a terminal has a line that says how far it is, and that is gone at the end; a file has none" {
  start_python 127.0.0.1
  # script(1) makes a terminal of what the program writes.
  script -qec "'$UDPGEN' send 127.0.0.1:$port --text x --rate 100 --duration 3.1 2>&1 >/dev/null" typescript >shown </dev/null
  tr '\r' '\n' <shown | grep -qE '^[23] s: [0-9]+ sent, [0-9]+/s, 0\.[0-9]+ Mbit/s *$'
  [[ "$(tr -d '\r' <shown | tail -1)" =~ ' '[0-9]+' sent in ' ]]
  run "$UDPGEN" send "127.0.0.1:$port" --text x --rate 100 --duration 2.5
  [ "${#lines[@]}" -eq 2 ]
}

@test "a reader that goes away ends nothing that is worth waiting for; a full disk is said" {
  start_python 127.0.0.1
  "$UDPGEN" send "127.0.0.1:$port" --text x -c 50 --rate 1000 2>err | head -1 >first
  [ "$(wc -l <first)" -eq 1 ]
  [[ "$(cat err)" =~ ^[0-9]+' sent in ' ]]
  run bash -c '"$UDPGEN" send "127.0.0.1:$1" --text x -c 2 --rate 100 2>&1 >/dev/full' - "$port"
  [ "$status" -eq 1 ]
  [[ "$output" == *"No space left on device"* ]]
}
