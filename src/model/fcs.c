#include "model/fcs.h"

enum { FCS_SIZE = 4 };

void udpi_take_fcs(struct udpi_decode *d) {
    uint8_t before = d->leftover_count;
    if (d->cursor.claim < FCS_SIZE)
        return;
    udpi_narrow(d, d->cursor.claim - FCS_SIZE, UDPI_AS_TRAILER);
    if (d->leftover_count > before)
        d->leftovers[before].is_expected = true;
}
