/*
 * Chosen fields of each packet, as values with tabs between them: one line a packet, one column a name that was asked for.
 * A value is written as the packet document has it, without quotes; text goes through the terminal's escaper, so that no tab
 * and no newline is in it.
 */
#include <stdlib.h>
#include <string.h>

#include "core/escape.h"
#include "core/format.h"
#include "render/clock.h"
#include "render/columns.h"
#include "render/json_values.h"
#include "render/render.h"
#include "render/value.h"

enum {
    PATH_ROOM = 32, /* a layer's name in the path */
    CODE_ROOM = 64, /* a note's code */
};

struct fields {
    struct udpi_column *columns;
    size_t count;
    struct udpi_clock clock;
    struct udpi_json_protocol *texts;   /* of JSON; NULL where no column is a document */
    struct udpi_sink document;          /* where one is written */
    uint8_t content[UDPI_CONTENT_SIZE]; /* what the value being written stands for */
};

/* A line while it is written. */
struct writer {
    struct fields *fields;
    const struct udpi_packet *packet;
    struct udpi_sink *sink;
    size_t separators; /* a comma, and a tab or newline behind each column */
    bool has_element;  /* the column has a value already: a comma comes before the next one */
};

/* Hands over what is written and gives a place with room for one more value of `size` bytes, behind a comma if need be. */
static inline char *begin_value(struct writer *writer, char *at, size_t size) {
    udpi_sink_commit(writer->sink, at);
    at = udpi_sink_reserve(writer->sink, size + writer->separators);
    if (writer->has_element)
        *at++ = ',';
    writer->has_element = true;
    return at;
}

static char *put_number(struct writer *writer, char *at, uint64_t number) {
    return udpi_format_uint(begin_value(writer, at, UDPI_UINT_SIZE), number);
}

static char *put_text(struct writer *writer, char *at, const void *text, size_t size) {
    at = begin_value(writer, at, UDPI_ESCAPE_TERMINAL_ROOM(size));
    return udpi_escape_terminal(at, text, size, SIZE_MAX, NULL);
}

/* --- single values ------------------------------------------------------------------------------------------------ */

/* The name of its number; an empty one where it has none, so that a list of names keeps step with its numbers. */
static char *put_name(struct writer *writer, char *at, const struct udpi_field *field, uint64_t number) {
    const struct udpi_name *name = udpi_name_find(field->names, number);
    return put_text(writer, at, name ? name->text : "", name ? name->length : 0);
}

static char *put_value(struct writer *writer, char *at, const struct udpi_layer *layer,
                       const struct udpi_value *value) {
    const struct udpi_field *field = &layer->protocol->fields[value->field];
    const uint8_t *bytes = udpi_value_bytes(writer->packet, layer, value);
    switch (field->type) {
    case UDPI_WORD:
        if (udpi_name_find(field->names, value->number))
            return put_name(writer, at, field, value->number);
        return put_number(writer, at, value->number);
    case UDPI_BYTES: return udpi_format_hex(begin_value(writer, at, 2 * (size_t)value->length), bytes, value->length);
    case UDPI_TEXT:
    case UDPI_DOMAIN:
    case UDPI_OID:
    case UDPI_NETBIOS:
    case UDPI_PRINCIPAL: {
        struct udpi_content content = udpi_value_content(writer->packet, layer, value, writer->fields->content);
        return udpi_value_is_unclean(field, value, bytes) ? at : put_text(writer, at, content.bytes, content.count);
    }
    default: return udpi_value_write_data(begin_value(writer, at, UDPI_VALUE_SIZE), field, value, bytes);
    }
}

/* A list or group as JSON, in which tabs and newlines are escaped already. */
static char *put_document(struct writer *writer, char *at, const struct udpi_layer *layer,
                          const struct udpi_value *value) {
    const struct udpi_json_protocol *text = &writer->fields->texts[layer->protocol_id];
    struct udpi_sink *sink = &writer->fields->document;
    struct udpi_json_writer json = {.protocols = writer->fields->texts,
                                    .content = writer->fields->content,
                                    .packet = writer->packet,
                                    .sink = sink,
                                    .room = (layer->value_count + 1U) * (size_t)text->value_room};
    sink->used = 0;
    char *end = udpi_json_write_nest(&json, layer, value, udpi_json_extend(&json, sink->bytes, 0));
    udpi_sink_commit(sink, end);
    if (sink->error != 0)
        udpi_sink_fail(writer->sink, sink->error);
    size_t key = text->fields[value->field].key_length; /* stands before it, as in an object */
    if (sink->used <= key)
        return at;
    at = begin_value(writer, at, sink->used - key);
    memcpy(at, sink->bytes + key, sink->used - key);
    return at + sink->used - key;
}

