/*
 * The bytes of a packet, each in the colour of its layer. A legend says which bytes are whose, and a bar stands before
 * the first byte of each layer, so that the layers show without colour too.
 */
#include <stdlib.h>
#include <string.h>

#include "core/format.h"
#include "render/head.h"
#include "render/palette.h"

enum {
    WIDE_ROW = 16,
    NARROW_ROW = 8,
    HALF_ROW = 8,
    WIDE_COLUMNS = 72, /* that a row of 16 bytes takes */
    OFFSET_DIGITS = 4,
    LONG_OFFSET_DIGITS = 5,
    INK_SIZE = 32, /* a change of colour */
    ROW_SIZE = 32 + WIDE_ROW * (4 + 2 * INK_SIZE),
    MAX_STRETCHES = 2 * UDPI_MAX_LAYERS + 1,
};

/* Bytes of one layer, or of none, up to the start of the next stretch. */
struct stretch {
    uint32_t start;
    const char *ink; /* NULL for bytes of no layer */
};

struct hex {
    struct udpi_canvas canvas;
    struct udpi_clock clock;
    const uint8_t *bytes;
    uint32_t size;
    unsigned per_row, digits;
    unsigned stretch_count;
    struct stretch stretches[MAX_STRETCHES + 1]; /* one behind the last byte ends them */
    const struct stretch *first;                 /* of the row */
};

static void *open_hex(const struct udpi_render_options *options) {
    struct hex *hex = malloc(sizeof *hex);
    if (!hex)
        return NULL;
    udpi_canvas_open(&hex->canvas, options);
    udpi_clock_open(&hex->clock, options->time);
    hex->per_row = hex->canvas.columns > WIDE_COLUMNS ? WIDE_ROW : NARROW_ROW; /* one more for a fifth digit */
    return hex;
}

static void close_hex(void *state) {
    free(state);
}

/* --- which bytes are whose ---------------------------------------------------------------------------------------- */

static void add_stretch(struct hex *hex, uint32_t start, const char *ink) {
    hex->stretches[hex->stretch_count++] = (struct stretch){.start = start, .ink = ink};
}

static void find_stretches(struct hex *hex, const struct udpi_packet *packet, unsigned buffer) {
    uint32_t end = 0;
    hex->stretch_count = 0;
    for (unsigned i = 0; i < packet->layer_count; i++) {
        const struct udpi_layer *layer = &packet->layers[i];
        if (layer->buffer != buffer || layer->size == 0 || layer->offset < end)
            continue;
        if (layer->offset > end)
            add_stretch(hex, end, NULL);
        add_stretch(hex, layer->offset, udpi_palette_layer(i));
        end = layer->offset + layer->size;
    }
    if (end < hex->size)
        add_stretch(hex, end, NULL);
    hex->stretches[hex->stretch_count] = (struct stretch){.start = hex->size};
}

static void put_legend(struct udpi_canvas *canvas, const struct udpi_layer *layer, const char *ink) {
    char text[UDPI_CANVAS_TEXT_SIZE];
    char *at = udpi_format_uint(stpcpy(stpcpy(text, layer->protocol->key), " "), layer->offset);
    if (layer->size > 1) {
        memcpy(at, canvas->glyphs->dash.text, canvas->glyphs->dash.size);
        at = udpi_format_uint(at + canvas->glyphs->dash.size, layer->offset + layer->size - 1);
    }
    static const struct udpi_glyph bar = {" | ", 3, 3};
    unsigned columns = udpi_canvas_measure(text, (size_t)(at - text));
    udpi_canvas_part(canvas, &bar, columns);
    udpi_canvas_put(canvas, ink, text, (size_t)(at - text), columns);
}

