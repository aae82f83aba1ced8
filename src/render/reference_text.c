#include "render/reference_text.h"

#include <string.h>

#include "core/unicode.h"

enum { NARROWEST = 16 };

static void write_spaces(struct udpi_sink *sink, unsigned count) {
    char *at = udpi_sink_reserve(sink, count);
    memset(at, ' ', count);
    udpi_sink_commit(sink, at + count);
}

/* Bytes of the text that fit into a line of `width` columns, and how many they take. */
static size_t measure_line(const char *text, unsigned width, unsigned *columns) {
    size_t taken = 0, broken = 0;
    unsigned used = 0;
    for (size_t left = strlen(text); left > 0;) {
        unsigned character = 1;
        size_t size = udpi_unicode_printable((const uint8_t *)text + taken, left, &character);
        if (text[taken] == ' ') {
            broken = taken;
            *columns = used;
        }
        if (used + character > width && taken > 0) {
            if (broken == 0)
                *columns = used;
            return broken > 0 ? broken : taken;
        }
        size = size > 0 ? size : 1;
        taken += size;
        left -= size;
        used += character;
    }
    *columns = used;
    return taken;
}

/* Writes a line of the cell, with the padding that is owed in front; gives what is left of it. */
static const char *write_line(struct udpi_sink *sink, const char *cell, unsigned width, unsigned *padding) {
    unsigned columns = 0;
    size_t size = measure_line(cell, width, &columns);
    if (size > 0) {
        write_spaces(sink, *padding);
        udpi_sink_write(sink, cell, size);
        *padding = 0;
    }
    *padding += width - columns + UDPI_REFERENCE_GAP;
    return cell + size + strspn(cell + size, " ");
}

void udpi_reference_row(struct udpi_sink *sink, const struct udpi_reference_table *table, const char *const *cells) {
    const char *rest[UDPI_REFERENCE_CELLS];
    memcpy(rest, cells, table->count * sizeof *cells);
    bool has_more = true;
    while (has_more) {
        unsigned padding = table->indent;
        has_more = false;
        for (unsigned i = 0; i < table->count; i++) {
            rest[i] = write_line(sink, rest[i], table->widths[i], &padding);
            has_more = has_more || *rest[i];
        }
        udpi_sink_puts(sink, "\n");
    }
}

void udpi_reference_stretch(struct udpi_reference_table *table, unsigned columns) {
    unsigned used = table->indent;
    for (unsigned i = 0; i + 1 < table->count; i++)
        used += table->widths[i] + UDPI_REFERENCE_GAP;
    unsigned first = table->widths[0], excess = used + NARROWEST > columns ? used + NARROWEST - columns : 0;
    if (table->count > 1 && first > NARROWEST && excess > 0) {
        table->widths[0] = first > NARROWEST + excess ? first - excess : NARROWEST;
        used -= first - table->widths[0];
    }
    table->widths[table->count - 1] = columns > used + NARROWEST ? columns - used : NARROWEST;
}

void udpi_reference_paragraph(struct udpi_sink *sink, const char *text, unsigned indent, unsigned columns) {
    struct udpi_reference_table table = {.indent = indent, .count = 1};
    udpi_reference_stretch(&table, columns);
    udpi_reference_row(sink, &table, &text);
}
