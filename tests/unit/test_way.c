/* host/way: what is read of routes, interfaces and neighbors as rtnetlink(7) tells of them, also where it is broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <arpa/inet.h>
#include <errno.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "host/netlink.h"
#include "host/way.h"

struct message {
    size_t count;
    uint8_t bytes[256];
};

static void put_head(struct message *message, const void *bytes, size_t count) {
    *message = (struct message){.count = count};
    memcpy(message->bytes, bytes, count);
}

static void put_attribute(struct message *message, uint16_t type, const void *bytes, uint16_t count) {
    struct rtattr head = {.rta_len = (uint16_t)(sizeof head + count), .rta_type = type};
    memcpy(message->bytes + message->count, &head, sizeof head);
    memcpy(message->bytes + message->count + sizeof head, bytes, count);
    message->count += RTA_ALIGN(head.rta_len);
}

/* The bytes lie at the end of a block of their own, so that a sanitizer sees a read behind them. */
static uint8_t *copy_bytes(const struct message *message, size_t count) {
    uint8_t *copy = malloc(count + (count == 0));
    assert_non_null(copy);
    memcpy(copy, message->bytes, count);
    return copy;
}

static void expect_address(const struct udpi_host_address *address, uint8_t family, const char *expected) {
    char text[INET6_ADDRSTRLEN];
    assert_int_equal(address->family, family);
    assert_string_equal(inet_ntop(family, address->bytes, text, sizeof text), expected);
}

/* --- routes ------------------------------------------------------------------------------------------------------- */

static const uint8_t gateway[] = {192, 0, 2, 1}, source[] = {192, 0, 2, 77};

static void make_route(struct message *message, uint8_t family, uint8_t type) {
    const uint32_t interface = 4;
    put_head(message, &(struct rtmsg){.rtm_family = family, .rtm_type = type}, sizeof(struct rtmsg));
    put_attribute(message, RTA_OIF, &interface, sizeof interface);
}

static bool read_route(const struct message *message, size_t count, struct udpi_host_route *route) {
    uint8_t *copy = copy_bytes(message, count);
    bool is_read = udpi_host_route_read(copy, count, route);
    free(copy);
    return is_read;
}

static void reads_a_route_through_a_gateway(void **state) {
    (void)state;
    struct message message;
    struct udpi_host_route route;
    make_route(&message, AF_INET, RTN_UNICAST);
    put_attribute(&message, RTA_GATEWAY, gateway, sizeof gateway);
    put_attribute(&message, RTA_PREFSRC, source, sizeof source);
    put_attribute(&message, RTA_METRICS, gateway, sizeof gateway); /* means nothing to it */
    assert_true(read_route(&message, message.count, &route));
    assert_int_equal(route.kind, UDPI_ROUTE_UNICAST);
    assert_int_equal(route.interface, 4);
    expect_address(&route.gateway, AF_INET, "192.0.2.1");
    expect_address(&route.source, AF_INET, "192.0.2.77");
}

static void reads_a_gateway_of_another_family(void **state) {
    (void)state;
    struct message message;
    struct udpi_host_route route;
    struct {
        uint16_t family;
        uint8_t address[16];
    } via = {.family = AF_INET6};
    inet_pton(AF_INET6, "fe80::1", via.address);
    make_route(&message, AF_INET, RTN_UNICAST);
    put_attribute(&message, RTA_VIA, &via, sizeof via);
    assert_true(read_route(&message, message.count, &route));
    expect_address(&route.gateway, AF_INET6, "fe80::1");
    assert_int_equal(route.source.family, 0);
}

