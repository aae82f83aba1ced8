#!/usr/bin/env bats
# udpinspect --probes: what became of probes, from arrivals whose account was worked out by hand.

load cli

outer='eth | ipv4 10.0.0.1 > 10.0.0.2 | udp 51000 > 9000'

# craft LINE...: one a second, from 1000 seconds after 1970 on.
craft() {
  "$UDPGEN" craft -w a.pcap --force --start 1000 --interval "${interval:-1}" "$@" 2>/dev/null
}

# probe NUMBER MILLISECOND: sent so long after second 1000.
probe() {
  echo "$outer | probe run=7 sequence=$1 time=$((1000000000000 + $2 * 1000000)) content=hex:00"
}

# Numbers 1 2 2 4 3 6 and an end that says 6, a second apart, sent 10 ms before they come, but 3 30 ms before: 5 is lost, 2
# came twice, 3 a second behind 4. Of five first arrivals one has 20 ms more than the others: 4 on the average. Jitter: 20/16 =
# 1.25, then 1.25 + (20 - 1.25)/16 = 2.421875.
craft_account() {
  craft "$(probe 1 -10)" "$(probe 2 990)" "$(probe 2 990)" "$(probe 4 2990)" "$(probe 3 3970)" "$(probe 6 4990)" \
    "$outer | probe end run=7 total=6"
}

account='10.0.0.1:51000 > 10.0.0.2:9000, run 00000007
  6 sent, 6 received, 1 lost (16.67 %), 1 duplicated, 0 corrupted
  1 reordered, by up to 1, 1 of them late
  delay above the least, as clocks may differ: up to 20.000 ms, mean 4.000; jitter 2.422'

# reports EXPECTED ARGUMENT...: nothing else is said.
reports() {
  local expected=$1
  shift
  run --separate-stderr "$UDPINSPECT" -q --probes "$@"
  echo "status $status, stdout: $output, stderr: $stderr"
  [ "$status" -eq 0 ]
  [ "$output" = "" ]
  [ "$stderr" = "$expected" ]
}

@test "one is lost, one comes twice, one behind another" {
  craft_account
  reports "$account" -r a.pcap
}

