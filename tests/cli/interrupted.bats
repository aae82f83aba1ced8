#!/usr/bin/env bats
# Calls that are interrupted, reads and writes that are short, a wall clock that is set: everything is as without.

load cli

teardown() {
  jobs -p | xargs -r kill 2>/dev/null || true
}

# same COMMAND...: prints the same, and ends with the same status, where every second call is interrupted.
same() {
  [ -n "$INTERRUPT_CALLS" ] || skip "sanitizers, or counters of lines, stand between program and system"
  local good=0 status=0
  timeout 20 "$@" <input >expected 2>expected.err || good=$?
  LD_PRELOAD=$INTERRUPT_CALLS timeout 20 "$@" <input >actual 2>actual.err || status=$?
  echo "$* ends with $status, otherwise $good"
  [ "$status" -eq "$good" ]
  diff expected actual
  diff expected.err actual.err
}

@test "files in each form" {
  cp "$SAMPLES/tunnels.pcap" input
  "$UDPINSPECT" -r input -w input.pcapng
  gzip -k input
  for file in input input.pcapng input.gz -; do
    same "$UDPINSPECT" --no-sandbox --stats --json -r $file
  done
  same "$UDPINSPECT" -r input -w - --no-sandbox
  same "$UDPINSPECT" --no-sandbox -v -r input port 7788
  rm -f input
  head -c 200 "$SAMPLES/tunnels.pcap" >input
  same "$UDPINSPECT" --no-sandbox -r -
}

@test "pages" {
  true >input
  for page in --help --list-protocols '--describe ipv4' '--address 10.0.0.1/8'; do
    # shellcheck disable=SC2086 # words
    same "$UDPINSPECT" $page
  done
}

@test "craft and replay into files and from pipes" {
  "$UDPINSPECT" --spec -r "$SAMPLES/vlan.pcap" >input
  same "$UDPGEN" craft --start 2026-11-22T10:00:00Z -w -
  same "$UDPGEN" craft -x
  cp "$SAMPLES/vlan.pcap" input
  same "$UDPGEN" replay - -w - --set 'udp.dst_port=9'
}

@test "send, echo, relay and sink: every datagram and every answer" {
  [ -n "$INTERRUPT_CALLS" ] || skip "sanitizers, or counters of lines, stand between program and system"
  export LD_PRELOAD=$INTERRUPT_CALLS
  timeout 30 "$UDPGEN" echo 127.0.0.1:47793 -c 102 >echo.out 2>echo.err 3>&- &
  local echo=$!
  timeout 30 "$UDPGEN" relay 127.0.0.1:47794 127.0.0.1:47793 -c 102 >relay.out 2>relay.err 3>&- &
  local relay=$!
  unset LD_PRELOAD
  await echo.out '^listening'
  await relay.err '^listening'
  export LD_PRELOAD=$INTERRUPT_CALLS
  printf 'one\ntwo\n' | timeout 20 "$UDPGEN" send 127.0.0.1:47794 --wait 1 >send.out 2>send.err
  timeout 20 "$UDPGEN" send 127.0.0.1:47794 --probe -c 100 --rate 1000 --wait 1 >probes.out 2>probes.err
  unset LD_PRELOAD
  wait "$echo" "$relay"
  cat ./*.err
  [ "$(tail -n 1 send.err)" = "2 sent, 2 answered, loss 0 %" ]
  [[ "$(cat probes.err)" =~ ^100\ sent.*,\ 100\ answered ]]
  grep -q '^there: 102 in, 0 dropped, .* 102 out$' relay.err
}

@test "a wall clock that is set all the time: waits, durations and rates keep their time" {
  [ -n "$STEP_CLOCK_LIBRARY" ] || skip "sanitizers, or counters of lines, stand between program and system"
  for step in 3600 -3600; do
    LD_PRELOAD=$STEP_CLOCK_LIBRARY STEP_CLOCK=$step timeout 10 "$UDPGEN" send 127.0.0.1:47795 --size 10 --rate 100 --duration 0.2 -q --json >send.json 2>send.err || true
    python3 -c 'import json; t = json.load(open("send.json")); assert 10 <= t["sent"] <= 30 and 0 < t["seconds"] < 5, t'
    run --separate-stderr env LD_PRELOAD="$STEP_CLOCK_LIBRARY" STEP_CLOCK=$step timeout 10 "$UDPGEN" relay 127.0.0.1:47795 127.0.0.1:47796 --duration 0.2
    [ "$status" -eq 0 ]
    run --separate-stderr env LD_PRELOAD="$STEP_CLOCK_LIBRARY" STEP_CLOCK=$step timeout 10 "$UDPGEN" sink 127.0.0.1:47795 --duration 0.2
    [ "$status" -eq 0 ]
    mkfifo "silent$step"
    exec 8<>"silent$step"
    cat "$SAMPLES/hello.pcap" >&8
    run --separate-stderr env LD_PRELOAD="$STEP_CLOCK_LIBRARY" STEP_CLOCK=$step timeout 10 "$UDPINSPECT" --no-sandbox --duration 0.2 -r "silent$step"
    exec 8>&-
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 2 ]
    LD_PRELOAD=$STEP_CLOCK_LIBRARY STEP_CLOCK=$step "$UDPINSPECT" --no-sandbox -r "$SAMPLES/hello.pcap" -w 'hour-%s.pcap' -G 3600 --force
    shows "$UDPINSPECT" --fields payload.text -r "$(ls hour-*)"
    [ "$output" = $'hello\nhello' ]
    rm hour-*
  done
}
