/* The columns of the fields renderer: what each name that was asked for stands for. */
#ifndef UDPI_RENDER_COLUMNS_H
#define UDPI_RENDER_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

enum udpi_column_kind {
    /* of the packet */
    UDPI_COLUMN_FRAME,
    UDPI_COLUMN_TIME,
    UDPI_COLUMN_INTERFACE,
    UDPI_COLUMN_LINK_TYPE,
    UDPI_COLUMN_CAPTURED,
    UDPI_COLUMN_LENGTH,
    UDPI_COLUMN_PATH,
    UDPI_COLUMN_SRC,
    UDPI_COLUMN_SRC_PORT,
    UDPI_COLUMN_DST,
    UDPI_COLUMN_DST_PORT,
    UDPI_COLUMN_NOTES,
    UDPI_COLUMN_PACKET_KINDS,
    /* of each layer of a protocol */
    UDPI_COLUMN_OFFSET = UDPI_COLUMN_PACKET_KINDS,
    UDPI_COLUMN_SIZE,
    UDPI_COLUMN_BUFFER,
    UDPI_COLUMN_QUOTED,
    UDPI_COLUMN_NAMED_KINDS,
    UDPI_COLUMN_VALUE = UDPI_COLUMN_NAMED_KINDS, /* of a field */
    UDPI_COLUMN_NAME,                            /* the name of its number */
    UDPI_COLUMN_ELEMENTS,                        /* of a list of single values */
    UDPI_COLUMN_DOCUMENT,                        /* a list of groups, or a group, as JSON */
};

struct udpi_column {
    uint8_t kind; /* enum udpi_column_kind */
    uint8_t protocol_id;
    uint8_t field;
    bool is_nested;     /* the field lies within a list or group: */
    uint8_t outer;      /* the outermost of those */
    bool is_one;        /* of one layer only: */
    int16_t occurrence; /* 0 the outermost of its protocol, 1 the next, -1 the innermost */
};

/*
 * Resolves names with commas between them: keys of the packet document ("time", "src_port"), and LAYER.KEY for those of a
 * layer ("udp.length", "ipv4.protocol_name", "ipv4.options.type"), where the layer may have an occurrence behind it
 * ("udp[-1].length"). Gives *count columns to be freed, or NULL with *error set, which tells the name that is most like
 * an unknown one.
 */
struct udpi_column *udpi_columns_parse(const char *names, size_t *count, struct udpi_error *error);

#endif
