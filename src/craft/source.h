/* Where patterns come from: lines (craft/lines.h) or documents (craft/documents.h), given or out of a file. */
#ifndef UDPI_CRAFT_SOURCE_H
#define UDPI_CRAFT_SOURCE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "craft/pattern.h"

struct udpi_source {
    void *context;
    /* Reads the next pattern into a cleared one. Fails with UDPI_USAGE where it is wrong; the error names the place in the
       source. At the end *is_there is false. */
    enum udpi_status (*next)(void *context, struct udpi_pattern *pattern, bool *is_there, struct udpi_error *error);
    /* Puts the place in front of an error about a pattern: "line 3: ". */
    enum udpi_status (*locate)(const void *context, const struct udpi_pattern *pattern, struct udpi_error *error);
    bool is_given;    /* all of it is at hand: it is checked before the first packet is put out */
    const char *name; /* "standard input" */
};

/* A file of patterns, with its name as errors call it. */
struct udpi_source_file {
    FILE *stream;
    const char *name;
};

/* Opens the file to be read; "-" is standard input. Fails with UDPI_FAILED. */
enum udpi_status udpi_source_open(struct udpi_source_file *file, const char *path, struct udpi_error *error);
void udpi_source_close(struct udpi_source_file *file); /* one that is not open is fine */

/* To be called at the end, errno being that of the last read: fails where the file could not be read on. A signal that
   ends the program ends the file, too. */
enum udpi_status udpi_source_check(const struct udpi_source_file *file, struct udpi_error *error);

#endif
