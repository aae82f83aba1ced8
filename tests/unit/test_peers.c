/* Peers told apart, in bounded memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <arpa/inet.h>
#include <cmocka.h>

#include "socket/peers.h"

static struct udpi_endpoint make_peer(uint32_t address, uint16_t port) {
    return (struct udpi_endpoint){
        .ipv4 = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(address)}},
        .size = sizeof(struct sockaddr_in)};
}

static struct udpi_endpoint make_peer_ipv6(const char *address, uint16_t port, uint32_t interface) {
    struct udpi_endpoint peer = {
        .ipv6 = {.sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_scope_id = interface},
        .size = sizeof peer.ipv6};
    assert_int_equal(inet_pton(AF_INET6, address, &peer.ipv6.sin6_addr), 1);
    return peer;
}

static void tells_them_apart(void **state) {
    (void)state;
    const struct udpi_endpoint peers[] = {
        make_peer(0x0a000001, 1000),
        make_peer(0x0a000001, 1001),
        make_peer(0x0a000002, 1000),
        make_peer_ipv6("2001:db8::1", 1000, 0),
        make_peer_ipv6("2001:db8::2", 1000, 0),
        make_peer_ipv6("::ffff:10.0.0.1", 1000, 0),
        make_peer_ipv6("fe80::1", 1000, 1),
        make_peer_ipv6("fe80::1", 1000, 2),
    };
    struct udpi_peers *table = udpi_peers_create();
    enum { COUNT = sizeof peers / sizeof *peers };
    for (unsigned i = 0; i < COUNT; i++) {
        assert_int_equal(udpi_peers_find(table, &peers[i]), UDPI_PEERS_NONE);
        assert_int_equal(udpi_peers_add(table, &peers[i]), i);
    }
    for (unsigned i = 0; i < COUNT; i++)
        assert_int_equal(udpi_peers_find(table, &peers[i]), i);
    assert_int_equal(udpi_peers_count(table), COUNT);

    udpi_peers_remove(table, 2);
    assert_int_equal(udpi_peers_find(table, &peers[2]), UDPI_PEERS_NONE);
    assert_int_equal(udpi_peers_count(table), COUNT - 1);
    assert_int_equal(udpi_peers_add(table, &peers[2]), 2);
    udpi_peers_free(table);
}

static void has_a_bound(void **state) {
    (void)state;
    struct udpi_peers *table = udpi_peers_create();
    for (unsigned i = 0; i < UDPI_PEERS_MOST; i++) {
        struct udpi_endpoint peer = make_peer(0x0a000000 + i / 7, (uint16_t)(i % 7));
        assert_int_equal(udpi_peers_add(table, &peer), i);
    }
    struct udpi_endpoint further = make_peer(1, 1);
    assert_int_equal(udpi_peers_add(table, &further), UDPI_PEERS_NONE);
    /* Every second one goes: the others stay what they were, whatever chain they are in. */
    for (unsigned i = 0; i < UDPI_PEERS_MOST; i += 2)
        udpi_peers_remove(table, i);
    for (unsigned i = 0; i < UDPI_PEERS_MOST; i++) {
        struct udpi_endpoint peer = make_peer(0x0a000000 + i / 7, (uint16_t)(i % 7));
        assert_int_equal(udpi_peers_find(table, &peer), i % 2 ? i : UDPI_PEERS_NONE);
    }
    assert_int_equal(udpi_peers_add(table, &further), 0);
    udpi_peers_free(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_them_apart),
        cmocka_unit_test(has_a_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
