/* Domain Name System: the messages of messages/dns_message.h on a port of its own. */
#include "messages/dns_message.h"

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    return udpi_decode_dns(d, header, UDPI_DNS_UNICAST);
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 53}};

const struct udpi_protocol udpi_dns = {
    .key = "dns",
    .title = "Domain Name System",
    .spec = "RFC 1035",
    .doc = "Finds the addresses and other records of a name.",
    .fields = udpi_dns_fields,
    .field_count = UDPI_DNS_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = UDPI_DNS_HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
