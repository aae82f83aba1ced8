/*
 * STUN on any port: its messages have a magic cookie behind type and length (RFC 8489 section 5), by which they are told from
 * other protocols that share a port with them (section 6.3). The first byte is that of the assigned methods.
 */
#include "messages/stun_message.h"
#include "model/decode.h"

enum { COOKIE_AT = 4, COOKIE_SIZE = 4 };

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    bool has_cookie = udpi_cursor_left(&d->cursor) >= COOKIE_AT + COOKIE_SIZE &&
                      udpi_load_be32(d->cursor.at + COOKIE_AT) == UDPI_STUN_MAGIC;
    return has_cookie ? udpi_next_key(UDPI_INTERNAL, UDPI_AS_STUN) : udpi_next_not_mine();
}

static const struct udpi_binding bindings[] = {
    {UDPI_UDP_OPENING, 0x00}, {UDPI_UDP_OPENING, 0x01}, {UDPI_UDP_OPENING, 0x02}, {UDPI_UDP_OPENING, 0x03},
};

const struct udpi_protocol udpi_stun_cookie = {
    .key = "stun_cookie",
    .title = "STUN by its cookie",
    .spec = "RFC 8489",
    .doc = "Finds STUN on ports that are not its own, and makes no layer.",
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .is_invisible = true,
    .is_end = true,
    .decode = decode,
};
