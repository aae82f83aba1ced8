/*
 * MPLS in UDP: a label stack right behind the UDP header. Makes no layer of its own.
 */
#include "model/decode.h"

enum { PORT = 6635, ETHERTYPE_MPLS = 0x8847, ENTRY_SIZE = 4 };

/* Whether the bytes can be a label stack: it has a bottom, and something below it. */
static bool has_bottom(const struct udpi_cursor *cursor) {
    size_t left = udpi_cursor_left(cursor);
    for (size_t i = 0; (i + 1) * ENTRY_SIZE <= left; i++)
        if (cursor->at[i * ENTRY_SIZE + 2] & 1)
            return cursor->claim > (i + 1) * ENTRY_SIZE;
    return false;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    if (!has_bottom(&d->cursor))
        return udpi_next_not_mine();
    return udpi_next_key(UDPI_ETHERTYPE, ETHERTYPE_MPLS);
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, PORT}};

const struct udpi_protocol udpi_mplsudp = {
    .key = "mplsudp",
    .title = "MPLS in UDP",
    .spec = "RFC 7510",
    .doc = "No header at all: finds the label stack behind UDP, and makes no layer.",
    .bindings = bindings,
    .binding_count = 1,
    .is_invisible = true,
    .decode = decode,
};
