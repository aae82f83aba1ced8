/* The Internet checksum: RFC 1071. */
#ifndef UDPI_CORE_CHECKSUM_H
#define UDPI_CORE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/*
 * Adds `count` bytes to a running one's complement sum, taken as big-endian 16-bit words; an odd last byte counts as
 * the high half of a word. `sum` starts at 0. Only the last piece of a message may have an odd count.
 */
uint64_t udpi_checksum_add(uint64_t sum, const uint8_t *bytes, size_t count);

/* Folds a running sum to 16 bits, not complemented. */
static inline uint16_t udpi_checksum_fold(uint64_t sum) {
    uint32_t high = (uint32_t)(sum >> 32), low = (uint32_t)sum + high;
    low += low < high;
    low += low << 16 | low >> 16; /* the halves' sum, with its carry, is now in the upper one */
    return (uint16_t)(low >> 16);
}

#endif
