/* What a device of KNX says of itself: the blocks of KNX standard 3.8.2 section 7.5.4. */
#include "messages/knxnet_message.h"
#include "model/nest.h"

#define F(name) UDPI_KNXNET_##name

enum { DEPTH = 2, HEAD = 2, DEVICE = 1, FAMILIES = 2, ADDRESSES = 5, SECURED_FAMILIES = 6 };

static void put_number(struct udpi_decode *d, unsigned field) {
    udpi_nest_number(d, DEPTH, field, udpi_knxnet_fields[field].width);
}

/* In ISO 8859-1, filled up with zeros: what is not ASCII is shown as bytes. */
static void put_friendly_name(struct udpi_decode *d) {
    enum { SIZE = 30 };
    const uint8_t *name = udpi_cursor_take(&d->cursor, SIZE);
    size_t length = name ? strnlen((const char *)name, SIZE) : 0;
    if (length > 0)
        udpi_put_at_depth(d, DEPTH, F(FRIENDLY_NAME), udpi_offset_of(d, name), length, 0);
}

static void put_device(struct udpi_decode *d) {
    enum { SERIAL_SIZE = 6 };
    put_number(d, F(MEDIUM));
    const uint8_t *status = udpi_cursor_take(&d->cursor, 1);
    if (status)
        udpi_put_at_depth(d, DEPTH, F(PROGRAMMING_MODE), udpi_offset_of(d, status), 1, *status & 1);
    put_number(d, F(INDIVIDUAL_ADDRESS));
    put_number(d, F(PROJECT));
    udpi_nest_bytes(d, DEPTH, F(SERIAL_NUMBER), SERIAL_SIZE);
    put_number(d, F(MULTICAST_ADDRESS));
    put_number(d, F(MAC_ADDRESS));
    put_friendly_name(d);
}

static void put_families(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, DEPTH, F(FAMILIES));
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, DEPTH + 1, F(FAMILY));
        udpi_nest_number(d, DEPTH + 2, F(FAMILY_ID), 1);
        udpi_nest_number(d, DEPTH + 2, F(FAMILY_VERSION), 1);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

static void put_addresses(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, DEPTH, F(INDIVIDUAL_ADDRESSES));
    while (udpi_part_goes_on(d))
        udpi_nest_number(d, DEPTH + 1, F(INDIVIDUAL_ADDRESSES_MEMBER), 2);
    udpi_nest_close(d, list);
}

static void put_content(struct udpi_decode *d, uint64_t type) {
    switch (type) {
    case DEVICE: put_device(d); break;
    case FAMILIES:
    case SECURED_FAMILIES: put_families(d); break;
    case ADDRESSES: put_addresses(d); break;
    default: udpi_nest_bytes(d, DEPTH, F(BLOCK_DATA), d->cursor.claim); break;
    }
}

/* False where nothing can follow. */
static bool put_block(struct udpi_decode *d) {
    struct udpi_cursor behind;
    uint16_t group = udpi_nest_open(d, 1, F(BLOCK));
    size_t length = udpi_nest_number(d, DEPTH, F(BLOCK_LENGTH), 1);
    uint64_t type = udpi_nest_number(d, DEPTH, F(BLOCK_TYPE), 1);
    if (d->cursor.stop == UDPI_STOP_NONE && length < HEAD)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "a block says that it has {a} bytes, where its length and type have {b}",
                      (uint32_t)length, HEAD);
    else if (length > HEAD && udpi_part_enter(d, length - HEAD, &behind)) {
        put_content(d, type);
        udpi_part_leave_data(d, &behind, length - HEAD, (unsigned)type);
    }
    udpi_nest_close(d, group);
    return length >= HEAD;
}

void udpi_take_knxnet_blocks(struct udpi_decode *d) {
    if (!udpi_part_goes_on(d))
        return;
    uint16_t list = udpi_nest_open(d, 0, F(BLOCKS));
    while (udpi_part_goes_on(d) && put_block(d))
        continue;
    udpi_nest_close(d, list);
}
