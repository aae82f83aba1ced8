#include "knowledge/multicast.h"

#include <stddef.h>

#include "core/bytes.h"
#include "knowledge/address.h"

/* --- IPv4 --------------------------------------------------------------------------------------------------------- */

/* The well-known groups of the IANA IPv4 Multicast Address Space Registry as of 2025, and two that others chose. */
static const struct ipv4_group {
    uint32_t address;
    struct udpi_group group;
} ipv4_groups[] = {
    {UDPI_IPV4(224, 0, 0, 0), {"base address, reserved", "RFC 1112"}},
    {UDPI_IPV4(224, 0, 0, 1), {"all systems on this subnet", "RFC 1112"}},
    {UDPI_IPV4(224, 0, 0, 2), {"all routers on this subnet", "RFC 5771"}},
    {UDPI_IPV4(224, 0, 0, 4), {"DVMRP routers", "RFC 1075"}},
    {UDPI_IPV4(224, 0, 0, 5), {"OSPF, all routers", "RFC 2328"}},
    {UDPI_IPV4(224, 0, 0, 6), {"OSPF, designated routers", "RFC 2328"}},
    {UDPI_IPV4(224, 0, 0, 9), {"RIP version 2 routers", "RFC 2453"}},
    {UDPI_IPV4(224, 0, 0, 10), {"EIGRP routers", "RFC 7868"}},
    {UDPI_IPV4(224, 0, 0, 13), {"all PIM routers", "RFC 7761"}},
    {UDPI_IPV4(224, 0, 0, 18), {"VRRP", "RFC 9568"}},
    {UDPI_IPV4(224, 0, 0, 22), {"IGMP version 3 reports", "RFC 3376"}},
    {UDPI_IPV4(224, 0, 0, 102), {"HSRP version 2", "Cisco"}},
    {UDPI_IPV4(224, 0, 0, 106), {"all snoopers", "RFC 4286"}},
    {UDPI_IPV4(224, 0, 0, 107), {"PTP, peer delay", "IEEE 1588"}},
    {UDPI_IPV4(224, 0, 0, 109), {"MANET routers on this link", "RFC 5498"}},
    {UDPI_IPV4(224, 0, 0, 111), {"Babel", "RFC 8966"}},
    {UDPI_IPV4(224, 0, 0, 251), {"mDNS", "RFC 6762"}},
    {UDPI_IPV4(224, 0, 0, 252), {"LLMNR", "RFC 4795"}},
    {UDPI_IPV4(224, 0, 0, 253), {"Teredo", "RFC 4380"}},
    {UDPI_IPV4(224, 0, 1, 1), {"NTP", "RFC 5905"}},
    {UDPI_IPV4(224, 0, 1, 22), {"SLP version 1", "RFC 2165"}},
    {UDPI_IPV4(224, 0, 1, 35), {"SLP version 1, directory agents", "RFC 2165"}},
    {UDPI_IPV4(224, 0, 1, 39), {"PIM Auto-RP, announcements", "Cisco"}},
    {UDPI_IPV4(224, 0, 1, 40), {"PIM Auto-RP, discovery", "Cisco"}},
    {UDPI_IPV4(224, 0, 1, 75), {"all SIP servers", "RFC 3261"}},
    {UDPI_IPV4(224, 0, 1, 129), {"PTP", "IEEE 1588"}},
    {UDPI_IPV4(224, 0, 1, 130), {"PTP, alternate domain 1", "IEEE 1588"}},
    {UDPI_IPV4(224, 0, 1, 131), {"PTP, alternate domain 2", "IEEE 1588"}},
    {UDPI_IPV4(224, 0, 1, 132), {"PTP, alternate domain 3", "IEEE 1588"}},
    {UDPI_IPV4(224, 0, 1, 187), {"all CoAP nodes", "RFC 7252"}},
    {UDPI_IPV4(224, 2, 127, 254), {"SAP version 1", "RFC 2974"}},
    {UDPI_IPV4(239, 255, 0, 1), {"DDS discovery, default", "DDSI-RTPS"}},
    {UDPI_IPV4(239, 255, 255, 250), {"SSDP", "UPnP Device Architecture"}},
    {UDPI_IPV4(239, 255, 255, 253), {"SLP version 2", "RFC 2608"}},
};

