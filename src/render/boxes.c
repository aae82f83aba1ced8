/*
 * Nested boxes: each header a box that holds what it carries. Bytes that no length claims lie beside the box that ended
 * before them. Which fields appear is decided by their descriptors alone.
 */
#include "render/boxes.h"

#include <stdlib.h>

#include "core/format.h"
#include "render/head.h"
#include "render/palette.h"

enum {
    PAYLOAD_ROWS = 16, /* of bytes, where not every field is shown */
    TITLE_SIZE = 128,
};

struct boxes {
    struct udpi_canvas canvas;
    struct udpi_clock clock;
    bool shows_fields, explains;
    const struct udpi_surroundings *surroundings; /* for explanations; may be NULL */
    unsigned depth_before[UDPI_MAX_LAYERS];       /* boxes that were open when that of the layer was opened */
    struct udpi_boxes_memory memory;
};

static void close_boxes(void *state) {
    struct boxes *boxes = state;
    udpi_boxes_close_memory(&boxes->memory);
    free(boxes);
}

static void *open_boxes(const struct udpi_render_options *options) {
    struct boxes *boxes = calloc(1, sizeof *boxes);
    if (!boxes)
        return NULL;
    udpi_canvas_open(&boxes->canvas, options);
    udpi_clock_open(&boxes->clock, options->time);
    boxes->shows_fields = options->shows_fields;
    boxes->explains = options->explains;
    boxes->surroundings = options->surroundings;
    if (udpi_boxes_open_memory(&boxes->memory, &boxes->canvas))
        return boxes;
    close_boxes(boxes);
    return NULL;
}

/* --- notes -------------------------------------------------------------------------------------------------------- */

static void draw_note(struct udpi_canvas *canvas, const struct udpi_note *note) {
    char text[UDPI_NOTE_TEXT_SIZE];
    size_t size = udpi_note_write_text(note, text);
    bool is_info = udpi_note_kinds[note->code].severity == UDPI_INFO;
    const struct udpi_glyph *mark = is_info ? &canvas->glyphs->remark : &canvas->glyphs->warning;
    const char *ink = is_info ? NULL : udpi_palette_warning;
    udpi_canvas_begin_row(canvas);
    udpi_canvas_put_glyph(canvas, ink, mark);
    udpi_canvas_put_spaces(canvas, 1);
    canvas->indent = canvas->column;
    udpi_canvas_flow(canvas, ink, text, size);
    udpi_canvas_end_row(canvas);
}

/* Those about the layer with this index, or about the frame (UDPI_NO_LAYER). */
static void draw_notes(struct udpi_canvas *canvas, const struct udpi_packet *packet, unsigned layer) {
    for (unsigned i = 0; i < packet->note_count; i++)
        if (packet->notes[i].layer == layer)
            draw_note(canvas, &packet->notes[i]);
}

/* --- layers ------------------------------------------------------------------------------------------------------- */

/* "14 bytes", with every field "14 bytes at 0", in an ICMP error "quoted, 14 bytes". */
static void write_size(const struct boxes *boxes, char *at, const struct udpi_layer *layer) {
    if (layer->is_quoted)
        at = stpcpy(at, "quoted, ");
    at = udpi_canvas_write_bytes(at, layer->size);
    if (boxes->shows_fields)
        at = udpi_format_uint(stpcpy(at, " at "), layer->offset);
    *at = '\0';
}

/* "Ethernet (IEEE 802.3)"; false where that is too long or there is no such document. */
static bool write_title(char *text, const struct udpi_protocol *protocol) {
    if (protocol->spec[0] == '\0' || strlen(protocol->title) + strlen(protocol->spec) + 4 > TITLE_SIZE)
        return false;
    char *at = stpcpy(stpcpy(text, protocol->title), " (");
    stpcpy(stpcpy(at, protocol->spec), ")");
    return true;
}

