/* model/probe: the header byte by byte, with a check that was worked out bit by bit elsewhere; and what damage does to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/probe.h"

static const char content[] = "hello, world";
enum { CONTENT = sizeof content - 1, SIZE = UDPI_PROBE_SIZE + CONTENT };

static const struct udpi_probe fifth = {
    .run = 0x1a2b3c4d,
    .stream = 2,
    .clock = 0x01020304,
    .sequence = 5,
    .time = 1800000000123456789,
    .total = 100000,
};

static const uint8_t fifth_bytes[SIZE] = {
    0x75, 0x64, 0x70, 0xb7, 0x01, 0x00, 0x00, 0x3c,
    0x93, 0xb7, 0xe3, 0xc5, /* magic, version, flags, length 60, check */
    0x1a, 0x2b, 0x3c, 0x4d, 0x00, 0x00, 0x00, 0x02,
    0x01, 0x02, 0x03, 0x04,                         /* run, stream, clock */
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, /* sequence */
    0x18, 0xfa, 0xe2, 0x76, 0x9b, 0x0f, 0xcd, 0x15, /* time */
    0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x86, 0xa0, /* total */
    'h',  'e',  'l',  'l',  'o',  ',',  ' ',  'w',
    'o',  'r',  'l',  'd',
};

static const uint8_t end_bytes[UDPI_PROBE_SIZE] = {
    0x75, 0x64, 0x70, 0xb7, 0x01, 0x01, 0x00, 0x30, 0xb7, 0xf6, 0xcc, 0x69, /* flags 1, length 48 */
    0x1a, 0x2b, 0x3c, 0x4d, 0x00, 0x00, 0x00, 0x02, 0x01, 0x02, 0x03, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x18, 0xfa, 0xe2, 0x76, 0x9b, 0x0f, 0xcd, 0x15, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x86, 0xa0,
};

static void assert_same(const struct udpi_probe *a, const struct udpi_probe *b) {
    assert_int_equal(a->run, b->run);
    assert_int_equal(a->stream, b->stream);
    assert_int_equal(a->clock, b->clock);
    assert_int_equal(a->is_end, b->is_end);
    assert_int_equal(a->sequence, b->sequence);
    assert_int_equal(a->time, b->time);
    assert_int_equal(a->total, b->total);
}

static void stores_a_probe(void **state) {
    (void)state;
    uint8_t payload[SIZE];
    memset(payload, 0xff, sizeof payload);
    memcpy(payload + UDPI_PROBE_SIZE, content, CONTENT);
    udpi_probe_store(payload, sizeof payload, &fifth);
    assert_memory_equal(payload, fifth_bytes, SIZE);
}

static void stores_an_end(void **state) {
    (void)state;
    uint8_t payload[UDPI_PROBE_SIZE];
    struct udpi_probe end = fifth;
    end.is_end = true;
    end.sequence = 0;
    udpi_probe_store(payload, sizeof payload, &end);
    assert_memory_equal(payload, end_bytes, sizeof payload);
}

static void loads_what_was_stored(void **state) {
    (void)state;
    struct udpi_probe probe;
    assert_int_equal(udpi_probe_load(fifth_bytes, SIZE, &probe), UDPI_PROBE_INTACT);
    assert_same(&probe, &fifth);
    assert_int_equal(udpi_probe_load(end_bytes, sizeof end_bytes, &probe), UDPI_PROBE_INTACT);
    assert_true(probe.is_end);
    assert_int_equal(probe.sequence, 0);
    assert_int_equal(probe.total, 100000);
}

static void every_wrong_bit_is_damage(void **state) {
    (void)state;
    for (unsigned bit = 0; bit < 8 * SIZE; bit++) {
        uint8_t payload[SIZE];
        struct udpi_probe probe;
        memcpy(payload, fifth_bytes, SIZE);
        payload[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(udpi_probe_load(payload, SIZE, &probe), UDPI_PROBE_DAMAGED);
    }
}

/* In the magic one is tolerated, where version or length are right; two are not. */
static void wrong_bits_in_the_magic(void **state) {
    (void)state;
    static const struct {
        uint8_t magic, version, length; /* to be changed in the second byte, and the two others */
        enum udpi_probe_state expected;
    } cases[] = {
        {0x02, 0, 0, UDPI_PROBE_DAMAGED}, {0x03, 0, 0, UDPI_PROBE_NONE},    {0x40, 1, 0, UDPI_PROBE_DAMAGED},
        {0x01, 0, 1, UDPI_PROBE_DAMAGED}, {0x01, 1, 1, UDPI_PROBE_NONE},    {0x00, 1, 1, UDPI_PROBE_NONE},
        {0x00, 1, 0, UDPI_PROBE_DAMAGED}, {0x00, 0, 1, UDPI_PROBE_DAMAGED}, {0x00, 0, 0, UDPI_PROBE_INTACT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t payload[SIZE];
        struct udpi_probe probe;
        memcpy(payload, fifth_bytes, SIZE);
        payload[UDPI_PROBE_MAGIC_AT + 1] ^= cases[i].magic;
        payload[UDPI_PROBE_VERSION_AT] ^= cases[i].version;
        payload[UDPI_PROBE_LENGTH_AT + 1] ^= cases[i].length;
        assert_int_equal(udpi_probe_load(payload, SIZE, &probe), cases[i].expected);
    }
}

static void what_is_cut_or_longer_is_damage(void **state) {
    (void)state;
    uint8_t payload[SIZE + 1] = {0};
    struct udpi_probe probe;
    memcpy(payload, fifth_bytes, SIZE);
    assert_int_equal(udpi_probe_load(payload, SIZE + 1, &probe), UDPI_PROBE_DAMAGED);
    assert_int_equal(udpi_probe_load(payload, SIZE - 1, &probe), UDPI_PROBE_DAMAGED);
    assert_int_equal(udpi_probe_load(payload, UDPI_PROBE_SIZE, &probe), UDPI_PROBE_DAMAGED);
    assert_int_equal(udpi_probe_load(payload, UDPI_PROBE_SIZE - 1, &probe), UDPI_PROBE_NONE);
    assert_int_equal(udpi_probe_load(payload, 0, &probe), UDPI_PROBE_NONE);
}

static void other_bytes_are_no_probe(void **state) {
    (void)state;
    struct udpi_probe probe;
    uint8_t payload[SIZE] = {0};
    assert_int_equal(udpi_probe_load(payload, SIZE, &probe), UDPI_PROBE_NONE);
    payload[UDPI_PROBE_VERSION_AT] = UDPI_PROBE_VERSION;
    payload[UDPI_PROBE_LENGTH_AT + 1] = SIZE;
    assert_int_equal(udpi_probe_load(payload, SIZE, &probe), UDPI_PROBE_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stores_a_probe),           cmocka_unit_test(stores_an_end),
        cmocka_unit_test(loads_what_was_stored),    cmocka_unit_test(every_wrong_bit_is_damage),
        cmocka_unit_test(wrong_bits_in_the_magic),  cmocka_unit_test(what_is_cut_or_longer_is_damage),
        cmocka_unit_test(other_bytes_are_no_probe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
