/*
 * The Prism header: how an 802.11 frame was received, as the drivers of the first wireless cards tell it.
 *
 *     | message code 4 | message length 4 | device 16 | items of 12: id 4, status 2, length 2, data 4 | …
 *
 * Numbers are little-endian: the header was made on such hosts. Left out: the names of the items, and big-endian hosts.
 */
#include <string.h>

#include "model/build.h"
#include "model/decode.h"

enum { CODE, LENGTH, DEVICE, LIST, ITEM, ID, STATUS, ITEM_LENGTH, DATA, FIELDS };

enum { HEADER_SIZE = 24, ITEM_SIZE = 12, DEVICE_SIZE = 16, LINK_TYPE_WLAN = 105 };

static const struct udpi_field fields[FIELDS] = {
    [CODE] = {.key = "message_code", .label = "Message code", .type = UDPI_HEX, .flags = UDPI_LITTLE, UDPI_AT(0, 4),
              .initial = 0x44,
              .doc = "Kind of the message: 0x41 or 0x44, a received frame."},
    [LENGTH] = {.key = "message_length", .label = "Message length", .type = UDPI_UINT,
                .flags = UDPI_COMPUTED | UDPI_LITTLE,
                UDPI_AT(4, 4),
                .doc = "Size of this header, in bytes: 144."},
    [DEVICE] = {.key = "device", .label = "Device", .type = UDPI_TEXT, .flags = UDPI_SUMMARY, UDPI_AT(8, DEVICE_SIZE),
                .doc = "Name of the interface that received the frame."},
    [LIST] = {.key = "items", .label = "Items", .type = UDPI_LIST,
              .doc = "What is known of the frame."},
    [ITEM] = {.key = "item", .label = "Item", .type = UDPI_GROUP, .within = UDPI_WITHIN(LIST),
              .doc = "One item."},
    [ID] = {.key = "id", .label = "Id", .type = UDPI_HEX, .within = UDPI_WITHIN(ITEM),
            .doc = "What the item tells, by the driver's own numbers."},
    [STATUS] = {.key = "status", .label = "Status", .type = UDPI_UINT, .within = UDPI_WITHIN(ITEM),
                .doc = "0: the item has a value."},
    [ITEM_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .within = UDPI_WITHIN(ITEM),
                     .doc = "Bytes of the value that count."},
    [DATA] = {.key = "data", .label = "Data", .type = UDPI_HEX, .within = UDPI_WITHIN(ITEM),
              .doc = "The value."},
};

static void put_item(struct udpi_decode *d, const uint8_t *at) {
    uint32_t offset = udpi_offset_of(d, at);
    udpi_put_at_depth(d, 1, ITEM, offset, ITEM_SIZE, 0);
    udpi_put_at_depth(d, 2, ID, offset, 4, udpi_load_le(at, 4));
    udpi_put_at_depth(d, 2, STATUS, offset + 4, 2, udpi_load_le(at + 4, 2));
    udpi_put_at_depth(d, 2, ITEM_LENGTH, offset + 6, 2, udpi_load_le(at + 6, 2));
    udpi_put_at_depth(d, 2, DATA, offset + 8, 4, udpi_load_le(at + 8, 4));
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    size_t length = udpi_load_le(header + 4, 4);
    udpi_put_header(d, fields, CODE, LENGTH + 1, header);
    udpi_put_bytes(d, DEVICE, header + 8, strnlen((const char *)header + 8, DEVICE_SIZE));
    if (length < HEADER_SIZE) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the length is {a}, and must be 24 at least", (uint32_t)length, 0);
        return udpi_next_payload();
    }
    const uint8_t *list = udpi_cursor_take(&d->cursor, length - HEADER_SIZE);
    if (!list)
        return udpi_next_payload();
    if (length > HEADER_SIZE)
        udpi_put_bytes(d, LIST, list, length - HEADER_SIZE);
    for (size_t i = 0; (i + 1) * ITEM_SIZE <= length - HEADER_SIZE; i++)
        put_item(d, list + i * ITEM_SIZE);
    return udpi_next_key(UDPI_LINK_TYPE, LINK_TYPE_WLAN);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, LENGTH, udpi_build_layer(b)->header_size);
}

static const struct udpi_binding bindings[] = {{UDPI_INTERNAL, UDPI_AS_PRISM}};

const struct udpi_protocol udpi_prism = {
    .key = "prism",
    .title = "Prism header",
    .spec = "LINKTYPE_IEEE802_11_PRISM",
    .doc = "What the receiver knows of a wireless frame, in an old form of fixed size.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .seal = seal,
};