@test "the report stands beside the packets and behind the statistics, on standard error" {
  craft_account
  run --separate-stderr "$UDPINSPECT" --probes --stats -r a.pcap
  [ "$status" -eq 0 ]
  [ "${#lines[@]}" -eq 7 ]
  [[ "${lines[0]}" == *' | udp 51000 > 9000 | probe run=0x00000007 sequence=1' ]]
  [[ "${lines[6]}" == *' | probe end run=0x00000007 sequence=0' ]]
  [ "$stderr" = "7 packets read
7 packets shown
$account" ]
}

@test "with --json each stream is a line at the end, of the schema" {
  craft_account
  shows "$UDPINSPECT" --probes --json -r a.pcap
  [ "${#lines[@]}" -eq 8 ]
  [ "${lines[7]}" = '{"type":"probes","src":"10.0.0.1","src_port":51000,"dst":"10.0.0.2","dst_port":9000,"run":7,"stream":0,"expected":6,"received":6,"lost":1,"duplicated":1,"reordered":1,"reordered_by":1,"late":1,"corrupted":0,"too_old":0,"bytes":294,"loss_percent":16.6667,"total_known":true,"first_time":"1970-01-01T00:16:40.000000000Z","last_time":"1970-01-01T00:16:45.000000000Z","jitter_ns":2421875,"delay_above_least":{"mean_ns":4000000,"most_ns":20000000}}' ]
  shows "$UDPINSPECT" --probes --json=pretty -r a.pcap
  [[ "$output" == *$'\n\t"type":\t"probes",\n'* ]]
  shows "$UDPINSPECT" --schema
  grep -q '"#/$defs/probes"' <<<"$output"
}

@test "where there are none, the report says so" {
  make_capture hello.pcap 1 "$HELLO"
  reports 'no probes' -r hello.pcap
  shows "$UDPINSPECT" --probes --json -r hello.pcap
  [ "${#lines[@]}" -eq 1 ]
}

@test "without --probes nothing is said of them" {
  craft_account
  shows "$UDPINSPECT" -q -r a.pcap
  [ "$output" = "" ]
}

@test "only packets that are shown count" {
  craft_account
  reports 'no probes' -r a.pcap port 7788
  reports '10.0.0.1:51000 > 10.0.0.2:9000, run 00000007
  at least 2 sent, 2 received, 0 lost (0.00 %), 0 duplicated, 0 corrupted
  0 reordered
  delay above the least, as clocks may differ: up to 0.000 ms, mean 0.000; jitter 0.000' -r a.pcap -c 2 port 9000
}

@test "in a tunnel the addresses are those of the innermost UDP header" {
  tunnel='eth | ipv6 2001:db8::1 > 2001:db8::2 | udp 49152 > 4789 | vxlan vni=42'
  outer="$tunnel | eth | ipv6 fd00::1 > fd00::2 | udp 5000 > 7788"
  craft "$(probe 1 0)" "$(probe 3 1000)"
  reports '[fd00::1]:5000 > [fd00::2]:7788, run 00000007
  at least 3 sent, 2 received, 1 lost (33.33 %), 0 duplicated, 0 corrupted
  0 reordered
  delay above the least, as clocks may differ: up to 0.000 ms, mean 0.000; jitter 0.000' -r a.pcap port 7788
}

@test "what comes in fragments counts when it is whole" {
  craft "eth | ipv4 10.0.0.1 > 10.0.0.2 | udp 51000 > 9000 checksum=0 | probe run=7 sequence=1 time=1000000000000 content=hex:0000000000000000"
  # 64 bytes of UDP behind Ethernet and IPv4: 32 in each of two fragments.
  datagram=$(od -An -v -tx1 -j74 a.pcap | tr -d ' \n')
  head='eth | ipv4 10.0.0.1 > 10.0.0.2 id=7 protocol=udp'
  craft "$head more_fragments | fragment hex:${datagram:0:64}" "$head fragment_offset=32 | fragment hex:${datagram:64}"
  for filter in '' 'port 9000'; do
    reports '10.0.0.1:51000 > 10.0.0.2:9000, run 00000007
  at least 1 sent, 1 received, 0 lost (0.00 %), 0 duplicated, 0 corrupted
  0 reordered
  delay above the least, as clocks may differ: up to 0.000 ms, mean 0.000; jitter 0.000' -r a.pcap $filter
  done
}

@test "a wrong bit makes a probe corrupted, and lost" {
  craft "$(probe 1 0)" "$(probe 2 1000) check=1" "$outer | probe magic=0x356470b7 run=7 sequence=3" "$(probe 4 3000)"
  reports '10.0.0.1:51000 > 10.0.0.2:9000, run 00000007
  at least 4 sent, 2 received, 2 lost (50.00 %), 0 duplicated, 2 corrupted
  0 reordered
  delay above the least, as clocks may differ: up to 0.000 ms, mean 0.000; jitter 0.000' -r a.pcap
}

@test "what the capture has cut counts by its header" {
  craft "$(probe 1 0)" "$(probe 2 1000)"
  "$UDPINSPECT" -s 90 -r a.pcap -w cut.pcap
  shows "$UDPINSPECT" -r cut.pcap --fields probe.check_status
  [ "$output" = $'unverified\nunverified' ]
  reports '10.0.0.1:51000 > 10.0.0.2:9000, run 00000007
  at least 2 sent, 2 received, 0 lost (0.00 %), 0 duplicated, 0 corrupted
  0 reordered
  delay above the least, as clocks may differ: up to 0.000 ms, mean 0.000; jitter 0.000' -r cut.pcap
}

@test "an ICMP error that quotes a probe is no arrival" {
  craft "eth | ipv4 10.0.0.2 > 10.0.0.1 | icmp type=3 code=3 | ipv4 10.0.0.1 > 10.0.0.2 | udp 51000 > 9000 | probe run=7 sequence=1"
  reports 'no probes' -r a.pcap
}

# block TYPE BODY: a block of pcapng; the body, in hexadecimal, is a multiple of four bytes.
block() {
  local digits=${2// /}
  put_hex "$1"
  put_le32 $((${#digits} / 2 + 12))
  put_hex "$digits"
  put_le32 $((${#digits} / 2 + 12))
}

@test "each interface has its own account" {
  interval=0 craft "eth | ipv4 10.0.0.1 > 10.0.0.2 | udp 51000 > 9000 | probe run=7 sequence=1 content=hex:0000"
  frame=$(od -An -v -tx1 -j40 a.pcap | tr -d ' \n')
  [ ${#frame} -eq 184 ]
  {
    block 0a0d0d0a '4d3c2b1a 01000000 ffffffff ffffffff'
    block 01000000 '0100 0000 00000000 0200 0400 61646273 00000000'
    block 01000000 '0100 0000 00000000 0200 0400 6574681b 00000000'
    for interface in 00 01 00; do
      block 06000000 "${interface}000000 00000000 00000000 5c000000 5c000000 $frame"
    done
  } >both.pcapng
  run --separate-stderr "$UDPINSPECT" -q --probes -r both.pcapng
  [ "${#stderr_lines[@]}" -eq 8 ]
  [ "${stderr_lines[0]}" = '10.0.0.1:51000 > 10.0.0.2:9000, run 00000007, on adbs' ]
  [[ "${stderr_lines[1]}" == *' 2 received, 0 lost (0.00 %), 1 duplicated, '* ]]
  [ "${stderr_lines[4]}" = '10.0.0.1:51000 > 10.0.0.2:9000, run 00000007, on eth\x1b' ]
  [[ "${stderr_lines[5]}" == *' 1 received, 0 lost (0.00 %), 0 duplicated, '* ]]
}

# On an interface of the sender they are often seen before they are cut apart.
@test "probes that the kernel handed over as one count each, whole or not" {
  craft "$(probe 1 0)" "$(probe 2 0)" "$(probe 3 0) check=1" "${outer} | probe run=7 sequence=4 time=1000000000000"
  # Behind Ethernet, IPv4 and UDP, each has 49 bytes, the last 48; a frame of 91 and its head of 16 lie between them.
  four=$(for i in 0 1 2 3; do tail -c +$((24 + 16 + 42 + 1 + i * 107)) a.pcap | head -c 49 | od -An -v -tx1; done | tr -d ' \n')
  craft "$outer | hex:$four"
  reports '10.0.0.1:51000 > 10.0.0.2:9000, run 00000007
  at least 4 sent, 3 received, 1 lost (25.00 %), 0 duplicated, 1 corrupted
  0 reordered
  delay above the least, as clocks may differ: up to 0.000 ms, mean 0.000; jitter 0.000' -r a.pcap
  # Cut within the third: nobody knows what became of it and the last.
  "$UDPINSPECT" -s $((42 + 49 + 49 + 48)) -r a.pcap -w cut.pcap
  reports '10.0.0.1:51000 > 10.0.0.2:9000, run 00000007
  at least 2 sent, 2 received, 0 lost (0.00 %), 0 duplicated, 0 corrupted
  0 reordered
  delay above the least, as clocks may differ: up to 0.000 ms, mean 0.000; jitter 0.000' -r cut.pcap
}

@test "SIGUSR1 asks for the report so far" {
  craft_account
  mkfifo pipe
  "$UDPINSPECT" --probes -r - <pipe >out 2>err &
  exec 9>pipe
  cat a.pcap >&9
  await out 'probe end'
  kill -USR1 $!
  await err 'jitter'
  kill -INT $!
  wait $!
  [ "$(grep -c '6 sent, 6 received, 1 lost' err)" -eq 2 ]
  exec 9>&-
}

@test "more streams than are told apart are said to be there, in both forms" {
  printf -v lines "$outer | probe run=%d sequence=1\n" $(seq 258)
  "$UDPGEN" craft -w a.pcap 2>/dev/null <<<"$lines"
  run --separate-stderr "$UDPINSPECT" -q --probes -r a.pcap
  [ "${stderr_lines[-1]}" = '2 more of further streams: only 256 are told apart' ]
  run --separate-stderr "$UDPINSPECT" --json --probes -r a.pcap
  [ "${#lines[@]}" -eq $((258 + 256)) ]
  [ "$stderr" = 'udpinspect: probes: 2 more of further streams: only 256 are told apart' ]
}