/* The blocks of the same registry; the first that fits counts. */
static const struct ipv4_block {
    uint32_t address;
    uint8_t length;
    struct udpi_group block;
} ipv4_blocks[] = {
    {UDPI_IPV4(224, 0, 0, 0), 24, {"Local Network Control Block", "RFC 5771"}},
    {UDPI_IPV4(224, 0, 1, 0), 24, {"Internetwork Control Block", "RFC 5771"}},
    {UDPI_IPV4(224, 0, 0, 0), 16, {"AD-HOC Block I", "RFC 5771"}},
    {UDPI_IPV4(224, 2, 0, 0), 16, {"SDP/SAP Block", "RFC 5771"}},
    {UDPI_IPV4(224, 3, 0, 0), 16, {"AD-HOC Block II", "RFC 5771"}},
    {UDPI_IPV4(224, 4, 0, 0), 16, {"AD-HOC Block II", "RFC 5771"}},
    {UDPI_IPV4(224, 252, 0, 0), 14, {"DIS Transient Groups", "RFC 5771"}},
    {UDPI_IPV4(232, 0, 0, 0), 8, {"Source-Specific Multicast Block", "RFC 4607"}},
    {UDPI_IPV4(233, 252, 0, 0), 24, {"MCAST-TEST-NET, for documentation", "RFC 6676"}},
    {UDPI_IPV4(233, 252, 0, 0), 14, {"AD-HOC Block III", "RFC 5771"}},
    {UDPI_IPV4(233, 0, 0, 0), 8, {"GLOP Block", "RFC 3180"}},
    {UDPI_IPV4(234, 0, 0, 0), 8, {"Unicast-Prefix-Based IPv4 Multicast Addresses", "RFC 6034"}},
    {UDPI_IPV4(239, 192, 0, 0), 14, {"Organization-Local Scope", "RFC 2365"}},
    {UDPI_IPV4(239, 255, 0, 0), 16, {"Local Scope", "RFC 2365"}},
    {UDPI_IPV4(239, 0, 0, 0), 8, {"Administratively Scoped Block", "RFC 2365"}},
    {UDPI_IPV4(224, 0, 0, 0), 4, {"Reserved", "RFC 5771"}},
};

static const struct udpi_group *find_ipv4_group(uint32_t address) {
    for (size_t i = 0; i < sizeof ipv4_groups / sizeof *ipv4_groups; i++)
        if (ipv4_groups[i].address == address)
            return &ipv4_groups[i].group;
    return NULL;
}

const struct udpi_group *udpi_group_find_ipv4_block(uint32_t group) {
    const struct ipv4_block *at = ipv4_blocks;
    while ((group ^ at->address) >> (32 - at->length) != 0)
        at++; /* the last block is all of multicast */
    return &at->block;
}

/* --- IPv6 --------------------------------------------------------------------------------------------------------- */

enum { ANY_SCOPE = 0 }; /* 0 itself is reserved */

