#!/usr/bin/env bats
# What a running capture may still do: no root, no capability, few system calls. In a network namespace of the test's own.
# shellcheck disable=SC2030,SC2031 # each test has its own variables

load namespace

teardown() {
  umount disk 2>/dev/null || true
  remove_namespace "$space"
}

send() {
  inside "$UDPGEN" send 127.0.0.1:7788 --text "$1" >/dev/null 2>&1 || true
}

# look LINE...: each is in the status of the capture, with blanks for tabs.
look() {
  local status
  status=$(tr '\t' ' ' <"/proc/$(ip netns pids "$space")/status")
  echo "$status"
  for line; do
    grep -qxE "$line" <<<"$status" || return 1
  done
}

# 0 in a build with sanitizers or for coverage, which install no filter.
FILTER='Seccomp: 2'
grep -qE '__asan_init|__gcov_init' "${UDPINSPECT:-/dev/null}" && FILTER='Seccomp: 0'

# install_for_others: the program below a folder that not only root may enter, as $place/udpinspect.
install_for_others() {
  place=$(mktemp -d)
  chmod 755 "$place"
  install -m 755 "$UDPINSPECT" "$place/udpinspect"
}

# Five lines of Cap….
has_no_capability() {
  [ "$(grep -cE '^Cap(Inh|Prm|Eff|Bnd|Amb):.0+$' "/proc/$(ip netns pids "$space")/status")" = 5 ]
}

@test "a capture that root starts: nobody, no capability, a filter of system calls" {
  start_capture -i lo port 7788
  look 'Uid:( 65534){4}' 'Gid:( 65534){4}' 'Groups: 65534 ' 'NoNewPrivs: 1' "$FILTER"
  has_no_capability
  send hello
  await out '"hello"'
  end_capture
  grep -qE '^[12] packets? shown$' err
}

@test "-Z names the user; without it sudo's user goes on" {
  start_capture -i lo -Z daemon
  look 'Uid:( 1){4}' 'Gid:( 1){4}' "$FILTER"
  has_no_capability
  end_capture
  SUDO_UID=2 SUDO_GID=2 start_capture -i lo
  look 'Uid:( 2){4}' 'Gid:( 2){4}' "$FILTER"
  end_capture
  start_capture -i lo -Z root
  look 'Uid:( 0){4}' "$FILTER"
  has_no_capability
  end_capture
}

@test "--no-sandbox leaves the system calls, and nothing else" {
  start_capture -i lo --no-sandbox
  look 'Uid:( 65534){4}' 'NoNewPrivs: 1' 'Seccomp: 0'
  has_no_capability
  end_capture
}

@test "cap_net_raw on the file is enough, and it is given up too" {
  install_for_others
  setcap cap_net_raw=ep "$place/udpinspect" 2>/dev/null || {
    rm -r "$place"
    skip "capabilities cannot be put on a file here"
  }
  inside setpriv --reuid=65534 --regid=65534 --clear-groups "$place/udpinspect" -i lo >out 2>err &
  capture=$!
  await err 'listening on' || {
    rm -r "$place"
    return 1
  }
  rm -r "$place"
  look 'Uid:( 65534){4}' 'Cap(Prm|Eff): 0+' 'NoNewPrivs: 1' "$FILTER"
  [ "$(grep -cE '^Cap(Inh|Prm|Eff|Amb):.0+$' "/proc/$(ip netns pids "$space")/status")" = 4 ]
  send hello
  await out '"hello"'
  end_capture
}

@test "the root of a user namespace with no other user: an ordinary user stays, root does not" {
  unshare -r true 2>/dev/null || skip "user namespaces cannot be made here"
  install_for_others
  setpriv --reuid=2 --regid=2 --clear-groups unshare -rn sh -c 'ip link set lo up && exec "$0" -i lo' \
    "$place/udpinspect" >out 2>err 3>&- &
  capture=$!
  await err 'listening on' || {
    rm -r "$place"
    return 1
  }
  rm -r "$place"
  status=$(tr '\t' ' ' <"/proc/$capture/status")
  echo "$status"
  kill -INT "$capture"
  wait "$capture"
  for line in 'Uid:( 2){4}' 'Cap(Prm|Eff): 0+' 'NoNewPrivs: 1' "$FILTER"; do
    grep -qxE "$line" <<<"$status"
  done
  run unshare -rn sh -c 'ip link set lo up && exec "$0" -i lo' "$UDPINSPECT"
  echo "$output"
  [ "$status" -eq 3 ]
  [ "$output" = "udpinspect: cannot go on as nobody: Operation not permitted; -Z names another user, and -Z root stays root without privileges" ]
}

