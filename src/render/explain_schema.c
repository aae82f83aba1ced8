/* The members of `explain` that a layer can have. */
#include "render/explain.h"
#include "render/schema_parts.h"

static void describe_field(cJSON *properties, const struct udpi_field *field, const struct udpi_explain_kind *kind) {
    char key[UDPI_EXPLAIN_KEY_SIZE];
    for (size_t i = 0; i < kind->count; i++) {
        const struct udpi_schema_member *member = &kind->members[i];
        udpi_explain_write_key(key, kind, field, member);
        if (!cJSON_HasObjectItem(properties, key)) /* of two fields, a packet has one or the other */
            udpi_schema_set_member(udpi_schema_add(properties, key, member->description), member);
    }
}

void udpi_explain_describe(cJSON *properties, const struct udpi_protocol *protocol) {
    cJSON *members = NULL;
    for (unsigned i = 0; i < protocol->field_count; i++) {
        const struct udpi_field *field = &protocol->fields[i];
        const struct udpi_explain_kind *kind = field->within ? NULL : udpi_explain_find(protocol, field);
        if (!kind)
            continue;
        if (!members)
            members =
                udpi_schema_set_object(udpi_schema_add(properties, "explain", "With --explain: what the values mean."));
        describe_field(members, field, kind);
    }
}
