#!/usr/bin/env bats
# The lesson as a learner does it: Python's socket module at one end, udpgen at the other, in both roles.

load peers

# A server as in any tutorial, which counts.
answering='
number = 0
while True:
    data, peer = s.recvfrom(65536)
    number += 1
    s.sendto(data, peer)
    print("number", number, "bytes", len(data), flush=True)'

# client PORT FILE: sends the bytes of the file to the address in $host, and writes the answer to the file "answer".
client() {
  python3 -c '
import socket, sys
host, port, name = sys.argv[1].strip("[]"), int(sys.argv[2]), sys.argv[3]
with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.settimeout(10)
    s.sendto(open(name, "rb").read(), (host, port))
    data, peer = s.recvfrom(65536)
    assert peer[:2] == (host, port), peer
    open("answer", "wb").write(data)' "$host" "$1" "$2"
}

make_contents() {
  : >empty
  printf hello >hello
  printf '\x00\xff\x1b[31m\r\n\x80' >binary
  head -c 65507 /dev/urandom >largest
}

hosts() {
  echo 127.0.0.1
  ! has_ipv6 || echo '[::1]'
}

@test "udpgen send to a server in Python" {
  make_contents
  for host in $(hosts); do
    start_python "$host" "$answering"
    number=0
    for name in empty hello binary largest; do
      run --separate-stderr "$UDPGEN" send "$host:$port" --file "$name" --wait 10
      echo "$output"
      [ "$status" -eq 0 ]
      [ "$stderr" = "1 sent, 1 answered, loss 0 %" ]
      size=$(stat -c %s "$name")
      [[ "${lines[0]}" == "sent #1: $size bytes to $host:$port from $host:"* ]]
      [[ "${lines[1]}" == "reply #1: $size bytes from $host:$port after "* ]]
      await "$out" "^number $((number += 1)) bytes $size\$"
    done
    printf 'one\n\nthree' | "$UDPGEN" send "$host:$port" --wait 10 2>err
    [ "$(cat err)" = "3 sent, 3 answered, loss 0 %" ]
    await "$out" '^number 7 bytes 5$'
    end_python
  done
}

@test "a client in Python to udpgen echo" {
  make_contents
  for host in $(hosts); do
    start_echo "$host"
    for name in empty hello binary largest; do
      client "$port" "$name"
      cmp "$name" answer
    done
    end_echo
    [ "$(tail -1 "$out")" = "4 received, 4 answered, 65522 bytes" ]
  done
}

@test "the server is gone: the client learns it" {
  for host in $(hosts); do
    start_python "$host" "$answering"
    end_python
    run --separate-stderr "$UDPGEN" send "$host:$port" --text hello --wait 10
    [ "$status" -eq 1 ]
    [ "${lines[1]}" = "refused #1 by $host:$port: nobody listens on the port" ]
    [ "${stderr_lines[0]}" = "1 sent, 0 answered, 1 refused by $host:$port (nobody listens on the port), loss 100 %" ]
  done
}

@test "a server that answers twice, and one that answers from elsewhere" {
  start_python 127.0.0.1 '
data, peer = s.recvfrom(100)
s.sendto(data, peer)
s.sendto(data, peer)
s.recvfrom(100)
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other.bind(("127.0.0.3", 0))
while True:
    other.sendto(data, peer)
    data, peer = s.recvfrom(100)'
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text hello --wait 1 --broadcast
  echo "$output"
  [ "$stderr" = "1 sent, 1 answered, 1 duplicate reply, loss 0 %" ]
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text hello --wait 0.5
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text hello --wait 10
  [ "$status" -eq 0 ]
  [[ "${lines[1]}" == "reply #1: 5 bytes from 127.0.0.3:"* ]]
  # Connected, only what comes from the destination itself is taken.
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text hello --wait 0.5 --connect
  [ "$status" -eq 1 ]
  [ "${stderr_lines[0]}" = "1 sent, 0 answered, loss 100 %" ]
}

@test "--max-loss in a conversation" {
  start_python 127.0.0.1 '
for number in range(20):
    data, peer = s.recvfrom(100)
    if number % 4:
        s.sendto(data, peer)
time.sleep(10)'
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text x -c 4 --interval 0 --wait 0.6 --max-loss 25
  [ "$status" -eq 0 ]
  [ "$stderr" = "4 sent, 3 answered, loss 25 %" ]
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text x -c 4 --interval 0 --wait 0.6 --max-loss 24
  [ "$status" -eq 1 ]
  [ "${stderr_lines[1]}" = "udpgen: 127.0.0.1:$port: 1 of 4 without a reply, 25 %, and --max-loss allows 24 %" ]
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text x -c 4 --interval 0 --wait 0.6
  [ "$status" -eq 0 ]
}

# start_lesson_server: the lesson's own, on a free port.
start_lesson_server() {
  find_free_port 127.0.0.1
  "$LESSON_SERVER" "$port" >"$out" 2>&1 3>&- &
  server=$!
  await "$out" "^listening on port $port\$"
}

@test "the lesson's two programs with each other, and with udpgen" {
  start_lesson_server
  run "$LESSON_CLIENT" 127.0.0.1 "$port" hello
  echo "$output"
  [ "$status" -eq 0 ]
  [[ "${lines[0]}" == "sent from port "* ]]
  [ "${lines[1]}" = "answer from 127.0.0.1:$port: hello" ]
  await "$out" "^#1: 5 bytes from 127.0.0.1:${lines[0]#sent from port }\$"
  run --separate-stderr "$UDPGEN" send "127.0.0.1:$port" --text 你好 --wait 10
  [ "$stderr" = "1 sent, 1 answered, loss 0 %" ]
  await "$out" '^#2: 6 bytes from '
  end_python
  start_echo 127.0.0.1
  run "$LESSON_CLIENT" 127.0.0.1 "$port" hello
  [ "${lines[1]}" = "answer from 127.0.0.1:$port: hello" ]
  end_echo
}

@test "the lesson's client says what is wrong" {
  run "$LESSON_CLIENT" localhost 7788 hello
  [ "$status" -eq 2 ]
  [[ "$output" == *': localhost: not an IPv4 address' ]]
  run "$LESSON_CLIENT" 127.0.0.1
  [ "$status" -eq 2 ]
  find_free_port 127.0.0.1
  run "$LESSON_CLIENT" 127.0.0.1 "$port" hello
  [ "$status" -eq 1 ]
  [[ "$output" == *": no answer within 2 seconds"* ]]
}
