/*
 * What kind of address or port a number is: the facts a learner asks for, and the arithmetic of subnets.
 */
#ifndef UDPI_KNOWLEDGE_ADDRESS_H
#define UDPI_KNOWLEDGE_ADDRESS_H

#include <stdint.h>

/* An IPv4 address in host order, as tables of constants want it. */
#define UDPI_IPV4(a, b, c, d) ((uint32_t)(a) << 24 | (b) << 16 | (c) << 8 | (d))

/* 'A' to 'E' (RFC 791 section 3.2, RFC 1112 section 4), from host order. */
char udpi_ipv4_class(uint32_t address);

/* What a class was: which leading bits make it, from where to where it goes, and the mask that it meant. */
struct udpi_ipv4_class {
    char letter;
    uint8_t prefix_length; /* 0 for D and E, which have no networks */
    const char *bits, *first, *last;
};
const struct udpi_ipv4_class *udpi_ipv4_find_class(uint32_t address);

/* A constant text of `size` bytes, NUL-terminated; it may be copied as a whole. */
struct udpi_scope {
    uint8_t size;
    char text[31];
};

/* Whether a datagram may travel beyond one administrative domain: the registries' column "Globally Reachable". */
enum udpi_reach { UDPI_REACH_UNSAID, UDPI_REACH_LOCAL, UDPI_REACH_GLOBAL };

/* An entry of the IANA special-purpose registries (RFC 6890), or what stands for all addresses that are in none. */
struct udpi_address_block {
    struct udpi_scope scope;   /* "private", "loopback", "link-local", "multicast", …; "global" for what is in none */
    const char *name;          /* "Private-Use": the registry's own words */
    const char *specification; /* "RFC 1918" */
    enum udpi_reach reach;
};
const struct udpi_address_block *udpi_ipv4_find_block(uint32_t address);
const struct udpi_address_block *udpi_ipv6_find_block(const uint8_t *address);

static inline const struct udpi_scope *udpi_ipv4_find_scope(uint32_t address) {
    return &udpi_ipv4_find_block(address)->scope;
}

static inline const struct udpi_scope *udpi_ipv6_find_scope(const uint8_t *address) {
    return &udpi_ipv6_find_block(address)->scope;
}

/* "broadcast", "multicast", "locally administered", "universally administered" (IEEE 802), from 48 bits. */
const struct udpi_scope *udpi_mac_find_scope(uint64_t mac);

/* "well-known" (0 to 1023), "registered" (to 49151), "dynamic": RFC 6335 section 6. */
const struct udpi_scope *udpi_port_find_range(uint16_t port);

/* The same as text alone. */
static inline const char *udpi_ipv4_scope(uint32_t address) {
    return udpi_ipv4_find_scope(address)->text;
}

static inline const char *udpi_ipv6_scope(const uint8_t *address) {
    return udpi_ipv6_find_scope(address)->text;
}

static inline const char *udpi_mac_scope(uint64_t mac) {
    return udpi_mac_find_scope(mac)->text;
}

static inline const char *udpi_port_range(uint16_t port) {
    return udpi_port_find_range(port)->text;
}

/*
 * An IPv4 subnet: address and prefix length (0 to 32) give the mask, the network, the broadcast address (the last one,
 * also where nothing is broadcast), and which and how many hosts can have an address in it (RFC 3021: both addresses of
 * a /31).
 */
struct udpi_subnet {
    uint32_t mask, network, broadcast, first_host, last_host;
    uint64_t hosts;
};
struct udpi_subnet udpi_ipv4_subnet(uint32_t address, unsigned prefix_length);

#endif
