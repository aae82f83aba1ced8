/*
 * The Subnetwork Access Protocol: an ethertype behind LLC.
 *
 *     | oui 3 | protocol 2 | …
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { OUI, PROTOCOL, FIELDS };

enum { OUI_ETHERTYPE = 0, OUI_BRIDGE_TUNNEL = 0x0000f8 };

static const struct udpi_field fields[FIELDS] = {
    [OUI] = {.key = "oui", .label = "Organization", .type = UDPI_HEX, UDPI_AT(0, 3),
             .doc = "Who defines the protocol number; 0 means that it is an ethertype."},
    [PROTOCOL] = {.key = "protocol", .label = "Protocol", .type = UDPI_HEX, .flags = UDPI_COMPUTED | UDPI_NEXT, UDPI_AT(3, 2),
                  .names = &udpi_ethertype_names,
                  .doc = "Says which protocol follows."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, OUI, FIELDS, header);
    uint64_t oui = udpi_load_be(header, 3);
    if (oui != OUI_ETHERTYPE && oui != OUI_BRIDGE_TUNNEL)
        return udpi_next_payload();
    return udpi_next_key(UDPI_ETHERTYPE, udpi_load_be16(header + 3));
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, PROTOCOL, udpi_build_next_key(b, UDPI_ETHERTYPE, UDPI_ETHERTYPE_EXPERIMENTAL));
}

static const struct udpi_binding bindings[] = {{UDPI_LLC_SAP, 0xaa}};

const struct udpi_protocol udpi_snap = {
    .key = "snap",
    .title = "Subnetwork Access Protocol",
    .spec = "IEEE 802, RFC 1042",
    .doc = "Carries an ethertype in an 802.3 frame.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 5,
    .decode = decode,
    .seal = seal,
};
