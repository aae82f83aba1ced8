/*
 * RIPng: the Routing Information Protocol for IPv6.
 *
 *     | command 1 | version 1 | unused 2 | entries of 20 bytes
 *
 *     entry: | prefix 16 | route tag 2 | prefix length 1 | metric 1 |
 *
 * An entry with metric 255 is the next hop of those behind it: RFC 2080 section 2.1.1.
 */
#include "model/nest.h"

enum {
    COMMAND,
    VERSION,
    RESERVED,
    ENTRIES,
    ENTRY,
    PREFIX,
    NEXT_HOP,
    ROUTE_TAG,
    PREFIX_LENGTH,
    METRIC,
    FIELDS
};

enum { HEADER_SIZE = 4, ENTRY_SIZE = 20, REQUEST = 1, RESPONSE = 2, ONLY_VERSION = 1, IS_NEXT_HOP = 255 };

/* RFC 2080 section 2.1. */
static const struct udpi_name command_entries[] = {UDPI_NAME(REQUEST, "request"), UDPI_NAME(RESPONSE, "response")};
static const struct udpi_names command_names = {command_entries, 2};

static const struct udpi_field fields[FIELDS] = {
    [COMMAND] = {.key = "command", .label = "Command", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(0, 1),
                 .names = &command_names, .initial = RESPONSE, .doc = "Whether routes are asked for or told."},
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_AT(1, 1), .initial = ONLY_VERSION,
                 .doc = "Always 1."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(2, 2),
                  .doc = "Must be zero."},
    [ENTRIES] = {.key = "entries", .label = "Entries", .type = UDPI_LIST, .doc = "Routes, and next hops of routes."},
    [ENTRY] = {.key = "entry", .label = "Entry", .type = UDPI_GROUP, .within = UDPI_WITHIN(ENTRIES),
               .doc = "One route, or the next hop of those behind it."},
    [PREFIX] = {.key = "prefix", .label = "Prefix", .type = UDPI_IPV6, .within = UDPI_WITHIN(ENTRY),
                .flags = UDPI_SUMMARY, .doc = "Destination; in a request, :: with metric 16 asks for all routes."},
    [NEXT_HOP] = {.key = "next_hop", .label = "Next hop", .type = UDPI_IPV6, .within = UDPI_WITHIN(ENTRY),
                  .flags = UDPI_SUMMARY, .doc = "Where to send packets for the routes behind it; :: is the sender."},
    [ROUTE_TAG] = {.key = "route_tag", .label = "Route tag", .type = UDPI_UINT, .within = UDPI_WITHIN(ENTRY),
                   .doc = "Tells routes that came from elsewhere, as the number of an autonomous system."},
    [PREFIX_LENGTH] = {.key = "prefix_length", .label = "Prefix length", .type = UDPI_UINT,
                       .within = UDPI_WITHIN(ENTRY), .flags = UDPI_SUMMARY, .doc = "Bits of the prefix, up to 128."},
    [METRIC] = {.key = "metric", .label = "Metric", .type = UDPI_UINT, .within = UDPI_WITHIN(ENTRY),
                .flags = UDPI_SUMMARY, .doc = "Hops to the destination; 16 is out of reach, 255 marks a next hop."},
};

static void put_entry(struct udpi_decode *d) {
    enum { DEPTH = 2, MOST_BITS = 128 };
    const uint8_t *entry = udpi_cursor_take(&d->cursor, ENTRY_SIZE);
    if (!entry)
        return;
    uint32_t offset = udpi_offset_of(d, entry);
    udpi_put_at_depth(d, 1, ENTRY, offset, ENTRY_SIZE, 0);
    udpi_put_at_depth(d, DEPTH, entry[19] == IS_NEXT_HOP ? NEXT_HOP : PREFIX, offset, 16, 0);
    udpi_put_at_depth(d, DEPTH, ROUTE_TAG, offset + 16, 2, udpi_load_be16(entry + 16));
    udpi_put_at_depth(d, DEPTH, PREFIX_LENGTH, offset + 18, 1, entry[18]);
    udpi_put_at_depth(d, DEPTH, METRIC, offset + 19, 1, entry[19]);
    if (entry[18] > MOST_BITS)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "a prefix of {a} bits: an address has 128", entry[18], 0);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if ((header[0] != REQUEST && header[0] != RESPONSE) || header[1] != ONLY_VERSION)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, COMMAND, VERSION + 1, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    if (d->cursor.claim == 0)
        return udpi_next_payload();
    uint16_t list = udpi_nest_open(d, 0, ENTRIES);
    while (udpi_part_goes_on(d))
        put_entry(d);
    udpi_nest_close(d, list);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 521}};

const struct udpi_protocol udpi_ripng = {
    .key = "ripng",
    .title = "RIPng",
    .spec = "RFC 2080",
    .doc = "Tells neighbouring routers which IPv6 networks are how many hops away.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
