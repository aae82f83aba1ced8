/* Where patterns come from: lines (craft/lines.h) or documents (craft/documents.h). */
#ifndef UDPI_CRAFT_SOURCE_H
#define UDPI_CRAFT_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

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

#endif
