/* core/rfc3339: times as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/rfc3339.h"

static void expect(const char *text, int64_t seconds, int64_t nanoseconds) {
    int64_t time;
    if (!udpi_rfc3339_read((const uint8_t *)text, strlen(text), &time))
        fail_msg("%s is no time", text);
    assert_int_equal(time, seconds * 1000000000 + nanoseconds);
}

/* The seconds are those of `date -u -d TEXT +%s`. */
static void reads_times(void **state) {
    (void)state;
    expect("1970-01-01T00:00:00Z", 0, 0);
    expect("2003-10-11T22:14:15.003Z", 1065910455, 3000000);
    expect("2003-08-24T05:14:15.000003-07:00", 1061727255, 3000);
    expect("2000-02-29T12:00:00+00:00", 951825600, 0);
    expect("2024-12-31T23:59:59.123456789Z", 1735689599, 123456789);
    expect("2016-12-31T23:59:60Z", 1483228800, 0);
    expect("1969-12-31T23:59:59.5Z", -1, 500000000);
    expect("1678-01-01T00:00:00Z", -9214560000, 0);
    expect("2261-12-31T23:59:59Z", 9214646399, 0);
    expect("2026-01-01T01:30:00+05:30", 1767211200, 0);
}

static void refuses_others(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",
        "-",
        "2003-10-11",
        "2003-10-11T22:14:15",
        "2003-10-11 22:14:15Z",
        "2003-10-11T22:14:15z",
        "2003-10-11T22:14:15.Z",
        "2003-10-11T22:14:15.1234567890Z",
        "2003-10-11T22:14:15+0200",
        "2003-10-11T22:14:15+24:00",
        "2003-10-11T22:14:15Zx",
        "2003-13-11T22:14:15Z",
        "2003-00-11T22:14:15Z",
        "2003-10-32T22:14:15Z",
        "2003-02-29T22:14:15Z",
        "1900-02-29T22:14:15Z",
        "2003-10-11T24:14:15Z",
        "2003-10-11T22:60:15Z",
        "2003-10-11T22:14:61Z",
        "1677-12-31T23:59:59Z",
        "2262-01-01T00:00:00Z",
        "2oo3-10-11T22:14:15Z",
    };
    int64_t time;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (udpi_rfc3339_read((const uint8_t *)texts[i], strlen(texts[i]), &time))
            fail_msg("%s is a time", texts[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_times),
        cmocka_unit_test(refuses_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
