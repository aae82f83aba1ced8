/* knowledge/delivery: direct or to the gateway, and which prefix would turn that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "knowledge/delivery.h"

static struct udpi_ip parse(const char *text) {
    struct udpi_ip_notation notation;
    struct udpi_error error = {0};
    assert_int_equal(udpi_ip_parse(text, &notation, &error), UDPI_OK);
    return notation.ip;
}

static void knows_where_a_datagram_goes(void **state) {
    (void)state;
    static const struct {
        const char *a;
        unsigned prefix_length;
        const char *b, *delivery;
        bool is_same_subnet;
    } rows[] = {
        {"192.168.1.10", 24, "192.168.1.20", "direct", true},
        {"192.168.1.10", 24, "192.168.2.20", "gateway", false},
        {"192.168.1.10", 16, "192.168.2.20", "direct", true},
        {"192.168.1.10", 24, "192.168.1.255", "broadcast", true},
        {"192.168.1.10", 24, "255.255.255.255", "broadcast", false},
        {"192.168.1.10", 24, "192.168.2.255", "gateway", false}, /* another network's broadcast address */
        {"10.0.0.4", 31, "10.0.0.5", "direct", true},            /* RFC 3021 */
        {"10.0.0.4", 32, "10.0.0.5", "gateway", false},
        {"10.0.0.4", 0, "192.0.2.1", "direct", true},
        {"192.168.1.10", 24, "192.168.1.10", "self", true},
        {"192.168.1.10", 24, "127.0.0.1", "loopback", false},
        {"192.168.1.10", 24, "0.0.0.0", "nowhere", false},
        {"192.168.1.10", 24, "224.0.0.251", "group", false},
        {"2001:db8::1", 64, "2001:db8::2", "direct", true},
        {"2001:db8::1", 64, "2001:db8:0:1::2", "gateway", false},
        {"2001:db8::1", 64, "2001:db8::ffff:ffff:ffff:ffff", "direct", true}, /* IPv6 has no broadcast */
        {"2001:db8::1", 64, "fe80::2", "link", false},
        {"2001:db8::1", 64, "::1", "loopback", false},
        {"2001:db8::1", 64, "::", "nowhere", false},
        {"2001:db8::1", 64, "ff02::1", "group", false},
        {"fe80::1", 64, "fe80::1", "self", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_ip a = parse(rows[i].a), b = parse(rows[i].b);
        struct udpi_relation relation = udpi_delivery_find(&a, rows[i].prefix_length, &b);
        assert_string_equal(udpi_delivery_name(relation.delivery), rows[i].delivery);
        assert_int_equal(relation.is_same_subnet, rows[i].is_same_subnet);
    }
}

/* The flip is the nearest prefix length with the other answer: the one before it still has this one. */
static void knows_which_prefix_would_turn_the_answer(void **state) {
    (void)state;
    static const struct {
        const char *a;
        unsigned prefix_length;
        const char *b;
        unsigned flip;
    } rows[] = {
        {"192.168.1.10", 24, "192.168.2.20", 22}, {"192.168.1.10", 24, "192.168.1.20", 28},
        {"192.168.1.10", 24, "10.0.0.1", 0},      {"10.0.0.0", 31, "10.0.0.1", 32},
        {"10.0.0.1", 0, "192.0.2.1", 1},          {"2001:db8::1", 64, "2001:db8:0:1::1", 63},
        {"2001:db8::1", 64, "2001:db8::3", 127},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_ip a = parse(rows[i].a), b = parse(rows[i].b);
        struct udpi_relation now = udpi_delivery_find(&a, rows[i].prefix_length, &b);
        assert_int_equal(now.flip, rows[i].flip);
        unsigned before = now.is_same_subnet ? now.flip - 1 : now.flip + 1;
        assert_int_not_equal(udpi_delivery_find(&a, now.flip, &b).is_same_subnet, now.is_same_subnet);
        assert_int_equal(udpi_delivery_find(&a, before, &b).is_same_subnet, now.is_same_subnet);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_where_a_datagram_goes),
        cmocka_unit_test(knows_which_prefix_would_turn_the_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
