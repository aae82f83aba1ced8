/* -v: the facts of a header in a few rows. */
#include "render/boxes.h"

#include "core/format.h"
#include "model/decode.h"
#include "render/palette.h"
#include "render/value.h"

/* --- both ends of the way ----------------------------------------------------------------------------------------- */

enum { SRC, DST, ENDS };

/* The values that stand left and right of the arrow, and what kind each is. */
struct ends {
    const struct udpi_value *values[ENDS];
    char kinds[ENDS][UDPI_VALUE_SIZE];
    unsigned kind_sizes[ENDS];
};

/* The layer's first value with this flag; `field` is the first that may have it. */
static inline const struct udpi_value *find_end(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                                unsigned field, enum udpi_field_flag flag) {
    const struct udpi_value *values = packet->values + layer->first_value;
    if (field < layer->value_count && values[field].field == field && values[field].depth == 0)
        return &values[field]; /* a fixed header is recorded in the order of its descriptors */
    return udpi_layer_flagged(packet, layer, flag);
}

/* False where one of them is missing. */
static bool find_ends(const uint8_t *fields, const struct udpi_packet *packet, const struct udpi_layer *layer,
                      struct ends *ends) {
    if (fields[SRC] == UDPI_BOXES_NO_END || fields[DST] == UDPI_BOXES_NO_END)
        return false;
    ends->values[SRC] = find_end(packet, layer, fields[SRC], UDPI_SRC);
    ends->values[DST] = find_end(packet, layer, fields[DST], UDPI_DST);
    return ends->values[SRC] && ends->values[DST];
}

static inline char *write_end(char *at, const struct udpi_packet *packet, const struct udpi_layer *layer,
                              const struct udpi_value *value) {
    switch (layer->protocol->fields[value->field].type) {
    case UDPI_PORT: return udpi_format_uint(stpcpy(at, "port "), value->number);
    case UDPI_MAC: return udpi_format_mac(at, value->number);
    case UDPI_IPV4: return udpi_format_ipv4(at, (uint32_t)value->number);
    default: return udpi_value_write(at, packet, layer, value);
    }
}

static unsigned larger(unsigned a, unsigned b) {
    return a > b ? a : b;
}

/* The row below both ends; its first `indent` columns belong to the left one. */
static void draw_kinds(struct udpi_canvas *canvas, const struct ends *ends, unsigned indent) {
    udpi_canvas_begin_row(canvas);
    char *at = udpi_canvas_write_ink(canvas, canvas->at, udpi_palette_dim);
    at = udpi_canvas_append(at, ends->kinds[SRC], ends->kind_sizes[SRC]);
    at = udpi_canvas_write_spaces(at, indent - ends->kind_sizes[SRC]);
    at = udpi_canvas_append(at, ends->kinds[DST], ends->kind_sizes[DST]);
    at = udpi_canvas_write_ink(canvas, at, udpi_palette_normal);
    udpi_canvas_take(canvas, at, indent + ends->kind_sizes[DST]);
    udpi_canvas_end_row(canvas);
}

/* Both ends side by side, with their kinds below; false, with nothing taken, where the box is too narrow. */
static bool draw_side_by_side(struct udpi_canvas *canvas, const struct udpi_packet *packet,
                              const struct udpi_layer *layer, const struct ends *ends) {
    const struct udpi_glyph *arrow = &canvas->glyphs->arrow;
    udpi_canvas_begin_row(canvas);
    char *at = write_end(canvas->at, packet, layer, ends->values[SRC]);
    unsigned size = (unsigned)(at - canvas->at);
    unsigned first = larger(size, ends->kind_sizes[SRC]) + 1;
    at = udpi_canvas_write_glyph(udpi_canvas_write_spaces(at, first - size), arrow);
    *at++ = ' ';
    char *end = write_end(at, packet, layer, ends->values[DST]);
    unsigned second = (unsigned)(end - at);
    first += arrow->columns + 1U;
    if (first + larger(second, ends->kind_sizes[DST]) > canvas->width)
        return false;
    udpi_canvas_take(canvas, end, first + second);
    udpi_canvas_end_row(canvas);
    if (ends->kind_sizes[SRC] + ends->kind_sizes[DST] > 0)
        draw_kinds(canvas, ends, first);
    return true;
}

/* One end in a row or two of its own; the longer of both takes `columns`. */
static void draw_end(struct udpi_canvas *canvas, const struct ends *ends, unsigned which, const char *text,
                     unsigned columns) {
    const struct udpi_glyph *arrow = &canvas->glyphs->arrow;
    size_t size = strlen(text);
    udpi_canvas_begin_row(canvas);
    if (which == DST)
        udpi_canvas_put_glyph(canvas, NULL, arrow);
    udpi_canvas_put_spaces(canvas, arrow->columns + 1U - canvas->column);
    canvas->indent = canvas->column;
    bool has_room = canvas->column + columns + 2 + ends->kind_sizes[which] <= canvas->width;
    udpi_canvas_flow(canvas, NULL, text, size);
    if (has_room)
        udpi_canvas_put_spaces(canvas, columns + 2 - (unsigned)size);
    else
        udpi_canvas_break_row(canvas);
    udpi_canvas_flow(canvas, udpi_palette_dim, ends->kinds[which], ends->kind_sizes[which]);
    udpi_canvas_end_row(canvas);
}

