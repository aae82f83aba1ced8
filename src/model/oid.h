/* Object identifiers as BER encodes them: ITU-T X.690 section 8.19. */
#ifndef UDPI_MODEL_OID_H
#define UDPI_MODEL_OID_H

#include <stddef.h>
#include <stdint.h>

#include <udpinspect/limits.h>

enum { UDPI_OID_TEXT_SIZE = 4 * UDPI_OID_LONGEST + 8 };

/*
 * Writes "1.3.6.1.2.1.1.3.0" for the `count` bytes to `text`, of UDPI_OID_TEXT_SIZE bytes. Gives the length of the text, or 0 where
 * the bytes are no identifier: none or too many, an unfinished number, one that begins with 0x80 or has more than 64 bits.
 */
size_t udpi_oid_write(const uint8_t *bytes, size_t count, uint8_t *text);

#endif
