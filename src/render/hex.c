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
    const struct udpi_glyph *dash = &canvas->glyphs->dash;
    char *at = udpi_format_uint(stpcpy(stpcpy(text, layer->protocol->key), " "), layer->offset);
    unsigned hidden = 0; /* bytes that take no column */
    if (layer->size > 1) {
        at = udpi_format_uint(udpi_canvas_write_glyph(at, dash), layer->offset + layer->size - 1);
        hidden = dash->size - dash->columns;
    }
    static const struct udpi_glyph bar = {" | ", 3, 3};
    unsigned columns = (unsigned)(at - text) - hidden;
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

/* Where the stretch ends in a row that ends before `end`. */
static uint32_t find_stop(const struct stretch *stretch, uint32_t end) {
    return stretch[1].start < end ? stretch[1].start : end;
}

/* The digits of [from, stop), all of one stretch, in the row that begins at `offset`. */
static char *write_run(const struct hex *hex, char *at, uint32_t offset, uint32_t from, uint32_t stop) {
    const uint8_t *bytes = hex->bytes; /* what is written through `at` might change hex, as far as the compiler knows */
    at = udpi_format_hex8(at, bytes[from]);
    for (uint32_t i = from + 1; i < stop; i++) {
        if (i == offset + HALF_ROW)
            *at++ = ' ';
        *at++ = ' ';
        at = udpi_format_hex8(at, bytes[i]);
    }
    return at;
}

static char *write_digits(const struct hex *hex, char *at, uint32_t offset, unsigned count) {
    const struct udpi_canvas *canvas = &hex->canvas;
    const struct stretch *stretch = hex->first;
    for (uint32_t from = offset, stop; from < offset + count; from = stop, stretch++) {
        stop = find_stop(stretch, offset + count);
        if (from == offset + HALF_ROW)
            *at++ = ' ';
        if (from > offset)
            at = udpi_canvas_write_ink(canvas, at, udpi_palette_normal);
        *at++ = stretch->start == from && from > 0 ? '|' : ' ';
        at = udpi_canvas_write_ink(canvas, at, stretch->ink);
        at = write_run(hex, at, offset, from, stop);
    }
    at = udpi_canvas_write_ink(canvas, at, udpi_palette_normal);
    size_t missing = 3U * (hex->per_row - count) + (count <= HALF_ROW && hex->per_row > HALF_ROW);
    return (char *)memset(at, ' ', missing) + missing;
}

static char *write_characters(const struct hex *hex, char *at, uint32_t offset, unsigned count) {
    const struct udpi_canvas *canvas = &hex->canvas;
    const struct stretch *stretch = hex->first;
    const uint8_t *bytes = hex->bytes;
    for (uint32_t i = offset; i < offset + count; stretch++) {
        if (i > offset)
            at = udpi_canvas_write_ink(canvas, at, udpi_palette_normal);
        at = udpi_canvas_write_ink(canvas, at, stretch->ink);
        for (uint32_t stop = find_stop(stretch, offset + count); i < stop; i++)
            *at++ = bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char)bytes[i] : '.';
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
    .loss = UDPI_LOSS_LINE,
    .open = open_hex,
    .packet = write_packet,
    .close = close_hex,
};
