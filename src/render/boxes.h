/* What stands inside the box of a layer: parts of the renderer in boxes.c. */
#ifndef UDPI_RENDER_BOXES_H
#define UDPI_RENDER_BOXES_H

#include "render/canvas.h"

enum { UDPI_BOXES_RECALLS = 1024, UDPI_BOXES_RECALL_SIZE = 96, UDPI_BOXES_LABEL_SIZE = 64 };

/* What was written for a number of a field. Most packets have most numbers in common with those before them. */
struct udpi_boxes_recall {
    uint64_t number;
    uint64_t key; /* says which field; 0 while there is nothing */
    uint8_t size; /* of the text, which is ASCII */
    char text[UDPI_BOXES_RECALL_SIZE];
};

/* What of a field's descriptor says how its facts are shown. */
enum udpi_boxes_form {
    UDPI_BOXES_OMITTED = 1,
    UDPI_BOXES_END = 2,      /* may stand beside the arrow */
    UDPI_BOXES_IF_SET = 4,   /* left out where the number is 0 */
    UDPI_BOXES_NUMBER = 8,   /* the text depends on nothing but the number */
    UDPI_BOXES_DECIMAL = 16, /* and is that */
    UDPI_BOXES_CHECKED = 32, /* a checksum: what checking it gave may stand behind it */
};

/* The label of a field with its colour, and a space behind it. */
struct udpi_boxes_label {
    uint8_t size, columns;
    char text[UDPI_BOXES_LABEL_SIZE];
};

struct udpi_boxes_protocol {
    uint8_t ends[2];                 /* its first fields with UDPI_SRC and UDPI_DST, or UDPI_BOXES_NO_END */
    uint8_t forms[UINT8_MAX + 1];    /* of its fields: enum udpi_boxes_form */
    struct udpi_boxes_label *labels; /* of its fields */
};

enum { UDPI_BOXES_NO_END = 0xff };

/* What is known before the first packet, and what is kept from one to the next. */
struct udpi_boxes_memory {
    struct udpi_boxes_protocol *protocols; /* by protocol_id */
    struct udpi_boxes_label *labels;       /* of the fields of all protocols */
    struct udpi_boxes_recall recalls[UDPI_BOXES_RECALLS];
};

/* Fills a memory of zeros; false where memory is short. To be closed either way. */
bool udpi_boxes_open_memory(struct udpi_boxes_memory *memory, const struct udpi_canvas *canvas);
void udpi_boxes_close_memory(struct udpi_boxes_memory *memory);

/* -v: addresses with what they are, and the other fields as far as they say something, several in a row. */
void udpi_boxes_draw_facts(struct udpi_canvas *canvas, struct udpi_boxes_memory *memory,
                           const struct udpi_packet *packet, const struct udpi_layer *layer);

/* -vv: every field in a row of its own, with its place in the frame. */
void udpi_boxes_draw_fields(struct udpi_canvas *canvas, const struct udpi_packet *packet,
                            const struct udpi_layer *layer);

/* Bytes that stand for themselves: as text where they are, else in hexadecimal. `rows` limits them; 0 is no limit. */
void udpi_boxes_draw_bytes(struct udpi_canvas *canvas, const uint8_t *bytes, uint32_t size, unsigned rows);

/* Text from the wire in quotes, from the current column on; parted behind each newline. `rows` as above. */
void udpi_boxes_draw_text(struct udpi_canvas *canvas, const uint8_t *bytes, uint32_t size, unsigned rows);

/* What the layer and its values mean, in sentences that are set apart; `surroundings` as struct udpi_render_options has them. */
void udpi_boxes_explain_layer(struct udpi_canvas *canvas, const struct udpi_packet *packet,
                              const struct udpi_layer *layer, const struct udpi_surroundings *surroundings);

/* How much of the frame is envelope; outside all boxes. */
void udpi_boxes_explain_packet(struct udpi_canvas *canvas, const struct udpi_packet *packet);

/* --- values ------------------------------------------------------------------------------------------------------- */

enum { UDPI_BOXES_VALUE_SIZE = 4096, UDPI_BOXES_STATUS_SIZE = 40 };

/* The first value behind this one and all that lies within it. */
const struct udpi_value *udpi_boxes_skip(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                         const struct udpi_value *value);

/* A value with its name, "17 UDP", on one row; bytes and text from the wire are cut. Up to UDPI_BOXES_VALUE_SIZE. */
char *udpi_boxes_write_value(const struct udpi_canvas *canvas, char *at, const struct udpi_packet *packet,
                             const struct udpi_layer *layer, const struct udpi_value *value);

/* A list or group in short: "Router Alert, Pad1". Up to UDPI_BOXES_VALUE_SIZE. */
char *udpi_boxes_write_list(const struct udpi_canvas *canvas, char *at, const struct udpi_packet *packet,
                            const struct udpi_layer *layer, const struct udpi_value *list);

/* Whether the field says what checking a checksum gave; writes that in words, up to UDPI_BOXES_STATUS_SIZE. */
bool udpi_boxes_is_status(const struct udpi_field *field);
char *udpi_boxes_write_status(char *at, uint64_t status);

/* The colour of that: the warning colour for a bad checksum, else NULL. */
const char *udpi_boxes_status_ink(uint64_t status);

#endif
