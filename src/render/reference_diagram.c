#include "render/reference_diagram.h"

#include <string.h>

#include "core/format.h"

enum { ROW = 32, MOST_BITS = 8 * UINT8_MAX, NOBODY = 0xff, INDENT = 2, LINE_SIZE = INDENT + 2 * ROW + 1 };

/* Which field each bit of the header belongs to. */
struct bits {
    const struct udpi_field *fields;
    unsigned count;
    uint8_t owners[MOST_BITS + ROW]; /* the row behind the last is nobody's */
};

static bool is_free(const struct bits *bits, unsigned first, unsigned end) {
    for (unsigned bit = first; bit < end; bit++)
        if (bits->owners[bit] != NOBODY)
            return false;
    return end <= bits->count;
}

static void find_owners(struct bits *bits, const struct udpi_protocol *protocol) {
    bits->fields = protocol->fields;
    bits->count = 8U * protocol->header_size;
    memset(bits->owners, NOBODY, sizeof bits->owners);
    for (unsigned i = 0; i < protocol->field_count; i++) {
        const struct udpi_field *field = &protocol->fields[i];
        unsigned end = 8U * (field->byte + field->bytes) - field->shift;
        if (field->within == 0 && is_free(bits, end - field->bits, end))
            memset(bits->owners + end - field->bits, (int)i, field->bits);
    }
}

static void write_line(struct udpi_sink *sink, const char *line, size_t length) {
    while (length > 0 && line[length - 1] == ' ')
        length--;
    udpi_sink_write(sink, line, length);
    udpi_sink_puts(sink, "\n");
}

/* Bits of the row that begins with the bit `start`. */
static unsigned measure_row(const struct bits *bits, unsigned start) {
    return start >= bits->count ? 0 : bits->count - start < ROW ? bits->count - start : ROW;
}

/* --- what stands in a row ----------------------------------------------------------------------------------------- */

/* The first letters of the label's words: "HL" for "Header length". */
static size_t write_initials(char *to, const char *label, size_t room) {
    size_t length = 0;
    bool is_start = true;
    for (; *label && length < room; label++) {
        if (is_start && *label != ' ')
            to[length++] = *label >= 'a' && *label <= 'z' ? (char)(*label - 'a' + 'A') : *label;
        is_start = *label == ' ';
    }
    return length;
}

/* Writes the field's name into the middle of `room` columns. */
static void write_name(char *to, const struct udpi_field *field, size_t room) {
    const char *name = strlen(field->label) <= room ? field->label : field->key;
    size_t length = strlen(name);
    char initials[LINE_SIZE];
    if (length > room) {
        length = write_initials(initials, field->label, room);
        name = initials;
    }
    to += (room - length) / 2;
    for (size_t i = 0; i < length; i++)
        to[i] = name[i];
}

static unsigned find_end(const struct bits *bits, unsigned bit, unsigned end) {
    uint8_t owner = bits->owners[bit];
    while (bit < end && bits->owners[bit] == owner)
        bit++;
    return bit;
}

/* A field that goes over several rows has its name in the fullest of them, the middle one of several. */
static unsigned find_name_row(const struct bits *bits, unsigned bit) {
    uint8_t owner = bits->owners[bit];
    while (bit > 0 && bits->owners[bit - 1] == owner)
        bit--;
    unsigned fullest = 0, first = bit / ROW, last = bit / ROW;
    while (bit < bits->count && bits->owners[bit] == owner) {
        unsigned end = find_end(bits, bit, (bit / ROW + 1) * ROW);
        if (end - bit > fullest) {
            fullest = end - bit;
            first = bit / ROW;
        }
        if (end - bit == fullest)
            last = bit / ROW;
        bit = end;
    }
    return first + (last - first) / 2;
}

static void draw_content(struct udpi_sink *sink, const struct bits *bits, unsigned start) {
    char line[LINE_SIZE];
    memset(line, ' ', sizeof line);
    unsigned count = measure_row(bits, start), end = start + count;
    for (unsigned bit = start, next; bit < end; bit = next) {
        next = find_end(bits, bit, end);
        char *at = line + INDENT + (size_t)2 * (bit - start);
        *at = '|';
        if (bits->owners[bit] != NOBODY && find_name_row(bits, bit) == start / ROW)
            write_name(at + 1, &bits->fields[bits->owners[bit]], 2 * (size_t)(next - bit) - 1);
    }
    line[INDENT + 2 * count] = '|';
    write_line(sink, line, INDENT + 2 * (size_t)count + 1);
}

/* --- what stands between rows ------------------------------------------------------------------------------------- */

/* Whether the row that begins at `start` is closed from the one before it at this bit. */
static bool has_border(const struct bits *bits, unsigned start, unsigned column) {
    unsigned below = start + column, above = below - ROW;
    if (start == 0)
        return column < measure_row(bits, 0);
    if (below >= bits->count)
        return above < bits->count;
    return bits->owners[above] != bits->owners[below] || bits->owners[below] == NOBODY;
}

/* The line above the row that begins at `start`, or below the last one. */
static void draw_border(struct udpi_sink *sink, const struct bits *bits, unsigned start) {
    unsigned count = measure_row(bits, start == 0 ? 0 : start - ROW);
    char line[LINE_SIZE];
    memset(line, ' ', sizeof line);
    for (unsigned column = 0; column < count; column++) {
        if (!has_border(bits, start, column))
            continue;
        char *at = line + INDENT + (size_t)2 * column;
        memcpy(at, "+-+", 3);
    }
    line[INDENT] = line[INDENT + 2 * count] = '+';
    write_line(sink, line, INDENT + 2 * (size_t)count + 1);
}

static void draw_ruler(struct udpi_sink *sink, unsigned count) {
    char tens[LINE_SIZE], ones[LINE_SIZE];
    memset(tens, ' ', sizeof tens);
    memset(ones, ' ', sizeof ones);
    for (unsigned bit = 0; bit < count; bit++) {
        size_t at = INDENT + 2 * (size_t)bit + 1;
        ones[at] = (char)('0' + bit % 10);
        if (bit % 10 == 0)
            tens[at] = (char)('0' + bit / 10);
    }
    write_line(sink, tens, sizeof tens);
    write_line(sink, ones, sizeof ones);
}

void udpi_reference_draw(struct udpi_sink *sink, const struct udpi_protocol *protocol) {
    if (protocol->header_size == 0)
        return;
    struct bits bits;
    find_owners(&bits, protocol);
    draw_ruler(sink, measure_row(&bits, 0));
    for (unsigned start = 0; start < bits.count; start += ROW) {
        draw_border(sink, &bits, start);
        draw_content(sink, &bits, start);
    }
    draw_border(sink, &bits, (bits.count + ROW - 1) / ROW * ROW);
}
