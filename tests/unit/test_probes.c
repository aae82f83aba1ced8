/* track/probes: what is said of arrivals whose account was worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "track/probes.h"

enum { CLOCK = 77, OTHER_CLOCK = 78, RUN = 0x1a2b3c4d, MS = 1000000, LATE_AFTER = 10 * MS, SIZE = 60 };

static const int64_t start = 1800000000000000000;

static const struct udpi_probe_ends ends = {
    .src = {10, 0, 0, 1}, .dst = {10, 0, 0, 2}, .address_size = 4, .src_port = 51000, .dst_port = 7788};

static struct udpi_probes *probes;

static int begin(void **state) {
    (void)state;
    probes = udpi_probes_create(LATE_AFTER, CLOCK);
    return probes ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    udpi_probes_free(probes);
    return 0;
}

/* A probe that was sent at start + sent, and came `on_the_way` later. */
static void take(uint64_t sequence, int64_t sent, int64_t on_the_way) {
    const struct udpi_probe probe = {.run = RUN, .clock = CLOCK, .sequence = sequence, .time = start + sent};
    udpi_probes_take(probes, &ends, &probe, UDPI_PROBE_INTACT, SIZE, start + sent + on_the_way);
}

static void take_all(const uint64_t *sequences, size_t count) {
    for (size_t i = 0; i < count; i++)
        take(sequences[i], 0, (int64_t)i * MS);
}

#define TAKE(...) take_all((const uint64_t[]){__VA_ARGS__}, sizeof((const uint64_t[]){__VA_ARGS__}) / sizeof(uint64_t))

static void say_total(uint64_t total) {
    const struct udpi_probe said = {.run = RUN, .clock = CLOCK, .is_end = true, .total = total};
    udpi_probes_take(probes, &ends, &said, UDPI_PROBE_INTACT, UDPI_PROBE_SIZE, start);
}

struct account {
    uint64_t expected, received, lost, duplicated, reordered, extent, late, corrupted, too_old;
};

static void expect(size_t index, const struct account *account) {
    const struct udpi_probe_report *report = udpi_probes_report(probes, index);
    assert_int_equal(report->expected, account->expected);
    assert_int_equal(report->received, account->received);
    assert_int_equal(report->lost, account->lost);
    assert_int_equal(report->duplicated, account->duplicated);
    assert_int_equal(report->reordered, account->reordered);
    assert_int_equal(report->extent, account->extent);
    assert_int_equal(report->late, account->late);
    assert_int_equal(report->corrupted, account->corrupted);
    assert_int_equal(report->too_old, account->too_old);
}

/* --- lost, repeated, out of order --------------------------------------------------------------------------------- */

static void all_in_order(void **state) {
    (void)state;
    TAKE(1, 2, 3, 4);
    expect(0, &(struct account){.expected = 4, .received = 4});
    const struct udpi_probe_report *report = udpi_probes_report(probes, 0);
    assert_int_equal(report->run, RUN);
    assert_false(report->has_total);
    assert_int_equal(report->bytes, 4 * SIZE);
    assert_int_equal(report->first_time, start);
    assert_int_equal(report->last_time, start + 3 * MS);
}

static void some_lost(void **state) {
    (void)state;
    TAKE(1, 2, 4, 7);
    expect(0, &(struct account){.expected = 7, .received = 4, .lost = 3});
}

static void the_end_says_how_many_there_were(void **state) {
    (void)state;
    TAKE(1, 2, 4);
    say_total(6);
    say_total(6);
    expect(0, &(struct account){.expected = 6, .received = 3, .lost = 3});
    assert_true(udpi_probes_report(probes, 0)->has_total);
    assert_int_equal(udpi_probes_count(probes), 1);
}

static void nothing_came_but_the_end(void **state) {
    (void)state;
    say_total(5);
    expect(0, &(struct account){.expected = 5, .lost = 5});
    assert_int_equal(udpi_probes_report(probes, 0)->first_time, 0);
}

