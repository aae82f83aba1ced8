# What the tests of the command line share: captures made byte by byte, and what every failure must look like.
# shellcheck shell=bash disable=SC2034,SC2154 # what bats and the tests set and use
bats_require_minimum_version 1.5.0

# The lesson's datagram: "hello" from 192.168.1.10:51000 to 192.168.1.20:7788. Checksums worked out by hand.
ETH='020000000002 020000000001 0800'
IPV4='4500 0021 1c46 4000 4011 9b17 c0a8010a c0a80114'
UDP='c738 1e6c 000d 52ee'
HELLO="$ETH $IPV4 $UDP 68656c6c6f"
# An ARP request: nothing with UDP in it.
ARP='ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 c0a8010a 000000000000 c0a80114'

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  chmod 777 . # root becomes nobody once all is open
  export LC_ALL=C.UTF-8 TZ=UTC TERM=xterm
  unset NO_COLOR COLUMNS
}

put_hex() {
  local digits="$*"
  digits=${digits// /}
  # shellcheck disable=SC2001,SC2059 # the format is the bytes
  printf "$(sed 's/../\\x&/g' <<<"$digits")"
}

put_le32() {
  local digits
  digits=$(printf '%08x' "$1")
  put_hex "${digits:6:2}${digits:4:2}${digits:2:2}${digits:0:2}"
}

# make_capture FILE LINK_TYPE FRAME...: a pcap file with microseconds; the frames, in hexadecimal, are a second apart from
# 2026-11-22 10:00:00.123456 UTC on.
make_capture() {
  local file=$1 second=1795341600 frame digits
  {
    put_hex d4c3b2a1 0200 0400 00000000 00000000 00000400
    put_le32 "$2"
    shift 2
    for frame; do
      digits=${frame// /}
      put_le32 $((second++))
      put_le32 123456
      put_le32 $((${#digits} / 2))
      put_le32 $((${#digits} / 2))
      put_hex "$digits"
    done
  } >"$file"
}

# datagram FROM TO HEX: between two hosts; the one with port 51000 is 192.168.1.10, whoever else has another port. No checksums.
datagram() {
  local bytes=${3// /} length
  length=$((${#bytes} / 2 + 8))
  printf '%s 4500 %04x 1c46 4000 4011 0000 %s %04x%04x %04x 0000 %s' "$ETH" $((length + 20)) \
    "$([ "$1" = 51000 ] && echo 'c0a8010a c0a80114' || echo 'c0a80114 c0a8010a')" "$1" "$2" "$length" "$bytes"
}

# fails STATUS PATTERN COMMAND...: nothing on standard output, and one line of the program on standard error that matches.
fails() {
  local expected=$1 pattern=$2
  shift 2
  run --separate-stderr "$@"
  echo "status $status, stdout: $output, stderr: $stderr"
  [ "$status" -eq "$expected" ]
  [ "$output" = "" ]
  [ "${#stderr_lines[@]}" -eq 1 ]
  [[ "$stderr" =~ ^(udpinspect|udpgen):\  ]]
  [[ "$stderr" =~ $pattern ]]
}

# shows COMMAND...: ends well and says nothing on standard error; what it printed is in $output.
shows() {
  run --separate-stderr "$@"
  echo "status $status, stdout: $output, stderr: $stderr"
  [ "$status" -eq 0 ]
  [ "$stderr" = "" ]
}

# await FILE PATTERN: waits until a line of the file matches.
await() {
  for _ in $(seq 250); do
    grep -q "$2" "$1" 2>/dev/null && return
    sleep 0.02
  done
  echo "no line like $2 in $1:"
  cat "$1"
  return 1
}

# without_privilege PROGRAM ARGUMENT...: as nobody, from a copy that nobody may run.
without_privilege() {
  local copy
  copy=$(mktemp -d)
  chmod 755 "$copy"
  install -m 755 "$1" "$copy/"
  local program=$copy/${1##*/} status=0
  shift
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=65534 --regid=65534 --clear-groups "$program" "$@" || status=$?
  else
    "$program" "$@" || status=$?
  fi
  rm -rf "$copy"
  return "$status"
}
