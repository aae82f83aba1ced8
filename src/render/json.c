#include "render/render.h"

#include <stdlib.h>

#include "core/escape.h"
#include "core/format.h"
#include "render/clock.h"
#include "render/json_text.h"
#include "render/json_values.h"

enum {
    HEAD_ROOM = 2048, /* all that stands outside of layers, notes and fragments */
    LAYER_ROOM = 512, /* a layer without its values, and its part of the path */
    NOTE_ROOM = 2048, /* a note: its text of UDPI_NOTE_TEXT_SIZE escaped, and some 200 bytes */
    FRAME_ROOM = 32,  /* a number in the list of fragments */
    SHORT_NAME = 64,  /* name of an interface or link type that HEAD_ROOM is enough for */
};

/* The name of an interface, as it was written last. */
struct interface {
    char name[SHORT_NAME];
    char text[UDPI_JSON_RECALL_SIZE];
    uint8_t length;
};

struct json {
    struct udpi_json_protocol *protocols;
    struct udpi_clock clock;
    struct interface interface;
    struct udpi_json_recall link_type;
    uint8_t content[UDPI_CONTENT_SIZE];
};

/* Writes a constant, whose length the compiler knows: that makes a few stores. */
static inline __attribute__((always_inline)) char *write_text(char *at, const char *text) {
    size_t length = strlen(text);
    memcpy(at, text, length);
    return at + length;
}

/* --- beside the layers -------------------------------------------------------------------------------------------- */

/* Gives false where there is a time that cannot be written. */
static bool write_time(struct udpi_clock *clock, int64_t time, char **at) {
    if (time == UDPI_NO_TIME)
        return true;
    if (time == UDPI_FAR_TIME)
        return false;
    char *end = udpi_clock_format_rfc3339(clock, write_text(*at, ",\"time\":\""), time);
    if (!end)
        return false;
    *end++ = '"';
    *at = end;
    return true;
}

static char *make_name_room(struct udpi_json_writer *writer, const char *name, char *at) {
    size_t length = strlen(name);
    return length > SHORT_NAME ? udpi_json_extend(writer, at, UDPI_ESCAPE_JSON_ROOM(length)) : at;
}

static char *write_name(char *at, const char *key, const char *name) {
    at = stpcpy(at, key);
    at = udpi_escape_json(at, (const uint8_t *)name, strlen(name));
    *at++ = '"';
    return at;
}

static char *write_interface(struct udpi_json_writer *writer, struct interface *last, const char *name, char *at) {
    if (strcmp(name, last->name) == 0) {
        memcpy(at, last->text, sizeof last->text);
        return at + last->length;
    }
    at = make_name_room(writer, name, at);
    char *end = write_name(at, ",\"interface\":\"", name);
    if (strlen(name) < sizeof last->name && (size_t)(end - at) <= sizeof last->text) {
        stpcpy(last->name, name);
        memcpy(last->text, at, sizeof last->text);
        last->length = (uint8_t)(end - at);
    }
    return end;
}

static char *write_link_type(struct udpi_json_writer *writer, struct udpi_json_recall *last, char *at) {
    const struct udpi_frame *frame = &writer->packet->frame;
    if (last->number == frame->link_type)
        return udpi_json_copy(at, last->text, last->length, sizeof last->text);
    char number[UDPI_UINT_SIZE + 1];
    *udpi_format_uint(number, frame->link_type) = '\0';
    const char *name = frame->link_type_name ? frame->link_type_name : number;
    at = make_name_room(writer, name, at);
    char *end = write_name(at, ",\"link_type\":\"", name);
    udpi_json_keep(last, frame->link_type, at, end);
    return end;
}

static char *write_path(const struct udpi_json_writer *writer, char *at) {
    const struct udpi_packet *packet = writer->packet;
    char *start = write_text(at, ",\"path\":\"");
    at = start - 1; /* the first step's '|' goes over the quote */
    for (unsigned i = 0; i < packet->layer_count; i++) {
        const struct udpi_json_protocol *protocol = &writer->protocols[packet->layers[i].protocol_id];
        at = udpi_json_copy(at, protocol->step, protocol->step_length, sizeof protocol->step);
    }
    if (at < start)
        at = start;
    start[-1] = '"';
    *at++ = '"';
    return at;
}

