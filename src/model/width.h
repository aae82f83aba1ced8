/* Reading the fields that have a width and no fixed place, in the order in which they stand. */
#ifndef UDPI_MODEL_WIDTH_H
#define UDPI_MODEL_WIDTH_H

#include "model/build.h"
#include "model/decode.h"

/*
 * Takes the number and records it; with UDPI_IF_SET only where it is not zero. Gives it, or 0 with cursor.stop set where it
 * is not there.
 */
static inline uint64_t udpi_take_number(struct udpi_decode *d, const struct udpi_field *fields, unsigned field) {
    size_t width = fields[field].width;
    const uint8_t *at = udpi_cursor_take(&d->cursor, width);
    if (!at)
        return 0;
    uint64_t number = udpi_width_load(&fields[field], at);
    if (number != 0 || !(fields[field].flags & UDPI_IF_SET))
        udpi_put(d, field, at, width, number);
    return number;
}

/* Takes `size` bytes and records them, unless there are none. Gives them, or NULL with cursor.stop set. */
static inline const uint8_t *udpi_take_bytes(struct udpi_decode *d, unsigned field, size_t size) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, size);
    if (at && size > 0)
        udpi_put_bytes(d, field, at, size);
    return at;
}

#endif
