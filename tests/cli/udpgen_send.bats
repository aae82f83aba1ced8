#!/usr/bin/env bats
# What udpgen send and echo say to requests that cannot be meant, or cannot be had. Nothing here leaves the host.

bats_require_minimum_version 1.5.0

# One line on stderr, nothing on stdout, and this exit code.
fails() {
  local code=$1 text=$2
  shift 2
  run --separate-stderr "$UDPGEN" "$@"
  echo "status $status, stdout: $output, stderr: $stderr"
  [ "$status" -eq "$code" ]
  [ -z "$output" ]
  [ "${#stderr_lines[@]}" -eq 1 ]
  [ "${stderr:0:8}" = "udpgen: " ]
  [[ "$stderr" == *"$text"* ]]
}

@test "a destination needs a host, a port, and brackets around IPv6" {
  fails 2 "to which host? This one is 127.0.0.1:7788 or [::1]:7788" send 7788 --text x
  fails 2 "to which host?" send :7788 --text x
  fails 2 "the port is missing" send 127.0.0.1 --text x
  fails 2 "the port is missing" send '[::1]' --text x
  fails 2 "in brackets" send ::1:7788 --text x
  fails 2 "not a number from 0 to 65535" send 127.0.0.1:65536 --text x
  fails 2 "nobody can listen on port 0" send 127.0.0.1:0 --text x
}

@test "a link-local address needs its interface" {
  fails 2 "needs its interface" send '[fe80::1]:7788' --text x
  fails 2 "needs its interface" send '[ff02::1]:7788' --text x
}

@test "a name that is none" {
  fails 1 "not a name: " send 'not a name:7788' --text x
}

@test "65,508 bytes are refused over IPv4, with the sum" {
  fails 1 "65508 bytes: too much; over IPv4 a datagram holds at most 65,507: 65,535 - 20 (IPv4 header) - 8 (UDP header)" \
    send 127.0.0.1:7788 --size 65508
  head -c 65508 /dev/zero >"$BATS_TEST_TMPDIR/large"
  fails 1 "65,507" send 127.0.0.1:7788 --file "$BATS_TEST_TMPDIR/large"
  fails 1 "65,507" send 127.0.0.1:7788 --file - <"$BATS_TEST_TMPDIR/large"
  fails 1 "standard input, line 1: too much" send 127.0.0.1:7788 <"$BATS_TEST_TMPDIR/large"
}

@test "65,528 bytes are refused over IPv6, with the sum" {
  fails 1 "over IPv6 a datagram holds at most 65,527: 65,535 - 8 (UDP header)" send '[::1]:7788' --size 65528
}

@test "hexadecimal digits come in pairs" {
  fails 2 "at character 3 " send 127.0.0.1:7788 --hex 686
  fails 2 "at character 1 " send 127.0.0.1:7788 --hex 0x68
}

@test "a file that cannot be read" {
  fails 1 "/nowhere/at/all: No such file or directory" send 127.0.0.1:7788 --file /nowhere/at/all
  fails 1 "/: Is a directory" send 127.0.0.1:7788 --file /
}

@test "a broadcast address needs --broadcast" {
  fails 2 "127.255.255.255:7788: is a broadcast address: add --broadcast" send 127.255.255.255:7788 --text x
}

@test "--bind takes an address of this host, of the destination's kind" {
  fails 2 "not the same version of IP" send 127.0.0.1:7788 --bind '[::1]:0' --text x
  fails 1 "not an address of this host" send 127.0.0.1:7788 --bind 192.0.2.77:0 --text x
  fails 2 "the port is missing" send 127.0.0.1:7788 --bind 127.0.0.1 --text x
}

@test "--size takes a size, or two in their order" {
  fails 2 "--size x: not a size; give bytes, as in 18 or 64..1400" send 127.0.0.1:7788 --size x
  fails 2 "--size 9..8: the first is larger than the second; give 8..9" send 127.0.0.1:7788 --size 9..8
  fails 1 "65508 bytes: too much; " send 127.0.0.1:7788 --size 0..65508
  fails 1 "65508 bytes: too much; " send 127.0.0.1:7788 --size 65508 --rate 10
}

