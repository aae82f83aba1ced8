/* knowledge/ip: addresses as they are written, and their bits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "knowledge/ip.h"

static struct udpi_ip parse(const char *text) {
    struct udpi_ip_notation notation;
    struct udpi_error error = {0};
    assert_int_equal(udpi_ip_parse(text, &notation, &error), UDPI_OK);
    return notation.ip;
}

/* --- notation ----------------------------------------------------------------------------------------------------- */

static void reads_address_zone_and_mask(void **state) {
    (void)state;
    static const struct {
        const char *text, *address, *zone;
        unsigned prefix_length;
    } rows[] = {
        {"192.168.1.10", "192.168.1.10", "", UDPI_NO_PREFIX},
        {"192.168.1.10/24", "192.168.1.10", "", 24},
        {"192.168.1.10/255.255.255.0", "192.168.1.10", "", 24},
        {"0.0.0.0/0", "0.0.0.0", "", 0},
        {"10.0.0.1/0.0.0.0", "10.0.0.1", "", 0},
        {"10.0.0.1/255.255.255.255", "10.0.0.1", "", 32},
        {"2001:DB8:0::1/64", "2001:db8::1", "", 64},
        {"::/128", "::", "", 128},
        {"::ffff:192.0.2.1", "::ffff:192.0.2.1", "", UDPI_NO_PREFIX},
        {"fe80::1%eth0", "fe80::1", "eth0", UDPI_NO_PREFIX},
        {"febf::1%eth0.100/64", "febf::1", "eth0.100", 64},
        {"ff02::1%15-letters-name", "ff02::1", "15-letters-name", UDPI_NO_PREFIX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_ip_notation notation;
        struct udpi_error error = {0};
        char text[UDPI_IP_TEXT_SIZE];
        assert_int_equal(udpi_ip_parse(rows[i].text, &notation, &error), UDPI_OK);
        assert_string_equal(udpi_ip_write(&notation.ip, text), rows[i].address);
        assert_string_equal(notation.zone, rows[i].zone);
        assert_int_equal(notation.prefix_length, rows[i].prefix_length);
    }
}

static void says_why_a_text_is_refused(void **state) {
    (void)state;
    static const char none[] = "not an address; give one like 192.168.1.10/24 or 2001:db8::1/64";
    static const char no_zone[] = "only link-local addresses have a zone; leave it out";
    static const struct {
        const char *text, *what, *why;
    } rows[] = {
        {"", "", none},
        {"/24", "/24", none},
        {"192.168.1", "192.168.1", none},
        {"192.168.1.256", "192.168.1.256", none},
        {"192.168.01.1", "192.168.01.1", none},
        {"localhost", "localhost", none},
        {"2001:db8:::1", "2001:db8:::1", none},
        {"0000:0000:0000:0000:0000:0000:0000:00000000000000", "0000:0000:0000:0000:0000:0000:0000:00000000000000",
         none},
        {"10.0.0.1/33", "/33", "not a mask; give 0 to 32, or one like 255.255.255.0"},
        {"10.0.0.1/", "/", "not a mask; give 0 to 32, or one like 255.255.255.0"},
        {"10.0.0.1/-1", "/-1", "not a mask; give 0 to 32, or one like 255.255.255.0"},
        {"10.0.0.1/0000000000000024", "/0000000000000024", "not a mask; give 0 to 32, or one like 255.255.255.0"},
        {"::1/129", "/129", "not a prefix length; give 0 to 128"},
        {"::1/ffff::", "/ffff::", "not a prefix length; give 0 to 128"},
        {"10.0.0.1%eth0", "%eth0", no_zone},
        {"2001:db8::1%eth0", "%eth0", no_zone},
        {"ff05::1%eth0/16", "%eth0", no_zone},
        {"fe80::1%", "%", "not a zone; give the name of an interface, as in fe80::1%eth0"},
        {"fe80::1%sixteen-letters-", "%sixteen-letters-",
         "not a zone; give the name of an interface, as in fe80::1%eth0"},
        {"fe80::1%eth 0", "%eth 0", "not a zone; give the name of an interface, as in fe80::1%eth0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_ip_notation notation;
        struct udpi_error error = {0};
        char expected[sizeof error.text];
        assert_int_equal(udpi_ip_parse(rows[i].text, &notation, &error), UDPI_USAGE);
        snprintf(expected, sizeof expected, "%s: %s", rows[i].what, rows[i].why);
        assert_string_equal(error.text, expected);
    }
}

/* RFC 950: a mask has ones, then zeros. */
static void shows_the_bits_of_a_mask_that_is_none(void **state) {
    (void)state;
    static const struct {
        const char *text, *expected;
    } rows[] = {
        {"10.0.0.1/255.0.255.0",
         "255.0.255.0: ones stand behind a zero: 11111111.00000000.11111111.00000000; a mask is "
         "ones, then zeros"},
        {"10.0.0.1/0.255.255.0",
         "0.255.255.0: ones stand behind a zero: 00000000.11111111.11111111.00000000; a mask is "
         "ones, then zeros"},
        {"10.0.0.1/255.255.255.253",
         "255.255.255.253: ones stand behind a zero: 11111111.11111111.11111111.11111101; a "
         "mask is ones, then zeros"},
        {"10.0.0.1/0.0.0.255", "0.0.0.255: a wildcard mask: 00000000.00000000.00000000.11111111; a mask is ones, then "
                               "zeros; its opposite is /24"},
        {"10.0.0.1/127.255.255.255", "127.255.255.255: a wildcard mask: 01111111.11111111.11111111.11111111; a mask is "
                                     "ones, then zeros; its opposite is /1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_ip_notation notation;
        struct udpi_error error = {0};
        assert_int_equal(udpi_ip_parse(rows[i].text, &notation, &error), UDPI_USAGE);
        assert_string_equal(error.text, rows[i].expected);
    }
}

/* --- bits --------------------------------------------------------------------------------------------------------- */

static void finds_the_ends_of_a_network(void **state) {
    (void)state;
    static const struct {
        const char *address;
        unsigned prefix_length;
        const char *first, *last;
    } rows[] = {
        {"192.168.1.10", 0, "0.0.0.0", "255.255.255.255"},
        {"192.168.1.10", 20, "192.168.0.0", "192.168.15.255"},
        {"192.168.1.10", 32, "192.168.1.10", "192.168.1.10"},
        {"2001:db8::1", 0, "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
        {"2001:db8:ffff::1", 33, "2001:db8:8000::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"},
        {"2001:db8::abcd", 127, "2001:db8::abcc", "2001:db8::abcd"},
        {"2001:db8::1", 128, "2001:db8::1", "2001:db8::1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_ip ip = parse(rows[i].address), first = udpi_ip_first(&ip, rows[i].prefix_length);
        struct udpi_ip last = udpi_ip_last(&ip, rows[i].prefix_length);
        char text[UDPI_IP_TEXT_SIZE];
        assert_string_equal(udpi_ip_write(&first, text), rows[i].first);
        assert_string_equal(udpi_ip_write(&last, text), rows[i].last);
    }
}

static void counts_the_bits_in_common(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned bits;
    } rows[] = {
        {"192.168.1.10", "192.168.2.20", 22},
        {"0.0.0.0", "128.0.0.0", 0},
        {"10.0.0.1", "10.0.0.1", 32},
        {"10.0.0.0", "10.0.0.1", 31},
        {"10.0.0.0", "10.0.1.0", 23},
        {"2001:db8::1", "2001:db8:0:1::1", 63},
        {"::", "8000::", 0},
        {"fe80::1", "fe80::1", 128},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_ip a = parse(rows[i].a), b = parse(rows[i].b);
        assert_int_equal(udpi_ip_common_bits(&a, &b), rows[i].bits);
        assert_int_equal(udpi_ip_common_bits(&b, &a), rows[i].bits);
        assert_int_equal(udpi_ip_equals(&a, &b), rows[i].bits == udpi_ip_bits(&a));
    }
}

static void knows_what_an_address_is_in_its_subnet(void **state) {
    (void)state;
    static const struct {
        const char *address;
        unsigned prefix_length;
        const char *role;
    } rows[] = {
        {"192.168.1.10", 24, "host"},   {"192.168.1.0", 24, "network"}, {"192.168.1.255", 24, "broadcast"},
        {"192.168.0.0", 23, "network"}, {"192.168.1.0", 23, "host"},    {"192.168.1.255", 22, "host"},
        {"10.0.0.4", 30, "network"},    {"10.0.0.7", 30, "broadcast"},  {"10.0.0.4", 31, "host"},
        {"10.0.0.5", 31, "host"},       {"10.0.0.4", 32, "host"},       {"0.0.0.0", 0, "network"},
        {"224.0.0.1", 24, "group"},     {"2001:db8::", 64, "anycast"},  {"2001:db8::", 127, "host"},
        {"2001:db8::", 126, "anycast"}, {"2001:db8::3", 126, "host"},   {"2001:db8::1", 64, "host"},
        {"2001:db8::", 128, "host"},    {"ff02::1", 64, "group"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_ip ip = parse(rows[i].address);
        assert_string_equal(udpi_ip_role_name(udpi_ip_role(&ip, rows[i].prefix_length)), rows[i].role);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_address_zone_and_mask),
        cmocka_unit_test(says_why_a_text_is_refused),
        cmocka_unit_test(shows_the_bits_of_a_mask_that_is_none),
        cmocka_unit_test(finds_the_ends_of_a_network),
        cmocka_unit_test(counts_the_bits_in_common),
        cmocka_unit_test(knows_what_an_address_is_in_its_subnet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
