/* Names of Kerberos: components, each a string of BER, behind one another (RFC 4120 section 5.2.2). */
#ifndef UDPI_MODEL_PRINCIPAL_H
#define UDPI_MODEL_PRINCIPAL_H

#include <stddef.h>
#include <stdint.h>

#include <udpinspect/limits.h>

enum { UDPI_PRINCIPAL_TEXT_SIZE = UDPI_LONGEST_PRINCIPAL };

/*
 * Writes the components in the `count` bytes to `text`, of UDPI_PRINCIPAL_TEXT_SIZE bytes: "krbtgt/EXAMPLE.COM", a slash or backslash
 * within one with a backslash in front (RFC 1964 section 2.1.1); all other bytes as they are. Gives the length of the text, or 0 where
 * this is no name: no component, an element that is no string or goes beyond the others, more text than there is room for.
 */
size_t udpi_principal_write(const uint8_t *bytes, size_t count, uint8_t *text);

#endif
