/*
 * Durations, counted in classes that are at most 1/64 wide: percentiles with an error below 1.6 %, in constant memory.
 */
#ifndef UDPI_TRACK_HISTOGRAM_H
#define UDPI_TRACK_HISTOGRAM_H

#include <stdint.h>

enum {
    UDPI_HISTOGRAM_FINE = 6, /* bits that a class keeps behind the first */
    UDPI_HISTOGRAM_CLASSES = (64 - UDPI_HISTOGRAM_FINE + 1) << UDPI_HISTOGRAM_FINE,
};

struct udpi_histogram {
    uint64_t count;
    uint64_t least, most; /* exact; least is 0 while there are none */
    double sum;
    uint64_t classes[UDPI_HISTOGRAM_CLASSES];
};

void udpi_histogram_add(struct udpi_histogram *histogram, uint64_t value);

/* The value that `percent` (0 to 100) of all do not exceed, up to the width of its class; 0 where there are none. */
uint64_t udpi_histogram_percentile(const struct udpi_histogram *histogram, double percent);

/* 0 where there are none. */
double udpi_histogram_mean(const struct udpi_histogram *histogram);

#endif