static void a_probe_may_say_the_total(void **state) {
    (void)state;
    const struct udpi_probe probe = {.run = RUN, .sequence = 3, .total = 10};
    udpi_probes_take(probes, &ends, &probe, UDPI_PROBE_INTACT, SIZE, start);
    expect(0, &(struct account){.expected = 10, .received = 1, .lost = 9});
}

/* A sender that says less than it sends is not believed: what came was sent. */
static void a_total_below_what_came(void **state) {
    (void)state;
    TAKE(1, 2, 5);
    say_total(3);
    expect(0, &(struct account){.expected = 5, .received = 3, .lost = 2});
}

static void repeated_ones_are_no_reordered_ones(void **state) {
    (void)state;
    TAKE(1, 2, 2, 3, 1, 1, 4);
    expect(0, &(struct account){.expected = 4, .received = 7, .duplicated = 3});
}

static void repeated_ones_do_not_stand_for_lost_ones(void **state) {
    (void)state;
    TAKE(1, 1, 3, 3);
    expect(0, &(struct account){.expected = 3, .received = 4, .lost = 1, .duplicated = 2});
}

/* RFC 4737 section 4.2.1: 4, 5 and 6 come at positions 8, 9, 10; the first with a higher number, 7, at 4. */
static void the_extent_counts_from_the_first_that_overtook(void **state) {
    (void)state;
    TAKE(1, 2, 3, 7, 8, 9, 10, 4, 5, 6, 11);
    expect(0, &(struct account){.expected = 11, .received = 11, .reordered = 3, .extent = 6});
}

/* Repeated ones take no position. */
static void the_extent_of_several_gaps(void **state) {
    (void)state;
    TAKE(1, 3, 5, 5, 9, 4, 2, 7);
    /* 3 at 2 overtook 2; 5 at 3 overtook 4; 9 at 4 overtook 7. 4 at 5: 2 behind; 2 at 6: 4 behind; 7 at 7: 3 behind. */
    expect(0, &(struct account){.expected = 9, .received = 8, .lost = 2, .duplicated = 1, .reordered = 3, .extent = 4});
}

static void the_first_need_not_be_number_1(void **state) {
    (void)state;
    TAKE(5, 6, 3);
    expect(0, &(struct account){.expected = 6, .received = 3, .lost = 3, .reordered = 1, .extent = 2});
}

/* 2 comes 10 ms behind 3, which is not more than allowed; 4 comes 11 ms behind 5. */
static void late_is_more_than_was_allowed(void **state) {
    (void)state;
    take(1, 0, 0);
    take(3, 2 * MS, 0);
    take(2, 1 * MS, 11 * MS);
    take(5, 20 * MS, 0);
    take(6, 30 * MS, 0);
    take(4, 19 * MS, 12 * MS);
    expect(0, &(struct account){.expected = 6, .received = 6, .reordered = 2, .extent = 2, .late = 1});
}

/* --- damage ------------------------------------------------------------------------------------------------------- */

static void take_damaged(uint32_t run, uint64_t sequence, uint16_t src_port) {
    const struct udpi_probe probe = {.run = run, .sequence = sequence};
    struct udpi_probe_ends from = ends;
    from.src_port = src_port;
    udpi_probes_take(probes, &from, &probe, UDPI_PROBE_DAMAGED, SIZE, start);
}

static void a_damaged_one_is_lost_too(void **state) {
    (void)state;
    TAKE(1, 2);
    take_damaged(RUN, 3, 51000);
    TAKE(4);
    expect(0, &(struct account){.expected = 4, .received = 3, .lost = 1, .corrupted = 1});
}

static void nothing_in_a_damaged_one_is_relied_on(void **state) {
    (void)state;
    TAKE(1, 2);
    take_damaged(RUN ^ 1, UINT64_MAX, 51000);
    expect(0, &(struct account){.expected = 2, .received = 2, .corrupted = 1});
    assert_int_equal(udpi_probes_count(probes), 1);
}

static void a_stream_may_begin_with_damaged_ones(void **state) {
    (void)state;
    take_damaged(1, 1, 51000);
    take_damaged(2, 2, 51000);
    take_damaged(1, 1, 51001);
    TAKE(3);
    assert_int_equal(udpi_probes_count(probes), 2);
    assert_int_equal(udpi_probes_report(probes, 0)->run, RUN);
    expect(0, &(struct account){.expected = 3, .received = 1, .lost = 2, .corrupted = 2});
    expect(1, &(struct account){.corrupted = 1});
}

