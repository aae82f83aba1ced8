/* Fragments in any order, repeated, overlapping, too long, too old, too many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <udpinspect/packet.h>

#include "engine/reassembly.h"

#define SECONDS(n) ((int64_t)(n) * 1000000000)

struct bench {
    struct udpi_reassembly *r;
    struct udpi_datagram datagram;
    unsigned remarks;
    uint64_t frame;
    int64_t time;
};

static int open_bench(void **state) {
    struct bench *bench = calloc(1, sizeof *bench);
    bench->r = udpi_reassembly_create();
    *state = bench;
    return bench->r == NULL;
}

static int close_bench(void **state) {
    struct bench *bench = *state;
    udpi_reassembly_free(bench->r);
    free(bench);
    return 0;
}

static bool add(struct bench *bench, uint32_t id, uint32_t offset, bool has_more, const char *text) {
    const struct udpi_datagram_key key = {.src = {10, 0, 0, 1}, .dst = {10, 0, 0, 2}, .id = id, .address_size = 4};
    size_t size = strlen(text);
    uint8_t *bytes = malloc(size ? size : 1);
    memcpy(bytes, text, size);
    const struct udpi_part part = {.bytes = bytes,
                                   .size = (uint32_t)size,
                                   .offset = offset,
                                   .has_more = has_more,
                                   .protocol = 17,
                                   .frame = ++bench->frame,
                                   .time = bench->time};
    udpi_reassembly_start(bench->r);
    bool is_complete = udpi_reassembly_add(bench->r, &key, &part, &bench->datagram, &bench->remarks);
    free(bytes);
    return is_complete;
}

static void expect(const struct bench *bench, const char *text) {
    assert_int_equal(bench->datagram.size, strlen(text));
    assert_memory_equal(bench->datagram.bytes, text, strlen(text));
}

static void test_in_order(void **state) {
    struct bench *bench = *state;
    assert_false(add(bench, 1, 0, true, "01234567"));
    assert_false(add(bench, 1, 8, true, "89abcdef"));
    assert_true(add(bench, 1, 16, false, "gh"));
    expect(bench, "0123456789abcdefgh");
    assert_int_equal(bench->remarks, 0);
    assert_int_equal(bench->datagram.frame_count, 3);
    assert_int_equal(bench->datagram.frames[2], 3);
    assert_int_equal(bench->datagram.protocol, 17);
}

static void test_any_order(void **state) {
    struct bench *bench = *state;
    static const uint8_t orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    static const char *const texts[] = {"01234567", "89abcdef", "gh"};
    for (uint32_t i = 0; i < 6; i++) {
        for (int j = 0; j < 3; j++)
            assert_int_equal(add(bench, i, orders[i][j] * 8U, orders[i][j] < 2, texts[orders[i][j]]), j == 2);
        expect(bench, "0123456789abcdefgh");
    }
}

static void test_other_datagrams_do_not_mix(void **state) {
    struct bench *bench = *state;
    assert_false(add(bench, 1, 0, true, "AAAAAAAA"));
    assert_false(add(bench, 2, 0, true, "BBBBBBBB"));
    assert_true(add(bench, 1, 8, false, "a"));
    expect(bench, "AAAAAAAAa");
    assert_true(add(bench, 2, 8, false, "b"));
    expect(bench, "BBBBBBBBb");
}

static void test_repeated(void **state) {
    struct bench *bench = *state;
    add(bench, 1, 0, true, "01234567");
    assert_false(add(bench, 1, 0, true, "01234567"));
    assert_int_equal(bench->remarks, UDPI_PART_REPEATED);
    assert_true(add(bench, 1, 8, false, "8"));
    assert_int_equal(bench->remarks, 0);
    assert_int_equal(bench->datagram.frame_count, 3);
}

static void test_first_bytes_win(void **state) {
    struct bench *bench = *state;
    add(bench, 1, 8, true, "89abcdef");
    assert_false(add(bench, 1, 0, true, "01234567XXXX"));
    assert_int_equal(bench->remarks, UDPI_PART_OVERLAPS);
    assert_true(add(bench, 1, 8, false, "89abcdefgh"));
    assert_int_equal(bench->remarks, 0); /* what is there already is the same */
    expect(bench, "0123456789abcdefgh");
}

