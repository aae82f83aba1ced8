/*
 * Objects of --json that are no packets, as tables of their keys: the JSON Schema is made from them.
 */
#ifndef UDPI_RENDER_SCHEMA_MEMBERS_H
#define UDPI_RENDER_SCHEMA_MEMBERS_H

#include <stddef.h>

enum udpi_schema_kind {
    UDPI_SCHEMA_TEXT,
    UDPI_SCHEMA_DIGITS,  /* a string of them: a number that may have more than 53 bits */
    UDPI_SCHEMA_ADDRESS, /* IPv4 or IPv6 */
    UDPI_SCHEMA_MAC,
    UDPI_SCHEMA_BOOLEAN,
    UDPI_SCHEMA_BITS, /* of an address: 0 to 128 */
    UDPI_SCHEMA_PORT,
    UDPI_SCHEMA_COUNT,  /* up to 2^32 - 1 */
    UDPI_SCHEMA_NUMBER, /* up to 2^53 */
    UDPI_SCHEMA_WORD,   /* one of `words` */
    UDPI_SCHEMA_LIST,   /* of objects, `elements` */
};

struct udpi_schema_member {
    const char *key;
    enum udpi_schema_kind kind;
    const char *description;  /* NULL where the key says it */
    const char *const *words; /* ends with NULL */
    const struct udpi_schema_document *elements;
};

struct udpi_schema_document {
    const char *type;                         /* NULL of what stands in a list */
    const char *description;                  /* what it is, or NULL */
    const struct udpi_schema_member *members; /* besides "type" */
    size_t count;
    size_t required; /* the first of them are always there */
};

extern const struct udpi_schema_document udpi_socket_document;
extern const struct udpi_schema_document udpi_group_document;
extern const struct udpi_schema_document udpi_address_document;
extern const struct udpi_schema_document udpi_relation_document;

#endif
