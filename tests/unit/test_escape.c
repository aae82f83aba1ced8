/* core/escape: the only ways of wire bytes into an output. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/escape.h"
#include "core/unicode.h"

#define NO_LIMIT SIZE_MAX

/* A copy that ends where the bytes end, and room that ends where the promised room ends. */
struct bench {
    uint8_t *bytes;
    char *room;
    size_t written, taken;
};

static struct bench open_bench(const void *bytes, size_t count, size_t room) {
    struct bench bench = {.bytes = malloc(count > 0 ? count : 1), .room = malloc(room > 0 ? room : 1)};
    assert_non_null(bench.bytes);
    assert_non_null(bench.room);
    memcpy(bench.bytes, bytes, count);
    return bench;
}

static void close_bench(struct bench *bench) {
    free(bench->bytes);
    free(bench->room);
}

static struct bench run_json(const void *bytes, size_t count) {
    struct bench bench = open_bench(bytes, count, UDPI_ESCAPE_JSON_ROOM(count));
    bench.written = (size_t)(udpi_escape_json(bench.room, bench.bytes, count) - bench.room);
    return bench;
}

static struct bench run_terminal(const void *bytes, size_t count, size_t columns) {
    struct bench bench = open_bench(bytes, count, UDPI_ESCAPE_TERMINAL_ROOM(count));
    char *end = udpi_escape_terminal(bench.room, bench.bytes, count, columns, &bench.taken);
    bench.written = (size_t)(end - bench.room);
    assert_ptr_equal(udpi_escape_terminal(bench.room, bench.bytes, count, columns, NULL), end);
    return bench;
}

static void check(struct bench bench, const char *expected) {
    if (bench.written != strlen(expected) || memcmp(bench.room, expected, bench.written) != 0)
        fail_msg("%.*s instead of %s", (int)bench.written, bench.room, expected);
    close_bench(&bench);
}

static void check_json(const void *bytes, size_t count, const char *expected) {
    check(run_json(bytes, count), expected);
}

static void check_terminal(const void *bytes, size_t count, const char *expected) {
    struct bench bench = run_terminal(bytes, count, NO_LIMIT);
    assert_int_equal(bench.taken, count);
    check(bench, expected);
}

static bool is_clean(const void *bytes, size_t count) {
    struct bench bench = open_bench(bytes, count, 0);
    bool answer = udpi_text_is_clean(bench.bytes, count);
    close_bench(&bench);
    return answer;
}

/* The rule for one byte that stands alone, word for word. */
static void spell_byte(unsigned byte, const char *hex, char *expected) {
    static const char short_forms[] = "\"\"\\\\\tt\rr\nn";
    for (const char *form = short_forms; *form; form += 2)
        if ((unsigned char)form[0] == byte) {
            sprintf(expected, "\\%c", form[1]);
            return;
        }
    if (byte >= 0x20 && byte <= 0x7e)
        sprintf(expected, "%c", (int)byte);
    else
        sprintf(expected, "%s%02x", hex, byte);
}

static bool is_shown(unsigned byte) {
    return (byte >= 0x20 && byte <= 0x7e) || byte == '\t' || byte == '\r' || byte == '\n';
}

static void writes_every_byte_alone(void **state) {
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        uint8_t bytes[1] = {(uint8_t)byte};
        char expected[8];
        spell_byte(byte, "\\\\x", expected);
        check_json(bytes, 1, expected);
        spell_byte(byte, "\\x", expected);
        check_terminal(bytes, 1, expected);
        assert_int_equal(is_clean(bytes, 1), is_shown(byte));
    }
}

static const char letters[] = "abcdefghijklmnopqrs";

/* The letters with a byte in place of one of them, and what becomes of that. */
static void spell_letters(size_t count, size_t place, unsigned byte, const char *hex, char *expected) {
    memcpy(expected, letters, place);
    spell_byte(byte, hex, expected + place);
    size_t made = strlen(expected);
    memcpy(expected + made, letters + place + 1, count - place - 1);
    expected[made + count - place - 1] = '\0';
}

