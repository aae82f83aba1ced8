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

/* A name of the source, with its key, as it was written last. */
struct name {
    const char *key;
    char name[SHORT_NAME];
    char text[SHORT_NAME];
    uint8_t length;
};

struct json {
    struct udpi_json_protocol *protocols;
    struct udpi_clock clock;
    struct name interface, link_type;
};

static inline __attribute__((always_inline)) char *write_text(char *at, const char *text) {
    size_t length = strlen(text); /* of a constant: known to the compiler */
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

static __attribute__((noinline)) char *write_new_name(struct udpi_json_writer *writer, struct name *last,
                                                      const char *name, char *at) {
    size_t length = strlen(name);
    if (length > SHORT_NAME)
        at = udpi_json_extend(writer, at, UDPI_ESCAPE_JSON_ROOM(length));
    char *end = stpcpy(at, last->key);
    end = udpi_escape_json(end, (const uint8_t *)name, length);
    *end++ = '"';
    if (length < sizeof last->name && (size_t)(end - at) <= sizeof last->text) {
        memcpy(last->name, name, length + 1);
        memcpy(last->text, at, sizeof last->text);
        last->length = (uint8_t)(end - at);
    }
    return end;
}

static char *write_name(struct udpi_json_writer *writer, struct name *last, const char *name, char *at) {
    if (strcmp(name, last->name) != 0)
        return write_new_name(writer, last, name, at);
    memcpy(at, last->text, sizeof last->text);
    return at + last->length;
}

static char *write_link_number(char *at, uint16_t number) {
    at = write_text(at, ",\"link_type\":\"");
    at = udpi_json_uint(at, number);
    *at++ = '"';
    return at;
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

/* The address or port that the packet is sent from or to, as in its layer. */
static inline char *write_endpoint(struct udpi_json_writer *writer, uint8_t index, enum udpi_field_flag flag,
                                   char *at) {
    if (index == UDPI_NO_LAYER)
        return at;
    const struct udpi_packet *packet = writer->packet;
    const struct udpi_layer *layer = &packet->layers[index];
    const struct udpi_json_protocol *protocol = &writer->protocols[layer->protocol_id];
    unsigned field = flag == UDPI_SRC ? protocol->src : protocol->dst;
    const struct udpi_value *value = &packet->values[layer->first_value + field];
    /* A fixed header is recorded in the order of its descriptors. */
    if (field >= layer->value_count || value->field != field || value->depth != 0)
        value = udpi_layer_flagged(packet, layer, flag);
    if (!value)
        return at;
    char *quick = udpi_json_write_quick(at, &protocol->fields[value->field], value->number);
    return quick ? quick : udpi_json_write_values(writer, layer, value, value + 1, at);
}

static char *write_reassembled(struct udpi_json_writer *writer, char *at) {
    const struct udpi_packet *packet = writer->packet;
    at = udpi_json_extend(writer, at, FRAME_ROOM * (packet->part_count + 1U));
    at = write_text(at, ",\"reassembled\":{\"frames\":[");
    for (uint32_t i = 0; i < packet->part_count; i++) {
        if (i > 0)
            *at++ = ',';
        at = udpi_json_uint(at, packet->parts[i]);
    }
    at = write_text(at, "],\"size\":");
    at = udpi_json_uint(at, packet->buffers[packet->buffer_count - 1].size);
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
        at = udpi_json_uint(at, note->layer);
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
        at = write_name(writer, &json->interface, frame->interface, at);
    if (frame->link_type_name && *frame->link_type_name)
        at = write_name(writer, &json->link_type, frame->link_type_name, at);
    else
        at = write_link_number(at, frame->link_type);
    at = write_text(at, ",\"captured\":");
    at = udpi_json_uint(at, frame->captured);
    at = write_text(at, ",\"length\":");
    return udpi_json_uint(at, frame->length);
}

static char *write_summary(struct udpi_json_writer *writer, char *at) {
    const struct udpi_packet *packet = writer->packet;
    at = write_path(writer, at);
    at = write_endpoint(writer, packet->address_layer, UDPI_SRC, at);
    at = write_endpoint(writer, packet->port_layer, UDPI_SRC, at);
    at = write_endpoint(writer, packet->address_layer, UDPI_DST, at);
    return write_endpoint(writer, packet->port_layer, UDPI_DST, at);
}

static char *write_layer(struct udpi_json_writer *writer, const struct udpi_layer *layer, char *at) {
    const struct udpi_json_protocol *protocol = &writer->protocols[layer->protocol_id];
    at = udpi_json_copy(at, protocol->head, protocol->head_length, sizeof protocol->head);
    at = udpi_json_uint(at, layer->offset);
    at = write_text(at, ",\"size\":");
    at = udpi_json_uint(at, layer->size);
    if (layer->buffer > 0)
        at = write_text(at, ",\"buffer\":\"reassembled\"");
    if (layer->is_quoted)
        at = write_text(at, ",\"quoted\":true");
    const struct udpi_value *values = writer->packet->values + layer->first_value;
    at = udpi_json_write_values(writer, layer, values, values + layer->value_count, at);
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
        .protocols = json->protocols, .packet = packet, .sink = sink, .room = measure_room(json->protocols, packet)};
    char *at = udpi_sink_reserve(sink, writer.room);
    at = write_text(at, "{\"type\":\"packet\",\"frame\":");
    at = udpi_json_uint(at, packet->frame.number);
    bool has_far_time = !write_time(&json->clock, packet->frame.time, &at);
    at = write_source(json, &writer, at);
    at = write_summary(&writer, at);
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
    json->interface = (struct name){.key = ",\"interface\":\""};
    json->link_type = (struct name){.key = ",\"link_type\":\""};
    json->protocols = udpi_json_text_create();
    if (json->protocols)
        return json;
    free(json);
    return NULL;
}

const struct udpi_renderer udpi_render_json = {
    .name = "json",
    .open = open_json,
    .packet = write_packet,
    .close = close_json,
};
