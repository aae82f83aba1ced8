/* knowledge/address: classes, scopes, ranges, subnets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <arpa/inet.h>
#include <cmocka.h>

#include "core/bytes.h"
#include "knowledge/address.h"

static uint32_t parse_ipv4(const char *text) {
    uint8_t bytes[4];
    assert_int_equal(inet_pton(AF_INET, text, bytes), 1);
    return udpi_load_be32(bytes);
}

static void gives_the_class_of_an_ipv4_address(void **state) {
    (void)state;
    static const struct {
        const char *first, *last;
        char class;
    } rows[] = {
        {"0.0.0.0", "127.255.255.255", 'A'},   {"128.0.0.0", "191.255.255.255", 'B'},
        {"192.0.0.0", "223.255.255.255", 'C'}, {"224.0.0.0", "239.255.255.255", 'D'},
        {"240.0.0.0", "255.255.255.255", 'E'},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(udpi_ipv4_class(parse_ipv4(rows[i].first)), rows[i].class);
        assert_int_equal(udpi_ipv4_class(parse_ipv4(rows[i].last)), rows[i].class);
    }
}

static void knows_the_mask_that_a_class_meant(void **state) {
    (void)state;
    static const struct {
        const char *address, *bits, *first, *last;
        unsigned prefix_length;
    } rows[] = {
        {"127.255.255.255", "0", "0.0.0.0", "127.255.255.255", 8},
        {"128.0.0.0", "10", "128.0.0.0", "191.255.255.255", 16},
        {"192.168.1.10", "110", "192.0.0.0", "223.255.255.255", 24},
        {"224.0.0.1", "1110", "224.0.0.0", "239.255.255.255", 0},
        {"255.255.255.255", "1111", "240.0.0.0", "255.255.255.255", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct udpi_ipv4_class *class = udpi_ipv4_find_class(parse_ipv4(rows[i].address));
        assert_int_equal(class->letter, "ABCDE"[i]);
        assert_string_equal(class->bits, rows[i].bits);
        assert_string_equal(class->first, rows[i].first);
        assert_string_equal(class->last, rows[i].last);
        assert_int_equal(class->prefix_length, rows[i].prefix_length);
    }
}

struct block {
    const char *first, *last, *scope;
};

/* The whole of IPv4, block after block without a gap. */
static const struct block ipv4_blocks[] = {
    {"0.0.0.0", "0.0.0.0", "unspecified"},
    {"0.0.0.1", "0.255.255.255", "this network"},
    {"1.0.0.0", "9.255.255.255", "global"},
    {"10.0.0.0", "10.255.255.255", "private"},
    {"11.0.0.0", "100.63.255.255", "global"},
    {"100.64.0.0", "100.127.255.255", "shared"},
    {"100.128.0.0", "126.255.255.255", "global"},
    {"127.0.0.0", "127.255.255.255", "loopback"},
    {"128.0.0.0", "169.253.255.255", "global"},
    {"169.254.0.0", "169.254.255.255", "link-local"},
    {"169.255.0.0", "172.15.255.255", "global"},
    {"172.16.0.0", "172.31.255.255", "private"},
    {"172.32.0.0", "191.255.255.255", "global"},
    {"192.0.0.0", "192.0.0.7", "service continuity"},
    {"192.0.0.8", "192.0.0.8", "dummy"},
    {"192.0.0.9", "192.0.0.9", "PCP anycast"},
    {"192.0.0.10", "192.0.0.10", "TURN anycast"},
    {"192.0.0.11", "192.0.0.169", "protocol assignment"},
    {"192.0.0.170", "192.0.0.171", "NAT64 discovery"},
    {"192.0.0.172", "192.0.0.255", "protocol assignment"},
    {"192.0.1.0", "192.0.1.255", "global"},
    {"192.0.2.0", "192.0.2.255", "documentation"},
    {"192.0.3.0", "192.31.195.255", "global"},
    {"192.31.196.0", "192.31.196.255", "AS112"},
    {"192.31.197.0", "192.52.192.255", "global"},
    {"192.52.193.0", "192.52.193.255", "AMT relay"},
    {"192.52.194.0", "192.88.98.255", "global"},
    {"192.88.99.0", "192.88.99.1", "6to4 relay"},
    {"192.88.99.2", "192.88.99.2", "6a44 relay"},
    {"192.88.99.3", "192.88.99.255", "6to4 relay"},
    {"192.88.100.0", "192.167.255.255", "global"},
    {"192.168.0.0", "192.168.255.255", "private"},
    {"192.169.0.0", "192.175.47.255", "global"},
    {"192.175.48.0", "192.175.48.255", "AS112"},
    {"192.175.49.0", "198.17.255.255", "global"},
    {"198.18.0.0", "198.19.255.255", "benchmarking"},
    {"198.20.0.0", "198.51.99.255", "global"},
    {"198.51.100.0", "198.51.100.255", "documentation"},
    {"198.51.101.0", "203.0.112.255", "global"},
    {"203.0.113.0", "203.0.113.255", "documentation"},
    {"203.0.114.0", "223.255.255.255", "global"},
    {"224.0.0.0", "239.255.255.255", "multicast"},
    {"240.0.0.0", "255.255.255.254", "reserved"},
    {"255.255.255.255", "255.255.255.255", "broadcast"},
};