/* --- columns of a layer ------------------------------------------------------------------------------------------- */

static char *put_chosen(struct writer *writer, char *at, const struct udpi_column *column,
                        const struct udpi_layer *layer, const struct udpi_value *value) {
    const struct udpi_field *field = &layer->protocol->fields[value->field];
    switch (column->kind) {
    case UDPI_COLUMN_NAME: return put_name(writer, at, field, value->number);
    case UDPI_COLUMN_DOCUMENT: return put_document(writer, at, layer, value);
    default: return put_value(writer, at, layer, value);
    }
}

/* Whatever the layer has of the column, at any depth. */
static char *put_nested(struct writer *writer, char *at, const struct udpi_column *column,
                        const struct udpi_layer *layer) {
    const struct udpi_value *value = writer->packet->values + layer->first_value, *end = value + layer->value_count;
    unsigned list = column->kind == UDPI_COLUMN_ELEMENTS ? UDPI_WITHIN(column->field) : 0;
    bool is_inside = false;
    for (; value < end; value++) {
        if (value->depth == 0)
            is_inside = value->field == column->outer;
        bool is_meant = list ? layer->protocol->fields[value->field].within == list : value->field == column->field;
        if (is_meant && is_inside)
            at = put_chosen(writer, at, column, layer, value);
    }
    return at;
}

static char *put_layer(struct writer *writer, char *at, const struct udpi_column *column,
                       const struct udpi_layer *layer) {
    switch (column->kind) {
    case UDPI_COLUMN_OFFSET: return put_number(writer, at, layer->offset);
    case UDPI_COLUMN_SIZE: return put_number(writer, at, layer->size);
    case UDPI_COLUMN_BUFFER: return layer->buffer > 0 ? put_text(writer, at, "reassembled", 11) : at;
    case UDPI_COLUMN_QUOTED: return layer->is_quoted ? put_text(writer, at, "true", 4) : at;
    default: break;
    }
    if (column->is_nested || column->kind == UDPI_COLUMN_ELEMENTS)
        return put_nested(writer, at, column, layer);
    const struct udpi_value *value = udpi_layer_value(writer->packet, layer, column->field);
    if (!value)
        return at;
    return column->kind == UDPI_COLUMN_VALUE ? put_value(writer, at, layer, value)
                                             : put_chosen(writer, at, column, layer, value);
}

static char *put_layers(struct writer *writer, char *at, const struct udpi_column *column) {
    const struct udpi_layer *layer = writer->packet->layers, *end = layer + writer->packet->layer_count;
    for (unsigned id = column->protocol_id; layer < end; layer++)
        if (layer->protocol_id == id)
            at = put_layer(writer, at, column, layer);
    return at;
}

/* That occurrence of the column's layer which it names. */
static char *put_occurrence(struct writer *writer, char *at, const struct udpi_column *column) {
    const struct udpi_packet *packet = writer->packet;
    int last = packet->layer_count - 1, passed = column->occurrence;
    int step = passed < 0 ? -1 : 1;
    if (passed < 0)
        passed = -passed - 1;
    for (int i = step < 0 ? last : 0; i >= 0 && i <= last; i += step)
        if (packet->layers[i].protocol_id == column->protocol_id && passed-- == 0)
            return put_layer(writer, at, column, &packet->layers[i]);
    return at;
}

/* --- columns of the packet ---------------------------------------------------------------------------------------- */

static char *put_time(struct writer *writer, char *at) {
    int64_t time = writer->packet->frame.time;
    if (time == UDPI_NO_TIME || time == UDPI_FAR_TIME)
        return at;
    at = begin_value(writer, at, UDPI_CLOCK_SIZE);
    char *end = udpi_clock_format_rfc3339(&writer->fields->clock, at, time);
    return end ? end : at;
}

static char *put_link_type(struct writer *writer, char *at) {
    const struct udpi_frame *frame = &writer->packet->frame;
    if (!frame->link_type_name)
        return put_number(writer, at, frame->link_type);
    return put_text(writer, at, frame->link_type_name, strlen(frame->link_type_name));
}

static char *put_path(struct writer *writer, char *at) {
    const struct udpi_packet *packet = writer->packet;
    at = begin_value(writer, at, packet->layer_count * (size_t)PATH_ROOM);
    for (unsigned i = 0; i < packet->layer_count && !packet->layers[i].protocol->is_leftover; i++) {
        if (i > 0)
            *at++ = '|';
        at = stpcpy(at, packet->layers[i].protocol->key);
    }
    return at;
}

