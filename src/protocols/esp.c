/*
 * IP encapsulating security payload. What follows is encrypted, its trailer with the next header too.
 *
 *     | SPI 4 | sequence 4 | …
 */
#include "model/decode.h"
#include "model/numbers.h"

enum { SPI, SEQUENCE, FIELDS };

enum { HEADER_SIZE = 8 };

static const struct udpi_field fields[FIELDS] = {
    [SPI] = {.key = "spi", .label = "Security parameters index", .type = UDPI_HEX, .flags = UDPI_SUMMARY, UDPI_AT(0, 4),
             .initial = 256,
             .doc = "Names the security association at the receiver."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(4, 4),
                  .initial = 1,
                  .doc = "Counts the packets of the association, from 1."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, SPI, FIELDS, header);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_ESP}};

const struct udpi_protocol udpi_esp = {
    .key = "esp",
    .title = "IP Encapsulating Security Payload",
    .spec = "RFC 4303",
    .doc = "Hides a packet from all but its receiver.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
