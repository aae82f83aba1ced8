/* The line above a packet, for people: number, time, size, interface. */
#ifndef UDPI_RENDER_HEAD_H
#define UDPI_RENDER_HEAD_H

#include "render/canvas.h"
#include "render/clock.h"

/* Draws it outside all boxes. */
void udpi_head_draw(struct udpi_canvas *canvas, struct udpi_clock *clock, const struct udpi_frame *frame);

/* Draws a line over the layers of a buffer that is not the frame. */
void udpi_head_draw_buffer(struct udpi_canvas *canvas, const struct udpi_buffer *buffer);

#endif
