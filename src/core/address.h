/*
 * What kind of address or port a number is: the facts a learner asks for, and the arithmetic of subnets.
 */
#ifndef UDPI_CORE_ADDRESS_H
#define UDPI_CORE_ADDRESS_H

#include <stdint.h>

/* 'A' to 'E' (RFC 791 section 3.2, RFC 1112 section 4), from host order. */
char udpi_ipv4_class(uint32_t address);

/* A constant text of `size` bytes, NUL-terminated; it may be copied as a whole. */
struct udpi_scope {
    uint8_t size;
    char text[31];
};

/* What the address is for: "private", "loopback", "link-local", "multicast", "broadcast", "documentation", "shared",
   "unspecified", …, by the IANA special-purpose registries (RFC 6890); "global" for all else. */
const struct udpi_scope *udpi_ipv4_find_scope(uint32_t address);
const struct udpi_scope *udpi_ipv6_find_scope(const uint8_t *address);

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
 * also where nothing is broadcast), and how many hosts can have an address in it (RFC 3021: both addresses of a /31).
 */
struct udpi_subnet {
    uint32_t mask, network, broadcast;
    uint64_t hosts;
};
struct udpi_subnet udpi_ipv4_subnet(uint32_t address, unsigned prefix_length);

#endif
