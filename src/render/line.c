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
    SEPARATOR_SIZE = 3, /* " | " */
    MAX_SUMMARY = 16,   /* summary fields of one protocol that are shown */
    HEAD_ROOM = 2048,   /* the time, and the codes of UDPI_MAX_NOTES */
    LAYER_ROOM = 3072,  /* name, both addresses, MAX_SUMMARY keys with values, colours; without the bytes */
    LEAST_PAYLOAD = 32, /* columns for the payload, however little the screen has left */
    MOST_BYTES_A_COLUMN = 4,
    GIST_ROOM = 2048,  /* of LAYER_ROOM, for what a message says */
    GIST_COLUMNS = 48, /* of a text in it */
    GIST_VALUE_ROOM = KEY_SIZE + UDPI_VALUE_SIZE + 4 * MOST_BYTES_A_COLUMN * GIST_COLUMNS,
    NO_FIELD = 0xff,
};

/* What stands in front of a value, ready to be copied with a constant size, and when. */
struct prefix {
    char text[KEY_SIZE];
    uint8_t length;
    uint8_t field;
    bool is_flag;
    bool needs_number; /* shown where the number is not zero */
    bool is_next;      /* says what follows */
};

/* A protocol as the line shows it, prepared once. */
struct form {
    struct prefix name; /* " | ipv4"; without the name for bytes that stand for themselves */
    bool is_data, is_leftover;
    bool has_summary; /* any of the following: */
    bool has_gist;    /* what is shown of it also stands in lists, or is text: see write_gist */
    bool has_ends;    /* both of the following are there */
    uint8_t src, dst; /* fields, or NO_FIELD */
    uint8_t type;     /* of src and dst */
    uint8_t summary_count;
    uint8_t decoded_count; /* of these, shown where a header follows: the others say what would */
    struct prefix summary[MAX_SUMMARY];
};

struct line {
    struct udpi_render_options options;
    struct udpi_clock clock;
    struct form *forms; /* by protocol_id */
    size_t layer_room;  /* for a layer with its bytes */
};

static void prepare_text(struct prefix *prefix, const char *before, const char *text, const char *behind) {
    char *at = stpcpy(prefix->text, before);
    at = stpncpy(at, text, KEY_SIZE - 1 - strlen(before) - strlen(behind));
    prefix->length = (uint8_t)(stpcpy(at, behind) - prefix->text);
}

static bool is_number(uint8_t type) {
    return type != UDPI_BYTES && !udpi_type_is_text(type) && type != UDPI_LIST && type != UDPI_GROUP;
}

/* Whether a field of a list, a text, or of a message the name of a number or bytes are to be shown. */
static bool has_gist(const struct udpi_protocol *protocol) {
    for (unsigned i = 0; i < protocol->field_count; i++) {
        const struct udpi_field *field = &protocol->fields[i];
        bool is_of_message = protocol->is_end && (field->names || field->type == UDPI_BYTES);
        if (field->flags & UDPI_SUMMARY && (field->within || udpi_type_is_text(field->type) || is_of_message))
            return true;
    }
    return false;
}

static void prepare_ends(struct form *form, const struct udpi_protocol *protocol) {
    for (uint8_t i = 0; i < protocol->field_count; i++) {
        const struct udpi_field *field = &protocol->fields[i];
        if (field->flags & UDPI_SRC && !field->within)
            form->src = i;
        if (field->flags & UDPI_DST && !field->within)
            form->dst = i;
    }
}

/* Adds the fields that have one of the flags. */
static void prepare_summary(struct form *form, const struct udpi_protocol *protocol, unsigned flags) {
    for (uint8_t i = 0; i < protocol->field_count && form->summary_count < MAX_SUMMARY; i++) {
        const struct udpi_field *field = &protocol->fields[i];
        if (!(field->flags & flags) || field->within || !is_number(field->type))
            continue;
        struct prefix *prefix = &form->summary[form->summary_count++];
        prefix->field = i;
        prefix->is_flag = field->type == UDPI_BOOL;
        prefix->needs_number = prefix->is_flag || field->flags & UDPI_NOTABLE;
        prefix->is_next = field->flags & UDPI_NEXT;
        prepare_text(prefix, " ", field->key, prefix->is_flag ? "" : "=");
    }
}

