/* Messages of modes 6 (RFC 9327) and 7 (ntpd), by which time servers are asked and set up. */
#include "messages/ntp_message.h"

#include "model/nest.h"

#define F(name) UDPI_NTP_##name

enum { CONTROL_SIZE = 12, PRIVATE_SIZE = 8 };

/* --- bits --------------------------------------------------------------------------------------------------------- */

struct bits {
    uint8_t field, shift, count; /* count 0 behind the last */
};

/* Records parts of a number in `size` bytes. */
static void put_bits(struct udpi_decode *d, const struct bits *bits, const uint8_t *at, size_t size) {
    uint64_t number = udpi_load_be(at, size);
    for (; bits->count > 0; bits++)
        udpi_put(d, bits->field, at, size, number >> bits->shift & ((1U << bits->count) - 1));
}

void udpi_put_ntp_mac(struct udpi_decode *d) {
    enum { KEY_ID_SIZE = 4 };
    if (d->cursor.claim < KEY_ID_SIZE)
        return;
    udpi_nest_number(d, 0, F(KEY_ID), KEY_ID_SIZE);
    udpi_nest_bytes(d, 0, F(MAC), d->cursor.claim);
}

/* --- mode 6 ------------------------------------------------------------------------------------------------------- */

enum { READ_STATUS = 1, READ_CLOCK = 4, WRITE_CLOCK = 5, RESPONSE = 0x80, ERROR = 0x40, OPCODE = 0x1f };

static size_t control_count(const struct udpi_decode *d) {
    return udpi_cursor_left(&d->cursor) >= CONTROL_SIZE - UDPI_NTP_HEADER_SIZE ? udpi_load_be16(d->cursor.at + 6) : 0;
}

bool udpi_ntp_is_control(const struct udpi_decode *d, const uint8_t *header) {
    enum { REST = CONTROL_SIZE - UDPI_NTP_HEADER_SIZE };
    return udpi_name_find(&udpi_ntp_opcode_names, header[1] & OPCODE) && d->cursor.claim >= REST &&
           control_count(d) <= d->cursor.claim - REST;
}

/* What the status word says depends on whose it is: RFC 9327 section 3. */
static void put_status(struct udpi_decode *d, unsigned flags, const uint8_t *status, unsigned association) {
    static const struct bits error[] = {{F(ERROR_CODE), 8, 8}, {0, 0, 0}};
    static const struct bits of_system[] = {
        {F(STATUS_LEAP), 14, 2}, {F(CLOCK_SOURCE), 8, 6}, {F(EVENT_COUNT), 4, 4}, {F(SYSTEM_EVENT), 0, 4}, {0, 0, 0}};
    static const struct bits of_peer[] = {{F(CONFIGURED), 15, 1},
                                          {F(AUTHENTICATION_ENABLED), 14, 1},
                                          {F(AUTHENTIC), 13, 1},
                                          {F(REACHABLE), 12, 1},
                                          {F(BROADCAST), 11, 1},
                                          {F(SELECTION), 8, 3},
                                          {F(EVENT_COUNT), 4, 4},
                                          {F(PEER_EVENT), 0, 4},
                                          {0, 0, 0}};
    static const struct bits of_clock[] = {{F(CLOCK_STATUS), 8, 8}, {F(CLOCK_EVENT), 0, 8}, {0, 0, 0}};
    unsigned opcode = flags & OPCODE;
    if (!(flags & RESPONSE))
        return;
    if (flags & ERROR)
        put_bits(d, error, status, 2);
    else if (opcode == READ_CLOCK || opcode == WRITE_CLOCK)
        put_bits(d, of_clock, status, 2);
    else
        put_bits(d, association ? of_peer : of_system, status, 2);
}

static void put_associations(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, 0, F(ASSOCIATIONS));
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, 1, F(ASSOCIATION));
        udpi_nest_number(d, 2, F(ASSOCIATIONS_ID), 2);
        udpi_nest_number(d, 2, F(ASSOCIATIONS_STATUS), 2);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* Text, but for the answer to the question which associations there are. */
