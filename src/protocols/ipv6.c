/*
 * Internet Protocol version 6: the fixed header. Extension headers have files of their own.
 *
 *     | version 4 bits, dscp 6, ecn 2, flow label 20 | payload length 2 | next header 1 | hop limit 1 |
 *     | source 16 | destination 16 | …
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { VERSION, DSCP, ECN, FLOW_LABEL, PAYLOAD_LENGTH, NEXT_HEADER, HOP_LIMIT, SRC, DST, FIELDS };

enum { HEADER_SIZE = 40 };

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, .flags = UDPI_DETAIL, UDPI_BITS(0, 4),
                 .initial = 6,
                 .doc = "Always 6."},
    [DSCP] = {.key = "dscp", .label = "Differentiated services", .type = UDPI_UINT, UDPI_BITS(4, 6),
              .doc = "Code point that asks routers for a kind of treatment; 0 is best effort."},
    [ECN] = {.key = "ecn", .label = "Congestion notification", .type = UDPI_UINT, UDPI_BITS(10, 2),
             .doc = "0 not capable, 1 and 2 capable, 3 congestion met."},
    [FLOW_LABEL] = {.key = "flow_label", .label = "Flow label", .type = UDPI_HEX, UDPI_BITS(12, 20),
                    .doc = "The packets of one flow have the same; 0 where the sender sets none."},
    [PAYLOAD_LENGTH] = {.key = "payload_length", .label = "Payload length", .type = UDPI_UINT, .flags = UDPI_COMPUTED,
                        UDPI_AT(4, 2),
                        .doc = "Bytes behind this header; 0 in a jumbogram."},
    [NEXT_HEADER] = {.key = "next_header", .label = "Next header", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT,
                     UDPI_AT(6, 1), .names = &udpi_ip_protocol_names,
                     .doc = "Says which extension header or protocol follows; 17 is UDP."},
    [HOP_LIMIT] = {.key = "hop_limit", .label = "Hop limit", .type = UDPI_UINT, UDPI_AT(7, 1), .initial = 64,
                   .doc = "Routers that may still forward the packet; each takes one off."},
    [SRC] = {.key = "src", .label = "Source", .type = UDPI_IPV6, .flags = UDPI_SRC, UDPI_AT(8, 16),
             .doc = "Address of the sender."},
    [DST] = {.key = "dst", .label = "Destination", .type = UDPI_IPV6, .flags = UDPI_DST, UDPI_AT(24, 16),
             .doc = "Address of the receiver."},
};

static void apply_length(struct udpi_decode *d, size_t length, uint8_t next_header) {
    size_t present = d->cursor.claim;
    if (length == 0 && next_header == UDPI_IP_HOPOPT)
        return; /* RFC 2675: a jumbo payload option there may give the length */
    if (length == 0 && next_header != UDPI_IP_NO_NEXT && present > 0) {
        udpi_note_add(d, UDPI_NOTE_LENGTH_ZERO, NULL, 0, 0);
        return;
    }
    if (length > present) {
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_FRAME, NULL, (uint32_t)length, (uint32_t)present);
        length = present;
    }
    udpi_narrow(d, length, UDPI_AS_TRAILER);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (header[0] >> 4 != 6) {
        udpi_note_add(d, UDPI_NOTE_IP_VERSION, NULL, header[0] >> 4, 6);
        return udpi_next_not_mine();
    }
    udpi_put_header(d, fields, VERSION, FIELDS, header);
    udpi_set_addresses(d, header + 8, header + 24, 16);
    d->has_jumbo = false;
    apply_length(d, udpi_load_be16(header + 4), header[6]);
    return udpi_next_key(UDPI_IP_PROTOCOL, header[6]);
}

static void encode(struct udpi_build *b) {
    /* RFC 3849 addresses, which the 64 bits of `initial` cannot hold: 2001:db8::1 and 2001:db8::2 */
    static const uint8_t documentation[4] = {0x20, 0x01, 0x0d, 0xb8};
    uint8_t *header = udpi_build_header(b);
    for (unsigned field = SRC; field <= DST; field++) {
        uint8_t *address = header + fields[field].byte;
        if (udpi_build_given(b, field))
            continue;
        memcpy(address, documentation, sizeof documentation);
        address[15] = field == SRC ? 1 : 2;
    }
    udpi_build_set_addresses(b, header + 8, header + 24, 16);
}

static void seal(struct udpi_build *b) {
    uint32_t length = udpi_build_size(b) - HEADER_SIZE;
    udpi_build_fill(b, PAYLOAD_LENGTH, length > UINT16_MAX ? 0 : length);
    udpi_build_fill(b, NEXT_HEADER, udpi_build_next_key(b, UDPI_IP_PROTOCOL, UDPI_IP_EXPERIMENTAL));
}

static const struct udpi_binding bindings[] = {
    {UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV6},
    {UDPI_IP_PROTOCOL, 41},
    {UDPI_PPP, 0x0057},
    {UDPI_LINK_TYPE, 229},
};

const struct udpi_protocol udpi_ipv6 = {
    .key = "ipv6",
    .title = "Internet Protocol version 6",
    .spec = "RFC 8200",
    .doc = "Carries a packet from one host to another, with addresses of 128 bits.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 4,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
