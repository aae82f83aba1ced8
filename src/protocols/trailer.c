/* Bytes inside the frame, behind the end that the IP length gives: padding of short frames, a frame check sequence. */
#include "model/data.h"

static const struct udpi_binding bindings[] = {{UDPI_INTERNAL, UDPI_AS_TRAILER}};

const struct udpi_protocol udpi_trailer = {
    .key = "trailer",
    .title = "Trailer",
    .spec = "",
    .doc = "Bytes behind the IP packet, inside the frame: padding, a frame check sequence.",
    .fields = udpi_data_fields,
    .field_count = UDPI_DATA_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .is_data = true,
    .is_leftover = true,
    .decode = udpi_decode_data,
};
