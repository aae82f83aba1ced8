#include "core/address.h"

#include <stdbool.h>

#include "core/bytes.h"

#define SCOPE(text)                                                                                                    \
    { sizeof(text) - 1, text }

static const struct udpi_scope broadcast = SCOPE("broadcast"), multicast = SCOPE("multicast"), global = SCOPE("global");

struct ipv4_block {
    uint32_t address;
    uint8_t length;
    struct udpi_scope scope;
};

/*
 * The IANA registry of IPv4 special-purpose addresses, with multicast. The first that fits counts. They are
 * sorted by their first four bits; no block reaches over these. Of those with the same, the usual ones come first.
 */
static const struct ipv4_block ipv4_blocks[] = {
    {0x00000000, 32, SCOPE("unspecified")},         /* 0.0.0.0, RFC 1122 */
    {0x00000000, 8, SCOPE("this network")},         /* 0.0.0.0/8, RFC 791 */
    {0x0a000000, 8, SCOPE("private")},              /* 10.0.0.0/8, RFC 1918 */
    {0x64400000, 10, SCOPE("shared")},              /* 100.64.0.0/10, RFC 6598 */
    {0x7f000000, 8, SCOPE("loopback")},             /* 127.0.0.0/8, RFC 1122 */
    {0xa9fe0000, 16, SCOPE("link-local")},          /* 169.254.0.0/16, RFC 3927 */
    {0xac100000, 12, SCOPE("private")},             /* 172.16.0.0/12, RFC 1918 */
    {0xc0a80000, 16, SCOPE("private")},             /* 192.168.0.0/16, RFC 1918 */
    {0xc6120000, 15, SCOPE("benchmarking")},        /* 198.18.0.0/15, RFC 2544 */
    {0xc0000000, 29, SCOPE("service continuity")},  /* 192.0.0.0/29, RFC 7335 */
    {0xc0000008, 32, SCOPE("dummy")},               /* 192.0.0.8, RFC 7600 */
    {0xc0000009, 32, SCOPE("PCP anycast")},         /* 192.0.0.9, RFC 7723 */
    {0xc000000a, 32, SCOPE("TURN anycast")},        /* 192.0.0.10, RFC 8155 */
    {0xc00000aa, 31, SCOPE("NAT64 discovery")},     /* 192.0.0.170 and 171, RFC 8880 */
    {0xc0000000, 24, SCOPE("protocol assignment")}, /* 192.0.0.0/24, RFC 6890 */
    {0xc0000200, 24, SCOPE("documentation")},       /* 192.0.2.0/24, RFC 5737 */
    {0xc01fc400, 24, SCOPE("AS112")},               /* 192.31.196.0/24, RFC 7535 */
    {0xc034c100, 24, SCOPE("AMT relay")},           /* 192.52.193.0/24, RFC 7450 */
    {0xc0586302, 32, SCOPE("6a44 relay")},          /* 192.88.99.2, RFC 6751 */
    {0xc0586300, 24, SCOPE("6to4 relay")},          /* 192.88.99.0/24, RFC 7526 */
    {0xc0af3000, 24, SCOPE("AS112")},               /* 192.175.48.0/24, RFC 7534 */
    {0xc6336400, 24, SCOPE("documentation")},       /* 198.51.100.0/24, RFC 5737 */
    {0xcb007100, 24, SCOPE("documentation")},       /* 203.0.113.0/24, RFC 5737 */
    {0xe0000000, 4, SCOPE("multicast")},            /* 224.0.0.0/4, RFC 5771 */
    {0xf0000000, 4, SCOPE("reserved")},             /* 240.0.0.0/4, RFC 1112 */
};

struct ipv6_block {
    uint64_t high, low;
    uint8_t length;
    struct udpi_scope scope;
};