static void knows_the_scope_of_every_ipv4_block(void **state) {
    (void)state;
    uint32_t next = 0;
    for (size_t i = 0; i < sizeof ipv4_blocks / sizeof *ipv4_blocks; i++) {
        uint32_t first = parse_ipv4(ipv4_blocks[i].first), last = parse_ipv4(ipv4_blocks[i].last);
        assert_int_equal(first, next);
        assert_string_equal(udpi_ipv4_scope(first), ipv4_blocks[i].scope);
        assert_string_equal(udpi_ipv4_scope(first + (last - first) / 2), ipv4_blocks[i].scope);
        assert_string_equal(udpi_ipv4_scope(last), ipv4_blocks[i].scope);
        next = last + 1;
    }
    assert_int_equal(next, 0);
}

/* Both ends of each block, and the addresses beside it. */
static const struct block ipv6_blocks[] = {
    {"::", "::", "unspecified"},
    {"::1", "::1", "loopback"},
    {"::2", "::ffff:ffff", "IPv4-compatible"},
    {"::1:0:0", "::fffe:ffff:ffff", "global"},
    {"::ffff:0.0.0.0", "::ffff:255.255.255.255", "IPv4-mapped"},
    {"::1:0:0:0", "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff", "global"},
    {"64:ff9b::", "64:ff9b::ffff:ffff", "IPv4 translation"},
    {"64:ff9b::1:0:0", "64:ff9b:0:ffff:ffff:ffff:ffff:ffff", "global"},
    {"64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "local IPv4 translation"},
    {"64:ff9b:2::", "ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "global"},
    {"100::", "100::ffff:ffff:ffff:ffff", "discard-only"},
    {"100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff", "dummy"},
    {"100:0:0:2::", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "global"},
    {"2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "Teredo"},
    {"2001:1::", "2001:1::", "protocol assignment"},
    {"2001:1::1", "2001:1::1", "PCP anycast"},
    {"2001:1::2", "2001:1::2", "TURN anycast"},
    {"2001:1::3", "2001:1::3", "SRP anycast"},
    {"2001:1::4", "2001:1:ffff:ffff:ffff:ffff:ffff:ffff", "protocol assignment"},
    {"2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", "benchmarking"},
    {"2001:2:1::", "2001:2:ffff:ffff:ffff:ffff:ffff:ffff", "protocol assignment"},
    {"2001:3::", "2001:3:ffff:ffff:ffff:ffff:ffff:ffff", "AMT relay"},
    {"2001:4::", "2001:4:111:ffff:ffff:ffff:ffff:ffff", "protocol assignment"},
    {"2001:4:112::", "2001:4:112:ffff:ffff:ffff:ffff:ffff", "AS112"},
    {"2001:4:113::", "2001:f:ffff:ffff:ffff:ffff:ffff:ffff", "protocol assignment"},
    {"2001:10::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff", "ORCHID"},
    {"2001:30::", "2001:3f:ffff:ffff:ffff:ffff:ffff:ffff", "drone remote ID"},
    {"2001:40::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "protocol assignment"},
    {"2001:200::", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "global"},
    {"2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "documentation"},
    {"2001:db9::", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "global"},
    {"2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "6to4"},
    {"2003::", "2620:4f:7fff:ffff:ffff:ffff:ffff:ffff", "global"},
    {"2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff", "AS112"},
    {"2620:4f:8001::", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "global"},
    {"3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "documentation"},
    {"3fff:1000::", "5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "global"},
    {"5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "segment routing"},
    {"5f01::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "global"},
    {"fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "unique-local"},
    {"fe00::", "fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "global"},
    {"fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "link-local"},
    {"fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "site-local"},
    {"ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "multicast"},
};

/* The address after this one. */
static void step(uint8_t *address) {
    for (unsigned i = 16; i > 0 && ++address[i - 1] == 0;)
        i--;
}

static void knows_the_scope_of_every_ipv6_block(void **state) {
    (void)state;
    uint8_t *address = calloc(1, 16); /* exactly sized, for ASan */
    assert_non_null(address);
    for (size_t i = 0; i < sizeof ipv6_blocks / sizeof *ipv6_blocks; i++) {
        uint8_t first[16];
        assert_int_equal(inet_pton(AF_INET6, ipv6_blocks[i].first, first), 1);
        assert_memory_equal(address, first, 16);
        assert_string_equal(udpi_ipv6_scope(address), ipv6_blocks[i].scope);
        assert_int_equal(inet_pton(AF_INET6, ipv6_blocks[i].last, address), 1);
        assert_string_equal(udpi_ipv6_scope(address), ipv6_blocks[i].scope);
        step(address);
    }
    assert_int_equal(udpi_load_be64(address) | udpi_load_be64(address + 8), 0);
    free(address);
}

/* As the registries of IANA have them. */
static void knows_the_names_of_the_registries(void **state) {
    (void)state;
    static const struct {
        const char *address, *name, *specification;
        enum udpi_reach reach;
    } rows[] = {
        {"192.168.1.10", "Private-Use", "RFC 1918", UDPI_REACH_LOCAL},
        {"100.64.0.1", "Shared Address Space", "RFC 6598", UDPI_REACH_LOCAL},
        {"192.0.0.9", "Port Control Protocol Anycast", "RFC 7723", UDPI_REACH_GLOBAL},
        {"192.88.99.1", "Deprecated (6to4 Relay Anycast)", "RFC 7526", UDPI_REACH_UNSAID},
        {"255.255.255.255", "Limited Broadcast", "RFC 919 section 7", UDPI_REACH_LOCAL},
        {"8.8.8.8", "Unicast", "RFC 791 section 2.3", UDPI_REACH_GLOBAL},
        {"::1", "Loopback Address", "RFC 4291", UDPI_REACH_LOCAL},
        {"2001::1", "TEREDO", "RFC 4380", UDPI_REACH_UNSAID},
        {"3fff::1", "Documentation", "RFC 9637", UDPI_REACH_LOCAL},
        {"2001:4860::", "Global Unicast", "RFC 4291 section 2.5.4", UDPI_REACH_GLOBAL},
        {"4000::", "Reserved by IETF", "RFC 4291 section 4", UDPI_REACH_UNSAID},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t bytes[16];
        bool is_ipv6 = inet_pton(AF_INET6, rows[i].address, bytes) == 1;
        const struct udpi_address_block *block =
            is_ipv6 ? udpi_ipv6_find_block(bytes) : udpi_ipv4_find_block(parse_ipv4(rows[i].address));
        assert_string_equal(block->name, rows[i].name);
        assert_string_equal(block->specification, rows[i].specification);
        assert_int_equal(block->reach, rows[i].reach);
    }
}

static void knows_the_scope_of_a_mac_address(void **state) {
    (void)state;
    assert_string_equal(udpi_mac_scope(0xffffffffffff), "broadcast");
    assert_string_equal(udpi_mac_scope(0xfffffffffffe), "multicast");
    assert_string_equal(udpi_mac_scope(0x01005e000001), "multicast"); /* IPv4 groups: RFC 1112 */
    assert_string_equal(udpi_mac_scope(0x333300000001), "multicast"); /* IPv6 groups: RFC 2464 */
    assert_string_equal(udpi_mac_scope(0x020000000001), "locally administered");
    assert_string_equal(udpi_mac_scope(0xfeffffffffff), "locally administered");
    assert_string_equal(udpi_mac_scope(0x00005e005301), "universally administered"); /* RFC 7042 */
    assert_string_equal(udpi_mac_scope(0xfcffffffffff), "universally administered");
    assert_string_equal(udpi_mac_scope(0), "universally administered");
}

static void knows_the_range_of_a_port(void **state) {
    (void)state;
    assert_string_equal(udpi_port_range(0), "well-known");
    assert_string_equal(udpi_port_range(53), "well-known");
    assert_string_equal(udpi_port_range(1023), "well-known");
    assert_string_equal(udpi_port_range(1024), "registered");
    assert_string_equal(udpi_port_range(7788), "registered");
    assert_string_equal(udpi_port_range(49151), "registered");
    assert_string_equal(udpi_port_range(49152), "dynamic");
    assert_string_equal(udpi_port_range(65535), "dynamic");
}

static void works_out_subnets(void **state) {
    (void)state;
    static const struct {
        const char *address;
        unsigned length;
        const char *mask, *network, *broadcast, *first_host, *last_host;
        uint64_t hosts;
    } rows[] = {
        {"192.0.2.77", 0, "0.0.0.0", "0.0.0.0", "255.255.255.255", "0.0.0.1", "255.255.255.254", 4294967294},
        {"192.0.2.77", 1, "128.0.0.0", "128.0.0.0", "255.255.255.255", "128.0.0.1", "255.255.255.254", 2147483646},
        {"10.1.2.3", 8, "255.0.0.0", "10.0.0.0", "10.255.255.255", "10.0.0.1", "10.255.255.254", 16777214},
        {"172.20.5.6", 12, "255.240.0.0", "172.16.0.0", "172.31.255.255", "172.16.0.1", "172.31.255.254", 1048574},
        {"192.168.1.10", 24, "255.255.255.0", "192.168.1.0", "192.168.1.255", "192.168.1.1", "192.168.1.254", 254},
        {"192.0.2.77", 28, "255.255.255.240", "192.0.2.64", "192.0.2.79", "192.0.2.65", "192.0.2.78", 14},
        {"192.0.2.77", 30, "255.255.255.252", "192.0.2.76", "192.0.2.79", "192.0.2.77", "192.0.2.78", 2},
        {"192.0.2.77", 31, "255.255.255.254", "192.0.2.76", "192.0.2.77", "192.0.2.76", "192.0.2.77", 2},
        {"192.0.2.77", 32, "255.255.255.255", "192.0.2.77", "192.0.2.77", "192.0.2.77", "192.0.2.77", 1},
        {"255.255.255.255", 32, "255.255.255.255", "255.255.255.255", "255.255.255.255", "255.255.255.255",
         "255.255.255.255", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_subnet subnet = udpi_ipv4_subnet(parse_ipv4(rows[i].address), rows[i].length);
        assert_int_equal(subnet.mask, parse_ipv4(rows[i].mask));
        assert_int_equal(subnet.network, parse_ipv4(rows[i].network));
        assert_int_equal(subnet.broadcast, parse_ipv4(rows[i].broadcast));
        assert_int_equal(subnet.first_host, parse_ipv4(rows[i].first_host));
        assert_int_equal(subnet.last_host, parse_ipv4(rows[i].last_host));
        assert_int_equal(subnet.hosts, rows[i].hosts);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_class_of_an_ipv4_address),  cmocka_unit_test(knows_the_mask_that_a_class_meant),
        cmocka_unit_test(knows_the_scope_of_every_ipv4_block), cmocka_unit_test(knows_the_scope_of_every_ipv6_block),
        cmocka_unit_test(knows_the_names_of_the_registries),   cmocka_unit_test(knows_the_scope_of_a_mac_address),
        cmocka_unit_test(knows_the_range_of_a_port),           cmocka_unit_test(works_out_subnets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
