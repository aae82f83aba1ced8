/*
 * A small validator of JSON Schema: the keywords that --schema writes, and no others. Independent of the renderer.
 *
 * Known: type, const, enum, properties, required, additionalProperties (false only), items, minimum, maximum,
 * multipleOf, pattern, $ref to #/$defs/NAME, allOf, anyOf, if and then. A keyword that is not known is a breach, and so
 * is a key that an object has twice.
 */
#ifndef TESTS_SCHEMA_CHECK_H
#define TESTS_SCHEMA_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

struct schema_check;

/* A validator for the schema in `text`; NULL where that is no JSON. */
struct schema_check *schema_check_create(const char *text);
void schema_check_free(struct schema_check *check);

/* Whether the document fits. If not, the first breach is in `breach`: "$.layers[1].ttl: above the maximum of 255". */
bool schema_check_document(struct schema_check *check, const cJSON *document, char *breach, size_t size);

/* The same for one line of text, which must be one JSON object without anything behind it. */
bool schema_check_line(struct schema_check *check, const char *line, size_t length, char *breach, size_t size);

#endif
