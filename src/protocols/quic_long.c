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

/* Four first bytes. */
#define OPENINGS(first)                                                                                                \
    {UDPI_UDP_OPENING, (first)}, {UDPI_UDP_OPENING, (first) + 1}, {UDPI_UDP_OPENING, (first) + 2}, {UDPI_UDP_OPENING, (first) + 3}

static const struct udpi_binding bindings[] = {
    OPENINGS(0xc0), OPENINGS(0xc4), OPENINGS(0xc8), OPENINGS(0xcc), OPENINGS(0xd0), OPENINGS(0xd4),
    OPENINGS(0xd8), OPENINGS(0xdc), OPENINGS(0xe0), OPENINGS(0xe4), OPENINGS(0xe8), OPENINGS(0xec),
    OPENINGS(0xf0), OPENINGS(0xf4), OPENINGS(0xf8), OPENINGS(0xfc),
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
