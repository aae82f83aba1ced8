/* core/excerpt: the part of a line around a place in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/excerpt.h"
#include "core/unicode.h"

/* Makes the excerpt of a copy that ends where the line ends. */
static struct udpi_excerpt make(const char *line, size_t length, size_t at) {
    struct udpi_excerpt excerpt;
    char *copy = malloc(length + 1);
    assert_non_null(copy);
    memcpy(copy, line, length);
    memset(&excerpt, 0xee, sizeof excerpt);
    udpi_excerpt_make(&excerpt, copy, length, at);
    free(copy);
    return excerpt;
}

static void check(const char *line, size_t at, const char *text, unsigned caret) {
    struct udpi_excerpt excerpt = make(line, strlen(line), at);
    assert_string_equal(excerpt.text, text);
    assert_int_equal(excerpt.caret, caret);
}

static void shows_a_short_line_whole(void **state) {
    (void)state;
    check("ipv4 tll=3", 5, "ipv4 tll=3", 5);
    check("ipv4", 4, "ipv4", 4); /* behind the line */
    check("", 0, "", 0);
    check("a \"b\\n\" c", 7, "a \"b\\n\" c", 7); /* quotes and backslashes are the line's own */
}

static void counts_columns_as_a_terminal_does(void **state) {
    (void)state;
    check("\"\xe4\xbd\xa0\xe5\xa5\xbd\" x", 9, "\"\xe4\xbd\xa0\xe5\xa5\xbd\" x", 7); /* 你好: two columns each */
    check("\"e\xcc\x81\" x", 6, "\"e\xcc\x81\" x", 4);                               /* e and a combining accent */
    check("a\tb", 2, "a\\tb", 3);
    check("\x1b[1m x", 5, "\\x1b[1m x", 8);
    check("\xff x", 2, "\\xff x", 5);
    check("\xe2\x80\xaex", 3, "\\xe2\\x80\\xaex", 12); /* U+202E turns the text around */
}

/* 80 letters: the digits of their columns, from 0. */
#define EIGHTY "01234567890123456789012345678901234567890123456789012345678901234567890123456789"

static void cuts_a_long_line_around_the_place(void **state) {
    (void)state;
    char line[161];
    snprintf(line, sizeof line, "%s%s", EIGHTY, EIGHTY);
    check(EIGHTY, 79, EIGHTY, 79);
    check(line, 10, "0123456789012345678901234567890123456789012345678901234567890123456789012345678…", 10);
    check(line, 80, "…012345678901234567890123456789012345678901234567890123456789012345678901234567…", 41);
    check(line, 159, "…1234567890123456789012345678901234567890123456789012345678901234567890123456789", 79);
    check(line, 160, "…234567890123456789012345678901234567890123456789012345678901234567890123456789", 79);
}

static void never_exceeds_its_columns(void **state) {
    (void)state;
    static const char *const letters[] = {"x", "\xe4\xbd\xa0", "\x01", "e\xcc\x81"};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        char line[1200] = "";
        size_t size = strlen(letters[i]);
        for (size_t done = 0; done + size < sizeof line; done += size)
            memcpy(line + done, letters[i], size + 1);
        size_t length = strlen(line);
        for (size_t at = 0; at <= length; at += size) {
            struct udpi_excerpt excerpt = make(line, length, at);
            assert_in_range(udpi_unicode_columns(excerpt.text), 1, UDPI_EXCERPT_COLUMNS);
            assert_in_range(excerpt.caret, 0, UDPI_EXCERPT_COLUMNS - 1);
        }
    }
}

static void bounds_marks_without_columns(void **state) {
    (void)state;
    char line[8001] = "e";
    for (size_t at = 1; at + 2 < sizeof line; at += 2)
        memcpy(line + at, "\xcc\x81", 3);
    struct udpi_excerpt excerpt = make(line, strlen(line), strlen(line));
    assert_in_range(strlen(excerpt.text), 1, UDPI_EXCERPT_SIZE - 1);
    assert_int_equal(excerpt.caret, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_a_short_line_whole),          cmocka_unit_test(counts_columns_as_a_terminal_does),
        cmocka_unit_test(cuts_a_long_line_around_the_place), cmocka_unit_test(never_exceeds_its_columns),
        cmocka_unit_test(bounds_marks_without_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
