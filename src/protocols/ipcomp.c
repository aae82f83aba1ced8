/*
 * IP payload compression. What follows is compressed, and shown as it is.
 *
 *     | next header 1 | flags 1 | compression parameter index 2 | …
 */
#include "model/decode.h"
#include "model/numbers.h"

enum { NEXT_HEADER, FLAGS, CPI, FIELDS };

enum { HEADER_SIZE = 4 };

/* RFC 3173 section 3.3; RFC 2407 section 4.4.5. */
static const struct udpi_name cpi_entries[] = {
    UDPI_NAME(1, "OUI"),
    UDPI_NAME(2, "DEFLATE"),
    UDPI_NAME(3, "LZS"),
    UDPI_NAME(4, "LZJH"),
};
static const struct udpi_names cpi_names = {cpi_entries, sizeof cpi_entries / sizeof *cpi_entries};

static const struct udpi_field fields[FIELDS] = {
    [NEXT_HEADER] = {.key = "next_header", .label = "Next header", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(0, 1),
                     .initial = UDPI_IP_UDP, .names = &udpi_ip_protocol_names,
                     .doc = "Says which protocol was compressed."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(1, 1),
               .doc = "Must be zero."},
    [CPI] = {.key = "cpi", .label = "Compression parameter index", .type = UDPI_HEX, .flags = UDPI_SUMMARY, UDPI_AT(2, 2),
             .initial = 2, .names = &cpi_names,
             .doc = "Kind of compression, or what both ends have agreed on."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, NEXT_HEADER, NEXT_HEADER + 1, header);
    udpi_put_if_set(d, fields, FLAGS, header);
    udpi_put_header(d, fields, CPI, CPI + 1, header);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_IPCOMP}};

const struct udpi_protocol udpi_ipcomp = {
    .key = "ipcomp",
    .title = "IP Payload Compression",
    .spec = "RFC 3173",
    .doc = "Carries a packet's payload compressed.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
