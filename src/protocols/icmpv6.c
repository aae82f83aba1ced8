/*
 * Internet Control Message Protocol for IPv6: errors, which quote a packet; echo; multicast listeners; neighbours.
 *
 *     | type 1 | code 1 | checksum 2 | by type 4 | by type … |
 *
 * Left out: the bodies of router renumbering (138), node information (139, 140), certification paths, mobile prefixes and
 * RPL, which are shown as payload.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/group_records.h"
#include "model/icmp_extension.h"
#include "model/icmpv6_names.h"
#include "model/message.h"
#include "model/neighbor_options.h"
#include "model/numbers.h"

enum {
    TYPE,
    CODE,
    CODE_NAME,
    CHECKSUM,
    CHECKSUM_STATUS,
    ID,
    SEQUENCE,
    LENGTH,
    MTU,
    POINTER,
    MAX_RESPONSE_DELAY,
    RECORD_COUNT,
    HOP_LIMIT,
    MANAGED,
    OTHER,
    HOME_AGENT,
    PREFERENCE,
    PROXY,
    ROUTER_LIFETIME,
    IS_ROUTER,
    SOLICITED,
    OVERRIDE,
    SEQUENCE_NUMBER,
    FLAGS,
    QUERY_TYPE,
    QUERY_TYPE_FLAGS,
    UNUSED,
    REACHABLE_TIME,
    RETRANS_TIMER,
    TARGET,
    DESTINATION,
    GROUP,
    QUERY_FLAGS,
    SUPPRESS,
    ROBUSTNESS,
    QUERY_INTERVAL_CODE,
    SOURCE_COUNT,
    SOURCES,
    SOURCE,
    RECORDS,
    OPTIONS = RECORDS + UDPI_GROUP_RECORD_FIELDS,
    EXTENSION = OPTIONS + UDPI_NEIGHBOR_FIELDS,
    FIELDS = EXTENSION + UDPI_ICMP_EXTENSION_FIELDS
};

enum { HEADER_SIZE = 8, WORD = 4, ADDRESS_SIZE = 16, CHECKSUM_AT = 2, QUERY_REST = 4, UNIT = 8 };

enum {
    UNREACHABLE = 1,
    TOO_BIG = 2,
    TIME_EXCEEDED = 3,
    PARAMETER_PROBLEM = 4,
    ECHO_REQUEST = 128,
    ECHO_REPLY = 129,
    LISTENER_QUERY = 130,
    LISTENER_REPORT = 131,
    LISTENER_DONE = 132,
    ROUTER_SOLICITATION = 133,
    ROUTER_ADVERTISEMENT = 134,
    NEIGHBOR_SOLICITATION = 135,
    NEIGHBOR_ADVERTISEMENT = 136,
    REDIRECT = 137,
    NODE_QUERY = 139,
    NODE_RESPONSE = 140,
    INVERSE_SOLICITATION = 141,
    INVERSE_ADVERTISEMENT = 142,
    LISTENER_REPORT_2 = 143,
    HOME_AGENT_REQUEST = 144,
    HOME_AGENT_REPLY = 145,
    EXTENDED_ECHO_REQUEST = 160,
    EXTENDED_ECHO_REPLY = 161,
};

enum { PORT_UNREACHABLE = 4 };

/* RFC 4191 section 2.1. */
static const struct udpi_name preference_entries[] = {
    UDPI_NAME(0, "Medium"),
    UDPI_NAME(1, "High"),
    UDPI_NAME(2, "Reserved"),
    UDPI_NAME(3, "Low"),
};
static const struct udpi_names preference_names = {preference_entries, 4};

