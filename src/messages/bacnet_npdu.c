/* The network layer of BACnet: who is meant beyond this network, and the messages among routers. */
#include "messages/bacnet_message.h"
#include "model/nest.h"
#include "model/width.h"

#define F(name) UDPI_BACNET_##name

enum { NETWORK_MESSAGE = 0x80, DESTINATION = 0x20, SOURCE = 0x08, REPLY = 0x04, PRIORITY = 0x03, VENDORS = 0x80 };

enum { MOST_PARTS = 2, LISTED = UINT8_MAX }; /* LISTED: network numbers up to the end */

/* ASHRAE 135 section 6.4: what messages have; of the others nothing is read. Unused parts are 0. */
static const uint8_t message_parts[][MOST_PARTS] = {
    [0x00] = {LISTED},
    [0x01] = {LISTED},
    [0x02] = {F(NETWORK), F(PERFORMANCE_INDEX)},
    [0x03] = {F(NETWORK_REJECT_REASON), F(NETWORK)},
    [0x04] = {LISTED},
    [0x05] = {LISTED},
    [0x08] = {F(NETWORK), F(TERMINATION_TIME)},
    [0x09] = {F(NETWORK)},
    [0x13] = {F(NETWORK), F(CONFIGURED)},
};

static void put_networks(struct udpi_decode *d) {
    if (!udpi_part_goes_on(d))
        return;
    uint16_t list = udpi_nest_open(d, 0, F(NETWORKS));
    while (udpi_part_goes_on(d))
        udpi_nest_number(d, 1, F(NETWORKS_NUMBER), 2);
    udpi_nest_close(d, list);
}

static void put_parts(struct udpi_decode *d, const uint8_t *parts) {
    for (unsigned i = 0; i < MOST_PARTS && parts[i] != 0; i++)
        if (parts[i] == LISTED)
            put_networks(d);
        else
            udpi_take_number(d, udpi_bacnet_fields, parts[i]);
}

static void put_network_message(struct udpi_decode *d) {
    uint64_t type = udpi_take_number(d, udpi_bacnet_fields, F(MESSAGE_TYPE));
    if (type >= VENDORS)
        udpi_take_number(d, udpi_bacnet_fields, F(MESSAGE_VENDOR));
    if (d->cursor.stop == UDPI_STOP_NONE && type < sizeof message_parts / sizeof *message_parts)
        put_parts(d, message_parts[type]);
    udpi_take_bytes(d, F(PARAMETERS), d->cursor.claim);
}

/* Number of a network, and an address in it; `first` is the field of the first. */
static void put_address(struct udpi_decode *d, unsigned first) {
    udpi_take_number(d, udpi_bacnet_fields, first);
    udpi_take_bytes(d, first + 2, udpi_take_number(d, udpi_bacnet_fields, first + 1));
}

static void put_control(struct udpi_decode *d, const uint8_t *control) {
    udpi_put(d, F(IS_NETWORK_MESSAGE), control, 1, (*control & NETWORK_MESSAGE) != 0);
    udpi_put(d, F(HAS_DESTINATION), control, 1, (*control & DESTINATION) != 0);
    udpi_put(d, F(HAS_SOURCE), control, 1, (*control & SOURCE) != 0);
    udpi_put(d, F(EXPECTING_REPLY), control, 1, (*control & REPLY) != 0);
    udpi_put(d, F(PRIORITY), control, 1, *control & PRIORITY);
}

void udpi_take_bacnet_npdu(struct udpi_decode *d) {
    udpi_take_number(d, udpi_bacnet_fields, F(VERSION));
    const uint8_t *control = udpi_cursor_take(&d->cursor, 1);
    if (!control)
        return;
    put_control(d, control);
    if (*control & DESTINATION)
        put_address(d, F(DNET));
    if (*control & SOURCE)
        put_address(d, F(SNET));
    if (*control & DESTINATION)
        udpi_take_number(d, udpi_bacnet_fields, F(HOP_COUNT));
    if (*control & NETWORK_MESSAGE)
        put_network_message(d);
    else if (udpi_part_goes_on(d))
        udpi_take_bacnet_apdu(d);
}
