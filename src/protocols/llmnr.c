/* Link-Local Multicast Name Resolution: the messages of messages/dns_message.h on a port of its own. */
#include "messages/dns_message.h"

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    return udpi_decode_dns(d, header, UDPI_DNS_LINK_LOCAL);
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 5355}};

const struct udpi_protocol udpi_llmnr = {
    .key = "llmnr",
    .title = "Link-Local Multicast Name Resolution",
    .spec = "RFC 4795",
    .doc = "Finds the addresses of the hosts of a link by name.",
    .fields = udpi_dns_fields,
    .field_count = UDPI_DNS_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = UDPI_DNS_HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
