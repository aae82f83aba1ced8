#include "render/json_text.h"

#include <stdlib.h>

#include "core/escape.h"
#include "core/format.h"

/* Writes three texts behind each other; gives their length. A test holds all keys to what there is room for. */
static uint8_t join(char *to, const char *before, const char *key, const char *behind) {
    char *end = stpcpy(stpcpy(stpcpy(to, before), key), behind);
    return (uint8_t)(end - to);
}

/* Whether the widest number of the field is above UDPI_JSON_MAX_NUMBER, or nothing says how wide it is. */
static bool is_wide(const struct udpi_field *field) {
    return udpi_field_bits(field) == 0 || udpi_field_bits(field) > 53;
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
        return is_wide(field) ? UDPI_JSON_OTHER : UDPI_JSON_NUMBER;
    case UDPI_BOOL:
    case UDPI_WORD: return UDPI_JSON_NAMED;
    case UDPI_MAC: return UDPI_JSON_MAC;
    case UDPI_IPV4: return UDPI_JSON_IPV4;
    case UDPI_BYTES: return UDPI_JSON_BYTES;
    case UDPI_TEXT: return field->flags & UDPI_IF_CLEAN ? UDPI_JSON_CLEAN : UDPI_JSON_TEXT;
    case UDPI_DOMAIN:
    case UDPI_OID:
    case UDPI_NETBIOS:
    case UDPI_PRINCIPAL: return UDPI_JSON_TEXT;
    default: return UDPI_JSON_OTHER;
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
    if (udpi_type_is_text(field->type))
        room = UDPI_ESCAPE_JSON_ROOM(UDPI_JSON_SHORT);
    return (uint32_t)(2 * UDPI_JSON_KEY_SIZE + room + UDPI_ESCAPE_JSON_ROOM(longest) + 16);
}

static bool is_recalled(const struct udpi_field *field) {
    enum udpi_json_form form = choose_form(field);
    return form >= UDPI_JSON_MAC && form <= UDPI_JSON_NAMED;
}

static void fill_field(struct udpi_json_field *text, const struct udpi_field *field) {
    text->key_length = join(text->key, ",\"", field->key, "\":");
    text->form = (uint8_t)choose_form(field);
    /* A number that belongs into another slot stands for an empty one. */
    for (uint64_t slot = 0; text->recalls && slot < UDPI_JSON_RECALL_SLOTS; slot++)
        text->recalls[slot].number = slot + 1;
}

static void fill_protocol(struct udpi_json_protocol *text, const struct udpi_protocol *protocol) {
    text->head_length = join(text->head, "{\"layer\":\"", protocol->key, "\",\"offset\":");
    if (!protocol->is_leftover)
        text->step_length = join(text->step, "|", protocol->key, "");
    text->src = text->dst = UDPI_JSON_NO_FIELD;
    struct udpi_json_recall *recalls = text->recalls;
    for (unsigned i = 0; i < protocol->field_count; i++) {
        const struct udpi_field *field = &protocol->fields[i];
        if (is_recalled(field)) {
            text->fields[i].recalls = recalls;
            recalls += UDPI_JSON_RECALL_SLOTS;
        }
        fill_field(&text->fields[i], field);
        if (field->flags & UDPI_SRC && text->src == UDPI_JSON_NO_FIELD)
            text->src = (uint8_t)i;
        if (field->flags & UDPI_DST && text->dst == UDPI_JSON_NO_FIELD)
            text->dst = (uint8_t)i;
        if (measure_room(field) > text->value_room)
            text->value_room = measure_room(field);
    }
}

static bool open_protocol(struct udpi_json_protocol *text, const struct udpi_protocol *protocol) {
    size_t recall_count = 0;
    for (unsigned i = 0; i < protocol->field_count; i++)
        recall_count += is_recalled(&protocol->fields[i]) ? UDPI_JSON_RECALL_SLOTS : 0;
    text->fields = calloc(protocol->field_count + 1U, sizeof *text->fields);
    text->recalls = calloc(recall_count + 1, sizeof *text->recalls);
    if (text->fields && text->recalls)
        fill_protocol(text, protocol);
    return text->fields && text->recalls;
}

struct udpi_json_protocol *udpi_json_text_create(void) {
    struct udpi_json_protocol *texts = calloc(udpi_protocol_count, sizeof *texts);
    for (size_t id = 0; texts && id < udpi_protocol_count; id++) {
        if (!open_protocol(&texts[id], udpi_protocols[id])) {
            udpi_json_text_free(texts);
            return NULL;
        }
    }
    return texts;
}

void udpi_json_text_free(struct udpi_json_protocol *protocols) {
    for (size_t id = 0; protocols && id < udpi_protocol_count; id++) {
        free(protocols[id].fields);
        free(protocols[id].recalls);
    }
    free(protocols);
}
