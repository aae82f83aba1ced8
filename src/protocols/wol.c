/*
 * Wake-on-LAN: the magic packet, AMD publication 20213.
 *
 *     | ff, 6 times | MAC address of the sleeper, 16 times | maybe a password of 4 or 6 bytes |
 *
 * A network card looks for it anywhere in a frame; here it is one where it begins a datagram to one of the usual ports, or a
 * frame with an ethertype of its own.
 */
#include "model/build.h"
#include "model/nest.h"

enum { SYNCHRONIZATION, MAC, PASSWORD, FIELDS };

enum { MAC_SIZE = 6, START_SIZE = 2 * MAC_SIZE, REPETITIONS = 16, SIZE = MAC_SIZE + REPETITIONS * MAC_SIZE };

enum { SHORT_PASSWORD = 4 };

#define ALL_ONES UINT64_C(0xffffffffffff)

static const struct udpi_field fields[FIELDS] = {
    [SYNCHRONIZATION] = {.key = "synchronization", .label = "Synchronization", .type = UDPI_HEX, UDPI_AT(0, 6),
                         .flags = UDPI_DETAIL, .initial = ALL_ONES, .doc = "Always ff."},
    [MAC] = {.key = "mac", .label = "MAC address", .type = UDPI_MAC, UDPI_AT(6, 6), .flags = UDPI_SUMMARY,
             .doc = "Of the interface whose machine is to wake up; its repetitions are not shown."},
    [PASSWORD] = {.key = "password", .label = "Password", .type = UDPI_BYTES, .flags = UDPI_SENSITIVE,
                  .doc = "SecureOn password, in clear: 6 bytes, or 4."},
};

/* Whether each repetition, as far as it is there, is the same as the one before it. */
static bool is_magic(const struct udpi_decode *d, const uint8_t *header) {
    const size_t rest = SIZE - START_SIZE, left = udpi_cursor_left(&d->cursor);
    const uint8_t *mac = header + MAC_SIZE;
    return udpi_load_be(header, MAC_SIZE) == ALL_ONES && d->cursor.claim >= rest &&
           memcmp(mac, mac + MAC_SIZE, left < rest ? left : rest) == 0;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_magic(d, header))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, SYNCHRONIZATION, MAC + 1, header);
    udpi_cursor_take(&d->cursor, SIZE - START_SIZE);
    size_t rest = d->cursor.claim;
    if (rest != SHORT_PASSWORD && rest != MAC_SIZE)
        return udpi_next_payload();
    const uint8_t *password = udpi_cursor_take(&d->cursor, rest);
    if (password)
        udpi_put_secret(d, 0, PASSWORD, password, rest);
    return udpi_next_payload();
}

/* A password that was given makes room for the repetitions. */
static void encode(struct udpi_build *b) {
    size_t password_size = udpi_build_layer(b)->header_size - START_SIZE;
    udpi_build_pad(b, (unsigned)(SIZE + password_size));
    uint8_t *header = udpi_build_header(b);
    memmove(header + SIZE, header + START_SIZE, password_size);
    for (unsigned at = START_SIZE; at < SIZE; at += MAC_SIZE)
        memcpy(header + at, header + MAC_SIZE, MAC_SIZE);
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
    .header_size = START_SIZE,
    .is_end = true,
    .decode = decode,
    .encode = encode,
};
