/*
 * A VLAN tag: IEEE 802.1Q (0x8100), and the service tag of 802.1ad (0x88a8) or of what came before it (0x9100). Tags
 * may be stacked.
 *
 *     | priority 3 bits, drop eligible 1, id 12 | ethertype 2 | …
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { PRIORITY, DROP_ELIGIBLE, ID, ETHERTYPE, FIELDS };

static const struct udpi_field fields[FIELDS] = {
    [PRIORITY] = {.key = "priority", .label = "Priority", .type = UDPI_UINT, UDPI_BITS(0, 3),
                  .doc = "Priority code point, 0 to 7."},
    [DROP_ELIGIBLE] = {.key = "drop_eligible", .label = "Drop eligible", .type = UDPI_BOOL, UDPI_BITS(3, 1),
                       .doc = "The frame may be dropped first when the network is congested."},
    [ID] = {.key = "id", .label = "VLAN", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(4, 12), .initial = 1,
            .doc = "Number of the virtual network, 1 to 4094; 0 gives a priority only."},
    [ETHERTYPE] = {.key = "ethertype", .label = "Ethertype", .type = UDPI_HEX, .flags = UDPI_COMPUTED | UDPI_NEXT, UDPI_AT(2, 2),
                   .names = &udpi_ethertype_names,
                   .doc = "Says which protocol follows; below 1536 the length of an 802.3 frame."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, PRIORITY, FIELDS, header);
    uint16_t type = udpi_load_be16(header + 2);
    if (type >= UDPI_ETHERTYPE_FIRST)
        return udpi_next_key(UDPI_ETHERTYPE, type);
    if (type <= d->cursor.claim)
        udpi_narrow(d, type, UDPI_AS_TRAILER);
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_LLC);
}

static void seal(struct udpi_build *b) {
    uint16_t type = udpi_build_next_key(b, UDPI_ETHERTYPE, 0);
    bool is_802_3 = udpi_build_next_key(b, UDPI_INTERNAL, 0) == UDPI_AS_LLC;
    if (is_802_3)
        type = (uint16_t)(udpi_build_size(b) - 4);
    udpi_build_fill(b, ETHERTYPE, type ? type : UDPI_ETHERTYPE_EXPERIMENTAL);
}

static const struct udpi_binding bindings[] = {
    {UDPI_ETHERTYPE, UDPI_ETHERTYPE_VLAN},
    {UDPI_ETHERTYPE, UDPI_ETHERTYPE_VLAN_SERVICE},
    {UDPI_ETHERTYPE, UDPI_ETHERTYPE_VLAN_OLD},
};

const struct udpi_protocol udpi_vlan = {
    .key = "vlan",
    .title = "VLAN tag",
    .spec = "IEEE 802.1Q",
    .doc = "Puts a frame into one of the virtual networks that share a wire.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 3,
    .header_size = 4,
    .decode = decode,
    .seal = seal,
};
