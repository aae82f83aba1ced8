/* render/recall: texts that are kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "render/recall.h"

static void keep(struct udpi_recall *set, struct udpi_recall_key key, const char *text) {
    char room[UDPI_RECALL_SIZE] = {0};
    char *end = stpcpy(room, text);
    assert_ptr_equal(udpi_recall_keep(udpi_recall_find(set, key), key, room, end), end);
}

static void expect(struct udpi_recall *set, struct udpi_recall_key key, const char *text) {
    char room[UDPI_RECALL_SIZE];
    struct udpi_recall *recall = udpi_recall_find(set, key);
    assert_int_equal(udpi_recall_knows(recall, key), text != NULL);
    if (text) {
        *udpi_recall_write(recall, room) = '\0';
        assert_string_equal(room, text);
    }
}

static void knows_nothing_at_first(void **state) {
    (void)state;
    struct udpi_recall *set = udpi_recall_create(1);
    for (uint64_t low = 0; low < 4 * UDPI_RECALL_SLOTS; low++)
        expect(set, (struct udpi_recall_key){.low = low}, NULL);
    expect(set, (struct udpi_recall_key){UINT64_MAX, UINT64_MAX}, NULL);
    free(set);
}

static void keeps_one_text_a_slot(void **state) {
    (void)state;
    struct udpi_recall *set = udpi_recall_create(1);
    struct udpi_recall_key one = {.low = 1}, same_slot = {.low = 1 + UDPI_RECALL_SLOTS},
                           other_half = {.high = 5, .low = 1};
    keep(set, one, "one");
    keep(set, (struct udpi_recall_key){.low = 2}, "two");
    expect(set, one, "one");
    expect(set, same_slot, NULL);
    expect(set, other_half, NULL);
    keep(set, other_half, "other");
    expect(set, one, NULL);
    expect(set, other_half, "other");
    expect(set, (struct udpi_recall_key){.low = 2}, "two");
    free(set);
}

static void sets_do_not_meet(void **state) {
    (void)state;
    struct udpi_recall *sets = udpi_recall_create(2);
    keep(sets, (struct udpi_recall_key){.low = 3}, "first");
    expect(sets + UDPI_RECALL_SLOTS, (struct udpi_recall_key){.low = 3}, NULL);
    free(sets);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_nothing_at_first),
        cmocka_unit_test(keeps_one_text_a_slot),
        cmocka_unit_test(sets_do_not_meet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