@test "an interface that is not there" {
  fails 1 "nowhere0: no such interface; udpinspect -D lists them" send 127.0.0.1:7788 --text x --interface nowhere0
  fails 1 "nowhere0: no such interface; udpinspect -D lists them" send 127.0.0.1:7788 --text x --interface nowhere0 -q
}

@test "what cannot be meant together" {
  fails 2 "of --text, --hex, --file and --size only one can be sent" send 127.0.0.1:7788 --text x --hex 00
  fails 2 "a flood is of one content: add --text, " send 127.0.0.1:7788 --rate 10 </dev/null
  fails 2 "a flood is of one content: add --text, " send 127.0.0.1:7788 -q </dev/null
  fails 2 "in a flood only probes know which replies are theirs: add --probe" \
    send 127.0.0.1:7788 --text x --threads 2 --wait 1
  fails 2 "--rate and --interval say the same" send 127.0.0.1:7788 --text x --rate 10 --interval 1
  fails 2 "--max-loss is of replies; add --wait" send 127.0.0.1:7788 --text x --max-loss 1
  fails 2 "each of --threads needs a port of its own" send 127.0.0.1:7788 --text x --threads 2 --bind :9999
}

@test "rates, percentages and threads" {
  fails 2 "--rate 10x: not a rate; give datagrams a second (1000, 2.5k, 1M) or bits" send 127.0.0.1:7788 --rate 10x
  fails 2 "--max-loss 101: too large" send 127.0.0.1:7788 --wait 1 --max-loss 101
  fails 2 "--threads 65: too large; give a whole number from 1 to 64" send 127.0.0.1:7788 --threads 65
  fails 2 "--duration 0: too small" send 127.0.0.1:7788 --duration 0
}

@test "a probe has room for its header, and a datagram for both" {
  fails 2 "--size 47: the header of a probe takes 48 bytes; give 48 or more" send 127.0.0.1:7788 --probe --size 47
  fails 2 "--size 40..90: the header of a probe takes 48 bytes" send 127.0.0.1:7788 --probe --size 40..90
  head -c 65460 /dev/zero >"$BATS_TEST_TMPDIR/large"
  fails 1 "over IPv4 a datagram holds at most 65,507" send 127.0.0.1:7788 --probe --file "$BATS_TEST_TMPDIR/large"
}

@test "a flood says what a conversation says of its destination" {
  fails 2 "to which host? This one is 127.0.0.1:7788 or [::1]:7788" send 7788 --text x -q
  fails 2 "nobody can listen on port 0" send 127.0.0.1:0 --text x -q
  fails 2 "needs its interface" send '[fe80::1]:7788' --text x -q
  fails 2 "127.255.255.255:7788: is a broadcast address: add --broadcast" send 127.255.255.255:7788 --text x -q
  fails 2 "not the same version of IP" send 127.0.0.1:7788 --bind '[::1]:0' --text x -q
  fails 1 "not an address of this host" send 127.0.0.1:7788 --bind 192.0.2.77:0 --text x -q
  fails 1 "/nowhere/at/all: No such file or directory" send 127.0.0.1:7788 --file /nowhere/at/all -q
}

@test "no lines, nothing to send, no failure" {
  run --separate-stderr "$UDPGEN" send 127.0.0.1:7788 </dev/null
  [ "$status" -eq 0 ]
  [ -z "$output" ]
}

@test "echo: what cannot be listened on" {
  fails 2 "not a number from 0 to 65535" echo 127.0.0.1:x
  fails 2 "in brackets" echo ::1:7788
  fails 1 "not an address of this host" echo 192.0.2.77:7788
}

@test "echo: a low port without privilege is exit code 3, with the remedy" {
  [ "$(cat /proc/sys/net/ipv4/ip_unprivileged_port_start)" -gt 53 ] || skip "low ports need no privilege here"
  if [ "$(id -u)" = 0 ]; then
    # The build folder may be closed to others.
    install -m 755 "$UDPGEN" "$BATS_TEST_TMPDIR/udpgen"
    chmod 755 "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR" "${BATS_TEST_TMPDIR%/*}"
    run -3 setpriv --reuid 65534 --regid 65534 --clear-groups "$BATS_TEST_TMPDIR/udpgen" echo 127.0.0.1:53
  else
    run -3 "$UDPGEN" echo 127.0.0.1:53
  fi
  [[ "$output" == *"ports below 1024 need privilege"*"setcap cap_net_bind_service+ep"* ]]
}
