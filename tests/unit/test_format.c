/* core/format: numbers and addresses as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <arpa/inet.h>
#include <cmocka.h>

#include "core/format.h"

/* Room for exactly the text that is expected, so that ASan sees a byte too many. */
static char *make_room(const char *expected) {
    char *room = malloc(strlen(expected) > 0 ? strlen(expected) : 1);
    assert_non_null(room);
    return room;
}

static void check(char *room, const char *end, const char *expected) {
    assert_int_equal(end - room, strlen(expected));
    assert_memory_equal(room, expected, strlen(expected));
    free(room);
}

static void check_uint(uint64_t number) {
    char expected[UDPI_UINT_SIZE + 1];
    snprintf(expected, sizeof expected, "%llu", (unsigned long long)number);
    char *room = make_room(expected);
    check(room, udpi_format_uint(room, number), expected);
}

static void writes_decimal_numbers(void **state) {
    (void)state;
    for (uint64_t number = 0; number <= 70000; number++)
        check_uint(number);
    for (uint64_t power = 1;; power *= 10) {
        check_uint(power - 1);
        check_uint(power);
        check_uint(power + 1);
        if (power > UINT64_MAX / 10)
            break;
    }
    check_uint(UINT64_MAX);
    char *room = make_room("18446744073709551615");
    check(room, udpi_format_uint(room, UINT64_MAX), "18446744073709551615");
}

static void writes_a_fixed_number_of_digits(void **state) {
    (void)state;
    static const struct {
        uint64_t number;
        unsigned digits;
        const char *expected;
    } rows[] = {
        {0, 1, "0"},
        {7, 1, "7"},
        {7, 2, "07"},
        {42, 3, "042"},
        {123456, 6, "123456"},
        {1, 9, "000000001"},
        {123456789, 9, "123456789"},
        {UINT64_MAX, 20, "18446744073709551615"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *room = make_room(rows[i].expected);
        check(room, udpi_format_digits(room, rows[i].number, rows[i].digits), rows[i].expected);
    }
    static const char *const six[] = {"000000", "000001", "000099", "000100", "009999", "010000", "123456", "999999"};
    for (size_t i = 0; i < sizeof six / sizeof *six; i++) {
        char *room = make_room(six[i]);
        check(room, udpi_format_six(room, (uint32_t)atoi(six[i])), six[i]);
    }
    for (unsigned number = 0; number < 100; number++) {
        char expected[3] = {(char)('0' + number / 10), (char)('0' + number % 10), 0};
        char *room = make_room(expected);
        check(room, udpi_format_two(room, number), expected);
    }
}

static void writes_hexadecimal(void **state) {
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        char expected[3] = {"0123456789abcdef"[byte / 16], "0123456789abcdef"[byte % 16], 0};
        char *room = make_room(expected);
        check(room, udpi_format_hex8(room, (uint8_t)byte), expected);
    }
    char *room = make_room("00ff68656c6c6f");
    check(room, udpi_format_hex(room, (const uint8_t *)"\x00\xffhello", 7), "00ff68656c6c6f");
    room = make_room("");
    check(room, udpi_format_hex(room, NULL, 0), "");
}

