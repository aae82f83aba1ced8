/*
 * Teredo: IPv6 over UDP, through address translators.
 *
 *     authentication:  | 0x0001 2 | id length 1 | value length 1 | client id | value | nonce 8 | confirmation 1 |
 *     origin:          | 0x0000 2 | port 2 | address 4 |
 *
 * Both are optional and stand before the IPv6 header; without them there is no layer. Left out: the trailers of RFC 6081.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum {
    AUTHENTICATION_INDICATOR,
    CLIENT_ID_LENGTH,
    VALUE_LENGTH,
    CLIENT_ID,
    AUTHENTICATION_VALUE,
    NONCE,
    CONFIRMATION,
    ORIGIN_INDICATOR,
    HIDDEN_PORT,
    HIDDEN_ADDRESS,
    ORIGIN_PORT,
    ORIGIN_ADDRESS,
    FIELDS
};

enum { AUTHENTICATION = 1, ORIGIN = 0, IPV6_SIZE = 40 };

static const struct udpi_field fields[FIELDS] = {
    [AUTHENTICATION_INDICATOR] = {.key = "authentication_indicator", .label = "Authentication indicator", .type = UDPI_HEX,
                                  .flags = UDPI_COMPUTED | UDPI_DETAIL, .width = 2, .initial = AUTHENTICATION,
                                  .doc = "1 announces the authentication."},
    [CLIENT_ID_LENGTH] = {.key = "client_id_length", .label = "Client id length", .type = UDPI_UINT,
                          .flags = UDPI_COMPUTED | UDPI_DETAIL, .width = 1,
                          .doc = "Bytes of the client id."},
    [VALUE_LENGTH] = {.key = "authentication_length", .label = "Authentication length", .type = UDPI_UINT,
                      .flags = UDPI_COMPUTED | UDPI_DETAIL, .width = 1,
                      .doc = "Bytes of the authentication value."},
    [CLIENT_ID] = {.key = "client_id", .label = "Client id", .type = UDPI_BYTES,
                   .doc = "Who the client is, between it and the server."},
    [AUTHENTICATION_VALUE] = {.key = "authentication_value", .label = "Authentication value", .type = UDPI_BYTES,
                              .doc = "Proves that the sender knows a secret."},
    [NONCE] = {.key = "nonce", .label = "Nonce", .type = UDPI_HEX, .width = 8,
               .doc = "Random number that the server sends back."},
    [CONFIRMATION] = {.key = "confirmation", .label = "Confirmation", .type = UDPI_UINT, .width = 1,
                      .doc = "0, or another number where the client shall get a new key."},
    [ORIGIN_INDICATOR] = {.key = "origin_indicator", .label = "Origin indicator", .type = UDPI_HEX,
                          .flags = UDPI_COMPUTED | UDPI_DETAIL, .width = 2, .initial = ORIGIN,
                          .doc = "0 announces the origin."},
    [HIDDEN_PORT] = {.key = "hidden_port", .label = "Origin port, inverted", .type = UDPI_HEX, .flags = UDPI_DETAIL, .width = 2,
                     .doc = "The origin's port with every bit turned over, so that no translator changes it."},
    [HIDDEN_ADDRESS] = {.key = "hidden_address", .label = "Origin address, inverted", .type = UDPI_HEX, .flags = UDPI_DETAIL,
                        .width = 4,
                        .doc = "The origin's address with every bit turned over."},
    [ORIGIN_PORT] = {.key = "origin_port", .label = "Origin port", .type = UDPI_PORT, .flags = UDPI_DERIVED,
                     .doc = "Port that the packet came to the server from."},
    [ORIGIN_ADDRESS] = {.key = "origin_address", .label = "Origin address", .type = UDPI_IPV4,
                        .flags = UDPI_DERIVED,
                        .doc = "Address that the packet came to the server from."},
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* Records a number of the field's width and gives it; 0 where it is not there. */
static uint64_t take_number(struct udpi_decode *d, unsigned field) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, fields[field].width);
    uint64_t number = at ? udpi_width_load(&fields[field], at) : 0;
    if (at)
        udpi_put(d, field, at, fields[field].width, number);
    return number;
}