/* The well-known groups of the IANA IPv6 Multicast Address Space Registry as of 2025: scope, and the last 32 bits. */
static const struct ipv6_group {
    uint8_t scope;
    uint32_t id;
    struct udpi_group group;
} ipv6_groups[] = {
    {1, 0x1, {"all nodes", "RFC 4291 section 2.7.1"}},
    {2, 0x1, {"all nodes", "RFC 4291 section 2.7.1"}},
    {1, 0x2, {"all routers", "RFC 4291 section 2.7.1"}},
    {2, 0x2, {"all routers", "RFC 4291 section 2.7.1"}},
    {5, 0x2, {"all routers", "RFC 4291 section 2.7.1"}},
    {2, 0x4, {"DVMRP routers", "RFC 1075"}},
    {2, 0x5, {"OSPF, all routers", "RFC 5340"}},
    {2, 0x6, {"OSPF, designated routers", "RFC 5340"}},
    {2, 0x9, {"RIPng routers", "RFC 2080"}},
    {2, 0xa, {"EIGRP routers", "RFC 7868"}},
    {2, 0xd, {"all PIM routers", "RFC 7761"}},
    {2, 0x12, {"VRRP", "RFC 9568"}},
    {2, 0x16, {"all MLDv2-capable routers", "RFC 3810"}},
    {2, 0x1a, {"all RPL nodes", "RFC 6550"}},
    {2, 0x6a, {"all snoopers", "RFC 4286"}},
    {2, 0x6b, {"PTP, peer delay", "IEEE 1588"}},
    {2, 0x6d, {"MANET routers on this link", "RFC 5498"}},
    {2, 0x10002, {"all DHCP relay agents and servers", "RFC 8415"}},
    {2, 0x10003, {"LLMNR", "RFC 4795"}},
    {2, 0x10006, {"Babel", "RFC 8966"}},
    {5, 0x10003, {"all DHCP servers", "RFC 8415"}},
    {ANY_SCOPE, 0xc, {"SSDP", "UPnP Device Architecture"}},
    {ANY_SCOPE, 0xfb, {"mDNS", "RFC 6762"}},
    {ANY_SCOPE, 0xfc, {"all MPL forwarders", "RFC 7731"}},
    {ANY_SCOPE, 0xfd, {"all CoAP nodes", "RFC 7252"}},
    {ANY_SCOPE, 0x101, {"NTP", "RFC 5905"}},
    {ANY_SCOPE, 0x116, {"SLP", "RFC 3111"}},
    {ANY_SCOPE, 0x181, {"PTP", "IEEE 1588"}},
    {ANY_SCOPE, 0x182, {"PTP, alternate domain 1", "IEEE 1588"}},
    {ANY_SCOPE, 0x183, {"PTP, alternate domain 2", "IEEE 1588"}},
    {ANY_SCOPE, 0x184, {"PTP, alternate domain 3", "IEEE 1588"}},
};

static const struct udpi_group solicited_node = {"solicited-node", "RFC 4291 section 2.7.1"};

static const struct udpi_group *find_ipv6_group(const uint8_t *address) {
    unsigned flags = address[1] >> 4, scope = address[1] & 15U;
    uint32_t id = udpi_load_be32(address + 12);
    if (flags != 0 || udpi_load_be(address + 2, 6) != 0 || udpi_load_be32(address + 8) >> 1 != 0)
        return NULL;
    if (udpi_load_be32(address + 8) == 1) /* ff02:0:0:0:0:1:ff00::/104 */
        return scope == 2 && id >> 24 == 0xff ? &solicited_node : NULL;
    for (size_t i = 0; i < sizeof ipv6_groups / sizeof *ipv6_groups; i++)
        if (ipv6_groups[i].id == id && (ipv6_groups[i].scope == scope || ipv6_groups[i].scope == ANY_SCOPE))
            return &ipv6_groups[i].group;
    return NULL;
}

const char *udpi_group_scope(unsigned scope) {
    static const char *const names[16] = {
        "reserved",   "interface-local",    "link-local", "realm-local", "admin-local", "site-local", "unassigned",
        "unassigned", "organization-local", "unassigned", "unassigned",  "unassigned",  "unassigned", "unassigned",
        "global",     "reserved",
    };
    return names[scope];
}

/* --- both --------------------------------------------------------------------------------------------------------- */

const struct udpi_group *udpi_group_find(const struct udpi_ip *group) {
    return group->size == 4 ? find_ipv4_group(udpi_load_be32(group->bytes)) : find_ipv6_group(group->bytes);
}

uint64_t udpi_group_mac(const struct udpi_ip *group) {
    if (group->size == 4)
        return 0x01005e000000 | (udpi_load_be32(group->bytes) & 0x7fffff);
    return 0x333300000000 | udpi_load_be32(group->bytes + 12);
}
