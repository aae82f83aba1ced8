/*
 * IPv6 destination options, for the receiver.
 *
 *     | next header 1 | length 1 | options | …
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/ipv6_options.h"
#include "model/numbers.h"

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    return udpi_decode_ipv6_options(d, header, NULL);
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_DSTOPTS}};

const struct udpi_protocol udpi_dstopts = {
    .key = "dstopts",
    .title = "IPv6 destination options",
    .spec = "RFC 8200, section 4.6",
    .doc = "Options for the receiver of the packet.",
    .fields = udpi_ipv6_options_fields,
    .field_count = UDPI_IPV6_OPTIONS_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 2,
    .decode = decode,
    .encode = udpi_encode_ipv6_options,
    .seal = udpi_seal_ipv6_options,
};
