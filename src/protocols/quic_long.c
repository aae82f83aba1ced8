/*
 * QUIC on any port: packets with a long header (RFC 9000 section 17.2) begin with two set bits, and tell their version. A
 * probe of udpgen with one wrong bit may begin with such a byte, too.
 */
#include "model/decode.h"

enum { DAMAGED_PROBE = 0xf5 };

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    bool may_be_probe = udpi_cursor_left(&d->cursor) > 0 && d->cursor.at[0] == DAMAGED_PROBE;
    return may_be_probe ? udpi_next_keys(UDPI_INTERNAL, UDPI_AS_QUIC, UDPI_AS_PROBE)
                        : udpi_next_key(UDPI_INTERNAL, UDPI_AS_QUIC);
}

static const struct udpi_binding bindings[] = {
    UDPI_OPENINGS(0xc0), UDPI_OPENINGS(0xc8), UDPI_OPENINGS(0xd0), UDPI_OPENINGS(0xd8),
    UDPI_OPENINGS(0xe0), UDPI_OPENINGS(0xe8), UDPI_OPENINGS(0xf0), UDPI_OPENINGS(0xf8),
};

const struct udpi_protocol udpi_quic_long = {
    .key = "quic_long",
    .title = "QUIC by its long header",
    .spec = "RFC 9000",
    .doc = "Finds connections of QUIC on ports that are not its own, and makes no layer.",
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .is_invisible = true,
    .is_end = true,
    .decode = decode,
};
