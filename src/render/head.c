#include "render/head.h"

#include "core/format.h"

static const struct udpi_glyph gap = {"  ", 2, 2};

static void put_part(struct udpi_canvas *canvas, const char *text, const char *end) {
    size_t size = (size_t)(end - text);
    unsigned columns = udpi_canvas_measure(text, size);
    udpi_canvas_part(canvas, &gap, columns);
    udpi_canvas_put(canvas, NULL, text, size, columns);
}

static char *write_size(char *at, const struct udpi_frame *frame) {
    if (frame->captured == frame->length)
        return udpi_canvas_write_bytes(at, frame->captured);
    at = stpcpy(udpi_format_uint(at, frame->captured), " of ");
    return stpcpy(udpi_canvas_write_bytes(at, frame->length), " captured");
}

void udpi_head_draw(struct udpi_canvas *canvas, struct udpi_clock *clock, const struct udpi_frame *frame) {
    char text[UDPI_CANVAS_TEXT_SIZE];
    text[0] = '#';
    put_part(canvas, text, udpi_format_uint(text + 1, frame->number));
    put_part(canvas, text, udpi_clock_format(clock, text, frame->time));
    put_part(canvas, text, write_size(text, frame));
    if (frame->interface) {
        struct udpi_span name = {(const uint8_t *)frame->interface, strlen(frame->interface)};
        put_part(canvas, text, udpi_canvas_escape(canvas, text, &name, UDPI_CANVAS_NARROWEST));
    }
    udpi_canvas_end_row(canvas);
}

void udpi_head_draw_buffer(struct udpi_canvas *canvas, const struct udpi_buffer *buffer) {
    static const char title[] = "reassembled datagram";
    char text[UDPI_UINT_SIZE + 6];
    put_part(canvas, title, title + sizeof title - 1);
    put_part(canvas, text, udpi_canvas_write_bytes(text, buffer->size));
    udpi_canvas_end_row(canvas);
}
