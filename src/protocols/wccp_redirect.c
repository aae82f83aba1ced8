/*
 * WCCP redirect header: between GRE and the packet that a router hands to a web cache.
 *
 *     | flags 1 | service id 1 | alternative bucket 1 | primary bucket 1 | IPv4
 *
 * Version 1 of WCCP has no such header; GRE sees that from the first byte.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { DYNAMIC_SERVICE, ALTERNATIVE_USED, RESERVED_BITS, SERVICE_ID, ALTERNATIVE_BUCKET, PRIMARY_BUCKET, FIELDS };

static const struct udpi_field fields[FIELDS] = {
    [DYNAMIC_SERVICE] = {.key = "dynamic_service", .label = "Dynamic service", .type = UDPI_BOOL, UDPI_BITS(0, 1),
                         .doc = "The service is defined by the caches, not one of the well-known ones."},
    [ALTERNATIVE_USED] = {.key = "alternative_used", .label = "Alternative bucket used", .type = UDPI_BOOL, UDPI_BITS(1, 1),
                          .doc = "The cache was chosen by the alternative bucket."},
    [RESERVED_BITS] = {.key = "reserved_bits", .label = "Reserved bits", .type = UDPI_HEX, .flags = UDPI_IF_SET,
                       UDPI_BITS(2, 6),
                       .doc = "Must be zero."},
    [SERVICE_ID] = {.key = "service_id", .label = "Service id", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(1, 1),
                    .doc = "Service group that the packet was redirected for; 0 is HTTP among the well-known ones."},
    [ALTERNATIVE_BUCKET] = {.key = "alternative_bucket", .label = "Alternative bucket", .type = UDPI_UINT, UDPI_AT(2, 1),
                            .doc = "Bucket by the alternative hash."},
    [PRIMARY_BUCKET] = {.key = "primary_bucket", .label = "Primary bucket", .type = UDPI_UINT, UDPI_AT(3, 1),
                        .doc = "Bucket by the primary hash."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, DYNAMIC_SERVICE, ALTERNATIVE_USED + 1, header);
    udpi_put_if_set(d, fields, RESERVED_BITS, header);
    udpi_put_header(d, fields, SERVICE_ID, PRIMARY_BUCKET + 1, header);
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_IP);
}

static const struct udpi_binding bindings[] = {{UDPI_ETHERTYPE, 0x883e}};

const struct udpi_protocol udpi_wccp_redirect = {
    .key = "wccp_redirect",
    .title = "WCCP redirect header",
    .spec = "draft-wilson-wrec-wccp-v2, section 4.12",
    .doc = "Says why a router handed the packet behind it to a web cache.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 4,
    .decode = decode,
};
