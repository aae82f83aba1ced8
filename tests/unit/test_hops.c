/* knowledge/hops: the start that a time to live suggests, at both ends of each range. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "knowledge/hops.h"

static void guesses_the_start(void **state) {
    (void)state;
    static const struct {
        uint8_t left, start, hops;
    } rows[] = {{2, 32, 30},   {32, 32, 0},   {33, 64, 31},    {52, 64, 12},  {64, 64, 0},
                {65, 128, 63}, {128, 128, 0}, {129, 255, 126}, {249, 255, 6}, {255, 255, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_hops guess;
        assert_true(udpi_hops_guess(rows[i].left, &guess));
        assert_int_equal(guess.start, rows[i].start);
        assert_int_equal(guess.hops, rows[i].hops);
    }
}

static void makes_no_guess_of_what_stays_on_the_link(void **state) {
    (void)state;
    struct udpi_hops guess;
    assert_false(udpi_hops_guess(0, &guess));
    assert_false(udpi_hops_guess(1, &guess));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(guesses_the_start),
        cmocka_unit_test(makes_no_guess_of_what_stays_on_the_link),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
