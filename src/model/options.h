/* Options of type, length and data, as IPv4 and the IPv6 extension headers have them. */
#ifndef UDPI_MODEL_OPTIONS_H
#define UDPI_MODEL_OPTIONS_H

#include "model/decode.h"

/* How a protocol's options look, and which of its fields stand for their parts. */
struct udpi_option_shape {
    uint8_t list, group, type, length, data; /* field numbers */
    bool counts_head;                        /* the length covers the type and length bytes too (IPv4) */
    bool has_end;                            /* type 0 ends the list (IPv4), else it is one byte of padding (IPv6) */
    bool has_no_operation;                   /* type 1 is a single byte (IPv4) */
};

/* One option, as `visit` gets it. */
struct udpi_option {
    const uint8_t *data;
    uint8_t type;
    uint8_t size; /* of data */
};

/*
 * Records the list over `size` bytes at `bytes`, with a group for each option. A length that does not fit is noted as
 * malformed and ends the list. Calls `visit` for each option that has data; `visit` may be NULL.
 */
void udpi_put_options(struct udpi_decode *d, const struct udpi_option_shape *shape, const uint8_t *bytes, size_t size,
                      void (*visit)(struct udpi_decode *d, const struct udpi_option *option));

#endif