static void open_new_box(struct boxes *boxes, const struct udpi_layer *layer, const struct udpi_edge_key *key) {
    const struct udpi_protocol *protocol = layer->protocol;
    char title[TITLE_SIZE];
    bool has_spec = boxes->shows_fields && write_title(title, protocol);
    struct udpi_caption caption;
    caption.key = *key;
    caption.titles[0] = has_spec ? title : protocol->title;
    caption.titles[1] = has_spec ? protocol->title : protocol->key;
    caption.titles[2] = has_spec ? protocol->key : NULL;
    caption.is_inside = !protocol->is_leftover;
    write_size(boxes, caption.right, layer);
    udpi_canvas_open_box(&boxes->canvas, &caption);
}

static void open_box(struct boxes *boxes, const struct udpi_packet *packet, unsigned index) {
    const struct udpi_layer *layer = &packet->layers[index];
    uint64_t place = boxes->shows_fields ? layer->offset : 0;
    const struct udpi_edge_key key = {.subject = layer->protocol,
                                      .ink = udpi_palette_layer(index),
                                      .right = place << 32 | (uint64_t)layer->is_quoted << 31 | layer->size};
    if (!udpi_canvas_reopen_box(&boxes->canvas, &key))
        open_new_box(boxes, layer, &key);
}

static void draw_layer(struct boxes *boxes, const struct udpi_packet *packet, unsigned index) {
    const struct udpi_layer *layer = &packet->layers[index];
    struct udpi_canvas *canvas = &boxes->canvas;
    boxes->depth_before[index] = canvas->depth;
    open_box(boxes, packet, index);
    if (boxes->shows_fields)
        udpi_boxes_draw_fields(canvas, packet, layer);
    else
        udpi_boxes_draw_facts(canvas, &boxes->memory, packet, layer);
    if (layer->protocol->is_data)
        udpi_boxes_draw_bytes(canvas, packet->buffers[layer->buffer].bytes + layer->offset, layer->size,
                              boxes->shows_fields ? 0 : PAYLOAD_ROWS);
    draw_notes(canvas, packet, index);
    if (boxes->explains)
        udpi_boxes_explain_layer(canvas, packet, layer, boxes->surroundings);
}

/* A leftover lies beside the box whose length ends before it: in the box around that one. */
static void draw_leftover(struct boxes *boxes, const struct udpi_packet *packet, unsigned index) {
    uint8_t behind = packet->layers[index].behind;
    if (behind < index && boxes->depth_before[behind] < boxes->canvas.depth)
        udpi_canvas_close_boxes(&boxes->canvas, boxes->depth_before[behind]);
    draw_layer(boxes, packet, index);
    udpi_canvas_close_boxes(&boxes->canvas, boxes->depth_before[index]);
}

static void draw_buffer(struct boxes *boxes, const struct udpi_packet *packet, unsigned buffer) {
    if (buffer > 0)
        udpi_head_draw_buffer(&boxes->canvas, &packet->buffers[buffer]);
    unsigned i = 0; /* leftovers are the last of all layers */
    for (; i < packet->layer_count && !packet->layers[i].protocol->is_leftover; i++)
        if (packet->layers[i].buffer == buffer)
            draw_layer(boxes, packet, i);
    for (; i < packet->layer_count; i++)
        if (packet->layers[i].buffer == buffer)
            draw_leftover(boxes, packet, i);
    udpi_canvas_close_boxes(&boxes->canvas, 0);
}

static void write_packet(void *state, const struct udpi_packet *packet, struct udpi_sink *sink) {
    struct boxes *boxes = state;
    udpi_canvas_begin(&boxes->canvas, sink);
    udpi_head_draw(&boxes->canvas, &boxes->clock, &packet->frame);
    draw_notes(&boxes->canvas, packet, UDPI_NO_LAYER);
    for (unsigned buffer = 0; buffer < packet->buffer_count; buffer++)
        draw_buffer(boxes, packet, buffer);
    if (boxes->explains)
        udpi_boxes_explain_packet(&boxes->canvas, packet);
    char *at = udpi_sink_reserve(sink, 1);
    *at = '\n';
    udpi_sink_commit(sink, at + 1);
}

const struct udpi_renderer udpi_render_boxes = {
    .name = "boxes",
    .loss = UDPI_LOSS_LINE,
    .open = open_boxes,
    .packet = write_packet,
    .close = close_boxes,
};
