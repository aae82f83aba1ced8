/*
 * Of what a JSON Schema is made. A schema that is handed in is an empty object, or has a description; the functions make
 * it one of the kind that they name.
 */
#ifndef UDPI_RENDER_SCHEMA_PARTS_H
#define UDPI_RENDER_SCHEMA_PARTS_H

#include <stdint.h>

#include <cjson/cJSON.h>

#include "render/schema_members.h"

#define UDPI_SCHEMA_MAX_NUMBER ((UINT64_C(1) << 53) - 1)

/* Patterns are anchored, and mean the same as ECMA-262 and as POSIX extended expressions. */
extern const char udpi_schema_mac_pattern[], udpi_schema_ipv4_pattern[], udpi_schema_ipv6_pattern[];
extern const char udpi_schema_time_pattern[];

/* Adds an empty schema for `key`, to be filled in; the description may be NULL. */
cJSON *udpi_schema_add(cJSON *properties, const char *key, const char *description);

void udpi_schema_add_number(cJSON *schema, const char *key, uint64_t number);
void udpi_schema_set_number(cJSON *schema, uint64_t minimum, uint64_t maximum);
void udpi_schema_set_boolean(cJSON *schema);
void udpi_schema_set_string(cJSON *schema, const char *pattern); /* NULL: any */
void udpi_schema_set_words(cJSON *schema, const char *const *words, int count);
void udpi_schema_set_constant(cJSON *schema, const char *text);
void udpi_schema_set_address(cJSON *schema); /* IPv4 or IPv6 */

/* An object that has no other keys than those added to what is returned. */
cJSON *udpi_schema_set_object(cJSON *schema);

/* Returns the schema of its elements. */
cJSON *udpi_schema_set_array(cJSON *schema);

void udpi_schema_require(cJSON *schema, const char *const *keys, int count);

/* What the definition of this name says. */
void udpi_schema_refer(cJSON *schema, const char *name);

/* Adds: where `key` is `text`, the definition of that name holds. */
void udpi_schema_add_rule(cJSON *rules, const char *key, const char *text);

/* A member by its table, and an object with all members of a table. */
void udpi_schema_set_member(cJSON *schema, const struct udpi_schema_member *member);
void udpi_schema_set_members(cJSON *schema, const struct udpi_schema_document *document);

#endif
