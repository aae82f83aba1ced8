/* A value as text for people: what the line and the boxes have in common. */
#ifndef UDPI_RENDER_VALUE_H
#define UDPI_RENDER_VALUE_H

#include <udpinspect/packet.h>

enum { UDPI_VALUE_SIZE = 64 };

/*
 * Writes a number, flag, word, port or address; up to UDPI_VALUE_SIZE. UDPI_HEX has all digits of its field's width, a
 * flag is "yes" or "no", a word without a name is its number. Of UDPI_BYTES, UDPI_TEXT, UDPI_LIST and UDPI_GROUP it
 * writes nothing: their length has no bound, and is the caller's affair. Gives the place behind.
 */
char *udpi_value_write(char *at, const struct udpi_packet *packet, const struct udpi_layer *layer,
                       const struct udpi_value *value);

/*
 * Writes what kind of address or port it is, "private, class C"; nothing for all other values. Up to UDPI_VALUE_SIZE.
 * Gives the place behind.
 */
char *udpi_value_write_kind(char *at, const struct udpi_packet *packet, const struct udpi_layer *layer,
                            const struct udpi_value *value);

#endif