static const struct udpi_field fields[FIELDS] = {
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .flags = UDPI_SUMMARY | UDPI_COMPUTED, UDPI_AT(0, 1),
              .names = &udpi_icmpv6_type_names,
              .doc = "Kind of message; below 128 an error, which quotes a packet."},
    [CODE] = {.key = "code", .label = "Code", .type = UDPI_UINT, .flags = UDPI_SUMMARY | UDPI_COMPUTED, UDPI_AT(1, 1),
              .doc = "Says more about the type."},
    [CODE_NAME] = {.key = "code_name", .label = "Meaning", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                   .names = &udpi_icmpv6_code_names,
                   .doc = "What type and code mean together."},
    [CHECKSUM] = {.key = "checksum", .label = "Checksum", .type = UDPI_HEX, .flags = UDPI_COMPUTED, UDPI_AT(2, 2),
                  .doc = "Internet checksum of addresses and message."},
    [CHECKSUM_STATUS] = {.key = "checksum_status", .label = "Checksum status", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                         .names = &udpi_checksum_status_names,
                         .doc = "What checking it gave; partial: the sender left it to its network card."},
    [ID] = {.key = "id", .label = "Identifier", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(4, 2),
            .doc = "Tells the questions of different programs apart; the answer has the same."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(6, 2),
                  .doc = "Counts questions; the answer has the same."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_NOTABLE, UDPI_AT(4, 1),
                .doc = "Size of the quoted packet in units of 8 bytes, if an extension follows it; else 0 (RFC 4884)."},
    [MTU] = {.key = "mtu", .label = "MTU of next hop", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(4, 4),
             .doc = "The largest packet that fits, in bytes."},
    [POINTER] = {.key = "pointer", .label = "Pointer", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(4, 4),
                 .doc = "Byte of the quoted packet where the problem is, from 0."},
    [MAX_RESPONSE_DELAY] = {.key = "max_response_delay", .label = "Maximum response delay", .type = UDPI_UINT,
                            UDPI_AT(4, 2),
                            .doc = "Milliseconds to answer a query; from 32768 on a code (RFC 3810)."},
    [RECORD_COUNT] = {.key = "record_count", .label = "Records", .type = UDPI_UINT, UDPI_AT(6, 2),
                      .doc = "Number of records in a report."},
    [HOP_LIMIT] = {.key = "hop_limit", .label = "Hop limit", .type = UDPI_UINT, UDPI_AT(4, 1),
                   .doc = "The hop limit that hosts are to use; 0 is not said."},
    [MANAGED] = {.key = "managed", .label = "Managed addresses", .type = UDPI_BOOL, UDPI_BITS(40, 1),
                 .doc = "Addresses come by DHCPv6."},
    [OTHER] = {.key = "other", .label = "Other configuration", .type = UDPI_BOOL, UDPI_BITS(41, 1),
               .doc = "What else is to be known comes by DHCPv6."},
    [HOME_AGENT] = {.key = "home_agent", .label = "Home agent", .type = UDPI_BOOL, .flags = UDPI_IF_SET, UDPI_BITS(42, 1),
                    .doc = "The router is a mobile IPv6 home agent."},
    [PREFERENCE] = {.key = "preference", .label = "Preference", .type = UDPI_UINT, UDPI_BITS(43, 2),
                    .names = &preference_names,
                    .doc = "Which router is to be preferred (RFC 4191)."},
    [PROXY] = {.key = "proxy", .label = "Proxy", .type = UDPI_BOOL, .flags = UDPI_IF_SET, UDPI_BITS(45, 1),
               .doc = "The advertisement went through a proxy (RFC 4389)."},
    [ROUTER_LIFETIME] = {.key = "router_lifetime", .label = "Router lifetime", .type = UDPI_UINT, UDPI_AT(6, 2),
                         .doc = "Seconds as a default router; 0 is none."},
    [IS_ROUTER] = {.key = "router", .label = "Router", .type = UDPI_BOOL, UDPI_BITS(32, 1),
                   .doc = "The neighbour is a router."},
    [SOLICITED] = {.key = "solicited", .label = "Solicited", .type = UDPI_BOOL, UDPI_BITS(33, 1),
                   .doc = "Answers a solicitation."},
    [OVERRIDE] = {.key = "override", .label = "Override", .type = UDPI_BOOL, UDPI_BITS(34, 1),
                  .doc = "Replaces a link address that is already known."},
    [SEQUENCE_NUMBER] = {.key = "sequence_number", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                         UDPI_AT(6, 1),
                         .doc = "Counts the questions of an extended echo (RFC 8335)."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, UDPI_AT(7, 1),
               .doc = "Of an extended echo: 1 asks for a local interface; in the answer, its state."},
    [QUERY_TYPE] = {.key = "query_type", .label = "Query type", .type = UDPI_UINT, UDPI_AT(4, 2),
                    .doc = "What a node information message is about (RFC 4620)."},
    [QUERY_TYPE_FLAGS] = {.key = "query_type_flags", .label = "Query type flags", .type = UDPI_HEX, UDPI_AT(6, 2),
                          .doc = "Flags by the type of the query."},
    [UNUSED] = {.key = "unused", .label = "Unused", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(4, 4),
                .doc = "The second word, where the type has no use for it."},
    [REACHABLE_TIME] = {.key = "reachable_time", .label = "Reachable time", .type = UDPI_UINT, .width = 4,
                        .doc = "Milliseconds that a neighbour counts as reachable; 0 is not said."},
    [RETRANS_TIMER] = {.key = "retrans_timer", .label = "Retransmission timer", .type = UDPI_UINT, .width = 4,
                       .doc = "Milliseconds between solicitations; 0 is not said."},
    [TARGET] = {.key = "target", .label = "Target", .type = UDPI_IPV6, .flags = UDPI_SUMMARY, .width = 16,
                .doc = "The neighbour in question; in a redirect, the better first hop."},
    [DESTINATION] = {.key = "destination", .label = "Destination", .type = UDPI_IPV6, .width = 16,
                     .doc = "The address that is redirected."},
    [GROUP] = {.key = "group", .label = "Group", .type = UDPI_IPV6, .flags = UDPI_SUMMARY, .width = 16,
               .doc = "Multicast group; :: in a query about all groups."},
    [QUERY_FLAGS] = {.key = "query_flags", .label = "Query flags", .type = UDPI_HEX, .flags = UDPI_DETAIL, .width = 1,
                     .doc = "Suppress and robustness in one byte, in a query of version 2."},
    [SUPPRESS] = {.key = "suppress", .label = "Suppress", .type = UDPI_BOOL, .flags = UDPI_DERIVED,
                  .doc = "Routers shall not update their timers."},
    [ROBUSTNESS] = {.key = "robustness", .label = "Robustness", .type = UDPI_UINT, .flags = UDPI_DERIVED,
                    .doc = "How many losses the querier reckons with; 0 is not said."},
    [QUERY_INTERVAL_CODE] = {.key = "query_interval_code", .label = "Query interval code", .type = UDPI_UINT, .width = 1,
                             .doc = "Seconds between queries; from 128 on a code (RFC 3810)."},
    [SOURCE_COUNT] = {.key = "source_count", .label = "Sources", .type = UDPI_UINT, .width = 2,
                      .doc = "Number of sources asked about."},
    [SOURCES] = {.key = "sources", .label = "Sources", .type = UDPI_LIST,
                 .doc = "The senders asked about."},
    [SOURCE] = {.key = "source", .label = "Source", .type = UDPI_IPV6, .within = UDPI_WITHIN(SOURCES),
                .doc = "Address of one sender."},
    UDPI_GROUP_RECORD_FIELD_LIST(RECORDS, UDPI_IPV6),
    UDPI_NEIGHBOR_OPTION_FIELD_LIST(OPTIONS),
    UDPI_ICMP_EXTENSION_FIELD_LIST(EXTENSION),
};

