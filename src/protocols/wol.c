/*
 * Wake-on-LAN: the magic packet, AMD publication 20213.
 *
 *     | ff, 6 times | MAC address of the sleeper, 16 times | maybe a password of 4 or 6 bytes |
 *
 * A network card looks for it anywhere in a frame; here it is one where it begins a datagram to one of the usual ports, or a
 * frame with an ethertype of its own.
 */
#include "model/nest.h"

enum { MAC, PASSWORD, FIELDS };

enum { MAC_SIZE = 6, REPETITIONS = 16, HEADER_SIZE = MAC_SIZE + REPETITIONS * MAC_SIZE, SHORT_PASSWORD = 4 };

static const struct udpi_field fields[FIELDS] = {
    [MAC] = {.key = "mac", .label = "MAC address", .type = UDPI_MAC, UDPI_AT(6, 6), .flags = UDPI_SUMMARY,
             .doc = "Of the interface whose machine is to wake up."},
    [PASSWORD] = {.key = "password", .label = "Password", .type = UDPI_BYTES, .flags = UDPI_SENSITIVE,
                  .doc = "SecureOn password, in clear: 6 bytes, or 4."},
};

/* Each repetition is the same as the one before it. */
static bool is_magic(const uint8_t *header) {
    static const uint8_t start[MAC_SIZE] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    const uint8_t *mac = header + MAC_SIZE;
    return memcmp(header, start, MAC_SIZE) == 0 && memcmp(mac, mac + MAC_SIZE, HEADER_SIZE - 2 * MAC_SIZE) == 0;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_magic(header))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, MAC, MAC + 1, header);
    size_t rest = d->cursor.claim;
    if (rest != SHORT_PASSWORD && rest != MAC_SIZE)
        return udpi_next_payload();
    const uint8_t *password = udpi_cursor_take(&d->cursor, rest);
    if (password)
        udpi_put_secret(d, 0, PASSWORD, password, rest);
    return udpi_next_payload();
}

/* No port is its own: discard, echo, and what programs that send it have chosen. */
static const struct udpi_binding bindings[] = {
    {UDPI_UDP_PORT, 9}, {UDPI_UDP_PORT, 7}, {UDPI_UDP_PORT, 0}, {UDPI_UDP_PORT, 40000}, {UDPI_ETHERTYPE, 0x0842}};

const struct udpi_protocol udpi_wol = {
    .key = "wol",
    .title = "Wake-on-LAN",
    .spec = "AMD 20213",
    .doc = "Wakes a machine up over the network.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
