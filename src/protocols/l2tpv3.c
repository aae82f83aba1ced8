/*
 * Layer 2 tunneling protocol, version 3: the session header, right behind IP, or behind l2tp in UDP.
 *
 *     | session id 4 | cookie 0, 4 or 8, frame …                   data
 *     | session id 4: 0 | l2tp …                                   a control message, behind IP only
 *
 * Left out: the cookie and the frame. The ends have agreed on their sizes and kinds, and the packet does not tell.
 */
#include "model/decode.h"

enum { SESSION_ID, FIELDS };

enum { L2TP_PORT = 1701 };

static const struct udpi_field fields[FIELDS] = {
    [SESSION_ID] = {.key = "session_id", .label = "Session id", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                    UDPI_AT(0, 4),
                    .doc = "The receiver's number of the session; 0: a control message."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, SESSION_ID, FIELDS, header);
    return udpi_load_be32(header) == 0 ? udpi_next_key(UDPI_UDP_PORT, L2TP_PORT) : udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, 115}};

const struct udpi_protocol udpi_l2tpv3 = {
    .key = "l2tpv3",
    .title = "Layer Two Tunneling Protocol, version 3",
    .spec = "RFC 3931",
    .doc = "Carries frames of any link over an IP network.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 4,
    .decode = decode,
};
