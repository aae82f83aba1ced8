/* Faults on purpose: that they are what was asked for, and that what they count is what a receiver finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/wait.h"
#include "socket/faults.h"

enum { MANY = 100000, SECOND = 1000000000, MILLISECOND = 1000000, STEP = 20000 };

/* What goes through, and what came out of it: the numbers that stand in the datagrams, in their order. */
struct passage {
    struct udpi_room *room;
    struct udpi_faults *faults;
    int64_t now;
    uint32_t *out;
    size_t count;
};

static void begin_flow(struct passage *passage, const struct udpi_fault_options *options, uint64_t flow) {
    *passage = (struct passage){.room = udpi_room_create(), .now = SECOND};
    assert_non_null(passage->room);
    passage->faults = udpi_faults_create(options, passage->room, flow);
    passage->out = calloc(4 * (size_t)MANY, sizeof *passage->out);
    assert_non_null(passage->faults);
    assert_non_null(passage->out);
}

static void begin(struct passage *passage, const struct udpi_fault_options *options) {
    begin_flow(passage, options, 0);
}

static void end(struct passage *passage) {
    udpi_faults_free(passage->faults);
    udpi_room_clear(passage->room);
    udpi_room_free(passage->room);
    free(passage->out);
}

static void note(struct passage *passage, const struct udpi_datagram *datagram, unsigned copies) {
    uint32_t number;
    assert_int_equal(datagram->size, sizeof number);
    memcpy(&number, datagram->bytes, sizeof number);
    for (unsigned i = 0; i < copies; i++)
        passage->out[passage->count++] = number;
}

static void drain(struct passage *passage) {
    const struct udpi_datagram *datagram;
    unsigned copies;
    while ((datagram = udpi_faults_next(passage->faults, passage->now, &copies)))
        note(passage, datagram, copies);
    udpi_room_clear(passage->room);
}

static unsigned put(struct passage *passage, uint32_t number) {
    struct udpi_datagram datagram = {.bytes = (uint8_t *)&number, .size = sizeof number, .time = passage->now};
    unsigned happened, copies = udpi_faults_take(passage->faults, &datagram, passage->now, &happened);
    note(passage, &datagram, copies);
    drain(passage);
    return happened;
}

/* Lets the time go by until nothing waits any more. */
static void wait_out(struct passage *passage) {
    drain(passage);
    for (int64_t due; (due = udpi_faults_due(passage->faults)) != UDPI_NEVER;) {
        assert_true(due > passage->now);
        passage->now = due;
        drain(passage);
    }
}

static void put_many(struct passage *passage, uint32_t count) {
    for (uint32_t i = 1; i <= count; i++, passage->now += STEP)
        put(passage, i);
    wait_out(passage);
}

/* --- each fault alone --------------------------------------------------------------------------------------------- */

static void none_copies_nothing(void **state) {
    (void)state;
    const struct udpi_fault_options options = {.seed = 1};
    struct passage passage;
    assert_true(udpi_fault_options_are_none(&options));
    begin(&passage, &options);
    uint8_t bytes[4] = "abc";
    struct udpi_datagram datagram = {.bytes = bytes, .size = sizeof bytes};
    unsigned happened;
    assert_int_equal(udpi_faults_take(passage.faults, &datagram, SECOND, &happened), 1);
    assert_int_equal(happened, 0);
    assert_ptr_equal(datagram.bytes, bytes);
    assert_true(udpi_room_is_empty(passage.room));
    assert_true(udpi_faults_due(passage.faults) == UDPI_NEVER);
    assert_int_equal(udpi_faults_count(passage.faults)->out, 1);
    end(&passage);
}

static void drops_all(void **state) {
    (void)state;
    struct passage passage;
    begin(&passage, &(struct udpi_fault_options){.drop = 100});
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(put(&passage, i), UDPI_FAULT_DROPPED);
    assert_int_equal(passage.count, 0);
    assert_int_equal(udpi_faults_count(passage.faults)->dropped, 1000);
    assert_int_equal(udpi_faults_count(passage.faults)->out, 0);
    end(&passage);
}

static void duplicates_all_right_behind(void **state) {
    (void)state;
    struct passage passage;
    begin(&passage, &(struct udpi_fault_options){.duplicate = 100});
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(put(&passage, i), UDPI_FAULT_DUPLICATED);
    assert_int_equal(passage.count, 2000);
    for (uint32_t i = 0; i < 2000; i++)
        assert_int_equal(passage.out[i], i / 2);
    assert_int_equal(udpi_faults_count(passage.faults)->duplicated, 1000);
    assert_int_equal(udpi_faults_count(passage.faults)->out, 2000);
    end(&passage);
}

