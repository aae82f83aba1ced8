/* Dynamic Host Configuration Protocol for IPv6: the messages of messages/dhcpv6_message.h. */
#include "messages/dhcpv6_message.h"

#define F(name) UDPI_DHCPV6_##name

enum { HEADER_SIZE = 1, LEAST_REST = 3, RELAY_REST = 33, OPTION_HEADER_SIZE = 4 };

/* Whether the first option, where there is one, fits into the message or is one that has a name. */
static bool has_option(struct udpi_cursor cursor, size_t rest) {
    udpi_cursor_take(&cursor, rest);
    if (cursor.claim == 0 || udpi_cursor_left(&cursor) < OPTION_HEADER_SIZE)
        return cursor.claim == 0 || cursor.claim >= OPTION_HEADER_SIZE;
    unsigned code = (unsigned)udpi_cursor_read(&cursor, 2);
    return udpi_name_find(&udpi_dhcpv6_option_names, code) || udpi_cursor_read(&cursor, 2) <= cursor.claim;
}

static bool is_plausible(const struct udpi_decode *d, unsigned type) {
    size_t rest = udpi_dhcpv6_is_relayed(type) ? RELAY_REST : LEAST_REST;
    return udpi_name_find(&udpi_dhcpv6_message_names, type) && d->cursor.claim >= rest && has_option(d->cursor, rest);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d, header[0]))
        return udpi_next_not_mine();
    udpi_put_header(d, udpi_dhcpv6_fields, F(MESSAGE_TYPE), F(MESSAGE_TYPE) + 1, header);
    udpi_put_dhcpv6_message(d, 0, F(MESSAGE_TYPE), F(OPTIONS), header[0]);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 547}, {UDPI_UDP_PORT, 546}};

const struct udpi_protocol udpi_dhcpv6 = {
    .key = "dhcpv6",
    .title = "Dynamic Host Configuration Protocol for IPv6",
    .spec = "RFC 8415",
    .doc = "Gives hosts addresses and prefixes, and says what else they need to know of the network.",
    .fields = udpi_dhcpv6_fields,
    .field_count = UDPI_DHCPV6_FIELDS,
    .bindings = bindings,
    .binding_count = 2,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
