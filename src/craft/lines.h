/* Lines of the notation as a source of patterns: those that were given, or those of a file. */
#ifndef UDPI_CRAFT_LINES_H
#define UDPI_CRAFT_LINES_H

#include <stddef.h>

#include "craft/source.h"

struct udpi_lines;

/* Opens the given lines. NULL where memory is short. */
struct udpi_lines *udpi_lines_give(const char *const *given, size_t count, struct udpi_error *error);

/* Opens a file; "-" is standard input. Empty lines and those with '#' first do not count. NULL where it cannot be read. */
struct udpi_lines *udpi_lines_open(const char *path, struct udpi_error *error);

void udpi_lines_close(struct udpi_lines *lines); /* NULL is fine */

struct udpi_source udpi_lines_source(struct udpi_lines *lines);

#endif
