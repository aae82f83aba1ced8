#include "render/columns.h"

#include <stdlib.h>
#include <string.h>

#include <udpinspect/packet.h>

#include "core/nearest.h"

static const char *const named_kinds[UDPI_COLUMN_NAMED_KINDS] = {
    [UDPI_COLUMN_FRAME] = "frame",         [UDPI_COLUMN_TIME] = "time",
    [UDPI_COLUMN_INTERFACE] = "interface", [UDPI_COLUMN_LINK_TYPE] = "link_type",
    [UDPI_COLUMN_CAPTURED] = "captured",   [UDPI_COLUMN_LENGTH] = "length",
    [UDPI_COLUMN_PATH] = "path",           [UDPI_COLUMN_SRC] = "src",
    [UDPI_COLUMN_SRC_PORT] = "src_port",   [UDPI_COLUMN_DST] = "dst",
    [UDPI_COLUMN_DST_PORT] = "dst_port",   [UDPI_COLUMN_NOTES] = "notes",
    [UDPI_COLUMN_OFFSET] = "offset",       [UDPI_COLUMN_SIZE] = "size",
    [UDPI_COLUMN_BUFFER] = "buffer",       [UDPI_COLUMN_QUOTED] = "quoted",
};

static const char name_suffix[] = "_name";

/* A name while it is read: `word` is its part from `start` to `end`. */
struct name {
    const char *text;
    size_t start, end;
    char word[UDPI_NEAREST_WORD + 1];
};

/* Sets the word to what begins at `start`, up to a dot or one of `stops`; a longer word is like no other. */
static void take_word(struct name *name, size_t start, const char *stops) {
    name->start = start;
    name->end = start + strcspn(name->text + start, stops);
    size_t length = name->end - start;
    bool fits = length < sizeof name->word;
    memcpy(name->word, fits ? name->text + start : "", fits ? length : 0);
    name->word[fits ? length : 0] = '\0';
}

/* The word is not known; `layer` is that of a known layer, or NULL. */
static enum udpi_status refuse(const struct name *name, const struct udpi_nearest *nearest, const char *layer,
                               struct udpi_error *error) {
    const char *text = name->text;
    if (nearest->found)
        return udpi_error_set(error, UDPI_USAGE, "--fields %s: no such field; did you mean %.*s%s%s?", text,
                              (int)name->start, text, nearest->found, text + name->end);
    if (layer)
        return udpi_error_set(error, UDPI_USAGE, "--fields %s: no such field; --describe %s lists those of the layer",
                              text, layer);
    return udpi_error_set(error, UDPI_USAGE, "--fields %s: no such field; --list-protocols lists the layers", text);
}

/* Sets the kind between `first` and `end` that is called `key`; false where none is. */
static bool find_kind(struct udpi_column *column, const char *key, unsigned first, unsigned end) {
    for (unsigned i = first; i < end; i++) {
        if (strcmp(named_kinds[i], key) != 0)
            continue;
        column->kind = (uint8_t)i;
        return true;
    }
    return false;
}

/* --- fields of a layer -------------------------------------------------------------------------------------------- */

/* UDPI_WITHIN of the list or group whose name stands before the field's: an element of a list has no name of its own. */
static unsigned find_container(const struct udpi_protocol *protocol, const struct udpi_field *field) {
    unsigned within = field->within;
    while (within && protocol->fields[within - 1].type == UDPI_GROUP && protocol->fields[within - 1].within)
        within = protocol->fields[within - 1].within;
    return within;
}

/* The field in that container whose key is the first `length` bytes of the word, or -1. */
static int find_member(const struct udpi_protocol *protocol, unsigned within, const char *word, size_t length) {
    for (int i = 0; i < protocol->field_count; i++) {
        const struct udpi_field *field = &protocol->fields[i];
        if (strncmp(field->key, word, length) == 0 && field->key[length] == '\0' &&
            find_container(protocol, field) == within)
            return i;
    }
    return -1;
}

/* The field that the word is the key of, with "_name" behind it, or -1. */
static int find_named(const struct udpi_protocol *protocol, unsigned within, const char *word) {
    size_t length = strlen(word), behind = sizeof name_suffix - 1;
    if (length <= behind || strcmp(word + length - behind, name_suffix) != 0)
        return -1;
    int field = find_member(protocol, within, word, length - behind);
    bool has_name = field >= 0 && protocol->fields[field].names && protocol->fields[field].type != UDPI_WORD;
    return has_name ? field : -1;
}

static enum udpi_status refuse_member(const struct name *name, const struct udpi_protocol *protocol, unsigned within,
                                      struct udpi_error *error) {
    struct udpi_nearest nearest = {.word = name->word};
    for (unsigned i = 0; i < protocol->field_count; i++)
        if (find_container(protocol, &protocol->fields[i]) == within)
            udpi_nearest_offer(&nearest, protocol->fields[i].key);
    for (unsigned i = UDPI_COLUMN_PACKET_KINDS; i < UDPI_COLUMN_NAMED_KINDS && within == 0; i++)
        udpi_nearest_offer(&nearest, named_kinds[i]);
    return refuse(name, &nearest, protocol->key, error);
}

static bool has_containers(const struct udpi_protocol *protocol, unsigned list) {
    for (unsigned i = 0; i < protocol->field_count; i++)
        if (protocol->fields[i].within == UDPI_WITHIN(list) &&
            (protocol->fields[i].type == UDPI_LIST || protocol->fields[i].type == UDPI_GROUP))
            return true;
    return false;
}

