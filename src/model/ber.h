/*
 * Elements in the Basic Encoding Rules of ASN.1, with definite lengths and tags of one byte: ITU-T X.690 section 8.1.
 *
 *     | tag 1 | length 1, or 1 with the number of bytes of a length that follows | contents |
 *
 * Nothing here calls itself: how deep elements may lie in each other is said by the protocol, which enters each by name.
 * What is no such element is noted; the cursor then stays before it, and false says that nothing more can be read.
 */
#ifndef UDPI_MODEL_BER_H
#define UDPI_MODEL_BER_H

#include "model/decode.h"

/* Tags of the types that ASN.1 itself has: X.680 section 8.4. */
enum udpi_ber_tag {
    UDPI_BER_BOOLEAN = 0x01,
    UDPI_BER_INTEGER = 0x02,
    UDPI_BER_BIT_STRING = 0x03,
    UDPI_BER_OCTET_STRING = 0x04,
    UDPI_BER_NULL = 0x05,
    UDPI_BER_OID = 0x06,
    UDPI_BER_GENERALIZED_TIME = 0x18,
    UDPI_BER_GENERAL_STRING = 0x1b,
    UDPI_BER_SEQUENCE = 0x30,
};

struct udpi_ber {
    const uint8_t *content;
    size_t size;
    uint8_t tag;
};

/* The tag of the element that is next, or 0 where no byte is left. */
static inline uint8_t udpi_ber_peek(const struct udpi_decode *d) {
    return udpi_cursor_left(&d->cursor) > 0 ? *d->cursor.at : 0;
}

/* Takes an element with all its contents. */
bool udpi_ber_take(struct udpi_decode *d, struct udpi_ber *element);

/* The same, where it must have this tag. */
bool udpi_ber_expect(struct udpi_decode *d, uint8_t tag, struct udpi_ber *element);

/*
 * Narrows the claim to the contents of the next element, which must have this tag; *behind is how many claimed bytes lie behind
 * it. If the capture was cut, what there is of the contents can be read. An element that is longer than what is left is noted, and
 * ends where that does.
 */
bool udpi_ber_enter(struct udpi_decode *d, uint8_t tag, size_t *behind);

/* Widens the claim again. Goes on behind the element if it was read; bytes of it that are left are noted. Gives `was_read`, but
   false where the capture ends within the element. */
bool udpi_ber_leave(struct udpi_decode *d, size_t behind, bool was_read);

/*
 * Records the element as a value of the layer's `field`, by that field's type: a number (X.690 section 8.3) of at most the field's
 * width, one with a sign (UDPI_INT), a flag (8.2), an address of 4 bytes, an OID (8.19), a time to the second in UTC (X.680 section 46),
 * a principal name, bytes or text, be they secret. Contents that are no such value are noted.
 */
void udpi_ber_put(struct udpi_decode *d, unsigned depth, unsigned field, const struct udpi_ber *element);

/* Takes an element that must have this tag, and records it. */
bool udpi_ber_read(struct udpi_decode *d, unsigned depth, unsigned field, uint8_t tag);

#endif
