/*
 * IP authentication header.
 *
 *     | next header 1 | length 1 | reserved 2 | SPI 4 | sequence 4 | integrity check value … |
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { NEXT_HEADER, LENGTH, SPI, SEQUENCE, RESERVED, ICV, FIELDS };

enum { HEADER_SIZE = 12, UNIT = 4, UNCOUNTED = 2 };

static const struct udpi_field fields[FIELDS] = {
    [NEXT_HEADER] = {.key = "next_header", .label = "Next header", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT,
                     UDPI_AT(0, 1), .names = &udpi_ip_protocol_names,
                     .doc = "Says which protocol follows."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(1, 1),
                .doc = "Size of the header in units of 4 bytes, minus 2."},
    [SPI] = {.key = "spi", .label = "Security parameters index", .type = UDPI_HEX, .flags = UDPI_SUMMARY, UDPI_AT(4, 4),
             .initial = 256,
             .doc = "Names the security association at the receiver."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(8, 4),
                  .initial = 1,
                  .doc = "Counts the packets of the association, from 1."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(2, 2),
                  .doc = "Must be zero."},
    [ICV] = {.key = "icv", .label = "Integrity check value", .type = UDPI_BYTES,
             .doc = "Proves that the packet is unchanged, padding included; it is not checked."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, NEXT_HEADER, SEQUENCE + 1, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    size_t size = (header[1] + (size_t)UNCOUNTED) * UNIT;
    if (size < HEADER_SIZE) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the header length is {a} bytes, and must be 12 at least", (uint32_t)size,
                      0);
        return udpi_next_payload();
    }
    const uint8_t *icv = udpi_cursor_take(&d->cursor, size - HEADER_SIZE);
    if (icv && size > HEADER_SIZE)
        udpi_put_bytes(d, ICV, icv, size - HEADER_SIZE);
    return udpi_next_key(UDPI_IP_PROTOCOL, header[0]);
}

/* RFC 4302 section 2.6: a multiple of 8 bytes over IPv6. */
static void encode(struct udpi_build *b) {
    udpi_build_pad(b, udpi_build_layer(b)->addresses.size == 16 ? 2 * UNIT : UNIT);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, NEXT_HEADER, udpi_build_next_key(b, UDPI_IP_PROTOCOL, UDPI_IP_NO_NEXT));
    udpi_build_fill(b, LENGTH, udpi_build_layer(b)->header_size / UNIT - UNCOUNTED);
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_AH}};

const struct udpi_protocol udpi_ah = {
    .key = "ah",
    .title = "IP Authentication Header",
    .spec = "RFC 4302",
    .doc = "Proves who sent a packet and that nobody changed it; what follows stays readable.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
