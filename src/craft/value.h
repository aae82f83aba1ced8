/* Numbers, flags and addresses as people write them, and which of them a field can hold. */
#ifndef UDPI_CRAFT_VALUE_H
#define UDPI_CRAFT_VALUE_H

#include <udpinspect/protocol.h>

#include "craft/lexer.h"

/* Reads a number at *at, decimal or hexadecimal with 0x, up to `end`; *at is then behind it. False where there is none,
   or where it has more than 64 bits. */
bool udpi_number_parse(const char **at, const char *end, uint64_t *number);

/* The whole of the token as a number. */
bool udpi_number_read(const struct udpi_token *token, uint64_t *number);

/* The largest number that the field can be given. */
uint64_t udpi_field_limit(const struct udpi_field *field);

enum { UDPI_COMPLAINT_SIZE = 256 };

/* Whether the field can be given the number. Where not, says why: "ttl is at most 255, not 256", `shown` being the number
   as it was written. */
bool udpi_field_accepts(const struct udpi_field *field, uint64_t number, const char *shown,
                        char complaint[UDPI_COMPLAINT_SIZE]);

/* Whether a field with a sign (UDPI_INT) can be given the number. */
bool udpi_signed_accepts(const struct udpi_field *field, int64_t number);

/* The whole of the token, decimal or hexadecimal, maybe with a minus in front, as an int64_t that such a field can be given. */
bool udpi_signed_read(const struct udpi_field *field, const struct udpi_token *token, uint64_t *number);

/* What such a field wants: "a number from -128 to 127". Gives `text`. */
const char *udpi_signed_wanted(const struct udpi_field *field, char text[UDPI_COMPLAINT_SIZE]);

/* MAC, IPv4 and KNX addresses and times as numbers, flags as 0 or 1. NULL, or what the field's type wants instead: "true or false". */
const char *udpi_word_parse(const struct udpi_field *field, const struct udpi_token *token, uint64_t *number);

/* Whether udpi_word_parse is for fields of this type. */
bool udpi_field_holds_word(const struct udpi_field *field);

/* An IPv6 address; the same. */
const char *udpi_ipv6_parse(const struct udpi_token *token, uint8_t address[16]);

#endif
