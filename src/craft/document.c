#include "craft/document.h"

#include <string.h>

#include "core/escape.h"
#include "core/format.h"
#include "core/nearest.h"
#include "craft/content.h"
#include "craft/link_name.h"
#include "craft/text.h"
#include "craft/time.h"
#include "craft/value.h"

/* A layer being read. */
struct reader {
    struct udpi_recipe *recipe;
    struct udpi_recipe_layer *layer;
    struct udpi_error *error;
};

/* Keys that say what other keys or the bytes say, and that are passed over. */
static const char *const packet_keys[] = {"frame", "interface", "captured", "length",      "path",  "src",  "src_port",
                                          "dst",   "dst_port",  "layers",   "reassembled", "notes", "type", "explain"};
static const char *const layer_keys[] = {"layer", "offset", "size", "buffer", "quoted", "explain"};

enum { PACKET_KEYS = sizeof packet_keys / sizeof *packet_keys, LAYER_KEYS = sizeof layer_keys / sizeof *layer_keys };

static bool is_among(const char *const *keys, size_t count, const char *key) {
    size_t i = 0;
    while (i < count && strcmp(keys[i], key) != 0)
        i++;
    return i < count;
}

/* "unknown key 'tll'; did you mean 'ttl'?" */
static enum udpi_status refuse_word(struct udpi_error *error, const char *what, const char *word,
                                    const struct udpi_nearest *nearest) {
    if (nearest->found)
        return udpi_error_set(error, UDPI_USAGE, "unknown %s '%.100s'; did you mean '%s'?", what, word, nearest->found);
    return udpi_error_set(error, UDPI_USAGE, "unknown %s '%.100s'", what, word);
}

