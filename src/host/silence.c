#include "host/silence.h"

#include <ifaddrs.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#include "host/netlink.h"
#include "host/receiver.h"

static const char proc[] = "/proc";

const char *const udpi_silence_names[] = {
    [UDPI_SILENCE_UNKNOWN] = "unknown",         [UDPI_SILENCE_NO_ROUTE] = "no_route",
    [UDPI_SILENCE_BLACKHOLE] = "blackhole",     [UDPI_SILENCE_UNREACHABLE] = "unreachable",
    [UDPI_SILENCE_PROHIBIT] = "prohibit",       [UDPI_SILENCE_INTERFACE_DOWN] = "interface_down",
    [UDPI_SILENCE_NO_CARRIER] = "no_carrier",   [UDPI_SILENCE_NO_NEIGHBOR] = "no_neighbor",
    [UDPI_SILENCE_HANDED_OVER] = "handed_over", [UDPI_SILENCE_LOCAL] = "local",
    [UDPI_SILENCE_NO_SOCKET] = "no_socket",     [UDPI_SILENCE_OTHER_PEER] = "other_peer",
    [UDPI_SILENCE_NOT_READ] = "not_read",       [UDPI_SILENCE_NOT_ANSWERED] = "not_answered",
    [UDPI_SILENCE_MULTICAST] = "multicast",     [UDPI_SILENCE_BROADCAST] = "broadcast",
};

/* --- addresses ---------------------------------------------------------------------------------------------------- */

/* Gives the port. */
static uint16_t take_apart(const struct sockaddr *place, struct udpi_host_address *address) {
    *address = (struct udpi_host_address){.family = (uint8_t)place->sa_family};
    if (place->sa_family == AF_INET) {
        const struct sockaddr_in *ipv4 = (const void *)place;
        memcpy(address->bytes, &ipv4->sin_addr, sizeof ipv4->sin_addr);
        return ntohs(ipv4->sin_port);
    }
    const struct sockaddr_in6 *ipv6 = (const void *)place;
    memcpy(address->bytes, &ipv6->sin6_addr, sizeof ipv6->sin6_addr);
    return ntohs(ipv6->sin6_port);
}

/* That of a link-local address, without which it means nothing. */
static uint32_t scope_of(const struct sockaddr *place) {
    return place->sa_family == AF_INET6 ? ((const struct sockaddr_in6 *)(const void *)place)->sin6_scope_id : 0;
}

static bool is_group(const struct udpi_host_address *address) {
    return address->family == AF_INET ? address->bytes[0] >> 4 == 0xe : address->bytes[0] == 0xff;
}

/* The interface that has the address; 0 where none has it. */
static uint32_t interface_of(const struct udpi_host_address *address) {
    struct ifaddrs *list;
    uint32_t interface = 0;
    if (getifaddrs(&list) < 0)
        return 0;
    for (const struct ifaddrs *entry = list; entry && interface == 0; entry = entry->ifa_next) {
        struct udpi_host_address own;
        if (!entry->ifa_addr || entry->ifa_addr->sa_family != address->family)
            continue;
        take_apart(entry->ifa_addr, &own);
        if (memcmp(&own, address, sizeof own) == 0)
            interface = if_nametoindex(entry->ifa_name);
    }
    freeifaddrs(list);
    return interface;
}

/* --- this host ---------------------------------------------------------------------------------------------------- */

/* Keeps the socket and who has it open. */
static void keep_socket(struct udpi_silence *silence, const struct udpi_host_socket *socket) {
    struct udpi_error ignored = {0};
    uint64_t inode = socket->inode;
    silence->socket = *socket;
    udpi_socket_holders_find(&silence->holders, proc, &inode, 1, &ignored);
}

static enum udpi_silence_reason choose_socket(struct udpi_silence *silence, const struct udpi_host_receiver *receiver) {
    const struct udpi_host_socket *socket = receiver->socket ? receiver->socket : receiver->deaf;
    if (!socket)
        return UDPI_SILENCE_NO_SOCKET;
    keep_socket(silence, socket);
    silence->socket_count = receiver->count;
    if (!receiver->socket)
        return UDPI_SILENCE_OTHER_PEER;
    return socket->receive_queue > 0 ? UDPI_SILENCE_NOT_READ : UDPI_SILENCE_NOT_ANSWERED;
}

