/* Loads and stores of numbers in network byte order, any alignment, any host. The caller has checked the bounds. */
#ifndef UDPI_CORE_BYTES_H
#define UDPI_CORE_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { UDPI_IS_LITTLE_ENDIAN = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ };

static inline uint16_t udpi_load_be16(const uint8_t *at) {
    uint16_t raw;
    memcpy(&raw, at, sizeof raw);
    return UDPI_IS_LITTLE_ENDIAN ? __builtin_bswap16(raw) : raw;
}

static inline uint32_t udpi_load_be32(const uint8_t *at) {
    uint32_t raw;
    memcpy(&raw, at, sizeof raw);
    return UDPI_IS_LITTLE_ENDIAN ? __builtin_bswap32(raw) : raw;
}

static inline uint64_t udpi_load_be64(const uint8_t *at) {
    uint64_t raw;
    memcpy(&raw, at, sizeof raw);
    return UDPI_IS_LITTLE_ENDIAN ? __builtin_bswap64(raw) : raw;
}

/* Eight bytes with the first in the low bits: for looking at all of them at once. */
static inline uint64_t udpi_load_le64(const uint8_t *at) {
    uint64_t raw;
    memcpy(&raw, at, sizeof raw);
    return UDPI_IS_LITTLE_ENDIAN ? raw : __builtin_bswap64(raw);
}

static inline uint32_t udpi_load_le32(const uint8_t *at) {
    uint32_t raw;
    memcpy(&raw, at, sizeof raw);
    return UDPI_IS_LITTLE_ENDIAN ? raw : __builtin_bswap32(raw);
}

/* A big-endian number of 0 to 8 bytes. */
static inline uint64_t udpi_load_be(const uint8_t *at, size_t count) {
    switch (count) {
    case 0: return 0;
    case 1: return at[0];
    case 2: return udpi_load_be16(at);
    case 3: return (uint64_t)udpi_load_be16(at) << 8 | at[2];
    case 4: return udpi_load_be32(at);
    case 5: return (uint64_t)udpi_load_be32(at) << 8 | at[4];
    case 6: return (uint64_t)udpi_load_be32(at) << 16 | udpi_load_be16(at + 4);
    case 7: return (uint64_t)udpi_load_be32(at) << 24 | (uint64_t)udpi_load_be16(at + 4) << 8 | at[6];
    default: return udpi_load_be64(at);
    }
}

/* The low `count` bytes (1 to 8) of `number` in reverse order. */
static inline uint64_t udpi_reverse(uint64_t number, size_t count) {
    return __builtin_bswap64(number) >> (64 - 8 * count);
}

/* A little-endian number of 1 to 8 bytes. */
static inline uint64_t udpi_load_le(const uint8_t *at, size_t count) {
    return udpi_reverse(udpi_load_be(at, count), count);
}

static inline void udpi_store_be16(uint8_t *at, uint16_t number) {
    uint16_t raw = UDPI_IS_LITTLE_ENDIAN ? __builtin_bswap16(number) : number;
    memcpy(at, &raw, sizeof raw);
}

static inline void udpi_store_be32(uint8_t *at, uint32_t number) {
    uint32_t raw = UDPI_IS_LITTLE_ENDIAN ? __builtin_bswap32(number) : number;
    memcpy(at, &raw, sizeof raw);
}

/* Writes the low `count` bytes (0 to 8) of `number`, most significant first. */
static inline void udpi_store_be(uint8_t *at, size_t count, uint64_t number) {
    switch (count) {
    case 1: *at = (uint8_t)number; return;
    case 2: udpi_store_be16(at, (uint16_t)number); return;
    case 4: udpi_store_be32(at, (uint32_t)number); return;
    case 6:
        udpi_store_be16(at, (uint16_t)(number >> 32));
        udpi_store_be32(at + 2, (uint32_t)number);
        return;
    default:
        for (size_t i = count; i > 0; i--, number >>= 8)
            at[i - 1] = (uint8_t)number;
    }
}

#endif
