/*
 * How a datagram from A gets to B: what the sender's mask decides, and what it would decide wrongly were it another.
 */
#ifndef UDPI_KNOWLEDGE_DELIVERY_H
#define UDPI_KNOWLEDGE_DELIVERY_H

#include <stdbool.h>

#include "knowledge/ip.h"

/* Where the sender sends it: RFC 1122 section 3.3.1.1; RFC 4861 section 5.2. */
enum udpi_delivery {
    UDPI_DELIVERY_DIRECT,    /* to B's own MAC address: the same subnet */
    UDPI_DELIVERY_GATEWAY,   /* to the gateway's MAC address: another subnet */
    UDPI_DELIVERY_LINK,      /* to B's own MAC address, as B is link-local */
    UDPI_DELIVERY_SELF,      /* nowhere: B is A */
    UDPI_DELIVERY_LOOPBACK,  /* nowhere: B is the loopback address */
    UDPI_DELIVERY_NOWHERE,   /* not at all: B is the unspecified address */
    UDPI_DELIVERY_BROADCAST, /* to every host of the subnet */
    UDPI_DELIVERY_GROUP,     /* to the MAC address of a multicast group */
};

struct udpi_relation {
    enum udpi_delivery delivery;
    bool is_same_subnet;
    unsigned common_bits; /* leading bits that A and B share */
    unsigned flip; /* of DIRECT the shortest longer prefix length, of GATEWAY the longest shorter one, with which the
                             sender would decide the other way */
};

/* How A, whose network has this prefix length, delivers to B. Both are of the same version. */
struct udpi_relation udpi_delivery_find(const struct udpi_ip *a, unsigned prefix_length, const struct udpi_ip *b);

/* "direct", "gateway", "link", "self", "loopback", "nowhere", "broadcast", "group". */
const char *udpi_delivery_name(enum udpi_delivery delivery);

#endif
