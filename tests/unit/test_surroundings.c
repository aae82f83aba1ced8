/* host/surroundings: what routes and neighbors mean for the place of an address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <sys/socket.h>

#include "host/surroundings.h"

static const struct udpi_host_network network = {.address = {AF_INET, {10, 9, 1, 0}}, .prefix_length = 24};

static void knows_each_kind_of_route(void **state) {
    (void)state;
    static const struct {
        uint8_t route, kind;
        bool has_network;
    } rows[] = {
        {UDPI_ROUTE_UNKNOWN, UDPI_WHEREABOUTS_UNKNOWN, false},
        {UDPI_ROUTE_UNICAST, UDPI_WHEREABOUTS_LINK, true},
        {UDPI_ROUTE_LOCAL, UDPI_WHEREABOUTS_HERE, false},
        {UDPI_ROUTE_BROADCAST, UDPI_WHEREABOUTS_BROADCAST, true},
        {UDPI_ROUTE_ANYCAST, UDPI_WHEREABOUTS_HERE, false},
        {UDPI_ROUTE_MULTICAST, UDPI_WHEREABOUTS_UNKNOWN, false},
        {UDPI_ROUTE_BLACKHOLE, UDPI_WHEREABOUTS_NOWHERE, false},
        {UDPI_ROUTE_UNREACHABLE, UDPI_WHEREABOUTS_NOWHERE, false},
        {UDPI_ROUTE_PROHIBIT, UDPI_WHEREABOUTS_NOWHERE, false},
        {UDPI_ROUTE_NONE, UDPI_WHEREABOUTS_NOWHERE, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct udpi_host_way way = {.route = {.kind = rows[i].route}};
        struct udpi_whereabouts whereabouts;
        memset(&whereabouts, 0xff, sizeof whereabouts);
        udpi_host_whereabouts_read(&whereabouts, &way, &network);
        assert_int_equal(whereabouts.kind, rows[i].kind);
        assert_int_equal(whereabouts.network.size, rows[i].has_network ? 4 : 0);
        assert_int_equal(whereabouts.prefix_length, rows[i].has_network ? 24 : 0);
        assert_int_equal(whereabouts.gateway.size, 0);
        assert_false(whereabouts.has_mac);
    }
}

/* A router of IPv6 may be the gateway of IPv4: RFC 8950. The default route's network would say nothing of the address. */
static void knows_a_gateway_and_its_mac(void **state) {
    (void)state;
    struct udpi_host_way way = {
        .route = {.kind = UDPI_ROUTE_UNICAST, .interface = 4, .gateway = {AF_INET6, {0xfe, 0x80, [15] = 1}}},
        .neighbor = {.state = UDPI_NEIGHBOR_STALE, .has_mac = true, .mac = {2, 0, 0, 0, 0, 9}},
    };
    struct udpi_whereabouts whereabouts;
    char text[UDPI_IP_TEXT_SIZE];
    udpi_host_whereabouts_read(&whereabouts, &way, &network);
    assert_int_equal(whereabouts.kind, UDPI_WHEREABOUTS_GATEWAY);
    assert_string_equal(udpi_ip_write(&whereabouts.gateway, text), "fe80::1");
    assert_int_equal(whereabouts.network.size, 0);
    assert_true(whereabouts.has_mac);
    assert_true(whereabouts.mac == 0x020000000009);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_each_kind_of_route),
        cmocka_unit_test(knows_a_gateway_and_its_mac),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
