#include "model/domain.h"

enum {
    KIND = 0xc0, /* of a label, in its first two bits */
    POINTER = 0xc0,
    POINTER_HIGH = 0x3f,
};

static size_t write_label(uint8_t *text, size_t used, const uint8_t *label, size_t length) {
    if (used > 0)
        text[used++] = '.';
    for (size_t i = 0; i < length; i++) {
        if (label[i] == '.' || label[i] == '\\')
            text[used++] = '\\';
        text[used++] = label[i];
    }
    return used;
}

size_t udpi_domain_write(const uint8_t *message, size_t size, size_t at, uint8_t *text) {
    size_t used = 0, length = 1, first = at; /* where what is being read begins */
    while (at < size && message[at] != 0) {
        unsigned head = message[at];
        if ((head & KIND) == POINTER) {
            size_t target = at + 1 < size ? (size_t)(head & POINTER_HIGH) << 8 | message[at + 1] : first;
            if (target >= first)
                return 0;
            at = first = target;
            continue;
        }
        length += 1 + head;
        if (head & KIND || at + 1 + head > size || length > UDPI_LONGEST_DOMAIN)
            return 0;
        used = write_label(text, used, message + at + 1, head);
        at += 1 + head;
    }
    if (at >= size)
        return 0;
    if (used == 0)
        text[used++] = '.';
    return used;
}

/* Moves the cursor behind the name. False where its end cannot be found. */
static bool skip(struct udpi_decode *d) {
    for (;;) {
        const uint8_t *head = udpi_cursor_take(&d->cursor, 1);
        if (!head)
            return false;
        if (*head == 0)
            return true;
        if ((*head & KIND) == POINTER)
            return udpi_cursor_take(&d->cursor, 1) != NULL;
        if (*head & KIND) {
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "a label of a name is of the unknown kind {a}", *head >> 6, 0);
            return false;
        }
        if (!udpi_cursor_take(&d->cursor, *head))
            return false;
    }
}

/* Whether the name between both is one. Without a pointer at its end only its length can be wrong. */
static bool is_name(const uint8_t *message, const uint8_t *start, const uint8_t *end) {
    uint8_t text[UDPI_DOMAIN_TEXT_SIZE];
    bool may_have_pointer = end - start >= 2 && (end[-2] & KIND) == POINTER;
    if (!may_have_pointer)
        return end - start <= UDPI_LONGEST_DOMAIN;
    return udpi_domain_write(message, (size_t)(end - message), (size_t)(start - message), text) > 0;
}

bool udpi_pass_domain(struct udpi_decode *d, const uint8_t *message) {
    const uint8_t *start = d->cursor.at;
    if (!skip(d))
        return false;
    if (!is_name(message, start, d->cursor.at)) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the name {a} bytes into the message is too long or goes in circles",
                      (uint32_t)(start - message), 0);
        return false;
    }
    return true;
}

bool udpi_take_domain(struct udpi_decode *d, unsigned depth, unsigned field, const uint8_t *message) {
    const uint8_t *start = d->cursor.at;
    if (!udpi_pass_domain(d, message))
        return false;
    udpi_put_at_depth(d, depth, field, udpi_offset_of(d, start), (size_t)(d->cursor.at - start),
                      udpi_offset_of(d, message));
    return true;
}
