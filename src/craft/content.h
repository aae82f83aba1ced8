/*
 * Bytes in the notation:
 *
 *     "text with \" \\ \n \r \t \xHH {n}"  /  hex:68656c6c6f  /  zeros:1000  /  random:1000[:seed]  /  @file, @"a file"
 *
 * In place of 1000 a range may stand: zeros:1..1400 are as many packets, random:1..1400 draws a size for each packet.
 * random: gives the same bytes for the same seed (1 where none is given) on every machine: the numbers of core/random.h,
 * each written most significant byte first.
 */
#ifndef UDPI_CRAFT_CONTENT_H
#define UDPI_CRAFT_CONTENT_H

#include "core/sink.h"
#include "craft/lexer.h"
#include "craft/sweep.h"

/* Whether the current token begins bytes. */
bool udpi_content_begins(const struct udpi_token *token);

/*
 * Appends the bytes that begin at the current token, and reads the token behind them; of a sweep as many as its packets have
 * at most, and *sweep says of what kind it is. Fails where they were cut for the screen, and where zeros, random bytes or a
 * file are larger than a packet can be.
 */
enum udpi_status udpi_content_parse(struct udpi_lexer *lexer, struct udpi_sink *bytes, struct udpi_sweep *sweep);

/* Writes bytes as a text in quotes where is_text is set and all of it can be shown, else as hex:. */
void udpi_content_write(const uint8_t *bytes, size_t count, bool is_text, struct udpi_sink *sink);

/* Appends the bytes of hexadecimal digits up to `end`. Gives NULL, or the place where there is no digit: `end` where a
   second one is missing. */
const char *udpi_hex_append(struct udpi_sink *bytes, const char *digits, const char *end);

#endif
