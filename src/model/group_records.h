/* Multicast memberships, as IGMPv3 (RFC 3376 section 4) and MLDv2 (RFC 3810 section 5) list them. */
#ifndef UDPI_MODEL_GROUP_RECORDS_H
#define UDPI_MODEL_GROUP_RECORDS_H

#include "model/decode.h"

/* Which of a protocol's fields stand for the parts of a record. */
struct udpi_group_shape {
    uint8_t list, record, type, group, sources, source, data; /* field numbers */
    uint8_t address_size;                                     /* 4 or 16 */
};

extern const struct udpi_names udpi_group_record_names;

/* Takes `count` records from the cursor and records them. */
void udpi_put_group_records(struct udpi_decode *d, const struct udpi_group_shape *shape, unsigned count);

/* Records the list `list` of `count` addresses at `at`, as elements `element` one level deeper than `depth`. */
void udpi_put_addresses(struct udpi_decode *d, unsigned depth, const uint8_t lists[2], const uint8_t *at,
                        unsigned count, uint8_t address_size);

#endif
