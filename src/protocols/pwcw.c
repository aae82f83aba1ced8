/*
 * The control word of an Ethernet pseudowire, between the last MPLS label and the frame.
 *
 *     | 0 4 bits | flags 4 bits | fragmentation 2 bits, length 6 | sequence 2 | …
 *
 * Left out: putting a fragmented frame together (RFC 4623).
 */
#include "model/build.h"
#include "model/decode.h"

enum { FIRST_NIBBLE, FLAGS, FRAGMENTATION, LENGTH, SEQUENCE, FIELDS };

enum { HEADER_SIZE = 4, SHORT_PACKET = 64 };

static const struct udpi_name fragmentation_entries[] = {
    UDPI_NAME(0, "whole"),
    UDPI_NAME(1, "first fragment"),
    UDPI_NAME(2, "last fragment"),
    UDPI_NAME(3, "middle fragment"),
};
static const struct udpi_names fragmentation_names = {fragmentation_entries, 4};

static const struct udpi_field fields[FIELDS] = {
    [FIRST_NIBBLE] = {.key = "first_nibble", .label = "First four bits", .type = UDPI_UINT, .flags = UDPI_IF_SET,
                      UDPI_BITS(0, 4),
                      .doc = "Must be zero: so that the packet is not taken for IP."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_BITS(4, 4),
               .doc = "Reserved for Ethernet: zero."},
    [FRAGMENTATION] = {.key = "fragmentation", .label = "Fragmentation", .type = UDPI_UINT, .flags = UDPI_NOTABLE,
                       UDPI_BITS(8, 2), .names = &fragmentation_names,
                       .doc = "Whether this is a whole frame, or which part of one."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_BITS(10, 6),
                .doc = "Bytes of control word and frame where they are less than 64, else 0."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_NOTABLE,
                  UDPI_AT(2, 2),
                  .doc = "Counts frames from 1; 0 where the ends do not count."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_if_set(d, fields, FIRST_NIBBLE, header);
    udpi_put_if_set(d, fields, FLAGS, header);
    udpi_put_header(d, fields, FRAGMENTATION, FIELDS, header);
    size_t length = header[1] & 0x3f, claim = d->cursor.claim;
    if (length >= HEADER_SIZE && length - HEADER_SIZE <= claim)
        udpi_narrow(d, length - HEADER_SIZE, UDPI_AS_TRAILER);
    else if (length > 0)
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_PARENT, NULL, (uint32_t)length, (uint32_t)claim + HEADER_SIZE);
    if (header[1] >> 6 != 0)
        return udpi_next_payload();
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_ETH);
}

static void seal(struct udpi_build *b) {
    uint32_t size = udpi_build_size(b);
    udpi_build_fill(b, LENGTH, size < SHORT_PACKET ? size : 0);
}

static const struct udpi_binding bindings[] = {{UDPI_INTERNAL, UDPI_AS_PWCW}};

const struct udpi_protocol udpi_pwcw = {
    .key = "pwcw",
    .title = "Pseudowire control word",
    .spec = "RFC 4385, RFC 4448",
    .doc = "Keeps the frames of an Ethernet pseudowire in order, and from being taken for IP.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .seal = seal,
};