static void take_bytes(struct udpi_decode *d, unsigned field, size_t size) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, size);
    if (at && size > 0)
        udpi_put_bytes(d, field, at, size);
}

/* Whether the bytes that are there agree with an indicator of this number. */
static bool has_indicator(const struct udpi_decode *d, uint16_t number) {
    return udpi_cursor_left(&d->cursor) >= 2 && udpi_load_be16(d->cursor.at) == number;
}

/* Whether an IPv6 packet begins here that the datagram has room for, as far as the capture shows. */
static bool has_ipv6(const struct udpi_decode *d) {
    const uint8_t *at = d->cursor.at;
    size_t left = udpi_cursor_left(&d->cursor);
    if (d->cursor.claim < IPV6_SIZE || left == 0 || at[0] >> 4 != 6)
        return false;
    return left < 6 || udpi_load_be16(at + 4) + (size_t)IPV6_SIZE <= d->cursor.claim;
}

static void take_authentication(struct udpi_decode *d) {
    take_number(d, AUTHENTICATION_INDICATOR);
    uint64_t id_length = take_number(d, CLIENT_ID_LENGTH);
    uint64_t value_length = take_number(d, VALUE_LENGTH);
    take_bytes(d, CLIENT_ID, id_length);
    take_bytes(d, AUTHENTICATION_VALUE, value_length);
    take_number(d, NONCE);
    take_number(d, CONFIRMATION);
}

static void take_origin(struct udpi_decode *d) {
    const uint8_t *start = d->cursor.at;
    take_number(d, ORIGIN_INDICATOR);
    uint64_t port = take_number(d, HIDDEN_PORT);
    uint64_t address = take_number(d, HIDDEN_ADDRESS);
    if (d->cursor.stop != UDPI_STOP_NONE)
        return;
    udpi_put(d, ORIGIN_PORT, start + 2, 0, port ^ UINT16_MAX);
    udpi_put(d, ORIGIN_ADDRESS, start + 4, 0, address ^ UINT32_MAX);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    if (has_indicator(d, AUTHENTICATION))
        take_authentication(d);
    if (has_indicator(d, ORIGIN))
        take_origin(d);
    return has_ipv6(d) ? udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV6) : udpi_next_not_mine();
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static bool has_any(struct udpi_build *b, unsigned first, unsigned end) {
    bool has = false;
    for (unsigned i = first; i < end; i++)
        has |= udpi_build_has(b, i);
    return has;
}

static uint32_t measure(struct udpi_build *b, unsigned field) {
    return udpi_build_layer(b)->sizes[field];
}

static void encode(struct udpi_build *b) {
    if (has_any(b, AUTHENTICATION_INDICATOR, CONFIRMATION + 1)) {
        udpi_build_add(b, AUTHENTICATION_INDICATOR);
        udpi_build_add(b, CLIENT_ID_LENGTH);
        udpi_build_add(b, VALUE_LENGTH);
        udpi_build_add(b, NONCE);
        udpi_build_add(b, CONFIRMATION);
    }
    if (has_any(b, ORIGIN_INDICATOR, HIDDEN_ADDRESS + 1)) {
        udpi_build_add(b, ORIGIN_INDICATOR);
        udpi_build_add(b, HIDDEN_PORT);
        udpi_build_add(b, HIDDEN_ADDRESS);
    }
    udpi_build_fill(b, CLIENT_ID_LENGTH, measure(b, CLIENT_ID));
    udpi_build_fill(b, VALUE_LENGTH, measure(b, AUTHENTICATION_VALUE));
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 3544}};

const struct udpi_protocol udpi_teredo = {
    .key = "teredo",
    .title = "Teredo",
    .spec = "RFC 4380",
    .doc = "What may stand before IPv6 in UDP that passes address translators.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .decode = decode,
    .encode = encode,
};
