/* A value as text: what the line and the boxes have in common, and what JSON and the fields have. */
#ifndef UDPI_RENDER_VALUE_H
#define UDPI_RENDER_VALUE_H

#include <udpinspect/packet.h>

enum { UDPI_VALUE_SIZE = 64 };

/*
 * Writes a number, flag, word, port or address; up to UDPI_VALUE_SIZE. UDPI_HEX has all digits of its field's width, a
 * flag is "yes" or "no", a word without a name is its number. Of UDPI_BYTES, of text, UDPI_LIST and UDPI_GROUP it
 * writes nothing: their length is the caller's affair. Gives the place behind.
 */
char *udpi_value_write(char *at, const struct udpi_packet *packet, const struct udpi_layer *layer,
                       const struct udpi_value *value);

/*
 * The same for programs, without quotes: numbers in decimal, those of a field of more than 53 bits as "0x" with all its
 * digits, a flag as "true" or "false". Of UDPI_WORD too it writes nothing. `bytes` are those of the value.
 */
char *udpi_value_write_data(char *at, const struct udpi_field *field, const struct udpi_value *value,
                            const uint8_t *bytes);

/* Whether a number is written in decimal for programs: every reader of JSON keeps its 53 bits. */
static inline bool udpi_value_is_decimal(const struct udpi_field *field, uint64_t number) {
    return udpi_field_bits(field) <= 53 && number >> 53 == 0;
}

/* Whether the value is text that is left out because it is not clean (UDPI_IF_CLEAN). */
bool udpi_value_is_unclean(const struct udpi_field *field, const struct udpi_value *value, const uint8_t *bytes);

/*
 * Writes what kind of address or port it is, "private, class C"; nothing for all other values. Up to UDPI_VALUE_SIZE.
 * Gives the place behind.
 */
char *udpi_value_write_kind(char *at, const struct udpi_packet *packet, const struct udpi_layer *layer,
                            const struct udpi_value *value);

#endif
