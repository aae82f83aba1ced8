#include "host/surroundings.h"

#include <linux/netlink.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "core/bytes.h"
#include "host/netlink.h"

enum { REMEMBERED = 64, IPV4_SIZE = 4, IPV6_SIZE = 16 };

/* What was found out last of an address that falls into this place. */
struct memory {
    time_t second; /* of CLOCK_MONOTONIC, and one more; 0: nothing yet */
    struct udpi_ip ip;
    char interface[IFNAMSIZ];
    struct udpi_whereabouts whereabouts;
};

struct udpi_host_surroundings {
    int socket;
    struct memory memories[REMEMBERED];
};

struct udpi_host_surroundings *udpi_host_surroundings_open(void) {
    struct udpi_host_surroundings *surroundings = calloc(1, sizeof *surroundings);
    if (!surroundings)
        return NULL;
    surroundings->socket = udpi_netlink_open(NETLINK_ROUTE);
    if (surroundings->socket >= 0)
        return surroundings;
    free(surroundings);
    return NULL;
}

void udpi_host_surroundings_close(struct udpi_host_surroundings *surroundings) {
    if (surroundings)
        close(surroundings->socket);
    free(surroundings);
}

int udpi_host_surroundings_socket(const struct udpi_host_surroundings *surroundings) {
    return surroundings->socket;
}

/* --- what a way means --------------------------------------------------------------------------------------------- */

static const uint8_t kinds[] = {
    [UDPI_ROUTE_UNKNOWN] = UDPI_WHEREABOUTS_UNKNOWN,   [UDPI_ROUTE_UNICAST] = UDPI_WHEREABOUTS_LINK,
    [UDPI_ROUTE_LOCAL] = UDPI_WHEREABOUTS_HERE,        [UDPI_ROUTE_BROADCAST] = UDPI_WHEREABOUTS_BROADCAST,
    [UDPI_ROUTE_ANYCAST] = UDPI_WHEREABOUTS_HERE,      [UDPI_ROUTE_MULTICAST] = UDPI_WHEREABOUTS_UNKNOWN,
    [UDPI_ROUTE_BLACKHOLE] = UDPI_WHEREABOUTS_NOWHERE, [UDPI_ROUTE_UNREACHABLE] = UDPI_WHEREABOUTS_NOWHERE,
    [UDPI_ROUTE_PROHIBIT] = UDPI_WHEREABOUTS_NOWHERE,  [UDPI_ROUTE_NONE] = UDPI_WHEREABOUTS_NOWHERE,
};

static struct udpi_ip make_ip(const struct udpi_host_address *address) {
    struct udpi_ip ip = {.size = address->family == AF_INET ? IPV4_SIZE : address->family == AF_INET6 ? IPV6_SIZE : 0};
    memcpy(ip.bytes, address->bytes, ip.size);
    return ip;
}

void udpi_host_whereabouts_read(struct udpi_whereabouts *whereabouts, const struct udpi_host_way *way,
                                const struct udpi_host_network *network) {
    *whereabouts = (struct udpi_whereabouts){.kind = kinds[way->route.kind]};
    if (way->route.kind == UDPI_ROUTE_UNICAST && way->route.gateway.family != 0) {
        whereabouts->kind = UDPI_WHEREABOUTS_GATEWAY;
        whereabouts->gateway = make_ip(&way->route.gateway);
    }
    whereabouts->has_mac = way->neighbor.has_mac;
    whereabouts->mac = way->neighbor.has_mac ? udpi_load_be(way->neighbor.mac, UDPI_HOST_MAC) : 0;
    if (whereabouts->kind != UDPI_WHEREABOUTS_LINK && whereabouts->kind != UDPI_WHEREABOUTS_BROADCAST)
        return;
    whereabouts->network = make_ip(&network->address);
    whereabouts->prefix_length = network->prefix_length;
}

/* --- asking ------------------------------------------------------------------------------------------------------- */

/* RFC 4291 section 2.5.6: fe80::/10. The same address is on every link, so that only the interface tells which is meant. */
static bool is_link_local(const struct udpi_ip *ip) {
    return ip->size == IPV6_SIZE && ip->bytes[0] == 0xfe && (ip->bytes[1] & 0xc0U) == 0x80;
}

/*
 * The subnet that a broadcast address is the last one of. The routing table has that as a route of its own, and so it has
 * the addresses of this host: of two others in the subnet, one is neither.
 */
static void find_broadcast_network(struct udpi_host_network *network, const struct udpi_host_address *broadcast,
                                   int socket) {
    for (uint8_t bit = 1; bit <= 2; bit++) {
        struct udpi_host_address other = *broadcast;
        other.bytes[IPV4_SIZE - 1] ^= bit;
        udpi_host_network_find(network, &other, 0, socket);
        if (network->prefix_length < 8 * IPV4_SIZE)
            return;
    }
    *network = (struct udpi_host_network){0};
}

static void find(const struct udpi_ip *ip, const char *interface, int socket, struct udpi_whereabouts *whereabouts) {
    struct udpi_host_address to = {.family = ip->size == IPV4_SIZE ? AF_INET : AF_INET6};
    static const struct udpi_host_address nobody = {0};
    struct udpi_host_link link = {0};
    struct udpi_host_way way;
    struct udpi_host_network network = {0};
    memcpy(to.bytes, ip->bytes, ip->size);
    if (*interface)
        udpi_host_link_find_named(&link, interface, socket);
    uint32_t through = is_link_local(ip) ? link.interface : 0;
    udpi_host_way_find(&way, &to, &nobody, through, socket);
    if (way.route.kind == UDPI_ROUTE_BROADCAST)
        find_broadcast_network(&network, &to, socket);
    else if (way.route.kind == UDPI_ROUTE_UNICAST)
        udpi_host_network_find(&network, &to, through, socket);
    udpi_host_whereabouts_read(whereabouts, &way, &network);
    whereabouts->is_of_interface = link.is_known && link.interface == way.route.interface;
}

static struct memory *find_memory(struct udpi_host_surroundings *surroundings, const struct udpi_ip *ip) {
    return &surroundings->memories[(ip->bytes[ip->size - 1] ^ ip->bytes[ip->size - 2]) % REMEMBERED];
}

static void remember_or_find(void *context, const struct udpi_ip *ip, const char *interface,
                             struct udpi_whereabouts *whereabouts) {
    struct udpi_host_surroundings *surroundings = context;
    struct memory *memory = find_memory(surroundings, ip);
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    interface = interface && strlen(interface) < sizeof memory->interface ? interface : "";
    if (memory->second != now.tv_sec + 1 || !udpi_ip_equals(&memory->ip, ip) ||
        strcmp(memory->interface, interface) != 0) {
        memory->second = now.tv_sec + 1;
        memory->ip = *ip;
        memcpy(memory->interface, interface, strlen(interface) + 1);
        find(ip, interface, surroundings->socket, &memory->whereabouts);
    }
    *whereabouts = memory->whereabouts;
}

struct udpi_surroundings udpi_host_surroundings_view(struct udpi_host_surroundings *surroundings) {
    return (struct udpi_surroundings){remember_or_find, surroundings};
}
