/*
 * Network service header.
 *
 *     | version 2 bits, O 1, reserved 1, ttl 6, length 6, reserved 4, md type 4 | next protocol 1 |
 *     | service path 3 | service index 1 | context `length` times 4, less 8 | …
 */
#include "model/numbers.h"
#include "model/width.h"

enum {
    VERSION,
    IS_OAM,
    TTL,
    LENGTH,
    MD_TYPE,
    NEXT_PROTOCOL,
    SERVICE_PATH,
    SERVICE_INDEX,
    CONTEXT,
    RESERVED,
    RESERVED_BITS,
    FIELDS
};

enum { HEADER_SIZE = 8, WORD = 4, FIXED_CONTEXT = 16, ETHERTYPE_NSH = 0x894f, ETHERTYPE_MPLS = 0x8847 };

enum { NEXT_IPV4 = 1, NEXT_IPV6 = 2, NEXT_ETHERNET = 3, NEXT_NSH = 4, NEXT_MPLS = 5, NEXT_EXPERIMENT = 0xfe };

static const struct udpi_name next_entries[] = {
    UDPI_NAME(NEXT_IPV4, "IPv4"), UDPI_NAME(NEXT_IPV6, "IPv6"), UDPI_NAME(NEXT_ETHERNET, "Ethernet"),
    UDPI_NAME(NEXT_NSH, "NSH"),   UDPI_NAME(NEXT_MPLS, "MPLS"),
};
static const struct udpi_names next_names = {next_entries, sizeof next_entries / sizeof *next_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_BITS(0, 2),
                 .doc = "Always 0."},
    [IS_OAM] = {.key = "oam", .label = "OAM packet", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(2, 1),
                .doc = "The packet tests the path, and is no user's."},
    [TTL] = {.key = "ttl", .label = "Time to live", .type = UDPI_UINT, UDPI_BITS(4, 6), .initial = 63,
             .doc = "Forwarders that may still pass the packet on; 0 counts as 63."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_BITS(10, 6),
                .unit = WORD,
                .doc = "Bytes of the header with its context."},
    [MD_TYPE] = {.key = "md_type", .label = "Metadata type", .type = UDPI_UINT, UDPI_BITS(20, 4), .initial = 2,
                 .doc = "1: the context has 16 bytes; 2: any number, as options."},
    [NEXT_PROTOCOL] = {.key = "next_protocol", .label = "Next protocol", .type = UDPI_UINT,
                       .flags = UDPI_COMPUTED | UDPI_NEXT, UDPI_AT(3, 1), .names = &next_names,
                       .doc = "Says which protocol follows."},
    [SERVICE_PATH] = {.key = "service_path_id", .label = "Service path", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                      UDPI_AT(4, 3), .initial = 1,
                      .doc = "The chain of services that the packet takes."},
    [SERVICE_INDEX] = {.key = "service_index", .label = "Service index", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                       UDPI_AT(7, 1), .initial = 255,
                       .doc = "Place in the chain; each service takes one off."},
    [CONTEXT] = {.key = "context", .label = "Context", .type = UDPI_BYTES,
                 .doc = "What the services tell each other."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_UINT, .flags = UDPI_IF_SET, UDPI_BITS(3, 1),
                  .doc = "Must be zero."},
    [RESERVED_BITS] = {.key = "reserved_bits", .label = "Reserved", .type = UDPI_UINT, .flags = UDPI_IF_SET,
                       UDPI_BITS(16, 4),
                       .doc = "Must be zero."},
};

static struct udpi_next find_next(uint8_t protocol) {
    switch (protocol) {
    case NEXT_IPV4: return udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV4);
    case NEXT_IPV6: return udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV6);
    case NEXT_ETHERNET: return udpi_next_key(UDPI_INTERNAL, UDPI_AS_ETH);
    case NEXT_NSH: return udpi_next_key(UDPI_ETHERTYPE, ETHERTYPE_NSH);
    case NEXT_MPLS: return udpi_next_key(UDPI_ETHERTYPE, ETHERTYPE_MPLS);
    default: return udpi_next_payload();
    }
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (header[0] >> 6 != 0)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, SERVICE_INDEX + 1, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    udpi_put_if_set(d, fields, RESERVED_BITS, header);
    size_t size = (header[1] & 63U) * WORD;
    if (size < HEADER_SIZE) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the header length is {a} bytes, and must be 8 at least", (uint32_t)size,
                      0);
        return udpi_next_payload();
    }
    udpi_take_bytes(d, CONTEXT, size - HEADER_SIZE);
    return find_next(header[3]);
}

static void encode(struct udpi_build *b) {
    udpi_build_pad(b, WORD);
}

static uint8_t name_next(struct udpi_build *b) {
    switch (udpi_build_next_key(b, UDPI_ETHERTYPE, 0)) {
    case UDPI_ETHERTYPE_IPV4: return NEXT_IPV4;
    case UDPI_ETHERTYPE_IPV6: return NEXT_IPV6;
    case ETHERTYPE_NSH: return NEXT_NSH;
    case ETHERTYPE_MPLS: return NEXT_MPLS;
    default: return udpi_build_next_key(b, UDPI_INTERNAL, 0) == UDPI_AS_ETH ? NEXT_ETHERNET : NEXT_EXPERIMENT;
    }
}

static void seal(struct udpi_build *b) {
    uint32_t size = udpi_build_layer(b)->header_size;
    udpi_build_fill(b, LENGTH, size);
    if (size == HEADER_SIZE + FIXED_CONTEXT)
        udpi_build_fill(b, MD_TYPE, 1);
    udpi_build_fill(b, NEXT_PROTOCOL, name_next(b));
}

static const struct udpi_binding bindings[] = {{UDPI_ETHERTYPE, ETHERTYPE_NSH}};

const struct udpi_protocol udpi_nsh = {
    .key = "nsh",
    .title = "Network Service Header",
    .spec = "RFC 8300",
    .doc = "Leads a packet along a chain of services, such as firewalls and load balancers.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
