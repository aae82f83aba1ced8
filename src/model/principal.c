#include "model/principal.h"

#include <stdbool.h>

enum { HEAD_SIZE = 2, LONG_LENGTH = 0x80, ONE_BYTE = 0x81 };

/* GeneralString, and the others that stand for it: RFC 4120 section 5.2.1. */
static bool is_string(uint8_t tag) {
    enum { UTF8 = 0x0c, IA5 = 0x16, GENERAL = 0x1b };
    return tag == GENERAL || tag == UTF8 || tag == IA5;
}

/* The size of tag and length of the element at `bytes`, and that of its contents; 0 where it is none of these `count` bytes. */
static size_t measure(const uint8_t *bytes, size_t count, size_t *size) {
    size_t head = HEAD_SIZE;
    if (count < HEAD_SIZE || !is_string(bytes[0]))
        return 0;
    *size = bytes[1];
    if (bytes[1] == ONE_BYTE && count > HEAD_SIZE)
        *size = bytes[head++];
    else if (bytes[1] >= LONG_LENGTH)
        return 0;
    return *size <= count - head ? head : 0;
}

struct text {
    uint8_t *at;
    size_t length;
};

static void add(struct text *text, uint8_t byte) {
    if (text->length < UDPI_PRINCIPAL_TEXT_SIZE)
        text->at[text->length] = byte;
    text->length++;
}

static void add_component(struct text *text, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] == '/' || bytes[i] == '\\')
            add(text, '\\');
        add(text, bytes[i]);
    }
}

size_t udpi_principal_write(const uint8_t *bytes, size_t count, uint8_t *text) {
    const uint8_t *end = bytes + count;
    struct text written = {.at = text};
    while (bytes < end) {
        size_t size, head = measure(bytes, (size_t)(end - bytes), &size);
        if (head == 0)
            return 0;
        if (written.length > 0)
            add(&written, '/');
        add_component(&written, bytes + head, size);
        bytes += head + size;
    }
    return written.length <= UDPI_PRINCIPAL_TEXT_SIZE ? written.length : 0;
}
