/*
 * Cisco NetFlow, versions 1, 5, 7 and 9; version 10 is IPFIX, which is another protocol here.
 *
 *     | version 2 | count 2 | uptime 4 | seconds 4 | nanoseconds 4 | … | records |         1, 5, 7
 *     behind the nanoseconds: version 5 | flow sequence 4 | engine type 1 | engine id 1 | sampling mode 2 bits, interval 14 |
 *                             version 7 | flow sequence 4 | reserved 4 |
 *
 *     | version 2 | count 2 | uptime 4 | seconds 4 | sequence 4 | source id 4 | sets |       9: messages/flow_sets.h
 *
 * Left out: version 8, which sums up flows.
 */
#include "messages/flow_sets.h"
#include "model/nest.h"

enum {
    VERSION,
    COUNT,
    SYS_UPTIME,
    EXPORT_TIME,
    FLOW_SEQUENCE,
    ENGINE_TYPE,
    ENGINE_ID,
    SAMPLING_MODE,
    SAMPLING_INTERVAL,
    SEQUENCE_NUMBER,
    SOURCE_ID,
    RECORDS,
    RECORD,
    SRC_ADDR,
    DST_ADDR,
    NEXT_HOP,
    INPUT,
    OUTPUT,
    PACKETS,
    OCTETS,
    FIRST,
    LAST,
    SRC_PORT,
    DST_PORT,
    RECORD_FLAGS,
    TCP_FLAGS,
    PROTOCOL,
    TOS,
    SRC_AS,
    DST_AS,
    SRC_MASK,
    DST_MASK,
    ROUTER,
    SETS,
    FIELDS = SETS + UDPI_FLOW_FIELDS
};

enum { HEADER_SIZE = 8, VERSION_9 = 9, MOST_RECORDS = 30, BILLION = 1000000000 };

/* Cisco, NetFlow Export Datagram Format. */
static const struct udpi_name engine_types[] = {UDPI_NAME(0, "route processor"), UDPI_NAME(1, "line card")};
static const struct udpi_names engine_type_names = {engine_types, 2};

static const struct udpi_name sampling_modes[] = {UDPI_NAME(0, "none"), UDPI_NAME(1, "packet interval"),
                                                  UDPI_NAME(2, "random")};