static void prepare_form(struct form *form, const struct udpi_protocol *protocol) {
    *form = (struct form){
        .src = NO_FIELD, .dst = NO_FIELD, .is_data = protocol->is_data, .is_leftover = protocol->is_leftover};
    prepare_ends(form, protocol);
    prepare_summary(form, protocol, UDPI_SUMMARY | UDPI_NOTABLE);
    form->has_gist = has_gist(protocol);
    if (form->has_gist)
        form->summary_count = 0;
    form->decoded_count = form->summary_count;
    prepare_summary(form, protocol, UDPI_NEXT);
    form->has_summary = form->has_gist || form->summary_count > 0;
    prepare_text(&form->name, " | ", protocol->is_data && form->src == NO_FIELD ? "" : protocol->key, "");
    form->has_ends = form->src != NO_FIELD && form->dst != NO_FIELD;
    form->type = form->has_ends ? protocol->fields[form->src].type : 0;
}

static void *open_line(const struct udpi_render_options *options) {
    struct line *line = malloc(sizeof *line);
    struct form *forms = calloc(udpi_protocol_count, sizeof *forms);
    if (!line || !forms) {
        free(line);
        free(forms);
        return NULL;
    }
    *line = (struct line){.options = *options, .forms = forms};
    for (size_t i = 0; i < udpi_protocol_count; i++)
        prepare_form(&forms[i], udpi_protocols[i]);
    size_t columns = options->columns > LEAST_PAYLOAD ? options->columns : LEAST_PAYLOAD;
    line->layer_room = LAYER_ROOM + UDPI_ESCAPE_TERMINAL_ROOM(columns * MOST_BYTES_A_COLUMN);
    udpi_clock_open(&line->clock, options->time);
    return line;
}

static void close_line(void *state) {
    struct line *line = state;
    free(line->forms);
    free(line);
}

/* Inline, so that the length of a constant is known. */
static inline __attribute__((always_inline)) char *write_text(char *at, const char *text) {
    size_t length = strlen(text);
    memcpy(at, text, length);
    return at + length;
}

static inline char *write_prefix(char *at, const struct prefix *prefix) {
    memcpy(at, prefix->text, KEY_SIZE);
    return at + prefix->length;
}

/* A layer with its values at hand: what is written in between might change any pointer, for all that the compiler knows. */
struct view {
    const struct udpi_packet *packet;
    const struct udpi_layer *layer;
    const struct udpi_value *values;
    unsigned value_count;
    unsigned index;
};

/* As udpi_layer_value. */
static inline const struct udpi_value *find_value(const struct view *view, unsigned field) {
    if (__builtin_expect(field < view->value_count && view->values[field].field == field, 1))
        return &view->values[field];
    return udpi_layer_search(view->packet, view->layer, field);
}

/* Flattened, as below: the calls would cost as much as the addresses. */
__attribute__((flatten)) static char *write_macs(char *at, uint64_t src, uint64_t dst) {
    return udpi_format_mac(write_text(udpi_format_mac(at, src), " > "), dst);
}

/* Both addresses or ports; the usual types at once. */
static inline char *write_ends(char *at, const struct form *form, const struct view *view) {
    const struct udpi_value *src = find_value(view, form->src), *dst = find_value(view, form->dst);
    if (!src || !dst)
        return at;
    *at++ = ' ';
    switch (form->type) {
    case UDPI_MAC: return write_macs(at, src->number, dst->number);
    case UDPI_PORT: return udpi_format_uint(write_text(udpi_format_uint(at, src->number), " > "), dst->number);
    case UDPI_IPV4:
        at = write_text(udpi_format_ipv4(at, (uint32_t)src->number), " > ");
        return udpi_format_ipv4(at, (uint32_t)dst->number);
    default:
        at = write_text(udpi_value_write(at, view->packet, view->layer, src), " > ");
        return udpi_value_write(at, view->packet, view->layer, dst);
    }
}

/* A name that the notation takes for a number: one word. */
static bool is_word(const struct udpi_name *name) {
    for (unsigned i = 0; i < name->length; i++)
        if (!isalnum((unsigned char)name->text[i]) && name->text[i] != '-' && name->text[i] != '_')
            return false;
    return isalpha((unsigned char)name->text[0]) && name->length < UDPI_VALUE_SIZE;
}

static inline char *write_summary(char *at, const struct prefix *prefix, const struct view *view) {
    const struct udpi_value *value = find_value(view, prefix->field);
    if (!value || (prefix->needs_number && value->number == 0))
        return at;
    at = write_prefix(at, prefix);
    if (prefix->is_flag)
        return at;
    const struct udpi_field *field = &view->layer->protocol->fields[prefix->field];
    const struct udpi_name *name = prefix->is_next ? udpi_name_find(field->names, value->number) : NULL;
    return name && is_word(name) ? write_text(at, name->text) : udpi_value_write(at, view->packet, view->layer, value);
}