static void without_a_number_it_is_no_probe(void **state) {
    (void)state;
    TAKE(1, 0, 2);
    expect(0, &(struct account){.expected = 2, .received = 2, .corrupted = 1});
}

/* --- streams ------------------------------------------------------------------------------------------------------ */

static void streams_are_told_apart(void **state) {
    (void)state;
    struct udpi_probe_ends other[6];
    for (size_t i = 0; i < 6; i++)
        other[i] = ends;
    other[0].src[3] = 9;
    other[1].dst[3] = 9;
    other[2].src_port++;
    other[3].dst_port++;
    other[4].place = "eth1";
    other[5].address_size = 16;
    struct udpi_probe probe = {.run = RUN, .sequence = 1};
    for (unsigned round = 0; round < 2; round++, probe.sequence++) {
        udpi_probes_take(probes, &ends, &probe, UDPI_PROBE_INTACT, SIZE, start);
        for (size_t i = 0; i < 6; i++)
            udpi_probes_take(probes, &other[i], &probe, UDPI_PROBE_INTACT, SIZE, start);
        struct udpi_probe another = probe;
        another.run++;
        udpi_probes_take(probes, &ends, &another, UDPI_PROBE_INTACT, SIZE, start);
        another.stream++;
        udpi_probes_take(probes, &ends, &another, UDPI_PROBE_INTACT, SIZE, start);
    }
    assert_int_equal(udpi_probes_count(probes), 9);
    for (size_t i = 0; i < 9; i++)
        expect(i, &(struct account){.expected = 2, .received = 2});
    assert_int_equal(udpi_probes_report(probes, 8)->stream, 1);
    assert_string_equal(udpi_probes_report(probes, 5)->ends.place, "eth1");
}

static void damage_counts_for_the_youngest_with_its_ends(void **state) {
    (void)state;
    const struct udpi_probe second = {.run = RUN + 1, .sequence = 1};
    TAKE(1);
    udpi_probes_take(probes, &ends, &second, UDPI_PROBE_INTACT, SIZE, start);
    take_damaged(12345, 1, 51000);
    take_damaged(RUN, 1, 51000);
    expect(0, &(struct account){.expected = 1, .received = 1, .corrupted = 1});
    expect(1, &(struct account){.expected = 1, .received = 1, .corrupted = 1});
}

static void streams_have_a_bound(void **state) {
    (void)state;
    struct udpi_probe probe = {.sequence = 1};
    for (; probe.run < UDPI_PROBES_STREAMS + 44; probe.run++)
        udpi_probes_take(probes, &ends, &probe, UDPI_PROBE_INTACT, SIZE, start);
    assert_int_equal(udpi_probes_count(probes), UDPI_PROBES_STREAMS);
    assert_int_equal(udpi_probes_untold(probes), 44);
    probe.run = 0;
    udpi_probes_take(probes, &ends, &probe, UDPI_PROBE_INTACT, SIZE, start);
    assert_int_equal(udpi_probes_untold(probes), 44);
    assert_int_equal(udpi_probes_report(probes, 0)->duplicated, 1);
}

/* --- edges -------------------------------------------------------------------------------------------------------- */

static void the_window_has_an_edge(void **state) {
    (void)state;
    TAKE(1, UDPI_PROBES_WINDOW + 2, 3, 3, 2, 1);
    /* The window begins at 3: of 2, which was lost, and 1, which was not, the same is known. */
    expect(0, &(struct account){.expected = UDPI_PROBES_WINDOW + 2,
                                .received = 6,
                                .lost = UDPI_PROBES_WINDOW + 2 - 3,
                                .duplicated = 1,
                                .reordered = 1,
                                .extent = 1,
                                .too_old = 2});
}

