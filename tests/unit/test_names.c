/* model/numbers and every other table of names: in order, with the right lengths, and the right names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/decode.h"
#include "model/numbers.h"

static void check_text(const struct udpi_name *name) {
    assert_non_null(name->text);
    assert_true(name->length > 0);
    assert_int_equal(name->length, strlen(name->text));
    for (const char *at = name->text; *at; at++)
        assert_in_range(*at, 0x20, 0x7e);
}

static void check_table(const struct udpi_names *names) {
    assert_true(names->count > 0);
    for (size_t i = 0; i < names->count; i++) {
        check_text(&names->entries[i]);
        assert_true(i == 0 || names->entries[i].number > names->entries[i - 1].number);
        assert_ptr_equal(udpi_name_find(names, names->entries[i].number), &names->entries[i]);
    }
}

static void shared_tables_are_in_order(void **state) {
    (void)state;
    check_table(&udpi_ethertype_names);
    check_table(&udpi_ip_protocol_names);
    check_table(&udpi_arp_hardware_names);
    check_table(&udpi_packet_type_names);
    check_table(&udpi_checksum_status_names);
}

static void tables_of_all_protocols_are_in_order(void **state) {
    (void)state;
    assert_true(udpi_protocol_count > 0);
    for (size_t i = 0; i < udpi_protocol_count; i++)
        for (unsigned field = 0; field < udpi_protocols[i]->field_count; field++)
            if (udpi_protocols[i]->fields[field].names)
                check_table(udpi_protocols[i]->fields[field].names);
}

static void finds_a_name_or_nothing(void **state) {
    (void)state;
    assert_null(udpi_name_find(NULL, 17));
    assert_null(udpi_name_find(&udpi_ip_protocol_names, 148));
    assert_null(udpi_name_find(&udpi_ip_protocol_names, 252));
    assert_null(udpi_name_find(&udpi_ip_protocol_names, 256));
    assert_null(udpi_name_find(&udpi_ip_protocol_names, UINT64_C(1) << 32 | 17));
    assert_null(udpi_name_find(&udpi_ethertype_names, 0));
    assert_null(udpi_name_find(&udpi_ethertype_names, 0xffff));
    assert_null(udpi_name_find(&udpi_packet_type_names, UINT64_MAX));
}

static void check_name(const struct udpi_names *names, uint64_t number, const char *expected) {
    const struct udpi_name *name = udpi_name_find(names, number);
    assert_non_null(name);
    assert_string_equal(name->text, expected);
}

static void knows_ethertypes(void **state) {
    (void)state;
    assert_true(udpi_ethertype_names.count >= 80);
    assert_true(udpi_ethertype_names.entries[0].number >= UDPI_ETHERTYPE_FIRST);
    check_name(&udpi_ethertype_names, UDPI_ETHERTYPE_IPV4, "IPv4");
    check_name(&udpi_ethertype_names, 2048, "IPv4");
    check_name(&udpi_ethertype_names, 0x0806, "ARP");
    check_name(&udpi_ethertype_names, 0x8035, "RARP");
    check_name(&udpi_ethertype_names, UDPI_ETHERTYPE_VLAN, "VLAN (802.1Q)");
    check_name(&udpi_ethertype_names, UDPI_ETHERTYPE_IPV6, "IPv6");
    check_name(&udpi_ethertype_names, 0x8847, "MPLS");
    check_name(&udpi_ethertype_names, 0x8863, "PPPoE Discovery");
    check_name(&udpi_ethertype_names, 0x8864, "PPPoE Session");
    check_name(&udpi_ethertype_names, 0x888e, "EAPOL");
    check_name(&udpi_ethertype_names, UDPI_ETHERTYPE_VLAN_SERVICE, "VLAN (802.1ad)");
    check_name(&udpi_ethertype_names, UDPI_ETHERTYPE_EXPERIMENTAL, "Local Experimental 1");
    check_name(&udpi_ethertype_names, 0x88cc, "LLDP");
    check_name(&udpi_ethertype_names, 0x88f7, "PTP");
    check_name(&udpi_ethertype_names, 0x894f, "NSH");
}

static void knows_ip_protocols(void **state) {
    (void)state;
    for (unsigned number = 0; number <= 145; number++)
        assert_non_null(udpi_name_find(&udpi_ip_protocol_names, number));
    check_name(&udpi_ip_protocol_names, UDPI_IP_HOPOPT, "HOPOPT");
    check_name(&udpi_ip_protocol_names, 1, "ICMP");
    check_name(&udpi_ip_protocol_names, 2, "IGMP");
    check_name(&udpi_ip_protocol_names, 4, "IPv4");
    check_name(&udpi_ip_protocol_names, 6, "TCP");
    check_name(&udpi_ip_protocol_names, UDPI_IP_UDP, "UDP");
    check_name(&udpi_ip_protocol_names, 33, "DCCP");
    check_name(&udpi_ip_protocol_names, 41, "IPv6");
    check_name(&udpi_ip_protocol_names, UDPI_IP_ROUTING, "IPv6-Route");
    check_name(&udpi_ip_protocol_names, UDPI_IP_FRAGMENT, "IPv6-Frag");
    check_name(&udpi_ip_protocol_names, 47, "GRE");
    check_name(&udpi_ip_protocol_names, 50, "ESP");
    check_name(&udpi_ip_protocol_names, 51, "AH");
    check_name(&udpi_ip_protocol_names, 58, "IPv6-ICMP");
    check_name(&udpi_ip_protocol_names, UDPI_IP_NO_NEXT, "IPv6-NoNxt");
    check_name(&udpi_ip_protocol_names, UDPI_IP_DSTOPTS, "IPv6-Opts");
    check_name(&udpi_ip_protocol_names, 84, "IPTM");
    check_name(&udpi_ip_protocol_names, 89, "OSPFIGP");
    check_name(&udpi_ip_protocol_names, 103, "PIM");
    check_name(&udpi_ip_protocol_names, 112, "VRRP");
    check_name(&udpi_ip_protocol_names, 115, "L2TP");
    check_name(&udpi_ip_protocol_names, 132, "SCTP");
    check_name(&udpi_ip_protocol_names, 136, "UDPLite");
    check_name(&udpi_ip_protocol_names, 137, "MPLS-in-IP");
    check_name(&udpi_ip_protocol_names, 143, "Ethernet");
    check_name(&udpi_ip_protocol_names, 145, "NSH");
    check_name(&udpi_ip_protocol_names, UDPI_IP_EXPERIMENTAL, "experimentation and testing");
    check_name(&udpi_ip_protocol_names, 255, "Reserved");
}

static void knows_hardware_types(void **state) {
    (void)state;
    check_name(&udpi_arp_hardware_names, 1, "Ethernet");
    check_name(&udpi_arp_hardware_names, 24, "FireWire");
    check_name(&udpi_arp_hardware_names, 32, "InfiniBand");
    check_name(&udpi_arp_hardware_names, 512, "PPP");
    check_name(&udpi_arp_hardware_names, 772, "Loopback");
    check_name(&udpi_arp_hardware_names, 776, "SIT");
    check_name(&udpi_arp_hardware_names, 778, "GRE over IPv4");
    check_name(&udpi_arp_hardware_names, 803, "802.11 with Radiotap");
    check_name(&udpi_arp_hardware_names, 824, "Netlink");
    check_name(&udpi_arp_hardware_names, 65534, "None");
}

static void knows_packet_types(void **state) {
    (void)state;
    static const char *const expected[] = {"host",     "broadcast", "multicast", "other host",
                                           "outgoing", "loopback",  "user",      "kernel"};
    assert_int_equal(udpi_packet_type_names.count, 8);
    for (unsigned number = 0; number < 8; number++)
        check_name(&udpi_packet_type_names, number, expected[number]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_tables_are_in_order), cmocka_unit_test(tables_of_all_protocols_are_in_order),
        cmocka_unit_test(finds_a_name_or_nothing),    cmocka_unit_test(knows_ethertypes),
        cmocka_unit_test(knows_ip_protocols),         cmocka_unit_test(knows_hardware_types),
        cmocka_unit_test(knows_packet_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
