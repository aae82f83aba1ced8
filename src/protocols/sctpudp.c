/*
 * SCTP in UDP: an SCTP packet right behind the UDP header. Makes no layer of its own.
 */
#include "model/decode.h"

enum { PORT = 9899, SCTP = 132, COMMON_SIZE = 12, CHUNK_SIZE = 4 };

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (udpi_cursor_left(&d->cursor) < COMMON_SIZE + CHUNK_SIZE)
        return udpi_next_not_mine();
    bool has_ports = udpi_load_be16(header) != 0 && udpi_load_be16(header + 2) != 0;
    uint16_t chunk_length = udpi_load_be16(header + COMMON_SIZE + 2);
    if (!has_ports || chunk_length < CHUNK_SIZE || chunk_length > d->cursor.claim - COMMON_SIZE)
        return udpi_next_not_mine();
    return udpi_next_key(UDPI_IP_PROTOCOL, SCTP);
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, PORT}};

const struct udpi_protocol udpi_sctpudp = {
    .key = "sctpudp",
    .title = "SCTP in UDP",
    .spec = "RFC 6951",
    .doc = "No header at all: finds the SCTP packet behind UDP, and makes no layer.",
    .bindings = bindings,
    .binding_count = 1,
    .is_end = true,
    .is_invisible = true,
    .decode = decode,
};
