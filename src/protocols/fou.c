/*
 * Foo over UDP: an IP packet directly behind the UDP header, with no header of its own. No port is assigned to it; 5555 is the one
 * that ip-fou(8) shows. Taken for it is only what is an IP packet to the byte.
 */
#include "model/decode.h"
#include "model/numbers.h"

enum { IPV4_HEADER = 20, IPV6_HEADER = 40, EXAMPLE_PORT = 5555 };

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    const uint8_t *packet = d->cursor.at;
    size_t size = d->cursor.claim;
    if (udpi_cursor_left(&d->cursor) < IPV4_HEADER)
        return udpi_next_not_mine();
    bool is_ipv4 = packet[0] >> 4 == 4 && (packet[0] & 15) >= 5 && udpi_load_be16(packet + 2) == size;
    bool is_ipv6 = packet[0] >> 4 == 6 && size >= IPV6_HEADER && udpi_load_be16(packet + 4) == size - IPV6_HEADER;
    return is_ipv4 || is_ipv6 ? udpi_next_key(UDPI_INTERNAL, UDPI_AS_IP) : udpi_next_not_mine();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, EXAMPLE_PORT}};

const struct udpi_protocol udpi_fou = {
    .key = "fou",
    .title = "Foo over UDP",
    .spec = "ip-fou(8)",
    .doc = "IP directly in UDP, without a header: makes no layer.",
    .bindings = bindings,
    .binding_count = 1,
    .is_invisible = true,
    .decode = decode,
};
