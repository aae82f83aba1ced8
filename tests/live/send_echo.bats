#!/usr/bin/env bats
# udpgen send and echo talk to each other on the loopback interface.

load peers

@test "hello, and its echo" {
  start_echo 127.0.0.1
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text hello --wait 2
  echo "$output"
  [ "$status" -eq 0 ]
  [[ "${lines[0]}" =~ ^'sent #1: 5 bytes to 127.0.0.1:'$port' from 127.0.0.1:'([0-9]+)': "hello"'$ ]]
  source=${BASH_REMATCH[1]}
  [[ "${lines[1]}" =~ ^'reply #1: 5 bytes from 127.0.0.1:'$port' after '[0-9]+\.[0-9]{3}' ms: "hello"'$ ]]
  [ "${#lines[@]}" -eq 2 ]
  [ "$stderr" = "1 sent, 1 answered, loss 0 %" ]
  end_echo
  [ "$(sed -n 2p "$out")" = "received #1: 5 bytes from 127.0.0.1:$source: \"hello\"" ]
  [ "$(sed -n 3p "$out")" = "1 received, 1 answered, 5 bytes" ]
}

@test "hello over IPv6" {
  has_ipv6 || skip "no IPv6 here"
  start_echo '[::1]'
  run --separate-stderr "$UDPGEN" send "[::1]:$port" --text hello --wait 2
  [ "$status" -eq 0 ]
  [[ "${lines[0]}" =~ ^'sent #1: 5 bytes to [::1]:'$port' from [::1]:'[0-9]+': "hello"'$ ]]
  [[ "${lines[1]}" =~ ^'reply #1: 5 bytes from [::1]:'$port' after ' ]]
}

@test "without an address echo takes both versions, and answers from the address it was asked at" {
  has_ipv6 || skip "no IPv6 here"
  start_echo ''
  [ "$(head -1 "$out")" = "listening on [::]:$port, IPv4 and IPv6" ]
  for host in 127.0.0.1 127.1.2.3 '[::1]'; do
    run --separate-stderr "$UDPGEN" send "$host:$port" --text hello --wait 2
    [ "$status" -eq 0 ]
    [[ "${lines[1]}" == "reply #1: 5 bytes from $host:$port after "* ]]
  done
  end_echo
  grep -q '^received #1: 5 bytes from 127\.0\.0\.1:' "$out"
  grep -q '^received #3: 5 bytes from \[::1\]:' "$out"
}

@test "a refusal is counted apart, and the exit code is 1" {
  for host in 127.0.0.1 '[::1]'; do
    [ "$host" = 127.0.0.1 ] || has_ipv6 || continue
    find_free_port "$host"
    run --separate-stderr "$UDPGEN" send "$host:$port" --text hello -c 3 --interval 0
    echo "$output"
    [ "$status" -eq 1 ]
    for number in 1 2 3; do
      [[ "${lines[2 * number - 2]}" == "sent #$number: "* ]]
      [ "${lines[2 * number - 1]}" = "refused #$number by $host:$port: nobody listens on the port" ]
    done
    [ "${stderr_lines[0]}" = "3 sent, 3 refused by $host:$port (nobody listens on the port)" ]
    [[ "${stderr_lines[1]}" == "udpgen: $host:$port: 3 of 3 refused, "*"udpgen echo $port" ]]
  done
}

@test "--wait ends with a refusal, and a refusal is no answer" {
  find_free_port 127.0.0.1
  SECONDS=0
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text hello --wait 30
  [ "$status" -eq 1 ]
  [ "${stderr_lines[0]}" = "1 sent, 0 answered, 1 refused by 127.0.0.1:$port (nobody listens on the port), loss 100 %" ]
  [ "$SECONDS" -lt 15 ]
}

@test "--wait without a reply is exit code 1" {
  # A socket that is there and never answers.
  python3 -c '
import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
print("listening on 127.0.0.1:%d" % s.getsockname()[1], flush=True)
time.sleep(60)' >"$out" 3>&- &
  server=$!
  await "$out" '^listening on '
  port=$(sed 's/.*://' "$out")
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text hello --wait 0.2
  [ "$status" -eq 1 ]
  [ "${stderr_lines[0]}" = "1 sent, 0 answered, loss 100 %" ]
  [ "${stderr_lines[-1]}" = "udpgen: 127.0.0.1:$port: no reply within 0.2 s; what is known of it stands above" ]
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text hello
  [ "$status" -eq 0 ]
  [ "$stderr" = "1 sent" ]
}