static void put_address(struct udpi_decode *d, unsigned field) {
    const uint8_t *address = udpi_cursor_take(&d->cursor, ADDRESS_SIZE);
    if (address)
        udpi_put_bytes(d, field, address, ADDRESS_SIZE);
}

/* --- multicast listeners ------------------------------------------------------------------------------------------ */

/* RFC 3810 section 8.1: only the length tells a query of version 2 from one of version 1. */
static struct udpi_next decode_listener(struct udpi_decode *d, const uint8_t *header) {
    put_address(d, GROUP);
    if (header[0] != LISTENER_QUERY || d->cursor.claim < QUERY_REST)
        return udpi_next_payload();
    const uint8_t *rest = udpi_cursor_take(&d->cursor, QUERY_REST);
    if (!rest)
        return udpi_next_payload();
    udpi_put(d, QUERY_FLAGS, rest, 1, rest[0]);
    udpi_put(d, SUPPRESS, rest, 0, rest[0] >> 3 & 1);
    udpi_put(d, ROBUSTNESS, rest, 0, rest[0] & 7);
    udpi_put(d, QUERY_INTERVAL_CODE, rest + 1, 1, rest[1]);
    unsigned count = udpi_load_be16(rest + 2);
    udpi_put(d, SOURCE_COUNT, rest + 2, 2, count);
    const uint8_t *sources = udpi_cursor_take(&d->cursor, (size_t)count * ADDRESS_SIZE);
    if (sources)
        udpi_put_addresses(d, 0, (const uint8_t[2]){SOURCES, SOURCE}, sources, count, ADDRESS_SIZE);
    return udpi_next_payload();
}

