#include "model/ber.h"

#include "core/rfc3339.h"
#include "model/oid.h"
#include "model/principal.h"

enum {
    LONG_TAG = 0x1f,    /* the number of the tag follows */
    LONG_LENGTH = 0x80, /* the number of bytes of the length is in the other bits; 0 is a length that is not said */
    MOST_LENGTH = 4,    /* bytes of a length */
    SIGN = 0x80,
    BYTE_BITS = 8,
};

/* --- elements ----------------------------------------------------------------------------------------------------- */

struct head {
    uint8_t tag;
    size_t size; /* of the contents */
};

static bool take_length(struct udpi_decode *d, struct head *head) {
    const uint8_t *first = udpi_cursor_take(&d->cursor, 1);
    if (!first)
        return false;
    head->size = *first;
    if (*first < LONG_LENGTH)
        return true;
    unsigned bytes = *first - (unsigned)LONG_LENGTH;
    if (bytes == 0 || bytes > MOST_LENGTH) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the length of an element begins with {A}", *first, 0);
        return false;
    }
    const uint8_t *length = udpi_cursor_take(&d->cursor, bytes);
    head->size = length ? (size_t)udpi_load_be(length, bytes) : 0;
    return length != NULL;
}

static bool take_head(struct udpi_decode *d, struct head *head) {
    const struct udpi_cursor before = d->cursor;
    const uint8_t *tag = udpi_cursor_take(&d->cursor, 1);
    if (!tag)
        return false;
    head->tag = *tag;
    bool is_short = (*tag & LONG_TAG) != LONG_TAG;
    if (!is_short)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "an element has a tag of several bytes", 0, 0);
    if (is_short && take_length(d, head))
        return true;
    if (d->cursor.stop == UDPI_STOP_NONE)
        d->cursor = before;
    return false;
}

static void note_length(struct udpi_decode *d, const struct head *head) {
    udpi_note_add(d, UDPI_NOTE_MALFORMED, "an element of {a} bytes, where {b} are left", (uint32_t)head->size,
                  (uint32_t)d->cursor.claim);
}

bool udpi_ber_take(struct udpi_decode *d, struct udpi_ber *element) {
    const struct udpi_cursor before = d->cursor;
    struct head head;
    if (!take_head(d, &head))
        return false;
    if (head.size > d->cursor.claim) {
        note_length(d, &head);
        d->cursor = before;
        return false;
    }
    const uint8_t *content = udpi_cursor_take(&d->cursor, head.size);
    *element = (struct udpi_ber){.content = content, .size = head.size, .tag = head.tag};
    return content != NULL;
}

/* False, with a note, where the next element is another; one that is not captured is for others to find out. */
static bool has_tag(struct udpi_decode *d, uint8_t tag) {
    if (udpi_cursor_left(&d->cursor) == 0 && d->cursor.claim > 0)
        return true;
    if (udpi_ber_peek(d) == tag)
        return true;
    if (d->cursor.claim == 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "an element with the tag {A} is missing", tag, 0);
    else
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "an element has the tag {A}, not {B}", udpi_ber_peek(d), tag);
    return false;
}

bool udpi_ber_expect(struct udpi_decode *d, uint8_t tag, struct udpi_ber *element) {
    return has_tag(d, tag) && udpi_ber_take(d, element);
}

bool udpi_ber_enter(struct udpi_decode *d, uint8_t tag, size_t *behind) {
    struct head head;
    if (!has_tag(d, tag) || !take_head(d, &head))
        return false;
    if (head.size > d->cursor.claim) {
        note_length(d, &head);
        head.size = d->cursor.claim;
    }
    *behind = d->cursor.claim - head.size;
    d->cursor.claim = head.size;
    return true;
}

bool udpi_ber_leave(struct udpi_decode *d, size_t behind, bool was_read) {
    size_t rest = d->cursor.claim;
    if (was_read && rest > 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes are left at the end of an element", (uint32_t)rest, 0);
    bool is_behind = was_read && udpi_cursor_take(&d->cursor, rest);
    d->cursor.claim += behind;
    return is_behind;
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static bool load_signed(const struct udpi_ber *element, uint64_t *number) {
    static const uint64_t limit = UINT64_C(1) << 53; /* what every reader of numbers keeps */
    if (element->size == 0 || element->size > sizeof *number)
        return false;
    *number = udpi_load_be(element->content, element->size);
    if (element->content[0] & SIGN && element->size < sizeof *number)
        *number |= UINT64_MAX << (BYTE_BITS * element->size);
    return *number + limit < 2 * limit;
}

/* Many senders leave out the zero in front of a number whose first bit is set: such has all the bytes of its field. */
static bool load_unsigned(const struct udpi_ber *element, size_t width, uint64_t *number) {
    const uint8_t *at = element->content;
    size_t size = element->size;
    if (size == 0 || (at[0] & SIGN && size != width))
        return false;
    for (; size > 1 && at[0] == 0; size--)
        at++;
    *number = size <= width ? udpi_load_be(at, size) : 0;
    return size <= width;
}

static bool is_oid(const struct udpi_ber *element) {
    uint8_t text[UDPI_OID_TEXT_SIZE];
    return udpi_oid_write(element->content, element->size, text) > 0;
}

/* "20261122100000Z", of which each byte has its place in what RFC 3339 has for it. */
static bool load_time(const struct udpi_ber *element, uint64_t *number) {
    static const uint8_t places[] = {0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 19};
    uint8_t text[] = "0000-00-00T00:00:00Z";
    int64_t time;
    if (element->size != sizeof places)
        return false;
    for (size_t i = 0; i < sizeof places; i++)
        text[places[i]] = element->content[i];
    bool is_time = udpi_rfc3339_read(text, sizeof text - 1, &time);
    *number = is_time ? (uint64_t)time : 0;
    return is_time;
}

static bool is_principal(const struct udpi_ber *element) {
    uint8_t text[UDPI_PRINCIPAL_TEXT_SIZE];
    return udpi_principal_write(element->content, element->size, text) > 0;
}

/* Whether it is a value of the field; a number's is *number. */
static bool load(const struct udpi_field *field, const struct udpi_ber *element, uint64_t *number) {
    *number = 0;
    switch (field->type) {
    case UDPI_INT: return load_signed(element, number);
    case UDPI_UINT:
    case UDPI_HEX: return load_unsigned(element, field->width, number);
    case UDPI_BOOL: *number = element->size == 1 && element->content[0] != 0; return element->size == 1;
    case UDPI_IPV4: *number = element->size == 4 ? udpi_load_be32(element->content) : 0; return element->size == 4;
    case UDPI_OID: return is_oid(element);
    case UDPI_TIME: return load_time(element, number);
    case UDPI_PRINCIPAL: return is_principal(element);
    default: return true;
    }
}

void udpi_ber_put(struct udpi_decode *d, unsigned depth, unsigned field, const struct udpi_ber *element) {
    const struct udpi_field *descriptor = &d->layer->protocol->fields[field];
    uint64_t number;
    if (!load(descriptor, element, &number))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of an element with the tag {B} are no such value",
                      (uint32_t)element->size, element->tag);
    else if (descriptor->flags & UDPI_SENSITIVE)
        udpi_put_secret(d, depth, field, element->content, element->size);
    else
        udpi_put_at_depth(d, depth, field, udpi_offset_of(d, element->content), element->size, number);
}

bool udpi_ber_read(struct udpi_decode *d, unsigned depth, unsigned field, uint8_t tag) {
    struct udpi_ber element;
    if (!udpi_ber_expect(d, tag, &element))
        return false;
    udpi_ber_put(d, depth, field, &element);
    return true;
}
