/* The field behind the addresses of an Ethernet frame, where a switch put a tag of its own between them. */
#ifndef UDPI_MODEL_TYPE_OR_LENGTH_H
#define UDPI_MODEL_TYPE_OR_LENGTH_H

#include "model/build.h"
#include "model/decode.h"

/* What follows: an ethertype, or LLC of as many bytes as the field says where it is below 1536. */
struct udpi_next udpi_next_type_or_length(struct udpi_decode *d, uint16_t type);

/* Fills the field with what stands there for the following layer. The header ends behind it. */
void udpi_build_type_or_length(struct udpi_build *b, unsigned field);

#endif