static void corrupts_one_bit(void **state) {
    (void)state;
    struct passage passage;
    uint32_t hit = 0;
    begin(&passage, &(struct udpi_fault_options){.corrupt = 100});
    for (uint32_t i = 0; i < 1000; i++) {
        put(&passage, 0);
        assert_int_equal(__builtin_popcount(passage.out[i]), 1);
        hit |= passage.out[i];
    }
    assert_int_equal(hit, UINT32_MAX); /* each of the 32 bits, in 1,000 draws */
    assert_int_equal(udpi_faults_count(passage.faults)->corrupted, 1000);

    struct udpi_datagram empty = {.size = 0};
    unsigned happened;
    assert_int_equal(udpi_faults_take(passage.faults, &empty, passage.now, &happened), 1);
    assert_int_equal(happened, 0);
    assert_int_equal(udpi_faults_count(passage.faults)->corrupted, 1000);
    end(&passage);
}

static void both_copies_are_damaged(void **state) {
    (void)state;
    struct passage passage;
    begin(&passage, &(struct udpi_fault_options){.corrupt = 100, .duplicate = 100});
    put(&passage, 0);
    assert_int_equal(passage.count, 2);
    assert_int_equal(__builtin_popcount(passage.out[0]), 1);
    assert_int_equal(passage.out[0], passage.out[1]);
    assert_int_equal(udpi_faults_count(passage.faults)->corrupted, 1);
    assert_int_equal(udpi_faults_count(passage.faults)->corrupted_twice, 1);
    end(&passage);
}

static void delays_and_keeps_the_order(void **state) {
    (void)state;
    struct passage passage;
    begin(&passage, &(struct udpi_fault_options){.delay = 0.2});
    put(&passage, 1);
    passage.now += MILLISECOND;
    put(&passage, 2);
    assert_int_equal(udpi_faults_due(passage.faults), SECOND + 200 * MILLISECOND);
    passage.now = SECOND + 200 * MILLISECOND - 1;
    drain(&passage);
    assert_int_equal(passage.count, 0);
    passage.now++;
    drain(&passage);
    assert_int_equal(passage.count, 1);
    assert_int_equal(udpi_faults_due(passage.faults), SECOND + 201 * MILLISECOND);
    wait_out(&passage);
    assert_int_equal(passage.count, 2);
    assert_int_equal(passage.out[0], 1);
    assert_int_equal(passage.out[1], 2);
    assert_int_equal(udpi_faults_count(passage.faults)->reordered, 0);
    end(&passage);
}

static void a_delay_shows_in_the_time(void **state) {
    (void)state;
    struct passage passage;
    begin(&passage, &(struct udpi_fault_options){.delay = 0.2});
    uint8_t byte = 7;
    struct udpi_datagram datagram = {.bytes = &byte, .size = 1, .time = 5 * (int64_t)SECOND};
    unsigned happened, copies;
    assert_int_equal(udpi_faults_take(passage.faults, &datagram, SECOND, &happened), 0);
    byte = 8; /* the caller's memory is the caller's again */
    const struct udpi_datagram *later = udpi_faults_next(passage.faults, SECOND + 250 * MILLISECOND, &copies);
    assert_non_null(later);
    assert_int_equal(copies, 1);
    assert_int_equal(later->bytes[0], 7);
    assert_int_equal(later->time, 5 * (int64_t)SECOND + 250 * MILLISECOND);
    end(&passage);
}

static void jitter_is_between_its_bounds_and_overtakes(void **state) {
    (void)state;
    enum { COUNT = 10000, BUCKETS = 10 };
    struct passage passage;
    unsigned buckets[BUCKETS] = {0};
    begin(&passage, &(struct udpi_fault_options){.delay = 0.1, .jitter = 0.05});
    for (uint32_t i = 0; i < COUNT; i++)
        put(&passage, i);
    assert_int_equal(passage.count, 0);
    for (int64_t due; (due = udpi_faults_due(passage.faults)) != UDPI_NEVER;) {
        size_t before = passage.count;
        int64_t waited = due - SECOND;
        assert_true(waited >= 100 * MILLISECOND && waited < 150 * MILLISECOND);
        passage.now = due;
        drain(&passage);
        buckets[(waited - 100 * MILLISECOND) / (50 * MILLISECOND / BUCKETS)] += (unsigned)(passage.count - before);
    }
    for (unsigned i = 0; i < BUCKETS; i++)
        assert_in_range(buckets[i], 850, 1150); /* 1,000, five times its standard deviation of 30 */
    /* All came at once: one that goes out behind k others in a random order is the first of them with 1 / k. The rest,
       all but about ln 10,000 = 9, were overtaken. */
    assert_in_range(udpi_faults_count(passage.faults)->reordered, COUNT - 30, COUNT - 1);
    end(&passage);
}

