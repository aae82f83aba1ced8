/* SOME/IP: the messages of messages/someip_message.h, one behind the other, to the end of the datagram. */
#include "messages/someip_message.h"
#include "model/nest.h"

#define F(name) UDPI_SOMEIP_##name

enum { HEADER_SIZE = 16, NOT_COUNTED = 8, OUR_VERSION = 1, SEGMENT = 0x20, LAST_RETURN_CODE = 0x5e };

enum { DISCOVERY_SERVICE = 0xffff, DISCOVERY_METHOD = 0x8100 };

/* A datagram has fewer than 65536 bytes: the first two of the length are zero. */
static bool is_message(const struct udpi_cursor *cursor) {
    const uint8_t *header = cursor->at;
    if (udpi_cursor_left(cursor) < HEADER_SIZE)
        return false;
    uint32_t length = udpi_load_be32(header + 4);
    return length >= HEADER_SIZE - NOT_COUNTED && length <= UINT16_MAX && header[12] == OUR_VERSION &&
           udpi_name_find(&udpi_someip_message_type_names, header[14]) && header[15] <= LAST_RETURN_CODE;
}

static void put_header(struct udpi_decode *d, const uint8_t *header) {
    static const struct udpi_someip_place ids[] = {{F(SERVICE_ID), 0, 2}, {F(METHOD_ID), 2, 2}, {0, 0, 0}};
    static const struct udpi_someip_place rest[] = {{F(LENGTH), 4, 4},
                                                    {F(CLIENT_ID), 8, 2},
                                                    {F(SESSION_ID), 10, 2},
                                                    {F(PROTOCOL_VERSION), 12, 1},
                                                    {F(INTERFACE_VERSION), 13, 1},
                                                    {F(MESSAGE_TYPE), 14, 1},
                                                    {F(RETURN_CODE), 15, 1},
                                                    {0, 0, 0}};
    udpi_put_someip_places(d, 2, ids, header);
    udpi_put_at_depth(d, 2, F(EVENT), udpi_offset_of(d, header + 2), 1, header[2] >> 7);
    udpi_put_someip_places(d, 2, rest, header);
}

/* PRS_SOMEIPProtocol, SOME/IP-TP: the offset counts 16 bytes, so that its last four bits are free for flags. */
static void put_segment(struct udpi_decode *d) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, 4);
    if (!at)
        return;
    uint32_t word = udpi_load_be32(at);
    udpi_put_at_depth(d, 2, F(TP_OFFSET), udpi_offset_of(d, at), 4, word & ~UINT32_C(15));
    udpi_put_at_depth(d, 2, F(TP_MORE_SEGMENTS), udpi_offset_of(d, at), 4, word & 1);
}

static bool is_discovery(const uint8_t *header) {
    return udpi_load_be16(header) == DISCOVERY_SERVICE && udpi_load_be16(header + 2) == DISCOVERY_METHOD;
}

static void put_message(struct udpi_decode *d) {
    uint16_t group = udpi_nest_open(d, 1, F(MESSAGE));
    const uint8_t *header = udpi_cursor_take(&d->cursor, HEADER_SIZE);
    put_header(d, header);
    size_t behind = udpi_narrow_someip(d, udpi_load_be32(header + 4) - (size_t)(HEADER_SIZE - NOT_COUNTED));
    if (header[14] & SEGMENT)
        put_segment(d);
    else if (is_discovery(header))
        udpi_put_someip_discovery(d);
    udpi_nest_bytes(d, 2, F(PAYLOAD), d->cursor.claim);
    d->cursor.claim += behind;
    udpi_nest_close(d, group);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    if (!is_message(&d->cursor))
        return udpi_next_not_mine();
    uint16_t list = udpi_nest_open(d, 0, F(MESSAGES));
    while (d->cursor.stop == UDPI_STOP_NONE && is_message(&d->cursor))
        put_message(d);
    udpi_nest_close(d, list);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 30490}, {UDPI_INTERNAL, UDPI_AS_SOMEIP}};

const struct udpi_protocol udpi_someip = {
    .key = "someip",
    .title = "Scalable service-Oriented MiddlewarE over IP",
    .spec = "AUTOSAR PRS_SOMEIPProtocol",
    .doc = "Lets the control units of a car call each other, and finds their services.",
    .fields = udpi_someip_fields,
    .field_count = UDPI_SOMEIP_FIELDS,
    .bindings = bindings,
    .binding_count = 2,
    .is_end = true,
    .decode = decode,
};
