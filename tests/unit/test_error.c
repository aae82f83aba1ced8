/* core/error: why a call failed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/error.h"

static struct udpi_error *make_error(void) {
    struct udpi_error *error = malloc(sizeof *error);
    assert_non_null(error);
    memset(error, 0xee, sizeof *error);
    return error;
}

static void gives_the_status_back(void **state) {
    (void)state;
    struct udpi_error *error = make_error();
    assert_int_equal(udpi_error_set(error, UDPI_PERMISSION, "%s: %d bytes", "eth0", 42), UDPI_PERMISSION);
    assert_int_equal(error->status, UDPI_PERMISSION);
    assert_string_equal(error->text, "eth0: 42 bytes");
    assert_int_equal(udpi_error_set(error, UDPI_USAGE, "%s", ""), UDPI_USAGE);
    assert_string_equal(error->text, "");
    free(error);
}

static void statuses_are_the_exit_codes(void **state) {
    (void)state;
    assert_int_equal(UDPI_OK, 0);
    assert_int_equal(UDPI_FAILED, 1);
    assert_int_equal(UDPI_USAGE, 2);
    assert_int_equal(UDPI_PERMISSION, 3);
}

static void shows_no_control_characters(void **state) {
    (void)state;
    static const struct {
        const char *text, *expected;
    } rows[] = {
        {"a\nb\tc\x1b[31m\x7f", "a?b?c?[31m?"},
        {"caf\xc3\xa9 \xe6\x97\xa5", "caf\xc3\xa9 \xe6\x97\xa5"}, /* café 日 */
        {"caf\xe9", "caf?"},                                      /* Latin-1 */
        {"\xc2\x9bJ", "??J"},                                     /* U+009B, a terminal's escape */
        {"a\xe2\x80\xaez", "a???z"},                              /* U+202E, right-to-left override */
    };
    struct udpi_error *error = make_error();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        udpi_error_set(error, UDPI_FAILED, "%s", rows[i].text);
        assert_string_equal(error->text, rows[i].expected);
    }
    free(error);
}

/* The room is 512 bytes: 254 from the beginning, 3 for the mark, 254 from the end, and the NUL. */
static void leaves_out_the_middle_of_long_text(void **state) {
    (void)state;
    char text[2 * UDPI_ERROR_SIZE];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    struct udpi_error *error = make_error();
    udpi_error_set(error, UDPI_FAILED, "%s: no such file", text);
    assert_int_equal(strlen(error->text), UDPI_ERROR_SIZE - 1);
    assert_memory_equal(error->text + 253, "x\xe2\x80\xa6x", 5);
    assert_string_equal(error->text + UDPI_ERROR_SIZE - 1 - strlen("x: no such file"), "x: no such file");

    text[UDPI_ERROR_SIZE - 1] = '\0';
    udpi_error_set(error, UDPI_FAILED, "%s", text); /* what fits is whole */
    assert_string_equal(error->text, text);
    free(error);
}

/* Of a character that lies on a border nothing is left, on either side. */
static void leaves_no_part_of_a_character(void **state) {
    (void)state;
    char text[3 * UDPI_ERROR_SIZE + 1] = "";
    for (int i = 0; i < UDPI_ERROR_SIZE; i++)
        strcat(text, "\xe6\x97\xa5");
    struct udpi_error *error = make_error();
    for (int i = 0; i < 3; i++) {
        udpi_error_set(error, UDPI_FAILED, "%.*s%s", i, "aa", text);
        assert_null(strchr(error->text, '?'));
        assert_in_range(strlen(error->text), UDPI_ERROR_SIZE - 6, UDPI_ERROR_SIZE - 1);
    }
    free(error);
}

static void an_argument_may_be_its_own_text(void **state) {
    (void)state;
    struct udpi_error *error = make_error();
    udpi_error_set(error, UDPI_FAILED, "no such file");
    udpi_error_set(error, UDPI_FAILED, "hello.pcap: %s", error->text);
    assert_string_equal(error->text, "hello.pcap: no such file");
    free(error);
}

static void keeps_status_and_excerpt_behind_a_prefix(void **state) {
    (void)state;
    struct udpi_error *error = make_error();
    udpi_error_set(error, UDPI_USAGE, "column 3: unknown");
    assert_string_equal(error->excerpt.text, "");
    udpi_excerpt_make(&error->excerpt, "a b", 3, 2);
    assert_int_equal(udpi_error_prefix(error, "line %d, ", 7), UDPI_USAGE);
    assert_string_equal(error->text, "line 7, column 3: unknown");
    assert_string_equal(error->excerpt.text, "a b");
    assert_int_equal(error->excerpt.caret, 2);
    free(error);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_status_back),
        cmocka_unit_test(statuses_are_the_exit_codes),
        cmocka_unit_test(shows_no_control_characters),
        cmocka_unit_test(keeps_status_and_excerpt_behind_a_prefix),
        cmocka_unit_test(leaves_out_the_middle_of_long_text),
        cmocka_unit_test(leaves_no_part_of_a_character),
        cmocka_unit_test(an_argument_may_be_its_own_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
