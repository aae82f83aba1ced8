#include "render/json_values.h"

#include "core/escape.h"
#include "core/format.h"
#include "render/value.h"

char *udpi_json_extend(struct udpi_json_writer *writer, char *at, size_t count) {
    udpi_sink_commit(writer->sink, at);
    return udpi_sink_reserve(writer->sink, count + writer->room + UDPI_JSON_SLACK);
}

/* --- single values ------------------------------------------------------------------------------------------------ */

/* A value with all that says how to write it. */
struct item {
    const struct udpi_value *value;
    const struct udpi_field *field;
    const struct udpi_json_field *text;
    const uint8_t *bytes; /* on the wire, or of what is written of them */
    size_t count;
};

static struct item find_item(struct udpi_json_writer *writer, const struct udpi_layer *layer,
                             const struct udpi_value *value) {
    struct udpi_content content = udpi_value_content(writer->packet, layer, value, writer->content);
    return (struct item){
        .value = value,
        .field = &layer->protocol->fields[value->field],
        .text = &writer->protocols[layer->protocol_id].fields[value->field],
        .bytes = content.bytes,
        .count = content.count,
    };
}

static char *write_escaped(char *at, const struct udpi_name *name) {
    return udpi_escape_json(at, (const uint8_t *)name->text, name->length);
}

static char *write_word(char *at, const struct udpi_field *field, uint64_t number) {
    const struct udpi_name *name = udpi_name_find(field->names, number);
    return name ? write_escaped(at, name) : udpi_format_uint(at, number);
}

static inline char *write_string(char *at, const struct item *item) {
    *at++ = '"';
    switch (item->field->type) {
    case UDPI_WORD: at = write_word(at, item->field, item->value->number); break;
    case UDPI_BYTES: at = udpi_format_hex(at, item->bytes, item->count); break;
    case UDPI_TEXT:
    case UDPI_DOMAIN:
    case UDPI_OID:
    case UDPI_NETBIOS:
    case UDPI_PRINCIPAL: at = udpi_escape_json(at, item->bytes, item->count); break;
    default: at = udpi_value_write_data(at, item->field, item->value, item->bytes); break;
    }
    *at++ = '"';
    return at;
}

/* Whether the value is a number or a flag of JSON, not a string. */
static inline bool is_plain(const struct item *item) {
    switch (item->field->type) {
    case UDPI_UINT:
    case UDPI_HEX:
    case UDPI_PORT: return udpi_value_is_decimal(item->field, item->value->number);
    default: return item->field->type == UDPI_BOOL || item->field->type == UDPI_INT;
    }
}

/* The value without its key. */
static inline char *write_bare(char *at, const struct item *item) {
    return is_plain(item) ? udpi_value_write_data(at, item->field, item->value, item->bytes) : write_string(at, item);
}

/* The value with its key, and the name of its number. */
static inline char *write_member(char *at, const struct item *item) {
    at = udpi_json_copy(at, item->text->key, item->text->key_length, UDPI_JSON_KEY_SIZE);
    at = write_bare(at, item);
    if (!item->field->names || item->field->type == UDPI_WORD)
        return at;
    const struct udpi_name *name = udpi_name_find(item->field->names, item->value->number);
    if (!name)
        return at;
    at = udpi_json_copy(at, item->text->key, item->text->key_length - 2U, UDPI_JSON_KEY_SIZE);
    at = write_escaped(stpcpy(at, "_name\":\""), name);
    *at++ = '"';
    return at;
}

/* Makes room for bytes or text that are longer than writer->room expects. */
static char *make_room(struct udpi_json_writer *writer, const struct item *item, char *at) {
    if (__builtin_expect(item->count <= UDPI_JSON_SHORT, 1))
        return at;
    if (item->field->type == UDPI_BYTES)
        return udpi_json_extend(writer, at, 2 * item->count);
    return udpi_type_is_text(item->field->type) ? udpi_json_extend(writer, at, UDPI_ESCAPE_JSON_ROOM(item->count)) : at;
}

/* Whether the document has the value. An empty string is no member, but it is an element of a list. */
static bool is_shown(const struct item *item, bool is_in_list) {
    if (item->field->flags & UDPI_DETAIL)
        return false;
    if (item->field->type != UDPI_BYTES && !udpi_type_is_text(item->field->type))
        return true;
    if (udpi_value_is_unclean(item->field, item->value, item->bytes))
        return false;
    return item->count > 0 || is_in_list;
}

/* --- lists and groups --------------------------------------------------------------------------------------------- */

/* The containers that are open. The bracket of one is written over its first element's comma: until then it is owed. */
struct nest {
    char closers[17]; /* outermost first; a value's depth is below 16 */
    unsigned depth;   /* how many are open */
    bool owes_bracket;
};

static bool is_in_list(const struct nest *nest) {
    return nest->depth > 0 && nest->closers[nest->depth - 1] == ']';
}

