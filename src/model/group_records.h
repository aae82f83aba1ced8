/* Multicast memberships, as IGMPv3 (RFC 3376 section 4) and MLDv2 (RFC 3810 section 5) list them. */
#ifndef UDPI_MODEL_GROUP_RECORDS_H
#define UDPI_MODEL_GROUP_RECORDS_H

#include "model/decode.h"

/* The fields of the records within a protocol's: they begin at `first`, see UDPI_GROUP_RECORD_FIELD_LIST. */
enum {
    UDPI_GROUP_RECORD_LIST,
    UDPI_GROUP_RECORD_RECORD,
    UDPI_GROUP_RECORD_TYPE,
    UDPI_GROUP_RECORD_GROUP,
    UDPI_GROUP_RECORD_SOURCES,
    UDPI_GROUP_RECORD_SOURCE,
    UDPI_GROUP_RECORD_DATA,
    UDPI_GROUP_RECORD_FIELDS
};

extern const struct udpi_names udpi_group_record_names;

/* Designated initializers of the records' fields; `address` is UDPI_IPV4 or UDPI_IPV6. */
#define UDPI_GROUP_RECORD_FIELD_LIST(first, address)                                                                   \
    [(first) + UDPI_GROUP_RECORD_LIST] = {.key = "records", .label = "Records", .type = UDPI_LIST,                     \
                                          .doc = "Memberships reported."},                                             \
    [(first) + UDPI_GROUP_RECORD_RECORD] = {.key = "record", .label = "Record", .type = UDPI_GROUP,                    \
                                            .within = UDPI_WITHIN((first) + UDPI_GROUP_RECORD_LIST),                   \
                                            .doc = "Membership in one group."},                                        \
    [(first) + UDPI_GROUP_RECORD_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT,                           \
                                          .within = UDPI_WITHIN((first) + UDPI_GROUP_RECORD_RECORD),                   \
                                          .names = &udpi_group_record_names,                                           \
                                          .doc = "What the list of sources means."},                                   \
    [(first) + UDPI_GROUP_RECORD_GROUP] = {.key = "group", .label = "Group", .type = (address),                        \
                                           .within = UDPI_WITHIN((first) + UDPI_GROUP_RECORD_RECORD),                  \
                                           .doc = "Multicast group."},                                                 \
    [(first) + UDPI_GROUP_RECORD_SOURCES] = {.key = "sources", .label = "Sources", .type = UDPI_LIST,                  \
                                             .within = UDPI_WITHIN((first) + UDPI_GROUP_RECORD_RECORD),                \
                                             .doc = "Senders to the group."},                                          \
    [(first) + UDPI_GROUP_RECORD_SOURCE] = {.key = "source", .label = "Source", .type = (address),                     \
                                            .within = UDPI_WITHIN((first) + UDPI_GROUP_RECORD_SOURCES),                \
                                            .doc = "Address of one sender."},                                          \
    [(first) + UDPI_GROUP_RECORD_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES,                          \
                                          .within = UDPI_WITHIN((first) + UDPI_GROUP_RECORD_RECORD),                   \
                                          .doc = "Auxiliary data, of which there is none so far."}

/* Takes `count` records, with addresses of `address_size` bytes, from the cursor and records them at the fields that begin
   at `first`. */
void udpi_put_group_records(struct udpi_decode *d, unsigned first, unsigned count, uint8_t address_size);

/* Records the list `list` of `count` addresses at `at`, as elements `element` one level deeper than `depth`. */
void udpi_put_addresses(struct udpi_decode *d, unsigned depth, const uint8_t lists[2], const uint8_t *at,
                        unsigned count, uint8_t address_size);

#endif
