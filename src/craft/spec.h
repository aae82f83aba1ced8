/* The exact line of a packet: udpgen craft makes the same bytes of it. */
#ifndef UDPI_CRAFT_SPEC_H
#define UDPI_CRAFT_SPEC_H

#include <udpinspect/packet.h>

#include "core/sink.h"
#include "craft/recipe.h"

struct udpi_spec;

/* NULL where memory is short. */
struct udpi_spec *udpi_spec_create(void);
void udpi_spec_free(struct udpi_spec *spec); /* NULL is fine */

/*
 * The recipe from which exactly the captured bytes are built: 1 to UDPI_MAX_CRAFTED of them. Fields that the builder works
 * out to the same are not in it. Its first *kept layers are those of the packet that lie in the frame, in their order; the
 * bytes of the others are one payload. It is the caller's to change until the next call.
 */
struct udpi_recipe *udpi_spec_recipe(struct udpi_spec *spec, const struct udpi_packet *packet, unsigned *kept);

/*
 * Writes the line for the captured bytes of the packet, with newline. Every key that differs from what the builder
 * would fill in is there, and src > dst; what lies in a reassembled buffer is not. The packet is built from the line's
 * recipe before it is written: from the first layer on that does not come out the same, all bytes stand as one hex:. So
 * do the bytes of a frame that is larger than UDPI_MAX_CRAFTED, which is too large for udpgen craft.
 */
void udpi_spec_write(struct udpi_spec *spec, const struct udpi_packet *packet, struct udpi_sink *sink);

#endif
