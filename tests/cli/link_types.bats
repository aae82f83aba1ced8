#!/usr/bin/env bats
# Files in which each interface has a link type of its own.

load cli

# block TYPE BODY: a block of pcapng; the body, in hexadecimal, is a multiple of four bytes.
block() {
  local digits=${2// /}
  put_hex "$1"
  put_le32 $((${#digits} / 2 + 12))
  put_hex "$digits"
  put_le32 $((${#digits} / 2 + 12))
}

@test "pcapng: each unknown link type is named once; known ones between them are decoded" {
  ip='45000021 1c464000 40119b17 c0a8010a c0a80114 c7381e6c 000d52ee 68656c6c 6f000000'
  {
    block 0a0d0d0a '4d3c2b1a 01000000 ffffffff ffffffff'
    block 01000000 'a000 0000 00000000'
    block 01000000 '6500 0000 00000000'
    block 01000000 'e8fd 0000 00000000'
    for interface in 00 01 02 00 02; do
      if [ "$interface" = 01 ]; then
        block 06000000 "01000000 00000000 00000000 21000000 21000000 $ip"
      else
        block 06000000 "${interface}000000 00000000 00000000 04000000 04000000 01020304"
      fi
    done
  } >many.pcapng
  run --separate-stderr "$UDPINSPECT" --all -r many.pcapng
  [ "$status" -eq 0 ]
  [ "${#lines[@]}" -eq 5 ]
  [[ "${lines[0]}" == *' hex:01020304'* ]]
  [[ "${lines[1]}" == *' udp 51000 > 7788 | "hello"'* ]]
  [ "${#stderr_lines[@]}" -eq 2 ]
  [ "${stderr_lines[0]}" = "udpinspect: link type 160: not known; its frames are shown as payload" ]
  [ "${stderr_lines[1]}" = "udpinspect: link type 65000: not known; its frames are shown as payload" ]
}