static const struct udpi_names sampling_mode_names = {sampling_modes, 3};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(0, 2),
                 .doc = "1, 5, 7 or 9."},
    [COUNT] = {.key = "count", .label = "Count", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(2, 2),
               .doc = "Records that follow; of version 9 those in all sets."},
    [SYS_UPTIME] = {.key = "sys_uptime", .label = "System uptime", .type = UDPI_UINT, UDPI_AT(4, 4),
                    .doc = "Milliseconds since the exporter was started."},
    [EXPORT_TIME] = {.key = "export_time", .label = "Export time", .type = UDPI_TIME,
                     .doc = "When the message was sent."},
    [FLOW_SEQUENCE] = {.key = "flow_sequence", .label = "Flow sequence", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                       .width = 4, .doc = "Flows exported before these (versions 5 and 7)."},
    [ENGINE_TYPE] = {.key = "engine_type", .label = "Engine type", .type = UDPI_UINT, .width = 1,
                     .names = &engine_type_names, .doc = "Kind of engine that switches the flows (version 5)."},
    [ENGINE_ID] = {.key = "engine_id", .label = "Engine id", .type = UDPI_UINT, .width = 1,
                   .doc = "Which engine of its kind, mostly by its slot (version 5)."},
    [SAMPLING_MODE] = {.key = "sampling_mode", .label = "Sampling mode", .type = UDPI_UINT,
                       .names = &sampling_mode_names, .doc = "How packets are chosen to be counted (version 5)."},
    [SAMPLING_INTERVAL] = {.key = "sampling_interval", .label = "Sampling interval", .type = UDPI_UINT,
                           .doc = "One of so many packets is counted (version 5)."},
    [SEQUENCE_NUMBER] = {.key = "sequence_number", .label = "Sequence number", .type = UDPI_UINT,
                         .flags = UDPI_SUMMARY, .width = 4, .doc = "Counts messages of the source (version 9)."},
    [SOURCE_ID] = {.key = "source_id", .label = "Source id", .type = UDPI_UINT, .flags = UDPI_SUMMARY, .width = 4,
                   .doc = "Part of the exporter that numbers and templates are of (version 9)."},
    [RECORDS] = {.key = "records", .label = "Records", .type = UDPI_LIST, .doc = "Flows (versions 1, 5 and 7)."},
    [RECORD] = {.key = "record", .label = "Record", .type = UDPI_GROUP, .within = UDPI_WITHIN(RECORDS),
                .doc = "One flow: packets that have addresses, ports, protocol and more in common."},
    [SRC_ADDR] = {.key = "src_addr", .label = "Source address", .type = UDPI_IPV4, .within = UDPI_WITHIN(RECORD),
                  .doc = "Who sent them."},
    [DST_ADDR] = {.key = "dst_addr", .label = "Destination address", .type = UDPI_IPV4, .within = UDPI_WITHIN(RECORD),
                  .doc = "Whom they were sent to."},
    [NEXT_HOP] = {.key = "next_hop", .label = "Next hop", .type = UDPI_IPV4, .within = UDPI_WITHIN(RECORD),
                  .doc = "Next router on their way."},
    [INPUT] = {.key = "input", .label = "Input interface", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD),
               .width = 2, .doc = "Index of the interface that they came in by."},
    [OUTPUT] = {.key = "output", .label = "Output interface", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD),
                .width = 2, .doc = "Index of the interface that they left by."},
    [PACKETS] = {.key = "packets", .label = "Packets", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD), .width = 4,
                 .doc = "How many there were."},
    [OCTETS] = {.key = "octets", .label = "Octets", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD), .width = 4,
                .doc = "Bytes of the packets, from their IP headers on."},
    [FIRST] = {.key = "first", .label = "First", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD), .width = 4,
               .doc = "Uptime at the first packet, in milliseconds."},
    [LAST] = {.key = "last", .label = "Last", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD), .width = 4,
              .doc = "Uptime at the last packet, in milliseconds."},
    [SRC_PORT] = {.key = "src_port", .label = "Source port", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD),
                  .width = 2, .doc = "Port of UDP or TCP."},
    [DST_PORT] = {.key = "dst_port", .label = "Destination port", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD),
                  .width = 2, .doc = "Port of UDP or TCP; of ICMP 256 times the type, and the code."},
    [RECORD_FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, .within = UDPI_WITHIN(RECORD), .width = 1,
                      .doc = "Which of the fields are not valid (version 7)."},
    [TCP_FLAGS] = {.key = "tcp_flags", .label = "TCP flags", .type = UDPI_HEX, .within = UDPI_WITHIN(RECORD),
                   .width = 1, .doc = "Those of all packets together."},
    [PROTOCOL] = {.key = "protocol", .label = "Protocol", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD),
                  .width = 1, .names = &udpi_ip_protocol_names, .doc = "What IP carries in them."},
    [TOS] = {.key = "tos", .label = "Type of service", .type = UDPI_HEX, .within = UDPI_WITHIN(RECORD), .width = 1,
             .doc = "That byte of the first packet's IP header."},
    [SRC_AS] = {.key = "src_as", .label = "Source AS", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD), .width = 2,
                .doc = "Autonomous system that the source is in, or comes by."},
    [DST_AS] = {.key = "dst_as", .label = "Destination AS", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD),
                .width = 2, .doc = "Autonomous system that the destination is in, or is reached by."},
    [SRC_MASK] = {.key = "src_mask", .label = "Source mask", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD),
                  .width = 1, .doc = "Bits of the prefix of the route to the source."},
    [DST_MASK] = {.key = "dst_mask", .label = "Destination mask", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD),
                  .width = 1, .doc = "Bits of the prefix of the route to the destination."},
    [ROUTER] = {.key = "router", .label = "Router", .type = UDPI_IPV4, .within = UDPI_WITHIN(RECORD),
                .doc = "Router that the switch spares (version 7)."},
    UDPI_FLOW_FIELD_LIST(SETS),
};

/* --- versions 1, 5 and 7 ------------------------------------------------------------------------------------------ */

/* Where a field stands in a record. */
struct place {
    uint8_t field, at, width;
};

static const struct place first_places[] = {
    {SRC_ADDR, 0, 4}, {DST_ADDR, 4, 4}, {NEXT_HOP, 8, 4}, {INPUT, 12, 2},    {OUTPUT, 14, 2},   {PACKETS, 16, 4},
    {OCTETS, 20, 4},  {FIRST, 24, 4},   {LAST, 28, 4},    {SRC_PORT, 32, 2}, {DST_PORT, 34, 2},
};
static const struct place places_1[] = {{PROTOCOL, 38, 1}, {TOS, 39, 1}, {TCP_FLAGS, 40, 1}};
static const struct place places_7[] = {
    {TCP_FLAGS, 37, 1}, {PROTOCOL, 38, 1}, {TOS, 39, 1},          {SRC_AS, 40, 2}, {DST_AS, 42, 2},
    {SRC_MASK, 44, 1},  {DST_MASK, 45, 1}, {RECORD_FLAGS, 36, 1}, {ROUTER, 48, 4},
};
enum { FIRST_PLACES = sizeof first_places / sizeof *first_places, PLACES_1 = 3, PLACES_5 = 7, PLACES_7 = 9 };

/* What a version has behind the nanoseconds, and its records: those of 5 are those of 7 without their end. */
static const struct format {
    uint8_t version, header_rest, record_size;
    const struct place *places;
    uint8_t place_count;
} formats[] = {
    {1, 0, 52, places_1, PLACES_1},
    {5, 8, 48, places_7, PLACES_5},
    {7, 8, 52, places_7, PLACES_7},
};

