/*
 * One line a packet, in the notation that udpgen takes, for eyes: addresses, ports, summary fields, the payload as far as the
 * screen reaches, the codes of the notes.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/escape.h"
#include "core/format.h"
#include "render/clock.h"
#include "render/palette.h"
#include "render/render.h"
#include "render/value.h"

enum {
    KEY_SIZE = 48,
    MAX_SUMMARY = 16,      /* summary fields of one protocol that are shown */
    LAYER_SIZE = 4096,     /* name, both addresses, MAX_SUMMARY keys with values, colours: with room to spare */
    LINE_SIZE = 16384,
    LEAST_PAYLOAD = 32,    /* columns for the payload, however little the screen has left */
    NO_FIELD = 0xff,
};

/* What stands in front of a value, ready to be copied with a constant size, and when. */
struct prefix {
    char text[KEY_SIZE];
    uint8_t length;
    uint8_t field;
    bool is_flag;
    bool needs_number;    /* shown where the number is not zero */
    bool needs_undecoded; /* shown where no header follows */
};

/* A protocol as the line shows it, prepared once. */
struct form {
    struct prefix name;
    uint8_t src, dst;
    uint8_t summary_count;
    struct prefix summary[MAX_SUMMARY];
};

struct line {
    struct udpi_render_options options;
    struct udpi_clock clock;
    struct form *forms; /* by protocol_id */
};

static void prepare_text(struct prefix *prefix, const char *before, const char *text, const char *behind) {
    char *at = stpncpy(prefix->text, before, 1);
    at = stpncpy(at, text, KEY_SIZE - 3);
    prefix->length = (uint8_t)(stpcpy(at, behind) - prefix->text);
}

static bool is_number(uint8_t type) {
    return type != UDPI_BYTES && type != UDPI_TEXT && type != UDPI_LIST && type != UDPI_GROUP;
}

static void prepare_field(struct form *form, const struct udpi_field *field, uint8_t index) {
    if (field->within)
        return;
    if (field->flags & UDPI_SRC)
        form->src = index;
    if (field->flags & UDPI_DST)
        form->dst = index;
    if (!(field->flags & (UDPI_SUMMARY | UDPI_NOTABLE | UDPI_NEXT)) || !is_number(field->type) ||
        form->summary_count == MAX_SUMMARY)
        return;
    struct prefix *prefix = &form->summary[form->summary_count++];
    prefix->field = index;
    prefix->is_flag = field->type == UDPI_BOOL;
    prefix->needs_number = prefix->is_flag || field->flags & UDPI_NOTABLE;
    prefix->needs_undecoded = field->flags & UDPI_NEXT;
    prepare_text(prefix, " ", field->key, prefix->is_flag ? "" : "=");
}

static void prepare_form(struct form *form, const struct udpi_protocol *protocol) {
    *form = (struct form){.src = NO_FIELD, .dst = NO_FIELD};
    prepare_text(&form->name, "", protocol->key, "");
    for (uint8_t i = 0; i < protocol->field_count; i++)
        prepare_field(form, &protocol->fields[i], i);
}

static void *open_line(const struct udpi_render_options *options) {
    struct line *line = malloc(sizeof *line);
    struct form *forms = calloc(udpi_protocol_count, sizeof *forms);
    if (!line || !forms) {
        free(line);
        free(forms);
        return NULL;
    }
    for (size_t i = 0; i < udpi_protocol_count; i++)
        prepare_form(&forms[i], udpi_protocols[i]);
    *line = (struct line){.options = *options, .forms = forms};
    udpi_clock_open(&line->clock, options->time);
    return line;
}

static void close_line(void *state) {
    struct line *line = state;
    free(line->forms);
    free(line);
}

static char *write_text(char *at, const char *text) {
    size_t length = strlen(text);
    memcpy(at, text, length);
    return at + length;
}

static char *write_prefix(char *at, const struct prefix *prefix) {
    memcpy(at, prefix->text, KEY_SIZE);
    return at + prefix->length;
}

static char *write_endpoints(char *at, const struct form *form, const struct udpi_packet *packet,
                             const struct udpi_layer *layer) {
    const struct udpi_value *src = udpi_layer_value(packet, layer, form->src);
    const struct udpi_value *dst = udpi_layer_value(packet, layer, form->dst);
    if (!src || !dst)
        return at;
    *at++ = ' ';
    at = udpi_value_write(at, packet, layer, src);
    memcpy(at, " > ", 3);
    return udpi_value_write(at + 3, packet, layer, dst);
}

/* A name that the notation takes for a number: one word. */
static bool is_word(const struct udpi_name *name) {
    for (unsigned i = 0; i < name->length; i++)
        if (!isalnum((unsigned char)name->text[i]) && name->text[i] != '-')
            return false;
    return isalpha((unsigned char)name->text[0]) && name->length < UDPI_VALUE_SIZE;
}

static char *write_summary(char *at, const struct prefix *prefix, const struct udpi_packet *packet,
                           const struct udpi_layer *layer) {
    const struct udpi_value *value = udpi_layer_value(packet, layer, prefix->field);
    if (!value || (prefix->needs_number && value->number == 0))
        return at;
    at = write_prefix(at, prefix);
    if (prefix->is_flag)
        return at;
    const struct udpi_field *field = &layer->protocol->fields[prefix->field];
    const struct udpi_name *name = prefix->needs_undecoded ? udpi_name_find(field->names, value->number) : NULL;
    return name && is_word(name) ? write_text(at, name->text) : udpi_value_write(at, packet, layer, value);
}

