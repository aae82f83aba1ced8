/* Explanations in documents: `explain` of the layers, and of the packet. */
#include "render/explain.h"

#include "core/format.h"

enum { TEXT_SIZE = 64 };

/* --- the packet --------------------------------------------------------------------------------------------------- */

enum { CONTENT, CONTENT_SIZE, ENVELOPE, ENVELOPE_PERCENT, MTU, MTU_ASSUMED, PAYLOAD_ROOM, MEMBERS };

static const struct udpi_schema_member members[MEMBERS] = {
    [CONTENT] = {.key = "content", .kind = UDPI_SCHEMA_TEXT, .description = "The layer that the frame carries."},
    [CONTENT_SIZE] = {.key = "content_size", .kind = UDPI_SCHEMA_COUNT, .description = "Bytes of it."},
    [ENVELOPE] = {.key = "envelope", .kind = UDPI_SCHEMA_COUNT, .description = "All other bytes of the frame."},
    [ENVELOPE_PERCENT] = {.key = "envelope_percent", .kind = UDPI_SCHEMA_COUNT, .description = "Of the frame."},
    [MTU] = {.key = "mtu", .kind = UDPI_SCHEMA_COUNT, .description = "Of the interface where it is known, or 1500."},
    [MTU_ASSUMED] = {.key = "mtu_assumed", .kind = UDPI_SCHEMA_BOOLEAN, .description = "It is not known."},
    [PAYLOAD_ROOM] = {.key = "payload_room",
                      .kind = UDPI_SCHEMA_COUNT,
                      .description = "Bytes of payload that the MTU allows in these headers."},
};

const struct udpi_schema_document udpi_envelope_document = {
    .members = members, .count = MEMBERS, .required = MTU_ASSUMED + 1};

static void add_envelope(cJSON *document, const struct udpi_packet *packet) {
    struct udpi_envelope envelope;
    if (!udpi_envelope_measure(packet, &envelope))
        return;
    cJSON *object = cJSON_AddObjectToObject(document, "explain");
    cJSON_AddStringToObject(object, members[CONTENT].key, envelope.content);
    cJSON_AddNumberToObject(object, members[CONTENT_SIZE].key, envelope.content_size);
    cJSON_AddNumberToObject(object, members[ENVELOPE].key, envelope.frame_size - envelope.content_size);
    cJSON_AddNumberToObject(object, members[ENVELOPE_PERCENT].key, envelope.percent);
    cJSON_AddNumberToObject(object, members[MTU].key, envelope.mtu);
    cJSON_AddBoolToObject(object, members[MTU_ASSUMED].key, envelope.is_mtu_assumed);
    if (envelope.has_room)
        cJSON_AddNumberToObject(object, members[PAYLOAD_ROOM].key, envelope.room);
}

/* --- layers ------------------------------------------------------------------------------------------------------- */

static void add_fact(cJSON *object, const char *key, const struct udpi_explained_fact *fact) {
    char text[TEXT_SIZE];
    switch (fact->member->kind) {
    case UDPI_SCHEMA_TEXT:
    case UDPI_SCHEMA_WORD: cJSON_AddStringToObject(object, key, fact->text); break;
    case UDPI_SCHEMA_BOOLEAN: cJSON_AddBoolToObject(object, key, fact->number != 0); break;
    case UDPI_SCHEMA_ADDRESS:
        *udpi_format_ipv4(text, (uint32_t)fact->number) = '\0';
        cJSON_AddStringToObject(object, key, fact->text ? fact->text : text);
        break;
    case UDPI_SCHEMA_MAC:
        *udpi_format_mac(text, fact->number) = '\0';
        cJSON_AddStringToObject(object, key, text);
        break;
    default: cJSON_AddNumberToObject(object, key, (double)fact->number); break;
    }
}

static void add_facts(cJSON *object, const struct udpi_explanation *explanation) {
    char key[UDPI_EXPLAIN_KEY_SIZE];
    for (unsigned i = 0; i < explanation->count; i++) {
        udpi_explain_write_key(key, explanation->kind, explanation->field, explanation->facts[i].member);
        add_fact(object, key, &explanation->facts[i]);
    }
}

/* The subject has no value yet. */
static void add_layer(cJSON *document, struct udpi_explain_subject *subject) {
    cJSON *object = NULL;
    struct udpi_explanation explanation;
    for (unsigned i = 0; i < subject->layer->value_count; i++) {
        subject->value = &subject->packet->values[subject->layer->first_value + i];
        if (!udpi_explain_value(subject, &explanation) || explanation.count == 0)
            continue;
        if (!object)
            object = cJSON_AddObjectToObject(document, "explain");
        add_facts(object, &explanation);
    }
}

void udpi_explain_add(cJSON *document, const struct udpi_packet *packet, const struct udpi_surroundings *surroundings) {
    struct udpi_explain_subject subject = {.surroundings = surroundings, .packet = packet, .layer = packet->layers};
    cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItem(document, "layers")) {
        add_layer(item, &subject);
        subject.layer++;
    }
    add_envelope(document, packet);
}