static void draw_ends(struct udpi_canvas *canvas, const struct udpi_packet *packet, const struct udpi_layer *layer,
                      struct ends *ends) {
    for (unsigned i = SRC; i < ENDS; i++) {
        const char *end = udpi_value_write_kind(ends->kinds[i], packet, layer, ends->values[i]);
        ends->kind_sizes[i] = (unsigned)(end - ends->kinds[i]);
    }
    if (draw_side_by_side(canvas, packet, layer, ends))
        return;
    char text[ENDS][UDPI_VALUE_SIZE + 8];
    for (unsigned i = SRC; i < ENDS; i++)
        *write_end(text[i], packet, layer, ends->values[i]) = '\0';
    unsigned columns = larger((unsigned)strlen(text[SRC]), (unsigned)strlen(text[DST]));
    draw_end(canvas, ends, SRC, text[SRC], columns);
    draw_end(canvas, ends, DST, text[DST], columns);
}

/* --- other fields ------------------------------------------------------------------------------------------------- */

struct fact {
    const struct udpi_packet *packet;
    const struct udpi_layer *layer;
    const struct udpi_value *value;
    const struct udpi_boxes_label *label; /* of its field */
    const struct udpi_value *status;      /* what checking a checksum gave, else NULL */
};

static const struct udpi_field *field_of(const struct fact *fact) {
    return &fact->layer->protocol->fields[fact->value->field];
}

/* Whether it says nothing: no bytes, or none to be shown; empty lists. */
static bool is_empty(const struct fact *fact) {
    const struct udpi_field *field = field_of(fact);
    switch (field->type) {
    case UDPI_BYTES:
    case UDPI_TEXT:
        return fact->value->length == 0 ||
               udpi_value_is_unclean(field, fact->value, udpi_value_bytes(fact->packet, fact->layer, fact->value));
    case UDPI_LIST:
    case UDPI_GROUP: return udpi_boxes_skip(fact->packet, fact->layer, fact->value) == fact->value + 1;
    default: return false;
    }
}

/* What checking a checksum gave stands behind it. */
static const struct udpi_value *find_status(const struct udpi_field *fields, const struct udpi_value *value,
                                            const struct udpi_value *end) {
    const struct udpi_value *next = value + 1;
    if (next == end || next->depth > 0)
        return NULL;
    return udpi_boxes_is_status(&fields[next->field]) ? next : NULL;
}

/* "0x52ee good", or "none". */
static char *write_checksum(char *at, const struct fact *fact) {
    if (fact->status->number != UDPI_CHECKSUM_ABSENT) {
        at = udpi_value_write(at, fact->packet, fact->layer, fact->value);
        *at++ = ' ';
    }
    return udpi_boxes_write_status(at, fact->status->number);
}

static char *write_text(const struct udpi_canvas *canvas, char *at, const struct fact *fact) {
    if (fact->status)
        return write_checksum(at, fact);
    if (field_of(fact)->type == UDPI_LIST || field_of(fact)->type == UDPI_GROUP)
        return udpi_boxes_write_list(canvas, at, fact->packet, fact->layer, fact->value);
    return udpi_boxes_write_value(canvas, at, fact->packet, fact->layer, fact->value);
}

static const char *choose_ink(const struct fact *fact) {
    return fact->status ? udpi_boxes_status_ink(fact->status->number) : NULL;
}

/* What is longer than a row, word by word. */
__attribute__((cold)) static void flow_fact(struct udpi_canvas *canvas, const struct fact *fact, const char *text,
                                            size_t size) {
    if (canvas->is_in_row && canvas->column > 0)
        udpi_canvas_break_row(canvas);
    udpi_canvas_flow(canvas, udpi_palette_dim, field_of(fact)->label, strlen(field_of(fact)->label));
    udpi_canvas_put_gap(canvas, 1);
    udpi_canvas_flow(canvas, choose_ink(fact), text, size);
}

/* Label and text, in one piece if a row can hold that. There is a chunk of room behind the text. */
static inline __attribute__((always_inline)) void draw_fact(struct udpi_canvas *canvas, const struct fact *fact,
                                                            const char *text, size_t size, unsigned columns) {
    const struct udpi_boxes_label *label = fact->label;
    columns += label->columns;
    if (columns > canvas->width) {
        flow_fact(canvas, fact, text, size);
        return;
    }
    udpi_canvas_part(canvas, &canvas->glyphs->separator, columns);
    const char *ink = choose_ink(fact);
    char *at = udpi_canvas_append(canvas->at, label->text, label->size);
    at = udpi_canvas_append(udpi_canvas_write_ink(canvas, at, ink), text, size);
    udpi_canvas_take(canvas, ink ? udpi_canvas_write_ink(canvas, at, udpi_palette_normal) : at, columns);
}