static void check_place(size_t count, size_t place, unsigned byte) {
    char bytes[sizeof letters], expected[64] = "";
    memcpy(bytes, letters, count);
    bytes[place] = (char)byte;
    spell_letters(count, place, byte, "\\\\x", expected);
    check_json(bytes, count, expected);
    spell_letters(count, place, byte, "\\x", expected);
    check_terminal(bytes, count, expected);
    assert_int_equal(is_clean(bytes, count), is_shown(byte));
}

/* Every byte at every place of a run, so that each lane of a word and each length of a tail is met. */
static void writes_every_byte_everywhere(void **state) {
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++)
        for (size_t count = 1; count < sizeof letters; count++)
            for (size_t place = 0; place < count; place++)
                check_place(count, place, byte);
}

struct row {
    const char *bytes;
    size_t count;
    bool is_clean;
    const char *json, *terminal;
};

#define ROW(bytes_) .bytes = (bytes_), .count = sizeof(bytes_) - 1

static const struct row rows[] = {
    {ROW(""), true, "", ""},
    {ROW("hello"), true, "hello", "hello"},
    {ROW("say \"hi\"\r\n"), true, "say \\\"hi\\\"\\r\\n", "say \\\"hi\\\"\\r\\n"},
    {ROW("C:\\x41"), true, "C:\\\\x41", "C:\\\\x41"},
    {ROW("a\0b"), false, "a\\\\x00b", "a\\x00b"},
    {ROW("\x1b[2J\x7f"), false, "\\\\x1b[2J\\\\x7f", "\\x1b[2J\\x7f"},
    {ROW("caf\xc3\xa9"), true, "caf\xc3\xa9", "caf\xc3\xa9"},
    {ROW("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"), true, "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
     "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"},
    {ROW("\xf0\x9f\x98\x80"), true, "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
    {ROW("caf\xe9 au lait"), false, "caf\\\\xe9 au lait", "caf\\xe9 au lait"},      /* Latin-1 */
    {ROW("\xc2\x9bm"), false, "\\\\xc2\\\\x9bm", "\\xc2\\x9bm"},                    /* U+009B, a C1 control */
    {ROW("a\xe2\x80\xaez"), false, "a\\\\xe2\\\\x80\\\\xaez", "a\\xe2\\x80\\xaez"}, /* U+202E, bidirectional */
    {ROW("\xe2\x80\xa8"), false, "\\\\xe2\\\\x80\\\\xa8", "\\xe2\\x80\\xa8"},       /* U+2028, line separator */
    {ROW("\xef\xbb\xbfhi"), false, "\\\\xef\\\\xbb\\\\xbfhi", "\\xef\\xbb\\xbfhi"}, /* byte order mark */
    {ROW("\xe2\x98\x80\xef\xb8\x8f"), false, "\xe2\x98\x80\\\\xef\\\\xb8\\\\x8f",   /* ☀ and a variation selector */
     "\xe2\x98\x80\\xef\\xb8\\x8f"},
    {ROW("\xed\xa0\x80"), false, "\\\\xed\\\\xa0\\\\x80", "\\xed\\xa0\\x80"}, /* a surrogate */
    {ROW("\xc0\xaf"), false, "\\\\xc0\\\\xaf", "\\xc0\\xaf"},                 /* overlong '/' */
    {ROW("\xee\x80\x80"), false, "\\\\xee\\\\x80\\\\x80", "\\xee\\x80\\x80"}, /* private use */
    {ROW("\xf0\x9f\x98"), false, "\\\\xf0\\\\x9f\\\\x98", "\\xf0\\x9f\\x98"}, /* cut off */
    {ROW("\xe6\x97\xe6\x97\xa5"), false, "\\\\xe6\\\\x97\xe6\x97\xa5", "\\xe6\\x97\xe6\x97\xa5"},
    {ROW("0123456\xc3\xa9opqrstuv"), true, "0123456\xc3\xa9opqrstuv", "0123456\xc3\xa9opqrstuv"},
    {ROW("\t\t\t\t\t\t\t\t\t"), true, "\\t\\t\\t\\t\\t\\t\\t\\t\\t", "\\t\\t\\t\\t\\t\\t\\t\\t\\t"},
};

static void writes_what_the_rules_say(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_json(rows[i].bytes, rows[i].count, rows[i].json);
        check_terminal(rows[i].bytes, rows[i].count, rows[i].terminal);
        assert_int_equal(is_clean(rows[i].bytes, rows[i].count), rows[i].is_clean);
    }
}

