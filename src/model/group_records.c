#include "model/group_records.h"

enum { HEAD = 4, WORD = 4 };

/* RFC 3376 section 4.2.12, RFC 3810 section 5.2.12. */
static const struct udpi_name record_entries[] = {
    UDPI_NAME(1, "MODE_IS_INCLUDE"),        UDPI_NAME(2, "MODE_IS_EXCLUDE"),   UDPI_NAME(3, "CHANGE_TO_INCLUDE_MODE"),
    UDPI_NAME(4, "CHANGE_TO_EXCLUDE_MODE"), UDPI_NAME(5, "ALLOW_NEW_SOURCES"), UDPI_NAME(6, "BLOCK_OLD_SOURCES"),
};
const struct udpi_names udpi_group_record_names = {record_entries, sizeof record_entries / sizeof *record_entries};

static void put_address(struct udpi_decode *d, unsigned depth, unsigned field, const uint8_t *at,
                        uint8_t address_size) {
    udpi_put_at_depth(d, depth, field, udpi_offset_of(d, at), address_size, address_size == 4 ? udpi_load_be32(at) : 0);
}

void udpi_put_addresses(struct udpi_decode *d, unsigned depth, const uint8_t lists[2], const uint8_t *at,
                        unsigned count, uint8_t address_size) {
    if (count == 0)
        return;
    udpi_put_at_depth(d, depth, lists[0], udpi_offset_of(d, at), (size_t)count * address_size, 0);
    for (unsigned i = 0; i < count; i++, at += address_size)
        put_address(d, depth + 1, lists[1], at, address_size);
}

/* Bytes of the record at the cursor, or 0 where they are not all there; the cursor has then stopped. */
static size_t measure_record(struct udpi_cursor ahead, uint8_t address_size) {
    const uint8_t *head = udpi_cursor_take(&ahead, HEAD);
    return head ? HEAD + address_size * (1U + udpi_load_be16(head + 2)) + (size_t)head[1] * WORD : HEAD;
}

static void put_record(struct udpi_decode *d, unsigned first, const uint8_t *record, size_t size,
                       uint8_t address_size) {
    uint32_t offset = udpi_offset_of(d, record);
    unsigned count = udpi_load_be16(record + 2);
    const uint8_t lists[2] = {(uint8_t)(first + UDPI_GROUP_RECORD_SOURCES),
                              (uint8_t)(first + UDPI_GROUP_RECORD_SOURCE)};
    udpi_put_at_depth(d, 1, first + UDPI_GROUP_RECORD_RECORD, offset, size, 0);
    udpi_put_at_depth(d, 2, first + UDPI_GROUP_RECORD_TYPE, offset, 1, record[0]);
    put_address(d, 2, first + UDPI_GROUP_RECORD_GROUP, record + HEAD, address_size);
    udpi_put_addresses(d, 2, lists, record + HEAD + address_size, count, address_size);
    size_t data = (size_t)record[1] * WORD;
    if (data > 0)
        udpi_put_at_depth(d, 2, first + UDPI_GROUP_RECORD_DATA, offset + (uint32_t)(size - data), data, 0);
}

void udpi_put_group_records(struct udpi_decode *d, unsigned first, unsigned count, uint8_t address_size) {
    const uint8_t *start = d->cursor.at;
    uint16_t list = d->packet->value_count;
    if (count > 0)
        udpi_put_bytes(d, first + UDPI_GROUP_RECORD_LIST, start, 0);
    for (unsigned i = 0; i < count; i++) {
        size_t size = measure_record(d->cursor, address_size);
        const uint8_t *record = udpi_cursor_take(&d->cursor, size);
        if (!record)
            break;
        put_record(d, first, record, size, address_size);
    }
    if (d->packet->value_count > list)
        d->packet->values[list].length = (uint32_t)(d->cursor.at - start) & 0xfffff;
}