/* A layer that has an address or a port of the packet. */
struct endpoint {
    const struct udpi_layer *layer; /* NULL where there is none */
    const struct udpi_json_protocol *protocol;
};

static inline struct endpoint find_endpoint(const struct udpi_json_writer *writer, uint8_t index) {
    if (index == UDPI_NO_LAYER)
        return (struct endpoint){0};
    const struct udpi_layer *layer = &writer->packet->layers[index];
    return (struct endpoint){.layer = layer, .protocol = &writer->protocols[layer->protocol_id]};
}

/* What the layer has with this flag, or NULL; `field` is the first that has the flag. */
static inline const struct udpi_value *find_flagged(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                                    unsigned field, enum udpi_field_flag flag) {
    if (field < layer->value_count) {
        /* A fixed header is recorded in the order of its descriptors. */
        const struct udpi_value *value = &packet->values[layer->first_value + field];
        if (value->field == field && value->depth == 0)
            return value;
    }
    return udpi_layer_flagged(packet, layer, flag);
}

/* Writes it as it stands in its layer. */
static inline char *write_endpoint(struct udpi_json_writer *writer, const struct endpoint *endpoint, unsigned field,
                                   enum udpi_field_flag flag, char *at) {
    const struct udpi_value *value = find_flagged(writer->packet, endpoint->layer, field, flag);
    if (!value)
        return at;
    char *quick = udpi_json_write_quick(at, &endpoint->protocol->fields[value->field], value->number);
    return quick ? quick : udpi_json_write_single(writer, endpoint->layer, value, at);
}

static char *write_endpoints(struct udpi_json_writer *writer, char *at) {
    struct endpoint address = find_endpoint(writer, writer->packet->address_layer);
    struct endpoint port = find_endpoint(writer, writer->packet->port_layer);
    if (address.layer)
        at = write_endpoint(writer, &address, address.protocol->src, UDPI_SRC, at);
    if (port.layer)
        at = write_endpoint(writer, &port, port.protocol->src, UDPI_SRC, at);
    if (address.layer)
        at = write_endpoint(writer, &address, address.protocol->dst, UDPI_DST, at);
    if (port.layer)
        at = write_endpoint(writer, &port, port.protocol->dst, UDPI_DST, at);
    return at;
}

static char *write_reassembled(struct udpi_json_writer *writer, char *at) {
    const struct udpi_packet *packet = writer->packet;
    at = udpi_json_extend(writer, at, FRAME_ROOM * (packet->part_count + 1U));
    at = write_text(at, ",\"reassembled\":{\"frames\":[");
    for (uint32_t i = 0; i < packet->part_count; i++) {
        if (i > 0)
            *at++ = ',';
        at = udpi_format_uint(at, packet->parts[i]);
    }
    at = write_text(at, "],\"size\":");
    at = udpi_format_uint(at, packet->buffers[packet->buffer_count - 1].size);
    *at++ = '}';
    return at;
}

static char *write_note(char *at, const struct udpi_note *note) {
    const struct udpi_note_kind *kind = &udpi_note_kinds[note->code];
    char text[UDPI_NOTE_TEXT_SIZE];
    size_t length = udpi_note_write_text(note, text);
    *at++ = '{';
    if (note->layer != UDPI_NO_LAYER) {
        at = write_text(at, "\"layer\":");
        at = udpi_format_uint(at, note->layer);
        *at++ = ',';
    }
    at = write_text(at, "\"code\":\"");
    at = stpcpy(at, kind->code);
    at = write_text(at, "\",\"severity\":\"");
    at = stpcpy(at, udpi_severity_names[kind->severity]);
    at = write_text(at, "\",\"text\":\"");
    at = udpi_escape_json(at, (const uint8_t *)text, length);
    return write_text(at, "\"}");
}

static char *write_notes(struct udpi_json_writer *writer, char *at, bool has_far_time) {
    static const struct udpi_note far_time = {.code = UDPI_NOTE_TIME_OUT_OF_RANGE, .layer = UDPI_NO_LAYER};
    const struct udpi_packet *packet = writer->packet;
    at = udpi_json_extend(writer, at, NOTE_ROOM * (packet->note_count + 1U));
    for (unsigned i = 0; i < packet->note_count; i++) {
        at = write_note(at, &packet->notes[i]);
        *at++ = ',';
    }
    return has_far_time ? write_note(at, &far_time) : at - 1;
}

