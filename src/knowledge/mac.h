/*
 * What a MAC address of 48 bits is: whom it reaches, who gave it, and which IP groups are sent to it. IEEE 802.
 */
#ifndef UDPI_KNOWLEDGE_MAC_H
#define UDPI_KNOWLEDGE_MAC_H

#include <stdbool.h>
#include <stdint.h>

/* "unicast", "multicast", "broadcast"; "none" where all bits are zero. */
const char *udpi_mac_kind(uint64_t mac);

/* What the kind, and who gave the address, means: a sentence without its end. */
const char *udpi_mac_meaning(uint64_t mac);

/* Whether the bit is set that says so; it says nothing of a broadcast address, or of none. */
bool udpi_mac_is_local(uint64_t mac);

enum { UDPI_MAC_IPV4_GROUPS = 32 }; /* share one MAC address: 28 bits of a group, of which 23 are in it */

/* The IP version of the groups whose frames go to this address, or 0: RFC 1112 section 6.4, RFC 2464 section 7. */
unsigned udpi_mac_group_version(uint64_t mac);

/* The first of the IPv4 groups, in host order; the others follow at distances of 0x800000. */
uint32_t udpi_mac_first_ipv4_group(uint64_t mac);

#endif
