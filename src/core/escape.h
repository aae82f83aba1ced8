/*
 * The only two ways in which bytes from the wire reach an output: one escaper for each medium. What both write is valid
 * UTF-8.
 */
#ifndef UDPI_CORE_ESCAPE_H
#define UDPI_CORE_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room that `count` bytes may need: "\xHH" in a terminal, "\\xHH" in JSON. */
#define UDPI_ESCAPE_JSON_ROOM(count) (5 * (size_t)(count))
#define UDPI_ESCAPE_TERMINAL_ROOM(count) (4 * (size_t)(count))

/* Whether all bytes are valid UTF-8 made of printable characters, tab, CR and LF. True for no bytes. */
bool udpi_text_is_clean(const uint8_t *bytes, size_t count);

/*
 * For the inside of a JSON string: printable characters as they are, '"' and '\' escaped, tab, CR and LF as \t \r \n,
 * every other byte as \\xHH (which a JSON reader sees as \xHH). Gives the place behind.
 */
char *udpi_escape_json(char *at, const uint8_t *bytes, size_t count);

/*
 * For text between quotes, on a terminal: printable characters as they are, \" \\ \t \r \n, every other
 * byte as \xHH. Stops before the character that would need more than `columns` columns in all. Gives the place behind;
 * the number of bytes that were taken in *taken, which may be NULL.
 */
char *udpi_escape_terminal(char *at, const uint8_t *bytes, size_t count, size_t columns, size_t *taken);

/*
 * The same for the inside of the notation's quotes: "{n}", which would be read as the number of a packet, is written \x7bn}.
 * For text only: NULL at the first byte that is none. `taken` may not be NULL.
 */
char *udpi_escape_clean(char *at, const uint8_t *bytes, size_t count, size_t columns, size_t *taken);

#endif