static const struct format *find_format(const uint8_t *header) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i].version == udpi_load_be16(header))
            return &formats[i];
    return NULL;
}

/* The count is small, and of nanoseconds there are fewer than in a second. */
static bool is_plausible(const struct udpi_decode *d, const struct format *format, const uint8_t *header) {
    struct udpi_cursor cursor = d->cursor;
    unsigned count = udpi_load_be16(header + 2);
    udpi_cursor_take(&cursor, 4);
    uint64_t nanoseconds = udpi_cursor_read(&cursor, 4);
    udpi_cursor_take(&cursor, format->header_rest);
    return count > 0 && count <= MOST_RECORDS && nanoseconds < BILLION && cursor.stop != UDPI_STOP_MALFORMED;
}

static void put_time(struct udpi_decode *d) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, 8);
    if (at)
        udpi_put(d, EXPORT_TIME, at, 8, (uint64_t)udpi_load_be32(at) * BILLION + udpi_load_be32(at + 4));
}

static void put_sampling(struct udpi_decode *d) {
    enum { INTERVAL_BITS = 14 };
    const uint8_t *at = udpi_cursor_take(&d->cursor, 2);
    if (!at)
        return;
    unsigned sampling = udpi_load_be16(at);
    udpi_put(d, SAMPLING_MODE, at, 2, sampling >> INTERVAL_BITS);
    udpi_put(d, SAMPLING_INTERVAL, at, 2, sampling & ((1U << INTERVAL_BITS) - 1));
}

static void put_places(struct udpi_decode *d, const uint8_t *record, const struct place *places, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const uint8_t *at = record + places[i].at;
        udpi_put_at_depth(d, 2, places[i].field, udpi_offset_of(d, at), places[i].width,
                          udpi_load_be(at, places[i].width));
    }
}

static void put_records(struct udpi_decode *d, const struct format *format, size_t count) {
    if (count == 0 || !udpi_part_goes_on(d))
        return;
    uint16_t list = udpi_nest_open(d, 0, RECORDS);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *record = udpi_cursor_take(&d->cursor, format->record_size);
        if (!record)
            break;
        udpi_put_at_depth(d, 1, RECORD, udpi_offset_of(d, record), format->record_size, 0);
        put_places(d, record, first_places, FIRST_PLACES);
        put_places(d, record, format->places, format->place_count);
    }
    udpi_nest_close(d, list);
}

static void put_header_rest(struct udpi_decode *d, unsigned version) {
    enum { RESERVED_SIZE = 4 };
    put_time(d);
    if (version == 1)
        return;
    udpi_nest_number(d, 0, FLOW_SEQUENCE, 4);
    if (version == 5) {
        udpi_nest_number(d, 0, ENGINE_TYPE, 1);
        udpi_nest_number(d, 0, ENGINE_ID, 1);
        put_sampling(d);
    } else {
        udpi_cursor_take(&d->cursor, RESERVED_SIZE);
    }
}

static void put_flows(struct udpi_decode *d, const struct format *format, size_t count) {
    put_header_rest(d, format->version);
    size_t room = d->cursor.claim / format->record_size;
    if (count > room && d->cursor.stop == UDPI_STOP_NONE)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} records are announced, where there is room for {b}", (uint32_t)count,
                      (uint32_t)room);
    put_records(d, format, count < room ? count : room);
}

/* --- version 9 ---------------------------------------------------------------------------------------------------- */

static const struct udpi_flow_form form = {.first = SETS, .template_set = 0, .options_set = 1};

enum { HEADER_REST_9 = 12 };

static bool is_version_9(const struct udpi_decode *d, const uint8_t *header) {
    struct udpi_cursor cursor = d->cursor;
    udpi_cursor_take(&cursor, HEADER_REST_9);
    return udpi_load_be16(header) == VERSION_9 && udpi_has_flow_set(cursor, &form);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    const struct format *format = find_format(header);
    if (format ? !is_plausible(d, format, header) : !is_version_9(d, header))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, SYS_UPTIME + 1, header);
    if (format) {
        put_flows(d, format, udpi_load_be16(header + 2));
        return udpi_next_payload();
    }
    udpi_nest_seconds(d, 0, EXPORT_TIME, 0);
    udpi_nest_number(d, 0, SEQUENCE_NUMBER, 4);
    udpi_nest_number(d, 0, SOURCE_ID, 4);
    udpi_put_flow_sets(d, &form);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_INTERNAL, UDPI_AS_NETFLOW}};

const struct udpi_protocol udpi_netflow = {
    .key = "netflow",
    .title = "Cisco NetFlow",
    .spec = "RFC 3954",
    .doc = "Tells a collector which flows of packets a router has seen.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
