/*
 * The way from this host to an address, as the kernel tells of it through rtnetlink(7): the route, the interface that it leads
 * through, and the neighbor on that link which datagrams are handed to. Only what the kernel has told is said.
 */
#ifndef UDPI_HOST_WAY_H
#define UDPI_HOST_WAY_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UDPI_HOST_MAC = 6 };

struct udpi_host_address {
    uint8_t family;    /* AF_INET, AF_INET6; 0: none */
    uint8_t bytes[16]; /* network order; of IPv4 the first four */
};

enum udpi_host_route_kind {
    UDPI_ROUTE_UNKNOWN,
    UDPI_ROUTE_UNICAST,
    UDPI_ROUTE_LOCAL, /* an address of this host */
    UDPI_ROUTE_BROADCAST,
    UDPI_ROUTE_ANYCAST,
    UDPI_ROUTE_MULTICAST,
    UDPI_ROUTE_BLACKHOLE,   /* a route that swallows what is sent there */
    UDPI_ROUTE_UNREACHABLE, /* one that gives it back */
    UDPI_ROUTE_PROHIBIT,    /* one that forbids it */
    UDPI_ROUTE_NONE,
};

extern const char *const udpi_host_route_names[]; /* "unknown", "unicast", …, "none" */

struct udpi_host_route {
    uint8_t kind;                             /* enum udpi_host_route_kind; without a way there, the rest is zeros */
    uint32_t interface;                       /* index; 0 where there is none */
    struct udpi_host_address gateway, source; /* without a gateway the destination is on the link itself */
};

/* What the routing table has for an address: the network that its route is for. */
struct udpi_host_network {
    struct udpi_host_address address; /* of no family where that is not known */
    uint8_t prefix_length;
};

struct udpi_host_link {
    bool is_known;
    uint32_t interface;  /* index */
    char name[IFNAMSIZ]; /* any bytes */
    bool is_up;          /* as somebody has set it */
    bool is_running;     /* has a carrier, too */
    bool is_loopback;
    bool has_neighbors; /* ARP (RFC 826) or neighbor discovery (RFC 4861) finds who is there */
};

/* RFC 4861 section 7.3.2, also for IPv4; NOARP and PERMANENT need no discovery. */
enum udpi_host_neighbor_state {
    UDPI_NEIGHBOR_UNKNOWN, /* the kernel has no entry, or does not tell */
    UDPI_NEIGHBOR_INCOMPLETE,
    UDPI_NEIGHBOR_REACHABLE,
    UDPI_NEIGHBOR_STALE,
    UDPI_NEIGHBOR_DELAY,
    UDPI_NEIGHBOR_PROBE,
    UDPI_NEIGHBOR_FAILED,
    UDPI_NEIGHBOR_NOARP,
    UDPI_NEIGHBOR_PERMANENT,
};

extern const char *const udpi_host_neighbor_names[]; /* "unknown", "INCOMPLETE", …: as ip-neighbour(8) writes them */

struct udpi_host_neighbor {
    uint8_t state; /* enum udpi_host_neighbor_state */
    bool has_mac;
    uint8_t mac[UDPI_HOST_MAC];
};

struct udpi_host_way {
    struct udpi_host_route route;
    struct udpi_host_link link;         /* of the route's interface */
    struct udpi_host_neighbor neighbor; /* the gateway, or the destination itself where there is none */
};

/*
 * Finds the way to an address. `from` is the address that datagrams leave from, or of no family; `interface` the index of the
 * one they are to leave through, or 0. `socket` is from udpi_netlink_open(NETLINK_ROUTE); where it is -1 or refuses, all that
 * it does not tell is unknown.
 */
void udpi_host_way_find(struct udpi_host_way *way, const struct udpi_host_address *to,
                        const struct udpi_host_address *from, uint32_t interface, int socket);

/* Asks for an interface by its index, or by its name. */
void udpi_host_link_find(struct udpi_host_link *link, uint32_t interface, int socket);
void udpi_host_link_find_named(struct udpi_host_link *link, const char *name, int socket);

/* Asks which network the route to an address is for; `interface` as above. */
void udpi_host_network_find(struct udpi_host_network *network, const struct udpi_host_address *to, uint32_t interface,
                            int socket);

/* What the kernel's refusal to name a route means: the errno value of ENETUNREACH and its like. */
enum udpi_host_route_kind udpi_host_route_of_refusal(int number);

/* Read struct rtmsg, ifinfomsg, ndmsg and the attributes behind each, whatever is in the bytes. False where they are cut
   short; attributes that are not known are passed over. */
bool udpi_host_route_read(const uint8_t *bytes, size_t count, struct udpi_host_route *route);
bool udpi_host_network_read(const uint8_t *bytes, size_t count, struct udpi_host_network *network);
bool udpi_host_link_read(const uint8_t *bytes, size_t count, struct udpi_host_link *link);
bool udpi_host_neighbor_read(const uint8_t *bytes, size_t count, struct udpi_host_neighbor *neighbor);

#endif