static void put_control_data(struct udpi_decode *d, unsigned flags, unsigned association, size_t count) {
    struct udpi_cursor behind;
    bool lists_associations = flags & RESPONSE && (flags & OPCODE) == READ_STATUS && association == 0;
    if (!lists_associations || flags & ERROR) {
        udpi_nest_bytes(d, 0, F(VARIABLES), count);
        return;
    }
    if (!udpi_part_enter(d, count, &behind))
        return;
    put_associations(d);
    if (!udpi_part_leave(d, &behind))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of data are no multiple of 4", (uint32_t)count, 0);
}

void udpi_put_ntp_control(struct udpi_decode *d, const uint8_t *header) {
    static const struct bits of_flags[] = {
        {F(RESPONSE), 7, 1}, {F(ERROR), 6, 1}, {F(MORE), 5, 1}, {F(OPCODE), 0, 5}, {0, 0, 0}};
    put_bits(d, of_flags, header + 1, 1);
    udpi_put(d, F(SEQUENCE), header + 2, 2, udpi_load_be16(header + 2));
    const uint8_t *status = d->cursor.at;
    udpi_nest_number(d, 0, F(STATUS), 2);
    struct udpi_cursor ahead = d->cursor;
    unsigned association = (unsigned)udpi_cursor_read(&ahead, 2);
    if (ahead.stop == UDPI_STOP_NONE)
        put_status(d, header[1], status, association);
    udpi_nest_number(d, 0, F(ASSOCIATION_ID), 2);
    udpi_nest_number(d, 0, F(DATA_OFFSET), 2);
    size_t count = udpi_nest_number(d, 0, F(COUNT), 2), padding = -count % 4;
    if (count > 0)
        put_control_data(d, header[1], association, count);
    if (padding <= d->cursor.claim)
        udpi_cursor_take(&d->cursor, padding);
    udpi_put_ntp_mac(d);
}

/* --- mode 7 ------------------------------------------------------------------------------------------------------- */

enum { RESERVED = 0xf000, ITEM_SIZE = 0x0fff };

bool udpi_ntp_is_private(const struct udpi_decode *d, const uint8_t *header) {
    enum { UNIVERSAL = 0, OLD_NTPD = 2, NTPD = 3, REST = PRIVATE_SIZE - UDPI_NTP_HEADER_SIZE };
    bool is_known = header[2] == UNIVERSAL || header[2] == OLD_NTPD || header[2] == NTPD;
    if (!is_known || d->cursor.claim < REST || udpi_cursor_left(&d->cursor) < REST)
        return is_known && d->cursor.claim >= REST;
    size_t items = udpi_load_be16(d->cursor.at) & ITEM_SIZE, size = udpi_load_be16(d->cursor.at + 2);
    return !(size & RESERVED) && items * size <= d->cursor.claim - REST;
}

static void put_items(struct udpi_decode *d, size_t count, size_t size) {
    if (count == 0 || size == 0 || d->cursor.stop != UDPI_STOP_NONE)
        return;
    uint16_t list = udpi_nest_open(d, 0, F(ITEMS));
    for (size_t i = 0; i < count && d->cursor.stop == UDPI_STOP_NONE; i++) {
        uint16_t group = udpi_nest_open(d, 1, F(ITEM));
        udpi_nest_bytes(d, 2, F(ITEM_DATA), size);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

void udpi_put_ntp_private(struct udpi_decode *d, const uint8_t *header) {
    static const struct bits of_flags[] = {{F(RESPONSE), 7, 1}, {F(MORE), 6, 1}, {0, 0, 0}};
    static const struct bits of_sequence[] = {{F(AUTHENTICATED), 7, 1}, {F(SEQUENCE), 0, 7}, {0, 0, 0}};
    static const struct bits of_items[] = {{F(PRIVATE_ERROR), 12, 4}, {F(ITEM_COUNT), 0, 12}, {0, 0, 0}};
    put_bits(d, of_flags, header, 1);
    put_bits(d, of_sequence, header + 1, 1);
    udpi_put(d, F(IMPLEMENTATION), header + 2, 1, header[2]);
    udpi_put(d, F(REQUEST), header + 3, 1, header[3]);
    const uint8_t *items = udpi_cursor_take(&d->cursor, 2);
    if (items)
        put_bits(d, of_items, items, 2);
    size_t size = udpi_nest_number(d, 0, F(ITEM_SIZE), 2);
    if (items)
        put_items(d, udpi_load_be16(items) & ITEM_SIZE, size);
    udpi_nest_bytes(d, 0, F(DATA), d->cursor.claim);
}