/* --- the document ------------------------------------------------------------------------------------------------- */

static char *write_source(struct json *json, struct udpi_json_writer *writer, char *at) {
    const struct udpi_frame *frame = &writer->packet->frame;
    if (frame->interface && *frame->interface)
        at = write_interface(writer, &json->interface, frame->interface, at);
    at = write_link_type(writer, &json->link_type, at);
    at = write_text(at, ",\"captured\":");
    at = udpi_format_uint(at, frame->captured);
    at = write_text(at, ",\"length\":");
    return udpi_format_uint(at, frame->length);
}

static char *write_layer(struct udpi_json_writer *writer, const struct udpi_layer *layer, char *at) {
    const struct udpi_json_protocol *protocol = &writer->protocols[layer->protocol_id];
    at = udpi_json_copy(at, protocol->head, protocol->head_length, sizeof protocol->head);
    at = udpi_format_uint(at, layer->offset);
    at = write_text(at, ",\"size\":");
    at = udpi_format_uint(at, layer->size);
    if (layer->buffer > 0)
        at = write_text(at, ",\"buffer\":\"reassembled\"");
    if (layer->is_quoted)
        at = write_text(at, ",\"quoted\":true");
    at = udpi_json_write_values(writer, layer, at);
    return write_text(at, "},");
}

static char *write_layers(struct udpi_json_writer *writer, char *at) {
    const struct udpi_packet *packet = writer->packet;
    at = write_text(at, ",\"layers\":[");
    for (unsigned i = 0; i < packet->layer_count; i++)
        at = write_layer(writer, &packet->layers[i], at);
    return packet->layer_count > 0 ? at - 1 : at;
}

/* What the packet takes at most: notes, fragments, long names and long values ask for their own. */
static size_t measure_room(const struct udpi_json_protocol *protocols, const struct udpi_packet *packet) {
    size_t room = HEAD_ROOM;
    for (unsigned i = 0; i < packet->layer_count; i++) {
        const struct udpi_layer *layer = &packet->layers[i];
        /* two more values: the layer's endpoints at the top */
        room += LAYER_ROOM + (layer->value_count + 2U) * protocols[layer->protocol_id].value_room;
    }
    return room;
}

static void write_packet(void *state, const struct udpi_packet *packet, struct udpi_sink *sink) {
    struct json *json = state;
    struct udpi_json_writer writer = {
        .protocols = json->protocols,
        .packet = packet,
        .sink = sink,
        .room = measure_room(json->protocols, packet),
        .content = json->content,
    };
    char *at = udpi_sink_reserve(sink, writer.room);
    at = write_text(at, "{\"type\":\"packet\",\"frame\":");
    at = udpi_format_uint(at, packet->frame.number);
    bool has_far_time = !write_time(&json->clock, packet->frame.time, &at);
    at = write_source(json, &writer, at);
    at = write_path(&writer, at);
    at = write_endpoints(&writer, at);
    at = write_layers(&writer, at);
    *at++ = ']';
    if (packet->buffer_count > 1)
        at = write_reassembled(&writer, at);
    at = write_text(at, ",\"notes\":[");
    if (packet->note_count > 0 || has_far_time)
        at = write_notes(&writer, at, has_far_time);
    at = write_text(at, "]}\n");
    udpi_sink_commit(sink, at);
}

static void close_json(void *state) {
    struct json *json = state;
    udpi_json_text_free(json->protocols);
    free(json);
}

static void *open_json(const struct udpi_render_options *options) {
    (void)options;
    struct json *json = malloc(sizeof *json);
    if (!json)
        return NULL;
    udpi_clock_open(&json->clock, UDPI_TIME_UTC);
    json->interface = (struct interface){.length = 0};
    json->link_type = (struct udpi_json_recall){.number = UINT64_MAX};
    json->protocols = udpi_json_text_create();
    if (json->protocols)
        return json;
    free(json);
    return NULL;
}

const struct udpi_renderer udpi_render_json = {
    .name = "json",
    .loss = UDPI_LOSS_JSON,
    .open = open_json,
    .packet = write_packet,
    .close = close_json,
};
