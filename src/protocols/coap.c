/*
 * Constrained Application Protocol: what HTTP does, for small devices.
 *
 *     | version 2 bits | type 2 | token length 4 | code 1 | message id 2 | token | options | 0xff | payload
 *
 * Left out: tokens of more than 8 bytes (RFC 8974).
 */
#include "messages/coap_options.h"
#include "model/nest.h"

enum { HEADER_SIZE = 4, OUR_VERSION = 1, LONGEST_TOKEN = 8, EMPTY = 0 };

/* Whether what stands behind the token is a payload, an option that is known, or nothing. */
static bool has_known_start(struct udpi_cursor cursor) {
    struct udpi_coap_option option;
    if (udpi_cursor_left(&cursor) == 0 || cursor.at[0] == UDPI_COAP_MARKER)
        return true;
    return udpi_take_coap_option(&cursor, &option) && option.length <= cursor.claim &&
           udpi_is_coap_option(option.delta, option.length);
}

/* RFC 7252 section 4.1: an empty message has nothing behind its header. */
static bool is_plausible(const struct udpi_decode *d, const uint8_t *header) {
    struct udpi_cursor cursor = d->cursor;
    size_t token_length = header[0] & 15;
    if (header[0] >> 6 != OUR_VERSION || token_length > LONGEST_TOKEN || token_length > cursor.claim)
        return false;
    if (header[1] == EMPTY)
        return cursor.claim == 0;
    if (!udpi_name_find(&udpi_coap_code_names, header[1]))
        return false;
    return !udpi_cursor_take(&cursor, token_length) || has_known_start(cursor);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d, header))
        return udpi_next_not_mine();
    udpi_put_header(d, udpi_coap_fields, UDPI_COAP_VERSION, UDPI_COAP_MESSAGE_ID + 1, header);
    udpi_nest_bytes(d, 0, UDPI_COAP_TOKEN, header[0] & 15);
    udpi_take_coap_options(d);
    if (udpi_cursor_left(&d->cursor) == 0 || d->cursor.at[0] != UDPI_COAP_MARKER)
        return udpi_next_payload();
    udpi_cursor_take(&d->cursor, 1);
    if (d->cursor.claim == 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "a payload is announced, and there is none", 0, 0);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 5683}};

const struct udpi_protocol udpi_coap = {
    .key = "coap",
    .title = "Constrained Application Protocol",
    .spec = "RFC 7252",
    .doc = "Asks small devices for the state of their resources, and changes it.",
    .fields = udpi_coap_fields,
    .field_count = UDPI_COAP_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
