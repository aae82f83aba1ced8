#include "model/nest.h"

void udpi_part_leave_data(struct udpi_decode *d, const struct udpi_cursor *behind, size_t length, unsigned type) {
    size_t rest = d->cursor.claim;
    if (!udpi_part_leave(d, behind))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of data are too few for a record of type {b}",
                      (uint32_t)length, type);
    else if (rest > 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes are left behind the data of a record of type {b}",
                      (uint32_t)rest, type);
}

bool udpi_part_read(struct udpi_decode *d, size_t length, unsigned type,
                    void (*put_data)(struct udpi_decode *d, unsigned type)) {
    struct udpi_cursor behind;
    if (d->cursor.stop != UDPI_STOP_NONE || !udpi_part_enter(d, length, &behind))
        return false;
    put_data(d, type);
    udpi_part_leave_data(d, &behind, length, type);
    return true;
}

void udpi_nest_list(struct udpi_decode *d, unsigned depth, unsigned field, bool (*put_element)(struct udpi_decode *d)) {
    if (!udpi_part_goes_on(d))
        return;
    uint16_t list = udpi_nest_open(d, depth, field);
    while (d->cursor.claim > 0 && put_element(d))
        continue;
    udpi_nest_close(d, list);
}
