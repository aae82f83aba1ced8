/* Raw IP: a link type without a header. The version in the first four bits says which IP it is. */
#include "model/decode.h"
#include "model/numbers.h"

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    if (udpi_cursor_left(&d->cursor) == 0)
        return udpi_next_nothing();
    unsigned version = d->cursor.at[0] >> 4;
    if (version != 4 && version != 6)
        return udpi_next_payload();
    return udpi_next_key(UDPI_ETHERTYPE, version == 4 ? UDPI_ETHERTYPE_IPV4 : UDPI_ETHERTYPE_IPV6);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 12}, {UDPI_LINK_TYPE, 14}, {UDPI_INTERNAL, UDPI_AS_IP}};

const struct udpi_protocol udpi_raw = {
    .key = "raw",
    .title = "Raw IP",
    .spec = "LINKTYPE_RAW",
    .doc = "No link header at all: tells IPv4 from IPv6 by the first four bits, and makes no layer.",
    .bindings = bindings,
    .binding_count = 3,
    .is_invisible = true,
    .decode = decode,
};
