/* Numbers that more than one protocol knows, with their names: IANA's and IEEE's registries. */
#ifndef UDPI_MODEL_NUMBERS_H
#define UDPI_MODEL_NUMBERS_H

#include <udpinspect/protocol.h>

enum {
    UDPI_ETHERTYPE_IPV4 = 0x0800,
    UDPI_ETHERTYPE_ARP = 0x0806,
    UDPI_ETHERTYPE_RARP = 0x8035,
    UDPI_ETHERTYPE_IPV6 = 0x86dd,
    UDPI_ETHERTYPE_TRANSPARENT = 0x6558, /* an Ethernet frame: transparent bridging, RFC 1701 */
    UDPI_ETHERTYPE_VLAN = 0x8100,
    UDPI_ETHERTYPE_VLAN_SERVICE = 0x88a8,
    UDPI_ETHERTYPE_VLAN_OLD = 0x9100, /* before 802.1ad had a number */
    UDPI_ETHERTYPE_PPP = 0x880b,
    UDPI_ETHERTYPE_MPLS = 0x8847,
    UDPI_ETHERTYPE_EXPERIMENTAL = 0x88b5, /* IEEE 802 local experimental: what a builder writes before a bare payload */
    UDPI_ETHERTYPE_FIRST = 1536,          /* below it, the field of an 802.3 frame is a length */

    UDPI_LINUX_802_2 = 4,            /* stands where an ethertype would: LLC follows */
    UDPI_ARP_HARDWARE_NETLINK = 824, /* Linux, if_arp.h */

    UDPI_IP_HOPOPT = 0,
    UDPI_IP_ICMP = 1,
    UDPI_IP_IGMP = 2,
    UDPI_IP_TCP = 6,
    UDPI_IP_UDP = 17,
    UDPI_IP_ROUTING = 43,
    UDPI_IP_FRAGMENT = 44,
    UDPI_IP_GRE = 47,
    UDPI_IP_ESP = 50,
    UDPI_IP_AH = 51,
    UDPI_IP_ICMPV6 = 58,
    UDPI_IP_NO_NEXT = 59,
    UDPI_IP_DSTOPTS = 60,
    UDPI_IP_IPCOMP = 108,
    UDPI_IP_SCTP = 132,
    UDPI_IP_MOBILITY = 135,
    UDPI_IP_UDPLITE = 136,
    UDPI_IP_EXPERIMENTAL = 253, /* RFC 3692 */
};

extern const struct udpi_names udpi_ethertype_names;   /* IEEE 802 numbers, IANA */
extern const struct udpi_names udpi_ip_protocol_names; /* IANA protocol numbers */
extern const struct udpi_names udpi_arp_hardware_names; /* IANA ARP parameters: hardware types */
extern const struct udpi_names udpi_packet_type_names; /* SLL: packet(7) */
extern const struct udpi_names udpi_enterprise_names;  /* IANA Private Enterprise Numbers: well-known ones */

#endif
