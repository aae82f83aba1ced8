/*
 * What stands inside an IPv6 address: an interface identifier, a MAC address, an IPv4 address. Addresses are 16 bytes in
 * network order.
 */
#ifndef UDPI_KNOWLEDGE_IPV6_ADDRESS_H
#define UDPI_KNOWLEDGE_IPV6_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "knowledge/ip.h"

/* Whether the last 64 bits identify an interface: of all unicast addresses that do not begin with 000 (RFC 4291 section
   2.5.1). */
bool udpi_ipv6_has_interface_id(const uint8_t *address);

/* Whether the interface identifier has ff:fe in its middle, and so is made of a MAC address; its 48 bits in *mac. A hint:
   nothing forbids other identifiers to look so. RFC 4291 appendix A. */
bool udpi_ipv6_find_mac(const uint8_t *address, uint64_t *mac);

/* The group in which neighbour discovery asks for the address: RFC 4291 section 2.7.1. */
struct udpi_ip udpi_ipv6_solicited_node(const uint8_t *address);

/* An IPv4 address within an IPv6 address, in host order. */
struct udpi_embedded_ipv4 {
    const char *kind;          /* "IPv4-mapped", "6to4", "Teredo", "NAT64" */
    const char *specification; /* "RFC 3056 section 2" */
    uint32_t address;
    uint32_t server; /* of Teredo, as is the port */
    uint16_t port;
};

/* Gives false where there is none. */
bool udpi_ipv6_find_ipv4(const uint8_t *address, struct udpi_embedded_ipv4 *embedded);

#endif
