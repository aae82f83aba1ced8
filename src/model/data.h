/* Layers that are nothing but bytes: payload, surplus, trailer. */
#ifndef UDPI_MODEL_DATA_H
#define UDPI_MODEL_DATA_H

#include "model/decode.h"

enum { UDPI_DATA_HEX, UDPI_DATA_TEXT, UDPI_DATA_FIELDS };
extern const struct udpi_field udpi_data_fields[UDPI_DATA_FIELDS];

/* Takes all that is left. */
struct udpi_next udpi_decode_data(struct udpi_decode *d, const uint8_t *header);

#endif
