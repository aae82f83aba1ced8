#include "render/rows.h"

enum { MOST_ROWS = 4 };

struct udpi_rows *udpi_rows_find(struct udpi_rows *slots, const struct udpi_rows_key *key) {
    uint64_t mixed = key->subject;
    for (unsigned i = 0; i < 4; i++)
        mixed = (mixed ^ key->numbers[i]) * UINT64_C(0x9e3779b97f4a7c15); /* 2^64 over the golden ratio */
    return &slots[mixed >> 58];
}

_Static_assert(UDPI_ROWS_SLOTS == 1 << 6, "udpi_rows_find makes 6 bits");

bool udpi_rows_draw(const struct udpi_rows *rows, const struct udpi_rows_key *key, struct udpi_canvas *canvas) {
    bool is_same = rows->size > 0 && rows->borders == canvas->border_version && rows->depth == canvas->depth &&
                   memcmp(&rows->key, key, sizeof *key) == 0;
    if (!is_same)
        return false;
    udpi_sink_write(canvas->sink, rows->bytes, rows->size);
    return true;
}

size_t udpi_rows_start(const struct udpi_canvas *canvas) {
    /* Lest the sink is handed over between the rows. */
    udpi_sink_reserve(canvas->sink, (size_t)MOST_ROWS * UDPI_CANVAS_ROW_SIZE);
    return canvas->sink->used;
}

void udpi_rows_keep(struct udpi_rows *rows, const struct udpi_rows_key *key, const struct udpi_canvas *canvas,
                    size_t start) {
    size_t size = canvas->sink->used - start;
    if (size > UDPI_ROWS_SIZE)
        return;
    rows->key = *key;
    rows->borders = canvas->border_version;
    rows->depth = (uint8_t)canvas->depth;
    rows->size = (uint16_t)size;
    memcpy(rows->bytes, canvas->sink->bytes + start, size);
}
