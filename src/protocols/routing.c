/*
 * IPv6 routing header.
 *
 *     | next header 1 | length 1 | type 1 | segments left 1 | by type … |
 *     types 0 and 2:   reserved 4, addresses
 *     type 4:          last entry 1, flags 1, tag 2, addresses from the last to the first, TLVs
 *
 * Left out: the compressed addresses of type 3 and the TLVs of type 4, which are shown as data.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { NEXT_HEADER, LENGTH, TYPE, SEGMENTS_LEFT, LAST_ENTRY, FLAGS, TAG, RESERVED, ADDRESSES, ADDRESS, DATA, FIELDS };

enum { HEAD = 4, TYPE_HEAD = 4, UNIT = 8, ADDRESS_SIZE = 16 };
enum { TYPE_SOURCE_ROUTE = 0, TYPE_MOBILITY = 2, TYPE_SEGMENTS = 4 };

/* IANA, IPv6 routing types. */
static const struct udpi_name type_entries[] = {
    UDPI_NAME(0, "Source Route (deprecated)"),
    UDPI_NAME(1, "Nimrod (deprecated)"),
    UDPI_NAME(2, "Mobility"),
    UDPI_NAME(3, "RPL Source Route"),
    UDPI_NAME(4, "Segment Routing"),
    UDPI_NAME(5, "Compact Routing, 16 bits"),
    UDPI_NAME(6, "Compact Routing, 32 bits"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_field fields[FIELDS] = {
    [NEXT_HEADER] = {.key = "next_header", .label = "Next header", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT,
                     UDPI_AT(0, 1), .names = &udpi_ip_protocol_names,
                     .doc = "Says which extension header or protocol follows."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(1, 1),
                .doc = "Size of the header in units of 8 bytes, the first 8 bytes not counted."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(2, 1), .names = &type_names,
              .doc = "Kind of routing."},
    [SEGMENTS_LEFT] = {.key = "segments_left", .label = "Segments left", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                       UDPI_AT(3, 1),
                       .doc = "Addresses on the route that are still to be visited."},
    [LAST_ENTRY] = {.key = "last_entry", .label = "Last entry", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(4, 1),
                    .doc = "Index of the last address in the list, from 0; segment routing only."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, UDPI_AT(5, 1),
               .doc = "No flag is defined; segment routing only."},
    [TAG] = {.key = "tag", .label = "Tag", .type = UDPI_HEX, UDPI_AT(6, 2),
             .doc = "Marks packets that belong together; segment routing only."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(4, 4),
                  .doc = "Must be zero; types 0 and 2 only."},
    [ADDRESSES] = {.key = "addresses", .label = "Addresses", .type = UDPI_LIST,
                   .doc = "The route, in the order of the header."},
    [ADDRESS] = {.key = "address", .label = "Address", .type = UDPI_IPV6, .within = UDPI_WITHIN(ADDRESSES),
                 .doc = "One address of the route."},
    [DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES,
              .doc = "What follows the addresses, or all behind the fixed part of a type that is not decoded."},
};

static void put_addresses(struct udpi_decode *d, const uint8_t *bytes, size_t count) {
    udpi_put_bytes(d, ADDRESSES, bytes, count * ADDRESS_SIZE);
    for (size_t i = 0; i < count; i++, bytes += ADDRESS_SIZE)
        udpi_put_at_depth(d, 1, ADDRESS, udpi_offset_of(d, bytes), ADDRESS_SIZE, 0);
}

/* Records `size` bytes behind the type's own fixed part; gives how many addresses there are. */
static size_t decode_route(struct udpi_decode *d, const uint8_t *header, const uint8_t *route, size_t size) {
    size_t count = size / ADDRESS_SIZE;
    if (header[2] == TYPE_SEGMENTS) {
        udpi_put_header(d, fields, LAST_ENTRY, TAG + 1, header);
        if (header[4] + 1U < count)
            count = header[4] + 1U;
    } else {
        udpi_put_if_set(d, fields, RESERVED, header);
    }
    if (count > 0)
        put_addresses(d, route, count);
    if (count * ADDRESS_SIZE < size)
        udpi_put_bytes(d, DATA, route + count * ADDRESS_SIZE, size - count * ADDRESS_SIZE);
    return count;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, NEXT_HEADER, SEGMENTS_LEFT + 1, header);
    uint8_t type = header[2];
    const uint8_t *rest = udpi_cursor_take(&d->cursor, (header[1] + 1U) * UNIT - HEAD - TYPE_HEAD);
    if (!rest)
        return udpi_next_payload();
    size_t size = (size_t)(d->cursor.at - rest);
    if (type != TYPE_SOURCE_ROUTE && type != TYPE_MOBILITY && type != TYPE_SEGMENTS) {
        udpi_put_bytes(d, DATA, header + HEAD, size + TYPE_HEAD);
        return udpi_next_key(UDPI_IP_PROTOCOL, header[0]);
    }
    size_t count = decode_route(d, header, rest, size);
    /* RFC 8200 section 8.1: while segments are left, checksums cover the end of the route, which segment routing lists first */
    if (header[3] > 0 && count > 0)
        d->addresses.dst = type == TYPE_SEGMENTS ? rest : rest + (count - 1) * ADDRESS_SIZE;
    return udpi_next_key(UDPI_IP_PROTOCOL, header[0]);
}

static void encode(struct udpi_build *b) {
    udpi_build_pad(b, UNIT);
    const uint8_t *header = udpi_build_header(b);
    uint32_t size = udpi_build_layer(b)->header_size;
    uint64_t type = udpi_build_number(b, TYPE);
    bool has_route = type == TYPE_SOURCE_ROUTE || type == TYPE_MOBILITY || type == TYPE_SEGMENTS;
    if (!has_route || udpi_build_number(b, SEGMENTS_LEFT) == 0 || size < HEAD + TYPE_HEAD + ADDRESS_SIZE ||
        b->addresses.size != ADDRESS_SIZE)
        return;
    size_t count = (size - HEAD - TYPE_HEAD) / ADDRESS_SIZE;
    const uint8_t *route = header + HEAD + TYPE_HEAD;
    b->addresses.dst = type == TYPE_SEGMENTS ? route : route + (count - 1) * ADDRESS_SIZE;
}

static void seal(struct udpi_build *b) {
    uint32_t size = udpi_build_layer(b)->header_size;
    udpi_build_fill(b, NEXT_HEADER, udpi_build_next_key(b, UDPI_IP_PROTOCOL, UDPI_IP_NO_NEXT));
    udpi_build_fill(b, LENGTH, size / UNIT - 1);
    if (udpi_build_number(b, TYPE) == TYPE_SEGMENTS && size >= HEAD + TYPE_HEAD + ADDRESS_SIZE)
        udpi_build_fill(b, LAST_ENTRY, (size - HEAD - TYPE_HEAD) / ADDRESS_SIZE - 1);
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_ROUTING}};

const struct udpi_protocol udpi_routing = {
    .key = "routing",
    .title = "IPv6 routing header",
    .spec = "RFC 8200, section 4.4; RFC 8754",
    .doc = "Names addresses that the packet visits on its way.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEAD + TYPE_HEAD,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
