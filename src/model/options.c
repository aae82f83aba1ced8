#include "model/options.h"

static bool is_single_byte(const struct udpi_option_shape *shape, uint8_t type) {
    return type == 0 || (type == 1 && shape->has_no_operation);
}

/* Bytes that the option at `bytes` takes; 0 where its length does not fit into `left`. */
static size_t measure_option(const struct udpi_option_shape *shape, const uint8_t *bytes, size_t left) {
    if (is_single_byte(shape, bytes[0]))
        return 1;
    if (left < 2)
        return 0;
    size_t size = bytes[1] + (shape->counts_head ? 0U : 2U);
    return size >= 2 && size <= left ? size : 0;
}

static void put_option(struct udpi_decode *d, const struct udpi_option_shape *shape, const uint8_t *bytes, size_t size) {
    uint32_t offset = udpi_offset_of(d, bytes);
    udpi_put_at_depth(d, 1, shape->group, offset, size, 0);
    udpi_put_at_depth(d, 2, shape->type, offset, 1, bytes[0]);
    if (size < 2)
        return;
    udpi_put_at_depth(d, 2, shape->length, offset + 1, 1, bytes[1]);
    if (size > 2)
        udpi_put_at_depth(d, 2, shape->data, offset + 2, size - 2, 0);
}

void udpi_put_options(struct udpi_decode *d, const struct udpi_option_shape *shape, const uint8_t *bytes, size_t size,
                      void (*visit)(struct udpi_decode *d, const struct udpi_option *option)) {
    udpi_put_bytes(d, shape->list, bytes, size);
    const uint8_t *end = bytes + size;
    while (bytes < end) {
        size_t taken = measure_option(shape, bytes, (size_t)(end - bytes));
        if (taken == 0) {
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "option {a} has a length that goes beyond the options", bytes[0], 0);
            return;
        }
        put_option(d, shape, bytes, taken);
        if (visit && taken > 2)
            visit(d, &(struct udpi_option){.data = bytes + 2, .type = bytes[0], .size = (uint8_t)(taken - 2)});
        if (bytes[0] == 0 && shape->has_end)
            return;
        bytes += taken;
    }
}