/* Whether bytes follow the layer that no header explains, or nothing at all. */
static inline bool is_undecoded(const struct view *view) {
    return view->index + 1U >= view->packet->layer_count || view->layer[1].protocol->is_data;
}

/* --- messages ----------------------------------------------------------------------------------------------------- */

static char *write_ellipsis(const struct line *line, char *at) {
    return line->options.has_unicode ? write_text(at, "…") : write_text(at, "...");
}

static char *write_gist_text(const struct line *line, char *at, const struct view *view,
                             const struct udpi_value *value) {
    uint8_t room[UDPI_CONTENT_SIZE];
    struct udpi_content content = udpi_value_content(view->packet, view->layer, value, room);
    size_t most = MOST_BYTES_A_COLUMN * GIST_COLUMNS, shown;
    *at++ = '"';
    at = udpi_escape_terminal(at, content.bytes, content.count < most ? content.count : most, GIST_COLUMNS, &shown);
    if (shown < content.count)
        at = write_ellipsis(line, at);
    *at++ = '"';
    return at;
}

/* Quoted where it is several words, so that it is seen where it ends. */
static char *write_gist_name(char *at, const struct udpi_name *name) {
    if (!strchr(name->text, ' '))
        return stpcpy(at, name->text);
    return stpcpy(stpcpy(stpcpy(at, "\""), name->text), "\"");
}

static char *write_gist_bytes(const struct line *line, char *at, const struct view *view,
                              const struct udpi_value *value) {
    size_t shown = value->length < GIST_COLUMNS ? value->length : GIST_COLUMNS;
    at = udpi_format_hex(at, udpi_value_bytes(view->packet, view->layer, value), shown);
    return shown < value->length ? write_ellipsis(line, at) : at;
}

static char *write_gist_value(const struct line *line, char *at, const struct view *view,
                              const struct udpi_value *value) {
    const struct udpi_field *field = &view->layer->protocol->fields[value->field];
    *at = ' ';
    at = stpcpy(at + 1, field->key);
    if (field->type == UDPI_BOOL)
        return at;
    *at++ = '=';
    if (udpi_type_is_text(field->type))
        return write_gist_text(line, at, view, value);
    if (field->type == UDPI_BYTES)
        return write_gist_bytes(line, at, view, value);
    const struct udpi_name *name = udpi_name_find(field->names, value->number);
    return name ? write_gist_name(at, name) : udpi_value_write(at, view->packet, view->layer, value);
}

static bool is_in_gist(const struct view *view, const struct udpi_value *value) {
    const struct udpi_field *field = &view->layer->protocol->fields[value->field];
    bool is_needed = field->type == UDPI_BOOL || field->flags & UDPI_NOTABLE;
    if (!(field->flags & (UDPI_SUMMARY | UDPI_NOTABLE)) || (value->number == 0 && is_needed))
        return false;
    if (udpi_value_is_unclean(field, value, udpi_value_bytes(view->packet, view->layer, value)))
        return false;
    return is_number(field->type) ||
           (value->length > 0 && (field->type == UDPI_BYTES || udpi_type_is_text(field->type)));
}

/* What a message says, in the order in which it says it: also the values in its lists, as many as there is room for. */
__attribute__((noinline)) static char *write_gist(const struct line *line, char *at, const struct view *view) {
    const char *end = at + GIST_ROOM;
    for (unsigned i = 0; i < view->value_count && end - at >= GIST_VALUE_ROOM; i++) {
        const struct udpi_value *value = &view->values[i];
        if (is_in_gist(view, value))
            at = write_gist_value(line, at, view, value);
    }
    return at;
}

/* --- layers ------------------------------------------------------------------------------------------------------- */

/* What stands before the layer, and its name. */
static char *write_special_name(const struct line *line, char *at, const struct form *form, unsigned index,
                                bool is_reassembled) {
    at = index == 0       ? write_text(at, " ")
         : is_reassembled ? write_text(at, "  # reassembled: ")
                          : write_text(at, " | ");
    if (line->options.has_color)
        at = stpcpy(at, udpi_palette_layer(index));
    memcpy(at, form->name.text + SEPARATOR_SIZE, KEY_SIZE - SEPARATOR_SIZE);
    return at + form->name.length - SEPARATOR_SIZE;
}

