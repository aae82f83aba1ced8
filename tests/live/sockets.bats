#!/usr/bin/env bats
# udpinspect --sockets beside ss, in a network namespace in which nobody else has a socket.
# shellcheck disable=SC2154 # what bats sets

load namespace

setup() {
  enter_namespace
  mkfifo end
  inside python3 "$BATS_TEST_DIRNAME/sockets.py" make <end >made &
  exec 8>end # the sockets stay until this is closed
  await made ready
}

teardown() {
  exec 8>&-
  remove_namespace "$space" # and whoever is still in it
  wait
}

ours() {
  inside "$UDPINSPECT" --sockets "$@" 8>&-
}

sockets_py() {
  inside python3 "$BATS_TEST_DIRNAME/sockets.py" "$@" 8>&-
}

# counts NUMBER FILTER...: so many sockets.
counts() {
  local number=$1
  shift
  [ "$(ours --json "$@" 2>err | grep -c '"type":"socket"')" -eq "$number" ]
}

@test "200 sockets: the same as ss has, with the same queues, drops and processes" {
  ours --json >out 2>err
  sockets_py check out >agreement
  cat agreement err
  [ "$(cat agreement)" = \
    "200 sockets, 1 with drops, 2 to read, 1 to send, 140 of two processes, 60 of nobody, 0 differences" ]
  [ ! -s err ]
  "$UDPINSPECT" --schema >schema.json
  "$JSON_CHECK" schema.json <out
  [ "$(ours --json=pretty port 20000 | grep -c '"type":')" -eq 5 ]
}

@test "without sock_diag: the tables in /proc, and a word of what is missing" {
  sockets_py without_diag "$UDPINSPECT" --sockets --json >out 2>err
  sockets_py tables out >agreement
  cat agreement err
  [ "$(cat agreement)" = \
    "200 sockets, 1 with drops, 2 to read, 1 to send, 140 of two processes, 60 of nobody, 0 differences" ]
  [ "$(cat err)" = "udpinspect: sock_diag(7) cannot be had: buffer sizes and interfaces are missing" ]
  "$UDPINSPECT" --schema >schema.json
  "$JSON_CHECK" schema.json <out
  sockets_py without_diag "$UDPINSPECT" --sockets port 20004 >out 2>err
  grep -qE '^udp +\? +bound +\[::\]:20004 +any +0 +0 +0 +root ' out
}

@test "a filter is asked of what a socket would send and get" {
  counts 8 port 7788
  counts 5 port 20000
  counts 3 ip and port 20000
  counts 2 ip6 and port 20000
  counts 1 src port 20002 and dst port 20000
  counts 1 src port 20000 and dst port 20002
  counts 12 host 127.0.0.2
  counts 11 host 127.0.0.2 and not port 20000
  counts 0 net 10.0.0.0/8
  [ "$(cat err)" = "udpinspect: no socket to be shown" ]
  # A socket of IPv6 takes IPv4 too, takes none, takes nothing else.
  counts 1 ip and port 20005
  counts 1 ip6 and port 20005
  counts 0 ip and port 20004
  counts 1 ip and port 20007
  counts 0 ip6 and port 20007
  counts 200 udp
  echo 'portrange 20200-20259 # those of nobody' >filter
  counts 60 -F filter
}

@test "the table: who has a socket open, what is dropped, what is joined" {
  ours >out 2>err
  cat err
  [ ! -s err ]
  pid='[0-9]+'
  grep -qE "^udp +4 +bound +127\.0\.0\.1:20200 +any +0/[0-9]+ +0/[0-9]+ +0 +nobody +\\\\x1b\[31m\\\\\"x $pid\$" out
  grep -qE "^udp +4 +connected +127\.0\.0\.2:20002 +127\.0\.0\.1:20000 .* root +python3 $pid, \\\\x1b" out
  grep -qE '^udp +4 +bound +0\.0\.0\.0%lo:20003 ' out
  grep -qE '^udp +6 +bound +\[::%lo\]:20008 ' out
  grep -qE '^udp +4\+6 +bound +\[::\]:7789 ' out
  grep -qE '^lo +1  239\.1\.2\.3$' out
  [ "$(ours host 239.1.2.3 2>/dev/null | tail -1 | awk '{ print $3 }')" = 239.1.2.3 ]
  ours --color always port 19991 | grep -qE $'\e\\[1;31m[1-9][0-9]*\e\\[0m'
  ours --color never port 19991 >out
  [ "$(grep -c $'\e' out)" -eq 0 ]
  ! script -qec true /dev/null </dev/null >/dev/null 2>&1 || {
    COLUMNS=200 inside script -qec "stty cols 200; $UDPINSPECT --sockets port 20200" /dev/null </dev/null 8>&- >wide
    inside script -qec "stty cols 60; $UDPINSPECT --sockets port 20200" /dev/null </dev/null 8>&- >narrow
    [ "$(wc -l <wide)" -eq 2 ]
    [ "$(wc -l <narrow)" -eq 4 ]
    [[ "$(tail -1 narrow)" == '    \x1b[31m\"x '* ]]
  }
}

@test "without privilege: one's own processes, and a word about those of others" {
  programs=$(mktemp -d)
  chmod 755 "$programs"
  install -m 755 "$UDPINSPECT" "$UDPGEN" "$programs"
  as_nobody() { inside setpriv --reuid=65534 --regid=65534 --clear-groups "$@" 8>&-; }
  as_nobody "$programs/udpgen" sink 127.0.0.1:7790 >/dev/null 2>said 8>&- &
  await said 7790
  as_nobody "$programs/udpinspect" --sockets port 7790 >out 2>err
  grep -qE "^udp .* nobody +udpgen [0-9]+\$" out
  [ ! -s err ]
  as_nobody "$programs/udpinspect" --sockets port 7788 or port 7790 >out 2>err
  [ "$(grep -cE '^udp .* root +not permitted$' out)" -eq 8 ]
  [ "$(cat err)" = "udpinspect: who has some of the sockets open could not be seen; root may see more" ]
  as_nobody "$programs/udpinspect" --sockets --json port 7788 2>/dev/null | grep -q '"processes":\[\],"processes_complete":false'
  rm -r "$programs"
}