static void holds_back_until_others_have_gone_out(void **state) {
    (void)state;
    struct passage passage;
    unsigned behind[8] = {0};
    begin(&passage, &(struct udpi_fault_options){.reorder = 1, .seed = 3});
    put_many(&passage, MANY);
    assert_int_equal(passage.count, MANY);
    /* How many of those with higher numbers stand in front of each. One held back may overtake another. */
    for (size_t i = 8; i < passage.count; i++) {
        unsigned overtakers = 0;
        for (size_t j = i - 8; j < i; j++)
            overtakers += passage.out[j] > passage.out[i];
        assert_in_range(overtakers, 0, 7);
        behind[overtakers]++;
    }
    for (unsigned i = 1; i <= 5; i++)
        assert_in_range(behind[i], 130, 270); /* a fifth of 1,000 each, five times its standard deviation of 14 */
    uint64_t reordered = udpi_faults_count(passage.faults)->reordered;
    assert_in_range(reordered, MANY - behind[0] - 8, MANY - behind[0]);
    end(&passage);
}

static void what_nobody_overtakes_goes_on_in_time(void **state) {
    (void)state;
    struct passage passage;
    begin(&passage, &(struct udpi_fault_options){.reorder = 100});
    assert_int_equal(put(&passage, 1), UDPI_FAULT_HELD);
    assert_int_equal(passage.count, 0);
    assert_int_equal(udpi_faults_due(passage.faults), SECOND + 100 * MILLISECOND);
    wait_out(&passage);
    assert_int_equal(passage.count, 1);
    assert_int_equal(udpi_faults_count(passage.faults)->reordered, 0);
    assert_int_equal(udpi_faults_count(passage.faults)->early, 0);
    end(&passage);
}

static void where_all_are_to_be_held_back_some_still_pass(void **state) {
    (void)state;
    struct passage passage;
    begin(&passage, &(struct udpi_fault_options){.reorder = 100});
    put_many(&passage, 10000);
    assert_int_equal(passage.count, 10000);
    assert_true(udpi_faults_count(passage.faults)->reordered > 1000);
    end(&passage);
}

/* --- seeds -------------------------------------------------------------------------------------------------------- */

static bool is_same_passage(const struct udpi_fault_options *a, uint64_t flow_a, const struct udpi_fault_options *b,
                            uint64_t flow_b) {
    struct passage first, second;
    begin_flow(&first, a, flow_a);
    begin_flow(&second, b, flow_b);
    put_many(&first, 10000);
    put_many(&second, 10000);
    bool is_same = first.count == second.count && memcmp(first.out, second.out, first.count * sizeof *first.out) == 0;
    end(&first);
    end(&second);
    return is_same;
}

static void a_seed_decides_alone(void **state) {
    (void)state;
    struct udpi_fault_options options = {
        .drop = 5, .duplicate = 5, .corrupt = 5, .reorder = 5, .delay = 0.001, .jitter = 0.001, .seed = 42};
    struct udpi_fault_options other = options;
    assert_true(is_same_passage(&options, 0, &other, 0));
    assert_true(is_same_passage(&options, 7, &other, 7));
    assert_false(is_same_passage(&options, 0, &other, 1));
    other.seed = 43;
    assert_false(is_same_passage(&options, 0, &other, 0));
}

static void one_fault_does_not_move_another(void **state) {
    (void)state;
    struct passage alone, together;
    begin(&alone, &(struct udpi_fault_options){.drop = 20, .seed = 8});
    begin(&together, &(struct udpi_fault_options){.drop = 20, .duplicate = 50, .corrupt = 50, .seed = 8});
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(put(&alone, i) & UDPI_FAULT_DROPPED, put(&together, i) & UDPI_FAULT_DROPPED);
    end(&alone);
    end(&together);
}

/* --- bounds ------------------------------------------------------------------------------------------------------- */

static void the_oldest_go_early_where_too_many_wait(void **state) {
    (void)state;
    struct passage passage;
    begin(&passage, &(struct udpi_fault_options){.delay = 10});
    for (uint32_t i = 0; i < UDPI_ROOM_DATAGRAMS + 100; i++)
        put(&passage, i);
    assert_int_equal(passage.count, 100);
    assert_int_equal(passage.out[0], 0);
    assert_int_equal(passage.out[99], 99);
    assert_int_equal(udpi_faults_count(passage.faults)->early, 100);
    wait_out(&passage);
    assert_int_equal(passage.count, UDPI_ROOM_DATAGRAMS + 100);
    assert_int_equal(udpi_faults_count(passage.faults)->early, 100);
    assert_int_equal(udpi_faults_count(passage.faults)->reordered, 0);
    end(&passage);
}

