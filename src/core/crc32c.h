/* CRC-32c (Castagnoli): RFC 9260 appendix A. */
#ifndef UDPI_CORE_CRC32C_H
#define UDPI_CORE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* Adds `count` bytes to a running CRC, which starts at UDPI_CRC32C_START. */
uint32_t udpi_crc32c_add(uint32_t crc, const uint8_t *bytes, size_t count);

#define UDPI_CRC32C_START UINT32_MAX

/* The CRC as a big-endian load from the wire gives it: complemented, its lowest byte sent first. */
static inline uint32_t udpi_crc32c_wire(uint32_t crc) {
    return __builtin_bswap32(~crc);
}

#endif
