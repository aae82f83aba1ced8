/*
 * IPv6 fragment header.
 *
 *     | next header 1 | reserved 1 | fragment offset 13 bits, reserved 2, more fragments 1 | id 4 | …
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { NEXT_HEADER, FRAGMENT_OFFSET, MORE_FRAGMENTS, ID, RESERVED, RESERVED_BITS, FIELDS };

static const struct udpi_field fields[FIELDS] = {
    [NEXT_HEADER] = {.key = "next_header", .label = "Next header", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT,
                     UDPI_AT(0, 1), .names = &udpi_ip_protocol_names,
                     .doc = "Says what the whole datagram begins with."},
    [FRAGMENT_OFFSET] = {.key = "fragment_offset", .label = "Fragment offset", .type = UDPI_UINT, .flags = UDPI_NOTABLE,
                         UDPI_BITS(16, 13), .unit = 8,
                         .doc = "Where in the datagram this fragment belongs, in bytes."},
    [MORE_FRAGMENTS] = {.key = "more_fragments", .label = "More fragments", .type = UDPI_BOOL, .flags = UDPI_NOTABLE,
                        UDPI_BITS(31, 1),
                        .doc = "The datagram goes on in another fragment."},
    [ID] = {.key = "id", .label = "Identification", .type = UDPI_HEX, .flags = UDPI_SUMMARY, UDPI_AT(4, 4),
            .doc = "The fragments of one datagram have the same."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(1, 1),
                  .doc = "Must be zero."},
    [RESERVED_BITS] = {.key = "reserved_bits", .label = "Reserved bits", .type = UDPI_UINT, .flags = UDPI_IF_SET,
                       UDPI_BITS(29, 2),
                       .doc = "Must be zero."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, NEXT_HEADER, ID + 1, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    udpi_put_if_set(d, fields, RESERVED_BITS, header);
    uint16_t offset = udpi_load_be16(header + 2) & 0xfff8;
    bool has_more = header[3] & 1;
    if (offset != 0 || has_more)
        return udpi_next_fragment(d, (struct udpi_fragment){.id = udpi_load_be32(header + 4),
                                                            .offset = offset,
                                                            .protocol = header[0],
                                                            .has_more = has_more});
    return udpi_next_key(UDPI_IP_PROTOCOL, header[0]); /* RFC 6946: an atomic fragment is whole */
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, NEXT_HEADER, udpi_build_next_key(b, UDPI_IP_PROTOCOL, UDPI_IP_UDP));
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_FRAGMENT}};

const struct udpi_protocol udpi_ipv6frag = {
    .key = "ipv6frag",
    .title = "IPv6 fragment header",
    .spec = "RFC 8200, section 4.5",
    .doc = "Says which part of a datagram the packet carries.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 8,
    .decode = decode,
    .seal = seal,
};