static enum udpi_column_kind choose_kind(const struct udpi_protocol *protocol, unsigned field) {
    switch (protocol->fields[field].type) {
    case UDPI_GROUP: return UDPI_COLUMN_DOCUMENT;
    case UDPI_LIST: return has_containers(protocol, field) ? UDPI_COLUMN_DOCUMENT : UDPI_COLUMN_ELEMENTS;
    default: return UDPI_COLUMN_VALUE;
    }
}

/* The rest of the name, behind the layer's dot: a key, or keys from a list inwards. */
static enum udpi_status parse_path(struct udpi_column *column, struct name *name, struct udpi_error *error) {
    const struct udpi_protocol *protocol = udpi_protocols[column->protocol_id];
    if (find_kind(column, name->text + name->end + 1, UDPI_COLUMN_PACKET_KINDS, UDPI_COLUMN_NAMED_KINDS))
        return UDPI_OK;
    unsigned within = 0;
    int field = -1;
    bool is_name = false;
    do {
        take_word(name, name->end + 1, ".");
        bool is_last = name->text[name->end] == '\0';
        field = find_member(protocol, within, name->word, strlen(name->word));
        is_name = field < 0 && is_last;
        if (is_name)
            field = find_named(protocol, within, name->word);
        if (field < 0)
            return refuse_member(name, protocol, within, error);
        if (within == 0)
            column->outer = (uint8_t)field;
        within = udpi_field_elements(protocol->fields, (unsigned)field);
    } while (name->text[name->end] == '.');
    column->field = (uint8_t)field;
    column->kind = (uint8_t)(is_name ? UDPI_COLUMN_NAME : choose_kind(protocol, (unsigned)field));
    column->is_nested = protocol->fields[field].within > 0;
    return UDPI_OK;
}

/* --- layers and keys of the packet -------------------------------------------------------------------------------- */

static enum udpi_status refuse_first(const struct name *name, struct udpi_error *error) {
    struct udpi_nearest nearest = {.word = name->word};
    for (unsigned i = 0; i < UDPI_COLUMN_PACKET_KINDS && name->text[name->end] == '\0'; i++)
        udpi_nearest_offer(&nearest, named_kinds[i]);
    for (size_t i = 0; i < udpi_protocol_count; i++)
        if (!udpi_protocols[i]->is_invisible)
            udpi_nearest_offer(&nearest, udpi_protocols[i]->key);
    return refuse(name, &nearest, NULL, error);
}

/* "[-1]"; moves the end of the word behind it. */
static bool parse_occurrence(struct udpi_column *column, struct name *name) {
    const char *digits = name->text + name->end + 1;
    char *end;
    long number = strtol(digits, &end, 10);
    bool is_number = strspn(digits, "-0123456789") == (size_t)(end - digits) && end > digits;
    if (!is_number || *end != ']' || number < -UDPI_MAX_LAYERS || number >= UDPI_MAX_LAYERS)
        return false;
    column->is_one = true;
    column->occurrence = (int16_t)number;
    name->end = (size_t)(end + 1 - name->text);
    return true;
}

static bool find_protocol(struct udpi_column *column, const char *key) {
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        if (strcmp(udpi_protocols[i]->key, key) != 0 || udpi_protocols[i]->is_invisible)
            continue;
        column->protocol_id = (uint8_t)i;
        return true;
    }
    return false;
}

static enum udpi_status parse_name(struct udpi_column *column, const char *text, struct udpi_error *error) {
    struct name name = {.text = text};
    if (find_kind(column, text, 0, UDPI_COLUMN_PACKET_KINDS))
        return UDPI_OK;
    if (*text == '\0')
        return udpi_error_set(error, UDPI_USAGE, "--fields: a name is missing; give names with commas between them");
    take_word(&name, 0, ".[");
    if (!find_protocol(column, name.word))
        return refuse_first(&name, error);
    if (text[name.end] == '[' && !parse_occurrence(column, &name))
        return udpi_error_set(error, UDPI_USAGE,
                              "--fields %s: no such occurrence; give [0] for the outermost, [-1] for the innermost",
                              text);
    if (text[name.end] != '.')
        return udpi_error_set(error, UDPI_USAGE, "--fields %s: a layer; --describe %s lists its fields", text,
                              name.word);
    return parse_path(column, &name, error);
}

/* --- all of them -------------------------------------------------------------------------------------------------- */

static size_t count_names(const char *names) {
    size_t count = 1;
    for (; *names; names++)
        count += *names == ',';
    return count;
}

static enum udpi_status parse_names(struct udpi_column *columns, char *names, struct udpi_error *error) {
    for (char *rest = names, *name; (name = strsep(&rest, ",")); columns++)
        if (parse_name(columns, name, error) != UDPI_OK)
            return error->status;
    return UDPI_OK;
}

struct udpi_column *udpi_columns_parse(const char *names, size_t *count, struct udpi_error *error) {
    *count = count_names(names);
    struct udpi_column *columns = calloc(*count, sizeof *columns);
    char *copy = strdup(names);
    enum udpi_status status = columns && copy ? parse_names(columns, copy, error)
                                              : udpi_error_set(error, UDPI_FAILED, "no memory for the fields");
    free(copy);
    if (status == UDPI_OK)
        return columns;
    free(columns);
    return NULL;
}
