/* model/text_lines: numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/text_lines.h"

static struct udpi_text text_of(const char *text) {
    return (struct udpi_text){(const uint8_t *)text, strlen(text)};
}

static void reads_numbers(void **state) {
    (void)state;
    uint32_t number = 7;
    assert_true(udpi_text_number(text_of("0"), &number));
    assert_int_equal(number, 0);
    assert_true(udpi_text_number(text_of("000000042"), &number));
    assert_int_equal(number, 42);
    assert_true(udpi_text_number(text_of("999999999"), &number));
    assert_int_equal(number, 999999999);
    static const char *const others[] = {"", "-", "-1", "+1", " 1", "1 ", "1.0", "0000000042", "1000000000"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(udpi_text_number(text_of(others[i]), &number));
    assert_int_equal(number, 999999999);
}

static void reads_integers(void **state) {
    (void)state;
    int64_t integer = 7;
    assert_true(udpi_text_integer(text_of("-1"), &integer));
    assert_int_equal(integer, -1);
    assert_true(udpi_text_integer(text_of("4294967296"), &integer));
    assert_int_equal(integer, INT64_C(4294967296));
    assert_true(udpi_text_integer(text_of("-999999999999999999"), &integer));
    assert_int_equal(integer, INT64_C(-999999999999999999));
    static const char *const others[] = {"", "-", "--1", "+1", "1-", "0x1", "1000000000000000000"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(udpi_text_integer(text_of(others[i]), &integer));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_numbers),
        cmocka_unit_test(reads_integers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
