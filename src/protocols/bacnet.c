/*
 * BACnet/IP and BACnet/IPv6: the messages of messages/bacnet_message.h.
 *
 * Left out: services' parameters but the first ones of the common services; segments are not put together.
 */
#include "messages/bacnet_message.h"
#include "model/nest.h"
#include "model/width.h"

#define F(name) UDPI_BACNET_##name

enum { HEADER_SIZE = 4, TYPE_IP = 0x81, TYPE_IPV6 = 0x82, FUNCTIONS = 13, MOST_PARTS = 4, NPDU_VERSION = 1 };

/* What functions have, behind fields of a width of their own: one of these, as the last part. */
enum { NPDU = UDPI_BACNET_FIELDS, DISTRIBUTION_TABLE, FOREIGN_TABLE, SECURED };

/* ASHRAE 135 section J.2. Unused parts are 0. */
static const uint8_t ip_parts[FUNCTIONS][MOST_PARTS] = {
    [0x00] = {F(RESULT_CODE)},
    [0x01] = {DISTRIBUTION_TABLE},
    [0x03] = {DISTRIBUTION_TABLE},
    [0x04] = {F(ORIGIN_ADDRESS), F(ORIGIN_PORT), NPDU},
    [0x05] = {F(TTL)},
    [0x07] = {FOREIGN_TABLE},
    [0x08] = {F(FOREIGN_ADDRESS), F(FOREIGN_PORT)},
    [0x09] = {NPDU},
    [0x0a] = {NPDU},
    [0x0b] = {NPDU},
    [0x0c] = {SECURED},
};

/* ASHRAE 135 section U.2 */
static const uint8_t ipv6_parts[FUNCTIONS][MOST_PARTS] = {
    [0x00] = {F(VIRTUAL_SOURCE), F(IPV6_RESULT_CODE)},
    [0x01] = {F(VIRTUAL_SOURCE), F(VIRTUAL_DESTINATION), NPDU},
    [0x02] = {F(VIRTUAL_SOURCE), NPDU},
    [0x03] = {F(VIRTUAL_SOURCE), F(VIRTUAL_DESTINATION)},
    [0x04] = {F(VIRTUAL_SOURCE), F(VIRTUAL_DESTINATION), F(ORIGIN_IPV6_ADDRESS), F(ORIGIN_PORT)},
    [0x05] = {F(VIRTUAL_SOURCE), F(VIRTUAL_DESTINATION)},
    [0x06] = {F(VIRTUAL_SOURCE)},
    [0x07] = {F(VIRTUAL_SOURCE), F(VIRTUAL_DESTINATION)},
    [0x08] = {F(VIRTUAL_SOURCE), F(ORIGIN_IPV6_ADDRESS), F(ORIGIN_PORT), NPDU},
    [0x09] = {F(VIRTUAL_SOURCE), F(TTL)},
    [0x0a] = {F(VIRTUAL_SOURCE), F(FOREIGN_IPV6_ADDRESS), F(FOREIGN_PORT)},
    [0x0b] = {SECURED},
    [0x0c] = {F(VIRTUAL_SOURCE), NPDU},
};

static const uint8_t *find_parts(const uint8_t *header) {
    return header[0] == TYPE_IP ? ip_parts[header[1]] : ipv6_parts[header[1]];
}

/* Whether bytes that are there contradict: fixed parts are all there, and an NPDU has its version. */
static bool has_parts(const struct udpi_decode *d, const uint8_t *parts, size_t length) {
    size_t size = HEADER_SIZE;
    unsigned i = 0;
    for (; i < MOST_PARTS && parts[i] != 0 && parts[i] < UDPI_BACNET_FIELDS; i++)
        size += udpi_bacnet_fields[parts[i]].width;
    if (i == MOST_PARTS || parts[i] != NPDU)
        return length >= size;
    size_t version = size - HEADER_SIZE;
    return length > size && (version >= udpi_cursor_left(&d->cursor) || d->cursor.at[version] == NPDU_VERSION);
}

static bool is_plausible(const struct udpi_decode *d, const uint8_t *header) {
    size_t length = udpi_load_be16(header + 2);
    return (header[0] == TYPE_IP || header[0] == TYPE_IPV6) && header[1] < FUNCTIONS &&
           length <= d->cursor.claim + HEADER_SIZE && has_parts(d, find_parts(header), length);
}

static void put_table(struct udpi_decode *d, unsigned table, unsigned last) {
    if (!udpi_part_goes_on(d))
        return;
    uint16_t list = udpi_nest_open(d, 0, table);
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, 1, table + 1);
        for (unsigned field = table + 2; field <= last; field++)
            udpi_nest_number(d, 2, field, udpi_bacnet_fields[field].width);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

static void put_part(struct udpi_decode *d, unsigned part) {
    switch (part) {
    case NPDU: udpi_take_bacnet_npdu(d); break;
    case DISTRIBUTION_TABLE: put_table(d, F(DISTRIBUTION_TABLE), F(DISTRIBUTION_MASK)); break;
    case FOREIGN_TABLE: put_table(d, F(FOREIGN_TABLE), F(ENTRY_REMAINING)); break;
    case SECURED: udpi_take_bytes(d, F(SECURED), d->cursor.claim); break;
    default:
        if (udpi_bacnet_fields[part].type == UDPI_IPV6)
            udpi_take_bytes(d, part, udpi_bacnet_fields[part].width);
        else
            udpi_take_number(d, udpi_bacnet_fields, part);
    }
}

/* What stands behind the length is no part of the message. */
static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d, header))
        return udpi_next_not_mine();
    unsigned function = header[0] == TYPE_IP ? F(FUNCTION) : F(IPV6_FUNCTION);
    udpi_put(d, F(TYPE), header, 1, header[0]);
    udpi_put(d, function, header + 1, 1, header[1]);
    udpi_put(d, F(LENGTH), header + 2, 2, udpi_load_be16(header + 2));
    size_t behind = d->cursor.claim + HEADER_SIZE - udpi_load_be16(header + 2);
    d->cursor.claim -= behind;
    const uint8_t *parts = find_parts(header);
    for (unsigned i = 0; i < MOST_PARTS && parts[i] != 0; i++)
        put_part(d, parts[i]);
    d->cursor.claim += behind;
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 47808}};

const struct udpi_protocol udpi_bacnet = {
    .key = "bacnet",
    .title = "BACnet/IP",
    .spec = "ASHRAE 135",
    .doc = "Reads and writes what the devices of a building measure and do: Building Automation and Control Networks.",
    .fields = udpi_bacnet_fields,
    .field_count = UDPI_BACNET_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
