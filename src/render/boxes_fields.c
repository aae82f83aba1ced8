/* -vv: every field in a row: its place, its label, its value and what kind of value that is. */
#include "render/boxes.h"

#include "core/format.h"
#include "render/palette.h"
#include "render/value.h"

enum {
    GAP = 2,          /* columns between the columns of the table */
    LEAST_VALUE = 20, /* columns for values, or there is no table but running text */
    STEP = 2,         /* indent of a level of lists */
    PLACE_SIZE = 64,
};

/* Columns that places and labels take; 0 where there is no room for a table. */
struct table {
    unsigned place, label;
};

/* --- places ------------------------------------------------------------------------------------------------------- */

static char *write_bit(char *at, uint32_t byte, unsigned bit) {
    at = udpi_format_uint(at, byte);
    *at++ = '.';
    return udpi_format_uint(at, bit);
}

/* Bits within their bytes, counted from the most significant one: "14.4–7" or "14.4–15.1". */
static char *write_bits(const struct udpi_canvas *canvas, char *at, const struct udpi_field *field, uint32_t offset) {
    unsigned last = 8U * field->bytes - field->shift - 1;
    unsigned first = last + 1 - field->bits;
    at = write_bit(at, offset + first / 8, first % 8);
    if (field->bits == 1)
        return at;
    at = udpi_canvas_write_glyph(at, &canvas->glyphs->dash);
    return first / 8 == last / 8 ? udpi_format_uint(at, last % 8) : write_bit(at, offset + last / 8, last % 8);
}

/* Where in the buffer a value stands: "14", "14–15"; nothing for what is not on the wire. */
struct place {
    char text[PLACE_SIZE];
    size_t size;
    unsigned columns;
};

