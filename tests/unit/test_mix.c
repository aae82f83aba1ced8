/* craft/mix: weights, and what is drawn with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "craft/mix.h"

static struct udpi_mix mix;

static void parse(const char *text) {
    const char *complaint = udpi_mix_parse(text, &mix);
    if (complaint)
        fail_msg("%s: %s", text, complaint);
}

static void reads_weights(void **state) {
    (void)state;
    static const uint64_t sums[] = {7, 11, 11, 12};
    parse("7,4,0,1");
    assert_int_equal(mix.count, 4);
    for (unsigned i = 0; i < 4; i++)
        assert_int_equal(mix.upto[i], sums[i]);
    parse("1000000000");
    assert_int_equal(mix.count, 1);
    assert_int_equal(mix.upto[0], 1000000000);
}

static void refuses_what_is_none(void **state) {
    (void)state;
    static const char *const wrong[] = {"", "7,", ",7", "7,,1", "7;1", "7, 1", "-1", "1.5", "a", "1000000001", "7,4x"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_string_equal(udpi_mix_parse(wrong[i], &mix), "not a list of weights; give whole numbers such as 7,4,1");
    assert_string_equal(udpi_mix_parse("0,0", &mix), "all weights are 0");
}

static void takes_64_weights(void **state) {
    (void)state;
    char text[2 * UDPI_MIX_MOST + 3] = "1";
    for (unsigned i = 1; i < UDPI_MIX_MOST; i++)
        strcat(text, ",1");
    parse(text);
    assert_int_equal(mix.count, 64);
    strcat(text, ",1");
    assert_string_equal(udpi_mix_parse(text, &mix), "too many weights, 64 are taken");
}

static void draws_by_weight(void **state) {
    (void)state;
    enum { DRAWS = 12000 };
    unsigned drawn[4] = {0};
    uint64_t random = 1;
    parse("7,4,0,1");
    for (unsigned i = 0; i < DRAWS; i++)
        drawn[udpi_mix_draw(&mix, &random)]++;
    assert_in_range(drawn[0], 6730, 7270); /* 7000; five standard deviations are 270 */
    assert_in_range(drawn[1], 3742, 4258); /* 4000; 258 */
    assert_int_equal(drawn[2], 0);
    assert_in_range(drawn[3], 849, 1151); /* 1000; 151 */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_weights),
        cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(takes_64_weights),
        cmocka_unit_test(draws_by_weight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
