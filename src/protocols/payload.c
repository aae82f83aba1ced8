/* Bytes that no protocol here claims: what a program sent, or what is not decoded. */
#include "model/data.h"

static const struct udpi_binding bindings[] = {{UDPI_INTERNAL, UDPI_AS_PAYLOAD}};

const struct udpi_protocol udpi_payload = {
    .key = "payload",
    .title = "Payload",
    .spec = "",
    .doc = "What the headers carry, as far as it is not decoded.",
    .fields = udpi_data_fields,
    .field_count = UDPI_DATA_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .is_data = true,
    .decode = udpi_decode_data,
};
