/* Timestamps of pcapng: ticks of a resolution and an offset that the interface says. */
#ifndef UDPI_CAPTURE_TIMESCALE_H
#define UDPI_CAPTURE_TIMESCALE_H

#include <stdint.h>

struct udpi_timescale {
    uint64_t multiplier; /* nanoseconds = ticks * multiplier / divisor >> shift */
    uint64_t divisor;
    unsigned shift;
    int64_t offset; /* seconds */
};

enum { UDPI_TIMESCALE_MICROSECONDS = 6 }; /* the resolution where none is given */

/* From the options if_tsresol (a power of 10, or of 2 with the highest bit set; negated) and if_tsoffset (seconds):
   draft-ietf-opsawg-pcapng section 4.2. */
struct udpi_timescale udpi_timescale_make(uint8_t resolution, int64_t offset);

/* Nanoseconds since 1970, rounded down; UDPI_FAR_TIME where they do not fit. */
int64_t udpi_timescale_time(const struct udpi_timescale *scale, uint64_t ticks);

#endif
