/* track/histogram: percentiles against those of the same values, sorted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/random.h"
#include "track/histogram.h"

static struct udpi_histogram histogram;

static int begin(void **state) {
    (void)state;
    histogram = (struct udpi_histogram){0};
    return 0;
}

static void an_empty_one_says_nothing(void **state) {
    (void)state;
    assert_int_equal(udpi_histogram_percentile(&histogram, 50), 0);
    assert_true(udpi_histogram_mean(&histogram) == 0);
    assert_int_equal(histogram.least, 0);
    assert_int_equal(histogram.most, 0);
}

static void small_values_are_exact(void **state) {
    (void)state;
    for (uint64_t value = 1; value <= 100; value++)
        udpi_histogram_add(&histogram, value);
    for (unsigned percent = 1; percent <= 100; percent++)
        assert_int_equal(udpi_histogram_percentile(&histogram, percent), percent);
    assert_int_equal(udpi_histogram_percentile(&histogram, 0), 1);
    assert_int_equal(udpi_histogram_percentile(&histogram, 0.5), 1);
    assert_int_equal(udpi_histogram_percentile(&histogram, 1.5), 2);
    assert_int_equal(histogram.least, 1);
    assert_int_equal(histogram.most, 100);
    assert_true(udpi_histogram_mean(&histogram) == 50.5);
}

/* Classes from 128 on hold two values, from 256 on four, and so on; the largest stands for all of them. */
static void large_values_are_those_of_their_class(void **state) {
    (void)state;
    static const struct {
        uint64_t value, top;
    } cases[] = {
        {127, 127},
        {128, 129},
        {129, 129},
        {130, 131},
        {255, 255},
        {256, 259},
        {1000, 1007},
        {1000000, 1007615},
        {1015807, 1015807},
        {1015808, 1023999},
        {UINT64_C(1) << 63, UINT64_C(0x81ffffffffffffff)},
        {UINT64_MAX - 1, UINT64_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        begin(NULL);
        udpi_histogram_add(&histogram, cases[i].value);
        udpi_histogram_add(&histogram, UINT64_MAX);
        assert_int_equal(udpi_histogram_percentile(&histogram, 50), cases[i].top);
        assert_int_equal(udpi_histogram_percentile(&histogram, 100), UINT64_MAX);
    }
}

static void nothing_is_above_the_most(void **state) {
    (void)state;
    udpi_histogram_add(&histogram, 1000);
    assert_int_equal(udpi_histogram_percentile(&histogram, 50), 1000);
    udpi_histogram_add(&histogram, 0);
    assert_int_equal(udpi_histogram_percentile(&histogram, 50), 0);
    assert_int_equal(histogram.least, 0);
}

static int compare(const void *a, const void *b) {
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

/* The nearest rank: the smallest value that `percent` of all do not exceed. */
static uint64_t find_exact(const uint64_t *sorted, size_t count, unsigned percent) {
    size_t rank = (percent * count + 99) / 100;
    return sorted[rank - 1];
}

static void agrees_with_sorted_values(void **state) {
    (void)state;
    enum { COUNT = 5000 };
    static uint64_t values[COUNT];
    uint64_t random = 1;
    for (size_t i = 0; i < COUNT; i++) {
        values[i] = udpi_random_next(&random) >> udpi_random_below(&random, 64);
        udpi_histogram_add(&histogram, values[i]);
    }
    qsort(values, COUNT, sizeof *values, compare);
    assert_int_equal(histogram.least, values[0]);
    assert_int_equal(histogram.most, values[COUNT - 1]);
    for (unsigned percent = 1; percent <= 100; percent++) {
        uint64_t exact = find_exact(values, COUNT, percent), got = udpi_histogram_percentile(&histogram, percent);
        assert_true(got >= exact && got - exact <= exact / 64);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_empty_one_says_nothing, begin),
        cmocka_unit_test_setup(small_values_are_exact, begin),
        cmocka_unit_test_setup(large_values_are_those_of_their_class, begin),
        cmocka_unit_test_setup(nothing_is_above_the_most, begin),
        cmocka_unit_test_setup(agrees_with_sorted_values, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