/* "ttl: expected a number, found "x"" */
static enum udpi_status refuse_value(const struct reader *reader, const cJSON *value, const char *wanted) {
    enum { MOST = 40 };
    char found[UDPI_ESCAPE_TERMINAL_ROOM(MOST) + 1] = "";
    if (cJSON_IsString(value)) {
        size_t count = strnlen(value->valuestring, MOST);
        *udpi_escape_terminal(found, (const uint8_t *)value->valuestring, count, MOST, NULL) = '\0';
        return udpi_error_set(reader->error, UDPI_USAGE, "%s: expected %s, found \"%s\"", value->string, wanted, found);
    }
    const char *kind = cJSON_IsArray(value)    ? "an array"
                       : cJSON_IsObject(value) ? "an object"
                       : cJSON_IsBool(value)   ? "a flag"
                       : cJSON_IsNull(value)   ? "null"
                                               : "a number";
    return udpi_error_set(reader->error, UDPI_USAGE, "%s: expected %s, found %s", value->string, wanted, kind);
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static struct udpi_token take_word(const cJSON *value) {
    return (struct udpi_token){.start = value->valuestring,
                               .text = value->valuestring,
                               .length = strlen(value->valuestring),
                               .kind = UDPI_TOKEN_WORD};
}

/* A number as JSON has it; every reader keeps 53 bits of it. */
static bool take_number(const cJSON *value, uint64_t *number) {
    const double most = (double)(UINT64_C(1) << 53);
    double given = cJSON_IsNumber(value) ? value->valuedouble : -1;
    *number = given >= 0 && given <= most ? (uint64_t)given : 0;
    return given >= 0 && given <= most && given == (double)*number;
}

/* "0x…", where the field is wider than that. */
static bool take_wide_number(const struct udpi_field *field, const cJSON *value, uint64_t *number) {
    if (udpi_field_bits(field) <= 53 || !cJSON_IsString(value) || strncmp(value->valuestring, "0x", 2) != 0)
        return false;
    const struct udpi_token word = take_word(value);
    return udpi_number_read(&word, number);
}

static enum udpi_status read_number(const struct reader *reader, const struct udpi_field *field, const cJSON *value,
                                    uint64_t *number) {
    char shown[UDPI_UINT_SIZE + 1], complaint[UDPI_COMPLAINT_SIZE];
    if (!take_number(value, number) && !take_wide_number(field, value, number))
        return refuse_value(reader, value,
                            udpi_field_bits(field) > 53 ? "a string such as \"0x0123456789abcdef\""
                                                        : "a whole number from 0 on");
    *udpi_format_uint(shown, *number) = '\0';
    if (!udpi_field_accepts(field, *number, shown, complaint))
        return udpi_error_set(reader->error, UDPI_USAGE, "%s", complaint);
    return UDPI_OK;
}

static enum udpi_status read_signed(const struct reader *reader, const struct udpi_field *field, const cJSON *value,
                                    uint64_t *number) {
    char wanted[UDPI_COMPLAINT_SIZE];
    const double most = (double)(INT64_C(1) << 53);
    double given = cJSON_IsNumber(value) ? value->valuedouble : 2 * most;
    int64_t whole = given >= -most && given <= most ? (int64_t)given : 0;
    *number = (uint64_t)whole;
    if (given == (double)whole && udpi_signed_accepts(field, whole))
        return UDPI_OK;
    return refuse_value(reader, value, udpi_signed_wanted(field, wanted));
}

static enum udpi_status read_flag(const struct reader *reader, const cJSON *value, uint64_t *number) {
    *number = cJSON_IsTrue(value) ? 1 : 0;
    return cJSON_IsBool(value) ? UDPI_OK : refuse_value(reader, value, "true or false");
}

static enum udpi_status read_address(const struct reader *reader, const struct udpi_field *field, const cJSON *value,
                                     uint64_t *number) {
    const char *wanted = "an address";
    if (cJSON_IsString(value)) {
        const struct udpi_token word = take_word(value);
        wanted = udpi_word_parse(field, &word, number);
    }
    return wanted ? refuse_value(reader, value, wanted) : UDPI_OK;
}

static enum udpi_status read_ipv6(const struct reader *reader, const cJSON *value) {
    uint8_t address[16];
    const char *wanted = "an address";
    if (cJSON_IsString(value)) {
        const struct udpi_token word = take_word(value);
        wanted = udpi_ipv6_parse(&word, address);
    }
    if (wanted)
        return refuse_value(reader, value, wanted);
    udpi_sink_write(&reader->recipe->bytes, (const char *)address, sizeof address);
    return UDPI_OK;
}

static enum udpi_status read_hex(const struct reader *reader, const cJSON *value) {
    if (cJSON_IsArray(value))
        return udpi_error_set(reader->error, UDPI_USAGE,
                              "%s: a list cannot be built from its members; give its bytes as a string of hexadecimal "
                              "digits, or print the packet with --spec",
                              value->string);
    if (!cJSON_IsString(value))
        return refuse_value(reader, value, "a string of hexadecimal digits");
    const char *digits = value->valuestring;
    if (udpi_hex_append(&reader->recipe->bytes, digits, digits + strlen(digits)))
        return refuse_value(reader, value, "two hexadecimal digits for each byte");
    return UDPI_OK;
}

/* The byte of a \xHH at `at` that stands for what could not be shown; -1 where it is text: such a byte is not written so. */
static int read_wire_escape(const char *at) {
    if (at[0] != '\\' || at[1] != 'x' || udpi_digit_value(at[2]) < 0 || udpi_digit_value(at[3]) < 0)
        return -1;
    int byte = udpi_digit_value(at[2]) << 4 | udpi_digit_value(at[3]);
    return byte < 0x20 || byte >= 0x7f ? byte : -1;
}

static void append_wire_text(struct udpi_sink *bytes, const char *text) {
    while (*text) {
        int byte = read_wire_escape(text);
        const char escaped = (char)byte;
        udpi_sink_write(bytes, byte >= 0 ? &escaped : text, 1);
        text += byte >= 0 ? 4 : 1;
    }
}

static enum udpi_status read_text(const struct reader *reader, const cJSON *value) {
    if (!cJSON_IsString(value))
        return refuse_value(reader, value, "a string");
    append_wire_text(&reader->recipe->bytes, value->valuestring);
    return UDPI_OK;
}

static enum udpi_status read_bytes(const struct reader *reader, const struct udpi_field *field, const cJSON *value,
                                   struct udpi_ingredient *ingredient) {
    ingredient->bytes_at = (uint32_t)reader->recipe->bytes.used;
    enum udpi_status status = field->type == UDPI_IPV6   ? read_ipv6(reader, value)
                              : field->type == UDPI_TEXT ? read_text(reader, value)
                                                         : read_hex(reader, value);
    ingredient->bytes_count = (uint32_t)(reader->recipe->bytes.used - ingredient->bytes_at);
    unsigned room = udpi_field_bits(field) / 8;
    if (status == UDPI_OK && room > 0 && ingredient->bytes_count > room)
        return udpi_error_set(reader->error, UDPI_USAGE, "%s has room for %u bytes, not %u", field->key, room,
                              ingredient->bytes_count);
    return status;
}

static enum udpi_status read_value(const struct reader *reader, const struct udpi_field *field, const cJSON *value,
                                   struct udpi_ingredient *ingredient) {
    if (udpi_field_holds_bytes(field))
        return read_bytes(reader, field, value, ingredient);
    if (field->type == UDPI_BOOL)
        return read_flag(reader, value, &ingredient->number);
    if (field->type == UDPI_INT)
        return read_signed(reader, field, value, &ingredient->number);
    if (udpi_field_holds_word(field))
        return read_address(reader, field, value, &ingredient->number);
    return read_number(reader, field, value, &ingredient->number);
}

/* --- keys --------------------------------------------------------------------------------------------------------- */

/* Whether the key is that of a name beside its number: protocol_name. */
static bool is_name(const struct udpi_protocol *protocol, const char *key) {
    static const char ending[] = "_name";
    char stem[UDPI_NEAREST_WORD + 1];
    size_t length = strlen(key), cut = sizeof ending - 1;
    if (length <= cut || length - cut > UDPI_NEAREST_WORD || strcmp(key + length - cut, ending) != 0)
        return false;
    memcpy(stem, key, length - cut);
    stem[length - cut] = '\0';
    int field = udpi_field_find(protocol, stem);
    return field >= 0 && protocol->fields[field].names;
}

static enum udpi_status refuse_key(const struct reader *reader, const char *key) {
    const struct udpi_protocol *protocol = reader->layer->protocol;
    struct udpi_nearest nearest = {.word = key};
    for (unsigned i = 0; i < protocol->field_count && i < UDPI_MAX_INGREDIENTS; i++)
        if (udpi_field_is_built(&protocol->fields[i]))
            udpi_nearest_offer(&nearest, protocol->fields[i].key);
    return refuse_word(reader->error, "key", key, &nearest);
}

static enum udpi_status read_member(const struct reader *reader, const cJSON *value) {
    const struct udpi_protocol *protocol = reader->layer->protocol;
    int index = udpi_field_find(protocol, value->string);
    bool is_passed_over = index < 0
                              ? is_among(layer_keys, LAYER_KEYS, value->string) || is_name(protocol, value->string)
                              : !udpi_field_is_built(&protocol->fields[index]) || index >= UDPI_MAX_INGREDIENTS;
    if (is_passed_over)
        return UDPI_OK;
    if (index < 0)
        return refuse_key(reader, value->string);
    if (udpi_recipe_find(reader->layer, (unsigned)index))
        return udpi_error_set(reader->error, UDPI_USAGE, "%s is given twice", value->string);
    struct udpi_ingredient ingredient = {.field = (uint8_t)index};
    enum udpi_status status = read_value(reader, &protocol->fields[index], value, &ingredient);
    if (status == UDPI_OK)
        *udpi_recipe_give(reader->layer, (unsigned)index) = ingredient;
    return status;
}

/* --- layers ------------------------------------------------------------------------------------------------------- */

/* The text of a layer of bytes stands for them, or says the same as they. */
static enum udpi_status join_text(const struct reader *reader, const struct udpi_ingredient *hex, const cJSON *text) {
    if (!cJSON_IsString(text))
        return refuse_value(reader, text, "a string");
    size_t count = strlen(text->valuestring);
    if (!hex) {
        udpi_recipe_give_bytes(reader->recipe, reader->layer, udpi_field_content(reader->layer->protocol),
                               (const uint8_t *)text->valuestring, count);
        return UDPI_OK;
    }
    const uint8_t *bytes = udpi_recipe_bytes(reader->recipe, hex);
    if (hex->bytes_count == count && memcmp(bytes, text->valuestring, count) == 0)
        return UDPI_OK;
    return udpi_error_set(reader->error, UDPI_USAGE, "hex and text are different bytes; leave one of them out");
}

static enum udpi_status read_members(const struct reader *reader, const cJSON *object) {
    const cJSON *text = NULL;
    for (const cJSON *member = object->child; member; member = member->next) {
        bool is_text = reader->layer->protocol->is_data && strcmp(member->string, "text") == 0;
        if (is_text && text)
            return udpi_error_set(reader->error, UDPI_USAGE, "text is given twice");
        text = is_text ? member : text;
        if (!is_text && read_member(reader, member) != UDPI_OK)
            return reader->error->status;
    }
    if (!text)
        return UDPI_OK;
    const struct udpi_ingredient *hex = udpi_recipe_find(reader->layer, udpi_field_content(reader->layer->protocol));
    return join_text(reader, hex, text);
}

static enum udpi_status refuse_layer(struct udpi_error *error, const char *name) {
    struct udpi_nearest nearest = {.word = name};
    for (size_t i = 0; i < udpi_protocol_count; i++)
        if (!udpi_protocols[i]->is_invisible)
            udpi_nearest_offer(&nearest, udpi_protocols[i]->key);
    return refuse_word(error, "layer", name, &nearest);
}

static enum udpi_status check_buffer(const struct reader *reader, const cJSON *buffer) {
    bool is_known = cJSON_IsString(buffer) && strcmp(buffer->valuestring, "reassembled") == 0;
    return is_known ? UDPI_OK : refuse_value(reader, buffer, "\"reassembled\"");
}

/* Adds the layer that the object names as reader->layer; NULL where its bytes stand in another, in a buffer that is put
   together of several packets. */
static enum udpi_status open_layer(struct reader *reader, const cJSON *object) {
    reader->layer = NULL;
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(object, "layer");
    if (!cJSON_IsString(name))
        return udpi_error_set(reader->error, UDPI_USAGE, "expected an object with \"layer\", the layer's name");
    const struct udpi_protocol *protocol = udpi_protocol_find(name->valuestring);
    if (!protocol || protocol->is_invisible)
        return refuse_layer(reader->error, name->valuestring);
    const cJSON *buffer = cJSON_GetObjectItemCaseSensitive(object, "buffer");
    if (buffer)
        return check_buffer(reader, buffer);
    reader->layer = udpi_recipe_add_layer(reader->recipe, protocol);
    if (!reader->layer)
        return udpi_error_set(reader->error, UDPI_USAGE, "a packet has at most %d layers", UDPI_MAX_LAYERS);
    return UDPI_OK;
}

static enum udpi_status read_layer(struct reader *reader, const cJSON *object, unsigned index) {
    if (open_layer(reader, object) != UDPI_OK)
        return udpi_error_prefix(reader->error, "layers[%u]: ", index);
    if (reader->layer && read_members(reader, object) != UDPI_OK)
        return udpi_error_prefix(reader->error, "layers[%u] (%s): ", index, reader->layer->protocol->key);
    return UDPI_OK;
}

static enum udpi_status read_layers(struct reader *reader, const cJSON *root) {
    const cJSON *layers = cJSON_GetObjectItemCaseSensitive(root, "layers");
    if (!cJSON_IsArray(layers))
        return udpi_error_set(reader->error, UDPI_USAGE, "expected \"layers\", an array of objects");
    unsigned index = 0;
    for (const cJSON *object = layers->child; object; object = object->next)
        if (read_layer(reader, object, index++) != UDPI_OK)
            return reader->error->status;
    if (reader->recipe->bytes.used > UDPI_MAX_CRAFTED)
        return udpi_error_set(reader->error, UDPI_USAGE, "the packet is too large: it may have %d bytes",
                              UDPI_MAX_CRAFTED);
    return UDPI_OK;
}

/* --- the packet --------------------------------------------------------------------------------------------------- */

static enum udpi_status read_time(const struct reader *reader, const cJSON *value, int64_t *time) {
    const char *complaint = cJSON_IsString(value) ? udpi_time_parse(value->valuestring, time) : "not a string";
    return complaint ? udpi_error_set(reader->error, UDPI_USAGE, "time: %s", complaint) : UDPI_OK;
}

static enum udpi_status read_link_type(const struct reader *reader, const cJSON *value, int32_t *link_type) {
    *link_type = cJSON_IsString(value) ? udpi_link_name_parse(value->valuestring) : -1;
    return *link_type < 0 ? refuse_value(reader, value, "libpcap's name of one, such as EN10MB") : UDPI_OK;
}

/* A capture that kept less than the packet had says so in both. Of a packet that was kept whole the bytes decide. */
static void read_lengths(const cJSON *root, uint32_t *missing) {
    uint64_t captured, length;
    bool is_cut = take_number(cJSON_GetObjectItemCaseSensitive(root, "captured"), &captured) &&
                  take_number(cJSON_GetObjectItemCaseSensitive(root, "length"), &length) && length > captured;
    *missing = is_cut && length - captured < INT32_MAX ? (uint32_t)(length - captured) : 0;
}

static enum udpi_status read_top(const struct reader *reader, const cJSON *value, struct udpi_pattern *pattern) {
    if (strcmp(value->string, "time") == 0)
        return read_time(reader, value, &pattern->time);
    if (strcmp(value->string, "link_type") == 0)
        return read_link_type(reader, value, &pattern->link_type);
    if (is_among(packet_keys, PACKET_KEYS, value->string))
        return UDPI_OK;
    struct udpi_nearest nearest = {.word = value->string};
    for (size_t i = 0; i < PACKET_KEYS; i++)
        udpi_nearest_offer(&nearest, packet_keys[i]);
    udpi_nearest_offer(&nearest, "time");
    udpi_nearest_offer(&nearest, "link_type");
    return refuse_word(reader->error, "key", value->string, &nearest);
}

enum udpi_status udpi_document_read(const cJSON *root, struct udpi_pattern *pattern, bool *is_packet,
                                    struct udpi_error *error) {
    struct reader reader = {.recipe = &pattern->recipe, .error = error};
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(root, "type");
    if (type && !cJSON_IsString(type))
        return refuse_value(&reader, type, "a string");
    *is_packet = !type || strcmp(type->valuestring, "packet") == 0;
    if (!*is_packet)
        return UDPI_OK;
    for (const cJSON *member = root->child; member; member = member->next)
        if (read_top(&reader, member, pattern) != UDPI_OK)
            return error->status;
    read_lengths(root, &pattern->missing);
    return read_layers(&reader, root);
}