@test "standard input: a datagram a line, also an empty one and the last without its newline" {
  start_echo 127.0.0.1 -c 4
  printf 'one\n\nthree\nlast' | "$UDPGEN" send "127.0.0.1:$port" --wait 2 2>"$BATS_TEST_TMPDIR/err"
  wait "$server"
  server=
  cat "$out"
  [ "$(cat "$BATS_TEST_TMPDIR/err")" = "4 sent, 4 answered, loss 0 %" ]
  [ "$(grep -o '#[0-9]*: [0-9]* bytes' "$out" | tr '\n' ';')" = "#1: 3 bytes;#2: 0 bytes;#3: 5 bytes;#4: 4 bytes;" ]
  [ "$(tail -1 "$out")" = "4 received, 4 answered, 12 bytes" ]
}

@test "-c takes the first lines only" {
  start_echo 127.0.0.1
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" -c 2 --wait 2 < <(printf 'one\ntwo\nthree\n')
  [ "$stderr" = "2 sent, 2 answered, loss 0 %" ]
}

@test "a line is sent, and its reply printed, while the input stays open" {
  start_echo 127.0.0.1
  mkfifo "$BATS_TEST_TMPDIR/input"
  "$UDPGEN" send "127.0.0.1:$port" --wait 2 <"$BATS_TEST_TMPDIR/input" >"$BATS_TEST_TMPDIR/sent" 2>&1 3>&- &
  sender=$!
  exec 4>"$BATS_TEST_TMPDIR/input"
  for word in one two; do
    echo "$word" >&4
    await "$BATS_TEST_TMPDIR/sent" "^reply #[12]: 3 bytes .*\"$word\"\$"
  done
  exec 4>&-
  wait "$sender"
}

