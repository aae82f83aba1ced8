#include "host/way.h"

#include <errno.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "host/netlink.h"

const char *const udpi_host_route_names[] = {
    [UDPI_ROUTE_UNKNOWN] = "unknown",     [UDPI_ROUTE_UNICAST] = "unicast",
    [UDPI_ROUTE_LOCAL] = "local",         [UDPI_ROUTE_BROADCAST] = "broadcast",
    [UDPI_ROUTE_ANYCAST] = "anycast",     [UDPI_ROUTE_MULTICAST] = "multicast",
    [UDPI_ROUTE_BLACKHOLE] = "blackhole", [UDPI_ROUTE_UNREACHABLE] = "unreachable",
    [UDPI_ROUTE_PROHIBIT] = "prohibit",   [UDPI_ROUTE_NONE] = "none",
};

const char *const udpi_host_neighbor_names[] = {
    [UDPI_NEIGHBOR_UNKNOWN] = "unknown",     [UDPI_NEIGHBOR_INCOMPLETE] = "INCOMPLETE",
    [UDPI_NEIGHBOR_REACHABLE] = "REACHABLE", [UDPI_NEIGHBOR_STALE] = "STALE",
    [UDPI_NEIGHBOR_DELAY] = "DELAY",         [UDPI_NEIGHBOR_PROBE] = "PROBE",
    [UDPI_NEIGHBOR_FAILED] = "FAILED",       [UDPI_NEIGHBOR_NOARP] = "NOARP",
    [UDPI_NEIGHBOR_PERMANENT] = "PERMANENT",
};

