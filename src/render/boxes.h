/* What stands inside the box of a layer: parts of the renderer in boxes.c. */
#ifndef UDPI_RENDER_BOXES_H
#define UDPI_RENDER_BOXES_H

#include "render/canvas.h"

/* -v: addresses with what they are, and the other fields as far as they say something, several in a row. */
void udpi_boxes_draw_facts(struct udpi_canvas *canvas, const struct udpi_packet *packet,
                           const struct udpi_layer *layer);

/* -vv: every field in a row of its own, with its place in the frame. */
void udpi_boxes_draw_fields(struct udpi_canvas *canvas, const struct udpi_packet *packet,
                            const struct udpi_layer *layer);

/* Bytes that stand for themselves: as text where they are, else in hexadecimal. `rows` limits them; 0 is no limit. */
void udpi_boxes_draw_bytes(struct udpi_canvas *canvas, const uint8_t *bytes, uint32_t size, unsigned rows);

/* Text from the wire in quotes, from the current column on; parted behind each newline. `rows` as above. */
void udpi_boxes_draw_text(struct udpi_canvas *canvas, const uint8_t *bytes, uint32_t size, unsigned rows);

/* --- values ------------------------------------------------------------------------------------------------------- */

enum { UDPI_BOXES_VALUE_SIZE = 4096 };

/* Whether the field is text that is left out because it is not clean (UDPI_IF_CLEAN). */
bool udpi_boxes_is_unclean(const struct udpi_packet *packet, const struct udpi_layer *layer,
                           const struct udpi_value *value);

/* The first value behind this one and all that lies within it. */
const struct udpi_value *udpi_boxes_skip(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                         const struct udpi_value *value);

/* A value with its name, "17 UDP", on one row; bytes and text from the wire are cut. Up to UDPI_BOXES_VALUE_SIZE. */
char *udpi_boxes_write_value(const struct udpi_canvas *canvas, char *at, const struct udpi_packet *packet,
                             const struct udpi_layer *layer, const struct udpi_value *value);

/* A list or group in short: "Router Alert, Pad1". Up to UDPI_BOXES_VALUE_SIZE. */
char *udpi_boxes_write_list(const struct udpi_canvas *canvas, char *at, const struct udpi_packet *packet,
                            const struct udpi_layer *layer, const struct udpi_value *list);

/* Whether the field says what checking a checksum gave, and that in words. */
bool udpi_boxes_is_status(const struct udpi_field *field);
const char *udpi_boxes_status_words(uint64_t status);

/* The colour of that: the warning colour for a bad checksum, else NULL. */
const char *udpi_boxes_status_ink(uint64_t status);

#endif
