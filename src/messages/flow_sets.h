/*
 * The sets that messages of NetFlow version 9 (RFC 3954 section 5) and of IPFIX (RFC 7011 section 3) are made of.
 *
 *     | id 2 | length 2, with both | records |
 *
 *     template of a record: | id 2, 256 or more | field count 2 | fields |
 *     options template, NetFlow: | id 2 | scope length 2, in bytes | option length 2, in bytes | scopes | fields |
 *     options template, IPFIX: | id 2 | field count 2, with the scopes | scope field count 2 | scopes | fields |
 *     field: | enterprise 1 bit, type 15 | length 2 | enterprise number 4, if the bit is set |
 *
 * There is no such bit in NetFlow. Data stays bytes: its template may be in a message of long ago.
 */
#ifndef UDPI_MESSAGES_FLOW_SETS_H
#define UDPI_MESSAGES_FLOW_SETS_H

#include "model/decode.h"
#include "model/numbers.h"

/* The fields of the sets within a protocol's: they begin at `first`, see UDPI_FLOW_FIELD_LIST. */
enum {
    UDPI_FLOW_SETS,
    UDPI_FLOW_SET,
    UDPI_FLOW_SET_ID,
    UDPI_FLOW_SET_LENGTH,
    UDPI_FLOW_TEMPLATES,
    UDPI_FLOW_TEMPLATE,
    UDPI_FLOW_TEMPLATE_ID,
    UDPI_FLOW_FIELD_COUNT,
    UDPI_FLOW_SCOPE_FIELD_COUNT,
    UDPI_FLOW_SCOPE_LENGTH,
    UDPI_FLOW_OPTION_LENGTH,
    UDPI_FLOW_SCOPE_FIELDS,
    UDPI_FLOW_TEMPLATE_FIELDS,
    UDPI_FLOW_FIELD,
    UDPI_FLOW_SCOPE_TYPE,
    UDPI_FLOW_TYPE,
    UDPI_FLOW_VENDOR_TYPE,
    UDPI_FLOW_LENGTH,
    UDPI_FLOW_ENTERPRISE,
    UDPI_FLOW_DATA,
    UDPI_FLOW_FIELDS
};

extern const struct udpi_names udpi_flow_set_names, udpi_flow_scope_names, udpi_flow_element_names;

