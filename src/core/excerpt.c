#include "core/excerpt.h"

#include <string.h>

#include "core/escape.h"
#include "core/unicode.h"

enum { LARGEST_CHARACTER = 4, ELLIPSIS_SIZE = sizeof "…" - 1 };

/* Writes the character at `bytes` as it is to be seen. Gives its size on the line; its columns in *width. */
static size_t show_character(const char *bytes, size_t count, char **at, unsigned *width) {
    size_t size = udpi_unicode_printable((const uint8_t *)bytes, count, width);
    if (size > 0) {
        memcpy(*at, bytes, size);
        *at += size;
        return size;
    }
    char *behind = udpi_escape_terminal(*at, (const uint8_t *)bytes, 1, LARGEST_CHARACTER, NULL);
    *width = (unsigned)(behind - *at);
    *at = behind;
    return 1;
}

static unsigned count_columns(const char *line, size_t count) {
    unsigned columns = 0;
    for (size_t done = 0; done < count;) {
        char seen[LARGEST_CHARACTER], *at = seen;
        unsigned width;
        done += show_character(line + done, count - done, &at, &width);
        columns += width;
    }
    return columns;
}

/* The first character at or behind `start` columns: its place in the line; its own column in *start. */
static size_t find_start(const char *line, size_t length, unsigned *start) {
    size_t done = 0;
    unsigned columns = 0;
    while (done < length && columns < *start) {
        char seen[LARGEST_CHARACTER], *at = seen;
        unsigned width;
        done += show_character(line + done, length - done, &at, &width);
        columns += width;
    }
    *start = columns;
    return done;
}

/* Writes as much as `columns` hold, with an ellipsis where that is not all. */
static void show(char *at, const char *end, const char *line, size_t length, unsigned columns) {
    bool is_whole = count_columns(line, length) <= columns;
    for (size_t done = 0; done < length && end - at > LARGEST_CHARACTER + ELLIPSIS_SIZE;) {
        char *behind = at;
        unsigned width;
        done += show_character(line + done, length - done, &behind, &width);
        if (!is_whole && width + 1 > columns)
            break;
        at = behind;
        columns -= width;
    }
    stpcpy(at, is_whole ? "" : "…");
}

/* How many columns are left out in front: none where all fits; else the place comes to stand in the middle, or further right
   near the end of the line. */
static unsigned choose_start(unsigned caret, unsigned all) {
    const unsigned middle = UDPI_EXCERPT_COLUMNS / 2;
    unsigned needed = all > caret ? all : caret + 1; /* the caret may stand behind the line */
    if (needed <= UDPI_EXCERPT_COLUMNS || caret <= middle)
        return 0;
    unsigned last = needed + 1 - UDPI_EXCERPT_COLUMNS; /* the ellipsis takes a column */
    return caret - middle < last ? caret - middle : last;
}

void udpi_excerpt_make(struct udpi_excerpt *excerpt, const char *line, size_t length, size_t at) {
    unsigned caret = count_columns(line, at);
    unsigned start = choose_start(caret, count_columns(line, length));
    unsigned ellipsis = start > 0;
    size_t from = find_start(line, length, &start);
    char *behind = stpcpy(excerpt->text, ellipsis ? "…" : "");
    excerpt->caret = caret - start + ellipsis;
    show(behind, excerpt->text + sizeof excerpt->text, line + from, length - from, UDPI_EXCERPT_COLUMNS - ellipsis);
}
