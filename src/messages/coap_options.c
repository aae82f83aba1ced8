#include "messages/coap_options.h"

#include "model/nest.h"

enum {
    DEPTH = 2,
    ONE_MORE = 13, /* of delta and length: a byte more, two bytes more, and reserved */
    TWO_MORE = 14,
    RESERVED = 15,
    TWO_MORE_BASE = 269,
    LONGEST_BLOCK = 3,
};

/* What a value is: RFC 7252 section 3.2. */
enum kind { OPAQUE, EMPTY, NUMBER, TEXT, BLOCK };

struct layout {
    uint16_t number;
    uint8_t kind, field;
};

#define F(name) UDPI_COAP_##name

static const struct layout layouts[] = {
    {3, TEXT, F(HOST)},
    {5, EMPTY, 0},
    {6, NUMBER, F(OBSERVE)},
    {7, NUMBER, F(PORT)},
    {8, TEXT, F(PATH)},
    {11, TEXT, F(PATH)},
    {12, NUMBER, F(CONTENT_FORMAT)},
    {14, NUMBER, F(MAX_AGE)},
    {15, TEXT, F(QUERY)},
    {16, NUMBER, F(HOP_LIMIT)},
    {17, NUMBER, F(CONTENT_FORMAT)},
    {19, BLOCK, 0},
    {20, TEXT, F(QUERY)},
    {21, EMPTY, 0},
    {23, BLOCK, 0},
    {27, BLOCK, 0},
    {28, NUMBER, F(SIZE)},
    {31, BLOCK, 0},
    {35, TEXT, F(URI)},
    {39, TEXT, F(SCHEME)},
    {60, NUMBER, F(SIZE)},
    {258, NUMBER, F(NO_RESPONSE)},
};

static const struct layout *find_layout(uint32_t number) {
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (layouts[i].number == number)
            return &layouts[i];
    return NULL;
}

/* --- the head of an option ---------------------------------------------------------------------------------------- */

static uint32_t read_extended(struct udpi_cursor *cursor, unsigned nibble) {
    if (nibble == ONE_MORE)
        return ONE_MORE + (uint32_t)udpi_cursor_read(cursor, 1);
    if (nibble == TWO_MORE)
        return TWO_MORE_BASE + (uint32_t)udpi_cursor_read(cursor, 2);
    return nibble;
}

bool udpi_take_coap_option(struct udpi_cursor *cursor, struct udpi_coap_option *option) {
    const uint8_t *head = udpi_cursor_take(cursor, 1);
    if (!head || *head >> 4 == RESERVED || (*head & 15) == RESERVED)
        return false;
    option->delta = read_extended(cursor, *head >> 4);
    option->length = read_extended(cursor, *head & 15);
    return cursor->stop == UDPI_STOP_NONE;
}

/* --- values ------------------------------------------------------------------------------------------------------- */

/* RFC 7959 section 2.2: the number of the block, a flag, and an exponent of its size. */
static void put_block(struct udpi_decode *d, const uint8_t *at, size_t length) {
    uint64_t block = udpi_load_be(at, length);
    uint32_t offset = udpi_offset_of(d, at);
    udpi_put_at_depth(d, DEPTH, F(BLOCK_NUMBER), offset, length, block >> 4);
    udpi_put_at_depth(d, DEPTH, F(BLOCK_MORE), offset, length, block >> 3 & 1);
    udpi_put_at_depth(d, DEPTH, F(BLOCK_SIZE), offset, length, UINT64_C(16) << (block & 7));
}

/* Numbers leave out zeros in front, so that no byte at all is 0, but have no more bytes than they may need. */
static bool is_fitting(const struct layout *layout, uint32_t length) {
    switch (layout->kind) {
    case EMPTY: return length == 0;
    case NUMBER: return length <= udpi_coap_fields[layout->field].width;
    case BLOCK: return length <= LONGEST_BLOCK;
    default: return true;
    }
}

bool udpi_is_coap_option(uint32_t number, uint32_t length) {
    const struct layout *layout = find_layout(number);
    return udpi_name_find(&udpi_coap_option_names, number) && (!layout || is_fitting(layout, length));
}

static void put_value(struct udpi_decode *d, uint32_t number, const uint8_t *at, size_t length) {
    const struct layout *layout = find_layout(number);
    enum kind kind = layout && is_fitting(layout, (uint32_t)length) ? layout->kind : OPAQUE;
    uint32_t offset = udpi_offset_of(d, at);
    if (kind == BLOCK)
        put_block(d, at, length);
    else if (kind == NUMBER)
        udpi_put_at_depth(d, DEPTH, layout->field, offset, length, udpi_load_be(at, length));
    else if (length > 0)
        udpi_put_at_depth(d, DEPTH, kind == TEXT ? layout->field : F(VALUE), offset, length, 0);
}

/* --- the list ----------------------------------------------------------------------------------------------------- */

/* Takes one option, and adds its delta to *number. */
static void put_option(struct udpi_decode *d, uint32_t *number) {
    struct udpi_cursor before = d->cursor;
    uint16_t group = udpi_nest_open(d, 1, F(OPTION));
    uint32_t offset = udpi_offset_of(d, d->cursor.at);
    struct udpi_coap_option option;
    bool is_option = udpi_take_coap_option(&d->cursor, &option);
    const uint8_t *value = is_option ? udpi_cursor_take(&d->cursor, option.length) : NULL;
    if (value) {
        *number += option.delta;
        size_t head = (size_t)(value - before.at);
        udpi_put_at_depth(d, DEPTH, F(OPTION_NUMBER), offset, head, *number);
        udpi_put_at_depth(d, DEPTH, F(OPTION_LENGTH), offset, head, option.length);
        put_value(d, *number, value, option.length);
        udpi_nest_close(d, group);
        return;
    }
    if (d->cursor.stop == UDPI_STOP_TRUNCATED)
        return;
    if (group != UDPI_NEST_NONE)
        d->packet->value_count = group;
    d->cursor = before;
    d->cursor.stop = UDPI_STOP_MALFORMED;
    udpi_note_add(d, UDPI_NOTE_MALFORMED, "an option behind that of number {a} is broken", *number, 0);
}

void udpi_take_coap_options(struct udpi_decode *d) {
    uint32_t number = 0;
    if (udpi_cursor_left(&d->cursor) == 0 || d->cursor.at[0] == UDPI_COAP_MARKER)
        return;
    uint16_t list = udpi_nest_open(d, 0, F(OPTIONS));
    while (d->cursor.stop == UDPI_STOP_NONE && d->cursor.claim > 0) {
        if (udpi_cursor_left(&d->cursor) > 0 && d->cursor.at[0] == UDPI_COAP_MARKER)
            break;
        put_option(d, &number);
    }
    udpi_nest_close(d, list);
    if (d->cursor.stop == UDPI_STOP_MALFORMED)
        d->cursor.stop = UDPI_STOP_NONE;
}
