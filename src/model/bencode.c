#include "model/bencode.h"

#include <string.h>

#include "core/pattern.h"

enum { MOST_DIGITS = 18, MOST_SIZE_DIGITS = 5, END = 'e' };

static bool refuse(struct udpi_cursor *cursor) {
    if (cursor->stop == UDPI_STOP_NONE)
        cursor->stop = UDPI_STOP_MALFORMED;
    return false;
}

/* Takes a number of 1 to `most` digits and the byte that ends it. */
static bool take_decimal(struct udpi_cursor *cursor, uint8_t end, size_t most, int64_t *number) {
    const uint8_t *first = cursor->at, *at;
    *number = 0;
    while ((at = udpi_cursor_take(cursor, 1)) && udpi_is_digit(*at) && (size_t)(at - first) < most)
        *number = 10 * *number + (*at - '0');
    bool has_leading_zero = at && at - first > 1 && *first == '0';
    return (at && *at == end && at > first && !has_leading_zero) || refuse(cursor);
}

/* The letter has been taken. */
static bool take_integer(struct udpi_cursor *cursor, struct udpi_bencode *value) {
    bool is_negative = udpi_cursor_left(cursor) > 0 && *cursor->at == '-';
    value->content = cursor->at;
    if (is_negative)
        udpi_cursor_skip(cursor, 1);
    if (!take_decimal(cursor, END, MOST_DIGITS, &value->number) || (is_negative && value->number == 0))
        return refuse(cursor);
    value->number = is_negative ? -value->number : value->number;
    value->size = (size_t)(cursor->at - 1 - value->content);
    return true;
}

static bool take_string(struct udpi_cursor *cursor, struct udpi_bencode *value) {
    int64_t size;
    if (!take_decimal(cursor, ':', MOST_SIZE_DIGITS, &size))
        return false;
    value->size = (size_t)size;
    value->content = udpi_cursor_take(cursor, value->size);
    return value->content != NULL;
}

/* Takes an integer, a string, or the letter that begins or ends something: its kind is that letter. */
static bool take_token(struct udpi_cursor *cursor, struct udpi_bencode *token) {
    if (udpi_cursor_left(cursor) > 0 && udpi_is_digit(*cursor->at)) {
        token->kind = 's';
        return take_string(cursor, token);
    }
    const uint8_t *letter = udpi_cursor_take(cursor, 1);
    if (!letter || !memchr("ilde", *letter, 4))
        return refuse(cursor);
    token->kind = (char)*letter;
    return *letter != 'i' || take_integer(cursor, token);
}

/* What is open, innermost in the lowest bit. */
struct nest {
    uint32_t dictionaries;
    uint32_t keys; /* a key has been read, and its value has not */
    unsigned depth;
};

/* False where the token may not stand there. */
static bool follow(struct nest *nest, char kind) {
    bool wants_key = nest->dictionaries & ~nest->keys & 1;
    if (kind == END) {
        bool is_complete = !(nest->keys & 1);
        *nest = (struct nest){nest->dictionaries >> 1, nest->keys >> 1, nest->depth - 1};
        return is_complete;
    }
    if (wants_key) {
        nest->keys |= 1;
        return kind == 's';
    }
    nest->keys &= ~1U;
    if (kind != 'l' && kind != 'd')
        return true;
    *nest = (struct nest){nest->dictionaries << 1 | (kind == 'd'), nest->keys << 1, nest->depth + 1};
    return true;
}

bool udpi_bencode_take(struct udpi_cursor *cursor, struct udpi_bencode *value) {
    struct udpi_bencode token;
    value->is_too_deep = false;
    if (!take_token(cursor, value) || value->kind == END)
        return refuse(cursor);
    if (value->kind == 'i' || value->kind == 's')
        return true;
    struct nest nest = {.dictionaries = value->kind == 'd', .depth = 1};
    value->content = cursor->at;
    while (nest.depth > 0) {
        if (!take_token(cursor, &token) || !follow(&nest, token.kind))
            return refuse(cursor);
        value->is_too_deep = nest.depth > UDPI_BENCODE_DEEPEST;
        if (value->is_too_deep)
            return refuse(cursor);
    }
    value->size = (size_t)(cursor->at - 1 - value->content);
    return true;
}

bool udpi_bencode_end(struct udpi_cursor *cursor) {
    bool is_end = cursor->stop == UDPI_STOP_NONE && udpi_cursor_left(cursor) > 0 && *cursor->at == END;
    if (is_end)
        udpi_cursor_skip(cursor, 1);
    return is_end;
}

bool udpi_bencode_is(const struct udpi_bencode *value, const char *text) {
    return value->kind == 's' && value->size == strlen(text) && memcmp(value->content, text, value->size) == 0;
}