static void draw_legend(struct hex *hex, const struct udpi_packet *packet, unsigned buffer) {
    for (unsigned i = 0; i < packet->layer_count; i++)
        if (packet->layers[i].buffer == buffer && packet->layers[i].size > 0)
            put_legend(&hex->canvas, &packet->layers[i], udpi_palette_layer(i));
    udpi_canvas_end_row(&hex->canvas);
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

/* Goes over to the stretch of the byte at `offset`, if that is the next one. */
static bool is_next(const struct stretch **stretch, uint32_t offset) {
    if ((*stretch)[1].start != offset)
        return false;
    ++*stretch;
    return true;
}

static char *write_digits(const struct hex *hex, char *at, uint32_t offset, unsigned count) {
    const struct udpi_canvas *canvas = &hex->canvas;
    const struct stretch *stretch = hex->first;
    for (unsigned i = 0; i < count; i++) {
        bool has_change = is_next(&stretch, offset + i);
        if (i == HALF_ROW)
            *at++ = ' ';
        if (has_change)
            at = udpi_canvas_write_ink(canvas, at, udpi_palette_normal);
        *at++ = stretch->start == offset + i && offset + i > 0 ? '|' : ' ';
        if (has_change || i == 0)
            at = udpi_canvas_write_ink(canvas, at, stretch->ink);
        at = udpi_format_hex8(at, hex->bytes[offset + i]);
    }
    at = udpi_canvas_write_ink(canvas, at, udpi_palette_normal);
    size_t missing = 3U * (hex->per_row - count) + (count <= HALF_ROW && hex->per_row > HALF_ROW);
    return (char *)memset(at, ' ', missing) + missing;
}

static char *write_characters(const struct hex *hex, char *at, uint32_t offset, unsigned count) {
    const struct udpi_canvas *canvas = &hex->canvas;
    const struct stretch *stretch = hex->first;
    at = udpi_canvas_write_ink(canvas, at, stretch->ink);
    for (unsigned i = 0; i < count; i++) {
        if (is_next(&stretch, offset + i)) {
            at = udpi_canvas_write_ink(canvas, at, udpi_palette_normal);
            at = udpi_canvas_write_ink(canvas, at, stretch->ink);
        }
        uint8_t byte = hex->bytes[offset + i];
        *at++ = byte >= 0x20 && byte < 0x7f ? (char)byte : '.';
    }
    return udpi_canvas_write_ink(canvas, at, udpi_palette_normal);
}

static char *write_row(const struct hex *hex, char *at, uint32_t offset) {
    const struct udpi_canvas *canvas = &hex->canvas;
    unsigned count = hex->size - offset < hex->per_row ? hex->size - offset : hex->per_row;
    char digits[2 + LONG_OFFSET_DIGITS];
    udpi_format_0x(digits, offset, hex->digits);
    at = udpi_canvas_write_ink(canvas, at, udpi_palette_dim);
    memcpy(at, digits + 2, hex->digits);
    at = udpi_canvas_write_ink(canvas, at + hex->digits, udpi_palette_normal);
    *at++ = ' ';
    at = write_digits(hex, at, offset, count);
    at = write_characters(hex, stpcpy(at, "  "), offset, count);
    *at++ = '\n';
    return at;
}

static void draw_rows(struct hex *hex, struct udpi_sink *sink) {
    hex->first = hex->stretches;
    for (uint32_t offset = 0; offset < hex->size; offset += hex->per_row) {
        while (hex->first[1].start <= offset)
            hex->first++;
        char *at = udpi_sink_reserve(sink, ROW_SIZE);
        udpi_sink_commit(sink, write_row(hex, at, offset));
    }
}

static void write_packet(void *state, const struct udpi_packet *packet, struct udpi_sink *sink) {
    struct hex *hex = state;
    udpi_canvas_begin(&hex->canvas, sink);
    udpi_head_draw(&hex->canvas, &hex->clock, &packet->frame);
    for (unsigned buffer = 0; buffer < packet->buffer_count; buffer++) {
        hex->bytes = packet->buffers[buffer].bytes;
        hex->size = packet->buffers[buffer].size;
        hex->digits = hex->size > UINT16_MAX ? LONG_OFFSET_DIGITS : OFFSET_DIGITS;
        if (buffer > 0)
            udpi_head_draw_buffer(&hex->canvas, &packet->buffers[buffer]);
        find_stretches(hex, packet, buffer);
        draw_legend(hex, packet, buffer);
        draw_rows(hex, sink);
    }
    udpi_sink_write(sink, "\n", 1);
}

const struct udpi_renderer udpi_render_hex = {
    .name = "hex",
    .open = open_hex,
    .packet = write_packet,
    .close = close_hex,
};