static struct udpi_next decode_report(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_group_records(d, RECORDS, udpi_load_be16(header + 6), ADDRESS_SIZE);
    return udpi_next_payload();
}

/* --- neighbours --------------------------------------------------------------------------------------------------- */

static struct udpi_next decode_options(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    if (d->cursor.stop != UDPI_STOP_NONE || !udpi_put_neighbor_options(d, OPTIONS))
        return udpi_next_payload();
    /* RFC 4861 section 4.6.3: the packet that was redirected, behind a head of eight bytes */
    const uint8_t *option = udpi_cursor_take(&d->cursor, UNIT);
    size_t size = option ? (option[1] - 1U) * (size_t)UNIT : 0;
    if (!option || size > d->cursor.claim)
        return udpi_next_payload();
    udpi_narrow(d, size, UDPI_AS_SURPLUS);
    return udpi_next_quoted(d, UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV6);
}

static struct udpi_next decode_router(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_if_set(d, fields, HOME_AGENT, header);
    udpi_put_if_set(d, fields, PROXY, header);
    for (unsigned field = REACHABLE_TIME; field <= RETRANS_TIMER; field++) {
        const uint8_t *time = udpi_cursor_take(&d->cursor, WORD);
        if (time)
            udpi_put(d, field, time, WORD, udpi_load_be32(time));
    }
    return decode_options(d, header);
}

static struct udpi_next decode_neighbor(struct udpi_decode *d, const uint8_t *header) {
    put_address(d, TARGET);
    if (header[0] == REDIRECT)
        put_address(d, DESTINATION);
    return decode_options(d, header);
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

static struct udpi_next decode_error(struct udpi_decode *d, const uint8_t *header) {
    if (header[0] == UNREACHABLE || header[0] == TIME_EXCEEDED)
        udpi_put_icmp_extension(d, EXTENSION, (size_t)header[4] * UNIT);
    return udpi_next_quoted(d, UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV6);
}

/* What a type has in the second word, [first, end), and how its body is read (NULL: payload). */
struct kind {
    uint8_t type, first, end;
    struct udpi_next (*decode)(struct udpi_decode *d, const uint8_t *header);
};
static const struct kind kinds[] = {
    {UNREACHABLE, LENGTH, LENGTH + 1, decode_error},
    {TOO_BIG, MTU, MTU + 1, decode_error},
    {TIME_EXCEEDED, LENGTH, LENGTH + 1, decode_error},
    {PARAMETER_PROBLEM, POINTER, POINTER + 1, decode_error},
    {ECHO_REQUEST, ID, SEQUENCE + 1, NULL},
    {ECHO_REPLY, ID, SEQUENCE + 1, NULL},
    {LISTENER_QUERY, MAX_RESPONSE_DELAY, MAX_RESPONSE_DELAY + 1, decode_listener},
    {LISTENER_REPORT, MAX_RESPONSE_DELAY, MAX_RESPONSE_DELAY + 1, decode_listener},
    {LISTENER_DONE, MAX_RESPONSE_DELAY, MAX_RESPONSE_DELAY + 1, decode_listener},
    {ROUTER_SOLICITATION, 0, 0, decode_options},
    {ROUTER_ADVERTISEMENT, HOP_LIMIT, OTHER + 1, decode_router},
    {NEIGHBOR_SOLICITATION, 0, 0, decode_neighbor},
    {NEIGHBOR_ADVERTISEMENT, IS_ROUTER, OVERRIDE + 1, decode_neighbor},
    {REDIRECT, 0, 0, decode_neighbor},
    {NODE_QUERY, QUERY_TYPE, QUERY_TYPE_FLAGS + 1, NULL},
    {NODE_RESPONSE, QUERY_TYPE, QUERY_TYPE_FLAGS + 1, NULL},
    {INVERSE_SOLICITATION, 0, 0, decode_options},
    {INVERSE_ADVERTISEMENT, 0, 0, decode_options},
    {LISTENER_REPORT_2, RECORD_COUNT, RECORD_COUNT + 1, decode_report},
    {HOME_AGENT_REQUEST, ID, ID + 1, NULL},
    {HOME_AGENT_REPLY, ID, ID + 1, NULL},
    {EXTENDED_ECHO_REQUEST, ID, ID + 1, NULL},
    {EXTENDED_ECHO_REPLY, ID, ID + 1, NULL},
};

static const struct kind *find_kind(uint8_t type) {
    static const struct kind unknown = {0, 0, 0, NULL};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].type == type)
            return &kinds[i];
    return &unknown;
}

