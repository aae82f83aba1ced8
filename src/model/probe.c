#include "model/probe.h"

#include "core/bytes.h"
#include "core/crc32c.h"

enum { CHECK_SIZE = 4, BEHIND_CHECK = UDPI_PROBE_CHECK_AT + CHECK_SIZE };

uint32_t udpi_probe_check(const uint8_t *payload, size_t size) {
    static const uint8_t zeros[CHECK_SIZE];
    uint32_t crc = udpi_crc32c_add(UDPI_CRC32C_START, payload, UDPI_PROBE_CHECK_AT);
    crc = udpi_crc32c_add(crc, zeros, CHECK_SIZE);
    return udpi_crc32c_wire(udpi_crc32c_add(crc, payload + BEHIND_CHECK, size - BEHIND_CHECK));
}

void udpi_probe_store(uint8_t *payload, size_t size, const struct udpi_probe *probe) {
    udpi_store_be(payload + UDPI_PROBE_MAGIC_AT, 4, UDPI_PROBE_MAGIC);
    payload[UDPI_PROBE_VERSION_AT] = UDPI_PROBE_VERSION;
    payload[UDPI_PROBE_FLAGS_AT] = probe->is_end ? UDPI_PROBE_END : 0;
    udpi_store_be(payload + UDPI_PROBE_LENGTH_AT, 2, size);
    udpi_store_be(payload + UDPI_PROBE_RUN_AT, 4, probe->run);
    udpi_store_be(payload + UDPI_PROBE_STREAM_AT, 4, probe->stream);
    udpi_store_be(payload + UDPI_PROBE_CLOCK_AT, 4, probe->clock);
    udpi_store_be(payload + UDPI_PROBE_SEQUENCE_AT, 8, probe->sequence);
    udpi_store_be(payload + UDPI_PROBE_TIME_AT, 8, (uint64_t)probe->time);
    udpi_store_be(payload + UDPI_PROBE_TOTAL_AT, 8, probe->total);
    udpi_store_be(payload + UDPI_PROBE_CHECK_AT, 4, udpi_probe_check(payload, size));
}

bool udpi_probe_is_one(const uint8_t *header, size_t size) {
    uint32_t wrong = udpi_load_be32(header) ^ UDPI_PROBE_MAGIC;
    bool has_magic = (wrong & (wrong - 1)) == 0; /* one bit at most */
    return has_magic && (header[UDPI_PROBE_VERSION_AT] == UDPI_PROBE_VERSION ||
                         udpi_load_be16(header + UDPI_PROBE_LENGTH_AT) == size);
}

/* Version, length and check have to be right; the check covers the others. */
static bool is_intact(const uint8_t *payload, size_t size) {
    return udpi_load_be32(payload) == UDPI_PROBE_MAGIC && payload[UDPI_PROBE_VERSION_AT] == UDPI_PROBE_VERSION &&
           udpi_load_be16(payload + UDPI_PROBE_LENGTH_AT) == size &&
           udpi_load_be32(payload + UDPI_PROBE_CHECK_AT) == udpi_probe_check(payload, size);
}

enum udpi_probe_state udpi_probe_load(const uint8_t *payload, size_t size, struct udpi_probe *probe) {
    if (size < UDPI_PROBE_SIZE || !udpi_probe_is_one(payload, size))
        return UDPI_PROBE_NONE;
    *probe = (struct udpi_probe){
        .run = udpi_load_be32(payload + UDPI_PROBE_RUN_AT),
        .stream = udpi_load_be32(payload + UDPI_PROBE_STREAM_AT),
        .clock = udpi_load_be32(payload + UDPI_PROBE_CLOCK_AT),
        .is_end = payload[UDPI_PROBE_FLAGS_AT] & UDPI_PROBE_END,
        .sequence = udpi_load_be64(payload + UDPI_PROBE_SEQUENCE_AT),
        .time = (int64_t)udpi_load_be64(payload + UDPI_PROBE_TIME_AT),
        .total = udpi_load_be64(payload + UDPI_PROBE_TOTAL_AT),
    };
    return is_intact(payload, size) ? UDPI_PROBE_INTACT : UDPI_PROBE_DAMAGED;
}
