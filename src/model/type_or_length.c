#include "model/type_or_length.h"

#include "model/numbers.h"

struct udpi_next udpi_next_type_or_length(struct udpi_decode *d, uint16_t type) {
    if (type >= UDPI_ETHERTYPE_FIRST)
        return udpi_next_key(UDPI_ETHERTYPE, type);
    if (type <= d->cursor.claim)
        udpi_narrow(d, type, UDPI_AS_TRAILER);
    else
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_FRAME, NULL, type, (uint32_t)d->cursor.claim);
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_LLC);
}

void udpi_build_type_or_length(struct udpi_build *b, unsigned field) {
    bool is_802_3 = udpi_build_next_key(b, UDPI_INTERNAL, 0) == UDPI_AS_LLC;
    if (is_802_3)
        udpi_build_fill(b, field, udpi_build_size(b) - udpi_build_layer(b)->header_size);
    else
        udpi_build_fill(b, field, udpi_build_next_key(b, UDPI_ETHERTYPE, UDPI_ETHERTYPE_EXPERIMENTAL));
}
