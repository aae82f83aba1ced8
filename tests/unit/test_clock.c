/* Times as text, in every form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "render/clock.h"

#define SECONDS(n) ((int64_t)(n) * 1000000000)

static void expect(struct udpi_clock *clock, int64_t time, const char *text) {
    char bytes[UDPI_CLOCK_SIZE];
    char *end = udpi_clock_format(clock, bytes, time);
    assert_int_equal(end - bytes, strlen(text));
    assert_memory_equal(bytes, text, strlen(text));
}

static void expect_rfc3339(int64_t time, const char *text) {
    struct udpi_clock clock;
    char bytes[UDPI_CLOCK_SIZE];
    udpi_clock_open(&clock, UDPI_TIME_UTC);
    char *end = udpi_clock_format_rfc3339(&clock, bytes, time);
    assert_non_null(end);
    assert_int_equal(end - bytes, strlen(text));
    assert_memory_equal(bytes, text, strlen(text));
}

static void test_utc(void **state) {
    (void)state;
    struct udpi_clock clock;
    udpi_clock_open(&clock, UDPI_TIME_UTC);
    expect(&clock, SECONDS(1795341600) + 123456789, "2026-11-22T10:00:00.123456Z");
    expect(&clock, SECONDS(1795341600) + 999999999, "2026-11-22T10:00:00.999999Z");
    expect(&clock, SECONDS(1795341601), "2026-11-22T10:00:01.000000Z");
    expect(&clock, UDPI_NO_TIME, "-");
}

static void test_local(void **state) {
    (void)state;
    setenv("TZ", "IST-05:30", 1); /* POSIX: five and a half hours east of Greenwich */
    tzset();
    struct udpi_clock clock;
    udpi_clock_open(&clock, UDPI_TIME_LOCAL);
    expect(&clock, SECONDS(1795341600) + 5000, "15:30:00.000005");
}

static void test_numbers(void **state) {
    (void)state;
    struct udpi_clock clock;
    udpi_clock_open(&clock, UDPI_TIME_EPOCH);
    expect(&clock, SECONDS(1795341600) + 5000, "1795341600.000005");
    expect(&clock, -SECONDS(1) - 500000000, "-1.500000");
    udpi_clock_open(&clock, UDPI_TIME_RELATIVE);
    expect(&clock, SECONDS(100), "0.000000");
    expect(&clock, SECONDS(101) + 1000, "1.000001");
    expect(&clock, SECONDS(99), "-1.000000");
    udpi_clock_open(&clock, UDPI_TIME_DELTA);
    expect(&clock, SECONDS(100), "0.000000");
    expect(&clock, SECONDS(103), "3.000000");
    expect(&clock, SECONDS(103) + 1000, "0.000001");
    expect(&clock, UDPI_NO_TIME, "-");
}

static void test_extremes(void **state) {
    (void)state;
    struct udpi_clock clock;
    udpi_clock_open(&clock, UDPI_TIME_DELTA);
    expect(&clock, INT64_MAX - 1, "0.000000");
    expect(&clock, INT64_MIN + 1, "-9223372036.854775");
    udpi_clock_open(&clock, UDPI_TIME_EPOCH);
    expect(&clock, INT64_MIN + 1, "-9223372036.854775");
}

static void test_rfc3339(void **state) {
    (void)state;
    expect_rfc3339(0, "1970-01-01T00:00:00.000000000Z");
    expect_rfc3339(-1, "1969-12-31T23:59:59.999999999Z");
    expect_rfc3339(SECONDS(1709164800) + 7, "2024-02-29T00:00:00.000000007Z");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utc),      cmocka_unit_test(test_local),   cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_extremes), cmocka_unit_test(test_rfc3339),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
