/*
 * IP over InfiniBand: an ethertype behind what the link knows of the receiver.
 *
 *     | global route header 40; or zeros 20, address of the receiver 20 | ethertype 2 | reserved 2 | …
 *
 * A global route header begins with the version 6, and has the sender's GID; what was sent has an address in its place.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { ROUTE, SOURCE_GID, ADDRESS_FLAGS, QUEUE_PAIR, DESTINATION_GID, ETHERTYPE, RESERVED, FIELDS };

enum { ROUTE_VERSION = 6 };

static const struct udpi_field fields[FIELDS] = {
    [ROUTE] = {.key = "route", .label = "Route", .type = UDPI_BYTES, UDPI_AT(0, 8),
               .doc = "Global route header up to the addresses: as in IPv6, from version to hop limit."},
    [SOURCE_GID] = {.key = "source_gid", .label = "Source GID", .type = UDPI_IPV6, UDPI_AT(8, 16),
                    .doc = "Global identifier of the sender's port, which looks like an IPv6 address."},
    [ADDRESS_FLAGS] = {.key = "address_flags", .label = "Address flags", .type = UDPI_HEX, UDPI_AT(20, 1),
                       .doc = "First byte of the receiver's address: what its interface can do."},
    [QUEUE_PAIR] = {.key = "queue_pair", .label = "Queue pair", .type = UDPI_HEX, .flags = UDPI_SUMMARY, UDPI_AT(21, 3),
                    .doc = "Number of the receiver's queue pair."},
    [DESTINATION_GID] = {.key = "destination_gid", .label = "Destination GID", .type = UDPI_IPV6, .flags = UDPI_SUMMARY,
                         UDPI_AT(24, 16),
                         .doc = "Global identifier of the receiver's port."},
    [ETHERTYPE] = {.key = "ethertype", .label = "Ethertype", .type = UDPI_HEX, .flags = UDPI_COMPUTED | UDPI_NEXT,
                   UDPI_AT(40, 2), .names = &udpi_ethertype_names,
                   .doc = "Says which protocol follows."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(42, 2),
                  .doc = "Must be zero."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (header[0] >> 4 == ROUTE_VERSION) {
        udpi_put_bytes(d, ROUTE, header, 8);
        udpi_put_bytes(d, SOURCE_GID, header + 8, 16);
    } else {
        udpi_put_header(d, fields, ADDRESS_FLAGS, QUEUE_PAIR + 1, header);
    }
    udpi_put_bytes(d, DESTINATION_GID, header + 24, 16);
    udpi_put_header(d, fields, ETHERTYPE, ETHERTYPE + 1, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    return udpi_next_key(UDPI_ETHERTYPE, udpi_load_be16(header + 40));
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, ETHERTYPE, udpi_build_next_key(b, UDPI_ETHERTYPE, UDPI_ETHERTYPE_EXPERIMENTAL));
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 242}};

const struct udpi_protocol udpi_ipoib = {
    .key = "ipoib",
    .title = "IP over InfiniBand",
    .spec = "RFC 4391",
    .doc = "The link header of IP on an InfiniBand fabric.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 44,
    .decode = decode,
    .seal = seal,
};
