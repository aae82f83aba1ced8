/*
 * Boxes within boxes, and text that flows in the innermost one.
 *
 * A row is filled from left to right by calls that know how many columns they take; the canvas adds the borders, and
 * counts no escape sequence. Outside all boxes a row has no border and is not padded.
 */
#ifndef UDPI_RENDER_CANVAS_H
#define UDPI_RENDER_CANVAS_H

#include <string.h>

#include "render/render.h"

enum {
    UDPI_CANVAS_NARROWEST = 40,
    UDPI_CANVAS_WIDEST = 120,  /* beyond it the eye loses the row on its way to the right border */
    UDPI_CANVAS_TEXT_MIN = 24, /* columns of text that every box has; half of the picture's, where that is more */
    UDPI_CANVAS_BORDERS = 4,   /* columns that a box takes from the one around it */
    UDPI_CANVAS_MAX_DEPTH = UDPI_CANVAS_WIDEST / 2 / UDPI_CANVAS_BORDERS,
    UDPI_CANVAS_BORDER_SIZE = 32,                    /* bytes of one border with its colour */
    UDPI_CANVAS_TEXT_SIZE = 16 * UDPI_CANVAS_WIDEST, /* bytes from the wire that one row may take, escaped */
    UDPI_CANVAS_BORDERS_SIZE = UDPI_CANVAS_MAX_DEPTH * UDPI_CANVAS_BORDER_SIZE + 1,
    UDPI_CANVAS_CHUNK = 32,      /* short text is copied by so many bytes: see udpi_canvas_append */
    UDPI_CANVAS_RIGHT_SIZE = 64, /* of a caption's text on the right */
    UDPI_CANVAS_EDGE_SIZE = 4 * UDPI_CANVAS_WIDEST + 2 * UDPI_CANVAS_BORDERS_SIZE,
    UDPI_CANVAS_ROW_SIZE = 8192,
};

struct udpi_glyph {
    char text[4];
    uint8_t size, columns;
};

struct udpi_glyphs {
    struct udpi_glyph horizontal, vertical, top_left, top_right, bottom_left, bottom_right, tee_left, tee_right;
    struct udpi_glyph arrow, inside, dash, more, warning, remark, explanation, separator;
};

/* What the upper edge of a box depends on, but for its place. */
struct udpi_edge_key {
    const void *subject; /* the same for the same titles */
    const char *ink;     /* colour of border and title */
    uint64_t right;      /* the same for the same text on the right */
};

/* The edge of a box, kept to be copied: most packets look much like the one before. */
struct udpi_edge {
    size_t size; /* 0 while there is none */
    struct udpi_edge_key key;
    char bytes[UDPI_CANVAS_EDGE_SIZE];
};

/* What stands left and right of a row: the borders of all open boxes. There is a chunk of room behind both texts. */
struct udpi_sides {
    const char *ink; /* of the innermost box */
    unsigned fill;   /* columns of text to which a row is filled up */
    size_t left_size, right_size;
    char left[UDPI_CANVAS_BORDERS_SIZE + UDPI_CANVAS_CHUNK];
    char right[UDPI_CANVAS_WIDEST + UDPI_CANVAS_BORDERS_SIZE + UDPI_CANVAS_CHUNK]; /* behind spaces that fill any row */
};

struct udpi_canvas {
    struct udpi_sink *sink;
    const struct udpi_glyphs *glyphs;
    bool has_color, has_unicode;
    bool is_in_row;
    char *at;         /* in the sink, while there is a row */
    unsigned columns; /* of the whole picture */
    unsigned least;   /* columns of text that every box has */
    unsigned depth;   /* boxes that are open */
    unsigned width;   /* columns of text in the innermost one */
    unsigned column;  /* of these, how many the row has taken */
    unsigned indent;  /* where text goes on in the next row; 0 again when the row ends */
    struct udpi_sides sides[UDPI_CANVAS_MAX_DEPTH + 1]; /* by depth */
    const struct udpi_sides *current;                   /* of these, those of the row */
    unsigned known_depth;                               /* up to which they, and the bottoms, are those of the boxes */
    char rule[4 * UDPI_CANVAS_WIDEST];
    struct udpi_edge tops[UDPI_CANVAS_MAX_DEPTH];
    /* The lower edges, those of inner boxes before those of outer ones; where those of the open boxes begin, by depth. */
    char bottoms[UDPI_CANVAS_MAX_DEPTH * UDPI_CANVAS_EDGE_SIZE];
    char *bottom_starts[UDPI_CANVAS_MAX_DEPTH + 1];
};

/* The upper edge of a box. Of the titles the first that fits is taken, or the last is cut. */
struct udpi_caption {
    struct udpi_edge_key key;
    const char *titles[3];              /* from long to short, ASCII */
    char right[UDPI_CANVAS_RIGHT_SIZE]; /* at the right end, where there is room */
    bool is_inside;                     /* of what was drawn before, which a stack can't show */
};

/* Columns and characters that `options` allow. */
void udpi_canvas_open(struct udpi_canvas *canvas, const struct udpi_render_options *options);

/* Starts a picture. */
void udpi_canvas_begin(struct udpi_canvas *canvas, struct udpi_sink *sink);

/* Opens a box as udpi_canvas_open_box does, where the last one at this depth had the same key; false where it had not. */
bool udpi_canvas_reopen_box(struct udpi_canvas *canvas, const struct udpi_edge_key *key);

