/* core/cursor: a position with two ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/cursor.h"

static const uint8_t digits[8] = {0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88};

static struct udpi_cursor make_cursor(size_t have, size_t claim) {
    uint8_t *block = malloc(have > 0 ? have : 1);
    assert_non_null(block);
    memcpy(block, digits, have);
    return (struct udpi_cursor){.at = block, .have = have, .claim = claim};
}

static void takes_what_is_there(void **state) {
    (void)state;
    struct udpi_cursor cursor = make_cursor(8, 8);
    const uint8_t *start = cursor.at;
    assert_int_equal(udpi_cursor_left(&cursor), 8);
    assert_ptr_equal(udpi_cursor_take(&cursor, 3), start);
    assert_int_equal(udpi_cursor_left(&cursor), 5);
    assert_ptr_equal(udpi_cursor_take(&cursor, 0), start + 3);
    assert_ptr_equal(udpi_cursor_take(&cursor, 5), start + 3);
    assert_int_equal(udpi_cursor_left(&cursor), 0);
    assert_int_equal(cursor.stop, UDPI_STOP_NONE);
    assert_ptr_equal(udpi_cursor_take(&cursor, 0), start + 8);
    free((void *)start);
}

static void reads_numbers_of_any_size(void **state) {
    (void)state;
    static const uint64_t expected[9] = {
        0, 0x11, 0x1122, 0x112233, 0x11223344, 0x1122334455, 0x112233445566, 0x11223344556677, 0x1122334455667788,
    };
    for (size_t count = 1; count <= 8; count++) {
        struct udpi_cursor cursor = make_cursor(count, count);
        const uint8_t *start = cursor.at;
        assert_true(udpi_cursor_read(&cursor, count) == expected[count]);
        assert_int_equal(cursor.stop, UDPI_STOP_NONE);
        assert_int_equal(udpi_cursor_left(&cursor), 0);
        free((void *)start);
    }
}

/* Each row: captured, claimed, asked for, and what that is. */
static void tells_truncated_from_malformed(void **state) {
    (void)state;
    static const struct {
        size_t have, claim, count;
        enum udpi_stop stop;
    } rows[] = {
        {4, 4, 4, UDPI_STOP_NONE},
        {4, 4, 5, UDPI_STOP_MALFORMED},
        {4, 8, 4, UDPI_STOP_NONE},
        {4, 8, 5, UDPI_STOP_TRUNCATED},
        {4, 8, 8, UDPI_STOP_TRUNCATED},
        {4, 8, 9, UDPI_STOP_MALFORMED},
        {8, 4, 4, UDPI_STOP_NONE},
        {8, 4, 5, UDPI_STOP_MALFORMED},
        {8, 4, 9, UDPI_STOP_MALFORMED},
        {0, 0, 1, UDPI_STOP_MALFORMED},
        {0, 1, 1, UDPI_STOP_TRUNCATED},
        {1, 0, 1, UDPI_STOP_MALFORMED},
        {8, 8, SIZE_MAX, UDPI_STOP_MALFORMED},
        {8, SIZE_MAX, SIZE_MAX, UDPI_STOP_TRUNCATED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_cursor cursor = make_cursor(rows[i].have, rows[i].claim);
        const uint8_t *start = cursor.at;
        const uint8_t *taken = udpi_cursor_take(&cursor, rows[i].count);
        assert_int_equal(cursor.stop, rows[i].stop);
        assert_ptr_equal(taken, rows[i].stop == UDPI_STOP_NONE ? start : NULL);
        free((void *)start);
    }
}

static void a_stop_is_sticky(void **state) {
    (void)state;
    struct udpi_cursor cursor = make_cursor(4, 8);
    const uint8_t *start = cursor.at;
    assert_int_equal(udpi_cursor_read(&cursor, 2), 0x1122);
    assert_int_equal(udpi_cursor_read(&cursor, 3), 0);
    assert_int_equal(cursor.stop, UDPI_STOP_TRUNCATED);
    assert_int_equal(udpi_cursor_read(&cursor, 1), 0);
    assert_null(udpi_cursor_take(&cursor, 0));
    assert_int_equal(udpi_cursor_read(&cursor, 7), 0);
    assert_int_equal(cursor.stop, UDPI_STOP_TRUNCATED);
    assert_ptr_equal(cursor.at, start + 2);
    assert_int_equal(cursor.have, 2);
    assert_int_equal(cursor.claim, 6);
    free((void *)start);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_is_there),
        cmocka_unit_test(reads_numbers_of_any_size),
        cmocka_unit_test(tells_truncated_from_malformed),
        cmocka_unit_test(a_stop_is_sticky),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
