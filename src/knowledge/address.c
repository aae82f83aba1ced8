#include "knowledge/address.h"

#include <stdbool.h>

#include "core/bytes.h"

#define SCOPE(text)                                                                                                    \
    { sizeof(text) - 1, text }

/* The text of a scope with its size, the name in the registry, where it is specified, how far it reaches. */
#define BLOCK(text, name, specification, reach)                                                                        \
    { {sizeof(text) - 1, text}, name, specification, UDPI_REACH_##reach }

static const struct udpi_address_block broadcast = BLOCK("broadcast", "Limited Broadcast", "RFC 919 section 7", LOCAL);
static const struct udpi_address_block ipv4_unicast = BLOCK("global", "Unicast", "RFC 791 section 2.3", GLOBAL);
static const struct udpi_address_block ipv6_unicast =
    BLOCK("global", "Global Unicast", "RFC 4291 section 2.5.4", GLOBAL);
static const struct udpi_address_block ipv6_reserved = /* all that is not in 2000::/3 */
    BLOCK("global", "Reserved by IETF", "RFC 4291 section 4", UNSAID);

struct ipv4_block {
    uint32_t address;
    uint8_t length;
    struct udpi_address_block block;
};

/*
 * The IANA IPv4 Special-Purpose Address Registry as of 2025-10-09, with multicast. The first that fits counts. They are
 * sorted by their first four bits; no block reaches over these. Of those with the same, the usual ones come first.
 */
static const struct ipv4_block ipv4_blocks[] = {
    {UDPI_IPV4(0, 0, 0, 0), 32, BLOCK("unspecified", "This host on this network", "RFC 1122 section 3.2.1.3", LOCAL)},
    {UDPI_IPV4(0, 0, 0, 0), 8, BLOCK("this network", "This network", "RFC 791 section 3.2", LOCAL)},
    {UDPI_IPV4(10, 0, 0, 0), 8, BLOCK("private", "Private-Use", "RFC 1918", LOCAL)},
    {UDPI_IPV4(100, 64, 0, 0), 10, BLOCK("shared", "Shared Address Space", "RFC 6598", LOCAL)},
    {UDPI_IPV4(127, 0, 0, 0), 8, BLOCK("loopback", "Loopback", "RFC 1122 section 3.2.1.3", LOCAL)},
    {UDPI_IPV4(169, 254, 0, 0), 16, BLOCK("link-local", "Link Local", "RFC 3927", LOCAL)},
    {UDPI_IPV4(172, 16, 0, 0), 12, BLOCK("private", "Private-Use", "RFC 1918", LOCAL)},
    {UDPI_IPV4(192, 168, 0, 0), 16, BLOCK("private", "Private-Use", "RFC 1918", LOCAL)},
    {UDPI_IPV4(198, 18, 0, 0), 15, BLOCK("benchmarking", "Benchmarking", "RFC 2544", LOCAL)},
    {UDPI_IPV4(192, 0, 0, 0), 29, BLOCK("service continuity", "IPv4 Service Continuity Prefix", "RFC 7335", LOCAL)},
    {UDPI_IPV4(192, 0, 0, 8), 32, BLOCK("dummy", "IPv4 dummy address", "RFC 7600", LOCAL)},
    {UDPI_IPV4(192, 0, 0, 9), 32, BLOCK("PCP anycast", "Port Control Protocol Anycast", "RFC 7723", GLOBAL)},
    {UDPI_IPV4(192, 0, 0, 10), 32,
     BLOCK("TURN anycast", "Traversal Using Relays around NAT Anycast", "RFC 8155", GLOBAL)},
    {UDPI_IPV4(192, 0, 0, 170), 31, BLOCK("NAT64 discovery", "NAT64/DNS64 Discovery", "RFC 8880", LOCAL)},
    {UDPI_IPV4(192, 0, 0, 0), 24,
     BLOCK("protocol assignment", "IETF Protocol Assignments", "RFC 6890 section 2.1", LOCAL)},
    {UDPI_IPV4(192, 0, 2, 0), 24, BLOCK("documentation", "Documentation (TEST-NET-1)", "RFC 5737", LOCAL)},
    {UDPI_IPV4(192, 31, 196, 0), 24, BLOCK("AS112", "AS112-v4", "RFC 7535", GLOBAL)},
    {UDPI_IPV4(192, 52, 193, 0), 24, BLOCK("AMT relay", "AMT", "RFC 7450", GLOBAL)},
    {UDPI_IPV4(192, 88, 99, 2), 32, BLOCK("6a44 relay", "6a44-relay anycast address", "RFC 6751", LOCAL)},
    {UDPI_IPV4(192, 88, 99, 0), 24, BLOCK("6to4 relay", "Deprecated (6to4 Relay Anycast)", "RFC 7526", UNSAID)},
    {UDPI_IPV4(192, 175, 48, 0), 24, BLOCK("AS112", "Direct Delegation AS112 Service", "RFC 7534", GLOBAL)},
    {UDPI_IPV4(198, 51, 100, 0), 24, BLOCK("documentation", "Documentation (TEST-NET-2)", "RFC 5737", LOCAL)},
    {UDPI_IPV4(203, 0, 113, 0), 24, BLOCK("documentation", "Documentation (TEST-NET-3)", "RFC 5737", LOCAL)},
    {UDPI_IPV4(224, 0, 0, 0), 4, BLOCK("multicast", "Multicast", "RFC 5771", UNSAID)},
    {UDPI_IPV4(240, 0, 0, 0), 4, BLOCK("reserved", "Reserved", "RFC 1112 section 4", LOCAL)},
};

struct ipv6_block {
    uint64_t high, low;
    uint8_t length;
    struct udpi_address_block block;
};

/* The IANA IPv6 Special-Purpose Address Registry as of 2025-10-09 in the same way, with the types of RFC 4291. */
static const struct ipv6_block ipv6_blocks[] = {
    {0, 0, 128, BLOCK("unspecified", "Unspecified Address", "RFC 4291", LOCAL)},
    {0, 1, 128, BLOCK("loopback", "Loopback Address", "RFC 4291", LOCAL)},
    {0, 0x0000ffff00000000, 96, BLOCK("IPv4-mapped", "IPv4-mapped Address", "RFC 4291", LOCAL)},
    {0, 0, 96, BLOCK("IPv4-compatible", "Deprecated (IPv4-Compatible)", "RFC 4291 section 2.5.5.1", UNSAID)},
    {0x0064ff9b00000000, 0, 96, BLOCK("IPv4 translation", "IPv4-IPv6 Translat.", "RFC 6052", GLOBAL)},
    {0x0064ff9b00010000, 0, 48, BLOCK("local IPv4 translation", "IPv4-IPv6 Translat.", "RFC 8215", LOCAL)},
    {0x0100000000000000, 0, 64, BLOCK("discard-only", "Discard-Only Address Block", "RFC 6666", LOCAL)},
    {0x0100000000000001, 0, 64, BLOCK("dummy", "Dummy IPv6 Prefix", "RFC 9780", LOCAL)},
    {0x2001000000000000, 0, 32, BLOCK("Teredo", "TEREDO", "RFC 4380", UNSAID)},
    {0x2001000100000000, 1, 128, BLOCK("PCP anycast", "Port Control Protocol Anycast", "RFC 7723", GLOBAL)},
    {0x2001000100000000, 2, 128,
     BLOCK("TURN anycast", "Traversal Using Relays around NAT Anycast", "RFC 8155", GLOBAL)},
    {0x2001000100000000, 3, 128,
     BLOCK("SRP anycast", "DNS-SD Service Registration Protocol Anycast", "RFC 9665", GLOBAL)},
    {0x2001000200000000, 0, 48, BLOCK("benchmarking", "Benchmarking", "RFC 5180", LOCAL)},
    {0x2001000300000000, 0, 32, BLOCK("AMT relay", "AMT", "RFC 7450", GLOBAL)},
    {0x2001000401120000, 0, 48, BLOCK("AS112", "AS112-v6", "RFC 7535", GLOBAL)},
    {0x2001001000000000, 0, 28, BLOCK("ORCHID", "Deprecated (previously ORCHID)", "RFC 4843", UNSAID)},
    {0x2001002000000000, 0, 28, BLOCK("ORCHID", "ORCHIDv2", "RFC 7343", GLOBAL)},
    {0x2001003000000000, 0, 28,
     BLOCK("drone remote ID", "Drone Remote ID Protocol Entity Tags (DETs) Prefix", "RFC 9374", GLOBAL)},
    {0x2001000000000000, 0, 23, BLOCK("protocol assignment", "IETF Protocol Assignments", "RFC 2928", LOCAL)},
    {0x20010db800000000, 0, 32, BLOCK("documentation", "Documentation", "RFC 3849", LOCAL)},
    {0x2002000000000000, 0, 16, BLOCK("6to4", "6to4", "RFC 3056", UNSAID)},
    {0x2620004f80000000, 0, 48, BLOCK("AS112", "Direct Delegation AS112 Service", "RFC 7534", GLOBAL)},
    {0x3fff000000000000, 0, 20, BLOCK("documentation", "Documentation", "RFC 9637", LOCAL)},
    {0x5f00000000000000, 0, 16, BLOCK("segment routing", "Segment Routing (SRv6) SIDs", "RFC 9602", LOCAL)},
    {0xfc00000000000000, 0, 7, BLOCK("unique-local", "Unique-Local", "RFC 4193", LOCAL)},
    {0xfe80000000000000, 0, 10, BLOCK("link-local", "Link-Local Unicast", "RFC 4291", LOCAL)},
    {0xfec0000000000000, 0, 10, BLOCK("site-local", "Deprecated (Site-Local Unicast)", "RFC 3879", UNSAID)},
    {0xff00000000000000, 0, 8, BLOCK("multicast", "Multicast", "RFC 4291 section 2.7", UNSAID)},
};

/* By an address's first four bits: the first block that has the same, and behind the last one the number of blocks. */
static const uint8_t ipv4_starts[17] = {0, 3, 3, 3, 3, 3, 3, 4, 5, 5, 5, 7, 7, 23, 23, 24, 25};
static const uint8_t ipv6_starts[17] = {0, 8, 8, 22, 23, 23, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 28};

_Static_assert(sizeof ipv4_blocks / sizeof *ipv4_blocks == 25, "the starts are those of this table");
_Static_assert(sizeof ipv6_blocks / sizeof *ipv6_blocks == 28, "the starts are those of this table");

static uint32_t make_mask(unsigned prefix_length) {
    return prefix_length == 0 ? 0 : UINT32_MAX << (32 - prefix_length);
}

/* Whether the first `bits` (0 to 64) of both are the same. */
static bool has_prefix(uint64_t address, uint64_t prefix, unsigned bits) {
    return bits == 0 || (address ^ prefix) >> (64 - bits) == 0;
}

/* RFC 791 section 3.2, RFC 1112 section 4; the masks: RFC 950. */
static const struct udpi_ipv4_class classes[] = {
    {'A', 8, "0", "0.0.0.0", "127.255.255.255"},      {'B', 16, "10", "128.0.0.0", "191.255.255.255"},
    {'C', 24, "110", "192.0.0.0", "223.255.255.255"}, {'D', 0, "1110", "224.0.0.0", "239.255.255.255"},
    {'E', 0, "1111", "240.0.0.0", "255.255.255.255"},
};

const struct udpi_ipv4_class *udpi_ipv4_find_class(uint32_t address) {
    return &classes[udpi_ipv4_class(address) - 'A'];
}

char udpi_ipv4_class(uint32_t address) {
    return "AAAAAAAABBBBCCDE"[address >> 28]; /* as many leading ones, up to four */
}

const struct udpi_address_block *udpi_ipv4_find_block(uint32_t address) {
    if (address == UINT32_MAX)
        return &broadcast;
    const uint8_t *start = &ipv4_starts[address >> 28];
    const struct ipv4_block *end = ipv4_blocks + start[1];
    for (const struct ipv4_block *entry = ipv4_blocks + start[0]; entry < end; entry++)
        if ((address ^ entry->address) >> (32 - entry->length) == 0)
            return &entry->block;
    return &ipv4_unicast;
}

const struct udpi_address_block *udpi_ipv6_find_block(const uint8_t *address) {
    uint64_t high = udpi_load_be64(address);
    uint64_t low = udpi_load_be64(address + 8);
    const uint8_t *start = &ipv6_starts[high >> 60];
    const struct ipv6_block *end = ipv6_blocks + start[1];
    for (const struct ipv6_block *entry = ipv6_blocks + start[0]; entry < end; entry++) {
        unsigned high_bits = entry->length < 64 ? entry->length : 64;
        if (has_prefix(high, entry->high, high_bits) && has_prefix(low, entry->low, entry->length - high_bits))
            return &entry->block;
    }
    return high >> 61 == 1 ? &ipv6_unicast : &ipv6_reserved;
}

const struct udpi_scope *udpi_mac_find_scope(uint64_t mac) {
    static const struct udpi_scope group = SCOPE("multicast");
    static const struct udpi_scope universal = SCOPE("universally administered");
    static const struct udpi_scope local = SCOPE("locally administered");
    if (mac == 0xffffffffffff)
        return &broadcast.scope;
    if (mac >> 40 & 1)
        return &group;
    return mac >> 41 & 1 ? &local : &universal;
}

const struct udpi_scope *udpi_port_find_range(uint16_t port) {
    static const struct udpi_scope well_known = SCOPE("well-known");
    static const struct udpi_scope registered = SCOPE("registered");
    static const struct udpi_scope dynamic = SCOPE("dynamic");
    if (port < 1024)
        return &well_known;
    return port < 49152 ? &registered : &dynamic;
}

struct udpi_subnet udpi_ipv4_subnet(uint32_t address, unsigned prefix_length) {
    uint32_t mask = make_mask(prefix_length);
    uint64_t addresses = UINT64_C(1) << (32 - prefix_length);
    unsigned reserved = prefix_length >= 31 ? 0 : 1; /* at each end */
    return (struct udpi_subnet){
        .mask = mask,
        .network = address & mask,
        .broadcast = address | ~mask,
        .first_host = (address & mask) + reserved,
        .last_host = (address | ~mask) - reserved,
        .hosts = addresses - 2 * reserved,
    };
}