/* The same for IPv6, with the address types of RFC 4291. */
static const struct ipv6_block ipv6_blocks[] = {
    {0, 0, 128, SCOPE("unspecified")},                            /* ::, RFC 4291 */
    {0, 1, 128, SCOPE("loopback")},                               /* ::1, RFC 4291 */
    {0, 0x0000ffff00000000, 96, SCOPE("IPv4-mapped")},            /* ::ffff:0:0/96, RFC 4291 */
    {0, 0, 96, SCOPE("IPv4-compatible")},                         /* ::/96, RFC 4291, deprecated */
    {0x0064ff9b00000000, 0, 96, SCOPE("IPv4 translation")},       /* 64:ff9b::/96, RFC 6052 */
    {0x0064ff9b00010000, 0, 48, SCOPE("local IPv4 translation")}, /* 64:ff9b:1::/48, RFC 8215 */
    {0x0100000000000000, 0, 64, SCOPE("discard-only")},           /* 100::/64, RFC 6666 */
    {0x0100000000000001, 0, 64, SCOPE("dummy")},                  /* 100:0:0:1::/64, RFC 9780 */
    {0x2001000000000000, 0, 32, SCOPE("Teredo")},                 /* 2001::/32, RFC 4380 */
    {0x2001000100000000, 1, 128, SCOPE("PCP anycast")},           /* 2001:1::1, RFC 7723 */
    {0x2001000100000000, 2, 128, SCOPE("TURN anycast")},          /* 2001:1::2, RFC 8155 */
    {0x2001000100000000, 3, 128, SCOPE("SRP anycast")},           /* 2001:1::3, RFC 9665 */
    {0x2001000200000000, 0, 48, SCOPE("benchmarking")},           /* 2001:2::/48, RFC 5180 */
    {0x2001000300000000, 0, 32, SCOPE("AMT relay")},              /* 2001:3::/32, RFC 7450 */
    {0x2001000401120000, 0, 48, SCOPE("AS112")},                  /* 2001:4:112::/48, RFC 7535 */
    {0x2001001000000000, 0, 28, SCOPE("ORCHID")},                 /* 2001:10::/28, RFC 4843, deprecated */
    {0x2001002000000000, 0, 28, SCOPE("ORCHID")},                 /* 2001:20::/28, RFC 7343 */
    {0x2001003000000000, 0, 28, SCOPE("drone remote ID")},        /* 2001:30::/28, RFC 9374 */
    {0x2001000000000000, 0, 23, SCOPE("protocol assignment")},    /* 2001::/23, RFC 2928 */
    {0x20010db800000000, 0, 32, SCOPE("documentation")},          /* 2001:db8::/32, RFC 3849 */
    {0x2002000000000000, 0, 16, SCOPE("6to4")},                   /* 2002::/16, RFC 3056 */
    {0x2620004f80000000, 0, 48, SCOPE("AS112")},                  /* 2620:4f:8000::/48, RFC 7534 */
    {0x3fff000000000000, 0, 20, SCOPE("documentation")},          /* 3fff::/20, RFC 9637 */
    {0x5f00000000000000, 0, 16, SCOPE("segment routing")},        /* 5f00::/16, RFC 9602 */
    {0xfc00000000000000, 0, 7, SCOPE("unique-local")},            /* fc00::/7, RFC 4193 */
    {0xfe80000000000000, 0, 10, SCOPE("link-local")},             /* fe80::/10, RFC 4291 */
    {0xfec0000000000000, 0, 10, SCOPE("site-local")},             /* fec0::/10, RFC 3879, deprecated */
    {0xff00000000000000, 0, 8, SCOPE("multicast")},               /* ff00::/8, RFC 4291 */
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

char udpi_ipv4_class(uint32_t address) {
    return "AAAAAAAABBBBCCDE"[address >> 28]; /* as many leading ones, up to four */
}

const struct udpi_scope *udpi_ipv4_find_scope(uint32_t address) {
    if (address == UINT32_MAX)
        return &broadcast; /* RFC 919 */
    unsigned start = address >> 28;
    for (unsigned i = ipv4_starts[start]; i < ipv4_starts[start + 1]; i++)
        if ((address ^ ipv4_blocks[i].address) >> (32 - ipv4_blocks[i].length) == 0)
            return &ipv4_blocks[i].scope;
    return &global;
}

const struct udpi_scope *udpi_ipv6_find_scope(const uint8_t *address) {
    uint64_t high = udpi_load_be64(address);
    uint64_t low = udpi_load_be64(address + 8);
    unsigned start = (unsigned)(high >> 60);
    for (unsigned i = ipv6_starts[start]; i < ipv6_starts[start + 1]; i++) {
        const struct ipv6_block *block = &ipv6_blocks[i];
        unsigned high_bits = block->length < 64 ? block->length : 64;
        if (has_prefix(high, block->high, high_bits) && has_prefix(low, block->low, block->length - high_bits))
            return &block->scope;
    }
    return &global;
}

const struct udpi_scope *udpi_mac_find_scope(uint64_t mac) {
    static const struct udpi_scope universal = SCOPE("universally administered");
    static const struct udpi_scope local = SCOPE("locally administered");
    if (mac == 0xffffffffffff)
        return &broadcast;
    if (mac >> 40 & 1)
        return &multicast;
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
    return (struct udpi_subnet){
        .mask = mask,
        .network = address & mask,
        .broadcast = address | ~mask,
        .hosts = prefix_length >= 31 ? addresses : addresses - 2,
    };
}
