/* -v: the facts of a header in a few rows. */
#include "render/boxes.h"

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

/* False where one of them is missing. */
static bool find_ends(const struct udpi_packet *packet, const struct udpi_layer *layer, struct ends *ends) {
    const struct udpi_field *fields = layer->protocol->fields;
    const struct udpi_value *value = packet->values + layer->first_value, *end = value + layer->value_count;
    ends->values[SRC] = ends->values[DST] = NULL;
    for (; value < end; value++) {
        unsigned flags = fields[value->field].flags & (UDPI_SRC | UDPI_DST);
        unsigned which = flags == UDPI_DST ? DST : SRC;
        if (flags == 0 || value->depth > 0 || ends->values[which])
            continue;
        ends->values[which] = value;
        if (ends->values[SRC] && ends->values[DST])
            return true;
    }
    return false;
}

static char *write_end(char *at, const struct udpi_packet *packet, const struct udpi_layer *layer,
                       const struct udpi_value *value) {
    if (layer->protocol->fields[value->field].type == UDPI_PORT)
        at = stpcpy(at, "port ");
    return udpi_value_write(at, packet, layer, value);
}

static unsigned larger(unsigned a, unsigned b) {
    return a > b ? a : b;
}

static char *pad_to(char *at, char *end) {
    memset(at, ' ', (size_t)(end - at));
    return end;
}

/* The row below both ends; its first `indent` columns belong to the left one. */
static void draw_kinds(struct udpi_canvas *canvas, const struct ends *ends, unsigned indent) {
    udpi_canvas_begin_row(canvas);
    char *start = udpi_canvas_write_ink(canvas, canvas->at, udpi_palette_dim);
    memcpy(start, ends->kinds[SRC], ends->kind_sizes[SRC]);
    char *at = pad_to(start + ends->kind_sizes[SRC], start + indent);
    memcpy(at, ends->kinds[DST], ends->kind_sizes[DST]);
    at = udpi_canvas_write_ink(canvas, at + ends->kind_sizes[DST], udpi_palette_normal);
    udpi_canvas_take(canvas, at, indent + ends->kind_sizes[DST]);
    udpi_canvas_end_row(canvas);
}

/* Both ends side by side, with their kinds below; false, with nothing taken, where the box is too narrow. */
static bool draw_side_by_side(struct udpi_canvas *canvas, const struct udpi_packet *packet,
                              const struct udpi_layer *layer, const struct ends *ends) {
    const struct udpi_glyph *arrow = &canvas->glyphs->arrow;
    udpi_canvas_begin_row(canvas);
    char *at = write_end(canvas->at, packet, layer, ends->values[SRC]);
    unsigned first = larger((unsigned)(at - canvas->at), ends->kind_sizes[SRC]) + 1;
    at = udpi_canvas_write_glyph(pad_to(at, canvas->at + first), arrow);
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
    const struct udpi_field *field;
    const struct udpi_value *value;
    const struct udpi_value *status; /* what checking a checksum gave, else NULL */
    unsigned columns;                /* as it was written */
};

/* Whether a value of 0 says nothing: numbers that are mostly not set, bytes that are shown elsewhere, empty lists. */
static bool is_hidden(const struct fact *fact) {
    const struct udpi_field *field = fact->field;
    switch (field->type) {
    case UDPI_UINT:
    case UDPI_HEX: return !field->names && field->initial == 0 && !(field->flags & (UDPI_SUMMARY | UDPI_COMPUTED));
    case UDPI_BOOL: return field->initial == 0 && !(field->flags & (UDPI_SUMMARY | UDPI_COMPUTED));
    case UDPI_BYTES:
    case UDPI_TEXT:
        return fact->layer->protocol->is_data || fact->value->length == 0 ||
               udpi_boxes_is_unclean(fact->packet, fact->layer, fact->value);
    case UDPI_LIST:
    case UDPI_GROUP: return udpi_boxes_skip(fact->packet, fact->layer, fact->value) == fact->value + 1;
    default: return false;
    }
}

/* What checking a checksum gave stands behind it. */
static const struct udpi_value *find_status(const struct fact *fact) {
    const struct udpi_value *next = fact->value + 1;
    const struct udpi_value *end = fact->packet->values + fact->layer->first_value + fact->layer->value_count;
    bool has_status = fact->field->type == UDPI_HEX && next < end && next->depth == 0 &&
                      udpi_boxes_is_status(&fact->layer->protocol->fields[next->field]);
    return has_status ? next : NULL;
}

