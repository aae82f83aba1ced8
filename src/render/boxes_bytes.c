/* Bytes that stand for themselves: as text, or in hexadecimal. */
#include "render/boxes.h"

#include "core/escape.h"
#include "core/format.h"
#include "render/palette.h"

static void draw_rest(struct udpi_canvas *canvas, size_t count) {
    char text[UDPI_UINT_SIZE + 16] = " ";
    char *at = udpi_canvas_write_bytes(text + 1, (uint32_t)count);
    memcpy(at, " more", 5);
    udpi_canvas_put_glyph(canvas, udpi_palette_dim, &canvas->glyphs->more);
    udpi_canvas_put(canvas, udpi_palette_dim, text, (size_t)(at + 5 - text), (unsigned)(at + 5 - text));
}

/* --- text --------------------------------------------------------------------------------------------------------- */

enum { LEAST_COLUMNS = 8 }; /* for text in a row that it shares */

/* Appends what the row can hold, up to a newline and no further. */
static void put_line(struct udpi_canvas *canvas, struct udpi_span *span) {
    const uint8_t *newline =
        memchr(span->bytes, '\n', span->count < UDPI_CANVAS_TEXT_SIZE ? span->count : UDPI_CANVAS_TEXT_SIZE);
    struct udpi_span line = {span->bytes, newline ? (size_t)(newline + 1 - span->bytes) : span->count};
    unsigned columns = udpi_canvas_left(canvas) - 1; /* one is for the quote at the end */
    const char *start = canvas->at;
    char *end = udpi_canvas_escape(canvas, canvas->at, &line, columns);
    canvas->column += udpi_canvas_measure(start, (size_t)(end - start));
    canvas->at = end;
    span->count -= (size_t)(line.bytes - span->bytes);
    span->bytes = line.bytes;
}

void udpi_boxes_draw_text(struct udpi_canvas *canvas, const uint8_t *bytes, uint32_t size, unsigned rows) {
    struct udpi_span span = {bytes, size};
    if (udpi_canvas_left(canvas) < LEAST_COLUMNS && canvas->column > canvas->indent)
        udpi_canvas_break_row(canvas);
    udpi_canvas_put(canvas, udpi_palette_dim, "\"", 1, 1);
    canvas->indent = canvas->column;
    for (unsigned row = 1; span.count > 0; row++) {
        if (row > 1)
            udpi_canvas_break_row(canvas);
        size_t left = span.count;
        char *at = canvas->at;
        put_line(canvas, &span);
        if (rows > 0 && row > rows && span.count > 0) {
            canvas->at = at;
            canvas->column = canvas->indent;
            draw_rest(canvas, left);
            udpi_canvas_end_row(canvas);
            return;
        }
    }
    udpi_canvas_put(canvas, udpi_palette_dim, "\"", 1, 1);
    udpi_canvas_end_row(canvas);
}

/* --- hexadecimal -------------------------------------------------------------------------------------------------- */

/* How a row looks. `columns` is what it takes with an offset of OFFSET_DIGITS. */
struct layout {
    uint8_t per_row, group, columns;
};

enum { OFFSET_DIGITS = 4, LONG_OFFSET_DIGITS = 5, HALF_ROW = 8 };

/* From wide to narrow; the last fits into every box. */
static const struct layout layouts[] = {{16, 1, 72}, {16, 2, 63}, {8, 1, 39}, {8, 2, 35}, {4, 2, 21}};

struct dump {
    const struct layout *layout;
    const uint8_t *bytes;
    uint32_t size;
    unsigned digits;
};

static const struct layout *choose_layout(unsigned width, unsigned digits) {
    unsigned i = 0;
    while (i + 1 < sizeof layouts / sizeof *layouts && layouts[i].columns + digits - OFFSET_DIGITS > width)
        i++;
    return &layouts[i];
}

static char *write_spaces(char *at, unsigned count) {
    memset(at, ' ', count);
    return at + count;
}

