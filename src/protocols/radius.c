/* Remote Authentication Dial-In User Service: the packets of messages/radius_packet.h. */
#include "messages/radius_packet.h"

#include "model/nest.h"

#define F(name) UDPI_RADIUS_##name

enum { HEADER_SIZE = 4, AUTHENTICATOR_SIZE = 16, LEAST = 20, MOST = 4096, ATTRIBUTE_HEADER_SIZE = 2 };

/* Whether the attributes, as far as they are there, follow each other to the end of the packet. */
static bool has_attributes(const struct udpi_decode *d, size_t length) {
    struct udpi_cursor cursor = d->cursor;
    cursor.claim = length - HEADER_SIZE;
    udpi_cursor_take(&cursor, AUTHENTICATOR_SIZE);
    while (cursor.claim > 0 && cursor.stop == UDPI_STOP_NONE) {
        const uint8_t *head = udpi_cursor_take(&cursor, ATTRIBUTE_HEADER_SIZE);
        if (head && head[1] < ATTRIBUTE_HEADER_SIZE)
            return false;
        if (head)
            udpi_cursor_take(&cursor, head[1] - ATTRIBUTE_HEADER_SIZE);
    }
    return cursor.stop != UDPI_STOP_MALFORMED;
}

/* A packet whose length fits may have attributes that do not; one that is cut must have some that do: RFC 2865 section 3. */
static bool is_plausible(const struct udpi_decode *d, const uint8_t *header) {
    size_t length = udpi_load_be16(header + 2);
    if (!udpi_name_find(&udpi_radius_code_names, header[0]) || length < LEAST || length > MOST)
        return false;
    return length == d->cursor.claim + HEADER_SIZE || has_attributes(d, length);
}

static void put_value(struct udpi_decode *d, unsigned type, size_t length) {
    struct udpi_cursor behind;
    if (length == ATTRIBUTE_HEADER_SIZE || !udpi_part_enter(d, length - ATTRIBUTE_HEADER_SIZE, &behind))
        return;
    udpi_put_radius_value(d, type);
    size_t rest = d->cursor.claim;
    if (!udpi_part_leave(d, &behind))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of an attribute are too few for type {b}",
                      (uint32_t)length, type);
    else if (rest > 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes are left behind the value of an attribute of type {b}",
                      (uint32_t)rest, type);
}

/* False where nothing can follow. */
static bool put_attribute(struct udpi_decode *d) {
    uint16_t group = udpi_nest_open(d, 1, F(ATTRIBUTE));
    unsigned type = (unsigned)udpi_nest_number(d, 2, F(TYPE), 1);
    size_t length = udpi_nest_number(d, 2, F(ATTRIBUTE_LENGTH), 1);
    if (length >= ATTRIBUTE_HEADER_SIZE)
        put_value(d, type, length);
    else if (d->cursor.stop == UDPI_STOP_NONE)
        udpi_note_add(d, UDPI_NOTE_MALFORMED,
                      "an attribute says that it has {a} bytes, where its type and length have {b}", (uint32_t)length,
                      ATTRIBUTE_HEADER_SIZE);
    udpi_nest_close(d, group);
    return length >= ATTRIBUTE_HEADER_SIZE && d->cursor.stop == UDPI_STOP_NONE;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d, header))
        return udpi_next_not_mine();
    udpi_put_header(d, udpi_radius_fields, F(CODE), F(LENGTH) + 1, header);
    size_t size = udpi_load_be16(header + 2) - HEADER_SIZE, padding = 0;
    if (size > d->cursor.claim)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the packet says that it has {a} bytes, where {b} are left",
                      (uint32_t)size + HEADER_SIZE, (uint32_t)d->cursor.claim + HEADER_SIZE);
    else
        padding = d->cursor.claim - size;
    d->cursor.claim -= padding;
    udpi_nest_bytes(d, 0, F(AUTHENTICATOR), AUTHENTICATOR_SIZE);
    udpi_nest_list(d, 0, F(ATTRIBUTES), put_attribute);
    d->cursor.claim += padding;
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {
    {UDPI_UDP_PORT, 1812}, {UDPI_UDP_PORT, 1813}, {UDPI_UDP_PORT, 1645},
    {UDPI_UDP_PORT, 1646}, {UDPI_UDP_PORT, 3799}, {UDPI_UDP_PORT, 1700}, /* before RFC 5176 had a port */
};

const struct udpi_protocol udpi_radius = {
    .key = "radius",
    .title = "Remote Authentication Dial-In User Service",
    .spec = "RFC 2865",
    .doc = "Asks a server who may have access to a network, and accounts for it.",
    .fields = udpi_radius_fields,
    .field_count = UDPI_RADIUS_FIELDS,
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