static void reads_kinds_of_routes(void **state) {
    (void)state;
    static const struct {
        uint8_t type;
        const char *name;
    } kinds[] = {
        {RTN_UNICAST, "unicast"},         {RTN_LOCAL, "local"},         {RTN_BROADCAST, "broadcast"},
        {RTN_ANYCAST, "anycast"},         {RTN_MULTICAST, "multicast"}, {RTN_BLACKHOLE, "blackhole"},
        {RTN_UNREACHABLE, "unreachable"}, {RTN_PROHIBIT, "prohibit"},   {RTN_NAT, "unknown"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct message message;
        struct udpi_host_route route;
        make_route(&message, AF_INET6, kinds[i].type);
        assert_true(read_route(&message, message.count, &route));
        assert_string_equal(udpi_host_route_names[route.kind], kinds[i].name);
        assert_int_equal(route.gateway.family, 0);
    }
}

static void knows_refusals(void **state) {
    (void)state;
    assert_int_equal(udpi_host_route_of_refusal(ENETUNREACH), UDPI_ROUTE_NONE);
    assert_int_equal(udpi_host_route_of_refusal(EINVAL), UDPI_ROUTE_BLACKHOLE);
    assert_int_equal(udpi_host_route_of_refusal(EHOSTUNREACH), UDPI_ROUTE_UNREACHABLE);
    assert_int_equal(udpi_host_route_of_refusal(EACCES), UDPI_ROUTE_PROHIBIT);
    assert_int_equal(udpi_host_route_of_refusal(ENOMEM), UDPI_ROUTE_UNKNOWN);
}

/* An address of 3 or 5 bytes, of a family nobody knows, or a name without its end is none. */
static void takes_no_attribute_of_a_wrong_size(void **state) {
    (void)state;
    struct message message;
    struct udpi_host_route route;
    static const uint8_t bytes[] = {10, 0, 1, 2, 3, 4, 5};
    for (uint16_t count = 0; count < sizeof bytes; count++) {
        if (count == 4)
            continue;
        make_route(&message, AF_INET, RTN_UNICAST);
        put_attribute(&message, RTA_GATEWAY, bytes, count);
        put_attribute(&message, RTA_VIA, bytes, count);
        put_attribute(&message, RTA_OIF, bytes, count);
        assert_true(read_route(&message, message.count, &route));
        assert_int_equal(route.gateway.family, 0);
        assert_int_equal(route.interface, 4);
    }
}

/* 12 bytes of head, 8 of the interface, 8 of the gateway: what ends between two of them lacks the rest only. */
static void refuses_routes_that_are_cut(void **state) {
    (void)state;
    struct message message;
    make_route(&message, AF_INET, RTN_UNICAST);
    put_attribute(&message, RTA_GATEWAY, gateway, sizeof gateway);
    assert_int_equal(message.count, 28);
    for (size_t count = 0; count <= message.count; count++) {
        struct udpi_host_route route;
        assert_int_equal(read_route(&message, count, &route), count == 12 || count == 20 || count == 28);
        assert_int_equal(route.gateway.family, count == 28 ? AF_INET : 0);
    }
}

/* --- interfaces --------------------------------------------------------------------------------------------------- */

static struct udpi_host_link read_link(unsigned flags, const char *name, uint16_t count) {
    struct message message;
    struct udpi_host_link link;
    put_head(&message, &(struct ifinfomsg){.ifi_flags = flags}, sizeof(struct ifinfomsg));
    put_attribute(&message, IFLA_IFNAME, name, count);
    for (size_t length = 0; length <= message.count; length++) {
        uint8_t *copy = copy_bytes(&message, length);
        bool is_read = udpi_host_link_read(copy, length, &link);
        free(copy);
        assert_int_equal(is_read, link.is_known);
    }
    assert_true(link.is_known);
    return link;
}

static void reads_interfaces(void **state) {
    (void)state;
    struct udpi_host_link link = read_link(IFF_UP | IFF_RUNNING | IFF_BROADCAST, "eth0", 5);
    assert_string_equal(link.name, "eth0");
    assert_true(link.is_up && link.is_running && link.has_neighbors);
    assert_false(link.is_loopback);
    link = read_link(IFF_UP | IFF_RUNNING | IFF_LOOPBACK, "lo", 3);
    assert_true(link.is_loopback);
    assert_false(link.has_neighbors);
    link = read_link(IFF_UP | IFF_POINTOPOINT | IFF_NOARP, "tun0", 5);
    assert_false(link.is_running || link.has_neighbors);
    link = read_link(0, "eth1", 4); /* without its end */
    assert_string_equal(link.name, "");
    assert_false(link.is_up);
    link = read_link(0, "a name of more than 16 bytes", 29);
    assert_string_equal(link.name, "");
}

/* --- neighbors ---------------------------------------------------------------------------------------------------- */

static struct udpi_host_neighbor read_neighbor(uint16_t theirs, const void *mac, uint16_t count) {
    struct message message;
    struct udpi_host_neighbor neighbor;
    bool is_read = false;
    put_head(&message, &(struct ndmsg){.ndm_family = AF_INET, .ndm_state = theirs}, sizeof(struct ndmsg));
    put_attribute(&message, NDA_LLADDR, mac, count);
    for (size_t length = 0; length <= message.count; length++) {
        uint8_t *copy = copy_bytes(&message, length);
        is_read = udpi_host_neighbor_read(copy, length, &neighbor);
        free(copy);
    }
    assert_true(is_read);
    return neighbor;
}

static void reads_neighbors(void **state) {
    (void)state;
    static const uint8_t mac[] = {2, 0, 0, 0, 0, 9, 0, 0};
    static const struct {
        uint16_t theirs;
        const char *name;
    } states[] = {
        {NUD_NONE, "unknown"},  {NUD_INCOMPLETE, "INCOMPLETE"}, {NUD_REACHABLE, "REACHABLE"},
        {NUD_STALE, "STALE"},   {NUD_DELAY, "DELAY"},           {NUD_PROBE, "PROBE"},
        {NUD_FAILED, "FAILED"}, {NUD_NOARP, "NOARP"},           {NUD_PERMANENT, "PERMANENT"},
    };
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        struct udpi_host_neighbor neighbor = read_neighbor(states[i].theirs, mac, 6);
        assert_string_equal(udpi_host_neighbor_names[neighbor.state], states[i].name);
        assert_true(neighbor.has_mac);
        assert_memory_equal(neighbor.mac, mac, 6);
    }
    assert_false(read_neighbor(NUD_REACHABLE, mac, 8).has_mac); /* EUI-64, of another kind of link */
}

