#include "render/json_text.h"

#include <assert.h>
#include <stdlib.h>

#include "core/escape.h"
#include "core/format.h"

/* Writes three texts behind each other into `size` bytes; gives their length. */
static uint8_t join(char *to, size_t size, const char *before, const char *key, const char *behind) {
    const char *parts[] = {before, key, behind};
    size_t length = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t part = strlen(parts[i]);
        assert(part <= size - length);
        memcpy(to + length, parts[i], part);
        length += part;
    }
    return (uint8_t)length;
}

/* Whether the widest number of the field is above UDPI_JSON_MAX_NUMBER, or nothing says how wide it is. */
static bool is_wide(const struct udpi_field *field) {
    return field->bits == 0 || field->bits > 53;
}

static enum udpi_json_form choose_form(const struct udpi_field *field) {
    if (field->type == UDPI_LIST || field->type == UDPI_GROUP)
        return UDPI_JSON_NESTED;
    if (field->flags & UDPI_DETAIL)
        return UDPI_JSON_OMITTED;
    switch (field->type) {
    case UDPI_UINT:
    case UDPI_HEX:
    case UDPI_PORT:
        if (field->names)
            return UDPI_JSON_NAMED;
        return is_wide(field) ? UDPI_JSON_SCALAR : UDPI_JSON_NUMBER;
    case UDPI_BOOL:
    case UDPI_WORD: return UDPI_JSON_NAMED;
    case UDPI_MAC: return UDPI_JSON_MAC;
    case UDPI_IPV4: return UDPI_JSON_IPV4;
    default: return UDPI_JSON_SCALAR;
    }
}

/* Room for key and value, for the key and the text of its name, and for brackets. */
static uint32_t measure_room(const struct udpi_field *field) {
    size_t longest = 0;
    for (size_t i = 0; field->names && i < field->names->count; i++)
        if (field->names->entries[i].length > longest)
            longest = field->names->entries[i].length;
    size_t room = UDPI_IPV6_SIZE > UDPI_UINT_SIZE ? UDPI_IPV6_SIZE : UDPI_UINT_SIZE;
    if (field->type == UDPI_BYTES)
        room = 2 * UDPI_JSON_SHORT;
    if (field->type == UDPI_TEXT)
        room = UDPI_ESCAPE_JSON_ROOM(UDPI_JSON_SHORT);
    return (uint32_t)(2 * UDPI_JSON_KEY_SIZE + room + UDPI_ESCAPE_JSON_ROOM(longest) + 16);
}

static void fill_field(struct udpi_json_field *text, const struct udpi_field *field) {
    text->key_length = join(text->key, sizeof text->key, ",\"", field->key, "\":");
    text->form = (uint8_t)choose_form(field);
    /* A number that belongs into another slot stands for an empty one. */
    for (uint64_t slot = 0; text->recalls && slot < UDPI_JSON_RECALL_SLOTS; slot++)
        text->recalls[slot].number = slot + 1;
}

static void fill_protocol(struct udpi_json_protocol *text, const struct udpi_protocol *protocol) {
    text->head_length = join(text->head, sizeof text->head, "{\"layer\":\"", protocol->key, "\",\"offset\":");
    if (!protocol->is_leftover)
        text->step_length = join(text->step, sizeof text->step, "|", protocol->key, "");
    text->src = text->dst = UDPI_JSON_NO_FIELD;
    for (unsigned i = protocol->field_count; i > 0; i--) {
        const struct udpi_field *field = &protocol->fields[i - 1];
        fill_field(&text->fields[i - 1], field);
        if (field->flags & UDPI_SRC)
            text->src = (uint8_t)(i - 1);
        if (field->flags & UDPI_DST)
            text->dst = (uint8_t)(i - 1);
        if (measure_room(field) > text->value_room)
            text->value_room = measure_room(field);
    }
}

static bool fill_protocols(struct udpi_json_protocol *texts) {
    for (size_t id = 0; id < udpi_protocol_count; id++) {
        const struct udpi_protocol *protocol = udpi_protocols[id];
        texts[id].fields = calloc(protocol->field_count + 1U, sizeof *texts->fields);
        if (!texts[id].fields)
            return false;
        for (unsigned i = 0; i < protocol->field_count; i++) {
            struct udpi_json_field *field = &texts[id].fields[i];
            enum udpi_json_form form = choose_form(&protocol->fields[i]);
            if (form < UDPI_JSON_MAC || form > UDPI_JSON_NAMED)
                continue;
            field->recalls = calloc(UDPI_JSON_RECALL_SLOTS, sizeof *field->recalls);
            if (!field->recalls)
                return false;
        }
        fill_protocol(&texts[id], protocol);
    }
    return true;
}

struct udpi_json_protocol *udpi_json_text_create(void) {
    struct udpi_json_protocol *texts = calloc(udpi_protocol_count, sizeof *texts);
    if (texts && fill_protocols(texts))
        return texts;
    udpi_json_text_free(texts);
    return NULL;
}

void udpi_json_text_free(struct udpi_json_protocol *texts) {
    for (size_t id = 0; texts && id < udpi_protocol_count; id++) {
        for (unsigned i = 0; texts[id].fields && i < udpi_protocols[id]->field_count; i++)
            free(texts[id].fields[i].recalls);
        free(texts[id].fields);
    }
    free(texts);
}
