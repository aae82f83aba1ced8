#include "core/crc32c.h"

#include "core/bytes.h"

/* The remainders of the 16 values of four bits, for the reflected polynomial 0x82f63b78. */
static const uint32_t remainders[16] = {
    0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
    0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
};

static uint32_t add_by_table(uint32_t crc, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        crc ^= bytes[i];
        crc = crc >> 4 ^ remainders[crc & 15];
        crc = crc >> 4 ^ remainders[crc & 15];
    }
    return crc;
}

#ifdef __x86_64__
/* The instruction is for this very polynomial. */
__attribute__((target("sse4.2"))) static uint32_t add_by_instruction(uint32_t crc, const uint8_t *bytes, size_t count) {
    uint64_t wide = crc;
    for (; count >= 8; bytes += 8, count -= 8)
        wide = __builtin_ia32_crc32di(wide, udpi_load_le64(bytes));
    crc = (uint32_t)wide;
    for (; count > 0; bytes++, count--)
        crc = __builtin_ia32_crc32qi(crc, *bytes);
    return crc;
}
#endif

uint32_t udpi_crc32c_add(uint32_t crc, const uint8_t *bytes, size_t count) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("sse4.2"))
        return add_by_instruction(crc, bytes, count);
#endif
    return add_by_table(crc, bytes, count);
}