/* --- networks ----------------------------------------------------------------------------------------------------- */

static void reads_the_network_of_a_route(void **state) {
    (void)state;
    static const uint8_t network[] = {10, 9, 1, 0};
    struct rtmsg head = {.rtm_family = AF_INET, .rtm_dst_len = 24, .rtm_type = RTN_UNICAST};
    struct message message;
    struct udpi_host_network read;
    put_head(&message, &head, sizeof head);
    put_attribute(&message, RTA_GATEWAY, gateway, sizeof gateway);
    put_attribute(&message, RTA_DST, network, sizeof network);
    assert_true(udpi_host_network_read(message.bytes, message.count, &read));
    expect_address(&read.address, AF_INET, "10.9.1.0");
    assert_int_equal(read.prefix_length, 24);
    for (size_t count = 0; count < message.count; count++) {
        uint8_t *copy = copy_bytes(&message, count);
        bool is_between = count == sizeof head || count == sizeof head + 8; /* of whole attributes */
        assert_int_equal(udpi_host_network_read(copy, count, &read), is_between);
        free(copy);
    }
}

/* The kernel leaves the destination of the default route out. */
static void reads_the_default_route(void **state) {
    (void)state;
    struct rtmsg head = {.rtm_family = AF_INET6, .rtm_type = RTN_UNICAST};
    struct message message;
    struct udpi_host_network read;
    put_head(&message, &head, sizeof head);
    assert_true(udpi_host_network_read(message.bytes, message.count, &read));
    expect_address(&read.address, AF_INET6, "::");
    assert_int_equal(read.prefix_length, 0);
}

/* --- asking ------------------------------------------------------------------------------------------------------- */

static void knows_nothing_without_a_socket(void **state) {
    (void)state;
    const struct udpi_host_address to = {.family = AF_INET, .bytes = {127, 0, 0, 1}}, from = {0};
    struct udpi_host_way way;
    memset(&way, 0xff, sizeof way);
    udpi_host_way_find(&way, &to, &from, 0, -1);
    assert_int_equal(way.route.kind, UDPI_ROUTE_UNKNOWN);
    assert_int_equal(way.route.interface, 0);
    assert_false(way.link.is_known);
    assert_int_equal(way.neighbor.state, UDPI_NEIGHBOR_UNKNOWN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_route_through_a_gateway),
        cmocka_unit_test(reads_a_gateway_of_another_family),
        cmocka_unit_test(reads_kinds_of_routes),
        cmocka_unit_test(knows_refusals),
        cmocka_unit_test(takes_no_attribute_of_a_wrong_size),
        cmocka_unit_test(refuses_routes_that_are_cut),
        cmocka_unit_test(reads_interfaces),
        cmocka_unit_test(reads_neighbors),
        cmocka_unit_test(reads_the_network_of_a_route),
        cmocka_unit_test(reads_the_default_route),
        cmocka_unit_test(knows_nothing_without_a_socket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
