/* core/crc32c against the values of RFC 3720 appendix B.4 and the check value of the CRC catalogue. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/crc32c.h"

static uint32_t compute(const void *bytes, size_t count) {
    return udpi_crc32c_add(UDPI_CRC32C_START, bytes, count) ^ UINT32_MAX;
}

static void test_known_values(void **state) {
    (void)state;
    uint8_t bytes[32];
    assert_int_equal(compute("123456789", 9), 0xe3069283);
    memset(bytes, 0, sizeof bytes);
    assert_int_equal(compute(bytes, sizeof bytes), 0x8a9136aa);
    memset(bytes, 0xff, sizeof bytes);
    assert_int_equal(compute(bytes, sizeof bytes), 0x62a8ab43);
    for (uint8_t i = 0; i < sizeof bytes; i++)
        bytes[i] = i;
    assert_int_equal(compute(bytes, sizeof bytes), 0x46dd794e);
}

static void test_pieces_add_up(void **state) {
    (void)state;
    uint32_t crc = udpi_crc32c_add(UDPI_CRC32C_START, (const uint8_t *)"1234", 4);
    crc = udpi_crc32c_add(crc, (const uint8_t *)"56789", 5);
    assert_int_equal(crc ^ UINT32_MAX, 0xe3069283);
    assert_int_equal(compute("", 0), 0);
}

/* Bit by bit, as the definition has it: of all lengths around the steps in which bytes are taken, from all places. */
static uint32_t define(const uint8_t *bytes, size_t count) {
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < 8 * count; i++) {
        crc ^= bytes[i / 8] >> i % 8 & 1;
        crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78 : 0);
    }
    return crc ^ UINT32_MAX;
}

static void test_all_lengths_and_places(void **state) {
    (void)state;
    uint8_t bytes[64];
    for (uint8_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 37 + 11);
    for (size_t start = 0; start < 9; start++)
        for (size_t count = 0; start + count <= sizeof bytes; count++)
            assert_int_equal(compute(bytes + start, count), define(bytes + start, count));
}

static void test_wire_order_is_lowest_byte_first(void **state) {
    (void)state;
    uint32_t crc = udpi_crc32c_add(UDPI_CRC32C_START, (const uint8_t *)"123456789", 9);
    assert_int_equal(udpi_crc32c_wire(crc), 0x839206e3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_values),
        cmocka_unit_test(test_pieces_add_up),
        cmocka_unit_test(test_all_lengths_and_places),
        cmocka_unit_test(test_wire_order_is_lowest_byte_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
