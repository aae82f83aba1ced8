/* Lists and groups that are recorded while they are read, and parts of a message that bound what is read in them. */
#ifndef UDPI_MODEL_NEST_H
#define UDPI_MODEL_NEST_H

#include "model/decode.h"

enum { UDPI_NEST_NONE = UINT16_MAX }; /* values are not recorded, or there is no room */

/* Opens the list or group `field` at the cursor, at `depth`; what it holds is recorded one level deeper. Gives its place. */
static inline uint16_t udpi_nest_open(struct udpi_decode *d, unsigned depth, unsigned field) {
    uint16_t place = d->packet->value_count;
    udpi_put_at_depth(d, depth, field, udpi_offset_of(d, d->cursor.at), 0, 0);
    return d->packet->value_count > place ? place : UDPI_NEST_NONE;
}

/* Its last byte is the one before the cursor. */
static inline void udpi_nest_close(struct udpi_decode *d, uint16_t place) {
    if (place == UDPI_NEST_NONE)
        return;
    struct udpi_value *value = &d->packet->values[place];
    value->length = (udpi_offset_of(d, d->cursor.at) - value->offset) & 0xfffff;
}

/* Takes a number of `width` bytes and records it at `depth`. Gives it, or 0 with cursor.stop set. */
static inline uint64_t udpi_nest_number_ordered(struct udpi_decode *d, unsigned depth, unsigned field, size_t width,
                                                bool is_little) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, width);
    if (!at)
        return 0;
    uint64_t number = is_little ? udpi_load_le(at, width) : udpi_load_be(at, width);
    udpi_put_at_depth(d, depth, field, udpi_offset_of(d, at), width, number);
    return number;
}

/* The same of a big-endian number. */
static inline uint64_t udpi_nest_number(struct udpi_decode *d, unsigned depth, unsigned field, size_t width) {
    return udpi_nest_number_ordered(d, depth, field, width, false);
}

/* Takes a number of `width` bytes, fewer than 8, in two's complement, and records it at `depth`: for UDPI_INT. */
static inline void udpi_nest_signed(struct udpi_decode *d, unsigned depth, unsigned field, size_t width) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, width);
    uint64_t sign = UINT64_C(1) << (8 * width - 1);
    if (at)
        udpi_put_at_depth(d, depth, field, udpi_offset_of(d, at), width, (udpi_load_be(at, width) ^ sign) - sign);
}

/* Takes `size` bytes and records them at `depth`, unless there are none. Gives them, or NULL with cursor.stop set. */
static inline const uint8_t *udpi_nest_bytes(struct udpi_decode *d, unsigned depth, unsigned field, size_t size) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, size);
    if (at && size > 0)
        udpi_put_at_depth(d, depth, field, udpi_offset_of(d, at), size, 0);
    return at;
}

/* Takes seconds in 32 bits since `epoch`, itself in seconds since 1970, and records the time at `depth`. */
static inline void udpi_nest_seconds(struct udpi_decode *d, unsigned depth, unsigned field, uint64_t epoch) {
    const uint64_t billion = 1000000000;
    const uint8_t *at = udpi_cursor_take(&d->cursor, 4);
    if (at)
        udpi_put_at_depth(d, depth, field, udpi_offset_of(d, at), 4, (udpi_load_be32(at) + epoch) * billion);
}

/*
 * Narrows the cursor to the next `size` bytes: reading beyond them stops it as malformed. False with cursor.stop set where they
 * are not all there. *behind is the cursor as it will be behind them.
 */
static inline bool udpi_part_enter(struct udpi_decode *d, size_t size, struct udpi_cursor *behind) {
    *behind = d->cursor;
    const uint8_t *at = udpi_cursor_take(behind, size);
    d->cursor = at ? (struct udpi_cursor){.at = at, .have = size, .claim = size} : *behind;
    return at != NULL;
}

/* The same where the capture may end within them: what there is of them is read. */
static inline bool udpi_part_enter_captured(struct udpi_decode *d, size_t size, struct udpi_cursor *behind) {
    *behind = d->cursor;
    if (size > d->cursor.claim) {
        d->cursor.stop = UDPI_STOP_MALFORMED;
        return false;
    }
    udpi_cursor_pass(behind, size);
    d->cursor.have = (size_t)(behind->at - d->cursor.at);
    d->cursor.claim = size;
    return true;
}

/* Whether something is left to be read in the part, and all before it could be read. */
static inline bool udpi_part_goes_on(const struct udpi_decode *d) {
    return d->cursor.claim > 0 && d->cursor.stop == UDPI_STOP_NONE;
}

/* Goes on behind the part, whatever was read of it. False where it was too short for what was to be read. */
static inline bool udpi_part_leave(struct udpi_decode *d, const struct udpi_cursor *behind) {
    bool was_enough = d->cursor.stop == UDPI_STOP_NONE;
    d->cursor = *behind;
    return was_enough;
}

/* The same for the `length` bytes of data of a record of this type: where they are too few or too many, that is noted. */
void udpi_part_leave_data(struct udpi_decode *d, const struct udpi_cursor *behind, size_t length, unsigned type);

/* Has these bytes recorded, within them, and leaves them like that. False where something before them, or they, are not there. */
bool udpi_part_read(struct udpi_decode *d, size_t length, unsigned type,
                    void (*put_data)(struct udpi_decode *d, unsigned type));

/*
 * A list, at `depth`, of what is left in the part; there is none where nothing is. `put_element` records one element, and says whether
 * another one can follow; it takes a byte at least, or says no.
 */
void udpi_nest_list(struct udpi_decode *d, unsigned depth, unsigned field, bool (*put_element)(struct udpi_decode *d));

#endif