static void write_place(const struct udpi_canvas *canvas, struct place *place, const struct udpi_field *field,
                        const struct udpi_value *value) {
    const struct udpi_glyph *dash = &canvas->glyphs->dash;
    bool is_part = field->bits > 0 && field->bytes == value->length && field->bits < 8U * field->bytes;
    char *at = place->text;
    if (is_part) {
        at = write_bits(canvas, at, field, value->offset);
    } else if (value->length > 0) {
        at = udpi_format_uint(at, value->offset);
        if (value->length > 1)
            at = udpi_format_uint(udpi_canvas_write_glyph(at, dash), value->offset + value->length - 1);
    }
    place->size = (size_t)(at - place->text);
    bool has_dash = memchr(place->text, dash->text[0], place->size) != NULL;
    place->columns = (unsigned)place->size - (has_dash ? (unsigned)dash->size - dash->columns : 0U);
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static void put_hex(struct udpi_canvas *canvas, const uint8_t *bytes, size_t size) {
    char text[UDPI_CANVAS_WIDEST];
    while (size > 0) {
        size_t count = udpi_canvas_left(canvas) / 2;
        if (count > size)
            count = size;
        if (count == 0 && canvas->column > canvas->indent) {
            udpi_canvas_break_row(canvas);
            continue;
        }
        char *end = udpi_format_hex(text, bytes, count);
        udpi_canvas_put(canvas, NULL, text, (size_t)(end - text), (unsigned)(end - text));
        bytes += count;
        size -= count;
    }
}

static void put_count(struct udpi_canvas *canvas, const struct udpi_packet *packet, const struct udpi_layer *layer,
                      const struct udpi_value *list) {
    const struct udpi_value *end = udpi_boxes_skip(packet, layer, list);
    unsigned count = 0;
    for (const struct udpi_value *element = list + 1; element < end; element = udpi_boxes_skip(packet, layer, element))
        count++;
    char text[UDPI_UINT_SIZE + 16];
    char *at = stpcpy(udpi_format_uint(text, count), count == 1 ? " entry" : " entries");
    udpi_canvas_flow(canvas, NULL, text, (size_t)(at - text));
}

/* A value that fits into a row, and what kind it is. */
static void put_scalar(struct udpi_canvas *canvas, const struct udpi_packet *packet, const struct udpi_layer *layer,
                       const struct udpi_value *value) {
    char text[UDPI_BOXES_VALUE_SIZE];
    const struct udpi_field *field = &layer->protocol->fields[value->field];
    const char *ink = udpi_boxes_is_status(field) ? udpi_boxes_status_ink(value->number) : NULL;
    char *end = udpi_boxes_write_value(canvas, text, packet, layer, value);
    udpi_canvas_flow(canvas, ink, text, (size_t)(end - text));
    end = udpi_value_write_kind(text, packet, layer, value);
    if (end == text)
        return;
    udpi_canvas_put_gap(canvas, GAP);
    udpi_canvas_flow(canvas, udpi_palette_dim, text, (size_t)(end - text));
}

static void put_value(struct udpi_canvas *canvas, const struct udpi_packet *packet, const struct udpi_layer *layer,
                      const struct udpi_value *value) {
    uint8_t room[UDPI_CONTENT_SIZE];
    struct udpi_content content = udpi_value_content(packet, layer, value, room);
    switch (layer->protocol->fields[value->field].type) {
    case UDPI_LIST: put_count(canvas, packet, layer, value); break;
    case UDPI_GROUP: break;
    case UDPI_BYTES: put_hex(canvas, content.bytes, (uint32_t)content.count); break;
    case UDPI_TEXT:
    case UDPI_DOMAIN:
    case UDPI_OID:
    case UDPI_NETBIOS:
    case UDPI_PRINCIPAL: udpi_boxes_draw_text(canvas, content.bytes, (uint32_t)content.count, 0); break;
    default: put_scalar(canvas, packet, layer, value); break;
    }
}

/* --- the table ---------------------------------------------------------------------------------------------------- */

static bool is_shown(const struct udpi_packet *packet, const struct udpi_layer *layer, const struct udpi_value *value) {
    const struct udpi_field *field = &layer->protocol->fields[value->field];
    if (field->type != UDPI_BYTES && field->type != UDPI_TEXT)
        return true;
    return !layer->protocol->is_data && !udpi_value_is_unclean(field, value, udpi_value_bytes(packet, layer, value));
}

static struct table measure(const struct udpi_canvas *canvas, const struct udpi_packet *packet,
                            const struct udpi_layer *layer) {
    struct table table = {0};
    struct place place;
    for (unsigned i = 0; i < layer->value_count; i++) {
        const struct udpi_value *value = packet->values + layer->first_value + i;
        const struct udpi_field *field = &layer->protocol->fields[value->field];
        write_place(canvas, &place, field, value);
        unsigned label = STEP * value->depth + (unsigned)strlen(field->label);
        table.place = place.columns > table.place ? place.columns : table.place;
        table.label = label > table.label ? label : table.label;
    }
    if (table.place + table.label + 2 * GAP + LEAST_VALUE > canvas->width)
        return (struct table){0};
    return table;
}

static void pad_to(struct udpi_canvas *canvas, unsigned column) {
    if (canvas->column < column)
        udpi_canvas_put_spaces(canvas, column - canvas->column);
}

/* In running text a row begins at the place, and goes on further in than the next one begins. */
static void put_label(struct udpi_canvas *canvas, const struct table *table, const struct udpi_field *field,
                      const struct udpi_value *value) {
    struct place place;
    write_place(canvas, &place, field, value);
    if (place.size > 0)
        udpi_canvas_put(canvas, udpi_palette_dim, place.text, place.size, place.columns);
    if (table->label > 0) {
        pad_to(canvas, table->place + GAP + STEP * value->depth);
        udpi_canvas_flow(canvas, NULL, field->label, strlen(field->label));
        pad_to(canvas, table->place + table->label + 2 * GAP);
        canvas->indent = canvas->column;
        return;
    }
    canvas->indent = 2 * STEP;
    if (canvas->column > 0)
        udpi_canvas_put_spaces(canvas, 1);
    udpi_canvas_flow(canvas, NULL, field->label, strlen(field->label));
    udpi_canvas_put_gap(canvas, GAP);
}

void udpi_boxes_draw_fields(struct udpi_canvas *canvas, const struct udpi_packet *packet,
                            const struct udpi_layer *layer) {
    struct table table = measure(canvas, packet, layer);
    const struct udpi_value *first = packet->values + layer->first_value, *end = first + layer->value_count;
    for (const struct udpi_value *value = first; value < end; value++) {
        if (!is_shown(packet, layer, value))
            continue;
        udpi_canvas_begin_row(canvas);
        put_label(canvas, &table, &layer->protocol->fields[value->field], value);
        put_value(canvas, packet, layer, value);
        udpi_canvas_end_row(canvas);
    }
}