static void bytes_have_a_bound_too(void **state) {
    (void)state;
    enum { SIZE = 65000, FITTING = UDPI_ROOM_BYTES / SIZE + 1 };
    uint8_t *bytes = calloc(1, SIZE);
    struct passage passage;
    begin(&passage, &(struct udpi_fault_options){.delay = 10});
    struct udpi_datagram datagram = {.bytes = bytes, .size = SIZE};
    unsigned happened, copies, out = 0;
    for (unsigned i = 0; i < FITTING + 5; i++) {
        assert_int_equal(udpi_faults_take(passage.faults, &datagram, SECOND, &happened), 0);
        while (udpi_faults_next(passage.faults, SECOND, &copies))
            out++;
        udpi_room_clear(passage.room);
    }
    assert_int_equal(out, 5);
    end(&passage);
    free(bytes);
}

static void a_flow_that_finds_the_room_full_does_not_wait(void **state) {
    (void)state;
    struct passage passage;
    begin(&passage, &(struct udpi_fault_options){.delay = 10});
    struct udpi_faults *other = udpi_faults_create(&(struct udpi_fault_options){.delay = 10}, passage.room, 1);
    for (uint32_t i = 0; i < UDPI_ROOM_DATAGRAMS; i++)
        put(&passage, i);
    uint8_t byte = 0;
    struct udpi_datagram datagram = {.bytes = &byte, .size = 1};
    unsigned happened;
    assert_int_equal(udpi_faults_take(other, &datagram, SECOND, &happened), 1);
    assert_int_equal(udpi_faults_count(other)->early, 1);
    udpi_faults_free(other);
    end(&passage);
}

static void in_a_hurry_all_go_out(void **state) {
    (void)state;
    struct passage passage;
    begin(&passage, &(struct udpi_fault_options){.delay = 10, .reorder = 50});
    for (uint32_t i = 0; i < 100; i++)
        put(&passage, i);
    assert_int_equal(passage.count, 0);
    udpi_faults_hurry(passage.faults);
    drain(&passage);
    assert_int_equal(passage.count, 100);
    assert_int_equal(udpi_faults_count(passage.faults)->early, 100);
    assert_true(udpi_room_is_empty(passage.room));
    end(&passage);
}

static void says_what_it_did(void **state) {
    (void)state;
    char text[UDPI_FAULT_COUNTS_SIZE];
    struct udpi_fault_counts counts = {.in = 100, .out = 97, .dropped = 5, .duplicated = 2, .reordered = 3};
    assert_string_equal(udpi_fault_counts_write(&counts, text),
                        "100 in, 5 dropped, 2 duplicated, 3 reordered, 0 corrupted, 97 out");
    const struct udpi_fault_counts more = {
        .in = 1, .out = 2, .duplicated = 1, .corrupted = 1, .corrupted_twice = 1, .early = 1, .spared = 2};
    udpi_fault_counts_add(&counts, &more);
    assert_string_equal(udpi_fault_counts_write(&counts, text),
                        "101 in, 5 dropped, 3 duplicated, 3 reordered, 1 corrupted (1 of them twice), 99 out, "
                        "1 before their time; besides, 2 said that probes had ended");
    const struct udpi_fault_counts most = {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX,
                                           UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX};
    assert_non_null(strstr(udpi_fault_counts_write(&most, text), "had ended"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(none_copies_nothing),
        cmocka_unit_test(drops_all),
        cmocka_unit_test(duplicates_all_right_behind),
        cmocka_unit_test(corrupts_one_bit),
        cmocka_unit_test(both_copies_are_damaged),
        cmocka_unit_test(delays_and_keeps_the_order),
        cmocka_unit_test(a_delay_shows_in_the_time),
        cmocka_unit_test(jitter_is_between_its_bounds_and_overtakes),
        cmocka_unit_test(holds_back_until_others_have_gone_out),
        cmocka_unit_test(what_nobody_overtakes_goes_on_in_time),
        cmocka_unit_test(where_all_are_to_be_held_back_some_still_pass),
        cmocka_unit_test(a_seed_decides_alone),
        cmocka_unit_test(one_fault_does_not_move_another),
        cmocka_unit_test(the_oldest_go_early_where_too_many_wait),
        cmocka_unit_test(bytes_have_a_bound_too),
        cmocka_unit_test(a_flow_that_finds_the_room_full_does_not_wait),
        cmocka_unit_test(in_a_hurry_all_go_out),
        cmocka_unit_test(says_what_it_did),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