static void takes_nothing_from_nowhere(void **state) {
    (void)state;
    char room[1];
    size_t taken = 77;
    assert_true(udpi_text_is_clean(NULL, 0));
    assert_ptr_equal(udpi_escape_json(room, NULL, 0), room);
    assert_ptr_equal(udpi_escape_terminal(room, NULL, 0, 80, &taken), room);
    assert_int_equal(taken, 0);
}

struct limit {
    const char *bytes;
    size_t count, columns, taken;
    const char *expected;
};

static const struct limit limits[] = {
    {ROW("hello"), 0, 0, ""},
    {ROW("hello"), 4, 4, "hell"},
    {ROW("hello"), 5, 5, "hello"},
    {ROW("hello"), 6, 5, "hello"},
    {ROW("the quick brown fox"), 9, 9, "the quick"},
    {ROW("the quick brown fox"), 16, 16, "the quick brown "},
    {ROW("a\nb"), 1, 1, "a"},
    {ROW("a\nb"), 2, 1, "a"}, /* an escape is never cut in two */
    {ROW("a\nb"), 3, 2, "a\\n"},
    {ROW("a\nb"), 4, 3, "a\\nb"},
    {ROW("a\xff"), 4, 1, "a"},
    {ROW("a\xff"), 5, 2, "a\\xff"},
    {ROW("\xe6\x97\xa5\xe6\x9c\xac"), 1, 0, ""}, /* 日本, two columns each */
    {ROW("\xe6\x97\xa5\xe6\x9c\xac"), 2, 3, "\xe6\x97\xa5"},
    {ROW("\xe6\x97\xa5\xe6\x9c\xac"), 3, 3, "\xe6\x97\xa5"},
    {ROW("\xe6\x97\xa5\xe6\x9c\xac"), 4, 6, "\xe6\x97\xa5\xe6\x9c\xac"},
    {ROW("e\xcc\x81z"), 1, 3, "e\xcc\x81"}, /* a combining mark goes with its letter */
    {ROW("\xcc\x81"), 0, 2, "\xcc\x81"},
    {ROW("\xe2\x80\x8b"), 11, 2, "\\xe2\\x80"}, /* U+200B: three escapes of four columns */
    {ROW("\xe2\x80\x8b"), 12, 3, "\\xe2\\x80\\x8b"},
};

static void stops_before_the_limit(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct bench bench = run_terminal(limits[i].bytes, limits[i].count, limits[i].columns);
        assert_int_equal(bench.taken, limits[i].taken);
        check(bench, limits[i].expected);
    }
}

