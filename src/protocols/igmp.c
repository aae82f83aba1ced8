/*
 * Internet Group Management Protocol: which multicast groups hosts want.
 *
 *     | type 1 | maximum response time 1 | checksum 2 | group 4 |                                   versions 1 and 2, query
 *     | resv 4 bits, suppress 1, robustness 3 | query interval code 1 | number of sources 2 | sources |  query of version 3
 *     | type 1 | reserved 1 | checksum 2 | reserved 2 | number of records 2 | records |                 report of version 3
 *
 * Left out: the bodies of DVMRP, PIM version 1 and mtrace, which share the protocol number.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/group_records.h"
#include "model/message.h"
#include "model/numbers.h"

enum {
    TYPE,
    MAX_RESPONSE_TIME,
    CODE,
    CHECKSUM,
    CHECKSUM_STATUS,
    GROUP,
    RESERVED,
    RECORD_COUNT,
    WORD,
    QUERY_FLAGS,
    SUPPRESS,
    ROBUSTNESS,
    QUERY_INTERVAL_CODE,
    SOURCE_COUNT,
    SOURCES,
    SOURCE,
    RECORDS,
    FIELDS = RECORDS + UDPI_GROUP_RECORD_FIELDS
};

enum { HEADER_SIZE = 8, QUERY_SIZE = 12, CHECKSUM_AT = 2 };
enum { QUERY = 0x11, REPORT_1 = 0x12, REPORT_2 = 0x16, LEAVE = 0x17, REPORT_3 = 0x22 };

/* IANA, IGMP type numbers. */
static const struct udpi_name type_entries[] = {
    UDPI_NAME(0x11, "Membership Query"),
    UDPI_NAME(0x12, "Version 1 Membership Report"),
    UDPI_NAME(0x13, "DVMRP"),
    UDPI_NAME(0x14, "PIM version 1"),
    UDPI_NAME(0x15, "Cisco Trace Messages"),
    UDPI_NAME(0x16, "Version 2 Membership Report"),
    UDPI_NAME(0x17, "Leave Group"),
    UDPI_NAME(0x1e, "Multicast Traceroute Response"),
    UDPI_NAME(0x1f, "Multicast Traceroute"),
    UDPI_NAME(0x22, "Version 3 Membership Report"),
    UDPI_NAME(0x30, "Multicast Router Advertisement"),
    UDPI_NAME(0x31, "Multicast Router Solicitation"),
    UDPI_NAME(0x32, "Multicast Router Termination"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_field fields[FIELDS] = {
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(0, 1), .initial = REPORT_2,
              .names = &type_names,
              .doc = "Kind of message."},
    [MAX_RESPONSE_TIME] = {.key = "max_response_time", .label = "Maximum response time", .type = UDPI_UINT, UDPI_AT(1, 1),
                           .doc = "Time to answer a query, in tenths of a second; from 128 on a code (RFC 3376)."},
    [CODE] = {.key = "code", .label = "Code", .type = UDPI_UINT, .flags = UDPI_IF_SET, UDPI_AT(1, 1),
              .doc = "The second byte, of messages that are no query."},
    [CHECKSUM] = {.key = "checksum", .label = "Checksum", .type = UDPI_HEX, .flags = UDPI_COMPUTED, UDPI_AT(2, 2),
                  .doc = "Internet checksum of the whole message."},
    [CHECKSUM_STATUS] = {.key = "checksum_status", .label = "Checksum status", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                         .names = &udpi_checksum_status_names,
                         .doc = "What checking it gave."},
    [GROUP] = {.key = "group", .label = "Group", .type = UDPI_IPV4, .flags = UDPI_SUMMARY, UDPI_AT(4, 4),
               .doc = "Multicast group; 0.0.0.0 in a query about all groups."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(4, 2),
                  .doc = "Must be zero."},
    [RECORD_COUNT] = {.key = "record_count", .label = "Records", .type = UDPI_UINT, UDPI_AT(6, 2),
                      .doc = "Number of records in a report."},
    [WORD] = {.key = "word", .label = "Second word", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(4, 4),
              .doc = "The second word of messages that are not decoded."},
    [QUERY_FLAGS] = {.key = "query_flags", .label = "Query flags", .type = UDPI_HEX, .flags = UDPI_DETAIL, .width = 1,
                     .doc = "Suppress and robustness in one byte, in a query of version 3."},
    [SUPPRESS] = {.key = "suppress", .label = "Suppress", .type = UDPI_BOOL, .flags = UDPI_DERIVED,
                  .doc = "Routers shall not update their timers."},
    [ROBUSTNESS] = {.key = "robustness", .label = "Robustness", .type = UDPI_UINT, .flags = UDPI_DERIVED,
                    .doc = "How many losses the querier reckons with; 0 is not said."},
    [QUERY_INTERVAL_CODE] = {.key = "query_interval_code", .label = "Query interval code", .type = UDPI_UINT, .width = 1,
                             .doc = "Seconds between queries; from 128 on a code (RFC 3376)."},
    [SOURCE_COUNT] = {.key = "source_count", .label = "Sources", .type = UDPI_UINT, .width = 2,
                      .doc = "Number of sources asked about."},
    [SOURCES] = {.key = "sources", .label = "Sources", .type = UDPI_LIST,
                 .doc = "The senders asked about."},
    [SOURCE] = {.key = "source", .label = "Source", .type = UDPI_IPV4, .within = UDPI_WITHIN(SOURCES),
                .doc = "Address of one sender."},
    UDPI_GROUP_RECORD_FIELD_LIST(RECORDS, UDPI_IPV4),
};

/* RFC 3376 section 7.1: only the length tells a query of version 3 from older ones. */
static void put_query(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, GROUP, GROUP + 1, header);
    if (d->cursor.claim < QUERY_SIZE - HEADER_SIZE)
        return;
    const uint8_t *more = udpi_cursor_take(&d->cursor, QUERY_SIZE - HEADER_SIZE);
    if (!more)
        return;
    udpi_put(d, QUERY_FLAGS, more, 1, more[0]);
    udpi_put(d, SUPPRESS, more, 0, more[0] >> 3 & 1);
    udpi_put(d, ROBUSTNESS, more, 0, more[0] & 7);
    udpi_put(d, QUERY_INTERVAL_CODE, more + 1, 1, more[1]);
    unsigned count = udpi_load_be16(more + 2);
    udpi_put(d, SOURCE_COUNT, more + 2, 2, count);
    const uint8_t *sources = udpi_cursor_take(&d->cursor, (size_t)count * 4);
    if (sources)
        udpi_put_addresses(d, 0, (const uint8_t[2]){SOURCES, SOURCE}, sources, count, 4);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    struct udpi_message message = udpi_message_of(d, header, CHECKSUM_AT, 0);
    udpi_put_header(d, fields, TYPE, TYPE + 1, header);
    if (header[0] == QUERY)
        udpi_put_header(d, fields, MAX_RESPONSE_TIME, MAX_RESPONSE_TIME + 1, header);
    else
        udpi_put_if_set(d, fields, CODE, header);
    udpi_put_header(d, fields, CHECKSUM, CHECKSUM_STATUS + 1, header);
    udpi_set(d, CHECKSUM_STATUS, udpi_message_check(d, &message));
    switch (header[0]) {
    case QUERY: put_query(d, header); break;
    case REPORT_1:
    case REPORT_2:
    case LEAVE: udpi_put_header(d, fields, GROUP, GROUP + 1, header); break;
    case REPORT_3:
        udpi_put_if_set(d, fields, RESERVED, header);
        udpi_put_header(d, fields, RECORD_COUNT, RECORD_COUNT + 1, header);
        udpi_put_group_records(d, RECORDS, udpi_load_be16(header + 6), 4);
        break;
    default: udpi_put_if_set(d, fields, WORD, header); break;
    }
    return udpi_next_payload();
}

static void seal(struct udpi_build *b) {
    udpi_message_seal(b, CHECKSUM, udpi_build_size(b), 0);
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_IGMP}};

const struct udpi_protocol udpi_igmp = {
    .key = "igmp",
    .title = "Internet Group Management Protocol",
    .spec = "RFC 1112, RFC 2236, RFC 3376",
    .doc = "Tells routers which multicast groups a host wants to receive.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
    .seal = seal,
};
