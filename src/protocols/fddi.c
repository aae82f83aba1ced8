/*
 * FDDI: ANSI X3.139.
 *
 *     | frame control 1 | destination 6 | source 6 | …
 *
 * Left out: frames that run the ring itself.
 */
#include "model/build.h"
#include "model/decode.h"

enum { FRAME_CONTROL, DST, SRC, FIELDS };

enum { FRAME_TYPE = 0xf0, FRAME_LLC = 0x50 };

static const struct udpi_field fields[FIELDS] = {
    [FRAME_CONTROL] = {.key = "frame_control", .label = "Frame control", .type = UDPI_HEX, UDPI_AT(0, 1),
                       .initial = FRAME_LLC,
                       .doc = "0x50 in the upper four bits: LLC follows."},
    [DST] = {.key = "dst", .label = "Destination", .type = UDPI_MAC, .flags = UDPI_DST, UDPI_AT(1, 6),
             .initial = 0x020000000002,
             .doc = "MAC address of the receiver."},
    [SRC] = {.key = "src", .label = "Source", .type = UDPI_MAC, .flags = UDPI_SRC, UDPI_AT(7, 6),
             .initial = 0x020000000001,
             .doc = "MAC address of the sender."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, FRAME_CONTROL, FIELDS, header);
    bool is_llc = (header[0] & FRAME_TYPE) == FRAME_LLC;
    return is_llc ? udpi_next_key(UDPI_INTERNAL, UDPI_AS_LLC) : udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 10}};

const struct udpi_protocol udpi_fddi = {
    .key = "fddi",
    .title = "FDDI",
    .spec = "ANSI X3.139",
    .doc = "A local network of two rings of fibre.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 13,
    .decode = decode,
};