/* The bits of numbers that left the window are free for those that came into it. */
static void the_window_moves_on(void **state) {
    (void)state;
    uint64_t lost = 0;
    for (uint64_t n = 1; n <= 3 * UDPI_PROBES_WINDOW; n++) {
        if (n % 1000 == 0)
            lost++;
        else
            take(n, 0, 0);
    }
    expect(0, &(struct account){
                  .expected = 3 * UDPI_PROBES_WINDOW, .received = 3 * UDPI_PROBES_WINDOW - lost, .lost = lost});
    take(3 * UDPI_PROBES_WINDOW - 608, 0, 0); /* 196,000 is a multiple of 1,000 */
    assert_int_equal(udpi_probes_report(probes, 0)->lost, lost - 1);
    assert_int_equal(udpi_probes_report(probes, 0)->extent, 608);
}

static void steps_of_every_size_clear_what_they_pass(void **state) {
    (void)state;
    static const uint64_t steps[] = {1, 2, 63, 64, 65, 127, 128, 129, 4095, 65535, 65536, 65537, 100000};
    uint64_t sequence = 0, count = 0;
    for (unsigned round = 0; round < 200; round++)
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++, count++)
            take(sequence += steps[i], 0, 0);
    expect(0, &(struct account){.expected = sequence, .received = count, .lost = sequence - count});
}

/* Whatever comes: arithmetic, no loop over what is missing. */
static void absurd_numbers(void **state) {
    (void)state;
    const uint64_t half = UINT64_C(1) << 63;
    TAKE(1, half, UINT64_MAX, half, UINT64_MAX - 1, UINT64_MAX, 2);
    expect(0, &(struct account){.expected = UINT64_MAX,
                                .received = 7,
                                .lost = UINT64_MAX - 4,
                                .duplicated = 1,
                                .reordered = 1,
                                .extent = 1,
                                .too_old = 2});
    for (unsigned i = 0; i < 1000000; i++)
        take(i % 2 ? half : UINT64_MAX - i, 0, 0);
}

static void absurd_times(void **state) {
    (void)state;
    struct udpi_probe probe = {.run = RUN, .clock = CLOCK, .sequence = 1, .time = INT64_MIN};
    udpi_probes_take(probes, &ends, &probe, UDPI_PROBE_INTACT, SIZE, INT64_MAX);
    probe.sequence = 3;
    probe.time = INT64_MAX;
    udpi_probes_take(probes, &ends, &probe, UDPI_PROBE_INTACT, SIZE, INT64_MIN);
    probe.sequence = 2;
    udpi_probes_take(probes, &ends, &probe, UDPI_PROBE_INTACT, SIZE, INT64_MAX);
    expect(0, &(struct account){.expected = 3, .received = 3, .reordered = 1, .extent = 1});
}

/* With more gaps than are kept, the extent is what is known of it: every second number is lost, so each of the others makes
   a gap. 2 comes behind 2 * COUNT - 1, at position COUNT; the oldest gap that is kept is at COUNT - 4096. */
static void the_extent_where_gaps_are_forgotten(void **state) {
    (void)state;
    enum { COUNT = 10000 };
    for (uint64_t i = 0; i < COUNT; i++)
        take(2 * i + 1, 0, 0);
    take(2, 0, 0);
    expect(0, &(struct account){.expected = 2 * COUNT - 1,
                                .received = COUNT + 1,
                                .lost = COUNT - 2,
                                .reordered = 1,
                                .extent = UDPI_PROBES_GAPS});
}

/* --- times -------------------------------------------------------------------------------------------------------- */

/* RFC 3550 section 6.4.1: differences of 16 ms, 0 and 8 ms; 16/16 = 1, 1 - 1/16 = 0.9375, 0.9375 + (8 - 0.9375)/16. */
static void jitter_is_that_of_rtp(void **state) {
    (void)state;
    take(1, 0, 10 * MS);
    assert_true(udpi_probes_report(probes, 0)->jitter == 0);
    take(2, 100 * MS, 26 * MS);
    assert_true(udpi_probes_report(probes, 0)->jitter == 1000000);
    take(3, 200 * MS, 26 * MS);
    assert_true(udpi_probes_report(probes, 0)->jitter == 937500);
    take(3, 200 * MS, 90 * MS); /* repeated: its first arrival counts */
    take(4, 300 * MS, 18 * MS);
    assert_true(udpi_probes_report(probes, 0)->jitter == 1378906.25);
}