/* Designated initializers of the sets' fields. */
#define UDPI_FLOW_FIELD_LIST(first)                                                                                    \
    [(first) + UDPI_FLOW_SETS] = {.key = "sets", .label = "Sets", .type = UDPI_LIST,                                   \
                                  .doc = "What the message carries."},                                                 \
    [(first) + UDPI_FLOW_SET] = {.key = "set", .label = "Set", .type = UDPI_GROUP,                                     \
                                 .within = UDPI_WITHIN((first) + UDPI_FLOW_SETS), .doc = "Records of one kind."},      \
    [(first) + UDPI_FLOW_SET_ID] = {.key = "set_id", .label = "Set id", .type = UDPI_UINT, .flags = UDPI_SUMMARY,      \
                                    .within = UDPI_WITHIN((first) + UDPI_FLOW_SET), .names = &udpi_flow_set_names,     \
                                    .doc = "Kind of set; from 256 on the template of its records."},                   \
    [(first) + UDPI_FLOW_SET_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT,                         \
                                        .within = UDPI_WITHIN((first) + UDPI_FLOW_SET),                                \
                                        .doc = "Bytes of the set with id and length."},                                \
    [(first) + UDPI_FLOW_TEMPLATES] = {.key = "templates", .label = "Templates", .type = UDPI_LIST,                    \
                                       .within = UDPI_WITHIN((first) + UDPI_FLOW_SET),                                 \
                                       .doc = "What records of data will look like."},                                 \
    [(first) + UDPI_FLOW_TEMPLATE] = {.key = "template", .label = "Template", .type = UDPI_GROUP,                      \
                                      .within = UDPI_WITHIN((first) + UDPI_FLOW_TEMPLATES),                            \
                                      .doc = "One kind of record."},                                                   \
    [(first) + UDPI_FLOW_TEMPLATE_ID] = {.key = "template_id", .label = "Template id", .type = UDPI_UINT,              \
                                         .within = UDPI_WITHIN((first) + UDPI_FLOW_TEMPLATE),                          \
                                         .doc = "Id of the sets that have such records."},                             \
    [(first) + UDPI_FLOW_FIELD_COUNT] = {.key = "field_count", .label = "Field count", .type = UDPI_UINT,              \
                                         .within = UDPI_WITHIN((first) + UDPI_FLOW_TEMPLATE),                          \
                                         .doc = "Fields of a record; of IPFIX 0 takes the template back."},            \
    [(first) + UDPI_FLOW_SCOPE_FIELD_COUNT] = {.key = "scope_field_count", .label = "Scope field count",               \
                                               .type = UDPI_UINT,                                                      \
                                               .within = UDPI_WITHIN((first) + UDPI_FLOW_TEMPLATE),                    \
                                               .doc = "How many of the fields are scopes (IPFIX)."},                   \
    [(first) + UDPI_FLOW_SCOPE_LENGTH] = {.key = "scope_length", .label = "Scope length", .type = UDPI_UINT,           \
                                          .within = UDPI_WITHIN((first) + UDPI_FLOW_TEMPLATE),                         \
                                          .doc = "Bytes of the scopes in the template (NetFlow)."},                    \
    [(first) + UDPI_FLOW_OPTION_LENGTH] = {.key = "option_length", .label = "Option length", .type = UDPI_UINT,        \
                                           .within = UDPI_WITHIN((first) + UDPI_FLOW_TEMPLATE),                        \
                                           .doc = "Bytes of the other fields in the template (NetFlow)."},             \
    [(first) + UDPI_FLOW_SCOPE_FIELDS] = {.key = "scope_fields", .label = "Scope fields", .type = UDPI_LIST,           \
                                          .within = UDPI_WITHIN((first) + UDPI_FLOW_TEMPLATE),                         \
                                          .like = UDPI_WITHIN((first) + UDPI_FLOW_TEMPLATE_FIELDS),                    \
                                          .doc = "What a record of options is about."},                                \
    [(first) + UDPI_FLOW_TEMPLATE_FIELDS] = {.key = "fields", .label = "Fields", .type = UDPI_LIST,                    \
                                             .within = UDPI_WITHIN((first) + UDPI_FLOW_TEMPLATE),                      \
                                             .doc = "What a record says, in its order."},                              \
    [(first) + UDPI_FLOW_FIELD] = {.key = "field", .label = "Field", .type = UDPI_GROUP,                               \
                                   .within = UDPI_WITHIN((first) + UDPI_FLOW_TEMPLATE_FIELDS), .doc = "One of them."}, \
    [(first) + UDPI_FLOW_SCOPE_TYPE] = {.key = "scope_type", .label = "Scope type", .type = UDPI_UINT,                 \
                                        .within = UDPI_WITHIN((first) + UDPI_FLOW_FIELD),                              \
                                        .names = &udpi_flow_scope_names,                                               \
                                        .doc = "Part of the exporter that options are of (NetFlow)."},                 \
    [(first) + UDPI_FLOW_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT,                                   \
                                  .within = UDPI_WITHIN((first) + UDPI_FLOW_FIELD), .names = &udpi_flow_element_names, \
                                  .doc = "What the field means: an information element."},                             \
    [(first) + UDPI_FLOW_VENDOR_TYPE] = {.key = "vendor_type", .label = "Type of the vendor", .type = UDPI_UINT,       \
                                         .within = UDPI_WITHIN((first) + UDPI_FLOW_FIELD),                             \
                                         .doc = "The same, where a vendor says what it means."},                       \
    [(first) + UDPI_FLOW_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT,                             \
                                    .within = UDPI_WITHIN((first) + UDPI_FLOW_FIELD),                                  \
                                    .doc = "Bytes of the field in a record; 65535 of IPFIX if it varies."},            \
    [(first) + UDPI_FLOW_ENTERPRISE] = {.key = "enterprise", .label = "Enterprise", .type = UDPI_UINT, .width = 4,     \
                                        .within = UDPI_WITHIN((first) + UDPI_FLOW_FIELD),                              \
                                        .names = &udpi_enterprise_names,                                               \
                                        .doc = "The vendor: a number that IANA has given out."},                       \
    [(first) + UDPI_FLOW_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES,                                  \
                                  .within = UDPI_WITHIN((first) + UDPI_FLOW_SET),                                      \
                                  .doc = "Records as their template says, and padding."}

/* How a protocol writes its sets. */
struct udpi_flow_form {
    uint8_t first;        /* of its fields for them */
    uint8_t template_set; /* id of a set of templates */
    uint8_t options_set;  /* id of a set of options templates */
    bool is_ipfix;
};

/* Whether a set begins at the cursor that ends within the claim; what is not captured may be one. */
bool udpi_has_flow_set(struct udpi_cursor cursor, const struct udpi_flow_form *form);

/* Takes and records all that is left of the claim as sets; one that is broken is noted, and nothing behind it read. */
void udpi_put_flow_sets(struct udpi_decode *d, const struct udpi_flow_form *form);

#endif