static void test_over_several_pieces(void **state) {
    struct bench *bench = *state;
    add(bench, 1, 8, true, "BBBBBBBB");
    add(bench, 1, 24, true, "DDDDDDDD");
    add(bench, 1, 0, true, "aaaaaaaaBBBBBBBBccccccccDDDDDDDDeeeeeeee");
    assert_int_equal(bench->remarks, 0);
    assert_true(add(bench, 1, 40, false, "f"));
    expect(bench, "aaaaaaaaBBBBBBBBccccccccDDDDDDDDeeeeeeeef");
}

static void test_two_ends(void **state) {
    struct bench *bench = *state;
    add(bench, 1, 8, false, "89");
    assert_false(add(bench, 1, 8, false, "89ab"));
    assert_int_equal(bench->remarks & UDPI_PART_TOO_LONG, UDPI_PART_TOO_LONG);
    assert_true(add(bench, 1, 0, true, "01234567"));
    expect(bench, "0123456789");
}

static void test_beyond_the_largest(void **state) {
    struct bench *bench = *state;
    assert_false(add(bench, 1, 65528, false, "01234567"));
    assert_int_equal(bench->remarks, UDPI_PART_TOO_LONG);
}

static void test_expiry(void **state) {
    struct bench *bench = *state;
    bench->time = SECONDS(100);
    add(bench, 1, 0, true, "01234567");
    bench->time = SECONDS(160);
    assert_true(add(bench, 1, 8, false, "8"));
    add(bench, 1, 0, true, "01234567");
    bench->time = SECONDS(220) + 1;
    assert_false(add(bench, 1, 8, false, "8"));
    assert_int_equal(bench->remarks, UDPI_PART_EXPIRED);
}

static void test_a_complete_datagram_is_forgotten(void **state) {
    struct bench *bench = *state;
    for (int i = 0; i < 2; i++) {
        assert_false(add(bench, 1, 0, true, "01234567"));
        assert_int_equal(bench->remarks, 0);
        assert_true(add(bench, 1, 8, false, i == 0 ? "8" : "x"));
    }
    expect(bench, "01234567x");
}

static void test_flood(void **state) {
    struct bench *bench = *state;
    for (uint32_t id = 0; id < UDPI_MOST_DATAGRAMS; id++) {
        add(bench, id, 0, true, "01234567");
        assert_int_equal(bench->remarks, 0);
    }
    add(bench, 70000, 0, true, "01234567");
    assert_int_equal(bench->remarks, UDPI_PART_DISPLACED);
    assert_false(add(bench, 0, 8, false, "8")); /* the oldest is gone */
    assert_true(add(bench, 70000, 8, false, "8"));
    assert_true(add(bench, UDPI_MOST_DATAGRAMS - 1, 8, false, "8"));
}

static void test_too_many_pieces(void **state) {
    struct bench *bench = *state;
    for (uint32_t i = 0; i < UDPI_MOST_PIECES; i++)
        add(bench, 1, 16 * i + 16, true, "01234567");
    assert_int_equal(bench->remarks, 0);
    add(bench, 1, 16 * UDPI_MOST_PIECES + 16, true, "01234567");
    assert_int_equal(bench->remarks, UDPI_PART_REFUSED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_in_order, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(test_any_order, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(test_other_datagrams_do_not_mix, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(test_repeated, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(test_first_bytes_win, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(test_over_several_pieces, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(test_two_ends, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(test_beyond_the_largest, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(test_expiry, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(test_a_complete_datagram_is_forgotten, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(test_flood, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(test_too_many_pieces, open_bench, close_bench),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