@test "any bytes, any size: 0, binary, 65,507 over IPv4, 65,527 over IPv6" {
  head -c 1000 /dev/urandom >"$BATS_TEST_TMPDIR/random"
  for host in 127.0.0.1 '[::1]'; do
    [ "$host" = 127.0.0.1 ] || has_ipv6 || continue
    largest=65507
    [ "$host" = 127.0.0.1 ] || largest=65527
    rm -f "$out" # what the one before said
    # Answers with the sum of what came, so that every byte counts.
    python3 -c '
import hashlib, socket, sys
host = sys.argv[1].strip("[]")
s = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
s.bind((host, 0))
print("listening on %s:%d" % (host, s.getsockname()[1]), flush=True)
while True:
    data, peer = s.recvfrom(70000)
    s.sendto(b"%d %s" % (len(data), hashlib.md5(data).hexdigest().encode()), peer)' "$host" >"$out" 3>&- &
    server=$!
    await "$out" '^listening on '
    port=$(sed 's/.*://' "$out")
    answer_to() {
      run --separate-stderr "$UDPGEN" send "$host:$port" --wait 5 "$@"
      echo "$output"
      [ "$status" -eq 0 ]
      answer=$(sed -n 's/^reply #1: .* ms: "\(.*\)"$/\1/p' <<<"$output")
    }
    answer_to --text ''
    [ "$answer" = "0 $(md5sum </dev/null | cut -d' ' -f1)" ]
    answer_to --file "$BATS_TEST_TMPDIR/random"
    [ "$answer" = "1000 $(md5sum <"$BATS_TEST_TMPDIR/random" | cut -d' ' -f1)" ]
    answer_to --file - <"$BATS_TEST_TMPDIR/random"
    [ "$answer" = "1000 $(md5sum <"$BATS_TEST_TMPDIR/random" | cut -d' ' -f1)" ]
    answer_to --hex '00ff 0A'
    [ "$answer" = "3 $(printf '\x00\xff\x0a' | md5sum | cut -d' ' -f1)" ]
    sum=$(python3 -c '
import hashlib, sys
ruler = "".join(str(10 * i).ljust(10, ".") for i in range(6553))
print(hashlib.md5(ruler[:int(sys.argv[1])].encode()).hexdigest())' "$largest")
    answer_to --size "$largest"
    [ "$answer" = "$largest $sum" ]
    kill "$server"
    server=
  done
}

@test "echo gives back the largest datagrams whole" {
  start_echo 127.0.0.1
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --size 65507 --wait 5
  [[ "${lines[1]}" == "reply #1: 65507 bytes "*'"0.........10........20........'*'"...' ]]
}

@test "what is not text is shown as escapes" {
  start_echo 127.0.0.1
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --hex '1b5b33 31 6d e4b8ad ff 22 5c 0a' --wait 2
  [[ "${lines[0]}" == *': "\x1b[31m中\xff\"\\\n"' ]]
  end_echo
  grep -qF ': "\x1b[31m中\xff\"\\\n"' "$out"
}

@test "--bind: the port and the address that are asked for" {
  find_free_port 127.0.0.1
  source=$port
  start_echo 127.0.0.1
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text x --bind ":$source" --wait 2
  [[ "${lines[0]}" == *" from 127.0.0.1:$source: "* ]]
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text x --bind 127.0.0.9:0 --wait 2
  [ "$status" -eq 0 ]
  [[ "${lines[0]}" == *" from 127.0.0.9:"* ]]
  end_echo
  grep -q "^received #1: 1 byte from 127.0.0.1:$source: " "$out"
  grep -q '^received #2: 1 byte from 127\.0\.0\.9:' "$out"
}

@test "a port that is in use" {
  start_echo 127.0.0.1
  run --separate-stderr "$UDPGEN" echo "127.0.0.1:$port"
  [ "$status" -eq 1 ]
  [[ "$stderr" == "udpgen: 127.0.0.1:$port: the port is in use; "* ]]
  run --separate-stderr "$UDPGEN" send 127.0.0.1:9 --text x --bind "127.0.0.1:$port"
  [ "$status" -eq 1 ]
  [[ "$stderr" == "udpgen: 127.0.0.1:$port: the port is in use; "* ]]
}

@test "--broadcast reaches who listens on all addresses, and the answer comes from one of them" {
  start_echo ''
  run --separate-stderr "$UDPGEN" send "127.255.255.255:$port" --text hello --broadcast --wait 0.3
  echo "$output $stderr"
  [ "$status" -eq 0 ]
  [[ "${lines[1]}" == "reply #1: 5 bytes from 127.0.0.1:$port after "* ]]
}

@test "two echo servers do not answer each other for ever" {
  start_echo 127.0.0.1
  # What the other one would send: from the same port number of another address.
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text hello --bind "127.0.0.2:$port" --wait 0.2
  [ "$status" -eq 1 ]
  end_echo
  grep -q '^received #1: 5 bytes from 127\.0\.0\.2:' "$out"
  grep -q '^not answered #1: ' "$out"
  [ "$(tail -1 "$out")" = "1 received, 0 answered, 5 bytes" ]
}

@test "--interval is kept" {
  start_echo 127.0.0.1
  begin=$(date +%s%N)
  "$UDPGEN" send "127.0.0.1:$port" --text x -c 6 --interval 0.1
  took=$((($(date +%s%N) - begin) / 1000000))
  echo "$took ms"
  [ "$took" -ge 500 ]
  [ "$took" -lt 1500 ]
}

@test "Ctrl-C ends the waiting, the interval, the reading and a flood, with the totals and exit code 0" {
  start_echo 127.0.0.1
  mkfifo "$BATS_TEST_TMPDIR/input"
  exec 4<>"$BATS_TEST_TMPDIR/input"
  for options in "--text x -c 2 --interval 60" "--text x -c 1000000000 --interval 0" ""; do
    for signal in INT TERM; do
      rm -f "$BATS_TEST_TMPDIR/sent"
      "$UDPGEN" send "127.0.0.1:$port" $options <&4 >"$BATS_TEST_TMPDIR/sent" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
      sender=$!
      echo line >&4
      await "$BATS_TEST_TMPDIR/sent" '^sent #1'
      kill "-$signal" "$sender"
      wait "$sender"
      grep -qE '^[0-9]+ sent$' "$BATS_TEST_TMPDIR/err"
    done
  done
  exec 4>&-
}

@test "a reader that goes away ends it quietly; a full disk does not" {
  start_echo 127.0.0.1
  set -o pipefail
  "$UDPGEN" send "127.0.0.1:$port" --text x -c 100000 --interval 0 2>"$BATS_TEST_TMPDIR/err" | head -1
  grep -qE '^[0-9]+ sent$' "$BATS_TEST_TMPDIR/err"
  [ "$(wc -l <"$BATS_TEST_TMPDIR/err")" -eq 1 ]
  run "$UDPGEN" send "127.0.0.1:$port" --text x -c 2 --interval 0 >/dev/null
  [ "$status" -eq 0 ]
  run bash -c '"$UDPGEN" send "127.0.0.1:$1" --text x -c 2 --interval 0 2>&1 >/dev/full' - "$port"
  [ "$status" -eq 1 ]
  [[ "$output" == *"No space left on device"* ]]
}

@test "what udpinspect sees is what was sent: ports, time to live, bytes" {
  [ "$(id -u)" = 0 ] || skip "needs root to capture"
  start_echo 127.0.0.1
  "$UDPINSPECT" -i lo --json "udp port $port" >"$BATS_TEST_TMPDIR/seen" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
  inspector=$!
  await "$BATS_TEST_TMPDIR/err" 'listening on'
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text hello --ttl 7 --wait 2
  source=$(sed -n 's/.* from 127\.0\.0\.1:\([0-9]*\): "hello"$/\1/p' <<<"${lines[0]}")
  await "$BATS_TEST_TMPDIR/seen" "\"src_port\":$port,"
  kill -INT "$inspector"
  wait "$inspector"
  grep -q "\"ttl\":7,.*\"src_port\":$source,\"dst_port\":$port,.*\"hex\":\"68656c6c6f\"" "$BATS_TEST_TMPDIR/seen"
  grep -q "\"src_port\":$port,\"dst_port\":$source,.*\"hex\":\"68656c6c6f\"" "$BATS_TEST_TMPDIR/seen"
}
