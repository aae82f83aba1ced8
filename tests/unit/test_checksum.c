/* core/checksum: RFC 1071. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/checksum.h"

static uint16_t sum_of(const void *bytes, size_t count) {
    uint8_t *block = malloc(count > 0 ? count : 1);
    assert_non_null(block);
    memcpy(block, bytes, count);
    uint16_t sum = udpi_checksum_fold(udpi_checksum_add(0, block, count));
    free(block);
    return sum;
}

/* RFC 1071 section 3: 0001 + f203 + f4f5 + f6f7 = 2ddf0, and ddf0 + 2 = ddf2. */
static void adds_the_example_of_rfc_1071(void **state) {
    (void)state;
    static const uint8_t bytes[] = {0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};
    assert_int_equal(sum_of(bytes, sizeof bytes), 0xddf2);
}

/*
 * 192.168.1.10 > 192.168.1.20, 33 bytes, id 7238, ttl 64, UDP: without the checksum 264e6, folded 64e8, its complement
 * 9b17. A header with its checksum adds up to ffff.
 */
static void adds_an_ipv4_header(void **state) {
    (void)state;
    uint8_t header[20] = {0x45, 0, 0, 33, 0x1c, 0x46, 0x40, 0, 64, 17, 0, 0, 192, 168, 1, 10, 192, 168, 1, 20};
    assert_int_equal(sum_of(header, sizeof header), 0x64e8);
    header[10] = 0x9b;
    header[11] = 0x17;
    assert_int_equal(sum_of(header, sizeof header), 0xffff);
}

static void pads_an_odd_byte_on_the_right(void **state) {
    (void)state;
    assert_int_equal(sum_of("\x12", 1), 0x1200);
    assert_int_equal(sum_of("\x12\x34\x56", 3), 0x6834);
    assert_int_equal(sum_of("\xff\xff\x00\x01\x02", 5), 0x0201);
    assert_int_equal(sum_of("", 0), 0);
}

/* The definition, word by word, with the carry brought round at once. */
static uint16_t sum_slowly(const uint8_t *bytes, size_t count) {
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += i % 2 == 0 ? (uint32_t)bytes[i] << 8 : bytes[i];
        sum = sum > 0xffff ? sum - 0xffff : sum;
    }
    return (uint16_t)sum;
}

static void agrees_with_the_definition_at_every_length(void **state) {
    (void)state;
    uint8_t bytes[256];
    uint32_t random = 1;
    for (size_t i = 0; i < sizeof bytes; i++) {
        random = random * 1664525 + 1013904223;
        bytes[i] = (uint8_t)(random >> 24);
    }
    for (size_t start = 0; start < 8; start++)
        for (size_t count = 0; start + count <= sizeof bytes; count++)
            assert_int_equal(sum_of(bytes + start, count), sum_slowly(bytes + start, count));
}

static void goes_on_behind_an_even_piece(void **state) {
    (void)state;
    static const uint8_t bytes[] = "The quick brown fox jumps over the lazy dog";
    size_t count = sizeof bytes - 1;
    for (size_t split = 0; split <= count; split += 2) {
        uint64_t sum = udpi_checksum_add(0, bytes, split);
        sum = udpi_checksum_add(sum, bytes + split, count - split);
        assert_int_equal(udpi_checksum_fold(sum), sum_slowly(bytes, count));
    }
}

static void bears_the_largest_frame(void **state) {
    (void)state;
    size_t count = 1 << 20;
    uint8_t *bytes = malloc(count);
    assert_non_null(bytes);
    memset(bytes, 0xff, count);
    assert_int_equal(udpi_checksum_fold(udpi_checksum_add(0xffff, bytes, count)), 0xffff);
    bytes[count - 1] = 0xfe; /* ffff - 1 in the last word */
    assert_int_equal(udpi_checksum_fold(udpi_checksum_add(0, bytes, count)), 0xfffe);
    free(bytes);
}

/* Folding keeps the remainder by ffff; only a sum of 0 gives 0. */
static void folds_any_sum(void **state) {
    (void)state;
    static const struct {
        uint64_t sum;
        uint16_t folded;
    } rows[] = {
        {0, 0},
        {1, 1},
        {0xffff, 0xffff},
        {0x10000, 1},
        {0x1fffe, 0xffff},
        {0x1ffff, 1},
        {0x2ddf0, 0xddf2},
        {0xffffffff, 0xffff},
        {0x100000000, 1},
        {0xffff0000ffff0000, 0xffff},
        {0xffffffffffff0001, 1}, /* three folds leave 10000 */
        {0xfffffffffffffffe, 0xfffe},
        {0xffffffffffffffff, 0xffff},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(udpi_checksum_fold(rows[i].sum), rows[i].folded);
    for (uint64_t sum = 1; sum < UINT64_C(1) << 62; sum = sum * 3 + 1)
        assert_int_equal(udpi_checksum_fold(sum), (sum - 1) % 0xffff + 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adds_the_example_of_rfc_1071),
        cmocka_unit_test(adds_an_ipv4_header),
        cmocka_unit_test(pads_an_odd_byte_on_the_right),
        cmocka_unit_test(agrees_with_the_definition_at_every_length),
        cmocka_unit_test(goes_on_behind_an_even_piece),
        cmocka_unit_test(bears_the_largest_frame),
        cmocka_unit_test(folds_any_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