/* Whether bytes follow the layer that no header explains, or nothing at all. */
static bool is_undecoded(const struct udpi_packet *packet, unsigned index) {
    return index + 1U >= packet->layer_count || packet->layers[index + 1].protocol->is_data;
}

/* Bytes as quoted text if what is shown of them is text, else in hexadecimal; what the screen cannot hold is counted. */
static void write_data(const struct line *line, struct udpi_sink *sink, const uint8_t *bytes, size_t size, size_t columns) {
    /* Combining marks take no column, so columns alone do not bound the bytes. */
    size_t most = size < columns * 4 ? size : columns * 4;
    char *start = udpi_sink_reserve(sink, UDPI_ESCAPE_TERMINAL_ROOM(most) + KEY_SIZE + UDPI_UINT_SIZE);
    size_t shown;
    char *at = start;
    *at++ = '"';
    at = udpi_escape_terminal(at, bytes, most, columns, &shown);
    *at++ = '"';
    if ((shown == 0 && size > 0) || !udpi_text_is_clean(bytes, shown)) {
        shown = size <= columns / 2 ? size : columns / 2;
        at = udpi_format_hex(write_text(start, "hex:"), bytes, shown);
    }
    if (shown < size) {
        at = write_text(at, line->options.has_unicode ? "…+" : "...+");
        at = udpi_format_uint(at, size - shown);
    }
    udpi_sink_commit(sink, at);
}

static void write_layer(const struct line *line, struct udpi_sink *sink, const struct udpi_packet *packet, unsigned index) {
    const struct udpi_layer *layer = &packet->layers[index];
    const struct form *form = &line->forms[layer->protocol_id];
    bool is_bare = layer->protocol->is_data && form->src == NO_FIELD;
    char *at = udpi_sink_reserve(sink, LAYER_SIZE);
    if (line->options.has_color)
        at = write_text(at, udpi_palette_layer(index));
    if (!is_bare)
        at = write_prefix(at, &form->name);
    if (form->src != NO_FIELD)
        at = write_endpoints(at, form, packet, layer);
    for (unsigned i = 0; i < form->summary_count; i++)
        if (!form->summary[i].needs_undecoded || is_undecoded(packet, index))
            at = write_summary(at, &form->summary[i], packet, layer);
    if (layer->protocol->is_data && !is_bare)
        *at++ = ' ';
    udpi_sink_commit(sink, at);
}

/* The columns that the screen has left behind what stands since `start`; colours take none. */
static size_t count_columns_left(const struct line *line, const struct udpi_sink *sink, size_t start, unsigned colored) {
    size_t hidden = line->options.has_color ? colored * strlen(udpi_palette_layer(0)) : 0;
    size_t used = sink->used > start + hidden ? sink->used - start - hidden : 0;
    size_t columns = line->options.columns;
    return columns > used + LEAST_PAYLOAD ? columns - used : LEAST_PAYLOAD;
}

static void write_remarks(const struct line *line, struct udpi_sink *sink, const struct udpi_packet *packet) {
    char *at = udpi_sink_reserve(sink, (size_t)packet->note_count * 64 + KEY_SIZE);
    if (line->options.has_color)
        at = write_text(at, udpi_palette_warning);
    for (unsigned i = 0; i < packet->note_count; i++) {
        at = write_text(at, i == 0 ? "  # " : ", ");
        at = write_text(at, udpi_note_kinds[packet->notes[i].code].code);
    }
    if (line->options.has_color)
        at = write_text(at, udpi_palette_normal);
    udpi_sink_commit(sink, at);
}

static void write_packet(void *state, const struct udpi_packet *packet, struct udpi_sink *sink) {
    struct line *line = state;
    udpi_sink_reserve(sink, LINE_SIZE); /* lest the buffer is handed over within a line of usual length */
    size_t start = sink->used;
    udpi_sink_commit(sink, udpi_clock_format(&line->clock, udpi_sink_reserve(sink, UDPI_CLOCK_SIZE), packet->frame.time));
    for (unsigned i = 0; i < packet->layer_count; i++) {
        const struct udpi_layer *layer = &packet->layers[i];
        if (layer->protocol->is_leftover)
            break; /* they come last, and the remarks tell of them */
        bool is_reassembled = layer->buffer > 0 && layer->buffer != packet->layers[i - 1].buffer;
        udpi_sink_puts(sink, i == 0 ? " " : is_reassembled ? "  # reassembled: " : " | ");
        write_layer(line, sink, packet, i);
        if (layer->protocol->is_data)
            write_data(line, sink, packet->buffers[layer->buffer].bytes + layer->offset, layer->size,
                       count_columns_left(line, sink, start, i + 1));
        if (line->options.has_color)
            udpi_sink_puts(sink, udpi_palette_normal);
    }
    if (packet->note_count > 0)
        write_remarks(line, sink, packet);
    udpi_sink_write(sink, "\n", 1);
}

const struct udpi_renderer udpi_render_line = {
    .name = "line",
    .open = open_line,
    .packet = write_packet,
    .close = close_line,
};