/* A number of the kernel's and ours for the same. */
struct translation {
    int theirs;
    uint8_t ours;
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint8_t translate(const struct translation *table, size_t count, int theirs) {
    for (size_t i = 0; i < count; i++)
        if (table[i].theirs == theirs)
            return table[i].ours;
    return 0; /* unknown, in each of them */
}

static size_t address_size(uint8_t family) {
    return family == AF_INET ? 4 : 16;
}

/* --- routes ------------------------------------------------------------------------------------------------------- */

static const struct translation route_kinds[] = {
    {RTN_UNICAST, UDPI_ROUTE_UNICAST},         {RTN_LOCAL, UDPI_ROUTE_LOCAL},
    {RTN_BROADCAST, UDPI_ROUTE_BROADCAST},     {RTN_ANYCAST, UDPI_ROUTE_ANYCAST},
    {RTN_MULTICAST, UDPI_ROUTE_MULTICAST},     {RTN_BLACKHOLE, UDPI_ROUTE_BLACKHOLE},
    {RTN_UNREACHABLE, UDPI_ROUTE_UNREACHABLE}, {RTN_PROHIBIT, UDPI_ROUTE_PROHIBIT},
};

/* What the kernel answers with instead of such a route. */
static const struct translation route_refusals[] = {
    {EINVAL, UDPI_ROUTE_BLACKHOLE},
    {EHOSTUNREACH, UDPI_ROUTE_UNREACHABLE},
    {EACCES, UDPI_ROUTE_PROHIBIT},
    {ENETUNREACH, UDPI_ROUTE_NONE},
};

enum udpi_host_route_kind udpi_host_route_of_refusal(int number) {
    return translate(route_refusals, COUNT(route_refusals), number);
}

struct route_reading {
    struct udpi_host_route *route;
    uint8_t family;
};

static void read_address(struct udpi_host_address *address, uint8_t family, const uint8_t *bytes, size_t count) {
    if ((family != AF_INET && family != AF_INET6) || count != address_size(family))
        return;
    address->family = family;
    memcpy(address->bytes, bytes, count);
}

/* struct rtvia: a gateway of another family, as IPv6 routers of IPv4 (RFC 8950). */
static void read_via(struct udpi_host_address *address, const uint8_t *bytes, size_t count) {
    uint16_t family;
    if (count < sizeof family)
        return;
    memcpy(&family, bytes, sizeof family);
    read_address(address, (uint8_t)family, bytes + sizeof family, count - sizeof family);
}

static void read_route_attribute(void *context, uint16_t type, const uint8_t *bytes, size_t count) {
    const struct route_reading *reading = context;
    struct udpi_host_route *route = reading->route;
    if (type == RTA_OIF && count == sizeof route->interface)
        memcpy(&route->interface, bytes, count);
    if (type == RTA_GATEWAY)
        read_address(&route->gateway, reading->family, bytes, count);
    if (type == RTA_VIA)
        read_via(&route->gateway, bytes, count);
    if (type == RTA_PREFSRC)
        read_address(&route->source, reading->family, bytes, count);
}

bool udpi_host_route_read(const uint8_t *bytes, size_t count, struct udpi_host_route *route) {
    struct rtmsg head;
    *route = (struct udpi_host_route){0};
    if (count < sizeof head)
        return false;
    memcpy(&head, bytes, sizeof head);
    route->kind = translate(route_kinds, COUNT(route_kinds), head.rtm_type);
    struct route_reading reading = {route, head.rtm_family};
    return udpi_netlink_read_attributes(bytes + sizeof head, count - sizeof head, read_route_attribute, &reading);
}

static void read_network_attribute(void *context, uint16_t type, const uint8_t *bytes, size_t count) {
    struct udpi_host_network *network = context;
    if (type == RTA_DST)
        read_address(&network->address, network->address.family, bytes, count);
}

/* Of the default route there is no RTA_DST: its network is 0.0.0.0/0, or ::/0. */
bool udpi_host_network_read(const uint8_t *bytes, size_t count, struct udpi_host_network *network) {
    struct rtmsg head;
    *network = (struct udpi_host_network){0};
    if (count < sizeof head)
        return false;
    memcpy(&head, bytes, sizeof head);
    network->address.family = head.rtm_family;
    network->prefix_length = head.rtm_dst_len;
    return udpi_netlink_read_attributes(bytes + sizeof head, count - sizeof head, read_network_attribute, network);
}

/* --- interfaces --------------------------------------------------------------------------------------------------- */

static void read_link_attribute(void *context, uint16_t type, const uint8_t *bytes, size_t count) {
    struct udpi_host_link *link = context;
    if (type == IFLA_IFNAME && count <= sizeof link->name && memchr(bytes, '\0', count))
        memcpy(link->name, bytes, count);
}

bool udpi_host_link_read(const uint8_t *bytes, size_t count, struct udpi_host_link *link) {
    struct ifinfomsg head;
    *link = (struct udpi_host_link){0};
    if (count < sizeof head)
        return false;
    memcpy(&head, bytes, sizeof head);
    link->interface = (uint32_t)head.ifi_index;
    link->is_up = head.ifi_flags & IFF_UP;
    link->is_running = head.ifi_flags & IFF_RUNNING;
    link->is_loopback = head.ifi_flags & IFF_LOOPBACK;
    link->has_neighbors = !(head.ifi_flags & (IFF_NOARP | IFF_LOOPBACK));
    link->is_known = udpi_netlink_read_attributes(bytes + sizeof head, count - sizeof head, read_link_attribute, link);
    return link->is_known;
}

/* --- neighbors ---------------------------------------------------------------------------------------------------- */

static const struct translation neighbor_states[] = {
    {NUD_INCOMPLETE, UDPI_NEIGHBOR_INCOMPLETE}, {NUD_REACHABLE, UDPI_NEIGHBOR_REACHABLE},
    {NUD_STALE, UDPI_NEIGHBOR_STALE},           {NUD_DELAY, UDPI_NEIGHBOR_DELAY},
    {NUD_PROBE, UDPI_NEIGHBOR_PROBE},           {NUD_FAILED, UDPI_NEIGHBOR_FAILED},
    {NUD_NOARP, UDPI_NEIGHBOR_NOARP},           {NUD_PERMANENT, UDPI_NEIGHBOR_PERMANENT},
};

static void read_neighbor_attribute(void *context, uint16_t type, const uint8_t *bytes, size_t count) {
    struct udpi_host_neighbor *neighbor = context;
    if (type != NDA_LLADDR || count != sizeof neighbor->mac)
        return;
    neighbor->has_mac = true;
    memcpy(neighbor->mac, bytes, count);
}

bool udpi_host_neighbor_read(const uint8_t *bytes, size_t count, struct udpi_host_neighbor *neighbor) {
    struct ndmsg head;
    *neighbor = (struct udpi_host_neighbor){0};
    if (count < sizeof head)
        return false;
    memcpy(&head, bytes, sizeof head);
    neighbor->state = translate(neighbor_states, COUNT(neighbor_states), head.ndm_state);
    return udpi_netlink_read_attributes(bytes + sizeof head, count - sizeof head, read_neighbor_attribute, neighbor);
}

/* --- asking ------------------------------------------------------------------------------------------------------- */

enum { MOST_ATTRIBUTES = 64 }; /* bytes of them in a request */

struct request {
    union {
        struct rtmsg route;
        struct ifinfomsg link;
        struct ndmsg neighbor;
        uint8_t bytes[sizeof(struct ifinfomsg) + MOST_ATTRIBUTES];
    };
    size_t size;
};

static void put_attribute(struct request *request, uint16_t type, const void *bytes, size_t count) {
    struct nlattr head = {.nla_len = (uint16_t)(sizeof head + count), .nla_type = type};
    memcpy(request->bytes + request->size, &head, sizeof head);
    memcpy(request->bytes + request->size + sizeof head, bytes, count);
    request->size += (size_t)NLA_ALIGN(head.nla_len);
}

static int take_route(void *context, uint16_t type, const uint8_t *bytes, size_t count) {
    return type == RTM_NEWROUTE && udpi_host_route_read(bytes, count, context) ? 0 : EBADMSG;
}

static int take_network(void *context, uint16_t type, const uint8_t *bytes, size_t count) {
    return type == RTM_NEWROUTE && udpi_host_network_read(bytes, count, context) ? 0 : EBADMSG;
}

static int take_link(void *context, uint16_t type, const uint8_t *bytes, size_t count) {
    return type == RTM_NEWLINK && udpi_host_link_read(bytes, count, context) ? 0 : EBADMSG;
}

static int take_neighbor(void *context, uint16_t type, const uint8_t *bytes, size_t count) {
    return type == RTM_NEWNEIGH && udpi_host_neighbor_read(bytes, count, context) ? 0 : EBADMSG;
}

static struct request make_route_request(const struct udpi_host_address *to, uint32_t interface, unsigned flags) {
    struct request request = {.size = sizeof request.route};
    size_t size = address_size(to->family);
    request.route.rtm_family = to->family;
    request.route.rtm_dst_len = (uint8_t)(8 * size);
    request.route.rtm_flags = flags;
    put_attribute(&request, RTA_DST, to->bytes, size);
    if (interface > 0)
        put_attribute(&request, RTA_OIF, &interface, sizeof interface);
    return request;
}

static void find_route(struct udpi_host_route *route, const struct udpi_host_address *to,
                       const struct udpi_host_address *from, uint32_t interface, int socket) {
    const struct udpi_netlink_visitor visitor = {.take = take_route, .context = route};
    struct request request = make_route_request(to, interface, 0);
    int refusal = 0;
    if (from->family == to->family) {
        size_t size = address_size(from->family);
        request.route.rtm_src_len = (uint8_t)(8 * size);
        put_attribute(&request, RTA_SRC, from->bytes, size);
    }
    if (!udpi_netlink_get(socket, RTM_GETROUTE, request.bytes, request.size, &visitor, &refusal))
        *route = (struct udpi_host_route){0};
    else if (refusal != 0)
        *route = (struct udpi_host_route){.kind = (uint8_t)udpi_host_route_of_refusal(refusal)};
}

void udpi_host_network_find(struct udpi_host_network *network, const struct udpi_host_address *to, uint32_t interface,
                            int socket) {
    const struct udpi_netlink_visitor visitor = {.take = take_network, .context = network};
    struct request request = make_route_request(to, interface, RTM_F_FIB_MATCH);
    int refusal = 0;
    *network = (struct udpi_host_network){0};
    if (!udpi_netlink_get(socket, RTM_GETROUTE, request.bytes, request.size, &visitor, &refusal) || refusal != 0)
        *network = (struct udpi_host_network){0};
}

static void find_link(struct udpi_host_link *link, const struct request *request, int socket) {
    const struct udpi_netlink_visitor visitor = {.take = take_link, .context = link};
    int refusal = 0;
    *link = (struct udpi_host_link){0};
    if (!udpi_netlink_get(socket, RTM_GETLINK, request->bytes, request->size, &visitor, &refusal) || refusal != 0)
        *link = (struct udpi_host_link){0};
}

void udpi_host_link_find(struct udpi_host_link *link, uint32_t interface, int socket) {
    const struct request request = {.link = {.ifi_index = (int)interface}, .size = sizeof request.link};
    *link = (struct udpi_host_link){0};
    if (interface > 0)
        find_link(link, &request, socket);
}

void udpi_host_link_find_named(struct udpi_host_link *link, const char *name, int socket) {
    struct request request = {.size = sizeof request.link};
    size_t size = strlen(name) + 1;
    *link = (struct udpi_host_link){0};
    if (size > IFNAMSIZ)
        return;
    put_attribute(&request, IFLA_IFNAME, name, size);
    find_link(link, &request, socket);
}

static void find_neighbor(struct udpi_host_neighbor *neighbor, const struct udpi_host_address *address,
                          uint32_t interface, int socket) {
    const struct udpi_netlink_visitor visitor = {.take = take_neighbor, .context = neighbor};
    struct request request = {.neighbor = {.ndm_family = address->family, .ndm_ifindex = (int)interface},
                              .size = sizeof request.neighbor};
    int refusal = 0;
    put_attribute(&request, NDA_DST, address->bytes, address_size(address->family));
    if (!udpi_netlink_get(socket, RTM_GETNEIGH, request.bytes, request.size, &visitor, &refusal) || refusal != 0)
        *neighbor = (struct udpi_host_neighbor){0};
}

void udpi_host_way_find(struct udpi_host_way *way, const struct udpi_host_address *to,
                        const struct udpi_host_address *from, uint32_t interface, int socket) {
    *way = (struct udpi_host_way){0};
    find_route(&way->route, to, from, interface, socket);
    udpi_host_link_find(&way->link, way->route.interface, socket);
    const struct udpi_host_address *next = way->route.gateway.family != 0 ? &way->route.gateway : to;
    if (way->route.kind == UDPI_ROUTE_UNICAST && way->link.has_neighbors)
        find_neighbor(&way->neighbor, next, way->route.interface, socket);
}
