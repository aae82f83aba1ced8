/* The fixed header of a protocol, drawn as RFCs draw it: 32 bits in a row. */
#ifndef UDPI_RENDER_REFERENCE_DIAGRAM_H
#define UDPI_RENDER_REFERENCE_DIAGRAM_H

#include <udpinspect/protocol.h>

#include "core/sink.h"

/*
 * Draws the header from the places of its fields; nothing where it has none. A field is named by its label, by its key
 * where that is too long, else by its initials. Of fields that share a place the first is drawn.
 */
void udpi_reference_draw(struct udpi_sink *sink, const struct udpi_protocol *protocol);

#endif
