/*
 * Multicast groups: the names of the well-known ones, how far a group reaches, and the MAC address it is sent to.
 */
#ifndef UDPI_KNOWLEDGE_MULTICAST_H
#define UDPI_KNOWLEDGE_MULTICAST_H

#include <stdint.h>

#include "knowledge/ip.h"

struct udpi_group {
    const char *name;          /* "all systems on this subnet" */
    const char *specification; /* "RFC 1112" */
};

/* What a group is for, or NULL where it is none of the well-known ones. */
const struct udpi_group *udpi_group_find(const struct udpi_ip *group);

/* The part of 224.0.0.0/4 that an IPv4 group is in: "Local Network Control Block" (RFC 5771), from host order. */
const struct udpi_group *udpi_group_find_ipv4_block(uint32_t group);

/* How far an IPv6 group reaches, by its scope (0 to 15): "link-local" (RFC 7346). */
const char *udpi_group_scope(unsigned scope);

/* The flags of an IPv6 group: RFC 4291 section 2.7, RFC 3306 section 4, RFC 3956 section 3. */
enum udpi_group_flag {
    UDPI_GROUP_TRANSIENT = 1, /* not assigned by IANA */
    UDPI_GROUP_PREFIX = 2,    /* made from the prefix of a network */
    UDPI_GROUP_RENDEZVOUS = 4 /* holds the address of its rendezvous point */
};

/* The 48 bits of the MAC address that the group's frames are sent to: RFC 1112 section 6.4, RFC 2464 section 7. */
uint64_t udpi_group_mac(const struct udpi_ip *group);

#endif
