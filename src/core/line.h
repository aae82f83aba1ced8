/* Lines of text from a stream, of a bounded length. */
#ifndef UDPI_CORE_LINE_H
#define UDPI_CORE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* All zeros at first. */
struct udpi_line {
    char *text; /* with its newline, if it has one, and a NUL behind */
    size_t length;
    size_t room;
    bool is_too_long; /* more than UDPI_LONGEST_LINE bytes: `text` has those */
};

/* Reads the next line. False at the end, where the stream fails (ferror(3)), and where memory is short: then errno is ENOMEM. */
bool udpi_line_read(struct udpi_line *line, FILE *stream);

void udpi_line_free(struct udpi_line *line);

#endif
