/*
 * Token Ring: IEEE 802.5.
 *
 *     | access control 1 | frame control 1 | destination 6 | source-routed 1 bit, source 47 | route 0 to 30 | …
 *
 * Left out: MAC frames, which run the ring itself.
 */
#include "model/build.h"
#include "model/decode.h"

enum { ACCESS_CONTROL, FRAME_CONTROL, DST, SOURCE_ROUTED, SRC, ROUTE, FIELDS };

enum { FRAME_TYPE = 0xc0, FRAME_LLC = 0x40, ROUTED = 0x80, ROUTE_LENGTH = 0x1f };

static const struct udpi_field fields[FIELDS] = {
    [ACCESS_CONTROL] = {.key = "access_control", .label = "Access control", .type = UDPI_HEX, UDPI_AT(0, 1),
                        .initial = 0x10,
                        .doc = "Priority of the token, and bits of the ring's monitor."},
    [FRAME_CONTROL] = {.key = "frame_control", .label = "Frame control", .type = UDPI_HEX, UDPI_AT(1, 1),
                       .initial = FRAME_LLC,
                       .doc = "0x40 in the upper two bits: LLC follows."},
    [DST] = {.key = "dst", .label = "Destination", .type = UDPI_MAC, .flags = UDPI_DST, UDPI_AT(2, 6),
             .initial = 0x020000000002,
             .doc = "MAC address of the receiver."},
    [SOURCE_ROUTED] = {.key = "source_routed", .label = "Source-routed", .type = UDPI_BOOL, .flags = UDPI_COMPUTED,
                       UDPI_BITS(64, 1),
                       .doc = "A route follows."},
    [SRC] = {.key = "src", .label = "Source", .type = UDPI_MAC, .flags = UDPI_SRC, UDPI_BITS(65, 47),
             .initial = 0x020000000001,
             .doc = "MAC address of the sender, without its highest bit."},
    [ROUTE] = {.key = "route", .label = "Route", .type = UDPI_BYTES,
               .doc = "Routing information field: the rings and bridges that the frame is to pass."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, ACCESS_CONTROL, SRC + 1, header);
    if (header[8] & ROUTED) {
        bool is_there = udpi_cursor_left(&d->cursor) > 0;
        size_t length = is_there ? d->cursor.at[0] & ROUTE_LENGTH : 1U;
        const uint8_t *route = udpi_cursor_take(&d->cursor, length);
        if (route && length > 0)
            udpi_put_bytes(d, ROUTE, route, length);
    }
    bool is_llc = (header[1] & FRAME_TYPE) == FRAME_LLC;
    return is_llc ? udpi_next_key(UDPI_INTERNAL, UDPI_AS_LLC) : udpi_next_payload();
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, SOURCE_ROUTED, udpi_build_given(b, ROUTE));
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 6}};

const struct udpi_protocol udpi_token_ring = {
    .key = "token_ring",
    .title = "Token Ring",
    .spec = "IEEE 802.5",
    .doc = "A local network in which a token goes round, and who has it may send.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 14,
    .decode = decode,
    .seal = seal,
};
