#include "model/data.h"

const struct udpi_field udpi_data_fields[UDPI_DATA_FIELDS] = {
    [UDPI_DATA_HEX] = {.key = "hex",
                       .label = "Bytes",
                       .type = UDPI_BYTES,
                       .doc = "All bytes, two hexadecimal digits each."},
    [UDPI_DATA_TEXT] = {.key = "text",
                        .label = "Text",
                        .type = UDPI_TEXT,
                        .flags = UDPI_IF_CLEAN,
                        .doc = "The same as text, where the whole is printable UTF-8."},
};

struct udpi_next udpi_decode_data(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    size_t size = udpi_cursor_left(&d->cursor);
    udpi_put_bytes(d, UDPI_DATA_HEX, d->cursor.at, size);
    udpi_put_bytes(d, UDPI_DATA_TEXT, d->cursor.at, size);
    udpi_cursor_skip(&d->cursor, size);
    return udpi_next_nothing();
}