/* "0x52ee good", or "none". */
static char *write_checksum(char *at, const struct fact *fact) {
    if (fact->status->number != UDPI_CHECKSUM_ABSENT) {
        at = udpi_value_write(at, fact->packet, fact->layer, fact->value);
        *at++ = ' ';
    }
    return stpcpy(at, udpi_boxes_status_words(fact->status->number));
}

static char *write_text(const struct udpi_canvas *canvas, char *at, const struct fact *fact) {
    if (fact->status)
        return write_checksum(at, fact);
    if (fact->field->type == UDPI_LIST || fact->field->type == UDPI_GROUP)
        return udpi_boxes_write_list(canvas, at, fact->packet, fact->layer, fact->value);
    return udpi_boxes_write_value(canvas, at, fact->packet, fact->layer, fact->value);
}

static const char *choose_ink(const struct fact *fact) {
    return fact->status ? udpi_boxes_status_ink(fact->status->number) : NULL;
}

/* Label and text; of a flag that is set, the label says it all. */
static char *write_fact(const struct udpi_canvas *canvas, char *at, struct fact *fact) {
    char *start = at;
    if (fact->field->type == UDPI_BOOL && fact->value->number != 0) {
        at = stpcpy(at, fact->field->label);
        fact->columns = (unsigned)(at - start);
        return at;
    }
    start = udpi_canvas_write_ink(canvas, at, udpi_palette_dim);
    at = stpcpy(start, fact->field->label);
    fact->columns = (unsigned)(at - start) + 1;
    at = udpi_canvas_write_ink(canvas, at, udpi_palette_normal);
    *at++ = ' ';
    start = udpi_canvas_write_ink(canvas, at, choose_ink(fact));
    at = write_text(canvas, start, fact);
    bool is_ascii = fact->field->type < UDPI_BYTES;
    fact->columns += is_ascii ? (unsigned)(at - start) : udpi_canvas_measure(start, (size_t)(at - start));
    return choose_ink(fact) ? udpi_canvas_write_ink(canvas, at, udpi_palette_normal) : at;
}

/* What is longer than a row, word by word. */
static void flow_fact(struct udpi_canvas *canvas, const struct fact *fact) {
    char text[UDPI_BOXES_VALUE_SIZE];
    const char *end = write_text(canvas, text, fact);
    if (canvas->column > 0)
        udpi_canvas_break_row(canvas);
    udpi_canvas_flow(canvas, udpi_palette_dim, fact->field->label, strlen(fact->field->label));
    udpi_canvas_put_gap(canvas, 1);
    udpi_canvas_flow(canvas, choose_ink(fact), text, (size_t)(end - text));
}

/* Writes at the end of the row, and takes that over if it fits: nearly always, and then nothing is copied. */
static void draw_fact(struct udpi_canvas *canvas, struct fact *fact) {
    if (!canvas->is_in_row)
        udpi_canvas_begin_row(canvas);
    const struct udpi_glyph *separator = &canvas->glyphs->separator;
    bool is_first = canvas->column == 0;
    char *start = is_first ? canvas->at : udpi_canvas_write_glyph(canvas->at, separator);
    const char *end = write_fact(canvas, start, fact);
    unsigned columns = fact->columns + (is_first ? 0U : separator->columns);
    if (columns <= udpi_canvas_left(canvas)) {
        udpi_canvas_take(canvas, end, columns);
    } else if (fact->columns <= canvas->width) {
        udpi_canvas_break_row(canvas);
        udpi_canvas_take(canvas, write_fact(canvas, canvas->at, fact), fact->columns);
    } else {
        flow_fact(canvas, fact);
    }
}

void udpi_boxes_draw_facts(struct udpi_canvas *canvas, const struct udpi_packet *packet,
                           const struct udpi_layer *layer) {
    const struct udpi_value *value = packet->values + layer->first_value, *end = value + layer->value_count;
    struct ends ends;
    unsigned hidden = UDPI_DETAIL;
    if (find_ends(packet, layer, &ends)) {
        draw_ends(canvas, packet, layer, &ends);
        hidden |= UDPI_SRC | UDPI_DST;
    }
    for (; value < end; value++) {
        const struct udpi_field *field = &layer->protocol->fields[value->field];
        if (value->depth > 0 || field->flags & hidden)
            continue;
        struct fact fact = {.packet = packet, .layer = layer, .field = field, .value = value};
        if (value->number == 0 && is_hidden(&fact))
            continue;
        fact.status = find_status(&fact);
        draw_fact(canvas, &fact);
        value += fact.status != NULL;
    }
    udpi_canvas_end_row(canvas);
}
