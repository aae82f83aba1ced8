#include "core/checksum.h"

#include "core/bytes.h"

enum { BLOCK = 32 };

typedef uint64_t lanes __attribute__((vector_size(16)));

/*
 * The sum of whole blocks. Words are added as the host has them, many at a time; the sum is the same with its bytes
 * swapped: RFC 1071 section 2 (B).
 */
static uint16_t add_blocks(const uint8_t *bytes, size_t count) {
    lanes low = {0}, high = {0};
    for (; count > 0; bytes += BLOCK, count -= BLOCK) {
        lanes first, second;
        memcpy(&first, bytes, sizeof first);
        memcpy(&second, bytes + sizeof first, sizeof second);
        low += (first & 0xffffffff) + (second & 0xffffffff);
        high += (first >> 32) + (second >> 32);
    }
    low += high;
    uint16_t sum = udpi_checksum_fold(low[0] + low[1]);
    return UDPI_IS_LITTLE_ENDIAN ? __builtin_bswap16(sum) : sum;
}

static inline uint64_t add_eight(uint64_t sum, const uint8_t *bytes) {
    uint64_t eight = udpi_load_be64(bytes);
    return sum + (eight >> 32) + (uint32_t)eight;
}

/* Fewer bytes than a block. */
static inline uint64_t add_rest(uint64_t sum, const uint8_t *bytes, size_t count) {
    if (count & 16) {
        sum = add_eight(add_eight(sum, bytes), bytes + 8);
        bytes += 16;
    }
    if (count & 8) {
        sum = add_eight(sum, bytes);
        bytes += 8;
    }
    if (count & 4) {
        sum += udpi_load_be32(bytes);
        bytes += 4;
    }
    if (count & 2) {
        sum += udpi_load_be16(bytes);
        bytes += 2;
    }
    return count & 1 ? sum + ((uint64_t)bytes[0] << 8) : sum;
}

uint64_t udpi_checksum_add(uint64_t sum, const uint8_t *bytes, size_t count) {
    if (count >= BLOCK) {
        size_t rest = count % BLOCK;
        sum += add_blocks(bytes, count - rest);
        bytes += count - rest;
        count = rest;
    }
    return add_rest(sum, bytes, count);
}