/* Text as udpi_escape_terminal has it, nothing where that would write \\xHH within the limit. */
static const struct limit clean_limits[] = {
    {ROW("hello"), 80, 5, "hello"},
    {ROW("hello"), 3, 3, "hel"},
    {ROW("say \"hi\"\n\\"), 80, 13, "say \\\"hi\\\"\\n\\\\"},
    {ROW("caf\xc3\xa9"), 80, 4, "caf\xc3\xa9"},
    {ROW("hello\x01"), 80, 0, NULL},
    {ROW("hello\x01"), 9, 0, NULL},
    {ROW("hello\x01"), 8, 5, "hello"}, /* \x01 has no room: it is not looked at */
    {ROW("\xff"), 80, 0, NULL},
    {ROW("abcdefgh\x00"), 80, 0, NULL},
    {ROW("{n}"), 80, 3, "\\x7bn}"}, /* would be read as the number of a packet */
    {ROW("a{n}{n}"), 80, 7, "a\\x7bn}\\x7bn}"},
    {ROW("{n{n}"), 80, 5, "{n\\x7bn}"},
    {ROW("{\"n\":{}}"), 80, 8, "{\\\"n\\\":{}}"},
    {ROW("{n"), 80, 2, "{n"},
    {ROW("{n}"), 3, 0, ""},
    {ROW("{n}"), 4, 1, "\\x7b"},
    {ROW("{n}"), 5, 2, "\\x7bn"},
    {ROW("ab{n}\x01"), 9, 5, "ab\\x7bn}"},
    {ROW("ab{n}\x01"), 20, 0, NULL},
};

static void gives_clean_text_only(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof clean_limits / sizeof *clean_limits; i++) {
        const struct limit *limit = &clean_limits[i];
        struct bench bench = open_bench(limit->bytes, limit->count, UDPI_ESCAPE_TERMINAL_ROOM(limit->count));
        char *end = udpi_escape_clean(bench.room, bench.bytes, limit->count, limit->columns, &bench.taken);
        assert_int_equal(end == NULL, limit->expected == NULL);
        bench.written = end ? (size_t)(end - bench.room) : 0;
        check(bench, limit->expected ? limit->expected : "");
    }
}

/* The columns that an output takes; fails where anything in it may not be shown. */
static size_t measure(const struct bench *bench) {
    size_t columns = 0;
    for (size_t i = 0; i < bench->written;) {
        unsigned width = 0;
        size_t size = udpi_unicode_printable((const uint8_t *)bench->room + i, bench->written - i, &width);
        assert_true(size > 0);
        columns += width;
        i += size;
    }
    return columns;
}

/* Reads the notation's quoted text back. */
static size_t unescape(const char *text, size_t count, uint8_t *bytes) {
    size_t made = 0;
    for (size_t i = 0; i < count; made++) {
        if (text[i] != '\\') {
            bytes[made] = (uint8_t)text[i++];
            continue;
        }
        char digits[3] = {0};
        switch (text[i + 1]) {
        case 't': bytes[made] = '\t'; break;
        case 'r': bytes[made] = '\r'; break;
        case 'n': bytes[made] = '\n'; break;
        case 'x':
            memcpy(digits, text + i + 2, 2);
            bytes[made] = (uint8_t)strtoul(digits, NULL, 16);
            i += 2;
            break;
        default: bytes[made] = (uint8_t)text[i + 1]; break;
        }
        i += 2;
    }
    return made;
}

/* Pieces that wire bytes are made of here: every kind that the escapers tell apart. */
static size_t make_bytes(uint32_t *random, uint8_t *bytes, size_t room) {
    static const char *const pieces[] = {
        "plain text of some length",
        "\"",
        "\\",
        "\\x41",
        "\t",
        "\r\n",
        "\x01",
        "\x7f",
        "\xff",
        "\xc3\xa9",
        "\xcc\x81",
        "\xe6\x97\xa5",
        "\xe2\x80\xae",
        "\xf0\x9f\x98\x80",
        "\xf0\x9f",
        "\xc2\x85",
        "\xed\xa0\x80",
        "a",
        "bc",
    };
    size_t made = 0;
    for (;;) {
        *random = *random * 1664525 + 1013904223;
        if (*random >> 28 == 0)
            return made;
        const char *piece = pieces[(*random >> 16) % (sizeof pieces / sizeof *pieces)];
        if (strlen(piece) > room - made)
            return made;
        memcpy(bytes + made, piece, strlen(piece));
        made += strlen(piece);
    }
}

