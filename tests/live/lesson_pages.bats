#!/usr/bin/env bats
# The lesson's pages say what their commands print; and who checks that would notice if they did not.
bats_require_minimum_version 1.5.0

setup() {
  "$SAMPLES/lesson/terminal" true 2>/dev/null || skip "network namespaces cannot be made here"
  cd "$BATS_TEST_TMPDIR" || return
}

# check STATUS ARGUMENT...
check() {
  local expected=$1
  shift
  run timeout 120 python3 "$BATS_TEST_DIRNAME/lesson_pages.py" "$@" 3>&-
  echo "$output"
  [ "$status" -eq "$expected" ]
}

# check_pages STATUS PAGE...: no programs of ours are needed.
check_pages() {
  local expected=$1
  shift
  check "$expected" . "$@"
}

# says LINE: so does the output, in a line of its own.
says() {
  grep -qxF -e "$1" <<<"$output"
}

# begin_step NUMBER: of page.md; the first one makes the page.
begin_step() {
  [ "$1" -gt 1 ] || echo '# Page' >page.md
  printf '\n## %d. Step\n\nWords.\n' "$1" >>page.md
}

# block NAME LINE...: of page.md.
block() {
  printf '\n```%s\n' "$1" >>page.md
  shift
  printf '%s\n' "$@" '```' >>page.md
}

make_page() {
  begin_step 1
  block console "\$ printf 'a\nb 17\nc\n'" a 'b …' c
  block sh 'exit 1'
  begin_step 2
  block 'console other' "\$ trap 'echo; echo bye' INT; echo ready; sleep 60" ready ^C bye
  block console '$ echo one' one '$ seq 5; echo six' 1 … 5 six
}

# make_tree: of the source tree what the lesson's terminal needs, but the programs.
make_tree() {
  mkdir -p tree/samples/lesson tree/.build
  cp "$SAMPLES/lesson/terminal" tree/samples/lesson
}

@test "the lesson's terminals: the first makes a network, the next one joins it" {
  make_tree
  ln -s "$(dirname "$UDPINSPECT")" tree/.build/release
  mkfifo keys
  tree/samples/lesson/terminal <keys >first 2>&1 3>&- &
  exec {keys}>keys
  # shellcheck disable=SC2016 # for the shell there
  echo 'lesson_echo_server & ip -brief address show eth0; read -r; kill $!' >&"$keys"
  timeout 20 sh -c 'until grep -q listening first && grep -q 192.168.1.10/24 first; do sleep 0.02; done'
  run tree/samples/lesson/terminal <<<'lesson_client 127.0.0.1 7788 hello'
  echo >&"$keys"
  exec {keys}>&-
  wait
  echo "$output"
  [ "${lines[1]}" = "answer from 127.0.0.1:7788: hello" ]
}

@test "the lesson's terminal before anything is built" {
  make_tree
  run tree/samples/lesson/terminal
  [ "$status" -eq 1 ]
  [ "$output" = "samples/lesson/terminal: the programs are not built; first run: samples/show" ]
}

@test "the lesson" {
  check 0 "$(dirname "$UDPINSPECT")" "$SAMPLES/lesson/README.md" "$SAMPLES/lesson/README.zh-CN.md"
}

@test "pages that agree, with cuts and another terminal" {
  make_page
  sed 's/Words/话/; s/Step/步/' page.md >translation.md
  check_pages 0 page.md translation.md
  says '4 commands'
}

@test "another output than the page has: page, step, command and the difference" {
  for change in 's/^b …$/b 1…8/' 's/^bye$/bye for ever/' '/^six$/d'; do
    make_page
    sed -i "$change" page.md
    check_pages 1 page.md
    [ "$(grep -c ': [12]\. Step: \$ ' <<<"$output")" = 1 ]
  done
  make_page
  sed -i 's/^c$/d/' page.md
  check_pages 1 page.md
  grep -qE "page\.md: 1\. Step: \\$ printf 'a\\\\nb 17\\\\nc\\\\n'$" <<<"$output"
  says -d
  says +c
}

@test "a command that prints more than the page has, or less" {
  begin_step 1
  block console '$ echo a; echo b' a
  block console '$ true' c
  check_pages 1 page.md
  says +b
  says -c
}

@test "translations that differ: a block less, another command, another output, another kind of terminal" {
  make_page
  # shellcheck disable=SC2016 # commands of sed
  for change in '/^## 2/,$d' 's/echo one/echo two/' 's/^six$/…/' 's/console other/console/'; do
    sed "$change" page.md >translation.md
    check_pages 1 page.md translation.md
    grep -qE 'translation\.md: [12]\. Step: \$ ' <<<"$output"
    [[ "$output" != *commands* ]] # none has run
  done
  sed '/^## 2/,$d' page.md >translation.md
  check_pages 1 translation.md page.md
}

@test "ports that the system chose: any, but the same where the page has the same" {
  begin_step 1
  block 'console other' '$ echo port 45000' 'port 40000'
  block console '$ echo 127.0.0.1:45000 and :45001' '127.0.0.1:40000 and :40001'
  check_pages 0 page.md
  sed -i 's/:45000/:45002/' page.md
  check_pages 1 page.md
  says '-127.0.0.1:40000 and :40001'
}

@test "--update writes the pages, and keeps what still fits" {
  make_page
  cp page.md good.md
  sed -i 's/^c$/d/; /^bye$/d; s/^six$/seven\nmore/' page.md
  sed 's/Words/话/' page.md >translation.md
  check_pages 0 --update page.md translation.md
  diff good.md page.md
  diff <(sed 's/Words/话/' good.md) translation.md
  sed -i 's/echo one/echo two/' translation.md
  check_pages 1 --update page.md translation.md
  diff good.md page.md
}
