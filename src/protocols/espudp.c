/*
 * UDP encapsulation of ESP, for IPsec behind address translators.
 *
 *     | esp …                                  ESP itself: its SPI is not zero
 *     | non-ESP marker 4: zeros | isakmp …     a key exchange message
 *     | keepalive 1: 0xff |                    keeps the translator's mapping alive
 *
 * ESP has nothing in front of it, and so there is no layer.
 */
#include "model/build.h"
#include "model/decode.h"

enum { KEEPALIVE, NON_ESP_MARKER, FIELDS };

enum { PORT = 4500, IKE_PORT = 500, ESP = 50, MARKER_SIZE = 4, ESP_SIZE = 8, FIRST_SPI = 256 };

static const struct udpi_field fields[FIELDS] = {
    [KEEPALIVE] = {.key = "keepalive", .label = "Keepalive", .type = UDPI_HEX, .flags = UDPI_SUMMARY, .width = 1,
                   .initial = 0xff,
                   .doc = "0xff, alone in its datagram: the receiver ignores it."},
    [NON_ESP_MARKER] = {.key = "non_esp_marker", .label = "Non-ESP marker", .type = UDPI_HEX, .width = MARKER_SIZE,
                        .doc = "0, which no ESP packet begins with: a key exchange message follows."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    size_t left = udpi_cursor_left(&d->cursor);
    if (d->cursor.claim == 1 && left == 1 && header[0] == 0xff) {
        udpi_cursor_take(&d->cursor, 1);
        udpi_put(d, KEEPALIVE, header, 1, 0xff);
        return udpi_next_nothing();
    }
    if (left < MARKER_SIZE || d->cursor.claim < ESP_SIZE)
        return udpi_next_not_mine();
    uint32_t spi = udpi_load_be32(header);
    if (spi >= FIRST_SPI) /* RFC 4303 section 2.1: those below are reserved */
        return udpi_next_key(UDPI_IP_PROTOCOL, ESP);
    if (spi != 0)
        return udpi_next_not_mine();
    udpi_cursor_take(&d->cursor, MARKER_SIZE);
    udpi_put(d, NON_ESP_MARKER, header, MARKER_SIZE, 0);
    return udpi_next_key(UDPI_UDP_PORT, IKE_PORT);
}

static void encode(struct udpi_build *b) {
    if (udpi_build_next_key(b, UDPI_UDP_PORT, 0) == IKE_PORT)
        udpi_build_add(b, NON_ESP_MARKER);
    else if (b->current + 1 == b->count)
        udpi_build_add(b, KEEPALIVE);
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, PORT}};

const struct udpi_protocol udpi_espudp = {
    .key = "espudp",
    .title = "UDP encapsulation of ESP",
    .spec = "RFC 3948",
    .doc = "Takes encrypted packets and their key exchange through address translators, which know only ports.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .is_end = true,
    .decode = decode,
    .encode = encode,
};
