/* Bytes inside the IP packet, behind the end that the UDP length gives. */
#include "model/data.h"

static const struct udpi_binding bindings[] = {{UDPI_INTERNAL, UDPI_AS_SURPLUS}};

const struct udpi_protocol udpi_surplus = {
    .key = "surplus",
    .title = "Surplus",
    .spec = "",
    .doc = "Bytes behind the datagram, inside the IP packet; some hide there, some are options (RFC 9868).",
    .fields = udpi_data_fields,
    .field_count = UDPI_DATA_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .is_data = true,
    .is_leftover = true,
    .decode = udpi_decode_data,
};
