/*
 * What exporters of flows send, told by its version: collectors take NetFlow, IPFIX and sFlow on the ports of each other, and
 * most of their ports are nobody's.
 */
#include "model/decode.h"

enum { VERSION_SIZE = 2 };

/* NetFlow has no other versions, but for 8. The version of sFlow has four bytes. */
static const struct {
    uint8_t version, key;
} kinds[] = {
    {0, UDPI_AS_SFLOW},   {1, UDPI_AS_NETFLOW}, {5, UDPI_AS_NETFLOW},
    {7, UDPI_AS_NETFLOW}, {9, UDPI_AS_NETFLOW}, {10, UDPI_AS_IPFIX},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (udpi_cursor_left(&d->cursor) < VERSION_SIZE)
        return udpi_next_not_mine();
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].version == udpi_load_be16(header))
            return udpi_next_key(UDPI_INTERNAL, kinds[i].key);
    return udpi_next_not_mine();
}

/* IANA has given out 4739 and 6343; NetFlow has none of its own. */
static const struct udpi_binding bindings[] = {
    {UDPI_UDP_PORT, 2055}, {UDPI_UDP_PORT, 2056}, {UDPI_UDP_PORT, 9995},
    {UDPI_UDP_PORT, 9996}, {UDPI_UDP_PORT, 4739}, {UDPI_UDP_PORT, 6343},
};

const struct udpi_protocol udpi_flow_export = {
    .key = "flow_export",
    .title = "Flow export by its version",
    .spec = "RFC 7011",
    .doc = "Tells NetFlow, IPFIX and sFlow apart on the ports that collectors take them on, and makes no layer.",
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .is_invisible = true,
    .is_end = true,
    .decode = decode,
};
