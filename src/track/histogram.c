#include "track/histogram.h"

/* Below 2^FINE a class is one value; above, the first FINE + 1 bits and their place are the class. */
static unsigned find_class(uint64_t value) {
    if (value < 1U << UDPI_HISTOGRAM_FINE)
        return (unsigned)value;
    unsigned shift = 63 - (unsigned)__builtin_clzll(value) - UDPI_HISTOGRAM_FINE;
    return (shift << UDPI_HISTOGRAM_FINE) + (unsigned)(value >> shift);
}

/* The largest value of a class. */
static uint64_t find_top(unsigned class) {
    if (class < 2U << UDPI_HISTOGRAM_FINE)
        return class;
    unsigned shift = (class >> UDPI_HISTOGRAM_FINE) - 1;
    uint64_t first = (class & ((1U << UDPI_HISTOGRAM_FINE) - 1)) | 1U << UDPI_HISTOGRAM_FINE;
    return ((first + 1) << shift) - 1;
}

void udpi_histogram_add(struct udpi_histogram *histogram, uint64_t value) {
    if (histogram->count == 0 || value < histogram->least)
        histogram->least = value;
    if (value > histogram->most)
        histogram->most = value;
    histogram->count++;
    histogram->sum += (double)value;
    histogram->classes[find_class(value)]++;
}

uint64_t udpi_histogram_percentile(const struct udpi_histogram *histogram, double percent) {
    if (histogram->count == 0)
        return 0;
    double wanted = percent * (double)histogram->count / 100;
    uint64_t seen = 0;
    for (unsigned i = 0; i < UDPI_HISTOGRAM_CLASSES; i++) {
        seen += histogram->classes[i];
        if (seen == 0 || (double)seen < wanted)
            continue;
        uint64_t top = find_top(i);
        return top < histogram->most ? top : histogram->most;
    }
    return histogram->most;
}

double udpi_histogram_mean(const struct udpi_histogram *histogram) {
    return histogram->count ? histogram->sum / (double)histogram->count : 0;
}
