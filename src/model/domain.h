/* Domain names as DNS messages have them: RFC 1035 sections 3.1 and 4.1.4. */
#ifndef UDPI_MODEL_DOMAIN_H
#define UDPI_MODEL_DOMAIN_H

#include "model/decode.h"

enum { UDPI_DOMAIN_TEXT_SIZE = 512 }; /* a name has 255 bytes at most, and each may need a backslash */

/*
 * Writes the name that begins `at` bytes into the `size` bytes at `message` to `text`, of UDPI_DOMAIN_TEXT_SIZE bytes:
 * "example.com", the root as ".", a dot or backslash within a label with a backslash in front (RFC 1035 section 5.1); all other
 * bytes as they are. Gives the length of the text, or 0 where this is no name. Each pointer must lead further to the front than
 * all that was read before, so that none goes in circles.
 */
size_t udpi_domain_write(const uint8_t *message, size_t size, size_t at, uint8_t *text);

/*
 * Takes a name from the cursor; `message` is the first byte that a pointer can mean. False where it is not all there (cursor.stop is
 * set), and where it is none: that is noted, and the cursor is behind it if its end could be found.
 */
bool udpi_pass_domain(struct udpi_decode *d, const uint8_t *message);

/* The same, and records it as `field`, at `depth`. */
bool udpi_take_domain(struct udpi_decode *d, unsigned depth, unsigned field, const uint8_t *message);

#endif
