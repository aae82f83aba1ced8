/* The reference pages: what is decoded, what its fields mean, what the notes say. All of it comes from descriptors. */
#ifndef UDPI_RENDER_REFERENCE_H
#define UDPI_RENDER_REFERENCE_H

#include <stdbool.h>

#include "core/sink.h"

/* The table of all protocols: name, title, specification, what they are carried by. Lines are broken at `columns`. */
void udpi_reference_list(struct udpi_sink *sink, unsigned columns);

/*
 * The page of a protocol ("ipv4"), of one of its fields ("ipv4.ttl", "ipv4.options.type"), or of a note
 * ("udp-checksum-bad"). Gives false, and writes nothing, where there is no such name.
 */
bool udpi_reference_describe(struct udpi_sink *sink, const char *name, unsigned columns);

#endif