static void delay_where_the_clock_is_the_same(void **state) {
    (void)state;
    take(1, 0, 10);
    take(2, 100, 30);
    take(3, 200, 20);
    take(3, 200, 1000);
    take(4, 300, -5); /* the clock was set back */
    const struct udpi_probe_report *report = udpi_probes_report(probes, 0);
    assert_true(report->has_same_clock);
    assert_int_equal(report->delay.count, 4);
    assert_int_equal(report->delay.least, 0);
    assert_int_equal(report->delay.most, 30);
    assert_true(udpi_histogram_mean(&report->delay) == 15);
    assert_int_equal(udpi_histogram_percentile(&report->delay, 50), 10);
}

/* The other clock is an hour ahead: -1 h + 10 ns, + 30 ns, + 20 ns. */
static void differences_where_clocks_differ(void **state) {
    (void)state;
    const int64_t ahead = INT64_C(3600) * 1000 * MS, on_the_way[] = {30, 10, 20};
    for (uint64_t i = 0; i < 3; i++) {
        const struct udpi_probe probe = {.clock = OTHER_CLOCK, .sequence = i + 1, .time = start + ahead};
        udpi_probes_take(probes, &ends, &probe, UDPI_PROBE_INTACT, SIZE, start + on_the_way[i]);
    }
    const struct udpi_probe_report *report = udpi_probes_report(probes, 0);
    assert_false(report->has_same_clock);
    assert_int_equal(report->delay.count, 0);
    assert_int_equal(report->least_difference, 10 - ahead);
    assert_int_equal(report->most_difference, 30 - ahead);
    assert_true(report->mean_above_least == 10);
}

static void no_clock_is_the_same_as_none(void **state) {
    (void)state;
    struct udpi_probes *elsewhere = udpi_probes_create(LATE_AFTER, 0);
    const struct udpi_probe probe = {.sequence = 1, .time = start};
    udpi_probes_take(elsewhere, &ends, &probe, UDPI_PROBE_INTACT, SIZE, start + 10);
    assert_false(udpi_probes_report(elsewhere, 0)->has_same_clock);
    udpi_probes_free(elsewhere);
}

static void the_clock_of_this_host_is_known(void **state) {
    (void)state;
    assert_int_not_equal(udpi_clock_identify(), 0);
    assert_int_equal(udpi_clock_identify(), udpi_clock_identify());
}

static void nothing_to_free(void **state) {
    (void)state;
    udpi_probes_free(NULL);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(all_in_order),
        TEST(some_lost),
        TEST(the_end_says_how_many_there_were),
        TEST(nothing_came_but_the_end),
        TEST(a_probe_may_say_the_total),
        TEST(a_total_below_what_came),
        TEST(repeated_ones_are_no_reordered_ones),
        TEST(repeated_ones_do_not_stand_for_lost_ones),
        TEST(the_extent_counts_from_the_first_that_overtook),
        TEST(the_extent_of_several_gaps),
        TEST(the_first_need_not_be_number_1),
        TEST(late_is_more_than_was_allowed),
        TEST(a_damaged_one_is_lost_too),
        TEST(nothing_in_a_damaged_one_is_relied_on),
        TEST(a_stream_may_begin_with_damaged_ones),
        TEST(without_a_number_it_is_no_probe),
        TEST(streams_are_told_apart),
        TEST(damage_counts_for_the_youngest_with_its_ends),
        TEST(streams_have_a_bound),
        TEST(the_window_has_an_edge),
        TEST(the_window_moves_on),
        TEST(steps_of_every_size_clear_what_they_pass),
        TEST(absurd_numbers),
        TEST(absurd_times),
        TEST(the_extent_where_gaps_are_forgotten),
        TEST(jitter_is_that_of_rtp),
        TEST(delay_where_the_clock_is_the_same),
        TEST(differences_where_clocks_differ),
        TEST(no_clock_is_the_same_as_none),
        TEST(the_clock_of_this_host_is_known),
        TEST(nothing_to_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
