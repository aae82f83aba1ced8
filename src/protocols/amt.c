/*
 * Automatic multicast tunneling, between a gateway and a relay.
 *
 *     | version 4 bits, type 4 | reserved 1 | …
 *     discovery (1), request (3)     | reserved 2 | nonce 4 |
 *     advertisement (2)              | reserved 2 | nonce 4 | relay address 4 or 16 |
 *     query (4), update (5)          | response MAC 6 | nonce 4 | IP with IGMP or MLD …
 *     multicast data (6)             | IP …
 *     teardown (7)                   | response MAC 6 | nonce 4 | gateway port 2 | gateway address 16 |
 *
 * Left out: the address of the gateway behind a query. It becomes the trailer of the IP packet.
 */
#include "model/width.h"

enum { VERSION, TYPE, FLAGS, RESERVED, RESPONSE_MAC, NONCE, RELAY_ADDRESS, GATEWAY_PORT, GATEWAY_ADDRESS, FIELDS };

enum { DISCOVERY = 1, ADVERTISEMENT, REQUEST, QUERY, UPDATE, DATA, TEARDOWN, TYPES };

enum { IPV4_SIZE = 4, IPV6_SIZE = 16, MOST_NUMBERS = 3 };

static const struct udpi_name type_entries[] = {
    UDPI_NAME(DISCOVERY, "relay discovery"), UDPI_NAME(ADVERTISEMENT, "relay advertisement"),
    UDPI_NAME(REQUEST, "request"),           UDPI_NAME(QUERY, "membership query"),
    UDPI_NAME(UPDATE, "membership update"),  UDPI_NAME(DATA, "multicast data"),
    UDPI_NAME(TEARDOWN, "teardown"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_BITS(0, 4),
                 .doc = "Always 0."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(4, 4),
              .names = &type_names, .initial = DATA,
              .doc = "Kind of the message."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(1, 1),
               .doc = "Request: 1 asks for MLD; query: 1 the gateway's address follows, 2 limits new groups; else "
                      "zero."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, .width = 2,
                  .doc = "Must be zero."},
    [RESPONSE_MAC] = {.key = "response_mac", .label = "Response MAC", .type = UDPI_HEX, .width = 6,
                      .doc = "Authentication code by which the relay knows its own query again."},
    [NONCE] = {.key = "nonce", .label = "Nonce", .type = UDPI_HEX, .width = 4,
               .doc = "Ties request and response together."},
    [RELAY_ADDRESS] = {.key = "relay_address", .label = "Relay address", .type = UDPI_BYTES,
                       .doc = "Where the relay is reached: 4 or 16 bytes."},
    [GATEWAY_PORT] = {.key = "gateway_port", .label = "Gateway port", .type = UDPI_UINT, .width = 2,
                      .doc = "Port of the gateway, as the relay has seen it."},
    [GATEWAY_ADDRESS] = {.key = "gateway_address", .label = "Gateway address", .type = UDPI_BYTES,
                         .doc = "Address of the gateway, as the relay has seen it; IPv4 within IPv6."},
};

/* The numbers behind the first two bytes of each type, in their order; VERSION stands for none. */
static const uint8_t numbers[TYPES][MOST_NUMBERS] = {
    [DISCOVERY] = {RESERVED, NONCE},  [ADVERTISEMENT] = {RESERVED, NONCE},
    [REQUEST] = {RESERVED, NONCE},    [QUERY] = {RESPONSE_MAC, NONCE},
    [UPDATE] = {RESPONSE_MAC, NONCE}, [TEARDOWN] = {RESPONSE_MAC, NONCE, GATEWAY_PORT},
};

static bool is_plausible(const struct udpi_decode *d, const uint8_t *header) {
    uint8_t type = header[0]; /* version 0 */
    size_t left = udpi_cursor_left(&d->cursor);
    if (type == DATA)
        return header[1] == 0 && (left == 0 || d->cursor.at[0] >> 4 == 4 || d->cursor.at[0] >> 4 == 6);
    return type >= DISCOVERY && type < TYPES && header[1] < 4;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d, header))
        return udpi_next_not_mine();
    uint8_t type = header[0];
    udpi_put_header(d, fields, VERSION, TYPE + 1, header);
    udpi_put_if_set(d, fields, FLAGS, header);
    for (unsigned i = 0; i < MOST_NUMBERS && numbers[type][i] != VERSION; i++)
        udpi_take_number(d, fields, numbers[type][i]);
    if (type >= QUERY && type <= DATA)
        return udpi_next_key(UDPI_INTERNAL, UDPI_AS_IP);
    if (type == ADVERTISEMENT)
        udpi_take_bytes(d, RELAY_ADDRESS, d->cursor.claim >= IPV6_SIZE ? IPV6_SIZE : IPV4_SIZE);
    if (type == TEARDOWN)
        udpi_take_bytes(d, GATEWAY_ADDRESS, IPV6_SIZE);
    return udpi_next_payload();
}

/* A type that has the given parts. */
static uint8_t find_type(struct udpi_build *b) {
    if (udpi_build_has(b, RELAY_ADDRESS))
        return ADVERTISEMENT;
    if (udpi_build_has(b, GATEWAY_PORT))
        return TEARDOWN;
    if (udpi_build_has(b, RESPONSE_MAC))
        return UPDATE;
    return udpi_build_has(b, NONCE) ? REQUEST : DATA;
}

static void encode(struct udpi_build *b) {
    udpi_build_fill(b, TYPE, find_type(b));
    uint64_t type = udpi_build_number(b, TYPE);
    for (unsigned i = 0; type < TYPES && i < MOST_NUMBERS && numbers[type][i] != VERSION; i++)
        udpi_build_add(b, numbers[type][i]);
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 2268}};

const struct udpi_protocol udpi_amt = {
    .key = "amt",
    .title = "Automatic Multicast Tunneling",
    .spec = "RFC 7450",
    .doc = "Brings multicast to hosts whose network does not forward it.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 2,
    .decode = decode,
    .encode = encode,
};
