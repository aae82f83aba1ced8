#include "model/fcs.h"

enum { FCS_SIZE = 4 };

void udpi_take_fcs(struct udpi_decode *d) {
    if (d->cursor.claim >= FCS_SIZE)
        udpi_narrow_expected(d, d->cursor.claim - FCS_SIZE, UDPI_AS_TRAILER);
}