@test "20 files in a directory of the user's, and all of them are the user's" {
  mkdir -m 700 files
  chown daemon files
  start_capture -i lo -Z daemon -w files/a.pcap -C 1 udp dst port 7788
  # 16 datagrams of 60,000 bytes to a file
  inside python3 - <<'PY'
import os, socket, time
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
deadline = time.monotonic() + 30
while len(os.listdir("files")) < 20 and time.monotonic() < deadline:
    sender.sendto(bytes(60000), ("127.0.0.1", 7788))
    time.sleep(0.0005)
PY
  end_capture
  cat err
  [ "$(find files -type f -user daemon | wc -l)" -ge 20 ]
  [ "$(find files -type f ! -user daemon | wc -l)" = 0 ]
  total=0
  for file in files/*; do
    total=$((total + $("$UDPINSPECT" -q --stats -r "$file" 2>&1 | sed -n 's/ packets\? shown//p')))
  done
  grep -qx "$total packets shown" err
}

@test "a directory in which the user may make no file is refused before anything is made" {
  mkdir -m 755 files
  for option in '-C 1' '-G 60'; do
    # shellcheck disable=SC2086 # two words
    run inside "$UDPINSPECT" -i lo -w files/a.pcap $option
    echo "$output"
    [ "$status" -eq 1 ]
    [ "$output" = "udpinspect: files/a.pcap: further files are made as nobody, who may not: Permission denied; -Z names another user (root stays root)" ]
  done
  [ "$(ls files)" = "" ]
}

@test "one file needs no such directory: root makes it, and it is the user's" {
  mkdir -m 755 files
  start_capture -i lo -Z daemon -w files/a.pcap port 7788
  send hello
  sleep 0.3
  end_capture
  [ "$(stat -c %U files/a.pcap)" = daemon ]
  [[ "$("$UDPINSPECT" -r files/a.pcap)" == *'"hello"'* ]]
}

@test "-Z: a user that is not there, and one who is not root" {
  run "$UDPINSPECT" -i lo -w a.pcap -Z no-such-user
  echo "$output"
  [ "$status" -eq 1 ]
  [ "$output" = "udpinspect: -Z no-such-user: no such user; getent passwd lists them" ]
  [ ! -e a.pcap ]
  chmod 755 .
  install -m 755 "$UDPINSPECT" /tmp/udpinspect-$$
  run setpriv --reuid=65534 --regid=65534 --clear-groups /tmp/udpinspect-$$ -Z daemon -r /dev/null
  rm /tmp/udpinspect-$$
  echo "$output"
  [ "$status" -eq 3 ]
  [[ "$output" == "udpinspect: -Z daemon: only root can become another user; "* ]]
}

@test "every form of output, SIGUSR1, and --duration, with the filter in place" {
  for form in '' -v -vv -x '-v -x' --json --json=pretty --spec '--fields time,src,payload.text' '-w -' '--time local' \
    '--time delta' '--color always'; do
    # shellcheck disable=SC2086 # words
    start_capture -i lo $form port 7788
    send hello
    sleep 0.3
    kill -USR1 "$(ip netns pids "$space")"
    await err 'packets? shown'
    end_capture || { echo "$form"; cat err; return 1; }
    [ "$(grep -cE '^[12] packets? shown$' err)" = 2 ]
  done
  run inside timeout 10 "$UDPINSPECT" -i lo --duration 0.3
  [ "$status" -eq 0 ]
}

@test "the local time is read before, whatever the locale" {
  chmod 777 .
  for zone in '' : UTC Europe/Berlin :Asia/Tokyo no/such; do
    for locale in C C.UTF-8; do
      LC_ALL=$locale TZ=$zone start_capture -i lo -w a-%H.pcap -G 3600 --force --time local -v
      send hello
      await out hello
      end_capture
    done
  done
  for path in a-*.pcap; do rm "$path"; done
  (unset TZ && start_capture -i lo --time local && send hello && await out hello && end_capture)
}

@test "an interface that goes down, and one that goes away" {
  inside ip link add there type veth peer name here
  inside ip link set here up
  inside ip link set there up
  start_capture -i there
  inside ip link set there down
  sleep 0.3
  inside ip link set there up
  sleep 0.3
  kill -0 "$(ip netns pids "$space")"
  inside ip link del there
  status=0
  wait "$capture" || status=$?
  cat err
  [ "$status" -eq 1 ]
  grep -q 'there: the interface has gone away; what came before it was read' err
}

@test "a full disk ends with one line" {
  mkdir disk
  mount -t tmpfs -o size=256k,mode=777 none disk || skip "no file system can be mounted here"
  start_capture -i lo -w disk/a.pcap -C 1 port 7788
  inside python3 - <<'PY'
import socket, time
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for _ in range(40):
    sender.sendto(bytes(20000), ("127.0.0.1", 7788))
    time.sleep(0.005)
PY
  status=0
  wait "$capture" || status=$?
  cat err
  [ "$status" -eq 1 ]
  grep -qE 'disk/a.pcap: No space left on device; make room or write elsewhere; [0-9]+ packets before that can be read' err
}
