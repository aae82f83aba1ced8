/*
 * Where an address is, seen from a host: what its routes and its neighbors say. Who can tell gives it through
 * struct udpi_surroundings; who explains needs no more than these.
 */
#ifndef UDPI_KNOWLEDGE_WHEREABOUTS_H
#define UDPI_KNOWLEDGE_WHEREABOUTS_H

#include <stdbool.h>
#include <stdint.h>

#include "knowledge/ip.h"

enum udpi_whereabouts_kind {
    UDPI_WHEREABOUTS_UNKNOWN,
    UDPI_WHEREABOUTS_HERE,      /* an address of this host */
    UDPI_WHEREABOUTS_LINK,      /* on a link of this host: it is in the subnet, no router is between */
    UDPI_WHEREABOUTS_GATEWAY,   /* behind one */
    UDPI_WHEREABOUTS_BROADCAST, /* of a subnet of this host: RFC 919, directed broadcast */
    UDPI_WHEREABOUTS_NOWHERE,   /* there is no way to it */
};

struct udpi_whereabouts {
    uint8_t kind;           /* enum udpi_whereabouts_kind; what does not go with it is zeros */
    bool is_of_interface;   /* the way leads through the interface that was asked for */
    struct udpi_ip network; /* of LINK and BROADCAST: the subnet; of size 0 where it is not known */
    uint8_t prefix_length;  /* of that */
    struct udpi_ip gateway; /* the next hop of GATEWAY */
    bool has_mac;           /* of LINK its own, of GATEWAY the gateway's is known */
    uint64_t mac;           /* 48 bits */
};

struct udpi_surroundings {
    /* What is known of `ip` where `interface` (a name; NULL or "any" for no certain one) hears of it. Never waits for anybody. */
    void (*find)(void *context, const struct udpi_ip *ip, const char *interface, struct udpi_whereabouts *whereabouts);
    void *context;
};

#endif
