#include "knowledge/hops.h"

/* 32: old Windows; 64: Linux, BSD, macOS (RFC 1700); 128: Windows; 255: routers, and what may come from this link only. */
static const uint8_t starts[] = {32, 64, 128, 255};

bool udpi_hops_guess(uint8_t time_to_live, struct udpi_hops *guess) {
    if (time_to_live <= 1)
        return false;
    const uint8_t *start = starts;
    while (time_to_live > *start)
        start++;
    *guess = (struct udpi_hops){.start = *start, .hops = (uint8_t)(*start - time_to_live)};
    return true;
}
