/*
 * WireGuard: four messages, told apart by their type and size. Numbers are little-endian.
 *
 *     | type 1: 1 | reserved 3 | sender 4 | ephemeral 32 | static 48 | timestamp 28 | mac1 16 | mac2 16 |
 *     | type 1: 2 | reserved 3 | sender 4 | receiver 4 | ephemeral 32 | empty 16 | mac1 16 | mac2 16 |
 *     | type 1: 3 | reserved 3 | receiver 4 | nonce 24 | cookie 32 |
 *     | type 1: 4 | reserved 3 | receiver 4 | counter 8 | an encrypted packet, which is the payload
 */
#include "model/width.h"

enum {
    TYPE,
    RESERVED,
    SENDER,
    RECEIVER,
    COUNTER,
    EPHEMERAL,
    STATIC,
    TIMESTAMP,
    EMPTY,
    NONCE,
    COOKIE,
    MAC1,
    MAC2,
    FIELDS
};

enum { HEADER_SIZE = 4, INITIATION = 1, RESPONSE = 2, COOKIE_REPLY = 3, TRANSPORT = 4, TYPES = 5, MOST_PARTS = 7 };

enum { LEAST_TRANSPORT = 32, BLOCK = 16 };

static const struct udpi_name type_entries[] = {
    UDPI_NAME(INITIATION, "handshake initiation"),
    UDPI_NAME(RESPONSE, "handshake response"),
    UDPI_NAME(COOKIE_REPLY, "cookie reply"),
    UDPI_NAME(TRANSPORT, "transport data"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_field fields[FIELDS] = {
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(0, 1),
              .names = &type_names, .initial = TRANSPORT,
              .doc = "Kind of the message."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(1, 3),
                  .doc = "Must be zero."},
    [SENDER] = {.key = "sender", .label = "Sender", .type = UDPI_HEX, .flags = UDPI_SUMMARY | UDPI_LITTLE, .width = 4,
                .doc = "Number of the session at the sender."},
    [RECEIVER] = {.key = "receiver", .label = "Receiver", .type = UDPI_HEX, .flags = UDPI_SUMMARY | UDPI_LITTLE,
                  .width = 4,
                  .doc = "Number of the session at the receiver."},
    [COUNTER] = {.key = "counter", .label = "Counter", .type = UDPI_UINT, .flags = UDPI_SUMMARY | UDPI_LITTLE,
                 .width = 8,
                 .doc = "Counts the packets of the session."},
    [EPHEMERAL] = {.key = "ephemeral", .label = "Ephemeral key", .type = UDPI_BYTES,
                   .doc = "Public key of the sender for this handshake alone."},
    [STATIC] = {.key = "static", .label = "Static key", .type = UDPI_BYTES,
                .doc = "The initiator's lasting public key, encrypted."},
    [TIMESTAMP] = {.key = "timestamp", .label = "Timestamp", .type = UDPI_BYTES,
                   .doc = "Time of the handshake, encrypted; it only grows, against replay."},
    [EMPTY] = {.key = "empty", .label = "Empty", .type = UDPI_BYTES,
               .doc = "Nothing, encrypted: shows that the sender has the key."},
    [NONCE] = {.key = "nonce", .label = "Nonce", .type = UDPI_BYTES,
               .doc = "What the cookie is encrypted with, beside the key."},
    [COOKIE] = {.key = "cookie", .label = "Cookie", .type = UDPI_BYTES,
                .doc = "Proves that its receiver owns its address; encrypted."},
    [MAC1] = {.key = "mac1", .label = "MAC 1", .type = UDPI_BYTES,
              .doc = "Shows that the sender knows the receiver's public key."},
    [MAC2] = {.key = "mac2", .label = "MAC 2", .type = UDPI_BYTES,
              .doc = "Shows that the sender has the last cookie; zeros if there was none."},
};

struct part {
    uint8_t field;
    uint8_t size; /* 0 behind the last */
};

static const struct part parts[TYPES][MOST_PARTS] = {
    [INITIATION] = {{SENDER, 4}, {EPHEMERAL, 32}, {STATIC, 48}, {TIMESTAMP, 28}, {MAC1, 16}, {MAC2, 16}},
    [RESPONSE] = {{SENDER, 4}, {RECEIVER, 4}, {EPHEMERAL, 32}, {EMPTY, 16}, {MAC1, 16}, {MAC2, 16}},
    [COOKIE_REPLY] = {{RECEIVER, 4}, {NONCE, 24}, {COOKIE, 32}},
    [TRANSPORT] = {{RECEIVER, 4}, {COUNTER, 8}},
};

static bool is_plausible(unsigned type, size_t size) {
    switch (type) {
    case INITIATION: return size == 148;
    case RESPONSE: return size == 92;
    case COOKIE_REPLY: return size == 64;
    case TRANSPORT: return size >= LEAST_TRANSPORT && size % BLOCK == 0;
    default: return false;
    }
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    uint8_t type = header[0];
    if (udpi_load_be(header + 1, 3) != 0 || !is_plausible(type, d->cursor.claim + HEADER_SIZE))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, TYPE, TYPE + 1, header);
    for (const struct part *part = parts[type]; part->size > 0; part++) {
        if (fields[part->field].width > 0)
            udpi_take_number(d, fields, part->field);
        else
            udpi_take_bytes(d, part->field, part->size);
    }
    return udpi_next_payload();
}

/* The type that has the given parts. */
static uint8_t find_type(struct udpi_build *b) {
    if (udpi_build_has(b, STATIC))
        return INITIATION;
    if (udpi_build_has(b, EMPTY))
        return RESPONSE;
    return udpi_build_has(b, COOKIE) ? COOKIE_REPLY : TRANSPORT;
}

static void encode(struct udpi_build *b) {
    udpi_build_fill(b, TYPE, find_type(b));
    uint64_t type = udpi_build_number(b, TYPE);
    if (type >= TYPES)
        return;
    for (const struct part *part = parts[type]; part->size > 0; part++)
        if (fields[part->field].width > 0)
            udpi_build_add(b, part->field);
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 51820}};

const struct udpi_protocol udpi_wireguard = {
    .key = "wireguard",
    .title = "WireGuard",
    .spec = "wireguard.com/protocol",
    .doc = "An encrypted tunnel. What it carries cannot be read.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
    .encode = encode,
};
