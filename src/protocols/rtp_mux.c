/* RTP and RTCP on one port, told by their second byte: RFC 5761 section 4. */
#include "messages/rtcp_packet.h"

enum { VERSION = 2 };

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    const uint8_t *at = d->cursor.at;
    if (udpi_cursor_left(&d->cursor) < 2 || at[0] >> 6 != VERSION)
        return udpi_next_not_mine();
    return udpi_next_key(UDPI_INTERNAL, udpi_is_rtcp_type(at[1]) ? UDPI_AS_RTCP : UDPI_AS_RTP);
}

static const struct udpi_binding bindings[] = {{UDPI_INTERNAL, UDPI_AS_RTP_MUX}};

const struct udpi_protocol udpi_rtp_mux = {
    .key = "rtp_mux",
    .title = "RTP or RTCP",
    .spec = "RFC 5761",
    .doc = "Tells RTP from RTCP where they share a port, and makes no layer.",
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .is_invisible = true,
    .is_end = true,
    .decode = decode,
};
