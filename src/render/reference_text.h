/* Words in columns: what the reference pages are made of. */
#ifndef UDPI_RENDER_REFERENCE_TEXT_H
#define UDPI_RENDER_REFERENCE_TEXT_H

#include "core/sink.h"

enum { UDPI_REFERENCE_CELLS = 4, UDPI_REFERENCE_GAP = 2 };

struct udpi_reference_table {
    unsigned indent;
    unsigned count;
    unsigned widths[UDPI_REFERENCE_CELLS]; /* in columns of the terminal; at least 1 */
};

/* Writes one row. Each cell is broken between words into lines of its width; a longer word is broken anywhere. */
void udpi_reference_row(struct udpi_sink *sink, const struct udpi_reference_table *table, const char *const *cells);

/* Makes the last column as wide as the output allows; where that is hardly anything, the first one gives of its own. */
void udpi_reference_stretch(struct udpi_reference_table *table, unsigned columns);

/* Writes a paragraph that begins in column `indent` and ends before `columns`. */
void udpi_reference_paragraph(struct udpi_sink *sink, const char *text, unsigned indent, unsigned columns);

#endif
