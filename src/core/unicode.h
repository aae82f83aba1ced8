/* UTF-8 from the wire: which characters may be shown, and how many columns of a terminal they take. */
#ifndef UDPI_CORE_UNICODE_H
#define UDPI_CORE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Length in bytes (1 to 4) of the printable character at `bytes`, or 0 where there is none: invalid UTF-8 (overlong
 * forms, surrogates, above U+10FFFF, cut off), or a control, format, bidirectional, zero-width, line-separating,
 * private or unassigned character. `count` is at least 1. Columns taken (0 for a combining mark, 1 or 2) in *width,
 * which may be NULL and is set only where there is a character.
 * Tab, CR and LF are not printable here: what becomes of them is each medium's own affair.
 */
size_t udpi_unicode_printable(const uint8_t *bytes, size_t count, unsigned *width);

/* Columns that a NUL-terminated text of our own takes. Bytes that are no printable character take none. */
size_t udpi_unicode_columns(const char *text);

#endif
