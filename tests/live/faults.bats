#!/usr/bin/env bats
# Each fault alone, at an echo server: what comes back, and what is said of it.

load serving

# ask COUNT: datagrams 0, 1, 2, … from one socket; prints what comes back within half a second of silence, with the
# milliseconds since the last one was sent: "3 0".
ask() {
  python3 -c '
import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(0.5)
for i in range(int(sys.argv[2])):
    s.sendto(b"%d" % i, ("127.0.0.1", int(sys.argv[1])))
start = time.monotonic()
try:
    while True:
        print(s.recv(100).decode("latin1"), int(1000 * (time.monotonic() - start)))
except TimeoutError:
    pass' "$port" "$1"
}

@test "--drop: all, and nothing comes back" {
  begin echo echo 127.0.0.1:0 --drop 100 --seed 1
  [ "$(ask 3)" = "" ]
  finish "$process"
  [ "$(grep -c '^received #' echo.out)" -eq 3 ]
  [ "$(grep -c '^dropped #[123]$' echo.out)" -eq 3 ]
  [ "$(sed -n 1,2p echo.err)" = "3 received, 0 answered, 3 bytes
faults: 3 in, 3 dropped, 0 duplicated, 0 reordered, 0 corrupted, 0 out" ]
}

@test "--drop: some, the same ones with the same seed" {
  for run in 1 2; do
    begin echo echo 127.0.0.1:0 --drop 30 --seed 7 -q
    ask 100 | cut -d' ' -f1 >"answers.$run"
    finish "$process"
    [ "$(wc -l <echo.out)" -eq 1 ]
    dropped=$(sed -n 's/^faults: 100 in, \([0-9]*\) dropped, .*/\1/p' echo.err)
    [ "$((100 - dropped))" -eq "$(wc -l <"answers.$run")" ]
    [ "$dropped" -ge 7 ] # five times the standard deviation below 30
    [ "$dropped" -le 53 ]
  done
  cmp answers.1 answers.2
}

@test "--duplicate: all come back twice" {
  begin echo echo 127.0.0.1:0 --duplicate 100 --seed 1
  [ "$(ask 3 | cut -d' ' -f1 | paste -sd' ')" = "0 0 1 1 2 2" ]
  finish "$process"
  grep -q '^duplicated #3$' echo.out
  [ "$(head -1 echo.err)" = "3 received, 6 answered, 3 bytes" ]
}

@test "--corrupt: each comes back with another bit" {
  begin echo echo 127.0.0.1:0 --corrupt 100 --seed 1
  python3 -c '
import os, socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(5)
for size in (1, 2, 100, 1400):
    sent = os.urandom(size)
    s.sendto(sent, ("127.0.0.1", int(sys.argv[1])))
    got = s.recv(2000)
    differing = sum((a ^ b).bit_count() if hasattr(int, "bit_count") else bin(a ^ b).count("1") for a, b in zip(sent, got))
    assert len(got) == size and differing == 1, (size, len(got), differing)
s.sendto(b"", ("127.0.0.1", int(sys.argv[1])))
assert s.recv(2000) == b""' "$port"
  finish "$process"
  [ "$(grep -c '^corrupted #' echo.out)" -eq 4 ]
  [ "$(tail -1 echo.err)" = "faults: 5 in, 0 dropped, 0 duplicated, 0 reordered, 4 corrupted, 5 out" ]
}

@test "--delay: no reply before its time" {
  begin echo echo 127.0.0.1:0 --delay 0.2
  ask 3 >answers
  cat answers
  [ "$(wc -l <answers)" -eq 3 ]
  while read -r _ milliseconds; do
    [ "$milliseconds" -ge 199 ]
  done <answers
  [[ "$(cat echo.err)" =~ ^"faults: --seed "[0-9]+" makes the same ones again"$ ]]
}

@test "-c waits for what is delayed, Ctrl-C does not" {
  begin echo echo 127.0.0.1:0 --delay 0.2 -c 1
  [ "$(ask 1 | cut -d' ' -f1)" = 0 ]
  await_end "$process"
  [ "$(tail -1 echo.err)" = "faults: 1 in, 0 dropped, 0 duplicated, 0 reordered, 0 corrupted, 1 out" ]

  begin echo echo 127.0.0.1:0 --delay 60
  python3 -c '
import socket, sys
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", int(sys.argv[1])))' "$port"
  await echo.out '^received #1'
  finish "$process"
  [ "$(tail -1 echo.err)" = "faults: 1 in, 0 dropped, 0 duplicated, 0 reordered, 0 corrupted, 1 out, 1 before their time" ]
}

@test "--reorder: others come first" {
  begin echo echo 127.0.0.1:0 --reorder 20 --seed 3
  ask 50 | cut -d' ' -f1 >answers
  finish "$process"
  [ "$(sort -n answers | paste -sd' ')" = "$(seq 0 49 | paste -sd' ')" ]
  # RFC 4737: behind one with a higher number.
  behind=$(awk '$1 < most { count++ } $1 > most { most = $1 } END { print count + 0 }' answers)
  [ "$behind" -gt 0 ]
  grep -q ", $behind reordered, " echo.err
  grep -q '^held back #' echo.out
}

@test "probes are accounted for as they come in" {
  begin echo echo 127.0.0.1:0 -q --drop 50 --seed 1 --buffer 4096
  probes 127.0.0.1 "$port" 1000 20000
  finish "$process"
  cat echo.out echo.err
  grep -q '^  1000 sent, 1000 received, 0 lost (0.00 %), 0 duplicated, 0 corrupted$' echo.out
  grep -q '^faults: 1000 in, [0-9]* dropped, .*; besides, 3 said that probes had ended$' echo.err
}

@test "echo --json: the totals, and each stream of probes" {
  begin echo echo 127.0.0.1:0 --json --duplicate 100 --seed 1 --buffer 4096
  probes 127.0.0.1 "$port" 100 10000
  finish "$process"
  [ "$(wc -l <echo.out)" -eq 2 ]
  [ "$(field echo.out totals received)" -eq 103 ]
  [ "$(field echo.out totals answered)" -eq 203 ]
  [ "$(field echo.out totals faults duplicated)" -eq 100 ]
  [ "$(field echo.out probes received)" -eq 100 ]
}
