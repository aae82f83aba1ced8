/*
 * The service tag of a provider backbone bridge: a whole Ethernet frame in another (802.1ah).
 *
 *     | priority 3 bits, drop eligible 1, use customer addresses 1, reserved 3 | service id 3 | Ethernet frame …
 *
 * The backbone's own VLAN tag, in front of it, is the layer `vlan`.
 */
#include "model/build.h"
#include "model/decode.h"

enum { PRIORITY, DROP_ELIGIBLE, USE_CUSTOMER_ADDRESSES, RESERVED, SERVICE_ID, FIELDS };

static const struct udpi_field fields[FIELDS] = {
    [PRIORITY] = {.key = "priority", .label = "Priority", .type = UDPI_UINT, .flags = UDPI_NOTABLE, UDPI_BITS(0, 3),
                  .doc = "Priority code point, 0 to 7."},
    [DROP_ELIGIBLE] = {.key = "drop_eligible", .label = "Drop eligible", .type = UDPI_BOOL, UDPI_BITS(3, 1),
                       .doc = "The frame may be dropped first when the network is congested."},
    [USE_CUSTOMER_ADDRESSES] = {.key = "use_customer_addresses", .label = "Use customer addresses", .type = UDPI_BOOL,
                                UDPI_BITS(4, 1),
                                .doc = "The inner addresses are those of the customer's frame."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_BITS(5, 3),
                  .doc = "Must be zero."},
    [SERVICE_ID] = {.key = "service_id", .label = "Service", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(1, 3),
                    .initial = 256,
                    .doc = "Number of the customer's service in the backbone (I-SID)."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, PRIORITY, RESERVED, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    udpi_put_header(d, fields, SERVICE_ID, FIELDS, header);
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_ETH);
}

static const struct udpi_binding bindings[] = {{UDPI_ETHERTYPE, 0x88e7}};

const struct udpi_protocol udpi_pbb = {
    .key = "pbb",
    .title = "Provider backbone service tag",
    .spec = "IEEE 802.1ah",
    .doc = "Carries a customer's whole Ethernet frame through a provider's network.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 4,
    .decode = decode,
};
