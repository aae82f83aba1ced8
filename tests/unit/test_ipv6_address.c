/* knowledge/ipv6_address: what stands inside an IPv6 address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "knowledge/ipv6_address.h"

static struct udpi_ip parse(const char *text) {
    struct udpi_ip_notation notation;
    struct udpi_error error = {0};
    assert_int_equal(udpi_ip_parse(text, &notation, &error), UDPI_OK);
    return notation.ip;
}

static void finds_the_mac_address_in_an_interface_id(void **state) {
    (void)state;
    static const struct {
        const char *address;
        bool has_id, has_mac;
        uint64_t mac;
    } rows[] = {
        {"fe80::21b:21ff:fe3c:9d8f", true, true, 0x001b213c9d8f},
        {"2001:db8::ff:fe00:1", true, true, 0x020000000001}, /* locally administered: the bit is turned */
        {"2001:db8::1", true, false, 0},
        {"2001:db8::21b:21ff:ff3c:9d8f", true, false, 0},
        {"::ff:fe00:1", false, false, 0}, /* begins with 000: no interface identifier */
        {"ff02::ff:fe00:1", false, false, 0},
        {"1fff::1", false, false, 0},
        {"2000::1", true, false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_ip ip = parse(rows[i].address);
        uint64_t mac = 0;
        assert_int_equal(udpi_ipv6_has_interface_id(ip.bytes), rows[i].has_id);
        assert_int_equal(udpi_ipv6_find_mac(ip.bytes, &mac), rows[i].has_mac);
        assert_int_equal(mac, rows[i].mac);
    }
}

static void works_out_the_solicited_node_group(void **state) {
    (void)state;
    struct udpi_ip ip = parse("4037::1:800:200e:8c6c"), group = udpi_ipv6_solicited_node(ip.bytes);
    char text[UDPI_IP_TEXT_SIZE];
    assert_string_equal(udpi_ip_write(&group, text), "ff02::1:ff0e:8c6c"); /* the example of RFC 4291 section 2.7.1 */
}

static void finds_the_ipv4_address_inside(void **state) {
    (void)state;
    static const struct {
        const char *address, *kind;
        uint32_t ipv4, server;
        uint16_t port;
    } rows[] = {
        {"::ffff:192.0.2.33", "IPv4-mapped", 0xc0000221, 0, 0},
        {"64:ff9b::192.0.2.33", "NAT64", 0xc0000221, 0, 0},
        {"2002:c000:221::1", "6to4", 0xc0000221, 0, 0},
        /* server 65.54.227.120, client 192.0.2.45 behind port 40000, all bits of both turned */
        {"2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo", 0xc000022d, 0x4136e378, 40000},
        {"::fffe:192.0.2.33", NULL, 0, 0, 0},
        {"64:ff9b:1::192.0.2.33", NULL, 0, 0, 0},
        {"64:ff9b::1:192.0.2.33", NULL, 0, 0, 0},
        {"2001:1::1", NULL, 0, 0, 0},
        {"2003::", NULL, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_ip ip = parse(rows[i].address);
        struct udpi_embedded_ipv4 embedded = {0};
        assert_int_equal(udpi_ipv6_find_ipv4(ip.bytes, &embedded), rows[i].kind != NULL);
        if (rows[i].kind)
            assert_string_equal(embedded.kind, rows[i].kind);
        assert_int_equal(embedded.address, rows[i].ipv4);
        assert_int_equal(embedded.server, rows[i].server);
        assert_int_equal(embedded.port, rows[i].port);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_mac_address_in_an_interface_id),
        cmocka_unit_test(works_out_the_solicited_node_group),
        cmocka_unit_test(finds_the_ipv4_address_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
