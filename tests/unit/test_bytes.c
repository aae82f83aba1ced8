/* core/bytes: loads and stores in network order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/bytes.h"

static const uint8_t digits[8] = {0x81, 0x02, 0xf3, 0x04, 0x95, 0x06, 0xd7, 0x08};

/* A block that ends where the number ends, so that ASan sees a byte too many; the number begins at `skip`. */
static uint8_t *make_block(size_t skip, size_t count) {
    uint8_t *block = malloc(skip + count > 0 ? skip + count : 1);
    assert_non_null(block);
    memset(block, 0xee, skip);
    memcpy(block + skip, digits, count);
    return block;
}

static void loads_at_any_alignment(void **state) {
    (void)state;
    for (size_t skip = 0; skip < 8; skip++) {
        uint8_t *two = make_block(skip, 2), *four = make_block(skip, 4), *eight = make_block(skip, 8);
        assert_int_equal(udpi_load_be16(two + skip), 0x8102);
        assert_int_equal(udpi_load_be32(four + skip), 0x8102f304);
        assert_true(udpi_load_be64(eight + skip) == 0x8102f3049506d708);
        assert_true(udpi_load_le64(eight + skip) == 0x08d7069504f30281);
        free(two);
        free(four);
        free(eight);
    }
}

static void loads_any_size(void **state) {
    (void)state;
    static const uint64_t expected[9] = {
        0, 0x81, 0x8102, 0x8102f3, 0x8102f304, 0x8102f30495, 0x8102f3049506, 0x8102f3049506d7, 0x8102f3049506d708,
    };
    for (size_t count = 0; count <= 8; count++) {
        uint8_t *block = make_block(1, count);
        assert_true(udpi_load_be(block + 1, count) == expected[count]);
        free(block);
    }
}

static void stores_any_size(void **state) {
    (void)state;
    for (size_t count = 0; count <= 8; count++) {
        uint8_t *block = make_block(1, count);
        udpi_store_be(block + 1, count, 0x1122334455667788);
        assert_int_equal(block[0], 0xee);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(block[1 + i], 0x11 * (9 - count + i));
        free(block);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loads_at_any_alignment),
        cmocka_unit_test(loads_any_size),
        cmocka_unit_test(stores_any_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
