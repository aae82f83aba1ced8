/* Times as text: RFC 3339 section 5.6. */
#ifndef UDPI_CORE_RFC3339_H
#define UDPI_CORE_RFC3339_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads "2003-10-11T22:14:15.003Z" or "…+02:00", all of the `size` bytes, into nanoseconds since 1970-01-01 00:00 UTC. A leap second
 * is the second behind it; digits beyond nanoseconds are refused. False where it is no such time, or one before 1678 or after 2261,
 * which 64 bits do not reach.
 */
bool udpi_rfc3339_read(const uint8_t *text, size_t size, int64_t *time);

#endif
