/*
 * A reading position with two ends.
 *
 * `have` is where the captured bytes end, `claim` where the sender's enclosing lengths say that the data end. Reading
 * past the first is a truncated capture, past the second a malformed packet: different faults, told apart for free.
 * A stop is sticky: after it every read gives 0 and nothing moves.
 */
#ifndef UDPI_CORE_CURSOR_H
#define UDPI_CORE_CURSOR_H

#include <stdbool.h>

#include "core/bytes.h"

enum udpi_stop {
    UDPI_STOP_NONE,
    UDPI_STOP_TRUNCATED, /* the capture ended */
    UDPI_STOP_MALFORMED, /* the sender's lengths do not add up */
};

struct udpi_cursor {
    const uint8_t *at; /* never NULL, not even where no byte is left */
    size_t have;       /* captured bytes from `at` on */
    size_t claim;      /* claimed bytes from `at` on */
    uint8_t stop;      /* enum udpi_stop */
};

/* Bytes that are both captured and claimed. */
static inline size_t udpi_cursor_left(const struct udpi_cursor *cursor) {
    return cursor->have < cursor->claim ? cursor->have : cursor->claim;
}

/* Moves over `count` bytes that are known to be left. */
static inline void udpi_cursor_skip(struct udpi_cursor *cursor, size_t count) {
    cursor->at += count;
    cursor->have -= count;
    cursor->claim -= count;
}

/* Moves over `count` bytes that are claimed, be they captured or not. */
static inline void udpi_cursor_pass(struct udpi_cursor *cursor, size_t count) {
    size_t captured = count < cursor->have ? count : cursor->have;
    cursor->at += captured;
    cursor->have -= captured;
    cursor->claim -= count;
}

/* `count` bytes to be read freely, or NULL with cursor->stop set. */
static inline const uint8_t *udpi_cursor_take(struct udpi_cursor *cursor, size_t count) {
    if (cursor->stop != UDPI_STOP_NONE)
        return NULL;
    if (__builtin_expect(count > udpi_cursor_left(cursor), 0)) {
        cursor->stop = count > cursor->claim ? UDPI_STOP_MALFORMED : UDPI_STOP_TRUNCATED;
        return NULL;
    }
    const uint8_t *taken = cursor->at;
    udpi_cursor_skip(cursor, count);
    return taken;
}

/* A big-endian number of 1 to 8 bytes, or 0 with cursor->stop set. */
static inline uint64_t udpi_cursor_read(struct udpi_cursor *cursor, size_t count) {
    const uint8_t *taken = udpi_cursor_take(cursor, count);
    return taken ? udpi_load_be(taken, count) : 0;
}

#endif
