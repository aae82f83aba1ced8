/* knowledge/multicast: groups by name, by block and scope, and their MAC addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/bytes.h"
#include "knowledge/multicast.h"

static struct udpi_ip parse(const char *text) {
    struct udpi_ip_notation notation;
    struct udpi_error error = {0};
    assert_int_equal(udpi_ip_parse(text, &notation, &error), UDPI_OK);
    return notation.ip;
}

/* By the registries of IANA; NULL where a group is none of the well-known. */
static void names_the_well_known_groups(void **state) {
    (void)state;
    static const struct {
        const char *address, *name;
    } rows[] = {
        {"224.0.0.1", "all systems on this subnet"},
        {"224.0.0.2", "all routers on this subnet"},
        {"224.0.0.3", NULL},
        {"224.0.0.5", "OSPF, all routers"},
        {"224.0.0.6", "OSPF, designated routers"},
        {"224.0.0.9", "RIP version 2 routers"},
        {"224.0.0.10", "EIGRP routers"},
        {"224.0.0.13", "all PIM routers"},
        {"224.0.0.18", "VRRP"},
        {"224.0.0.22", "IGMP version 3 reports"},
        {"224.0.0.102", "HSRP version 2"},
        {"224.0.0.107", "PTP, peer delay"},
        {"224.0.0.251", "mDNS"},
        {"224.0.0.252", "LLMNR"},
        {"224.0.1.1", "NTP"},
        {"224.0.1.129", "PTP"},
        {"239.255.0.1", "DDS discovery, default"},
        {"239.255.255.250", "SSDP"},
        {"239.255.255.251", NULL},
        {"ff01::1", "all nodes"},
        {"ff02::1", "all nodes"},
        {"ff05::1", NULL}, /* all nodes reach no further than the link */
        {"ff02::2", "all routers"},
        {"ff05::2", "all routers"},
        {"ff02::5", "OSPF, all routers"},
        {"ff02::6", "OSPF, designated routers"},
        {"ff02::9", "RIPng routers"},
        {"ff02::a", "EIGRP routers"},
        {"ff02::d", "all PIM routers"},
        {"ff02::16", "all MLDv2-capable routers"},
        {"ff02::fb", "mDNS"},
        {"ff05::fb", "mDNS"},
        {"ff02::1:2", "all DHCP relay agents and servers"},
        {"ff02::1:3", "LLMNR"},
        {"ff05::1:3", "all DHCP servers"},
        {"ff0e::101", "NTP"},
        {"ff12::fb", NULL},      /* transient: anybody may have chosen it */
        {"ff02::1:0:0:1", NULL}, /* more than the last 32 bits */
        {"ff02:1::1", NULL},
        {"ff02::1:ff00:0", "solicited-node"},
        {"ff02::1:ffff:ffff", "solicited-node"},
        {"ff02::1:feff:ffff", NULL},
        {"ff05::1:ff00:0", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_ip ip = parse(rows[i].address);
        const struct udpi_group *group = udpi_group_find(&ip);
        if (rows[i].name)
            assert_string_equal(group->name, rows[i].name);
        else
            assert_null(group);
    }
}

/* Both ends of each block: the whole of 224.0.0.0/4 without a gap. */
static void knows_the_block_of_every_ipv4_group(void **state) {
    (void)state;
    static const struct {
        const char *first, *last, *name;
    } rows[] = {
        {"224.0.0.0", "224.0.0.255", "Local Network Control Block"},
        {"224.0.1.0", "224.0.1.255", "Internetwork Control Block"},
        {"224.0.2.0", "224.0.255.255", "AD-HOC Block I"},
        {"224.1.0.0", "224.1.255.255", "Reserved"},
        {"224.2.0.0", "224.2.255.255", "SDP/SAP Block"},
        {"224.3.0.0", "224.4.255.255", "AD-HOC Block II"},
        {"224.5.0.0", "224.251.255.255", "Reserved"},
        {"224.252.0.0", "224.255.255.255", "DIS Transient Groups"},
        {"225.0.0.0", "231.255.255.255", "Reserved"},
        {"232.0.0.0", "232.255.255.255", "Source-Specific Multicast Block"},
        {"233.0.0.0", "233.251.255.255", "GLOP Block"},
        {"233.252.0.0", "233.252.0.255", "MCAST-TEST-NET, for documentation"},
        {"233.252.1.0", "233.255.255.255", "AD-HOC Block III"},
        {"234.0.0.0", "234.255.255.255", "Unicast-Prefix-Based IPv4 Multicast Addresses"},
        {"235.0.0.0", "238.255.255.255", "Reserved"},
        {"239.0.0.0", "239.191.255.255", "Administratively Scoped Block"},
        {"239.192.0.0", "239.195.255.255", "Organization-Local Scope"},
        {"239.196.0.0", "239.254.255.255", "Administratively Scoped Block"},
        {"239.255.0.0", "239.255.255.255", "Local Scope"},
    };
    uint32_t next = 0xe0000000;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_ip first = parse(rows[i].first), last = parse(rows[i].last);
        assert_int_equal(udpi_load_be32(first.bytes), next);
        assert_string_equal(udpi_group_find_ipv4_block(next)->name, rows[i].name);
        assert_string_equal(udpi_group_find_ipv4_block(udpi_load_be32(last.bytes))->name, rows[i].name);
        next = udpi_load_be32(last.bytes) + 1;
    }
    assert_int_equal(next, 0xf0000000);
}

static void knows_how_far_an_ipv6_group_reaches(void **state) {
    (void)state;
    assert_string_equal(udpi_group_scope(0), "reserved");
    assert_string_equal(udpi_group_scope(1), "interface-local");
    assert_string_equal(udpi_group_scope(2), "link-local");
    assert_string_equal(udpi_group_scope(3), "realm-local");
    assert_string_equal(udpi_group_scope(4), "admin-local");
    assert_string_equal(udpi_group_scope(5), "site-local");
    assert_string_equal(udpi_group_scope(7), "unassigned");
    assert_string_equal(udpi_group_scope(8), "organization-local");
    assert_string_equal(udpi_group_scope(13), "unassigned");
    assert_string_equal(udpi_group_scope(14), "global");
    assert_string_equal(udpi_group_scope(15), "reserved");
}

static void works_out_the_mac_address_of_a_group(void **state) {
    (void)state;
    static const struct {
        const char *address;
        uint64_t mac;
    } rows[] = {
        {"224.0.0.1", 0x01005e000001},   {"239.255.255.250", 0x01005e7ffffa},   {"224.128.0.1", 0x01005e000001},
        {"239.128.0.1", 0x01005e000001}, /* 32 groups share it */
        {"ff02::1", 0x333300000001},     {"ff02::1:ff3c:9d8f", 0x3333ff3c9d8f}, {"ff0e::1:0:0:1", 0x333300000001},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_ip ip = parse(rows[i].address);
        assert_int_equal(udpi_group_mac(&ip), rows[i].mac);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_well_known_groups),
        cmocka_unit_test(knows_the_block_of_every_ipv4_group),
        cmocka_unit_test(knows_how_far_an_ipv6_group_reaches),
        cmocka_unit_test(works_out_the_mac_address_of_a_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
