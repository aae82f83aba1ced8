#include "render/head.h"

#include "core/format.h"

static const struct udpi_glyph gap = {"  ", 2, 2};

/* Room behind the text: a chunk. */
static inline void put_part(struct udpi_canvas *canvas, const char *text, const char *end, unsigned columns) {
    udpi_canvas_part(canvas, &gap, columns);
    udpi_canvas_take(canvas, udpi_canvas_append(canvas->at, text, (size_t)(end - text)), columns);
}

static inline void put_ascii(struct udpi_canvas *canvas, const char *text, const char *end) {
    put_part(canvas, text, end, (unsigned)(end - text));
}

static char *write_size(char *at, const struct udpi_frame *frame) {
    if (frame->captured == frame->length)
        return udpi_canvas_write_bytes(at, frame->captured);
    at = stpcpy(udpi_format_uint(at, frame->captured), " of ");
    return stpcpy(udpi_canvas_write_bytes(at, frame->length), " captured");
}

void udpi_head_draw(struct udpi_canvas *canvas, struct udpi_clock *clock, const struct udpi_frame *frame) {
    char text[UDPI_CANVAS_TEXT_SIZE + UDPI_CANVAS_CHUNK];
    text[0] = '#';
    put_ascii(canvas, text, udpi_format_uint(text + 1, frame->number));
    put_ascii(canvas, text, udpi_clock_format(clock, text, frame->time));
    put_ascii(canvas, text, write_size(text, frame));
    if (frame->interface) {
        struct udpi_span name = {(const uint8_t *)frame->interface, strlen(frame->interface)};
        const char *end = udpi_canvas_escape(canvas, text, &name, UDPI_CANVAS_NARROWEST);
        put_part(canvas, text, end, udpi_canvas_measure(text, (size_t)(end - text)));
    }
    udpi_canvas_end_row(canvas);
}

void udpi_head_draw_buffer(struct udpi_canvas *canvas, const struct udpi_buffer *buffer) {
    char text[64];
    put_ascii(canvas, text, stpcpy(text, "reassembled datagram"));
    put_ascii(canvas, text, udpi_canvas_write_bytes(text, buffer->size));
    udpi_canvas_end_row(canvas);
}
