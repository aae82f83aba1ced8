/*
 * Bytes in the notation:
 *
 *     "text with \" \\ \n \r \t \xHH"  /  hex:68656c6c6f  /  zeros:1000  /  random:1000[:seed]  /  @file, @"a file"
 *
 * random: gives the same bytes for the same seed (1 where none is given) on every machine: the numbers of core/random.h,
 * each written most significant byte first.
 */
#ifndef UDPI_CRAFT_CONTENT_H
#define UDPI_CRAFT_CONTENT_H

#include "core/sink.h"
#include "craft/lexer.h"

/* Whether the current token begins bytes. */
bool udpi_content_begins(const struct udpi_token *token);

/* Appends the bytes that begin at the current token, and reads the token behind them. Fails where they were cut for the
   screen, and where zeros, random bytes or a file are larger than a packet can be. */
enum udpi_status udpi_content_parse(struct udpi_lexer *lexer, struct udpi_sink *bytes);

/* Writes bytes as a text in quotes where is_text is set and all of it can be shown, else as hex:. */
void udpi_content_write(const uint8_t *bytes, size_t count, bool is_text, struct udpi_sink *sink);

/* Reads a number at *at, decimal or hexadecimal with 0x, up to `end`; *at is then behind it. False where there is none,
   or where it has more than 64 bits. */
bool udpi_number_parse(const char **at, const char *end, uint64_t *number);

#endif
