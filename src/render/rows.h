/* Rows of boxes that are kept to be drawn again: packets of one flow have their addresses in common. */
#ifndef UDPI_RENDER_ROWS_H
#define UDPI_RENDER_ROWS_H

#include "render/canvas.h"

enum { UDPI_ROWS_SLOTS = 64, UDPI_ROWS_SIZE = 768 };

/* What the rows depend on, beside the box that they are in. */
struct udpi_rows_key {
    uint64_t subject;
    uint64_t numbers[4];
};

struct udpi_rows {
    struct udpi_rows_key key;
    uint64_t borders; /* canvas->border_version when they were drawn */
    uint16_t size;    /* 0 while there are none */
    uint8_t depth;
    char bytes[UDPI_ROWS_SIZE];
};

/* The place of the rows with this key, among UDPI_ROWS_SLOTS that begin as zeros. */
struct udpi_rows *udpi_rows_find(struct udpi_rows *slots, const struct udpi_rows_key *key);

/* Draws the rows if they are those of the key, in a box like the innermost one; false where they are not. */
bool udpi_rows_draw(const struct udpi_rows *rows, const struct udpi_rows_key *key, struct udpi_canvas *canvas);

/* To be called before rows are drawn that udpi_rows_keep is to keep: gives what that takes as `start`. */
size_t udpi_rows_start(const struct udpi_canvas *canvas);
void udpi_rows_keep(struct udpi_rows *rows, const struct udpi_rows_key *key, const struct udpi_canvas *canvas,
                    size_t start);

#endif