static void put_second_word(struct udpi_decode *d, const struct kind *kind, const uint8_t *header) {
    for (unsigned field = kind->first; field < kind->end; field++)
        udpi_put(d, field, header + fields[field].byte, fields[field].bytes, udpi_field_load(&fields[field], header));
    if (kind->type == ROUTER_ADVERTISEMENT) {
        udpi_put_header(d, fields, PREFERENCE, PREFERENCE + 1, header);
        udpi_put_header(d, fields, ROUTER_LIFETIME, ROUTER_LIFETIME + 1, header);
    } else if (kind->type == EXTENDED_ECHO_REQUEST || kind->type == EXTENDED_ECHO_REPLY) {
        udpi_put_header(d, fields, SEQUENCE_NUMBER, FLAGS + 1, header);
    } else if (kind->end == 0) {
        udpi_put_if_set(d, fields, UNUSED, header);
    }
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    const struct kind *kind = find_kind(header[0]);
    udpi_put_header(d, fields, TYPE, CODE + 1, header);
    if (udpi_name_find(&udpi_icmpv6_code_names, udpi_load_be16(header)))
        udpi_put(d, CODE_NAME, header, 0, udpi_load_be16(header));
    udpi_put_header(d, fields, CHECKSUM, CHECKSUM_STATUS + 1, header);
    struct udpi_message message = udpi_message_of(d, header, CHECKSUM_AT, UDPI_IP_ICMPV6);
    udpi_set(d, CHECKSUM_STATUS, udpi_message_check(d, &message));
    put_second_word(d, kind, header);
    return kind->decode ? kind->decode(d, header) : udpi_next_payload();
}

/* An error where a packet follows to be quoted, else a ping. */
static void seal(struct udpi_build *b) {
    bool has_quote = udpi_build_next_key(b, UDPI_ETHERTYPE, 0) == UDPI_ETHERTYPE_IPV6;
    udpi_build_fill(b, TYPE, has_quote ? UNREACHABLE : ECHO_REQUEST);
    if (udpi_build_number(b, TYPE) == UNREACHABLE && !udpi_build_given(b, TYPE))
        udpi_build_fill(b, CODE, PORT_UNREACHABLE);
    udpi_message_seal(b, CHECKSUM, udpi_build_size(b), UDPI_IP_ICMPV6);
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_ICMPV6}};

const struct udpi_protocol udpi_icmpv6 = {
    .key = "icmpv6",
    .title = "Internet Control Message Protocol for IPv6",
    .spec = "RFC 4443, RFC 4861, RFC 3810, RFC 4884",
    .doc = "Tells a sender what became of its packet, and quotes it; finds neighbours, routers and listeners.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .seal = seal,
};