static void writes_powers_of_two(void **state) {
    (void)state;
    static const struct {
        unsigned exponent;
        const char *expected;
    } rows[] = {
        {0, "1"},
        {1, "2"},
        {10, "1024"},
        {53, "9007199254740992"},
        {64, "18446744073709551616"},
        {127, "170141183460469231731687303715884105728"},
        {128, "340282366920938463463374607431768211456"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *room = make_room(rows[i].expected);
        check(room, udpi_format_power_of_two(room, rows[i].exponent), rows[i].expected);
    }
}

static void writes_0x_numbers(void **state) {
    (void)state;
    static const struct {
        uint64_t number;
        unsigned digits;
        const char *expected;
    } rows[] = {
        {0, 1, "0x0"},
        {15, 1, "0xf"},
        {0xdead, 4, "0xdead"},
        {0xad, 4, "0x00ad"},
        {1, 8, "0x00000001"},
        {0x0123456789abcdef, 16, "0x0123456789abcdef"},
        {UINT64_MAX, 16, "0xffffffffffffffff"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *room = make_room(rows[i].expected);
        check(room, udpi_format_0x(room, rows[i].number, rows[i].digits), rows[i].expected);
    }
}

/* For addresses, behind which up to three bytes are written to. */
static char *make_address_room(size_t length) {
    char *room = malloc(length + 3);
    assert_non_null(room);
    return room;
}

static void writes_mac_addresses(void **state) {
    (void)state;
    char *room = make_address_room(UDPI_MAC_SIZE - 2);
    check(room, udpi_format_mac(room, 0x020000000001), "02:00:00:00:00:01");
    room = make_address_room(UDPI_MAC_SIZE - 2);
    check(room, udpi_format_mac(room, 0xfedcba987654), "fe:dc:ba:98:76:54");
    room = make_address_room(UDPI_MAC_SIZE - 2);
    check(room, udpi_format_mac(room, 0xffffffffffff), "ff:ff:ff:ff:ff:ff");
    assert_int_equal(strlen("ff:ff:ff:ff:ff:ff"), UDPI_MAC_SIZE);
}

static void writes_ipv4_addresses(void **state) {
    (void)state;
    static const struct {
        uint32_t address;
        const char *expected;
    } rows[] = {
        {0, "0.0.0.0"},
        {0xc0000201, "192.0.2.1"},
        {0x01020304, "1.2.3.4"},
        {0x090a6364, "9.10.99.100"},
        {0xffffffff, "255.255.255.255"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *room = make_address_room(strlen(rows[i].expected));
        check(room, udpi_format_ipv4(room, rows[i].address), rows[i].expected);
    }
    for (unsigned octet = 0; octet < 256; octet++) {
        char expected[UDPI_IPV4_SIZE + 1];
        snprintf(expected, sizeof expected, "%u.%u.%u.%u", octet, 255 - octet, octet, 255 - octet);
        char *room = make_address_room(strlen(expected));
        uint32_t pair = octet << 8 | (255 - octet);
        check(room, udpi_format_ipv4(room, pair << 16 | pair), expected);
    }
}

static void check_ipv6(const char *bytes, const char *expected) {
    uint8_t *address = malloc(16);
    assert_non_null(address);
    assert_int_equal(inet_pton(AF_INET6, bytes, address), 1);
    char *room = make_address_room(strlen(expected));
    check(room, udpi_format_ipv6(room, address), expected);
    free(address);
}

/* RFC 5952: the examples of its sections, and the corners of its rules. */
static void writes_ipv6_addresses(void **state) {
    (void)state;
    check_ipv6("2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1"); /* 1: the same address, many ways */
    check_ipv6("2001:0db8::0001", "2001:db8::1");                               /* 4.1: leading zeros */
    check_ipv6("2001:db8::0:1", "2001:db8::1");                                 /* 4.2.1: as short as possible */
    check_ipv6("2001:db8:0:0:0:0:2:1", "2001:db8::2:1");
    check_ipv6("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"); /* 4.2.2: one group stays */
    check_ipv6("2001:0:0:1:0:0:0:1", "2001:0:0:1::1");         /* 4.2.3: the longest run */
    check_ipv6("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1");   /* 4.2.3: the first of two */
    check_ipv6("2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:1", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1"); /* 4.3: lower case */
    check_ipv6("::ffff:192.0.2.1", "::ffff:192.0.2.1");                                       /* 5 */
    check_ipv6("::ffff:0.0.0.0", "::ffff:0.0.0.0");
    check_ipv6("::ffff:255.255.255.255", "::ffff:255.255.255.255");
    check_ipv6("64:ff9b::192.0.2.33", "64:ff9b::c000:221");
    check_ipv6("::fffe:192.0.2.1", "::fffe:c000:201");
    check_ipv6("1::ffff:192.0.2.1", "1::ffff:c000:201");
    check_ipv6("::", "::");
    check_ipv6("::1", "::1");
    check_ipv6("1::", "1::");
    check_ipv6("0:2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8");
    check_ipv6("1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7:0");
    check_ipv6("0:0:3:4:5:6:7:8", "::3:4:5:6:7:8");
    check_ipv6("1:2:3:4:5:6:0:0", "1:2:3:4:5:6::");
    check_ipv6("1:0:0:4:5:0:0:0", "1:0:0:4:5::");
    check_ipv6("f:f0:f00:f000:10:100:1000:1", "f:f0:f00:f000:10:100:1000:1");
    check_ipv6("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
}

/* The C library has the same rules but for ::/96; 0xa1 in a group stands for "not zero". */
static void agrees_with_the_c_library_on_every_pattern_of_zeros(void **state) {
    (void)state;
    for (unsigned pattern = 4; pattern < 256; pattern++) {
        uint8_t address[16] = {0};
        for (unsigned group = 0; group < 8; group++)
            address[2 * group + 1] = pattern >> (7 - group) & 1 ? 0xa1 : 0;
        char expected[INET6_ADDRSTRLEN];
        assert_non_null(inet_ntop(AF_INET6, address, expected, sizeof expected));
        char *room = make_room(expected);
        check(room, udpi_format_ipv6(room, address), expected);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_decimal_numbers),
        cmocka_unit_test(writes_a_fixed_number_of_digits),
        cmocka_unit_test(writes_hexadecimal),
        cmocka_unit_test(writes_0x_numbers),
        cmocka_unit_test(writes_powers_of_two),
        cmocka_unit_test(writes_mac_addresses),
        cmocka_unit_test(writes_ipv4_addresses),
        cmocka_unit_test(writes_ipv6_addresses),
        cmocka_unit_test(agrees_with_the_c_library_on_every_pattern_of_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