/* The address or port with this flag, in the layer with this index. */
static char *put_endpoint(struct writer *writer, char *at, uint8_t index, enum udpi_field_flag flag) {
    if (index == UDPI_NO_LAYER)
        return at;
    const struct udpi_layer *layer = &writer->packet->layers[index];
    const struct udpi_value *value = udpi_layer_flagged(writer->packet, layer, flag);
    return value ? put_value(writer, at, layer, value) : at;
}

static char *put_code(struct writer *writer, char *at, enum udpi_note_code code) {
    return stpcpy(begin_value(writer, at, CODE_ROOM), udpi_note_kinds[code].code);
}

static char *put_notes(struct writer *writer, char *at) {
    const struct udpi_packet *packet = writer->packet;
    for (unsigned i = 0; i < packet->note_count; i++)
        at = put_code(writer, at, packet->notes[i].code);
    if (packet->frame.time == UDPI_FAR_TIME)
        at = put_code(writer, at, UDPI_NOTE_TIME_OUT_OF_RANGE);
    return at;
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

static char *put_column(struct writer *writer, char *at, const struct udpi_column *column) {
    const struct udpi_packet *packet = writer->packet;
    const char *interface = packet->frame.interface;
    switch (column->kind) {
    case UDPI_COLUMN_FRAME: return put_number(writer, at, packet->frame.number);
    case UDPI_COLUMN_TIME: return put_time(writer, at);
    case UDPI_COLUMN_INTERFACE: return interface ? put_text(writer, at, interface, strlen(interface)) : at;
    case UDPI_COLUMN_LINK_TYPE: return put_link_type(writer, at);
    case UDPI_COLUMN_CAPTURED: return put_number(writer, at, packet->frame.captured);
    case UDPI_COLUMN_LENGTH: return put_number(writer, at, packet->frame.length);
    case UDPI_COLUMN_PATH: return put_path(writer, at);
    case UDPI_COLUMN_SRC: return put_endpoint(writer, at, packet->address_layer, UDPI_SRC);
    case UDPI_COLUMN_SRC_PORT: return put_endpoint(writer, at, packet->port_layer, UDPI_SRC);
    case UDPI_COLUMN_DST: return put_endpoint(writer, at, packet->address_layer, UDPI_DST);
    case UDPI_COLUMN_DST_PORT: return put_endpoint(writer, at, packet->port_layer, UDPI_DST);
    case UDPI_COLUMN_NOTES: return put_notes(writer, at);
    default: return column->is_one ? put_occurrence(writer, at, column) : put_layers(writer, at, column);
    }
}

static void write_packet(void *state, const struct udpi_packet *packet, struct udpi_sink *sink) {
    struct fields *fields = state;
    struct writer writer = {.fields = fields, .packet = packet, .sink = sink, .separators = fields->count + 1};
    char *at = udpi_sink_reserve(sink, writer.separators);
    for (size_t i = 0; i < fields->count; i++) {
        writer.has_element = false;
        at = put_column(&writer, at, &fields->columns[i]);
        *at++ = '\t';
    }
    at[-1] = '\n';
    udpi_sink_commit(sink, at);
}

static void close_fields(void *state) {
    struct fields *fields = state;
    udpi_json_text_free(fields->texts);
    udpi_sink_close(&fields->document);
    free(fields->columns);
    free(fields);
}

static bool has_document(const struct fields *fields) {
    for (size_t i = 0; i < fields->count; i++)
        if (fields->columns[i].kind == UDPI_COLUMN_DOCUMENT)
            return true;
    return false;
}

static bool prepare(struct fields *fields, const char *names) {
    struct udpi_error error = {0};
    fields->columns = udpi_columns_parse(names, &fields->count, &error);
    if (!fields->columns)
        return false;
    if (!has_document(fields))
        return true;
    fields->texts = udpi_json_text_create();
    return fields->texts && udpi_sink_open(&fields->document, NULL, NULL);
}

static void *open_fields(const struct udpi_render_options *options) {
    struct fields *fields = calloc(1, sizeof *fields);
    if (!fields)
        return NULL;
    udpi_clock_open(&fields->clock, UDPI_TIME_UTC);
    if (prepare(fields, options->fields))
        return fields;
    close_fields(fields);
    return NULL;
}

const struct udpi_renderer udpi_render_fields = {
    .name = "fields",
    .open = open_fields,
    .packet = write_packet,
    .close = close_fields,
};
