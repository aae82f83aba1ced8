#include "host/receiver.h"

#include <netinet/in.h>
#include <string.h>

/* The address in the family of the datagram: an IPv6 socket names IPv4 addresses by ::ffff:0:0/96. */
static const uint8_t *address_of(const struct udpi_host_socket *socket, const struct udpi_host_end *end,
                                 uint8_t family) {
    bool is_mapped = socket->family == AF_INET6 && family == AF_INET;
    return end->address + (is_mapped ? UDPI_HOST_MAPPED : 0);
}

static bool is_same(const uint8_t *a, const uint8_t *b, uint8_t family) {
    return memcmp(a, b, family == AF_INET ? sizeof(struct in_addr) : sizeof(struct in6_addr)) == 0;
}

static bool takes_address(const struct udpi_host_socket *socket, const struct udpi_host_datagram *datagram) {
    static const uint8_t any[sizeof datagram->to.address];
    const uint8_t *local = address_of(socket, &socket->local, datagram->family);
    return is_same(local, datagram->to.address, datagram->family) || is_same(local, any, datagram->family);
}

static bool takes(const struct udpi_host_socket *socket, const struct udpi_host_datagram *datagram) {
    bool takes_family =
        datagram->family == AF_INET ? udpi_host_socket_has_ipv4(socket) : udpi_host_socket_has_ipv6(socket);
    bool takes_interface = socket->interface == 0 || socket->interface == datagram->interface;
    return socket->protocol == IPPROTO_UDP && socket->local.port == datagram->to.port && takes_family &&
           takes_interface && takes_address(socket, datagram);
}

static bool hears(const struct udpi_host_socket *socket, const struct udpi_host_datagram *datagram) {
    if (socket->state != UDPI_HOST_CONNECTED)
        return true;
    const uint8_t *peer = address_of(socket, &socket->peer, datagram->family);
    return socket->peer.port == datagram->from.port && is_same(peer, datagram->from.address, datagram->family);
}

/* One that is bound to the address is looked for first; among those, what else they are bound to counts. */
static unsigned rank(const struct udpi_host_socket *socket, const struct udpi_host_datagram *datagram) {
    const uint8_t *local = address_of(socket, &socket->local, datagram->family);
    bool is_exact = is_same(local, datagram->to.address, datagram->family);
    return 8U * is_exact + 4U * (socket->state == UDPI_HOST_CONNECTED) + 2U * (socket->interface != 0) +
           (socket->family == datagram->family);
}

struct udpi_host_receiver udpi_host_receiver_find(const struct udpi_host_sockets *list,
                                                  const struct udpi_host_datagram *datagram) {
    struct udpi_host_receiver receiver = {0};
    unsigned best = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct udpi_host_socket *socket = &list->entries[i];
        if (!takes(socket, datagram))
            continue;
        if (!hears(socket, datagram)) {
            receiver.deaf = socket;
            continue;
        }
        unsigned place = rank(socket, datagram);
        bool is_better = !receiver.socket || place > best;
        bool is_equal = !is_better && place == best;
        receiver.count = is_better ? 1 : receiver.count + is_equal;
        if (is_better || (is_equal && socket->receive_queue > receiver.socket->receive_queue))
            receiver.socket = socket;
        best = is_better ? place : best;
    }
    if (receiver.socket)
        receiver.deaf = NULL;
    return receiver;
}
