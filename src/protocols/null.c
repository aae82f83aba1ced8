/*
 * BSD loopback: an address family in front of the IP header.
 *
 *     | family 4 | …
 *
 * LINKTYPE_NULL has it in the byte order of the capturing host, LINKTYPE_LOOP in network order. Families are small
 * numbers, so the order can be seen.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { FAMILY, FIELDS };

enum { FAMILY_IPV4 = 2, FAMILY_IPV6_LINUX = 10, FAMILY_IPV6_NETBSD = 24, FAMILY_IPV6_FREEBSD = 28, FAMILY_IPV6_DARWIN = 30 };

static const struct udpi_name family_entries[] = {
    UDPI_NAME(FAMILY_IPV4, "IPv4"),         UDPI_NAME(FAMILY_IPV6_LINUX, "IPv6"),
    UDPI_NAME(FAMILY_IPV6_NETBSD, "IPv6"),  UDPI_NAME(FAMILY_IPV6_FREEBSD, "IPv6"),
    UDPI_NAME(FAMILY_IPV6_DARWIN, "IPv6"),
};
static const struct udpi_names family_names = {family_entries, sizeof family_entries / sizeof *family_entries};

static const struct udpi_field fields[FIELDS] = {
    [FAMILY] = {.key = "family", .label = "Address family", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT | UDPI_LITTLE, UDPI_AT(0, 4),
                .names = &family_names,
                .doc = "Says which protocol follows: 2 is IPv4 everywhere; 10, 24, 28 or 30 is IPv6, by system."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    uint32_t family = udpi_load_le32(header);
    if (family > 0xffff) /* the host was a big-endian one */
        family = __builtin_bswap32(family);
    udpi_put(d, FAMILY, header, 4, family);
    switch (family) {
    case FAMILY_IPV4: return udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV4);
    case FAMILY_IPV6_LINUX:
    case FAMILY_IPV6_NETBSD:
    case FAMILY_IPV6_FREEBSD:
    case FAMILY_IPV6_DARWIN: return udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV6);
    default: return udpi_next_payload();
    }
}

static void seal(struct udpi_build *b) {
    bool is_ipv6 = udpi_build_next_key(b, UDPI_ETHERTYPE, 0) == UDPI_ETHERTYPE_IPV6;
    /* A little-endian host is the common case. */
    udpi_build_fill(b, FAMILY, is_ipv6 ? FAMILY_IPV6_FREEBSD : FAMILY_IPV4);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 0}, {UDPI_LINK_TYPE, 108}};

const struct udpi_protocol udpi_null = {
    .key = "null",
    .title = "BSD loopback",
    .spec = "LINKTYPE_NULL, LINKTYPE_LOOP",
    .doc = "The few bytes that stand for a link where packets never leave the host.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 2,
    .header_size = 4,
    .decode = decode,
    .seal = seal,
};
