/* PPP over serial lines: the first byte tells PPP from Cisco's HDLC, which some links use in its place (RFC 1547). */
#include "model/decode.h"

enum { CISCO_UNICAST = 0x0f, CISCO_MULTICAST = 0x8f };

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (udpi_cursor_left(&d->cursor) == 0)
        return udpi_next_nothing();
    bool is_cisco = header[0] == CISCO_UNICAST || header[0] == CISCO_MULTICAST;
    return udpi_next_key(UDPI_INTERNAL, is_cisco ? UDPI_AS_CHDLC : UDPI_AS_PPP);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 50}};

const struct udpi_protocol udpi_ppp_serial = {
    .key = "ppp_serial",
    .title = "PPP or Cisco HDLC",
    .spec = "LINKTYPE_PPP_HDLC",
    .doc = "Tells PPP from Cisco HDLC by the first byte, and makes no layer.",
    .bindings = bindings,
    .binding_count = 1,
    .is_invisible = true,
    .decode = decode,
};
