/* Rates: what people write, and when the next datagram is due. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/pace.h"

enum { SECOND = 1000000000, MILLISECOND = 1000000 };

static void test_written(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double per_second;
        bool is_bits;
    } rates[] = {{"1000", 1000, false}, {"2.5k", 2500, false}, {"1M", 1e6, false}, {"800kbit", 8e5, true},
                 {"10Mbit", 1e7, true}, {"1Gbit", 1e9, true},  {"64bit", 64, true}};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        struct udpi_rate rate;
        assert_true(udpi_rate_parse(rates[i].text, &rate));
        assert_true(rate.per_second == rates[i].per_second);
        assert_int_equal(rate.is_bits, rates[i].is_bits);
    }
    static const char *const wrong[] = {"",     "0",     "-1",   "k",    "1K",  "1e6",
                                        "0x10", "1.2.3", "10 k", "10Mb", "inf", "1kbits"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct udpi_rate rate;
        assert_false(udpi_rate_parse(wrong[i], &rate));
    }
}

static void test_datagrams(void **state) {
    (void)state;
    struct udpi_pace pace;
    udpi_pace_start(&pace, (struct udpi_rate){.per_second = 1000}, 5 * (int64_t)SECOND);
    assert_int_equal(udpi_pace_ready(&pace, 100, 64, 5 * (int64_t)SECOND), 1);
    udpi_pace_spend(&pace, 1, 100, 5 * (int64_t)SECOND);
    assert_int_equal(udpi_pace_due(&pace), 5 * (int64_t)SECOND + MILLISECOND);
    assert_int_equal(udpi_pace_ready(&pace, 100, 64, 5 * (int64_t)SECOND), 0);
    assert_int_equal(udpi_pace_ready(&pace, 100, 64, 5 * (int64_t)SECOND + 3 * MILLISECOND), 3);
    assert_int_equal(udpi_pace_ready(&pace, 100, 2, 5 * (int64_t)SECOND + 3 * MILLISECOND), 2);
}

/* 8 Mbit/s is a byte a microsecond. */
static void test_bits(void **state) {
    (void)state;
    struct udpi_pace pace;
    udpi_pace_start(&pace, (struct udpi_rate){.per_second = 8e6, .is_bits = true}, 0);
    udpi_pace_spend(&pace, 1, 1400, 0);
    assert_int_equal(udpi_pace_due(&pace), 1400000);
    assert_int_equal(udpi_pace_ready(&pace, 1400, 64, 1400000 + 2 * 1400000), 3);
}

static void test_stall(void **state) {
    (void)state;
    struct udpi_pace pace;
    udpi_pace_start(&pace, (struct udpi_rate){.per_second = 1000}, 0);
    udpi_pace_spend(&pace, 1, 0, 10 * (int64_t)SECOND);
    /* 100 ms of the ten seconds are made up for. */
    assert_int_equal(udpi_pace_ready(&pace, 0, 100000, 10 * (int64_t)SECOND), 101);
}

static void test_unlimited(void **state) {
    (void)state;
    struct udpi_pace pace;
    udpi_pace_start(&pace, (struct udpi_rate){0}, 7);
    assert_int_equal(udpi_pace_ready(&pace, 1400, 64, 7), 64);
    udpi_pace_spend(&pace, 64, 64 * 1400, 8);
    assert_int_equal(udpi_pace_due(&pace), 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written), cmocka_unit_test(test_datagrams), cmocka_unit_test(test_bits),
        cmocka_unit_test(test_stall),   cmocka_unit_test(test_unlimited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
