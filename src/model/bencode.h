/*
 * Bencoded values: BEP 3.
 *
 *     integer: i decimal e          string: size in decimal : bytes
 *     list: l values e              dictionary: d (a string as key, value) … e
 *
 * Nothing here calls itself: how deep values lie in each other is bounded by UDPI_BENCODE_DEEPEST.
 */
#ifndef UDPI_MODEL_BENCODE_H
#define UDPI_MODEL_BENCODE_H

#include <udpinspect/limits.h>

#include "core/cursor.h"

struct udpi_bencode {
    const uint8_t *content; /* of a string its bytes, of an integer its digits, else what stands between the letters */
    size_t size;
    int64_t number; /* of an integer */
    char kind;      /* 'i', 's', 'l' or 'd' */
    bool
        is_too_deep; /* the only thing that is wrong with it: values lie in each other more than UDPI_BENCODE_DEEPEST deep */
};

/*
 * Takes a value with all that is in it. False with cursor->stop set: as truncated where the capture ends in it, as malformed
 * where it goes beyond the claim, or there is none. Integers have at most 18 digits, sizes of strings 5; neither has zeros in
 * front.
 */
bool udpi_bencode_take(struct udpi_cursor *cursor, struct udpi_bencode *value);

/* Takes the letter that ends a list or a dictionary, if that is next. */
bool udpi_bencode_end(struct udpi_cursor *cursor);

/* A cursor over what is in a list, a dictionary or a string. */
static inline struct udpi_cursor udpi_bencode_inside(const struct udpi_bencode *value) {
    return (struct udpi_cursor){.at = value->content, .have = value->size, .claim = value->size};
}

/* Whether it is a string of these characters. */
bool udpi_bencode_is(const struct udpi_bencode *value, const char *text);

#endif
