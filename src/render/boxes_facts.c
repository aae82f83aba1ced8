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

static void draw_new_ends(struct udpi_canvas *canvas, const struct udpi_packet *packet, const struct udpi_layer *layer,
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

/* The numbers that tell both ends from others of the protocol: two for each. */
static struct udpi_rows_key make_rows_key(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                          const struct ends *ends) {
    struct udpi_rows_key key = {.subject = layer->protocol_id};
    for (unsigned i = SRC; i < ENDS; i++) {
        const struct udpi_value *value = ends->values[i];
        bool is_long = layer->protocol->fields[value->field].type == UDPI_IPV6;
        const uint8_t *bytes = udpi_value_bytes(packet, layer, value);
        key.subject = key.subject << 8 | value->field;
        key.numbers[2 * i] = is_long ? udpi_load_be64(bytes) : value->number;
        key.numbers[2 * i + 1] = is_long ? udpi_load_be64(bytes + 8) : value->length;
    }
    return key;
}

static void draw_ends(struct udpi_canvas *canvas, struct udpi_rows *slots, const struct udpi_packet *packet,
                      const struct udpi_layer *layer, struct ends *ends) {
    struct udpi_rows_key key = make_rows_key(packet, layer, ends);
    struct udpi_rows *rows = udpi_rows_find(slots, &key);
    if (udpi_rows_draw(rows, &key, canvas))
        return;
    size_t start = udpi_rows_start(canvas);
    draw_new_ends(canvas, packet, layer, ends);
    udpi_rows_keep(rows, &key, canvas, start);
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

/* Whether it says nothing: bytes that are shown elsewhere, empty lists. */
static bool is_empty(const struct fact *fact) {
    const struct udpi_field *field = fact->field;
    switch (field->type) {
    case UDPI_BYTES:
    case UDPI_TEXT:
        return fact->layer->protocol->is_data || fact->value->length == 0 ||
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
    if (fields[value->field].type != UDPI_HEX || next == end || next->depth > 0)
        return NULL;
    return udpi_boxes_is_status(&fields[next->field]) ? next : NULL;
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

/* --- facts that were written before ------------------------------------------------------------------------------- */

enum {
    FIELDS_KEPT = 24, /* of a protocol, before those of another take their places */
    NUMBERS_KEPT = 4, /* of a field */
    USUAL_SIZE = 48,  /* of a fact without colour */
};

/* The length is in it too: it says how many digits a number in hexadecimal has. */
static uint64_t make_key(const struct udpi_layer *layer, const struct udpi_value *value) {
    return 1U + ((uint64_t)value->length << 16 | (uint64_t)layer->protocol_id << 8 | value->field);
}

/* Where the fact is kept: the fields of a protocol lie side by side, lest they displace each other. */
static struct udpi_boxes_recall *find_recall(struct udpi_boxes_recall *recalls, const struct udpi_layer *layer,
                                             const struct udpi_value *value) {
    unsigned field = layer->protocol_id * (unsigned)FIELDS_KEPT + value->field;
    return &recalls[(field * NUMBERS_KEPT + value->number % NUMBERS_KEPT) % UDPI_BOXES_RECALLS];
}

static void keep(struct udpi_boxes_recall *recall, const struct fact *fact, const char *start, const char *end) {
    if (end - start > UDPI_BOXES_RECALL_SIZE)
        return;
    recall->number = fact->value->number;
    recall->key = make_key(fact->layer, fact->value);
    recall->size = (uint8_t)(end - start);
    recall->columns = (uint8_t)fact->columns;
    memcpy(recall->text, start, sizeof recall->text);
}

/* --- drawing ------------------------------------------------------------------------------------------------------ */

/* Writes at the end of the row, and takes that over if it fits: nearly always, and then nothing is copied. */
static void draw_anew(struct udpi_canvas *canvas, struct udpi_boxes_recall *recall, struct fact *fact) {
    if (!canvas->is_in_row)
        udpi_canvas_begin_row(canvas);
    const struct udpi_glyph *separator = &canvas->glyphs->separator;
    bool is_first = canvas->column == 0;
    char *start = is_first ? canvas->at : udpi_canvas_write_glyph(canvas->at, separator);
    const char *end = write_fact(canvas, start, fact);
    if (recall)
        keep(recall, fact, start, end);
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

/* False where the number was not the last one to be kept there, or the box is too narrow. */
static bool draw_recall(struct udpi_canvas *canvas, const struct udpi_boxes_recall *recall,
                        const struct udpi_layer *layer, const struct udpi_value *value) {
    if (recall->number != value->number || recall->key != make_key(layer, value) || recall->columns > canvas->width)
        return false;
    udpi_canvas_part(canvas, &canvas->glyphs->separator, recall->columns);
    memcpy(canvas->at, recall->text, USUAL_SIZE);
    if (recall->size > USUAL_SIZE)
        memcpy(canvas->at, recall->text, sizeof recall->text);
    udpi_canvas_take(canvas, canvas->at + recall->size, recall->columns);
    return true;
}

/* --- the whole header --------------------------------------------------------------------------------------------- */

static void draw_number(struct udpi_canvas *canvas, struct udpi_boxes_recall *recalls, const struct udpi_packet *packet,
                        const struct udpi_layer *layer, const struct udpi_value *value) {
    struct udpi_boxes_recall *recall = find_recall(recalls, layer, value);
    if (draw_recall(canvas, recall, layer, value))
        return;
    const struct udpi_field *field = &layer->protocol->fields[value->field];
    struct fact fact = {.packet = packet, .layer = layer, .field = field, .value = value};
    draw_anew(canvas, recall, &fact);
}

/* Gives the last value that it has drawn. */
static const struct udpi_value *draw_other(struct udpi_canvas *canvas, const struct udpi_packet *packet,
                                           const struct udpi_layer *layer, const struct udpi_value *value) {
    const struct udpi_value *end = packet->values + layer->first_value + layer->value_count;
    const struct udpi_field *fields = layer->protocol->fields;
    struct fact fact = {.packet = packet, .layer = layer, .field = &fields[value->field], .value = value};
    fact.status = find_status(fields, value, end);
    if (!is_empty(&fact))
        draw_anew(canvas, NULL, &fact);
    return fact.status ? fact.status : value;
}

void udpi_boxes_draw_facts(struct udpi_canvas *canvas, struct udpi_boxes_memory *memory,
                           const struct udpi_packet *packet, const struct udpi_layer *layer) {
    const struct udpi_boxes_protocol *protocol = &memory->protocols[layer->protocol_id];
    const struct udpi_value *value = packet->values + layer->first_value, *end = value + layer->value_count;
    struct ends ends;
    unsigned omitted = UDPI_BOXES_OMITTED;
    if (find_ends(protocol->ends, packet, layer, &ends)) {
        draw_ends(canvas, memory->rows, packet, layer, &ends);
        omitted |= UDPI_BOXES_END;
    }
    for (; value < end; value++) {
        unsigned form = protocol->forms[value->field];
        if (value->depth > 0 || form & omitted || (value->number == 0 && form & UDPI_BOXES_IF_SET))
            continue;
        if (form & UDPI_BOXES_NUMBER)
            draw_number(canvas, memory->facts, packet, layer, value);
        else
            value = draw_other(canvas, packet, layer, value);
    }
    udpi_canvas_end_row(canvas);
}
