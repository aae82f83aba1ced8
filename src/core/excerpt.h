/* The part of a line of input around a place in it, for an error that points there. */
#ifndef UDPI_CORE_EXCERPT_H
#define UDPI_CORE_EXCERPT_H

#include <stddef.h>

enum {
    UDPI_EXCERPT_COLUMNS = 80,
    UDPI_EXCERPT_SIZE = 1024, /* bytes: marks that combine take no column, and are left out where there are too many */
};

struct udpi_excerpt {
    char text[UDPI_EXCERPT_SIZE]; /* fit for a terminal; "" for none */
    unsigned caret;               /* columns in front of the place */
};

/*
 * Shows the line, or what of it fits into UDPI_EXCERPT_COLUMNS with "…" for what is left out. `length` is that of the line
 * without its newline; the place is `at` bytes from its beginning, `length` being the place behind it. What cannot be shown
 * stands as \t or \xHH.
 */
void udpi_excerpt_make(struct udpi_excerpt *excerpt, const char *line, size_t length, size_t at);

#endif