/* --- numbers ------------------------------------------------------------------------------------------------------ */

enum {
    FIELDS_KEPT = 24, /* of a protocol, before those of another take their places */
    NUMBERS_KEPT = 4, /* of a field */
};

/* The length is in it too: it says how many digits a number in hexadecimal has. */
static uint64_t make_key(const struct udpi_layer *layer, const struct udpi_value *value) {
    return 1U + ((uint64_t)value->length << 16 | (uint64_t)layer->protocol_id << 8 | value->field);
}

/* Where its text is kept: the fields of a protocol lie side by side, lest they displace each other. */
static struct udpi_boxes_recall *find_recall(struct udpi_boxes_recall *recalls, const struct udpi_layer *layer,
                                             const struct udpi_value *value) {
    unsigned field = layer->protocol_id * (unsigned)FIELDS_KEPT + value->field;
    return &recalls[(field * NUMBERS_KEPT + value->number % NUMBERS_KEPT) % UDPI_BOXES_RECALLS];
}

static void draw_decimal(struct udpi_canvas *canvas, const struct fact *fact) {
    char text[UDPI_CANVAS_CHUNK];
    size_t size = (size_t)(udpi_format_uint(text, fact->value->number) - text);
    draw_fact(canvas, fact, text, size, (unsigned)size);
}

static void draw_number(struct udpi_canvas *canvas, struct udpi_boxes_recall *recalls, const struct fact *fact) {
    struct udpi_boxes_recall *recall = find_recall(recalls, fact->layer, fact->value);
    uint64_t key = make_key(fact->layer, fact->value);
    if (recall->number != fact->value->number || recall->key != key) {
        char text[UDPI_BOXES_VALUE_SIZE];
        size_t size = (size_t)(write_text(canvas, text, fact) - text);
        if (size > sizeof recall->text) {
            flow_fact(canvas, fact, text, size);
            return;
        }
        recall->number = fact->value->number;
        recall->key = key;
        recall->size = (uint8_t)size;
        memcpy(recall->text, text, size);
    }
    draw_fact(canvas, fact, recall->text, recall->size, recall->size);
}

/* --- the whole header --------------------------------------------------------------------------------------------- */

/* Of a flag that is set, the label says it all. */
static void draw_flag(struct udpi_canvas *canvas, const struct udpi_field *field) {
    unsigned size = (unsigned)strlen(field->label);
    udpi_canvas_part(canvas, &canvas->glyphs->separator, size);
    udpi_canvas_put(canvas, NULL, field->label, size, size);
}

static void draw_other(struct udpi_canvas *canvas, const struct fact *fact) {
    if (is_empty(fact))
        return;
    if (field_of(fact)->type == UDPI_BOOL && fact->value->number != 0) {
        draw_flag(canvas, field_of(fact));
        return;
    }
    char text[UDPI_BOXES_VALUE_SIZE];
    size_t size = (size_t)(write_text(canvas, text, fact) - text);
    bool is_ascii = field_of(fact)->type < UDPI_BYTES;
    draw_fact(canvas, fact, text, size, is_ascii ? (unsigned)size : udpi_canvas_measure(text, size));
}

void udpi_boxes_draw_facts(struct udpi_canvas *canvas, struct udpi_boxes_memory *memory,
                           const struct udpi_packet *packet, const struct udpi_layer *layer) {
    const struct udpi_boxes_protocol *protocol = &memory->protocols[layer->protocol_id];
    const struct udpi_value *value = packet->values + layer->first_value, *end = value + layer->value_count;
    struct fact fact = {.packet = packet, .layer = layer};
    struct ends ends;
    unsigned omitted = UDPI_BOXES_OMITTED;
    if (find_ends(protocol->ends, packet, layer, &ends)) {
        draw_ends(canvas, packet, layer, &ends);
        omitted |= UDPI_BOXES_END;
    }
    for (; value < end; value++) {
        unsigned form = protocol->forms[value->field];
        if (form & omitted || (value->number == 0 && form & UDPI_BOXES_IF_SET) || value->depth > 0)
            continue;
        fact.label = &protocol->labels[value->field];
        fact.value = value;
        fact.status = form & UDPI_BOXES_CHECKED ? find_status(layer->protocol->fields, value, end) : NULL;
        if (form & UDPI_BOXES_DECIMAL)
            draw_decimal(canvas, &fact);
        else if (form & UDPI_BOXES_NUMBER)
            draw_number(canvas, memory->recalls, &fact);
        else
            draw_other(canvas, &fact);
        if (fact.status)
            value = fact.status;
    }
    udpi_canvas_end_row(canvas);
}
