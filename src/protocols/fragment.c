/*
 * A part of an IP datagram. Its bytes are not looked into, but for the ports of a first fragment that holds the UDP header:
 * any other guess could be wrong.
 */
#include "model/decode.h"
#include "model/numbers.h"

enum { SRC_PORT, DST_PORT, HEX, FIELDS };

static const struct udpi_field fields[FIELDS] = {
    [SRC_PORT] = {.key = "src_port", .label = "Source port", .type = UDPI_PORT, .flags = UDPI_SRC | UDPI_COMPUTED,
                  .doc = "UDP port of the sender, in a first fragment."},
    [DST_PORT] = {.key = "dst_port", .label = "Destination port", .type = UDPI_PORT, .flags = UDPI_DST | UDPI_COMPUTED,
                  .doc = "UDP port of the receiver, in a first fragment."},
    [HEX] = {.key = "hex", .label = "Bytes", .type = UDPI_BYTES,
             .doc = "The fragment's part of the datagram."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    size_t size = udpi_cursor_left(&d->cursor);
    const uint8_t *bytes = udpi_cursor_take(&d->cursor, size);
    bool is_udp = d->fragment.protocol == UDPI_IP_UDP;
    if (is_udp && d->fragment.offset == 0 && size >= 8) {
        udpi_put(d, SRC_PORT, bytes, 2, udpi_load_be16(bytes));
        udpi_put(d, DST_PORT, bytes + 2, 2, udpi_load_be16(bytes + 2));
        udpi_set_endpoints(d);
    }
    if (is_udp && d->fragment.offset == 0 && size < 8 && d->cursor.claim == 0)
        udpi_note_add(d, UDPI_NOTE_FRAGMENT_TINY, NULL, (uint32_t)size, 0);
    if (is_udp)
        d->packet->is_udp = true;
    udpi_put_bytes(d, HEX, bytes, size);
    return udpi_next_whole();
}

static const struct udpi_binding bindings[] = {{UDPI_INTERNAL, UDPI_AS_FRAGMENT}};

const struct udpi_protocol udpi_fragment = {
    .key = "fragment",
    .title = "IP fragment",
    .spec = "RFC 791, RFC 8200",
    .doc = "A part of a datagram that was too large for a link on its way.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .is_data = true,
    .decode = decode,
};