static char *close_containers(struct nest *nest, unsigned depth, char *at) {
    while (nest->depth > depth) {
        if (nest->owes_bracket)
            *at++ = is_in_list(nest) ? '[' : '{';
        nest->owes_bracket = false;
        *at++ = nest->closers[--nest->depth];
    }
    return at;
}

/* Writes a single value, or opens a container. */
static char *write_element(struct nest *nest, const struct item *item, char *at) {
    char *start = at;
    bool is_container = item->text->form == UDPI_JSON_NESTED;
    bool is_bare = is_in_list(nest);
    if (is_bare)
        *at++ = ',';
    if (is_container && !is_bare)
        at = udpi_json_copy(at, item->text->key, item->text->key_length, UDPI_JSON_KEY_SIZE);
    if (!is_container)
        at = is_bare ? write_bare(at, item) : write_member(at, item);
    if (nest->owes_bracket)
        *start = is_bare ? '[' : '{';
    nest->owes_bracket = is_container;
    if (is_container)
        nest->closers[nest->depth++] = item->field->type == UDPI_LIST ? ']' : '}';
    return at;
}

/* The next value that is not part of the list or group at `value`. */
static const struct udpi_value *find_behind(const struct udpi_value *value, const struct udpi_value *end) {
    unsigned depth = value->depth;
    do
        value++;
    while (value < end && value->depth > depth);
    return value;
}

/* Writes the list or group at `value`, with all values up to `end`. */
static char *write_nest(struct udpi_json_writer *writer, const struct udpi_layer *layer, const struct udpi_value *value,
                        const struct udpi_value *end, char *at) {
    struct nest nest = {.depth = 0};
    unsigned outermost = value->depth;
    unsigned omitted = UINT32_MAX; /* what lies deeper than this is part of something that is not shown */
    for (; value < end; value++) {
        if (value->depth > omitted)
            continue;
        at = close_containers(&nest, value->depth - outermost, at);
        struct item item = find_item(writer, layer, value);
        bool has_element = is_shown(&item, is_in_list(&nest));
        omitted = has_element ? UINT32_MAX : value->depth;
        if (!has_element)
            continue;
        at = make_room(writer, &item, at);
        at = write_element(&nest, &item, at);
    }
    return close_containers(&nest, 0, at);
}

char *udpi_json_write_nest(struct udpi_json_writer *writer, const struct udpi_layer *layer,
                           const struct udpi_value *value, char *at) {
    const struct udpi_value *end = writer->packet->values + layer->first_value + layer->value_count;
    return write_nest(writer, layer, value, find_behind(value, end), at);
}

/* --- all values --------------------------------------------------------------------------------------------------- */

static char *write_string_member(struct udpi_json_writer *writer, const struct item *item, char *at) {
    if (item->count == 0)
        return at;
    at = make_room(writer, item, at);
    at = udpi_json_copy(at, item->text->key, item->text->key_length, UDPI_JSON_KEY_SIZE);
    *at++ = '"';
    if (item->text->form == UDPI_JSON_BYTES)
        at = udpi_format_hex(at, item->bytes, item->count);
    else
        at = udpi_escape_json(at, item->bytes, item->count);
    *at++ = '"';
    return at;
}

static char *write_named(const struct item *item, char *at) {
    char *end = write_member(at, item);
    uint64_t number = item->value->number;
    udpi_json_keep(&item->text->recalls[number % UDPI_JSON_RECALL_SLOTS], number, at, end);
    return end;
}

char *udpi_json_write_single(struct udpi_json_writer *writer, const struct udpi_layer *layer,
                             const struct udpi_value *value, char *at) {
    struct item item = find_item(writer, layer, value);
    switch (item.text->form) {
    case UDPI_JSON_NAMED: return write_named(&item, at);
    case UDPI_JSON_CLEAN:
        if (!udpi_text_is_clean(item.bytes, value->length))
            return at;
        return write_string_member(writer, &item, at);
    case UDPI_JSON_BYTES:
    case UDPI_JSON_TEXT: return write_string_member(writer, &item, at);
    case UDPI_JSON_OTHER: return write_member(at, &item);
    default: return at;
    }
}

char *udpi_json_write_values(struct udpi_json_writer *writer, const struct udpi_layer *layer, char *at) {
    const struct udpi_json_field *fields = writer->protocols[layer->protocol_id].fields;
    const struct udpi_value *value = writer->packet->values + layer->first_value;
    const struct udpi_value *end = value + layer->value_count;
    while (value < end) {
        const struct udpi_json_field *text = &fields[value->field];
        const struct udpi_value *behind = value + 1;
        char *quick = udpi_json_write_quick(at, text, value->number);
        if (__builtin_expect(quick != NULL, 1)) {
            at = quick;
        } else if (text->form != UDPI_JSON_NESTED) {
            at = udpi_json_write_single(writer, layer, value, at);
        } else {
            behind = find_behind(value, end);
            at = write_nest(writer, layer, value, behind, at);
        }
        value = behind;
    }
    return at;
}
