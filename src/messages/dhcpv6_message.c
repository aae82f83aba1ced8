#include "messages/dhcpv6_message.h"

#include "model/nest.h"

#define F(name) UDPI_DHCPV6_##name

enum { WITHIN_OPTION = 2 };

static void put_data(struct udpi_decode *d, unsigned depth, unsigned code, size_t length) {
    struct udpi_cursor behind;
    if (length == 0 || !udpi_part_enter(d, length, &behind))
        return;
    udpi_put_dhcpv6_data(d, depth, code);
    size_t rest = d->cursor.claim;
    if (!udpi_part_leave(d, &behind))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of data are too few for option {b}", (uint32_t)length,
                      code);
    else if (rest > 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes are left behind the data of option {b}", (uint32_t)rest, code);
}

void udpi_put_dhcpv6_options(struct udpi_decode *d, unsigned depth, unsigned field) {
    if (!udpi_part_goes_on(d))
        return;
    if (depth > UDPI_DEEPEST_LIST) {
        udpi_note_add(d, UDPI_NOTE_TOO_MANY_LAYERS,
                      "options lie in each other more than {a} deep: there they stay bytes",
                      UDPI_DEEPEST_LIST / WITHIN_OPTION + 1, 0);
        udpi_nest_bytes(d, depth, F(DATA), d->cursor.claim);
        return;
    }
    uint16_t list = udpi_nest_open(d, depth, field);
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, depth + 1, F(OPTION));
        unsigned code = (unsigned)udpi_nest_number(d, depth + WITHIN_OPTION, F(CODE), 2);
        size_t length = udpi_nest_number(d, depth + WITHIN_OPTION, F(LENGTH), 2);
        put_data(d, depth + WITHIN_OPTION, code, length);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

bool udpi_dhcpv6_is_relayed(unsigned type) {
    enum { RELAY_FORWARD = 12, RELAY_REPLY = 13 };
    return type == RELAY_FORWARD || type == RELAY_REPLY;
}

void udpi_put_dhcpv6_message(struct udpi_decode *d, unsigned depth, unsigned first, unsigned options, unsigned type) {
    enum { DHCPV4_QUERY = 20, DHCPV4_RESPONSE = 21, ADDRESS_SIZE = 16 };
    enum { TRANSACTION_ID = 1, FLAGS, HOP_COUNT, LINK_ADDRESS, PEER_ADDRESS }; /* fields behind the first */
    if (udpi_dhcpv6_is_relayed(type)) {
        udpi_nest_number(d, depth, first + HOP_COUNT, 1);
        udpi_nest_bytes(d, depth, first + LINK_ADDRESS, ADDRESS_SIZE);
        udpi_nest_bytes(d, depth, first + PEER_ADDRESS, ADDRESS_SIZE);
    } else if (type == DHCPV4_QUERY || type == DHCPV4_RESPONSE) {
        udpi_nest_number(d, depth, first + FLAGS, 3);
    } else {
        udpi_nest_number(d, depth, first + TRANSACTION_ID, 3);
    }
    udpi_put_dhcpv6_options(d, depth, options);
}