static char *write_digits(char *at, const struct layout *layout, const uint8_t *bytes, unsigned count) {
    for (unsigned i = 0; i < layout->per_row; i++) {
        if (i > 0 && i % layout->group == 0)
            *at++ = ' ';
        if (i == HALF_ROW && layout->group == 1)
            *at++ = ' ';
        at = i < count ? udpi_format_hex8(at, bytes[i]) : write_spaces(at, 2);
    }
    return at;
}

static void draw_hex_row(struct udpi_canvas *canvas, const struct dump *dump, uint32_t offset) {
    char text[128];
    const uint8_t *bytes = dump->bytes + offset;
    uint32_t left = dump->size - offset;
    unsigned count = left < dump->layout->per_row ? left : dump->layout->per_row;
    udpi_canvas_begin_row(canvas);
    udpi_format_0x(text, offset, dump->digits);
    udpi_canvas_put(canvas, udpi_palette_dim, text + 2, dump->digits, dump->digits);
    char *at = write_spaces(text, 2);
    at = write_digits(at, dump->layout, bytes, count);
    at = write_spaces(at, 2);
    for (unsigned i = 0; i < count; i++)
        *at++ = bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char)bytes[i] : '.';
    udpi_canvas_put(canvas, NULL, text, (size_t)(at - text), (unsigned)(at - text));
    udpi_canvas_end_row(canvas);
}

static void draw_hex(struct udpi_canvas *canvas, const uint8_t *bytes, uint32_t size, unsigned rows) {
    unsigned digits = size > UINT16_MAX ? LONG_OFFSET_DIGITS : OFFSET_DIGITS;
    struct dump dump = {.layout = choose_layout(canvas->width, digits), .bytes = bytes, .size = size, .digits = digits};
    unsigned per_row = dump.layout->per_row;
    uint32_t end = size;
    if (rows > 0 && size > (rows + 1) * per_row)
        end = rows * per_row;
    for (uint32_t offset = 0; offset < end; offset += per_row)
        draw_hex_row(canvas, &dump, offset);
    if (end == size)
        return;
    udpi_canvas_begin_row(canvas);
    draw_rest(canvas, size - end);
    udpi_canvas_end_row(canvas);
}

/* --- either ------------------------------------------------------------------------------------------------------- */

/* The row of a text that needs no more; false, with nothing drawn, where it is none. */
static bool draw_short_text(struct udpi_canvas *canvas, const uint8_t *bytes, uint32_t size) {
    unsigned room = canvas->width - 2; /* for the text between its quotes */
    size_t taken = 0;
    if (!canvas->has_unicode || size > room || memchr(bytes, '\n', size - 1))
        return false;
    udpi_canvas_begin_row(canvas);
    char *start = udpi_canvas_write_ink(canvas, canvas->at, udpi_palette_dim);
    *start++ = '"';
    start = udpi_canvas_write_ink(canvas, start, udpi_palette_normal);
    char *at = udpi_escape_clean(start, bytes, size, room, &taken);
    if (!at || taken < size)
        return false;
    unsigned columns = udpi_canvas_measure(start, (size_t)(at - start));
    at = udpi_canvas_write_ink(canvas, at, udpi_palette_dim);
    *at++ = '"';
    at = udpi_canvas_write_ink(canvas, at, udpi_palette_normal);
    udpi_canvas_take(canvas, at, columns + 2);
    udpi_canvas_end_row(canvas);
    return true;
}

void udpi_boxes_draw_bytes(struct udpi_canvas *canvas, const uint8_t *bytes, uint32_t size, unsigned rows) {
    if (size == 0 || draw_short_text(canvas, bytes, size))
        return;
    if (!udpi_canvas_is_text(canvas, bytes, size)) {
        draw_hex(canvas, bytes, size, rows);
        return;
    }
    udpi_canvas_begin_row(canvas);
    udpi_boxes_draw_text(canvas, bytes, size, rows);
}
