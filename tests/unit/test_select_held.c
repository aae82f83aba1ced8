/* select/held and select/datagrams: what waits for the rest of a datagram, and for how long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "select/datagrams.h"
#include "select/held.h"

static const int64_t SECOND = 1000000000;

enum { MOST_SHOWN = 2048 };

struct shown {
    uint64_t numbers[MOST_SHOWN];
    unsigned count;
    char last[64]; /* output, bytes and interface of the last one */
};

static void take(void *context, const struct udpi_frame *frame, const char *output, size_t count) {
    struct shown *shown = context;
    assert_true(shown->count < MOST_SHOWN);
    shown->numbers[shown->count++] = frame->number;
    snprintf(shown->last, sizeof shown->last, "%.*s|%.*s|%s", (int)count, output, (int)frame->captured, frame->bytes,
             frame->interface ? frame->interface : "");
}

static struct udpi_held *open_held(struct shown *shown) {
    const struct udpi_held_visitor visitor = {take, shown};
    struct udpi_held *held = udpi_held_create(&visitor);
    assert_non_null(held);
    shown->count = 0;
    return held;
}

static void add(struct udpi_held *held, uint16_t datagram, uint64_t number, int64_t time) {
    char bytes[] = "bytes", interface[] = "eth0"; /* gone after the call */
    const struct udpi_frame frame = {
        .bytes = (const uint8_t *)bytes, .captured = 5, .interface = interface, .number = number, .time = time};
    udpi_held_add(held, datagram, &frame, "text", 4);
}

static void shows_in_order_of_arrival(void **state) {
    (void)state;
    struct shown shown;
    struct udpi_held *held = open_held(&shown);
    for (uint64_t number = 1; number <= 6; number++)
        add(held, number % 2, number, 0);
    udpi_held_show(held, 1);
    assert_int_equal(shown.count, 3);
    assert_int_equal(shown.numbers[0], 1);
    assert_int_equal(shown.numbers[1], 3);
    assert_int_equal(shown.numbers[2], 5);
    assert_string_equal(shown.last, "text|bytes|eth0");
    udpi_held_show(held, 1);
    assert_int_equal(shown.count, 3);
    assert_int_equal(udpi_held_undecided(held), 3); /* 2, 4 and 6 still wait */
    udpi_held_drop(held, 0, true);
    assert_int_equal(udpi_held_undecided(held), 0);
    udpi_held_free(held);
}

static void goes_on_waiting_for_another(void **state) {
    (void)state;
    struct shown shown;
    struct udpi_held *held = open_held(&shown);
    add(held, 1, 1, 0);
    add(held, 2, 2, 0);
    udpi_held_move(held, 1, 2);
    udpi_held_show(held, 1);
    assert_int_equal(shown.count, 0);
    udpi_held_show(held, 2);
    assert_int_equal(shown.count, 2);
    assert_int_equal(shown.numbers[0], 1);
    udpi_held_free(held);
}

static void is_bounded(void **state) {
    (void)state;
    struct shown shown;
    struct udpi_held *held = open_held(&shown);
    for (uint64_t number = 1; number <= UDPI_MOST_HELD + 10; number++)
        add(held, 1, number, 0);
    assert_int_equal(udpi_held_undecided(held), UDPI_MOST_HELD + 10);
    udpi_held_show(held, 1);
    assert_int_equal(shown.count, UDPI_MOST_HELD);
    assert_int_equal(shown.numbers[0], 11);
    assert_int_equal(udpi_held_undecided(held), 10);
    static char large[UDPI_MOST_HELD_BYTES / 2];
    const struct udpi_frame frame = {.bytes = (const uint8_t *)"", .captured = 0};
    for (int i = 0; i < 3; i++)
        udpi_held_add(held, 2, &frame, large, sizeof large);
    shown.count = 0;
    udpi_held_show(held, 2);
    assert_int_equal(shown.count, 2);
    assert_int_equal(udpi_held_undecided(held), 11);
    udpi_held_free(held);
}

