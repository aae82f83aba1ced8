/* model/bencode: values, and what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/bencode.h"

static struct udpi_cursor cursor;
static struct udpi_bencode value;

static bool take(const char *text, size_t have) {
    cursor = (struct udpi_cursor){.at = (const uint8_t *)text, .have = have, .claim = strlen(text)};
    return udpi_bencode_take(&cursor, &value);
}

/* The text begins with a value of this kind, whose content is that; `left` bytes come behind it. */
static void expect(const char *text, char kind, const char *content, size_t left) {
    assert_true(take(text, strlen(text)));
    assert_int_equal(value.kind, kind);
    assert_int_equal(value.size, strlen(content));
    assert_memory_equal(value.content, content, value.size);
    assert_int_equal(cursor.claim, left);
    assert_int_equal(cursor.stop, UDPI_STOP_NONE);
}

static void refuse(const char *text) {
    assert_false(take(text, strlen(text)));
    assert_int_equal(cursor.stop, UDPI_STOP_MALFORMED);
}

static void reads_integers(void **state) {
    (void)state;
    expect("i0e", 'i', "0", 0);
    assert_int_equal(value.number, 0);
    expect("i-42ex", 'i', "-42", 1);
    assert_int_equal(value.number, -42);
    expect("i999999999999999999e", 'i', "999999999999999999", 0);
    assert_int_equal(value.number, INT64_C(999999999999999999));
    refuse("i1000000000000000000e");
    refuse("ie");
    refuse("i-e");
    refuse("i-0e");
    refuse("i03e");
    refuse("i-03e");
    refuse("i1x");
    refuse("i+1e");
}

static void reads_strings(void **state) {
    (void)state;
    expect("0:", 's', "", 0);
    expect("4:spame", 's', "spam", 1);
    assert_true(udpi_bencode_is(&value, "spam"));
    assert_false(udpi_bencode_is(&value, "spa"));
    assert_false(udpi_bencode_is(&value, "spams"));
    refuse("5:spam");
    refuse("04:spam");
    refuse("4;spam");
    refuse("-1:");
    refuse("100000:");
    refuse(":");
}

static void reads_lists(void **state) {
    (void)state;
    expect("le", 'l', "", 0);
    expect("l4:spami-1el1:xeee", 'l', "4:spami-1el1:xe", 1);
    refuse("l");
    refuse("li1e");
    refuse("e");
}

static void reads_dictionaries(void **state) {
    (void)state;
    expect("de", 'd', "", 0);
    expect("d1:ad2:idi1ee1:bl1:cee!", 'd', "1:ad2:idi1ee1:bl1:ce", 1);
    refuse("d1:ae");       /* a key without a value */
    refuse("di1e1:ae");    /* a key that is no string */
    refuse("d1:ade1:bee"); /* the second without a value */
    refuse("dlei1ee");
}

/* `depth` lists in each other. */
static bool take_nested(size_t depth) {
    static char text[2 * UDPI_BENCODE_DEEPEST + 8];
    memset(text, 'l', depth);
    memset(text + depth, 'e', depth);
    text[2 * depth] = '\0';
    return take(text, 2 * depth);
}

static void bounds_the_depth(void **state) {
    (void)state;
    assert_true(take_nested(UDPI_BENCODE_DEEPEST));
    assert_int_equal(cursor.claim, 0);
    assert_false(take_nested(UDPI_BENCODE_DEEPEST + 1));
    assert_int_equal(cursor.stop, UDPI_STOP_MALFORMED);
}

static void tells_a_cut_capture_from_broken_values(void **state) {
    (void)state;
    static const char text[] = "d1:ai-12e2:bbl3:ccci7eee";
    for (size_t have = 0; have < sizeof text - 1; have++) {
        assert_false(take(text, have));
        assert_int_equal(cursor.stop, UDPI_STOP_TRUNCATED);
    }
    assert_true(take(text, sizeof text - 1));
}

static void goes_through_what_is_inside(void **state) {
    (void)state;
    expect("d1:ai7e1:bi8ee", 'd', "1:ai7e1:bi8e", 0);
    struct udpi_cursor inside = udpi_bencode_inside(&value);
    struct udpi_bencode key, number;
    int64_t sum = 0;
    while (inside.claim > 0) {
        assert_false(udpi_bencode_end(&inside));
        assert_true(udpi_bencode_take(&inside, &key) && udpi_bencode_take(&inside, &number));
        sum += number.number;
    }
    assert_int_equal(sum, 15);
}

static void takes_an_end(void **state) {
    (void)state;
    cursor = (struct udpi_cursor){.at = (const uint8_t *)"ex", .have = 2, .claim = 2};
    assert_true(udpi_bencode_end(&cursor));
    assert_false(udpi_bencode_end(&cursor));
    assert_int_equal(cursor.claim, 1);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_integers),
        cmocka_unit_test(reads_strings),
        cmocka_unit_test(reads_lists),
        cmocka_unit_test(reads_dictionaries),
        cmocka_unit_test(bounds_the_depth),
        cmocka_unit_test(tells_a_cut_capture_from_broken_values),
        cmocka_unit_test(goes_through_what_is_inside),
        cmocka_unit_test(takes_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