static inline char *write_name(const struct line *line, char *at, const struct form *form, const struct view *view) {
    uint8_t buffer = view->layer->buffer;
    bool is_reassembled = buffer > 0 && buffer != view->layer[-1].buffer;
    if (line->options.has_color || is_reassembled || view->index == 0)
        return write_special_name(line, at, form, view->index, is_reassembled);
    return write_prefix(at, &form->name);
}

static inline char *write_summaries(const struct line *line, char *at, const struct form *form,
                                    const struct view *view) {
    unsigned count = is_undecoded(view) ? form->summary_count : form->decoded_count;
    for (unsigned i = 0; i < count; i++)
        at = write_summary(at, &form->summary[i], view);
    return __builtin_expect(form->has_gist, 0) ? write_gist(line, at, view) : at;
}

static inline char *write_header(const struct line *line, char *at, const struct form *form, const struct view *view) {
    at = write_name(line, at, form, view);
    if (form->has_ends)
        at = write_ends(at, form, view);
    return form->has_summary ? write_summaries(line, at, form, view) : at;
}

/* The columns that the screen has left behind `used` bytes; colours take none. */
static size_t count_columns_left(const struct line *line, size_t used, unsigned colored) {
    size_t hidden = line->options.has_color ? colored * strlen(udpi_palette_layer(0)) : 0;
    used = used > hidden ? used - hidden : 0;
    size_t columns = line->options.columns;
    return columns > used + LEAST_PAYLOAD ? columns - used : LEAST_PAYLOAD;
}

/* Bytes as quoted text if what is shown of them is text, else in hexadecimal; what the screen cannot hold is counted.
   Flattened: most payloads are short, and a call would cost as much as their text. */
__attribute__((flatten)) static char *write_data(const struct line *line, char *start, const uint8_t *bytes,
                                                 size_t size, size_t columns) {
    /* Combining marks take no column, so columns alone do not bound the bytes. */
    size_t most = columns * MOST_BYTES_A_COLUMN, shown;
    *start = '"';
    char *at = udpi_escape_clean(start + 1, bytes, size < most ? size : most, columns, &shown);
    if (at && (shown > 0 || size == 0)) {
        *at++ = '"';
    } else {
        shown = size <= columns / 2 ? size : columns / 2;
        at = udpi_format_hex(write_text(start, "hex:"), bytes, shown);
    }
    if (shown == size)
        return at;
    at = line->options.has_unicode ? write_text(at, "…+") : write_text(at, "...+");
    return udpi_format_uint(at, size - shown);
}

static char *write_remarks(const struct line *line, char *at, const struct udpi_packet *packet) {
    if (line->options.has_color)
        at = stpcpy(at, udpi_palette_warning);
    for (unsigned i = 0; i < packet->note_count; i++) {
        at = i == 0 ? write_text(at, "  # ") : write_text(at, ", ");
        at = stpcpy(at, udpi_note_kinds[packet->notes[i].code].code);
    }
    return line->options.has_color ? stpcpy(at, udpi_palette_normal) : at;
}

static char *write_layer(const struct line *line, char *at, const char *start, const struct form *form,
                         const struct view *view) {
    at = write_header(line, at, form, view);
    if (form->is_data) {
        if (form->has_ends)
            *at++ = ' ';
        const struct udpi_layer *layer = view->layer;
        size_t columns = count_columns_left(line, (size_t)(at - start), view->index + 1);
        at = write_data(line, at, view->packet->buffers[layer->buffer].bytes + layer->offset, layer->size, columns);
    }
    return line->options.has_color ? stpcpy(at, udpi_palette_normal) : at;
}

static void write_packet(void *state, const struct udpi_packet *packet, struct udpi_sink *sink) {
    struct line *line = state;
    unsigned count = packet->layer_count;
    char *start = udpi_sink_reserve(sink, HEAD_ROOM + count * line->layer_room);
    char *at = udpi_clock_format(&line->clock, start, packet->frame.time);
    for (unsigned i = 0; i < count; i++) {
        const struct udpi_layer *layer = &packet->layers[i];
        const struct form *form = &line->forms[layer->protocol_id];
        if (form->is_leftover)
            break; /* they come last, and the remarks tell of them */
        const struct view view = {packet, layer, packet->values + layer->first_value, layer->value_count, i};
        at = write_layer(line, at, start, form, &view);
    }
    if (packet->note_count > 0)
        at = write_remarks(line, at, packet);
    *at++ = '\n';
    udpi_sink_commit(sink, at);
}

const struct udpi_renderer udpi_render_line = {
    .name = "line",
    .loss = UDPI_LOSS_LINE,
    .open = open_line,
    .packet = write_packet,
    .close = close_line,
};
