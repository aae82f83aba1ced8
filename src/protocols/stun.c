/*
 * STUN and TURN: the messages of messages/stun_message.h, and between them ChannelData, whose first two bits are 01:
 *
 *     | channel 2 | length 2 | data
 */
#include "messages/stun_message.h"
#include "model/nest.h"

enum {
    CHANNEL_HEADER_SIZE = 4,
    MESSAGE_HEADER_SIZE = 20,
    ATTRIBUTE_HEADER_SIZE = 4,
    ALIGNMENT = 4,
    FIRST_CHANNEL = 0x4000, /* RFC 8656 section 12; RFC 5766 has them up to 0x7fff */
    END_OF_CHANNELS = 0x8000,
    ALTERNATE_PORT = 3479, /* from which servers answer where the other port is asked for: RFC 5780 section 7.2 */
};

/* --- attributes --------------------------------------------------------------------------------------------------- */

static void put_value(struct udpi_decode *d, unsigned type, size_t length, bool has_cookie) {
    struct udpi_cursor behind;
    if (!udpi_part_enter(d, length, &behind))
        return;
    udpi_put_stun_value(d, type, has_cookie);
    size_t rest = d->cursor.claim;
    if (!udpi_part_leave(d, &behind))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of an attribute of type {B} are too few for its value",
                      (uint32_t)length, type);
    else if (rest > 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes are left behind the value of an attribute of type {B}",
                      (uint32_t)rest, type);
}

/* RFC 3489 knows no padding; what lacks it at the end of the message has been seen, and is taken as it is. */
static void skip_padding(struct udpi_decode *d, size_t length) {
    size_t padding = -length % ALIGNMENT;
    udpi_cursor_take(&d->cursor, padding < d->cursor.claim ? padding : d->cursor.claim);
}

static void put_attribute(struct udpi_decode *d, bool has_cookie) {
    uint16_t group = udpi_nest_open(d, 1, UDPI_STUN_ATTRIBUTE);
    unsigned type = (unsigned)udpi_nest_number(d, 2, UDPI_STUN_ATTRIBUTE_TYPE, 2);
    size_t length = udpi_nest_number(d, 2, UDPI_STUN_ATTRIBUTE_LENGTH, 2);
    if (length > 0)
        put_value(d, type, length, has_cookie);
    udpi_nest_close(d, group);
    if (has_cookie)
        skip_padding(d, length);
}

/* Those in the next `length` bytes, or in what there is of them. */
static void put_attributes(struct udpi_decode *d, size_t length, bool has_cookie) {
    size_t rest = length < d->cursor.claim ? d->cursor.claim - length : 0;
    if (length == 0)
        return;
    d->cursor.claim -= rest;
    uint16_t list = udpi_nest_open(d, 0, UDPI_STUN_ATTRIBUTES);
    while (udpi_part_goes_on(d))
        put_attribute(d, has_cookie);
    udpi_nest_close(d, list);
    if (d->cursor.stop == UDPI_STOP_MALFORMED) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "an attribute goes beyond the {a} bytes of the message", (uint32_t)length,
                      0);
        d->cursor.stop = UDPI_STOP_NONE;
    }
    d->cursor.claim += rest;
}

/* Whether attributes without padding fill the claim exactly, as far as they are captured. */
static bool is_filled(struct udpi_cursor cursor) {
    while (cursor.claim > 0 && cursor.stop == UDPI_STOP_NONE) {
        const uint8_t *head = udpi_cursor_take(&cursor, ATTRIBUTE_HEADER_SIZE);
        if (head)
            udpi_cursor_take(&cursor, udpi_load_be16(head + 2));
    }
    return cursor.stop != UDPI_STOP_MALFORMED;
}

/* --- messages ----------------------------------------------------------------------------------------------------- */

/* The bits of both are interleaved: RFC 8489 section 5, figure 3. */
static unsigned find_method(unsigned type) {
    return (type & 0x3e00) >> 2 | (type & 0x00e0) >> 1 | (type & 0x000f);
}

static unsigned find_class(unsigned type) {
    return (type & 0x0100) >> 7 | (type & 0x0010) >> 4;
}

static void put_header(struct udpi_decode *d, const uint8_t *header, bool has_cookie) {
    const struct udpi_field *fields = udpi_stun_fields;
    unsigned type = udpi_load_be16(header);
    udpi_put_header(d, fields, UDPI_STUN_TYPE, UDPI_STUN_TYPE + 1, header);
    udpi_put(d, UDPI_STUN_METHOD, header, 2, find_method(type));
    udpi_put(d, UDPI_STUN_CLASS, header, 2, find_class(type));
    udpi_put_header(d, fields, UDPI_STUN_LENGTH, UDPI_STUN_LENGTH + 1, header);
    size_t before = has_cookie ? 8 : 4;
    if (has_cookie)
        udpi_put(d, UDPI_STUN_COOKIE, header + 4, 4, UDPI_STUN_MAGIC);
    udpi_put_bytes(d, UDPI_STUN_TRANSACTION, header + before, MESSAGE_HEADER_SIZE - before);
}

/* The cookie leaves no doubt; without it all else must agree. */
static struct udpi_next decode_message(struct udpi_decode *d, const uint8_t *header) {
    size_t length = udpi_load_be16(header + 2);
    if (!udpi_cursor_take(&d->cursor, MESSAGE_HEADER_SIZE - CHANNEL_HEADER_SIZE))
        return udpi_next_not_mine();
    bool has_cookie = udpi_load_be32(header + 4) == UDPI_STUN_MAGIC;
    bool is_known = udpi_name_find(&udpi_stun_method_names, find_method(udpi_load_be16(header)));
    if (!has_cookie && !(is_known && length == d->cursor.claim && is_filled(d->cursor)))
        return udpi_next_not_mine();
    put_header(d, header, has_cookie);
    if (length > d->cursor.claim)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the message is to have {a} bytes behind its header, and has {b}",
                      (uint32_t)length, (uint32_t)d->cursor.claim);
    put_attributes(d, length, has_cookie);
    return udpi_next_payload();
}

/* Over UDP the padding may be left out: RFC 8656 section 12.5. */
static struct udpi_next decode_channel_data(struct udpi_decode *d, const uint8_t *header) {
    size_t length = udpi_load_be16(header + 2);
    if (length > d->cursor.claim || d->cursor.claim - length >= ALIGNMENT)
        return udpi_next_not_mine();
    udpi_put_header(d, udpi_stun_fields, UDPI_STUN_CHANNEL, UDPI_STUN_CHANNEL + 1, header);
    udpi_put_header(d, udpi_stun_fields, UDPI_STUN_LENGTH, UDPI_STUN_LENGTH + 1, header);
    udpi_narrow_expected(d, length, UDPI_AS_SURPLUS);
    return udpi_next_payload();
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    unsigned start = udpi_load_be16(header);
    if (start >= END_OF_CHANNELS)
        return udpi_next_not_mine();
    return start < FIRST_CHANNEL ? decode_message(d, header) : decode_channel_data(d, header);
}

static const struct udpi_binding bindings[] = {
    {UDPI_UDP_PORT, 3478}, {UDPI_UDP_PORT, ALTERNATE_PORT}, {UDPI_INTERNAL, UDPI_AS_STUN}};

const struct udpi_protocol udpi_stun = {
    .key = "stun",
    .title = "Session Traversal Utilities for NAT",
    .spec = "RFC 8489",
    .doc = "Finds out how an address looks from the other side of a NAT; as TURN (RFC 8656), relays data.",
    .fields = udpi_stun_fields,
    .field_count = UDPI_STUN_FIELDS,
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .header_size = CHANNEL_HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
