/* core/nearest: edit distance, and the word that was meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/nearest.h"

static void counts_single_changes(void **state) {
    (void)state;
    assert_int_equal(udpi_edit_distance("", ""), 0);
    assert_int_equal(udpi_edit_distance("udp", "udp"), 0);
    assert_int_equal(udpi_edit_distance("", "udp"), 3);
    assert_int_equal(udpi_edit_distance("udp", ""), 3);
    assert_int_equal(udpi_edit_distance("upd", "udp"), 1); /* two neighbours swapped */
    assert_int_equal(udpi_edit_distance("udpp", "udp"), 1);
    assert_int_equal(udpi_edit_distance("dp", "udp"), 1);
    assert_int_equal(udpi_edit_distance("udq", "udp"), 1);
}

static void counts_several_changes(void **state) {
    (void)state;
    assert_int_equal(udpi_edit_distance("kitten", "sitting"), 3);
    assert_int_equal(udpi_edit_distance("sitting", "kitten"), 3);
    assert_int_equal(udpi_edit_distance("flaw", "lawn"), 2);
    assert_int_equal(udpi_edit_distance("abcd", "badc"), 2); /* two swaps */
    assert_int_equal(udpi_edit_distance("ca", "abc"), 3);    /* a swapped pair is not changed again */
}

static void takes_long_words_for_different(void **state) {
    (void)state;
    char longest[UDPI_NEAREST_WORD + 1], longer[UDPI_NEAREST_WORD + 2];
    memset(longest, 'a', UDPI_NEAREST_WORD);
    longest[UDPI_NEAREST_WORD] = '\0';
    memset(longer, 'a', UDPI_NEAREST_WORD + 1);
    longer[UDPI_NEAREST_WORD + 1] = '\0';
    assert_int_equal(udpi_edit_distance(longest, longest), 0);
    assert_int_equal(udpi_edit_distance(longest, ""), UDPI_NEAREST_WORD);
    assert_int_equal(udpi_edit_distance("", longest), UDPI_NEAREST_WORD);
    assert_int_equal(udpi_edit_distance(longer, longer), UDPI_NEAREST_WORD + 1);
    assert_int_equal(udpi_edit_distance("a", longer), UDPI_NEAREST_WORD + 1);
}

static const char *find(const char *word) {
    static const char *const known[] = {"ttl", "total_length", NULL, "fragment_offset", "dont_fragment", "id"};
    struct udpi_nearest nearest = {.word = word};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        udpi_nearest_offer(&nearest, known[i]);
    return nearest.found;
}

static void finds_what_was_meant(void **state) {
    (void)state;
    assert_string_equal(find("tll"), "ttl");
    assert_string_equal(find("total_lenght"), "total_length");
    assert_string_equal(find("offset"), "fragment_offset");   /* a part of it */
    assert_string_equal(find("fragment"), "fragment_offset"); /* of two, the first */
    assert_string_equal(find("ix"), "id");
}

static void finds_nothing_far_away(void **state) {
    (void)state;
    assert_null(find("checksum"));
    assert_null(find("xyz"));
    assert_null(find("tl_x"));
    struct udpi_nearest nearest = {.word = "x"};
    udpi_nearest_offer(&nearest, NULL);
    assert_null(nearest.found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_single_changes),          cmocka_unit_test(counts_several_changes),
        cmocka_unit_test(takes_long_words_for_different), cmocka_unit_test(finds_what_was_meant),
        cmocka_unit_test(finds_nothing_far_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
