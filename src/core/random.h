/*
 * Numbers that look random, and are the same for the same seed on every machine: SplitMix64 (Steele, Lea, Flood: Fast
 * splittable pseudorandom number generators, 2014). The state is the seed at first, and any number will do. Not for secrets.
 */
#ifndef UDPI_CORE_RANDOM_H
#define UDPI_CORE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/* The next 64 bits. */
static inline uint64_t udpi_random_next(uint64_t *state) {
    uint64_t mixed = *state += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    return mixed ^ mixed >> 31;
}

/* A number from 0 to limit - 1; limit at least 1. The bias is below limit / 2^64. */
static inline uint64_t udpi_random_below(uint64_t *state, uint64_t limit) {
    __extension__ typedef unsigned __int128 wide;
    return (uint64_t)((wide)udpi_random_next(state) * limit >> 64);
}

/* Whether something that happens in `percent` of all cases (0 to 100) happens in this one. */
static inline bool udpi_random_hits(uint64_t *state, double percent) {
    return percent > 0 && (double)(udpi_random_next(state) >> 11) * (100.0 / 9007199254740992.0) < percent;
}

#endif