static void what_a_terminal_shows_can_be_read_back(void **state) {
    (void)state;
    uint32_t random = 7;
    for (unsigned round = 0; round < 20000; round++) {
        uint8_t bytes[200], back[200];
        size_t count = make_bytes(&random, bytes, sizeof bytes);
        struct bench bench = run_terminal(bytes, count, NO_LIMIT);
        assert_int_equal(bench.taken, count);
        measure(&bench);
        assert_int_equal(unescape(bench.room, bench.written, back), count);
        assert_memory_equal(back, bytes, count);
        close_bench(&bench);
    }
}

/* What was taken fits, one character more would not, and it is the beginning of the whole. */
static void a_limit_gives_the_beginning_of_the_whole(void **state) {
    (void)state;
    uint32_t random = 11;
    for (unsigned round = 0; round < 2000; round++) {
        uint8_t bytes[64];
        size_t count = make_bytes(&random, bytes, sizeof bytes);
        struct bench whole = run_terminal(bytes, count, NO_LIMIT);
        size_t all_columns = measure(&whole);
        for (size_t columns = 0; columns <= all_columns; columns++) {
            struct bench part = run_terminal(bytes, count, columns);
            assert_true(part.written <= whole.written);
            assert_memory_equal(part.room, whole.room, part.written);
            size_t used = measure(&part);
            assert_true(used <= columns);
            assert_true(part.taken == count ? used == all_columns : columns - used < 4);
            uint8_t back[64];
            assert_int_equal(unescape(part.room, part.written, back), part.taken);
            assert_memory_equal(back, bytes, part.taken);
            close_bench(&part);
        }
        close_bench(&whole);
    }
}

/* JSON: the same as the terminal's but for the second backslash of \xHH; never a control byte, never a bare quote. */
static void json_differs_in_the_hexadecimal_form_only(void **state) {
    (void)state;
    uint32_t random = 13;
    for (unsigned round = 0; round < 20000; round++) {
        uint8_t bytes[200];
        char expected[sizeof bytes * 6];
        size_t count = make_bytes(&random, bytes, sizeof bytes), made = 0;
        struct bench terminal = run_terminal(bytes, count, NO_LIMIT), json = run_json(bytes, count);
        measure(&json);
        for (size_t i = 0; i < terminal.written; i++) {
            char byte = terminal.room[i];
            expected[made++] = byte;
            if (byte != '\\')
                continue;
            if (terminal.room[i + 1] == 'x')
                expected[made++] = '\\';
            expected[made++] = terminal.room[++i];
        }
        assert_int_equal(json.written, made);
        assert_memory_equal(json.room, expected, made);
        close_bench(&terminal);
        close_bench(&json);
    }
}

static void text_is_clean_where_all_of_it_is(void **state) {
    (void)state;
    uint32_t random = 17;
    unsigned clean = 0;
    for (unsigned round = 0; round < 20000; round++) {
        uint8_t bytes[100];
        size_t count = make_bytes(&random, bytes, sizeof bytes);
        bool expected = true;
        for (size_t i = 0; i < count && expected;) {
            bool is_space = bytes[i] == '\t' || bytes[i] == '\r' || bytes[i] == '\n';
            size_t size = is_space ? 1 : udpi_unicode_printable(bytes + i, count - i, NULL);
            expected = size > 0;
            i += size;
        }
        assert_int_equal(is_clean(bytes, count), expected);
        clean += expected;
    }
    assert_true(clean > 1000 && clean < 19000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_every_byte_alone),
        cmocka_unit_test(writes_every_byte_everywhere),
        cmocka_unit_test(writes_what_the_rules_say),
        cmocka_unit_test(takes_nothing_from_nowhere),
        cmocka_unit_test(stops_before_the_limit),
        cmocka_unit_test(gives_clean_text_only),
        cmocka_unit_test(what_a_terminal_shows_can_be_read_back),
        cmocka_unit_test(a_limit_gives_the_beginning_of_the_whole),
        cmocka_unit_test(json_differs_in_the_hexadecimal_form_only),
        cmocka_unit_test(text_is_clean_where_all_of_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
