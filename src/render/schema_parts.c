#include "render/schema_parts.h"

#include <stdio.h>

#include "core/format.h"

enum { REFERENCE_SIZE = 160 };

#define OCTET "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
const char udpi_schema_mac_pattern[] = "^[0-9a-f]{2}(:[0-9a-f]{2}){5}$";
const char udpi_schema_ipv4_pattern[] = "^" OCTET "([.]" OCTET "){3}$";
const char udpi_schema_ipv6_pattern[] = "^[0-9a-f:]*:[0-9a-f:.]*$";
const char udpi_schema_time_pattern[] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{9}Z$";

/* --- parts -------------------------------------------------------------------------------------------------------- */

cJSON *udpi_schema_add(cJSON *properties, const char *key, const char *description) {
    cJSON *schema = cJSON_AddObjectToObject(properties, key);
    if (description)
        cJSON_AddStringToObject(schema, "description", description);
    return schema;
}

/* As text: cJSON would round a large number to 15 digits. */
void udpi_schema_add_number(cJSON *schema, const char *key, uint64_t number) {
    char text[UDPI_UINT_SIZE + 1];
    *udpi_format_uint(text, number) = '\0';
    cJSON_AddRawToObject(schema, key, text);
}

void udpi_schema_set_number(cJSON *schema, uint64_t minimum, uint64_t maximum) {
    cJSON_AddStringToObject(schema, "type", "integer");
    udpi_schema_add_number(schema, "minimum", minimum);
    udpi_schema_add_number(schema, "maximum", maximum);
}

void udpi_schema_set_boolean(cJSON *schema) {
    cJSON_AddStringToObject(schema, "type", "boolean");
}

void udpi_schema_set_string(cJSON *schema, const char *pattern) {
    cJSON_AddStringToObject(schema, "type", "string");
    if (pattern)
        cJSON_AddStringToObject(schema, "pattern", pattern);
}

void udpi_schema_set_words(cJSON *schema, const char *const *words, int count) {
    cJSON_AddItemToObject(schema, "enum", cJSON_CreateStringArray(words, count));
}

void udpi_schema_set_constant(cJSON *schema, const char *text) {
    cJSON_AddStringToObject(schema, "const", text);
}

cJSON *udpi_schema_set_object(cJSON *schema) {
    cJSON_AddStringToObject(schema, "type", "object");
    cJSON *properties = cJSON_AddObjectToObject(schema, "properties");
    cJSON_AddFalseToObject(schema, "additionalProperties");
    return properties;
}

cJSON *udpi_schema_set_array(cJSON *schema) {
    cJSON_AddStringToObject(schema, "type", "array");
    return cJSON_AddObjectToObject(schema, "items");
}

void udpi_schema_require(cJSON *schema, const char *const *keys, int count) {
    cJSON_AddItemToObject(schema, "required", cJSON_CreateStringArray(keys, count));
}

void udpi_schema_refer(cJSON *schema, const char *name) {
    char reference[REFERENCE_SIZE];
    snprintf(reference, sizeof reference, "#/$defs/%s", name);
    cJSON_AddStringToObject(schema, "$ref", reference);
}

void udpi_schema_add_rule(cJSON *rules, const char *key, const char *text) {
    cJSON *rule = cJSON_CreateObject();
    cJSON_AddItemToArray(rules, rule);
    cJSON *condition = cJSON_AddObjectToObject(rule, "if");
    udpi_schema_set_constant(cJSON_AddObjectToObject(cJSON_AddObjectToObject(condition, "properties"), key), text);
    udpi_schema_refer(cJSON_AddObjectToObject(rule, "then"), text);
}

void udpi_schema_set_address(cJSON *schema) {
    cJSON *kinds = cJSON_AddArrayToObject(schema, "anyOf");
    const char *const patterns[] = {udpi_schema_ipv4_pattern, udpi_schema_ipv6_pattern};
    for (unsigned i = 0; i < 2; i++) {
        cJSON *kind = cJSON_CreateObject();
        cJSON_AddItemToArray(kinds, kind);
        udpi_schema_set_string(kind, patterns[i]);
    }
}

/* --- objects that have a table of their keys ---------------------------------------------------------------------- */

static void set_word(cJSON *schema, const char *const *words) {
    int count = 0;
    while (words[count])
        count++;
    udpi_schema_set_words(schema, words, count);
}

/* Lists of objects go one level deep, as deep as their tables are nested. */
void udpi_schema_set_member(cJSON *schema, const struct udpi_schema_member *member) {
    switch (member->kind) {
    case UDPI_SCHEMA_TEXT: udpi_schema_set_string(schema, NULL); break;
    case UDPI_SCHEMA_DIGITS: udpi_schema_set_string(schema, "^[0-9]+$"); break;
    case UDPI_SCHEMA_ADDRESS: udpi_schema_set_address(schema); break;
    case UDPI_SCHEMA_MAC: udpi_schema_set_string(schema, udpi_schema_mac_pattern); break;
    case UDPI_SCHEMA_BOOLEAN: udpi_schema_set_boolean(schema); break;
    case UDPI_SCHEMA_BITS: udpi_schema_set_number(schema, 0, 128); break;
    case UDPI_SCHEMA_PORT: udpi_schema_set_number(schema, 0, UINT16_MAX); break;
    case UDPI_SCHEMA_COUNT: udpi_schema_set_number(schema, 0, UINT32_MAX); break;
    case UDPI_SCHEMA_NUMBER: udpi_schema_set_number(schema, 0, UDPI_SCHEMA_MAX_NUMBER); break;
    case UDPI_SCHEMA_WORD: set_word(schema, member->words); break;
    case UDPI_SCHEMA_LIST: udpi_schema_set_members(udpi_schema_set_array(schema), member->elements); break;
    }
}

void udpi_schema_set_members(cJSON *schema, const struct udpi_schema_document *document) {
    cJSON *properties = udpi_schema_set_object(schema), *required = cJSON_AddArrayToObject(schema, "required");
    if (document->type)
        udpi_schema_set_constant(udpi_schema_add(properties, "type", document->description), document->type);
    for (size_t i = 0; i < document->count; i++) {
        const struct udpi_schema_member *member = &document->members[i];
        udpi_schema_set_member(udpi_schema_add(properties, member->key, member->description), member);
        if (i < document->required)
            cJSON_AddItemToArray(required, cJSON_CreateString(member->key));
    }
}
