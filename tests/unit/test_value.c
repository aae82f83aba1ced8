/* Values as text for people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "render/value.h"

static const struct udpi_name word_entries[] = {UDPI_NAME(1, "one")};
static const struct udpi_names words = {word_entries, 1};

static const uint8_t bytes[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 1};

/* A value of this type in a field of `bits` bits; 0 for one without a fixed place. */
static void expect_in(uint8_t type, uint8_t bits, uint64_t number, const char *text, const char *kind) {
    const struct udpi_field field = {.type = type, .bits = bits, .names = &words};
    const struct udpi_protocol protocol = {.fields = &field, .field_count = 1};
    const struct udpi_layer layer = {.protocol = &protocol};
    const struct udpi_value value = {.number = number, .length = type == UDPI_IPV6 ? 16 : 4};
    const struct udpi_packet packet = {.buffers = {{bytes, sizeof bytes}}};
    char written[UDPI_VALUE_SIZE + 1];
    *udpi_value_write(written, &packet, &layer, &value) = '\0';
    assert_string_equal(written, text);
    *udpi_value_write_kind(written, &packet, &layer, &value) = '\0';
    assert_string_equal(written, kind);
}

static void expect(uint8_t type, uint64_t number, const char *text) {
    expect_in(type, 0, number, text, "");
}

static void test_numbers(void **state) {
    (void)state;
    expect(UDPI_UINT, 0, "0");
    expect(UDPI_UINT, UINT64_MAX, "18446744073709551615");
    expect(UDPI_INT, 0, "0");
    expect(UDPI_INT, INT32_MAX, "2147483647");
    expect(UDPI_INT, (uint64_t)-1, "-1");
    expect(UDPI_INT, (uint64_t)INT64_MIN, "-9223372036854775808");
    expect(UDPI_BOOL, 0, "no");
    expect(UDPI_BOOL, 1, "yes");
    expect(UDPI_WORD, 1, "one");
    expect(UDPI_WORD, 2, "2");
    expect(UDPI_TIME, 1795348800 * UINT64_C(1000000000) + 5, "2026-11-22T12:00:00.000000005Z");
    expect(UDPI_TIME, (uint64_t)-1, "1969-12-31T23:59:59.999999999Z");
    expect(UDPI_TIME, (uint64_t)INT64_MIN, "1677-09-21T00:12:43.145224192Z");
    expect(UDPI_TIME, (uint64_t)INT64_MAX, "2262-04-11T23:47:16.854775807Z");
}

/* As many digits as the field has; where it has neither place nor width, as its bytes have; never too few for the number. */
static void test_hex(void **state) {
    (void)state;
    expect_in(UDPI_HEX, 16, 0x1f, "0x001f", "");
    expect_in(UDPI_HEX, 20, 0x1f, "0x0001f", "");
    expect_in(UDPI_HEX, 1, 1, "0x1", "");
    expect_in(UDPI_HEX, 64, 0, "0x0000000000000000", "");
    expect_in(UDPI_HEX, 0, 0x1f, "0x0000001f", "");
    expect_in(UDPI_HEX, 8, 0x100, "0x100", "");
    expect_in(UDPI_HEX, 128, UINT64_MAX, "0xffffffffffffffff", "");
}

static void test_addresses(void **state) {
    (void)state;
    expect_in(UDPI_MAC, 48, 0x020000000001, "02:00:00:00:00:01", "locally administered");
    expect_in(UDPI_MAC, 48, 0xffffffffffff, "ff:ff:ff:ff:ff:ff", "broadcast");
    expect_in(UDPI_IPV4, 32, 0xc0a8010a, "192.168.1.10", "private, class C");
    expect_in(UDPI_IPV4, 32, 0xe0000001, "224.0.0.1", "multicast, class D");
    expect_in(UDPI_IPV6, 128, 0, "2001:db8::1", "documentation");
    expect_in(UDPI_KNX_ADDRESS, 16, 0x1105, "1.1.5", "");
    expect_in(UDPI_KNX_ADDRESS, 16, 0xffff, "15.15.255", "");
    expect_in(UDPI_KNX_GROUP, 16, 0x1100, "2/1/0", "");
    expect_in(UDPI_KNX_GROUP, 16, 0xffff, "31/7/255", "");
    expect_in(UDPI_PORT, 16, 53, "53", "well-known");
    expect_in(UDPI_PORT, 16, 65535, "65535", "dynamic");
}

/* These have no bound, and are left to the caller. */
static void test_unbounded(void **state) {
    (void)state;
    expect(UDPI_BYTES, 0, "");
    expect(UDPI_TEXT, 0, "");
    expect(UDPI_LIST, 0, "");
    expect(UDPI_GROUP, 0, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_hex),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_unbounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