static enum udpi_silence_reason find_socket(struct udpi_silence *silence, const struct udpi_host_address *from,
                                            uint16_t from_port) {
    struct udpi_host_sockets list;
    struct udpi_error ignored = {0};
    struct udpi_host_datagram datagram = {
        .family = silence->to.family, .to.port = silence->port, .from.port = from_port};
    memcpy(datagram.to.address, silence->to.bytes, sizeof datagram.to.address);
    memcpy(datagram.from.address, from->bytes, sizeof datagram.from.address);
    datagram.interface = silence->way.route.interface;
    enum udpi_silence_reason reason = UDPI_SILENCE_LOCAL;
    int diag = udpi_netlink_open(NETLINK_SOCK_DIAG);
    if (udpi_host_sockets_list(&list, diag, proc, &ignored) == UDPI_OK && !list.was_changing) {
        struct udpi_host_receiver receiver = udpi_host_receiver_find(&list, &datagram);
        reason = choose_socket(silence, &receiver);
    }
    udpi_host_sockets_free(&list);
    if (diag >= 0)
        close(diag);
    return reason;
}

/* --- the way there ------------------------------------------------------------------------------------------------ */

/* Where there is none any more, the interface may have gone down, and its routes with it. */
static enum udpi_silence_reason explain_missing_route(struct udpi_silence *silence, uint32_t interface, int socket) {
    udpi_host_link_find(&silence->way.link, interface, socket);
    bool is_down = silence->way.link.is_known && !silence->way.link.is_up;
    return is_down ? UDPI_SILENCE_INTERFACE_DOWN : UDPI_SILENCE_NO_ROUTE;
}

static enum udpi_silence_reason explain_neighbor(const struct udpi_host_way *way) {
    switch (way->neighbor.state) {
    case UDPI_NEIGHBOR_INCOMPLETE:
    case UDPI_NEIGHBOR_FAILED: return UDPI_SILENCE_NO_NEIGHBOR;
    case UDPI_NEIGHBOR_UNKNOWN:
        return way->link.is_known && !way->link.has_neighbors ? UDPI_SILENCE_HANDED_OVER : UDPI_SILENCE_UNKNOWN;
    default: return UDPI_SILENCE_HANDED_OVER;
    }
}

static enum udpi_silence_reason explain_way(const struct udpi_silence *silence) {
    const struct udpi_host_way *way = &silence->way;
    if (way->link.is_known && !way->link.is_running)
        return way->link.is_up ? UDPI_SILENCE_NO_CARRIER : UDPI_SILENCE_INTERFACE_DOWN;
    if (is_group(&silence->to))
        return UDPI_SILENCE_MULTICAST;
    if (way->route.kind == UDPI_ROUTE_BROADCAST)
        return UDPI_SILENCE_BROADCAST;
    return way->route.kind == UDPI_ROUTE_UNICAST ? explain_neighbor(way) : UDPI_SILENCE_UNKNOWN;
}

void udpi_silence_find(struct udpi_silence *silence, const struct udpi_silence_question *question) {
    *silence = (struct udpi_silence){.hops = question->hops};
    struct udpi_host_address from;
    uint16_t from_port = take_apart(question->from, &from);
    silence->port = take_apart(question->to, &silence->to);
    uint32_t scope = scope_of(question->to);
    uint32_t interface = scope > 0 ? scope : question->interface;
    int socket = udpi_netlink_open(NETLINK_ROUTE);
    udpi_host_way_find(&silence->way, &silence->to, &from, interface, socket);
    switch (silence->way.route.kind) {
    case UDPI_ROUTE_LOCAL: silence->reason = (uint8_t)find_socket(silence, &from, from_port); break;
    case UDPI_ROUTE_BLACKHOLE: silence->reason = UDPI_SILENCE_BLACKHOLE; break;
    case UDPI_ROUTE_UNREACHABLE: silence->reason = UDPI_SILENCE_UNREACHABLE; break;
    case UDPI_ROUTE_PROHIBIT: silence->reason = UDPI_SILENCE_PROHIBIT; break;
    case UDPI_ROUTE_NONE:
        interface = interface > 0 ? interface : interface_of(&from);
        silence->reason = (uint8_t)explain_missing_route(silence, interface, socket);
        break;
    default: silence->reason = (uint8_t)explain_way(silence);
    }
    if (socket >= 0)
        close(socket);
}

void udpi_silence_free(struct udpi_silence *silence) {
    udpi_socket_holders_free(&silence->holders);
}

bool udpi_silence_explains_refusal(const struct udpi_silence *silence) {
    return silence->reason >= UDPI_SILENCE_NO_ROUTE && silence->reason <= UDPI_SILENCE_NO_NEIGHBOR;
}

const struct udpi_host_address *udpi_silence_next_hop(const struct udpi_silence *silence) {
    const struct udpi_host_address *gateway = &silence->way.route.gateway;
    return gateway->family != 0 ? gateway : &silence->to;
}
