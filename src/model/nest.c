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