static void expires(void **state) {
    (void)state;
    struct shown shown;
    struct udpi_held *held = open_held(&shown);
    add(held, 1, 1, 0);
    add(held, 1, 2, 60 * SECOND); /* as old as it may be */
    add(held, 1, 3, 60 * SECOND + 1);
    udpi_held_show(held, 1);
    assert_int_equal(shown.count, 2);
    assert_int_equal(shown.numbers[0], 2);
    assert_int_equal(udpi_held_undecided(held), 1);
    udpi_held_free(held);
}

static struct udpi_fragment_seen seen(uint32_t id, int64_t time, bool is_first) {
    return (struct udpi_fragment_seen){
        .key = {.src = {10, 0, 0, 1}, .id = id, .protocol = 17}, .time = time, .is_first = is_first};
}

static uint16_t find(struct udpi_datagrams *datagrams, struct udpi_fragment_seen fragment, uint16_t *forgotten) {
    return udpi_datagrams_find(datagrams, &fragment, forgotten);
}

static void knows_datagrams(void **state) {
    (void)state;
    struct udpi_datagrams *datagrams = udpi_datagrams_create();
    uint16_t forgotten, one = find(datagrams, seen(1, 0, true), &forgotten);
    assert_int_equal(forgotten, UDPI_NO_DATAGRAM);
    assert_int_not_equal(find(datagrams, seen(2, 0, true), &forgotten), one);
    assert_int_equal(find(datagrams, seen(1, 60 * SECOND, false), &forgotten), one);
    assert_int_equal(forgotten, UDPI_NO_DATAGRAM);
    udpi_datagrams_want(datagrams, one);
    assert_true(udpi_datagrams_is_wanted(datagrams, one));
    /* After 60 s the key means another datagram. */
    assert_int_equal(find(datagrams, seen(1, 60 * SECOND + 1, false), &forgotten), one);
    assert_int_equal(forgotten, one);
    assert_false(udpi_datagrams_is_wanted(datagrams, one));
    udpi_datagrams_free(datagrams);
}

static void begins_again_behind_a_whole_one(void **state) {
    (void)state;
    struct udpi_datagrams *datagrams = udpi_datagrams_create();
    uint16_t forgotten, one = find(datagrams, seen(1, UDPI_NO_TIME, true), &forgotten);
    udpi_datagrams_want(datagrams, one);
    udpi_datagrams_complete(datagrams, one);
    /* Its last fragment repeated still belongs to it, a first one does not. */
    assert_true(udpi_datagrams_is_wanted(datagrams, find(datagrams, seen(1, UDPI_NO_TIME, false), &forgotten)));
    assert_false(udpi_datagrams_is_wanted(datagrams, find(datagrams, seen(1, UDPI_NO_TIME, true), &forgotten)));
    udpi_datagrams_free(datagrams);
}

static void forgets_the_oldest(void **state) {
    (void)state;
    struct udpi_datagrams *datagrams = udpi_datagrams_create();
    uint16_t forgotten, first = find(datagrams, seen(0, 0, true), &forgotten);
    for (uint32_t id = 1; id < UDPI_KNOWN_DATAGRAMS; id++) {
        find(datagrams, seen(id, 0, true), &forgotten);
        assert_int_equal(forgotten, UDPI_NO_DATAGRAM);
    }
    assert_int_equal(find(datagrams, seen(UDPI_KNOWN_DATAGRAMS, 0, true), &forgotten), first);
    assert_int_equal(forgotten, first);
    udpi_datagrams_free(datagrams);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_in_order_of_arrival),
        cmocka_unit_test(goes_on_waiting_for_another),
        cmocka_unit_test(is_bounded),
        cmocka_unit_test(expires),
        cmocka_unit_test(knows_datagrams),
        cmocka_unit_test(begins_again_behind_a_whole_one),
        cmocka_unit_test(forgets_the_oldest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