/* Opens a box in the innermost one; where that would leave too few columns, a line parts the innermost one instead. */
void udpi_canvas_open_box(struct udpi_canvas *canvas, const struct udpi_caption *caption);

/* Closes boxes until `depth` are left. */
void udpi_canvas_close_boxes(struct udpi_canvas *canvas, unsigned depth);

/*
 * Appends text that is mostly short. A constant size is a few moves and no call; what is read and written too much, less
 * than a chunk, is written over.
 */
static inline char *udpi_canvas_append(char *at, const char *text, size_t size) {
    memcpy(at, text, UDPI_CANVAS_CHUNK);
    for (size_t done = UDPI_CANVAS_CHUNK; done < size; done += UDPI_CANVAS_CHUNK)
        memcpy(at + done, text + done, UDPI_CANVAS_CHUNK);
    return at + size;
}

static inline void udpi_canvas_begin_row(struct udpi_canvas *canvas) {
    const struct udpi_sides *sides = canvas->current;
    char *at = udpi_sink_reserve(canvas->sink, UDPI_CANVAS_ROW_SIZE);
    canvas->at = udpi_canvas_append(at, sides->left, sides->left_size);
    canvas->column = 0;
    canvas->is_in_row = true;
}

static inline __attribute__((always_inline)) void udpi_canvas_end_row(struct udpi_canvas *canvas) {
    if (!canvas->is_in_row)
        return;
    const struct udpi_sides *sides = canvas->current;
    unsigned rest = canvas->column < sides->fill ? sides->fill - canvas->column : 0;
    const char *right = sides->right + UDPI_CANVAS_WIDEST - rest;
    udpi_sink_commit(canvas->sink, udpi_canvas_append(canvas->at, right, rest + sides->right_size));
    canvas->is_in_row = false;
    canvas->indent = 0;
}

/* Goes on in a new row, at the indent. */
void udpi_canvas_break_row(struct udpi_canvas *canvas);

/* Appends to the row what must fit: `size` bytes that take `columns`, in the colour `ink` (NULL: the normal one). */
void udpi_canvas_put(struct udpi_canvas *canvas, const char *ink, const char *text, size_t size, unsigned columns);

static inline void udpi_canvas_put_glyph(struct udpi_canvas *canvas, const char *ink, const struct udpi_glyph *glyph) {
    udpi_canvas_put(canvas, ink, glyph->text, glyph->size, glyph->columns);
}

/* For those who write at canvas->at, and then take what they wrote: a glyph, a change of colour. There is room for a
   full row and half of UDPI_CANVAS_ROW_SIZE more. */
static inline char *udpi_canvas_write_glyph(char *at, const struct udpi_glyph *glyph) {
    memcpy(at, glyph->text, sizeof glyph->text);
    return at + glyph->size;
}

static inline char *udpi_canvas_write_ink(const struct udpi_canvas *canvas, char *at, const char *ink) {
    return canvas->has_color && ink ? stpcpy(at, ink) : at;
}

static inline char *udpi_canvas_write_spaces(char *at, unsigned count) {
    memset(at, ' ', UDPI_CANVAS_CHUNK);
    if (count > UDPI_CANVAS_CHUNK)
        memset(at, ' ', count);
    return at + count;
}

static inline void udpi_canvas_take(struct udpi_canvas *canvas, const char *end, unsigned columns) {
    canvas->at += end - canvas->at;
    canvas->column += columns;
}

void udpi_canvas_put_spaces(struct udpi_canvas *canvas, unsigned count);

/* Spaces between two texts, or a new row where nothing would fit behind them. */
void udpi_canvas_put_gap(struct udpi_canvas *canvas, unsigned count);

/* Columns left in the row. */
static inline unsigned udpi_canvas_left(const struct udpi_canvas *canvas) {
    return canvas->width - canvas->column;
}

/*
 * Makes ready for something of `columns` columns that should stay in one piece: in the row, behind `separator`, where
 * it fits; else in a new one.
 */
static inline void udpi_canvas_part(struct udpi_canvas *canvas, const struct udpi_glyph *separator, unsigned columns) {
    if (!canvas->is_in_row)
        udpi_canvas_begin_row(canvas);
    if (canvas->column == canvas->indent)
        return;
    if (canvas->column + separator->columns + columns > canvas->width)
        udpi_canvas_break_row(canvas);
    else
        udpi_canvas_take(canvas, udpi_canvas_write_glyph(canvas->at, separator), separator->columns);
}

/* Appends text, breaking rows between words where it can. */
void udpi_canvas_flow(struct udpi_canvas *canvas, const char *ink, const char *text, size_t size);

/* Bytes from the wire that are yet to be written. */
struct udpi_span {
    const uint8_t *bytes;
    size_t count;
};

/*
 * Takes what fits into `columns`, and at most four bytes a column, from the front of the span, and writes it through
 * the terminal's escaper; without Unicode every byte that is not ASCII becomes \xHH. Room: UDPI_CANVAS_TEXT_SIZE for
 * the columns of a row.
 */
char *udpi_canvas_escape(const struct udpi_canvas *canvas, char *at, struct udpi_span *span, unsigned columns);

/* Whether the bytes are text that can be shown as it is, newlines and tabs apart. */
bool udpi_canvas_is_text(const struct udpi_canvas *canvas, const uint8_t *bytes, size_t count);

/* Columns of printable text. */
unsigned udpi_canvas_measure(const char *text, size_t size);

/* "1 byte", "5 bytes"; up to UDPI_UINT_SIZE + 6. */
char *udpi_canvas_write_bytes(char *at, uint32_t count);

#endif
