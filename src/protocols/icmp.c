/*
 * Internet Control Message Protocol: errors about a packet, which quote it, and questions about a host.
 *
 *     | type 1 | code 1 | checksum 2 | by type 4 | by type … |
 *
 * Left out: the bodies of traceroute (30), domain name (37, 38) and Photuris (40) messages, which are shown as payload.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/icmp_extension.h"
#include "model/message.h"
#include "model/numbers.h"

enum {
    TYPE,
    CODE,
    CODE_NAME,
    CHECKSUM,
    CHECKSUM_STATUS,
    ID,
    SEQUENCE,
    POINTER,
    LENGTH,
    MTU,
    GATEWAY,
    ADDRESS_COUNT,
    ENTRY_SIZE,
    LIFETIME,
    SEQUENCE_NUMBER,
    FLAGS,
    UNUSED,
    ORIGINATE_TIMESTAMP,
    RECEIVE_TIMESTAMP,
    TRANSMIT_TIMESTAMP,
    MASK,
    ROUTERS,
    ROUTER,
    ROUTER_ADDRESS,
    ROUTER_PREFERENCE,
    EXTENSION,
    FIELDS = EXTENSION + UDPI_ICMP_EXTENSION_FIELDS
};

enum { HEADER_SIZE = 8, WORD = 4, CHECKSUM_AT = 2 };

enum {
    ECHO_REPLY = 0,
    UNREACHABLE = 3,
    SOURCE_QUENCH = 4,
    REDIRECT = 5,
    ECHO_REQUEST = 8,
    ROUTER_ADVERTISEMENT = 9,
    TIME_EXCEEDED = 11,
    PARAMETER_PROBLEM = 12,
    TIMESTAMP = 13,
    TIMESTAMP_REPLY = 14,
    INFORMATION_REQUEST = 15,
    INFORMATION_REPLY = 16,
    MASK_REQUEST = 17,
    MASK_REPLY = 18,
    EXTENDED_ECHO_REQUEST = 42,
    EXTENDED_ECHO_REPLY = 43,
};

enum { PORT_UNREACHABLE = 3, FRAGMENTATION_NEEDED = 4 };

/* IANA, ICMP parameters. */
static const struct udpi_name type_entries[] = {
    UDPI_NAME(0, "Echo Reply"),
    UDPI_NAME(3, "Destination Unreachable"),
    UDPI_NAME(4, "Source Quench (deprecated)"),
    UDPI_NAME(5, "Redirect"),
    UDPI_NAME(6, "Alternate Host Address (deprecated)"),
    UDPI_NAME(8, "Echo"),
    UDPI_NAME(9, "Router Advertisement"),
    UDPI_NAME(10, "Router Solicitation"),
    UDPI_NAME(11, "Time Exceeded"),
    UDPI_NAME(12, "Parameter Problem"),
    UDPI_NAME(13, "Timestamp"),
    UDPI_NAME(14, "Timestamp Reply"),
    UDPI_NAME(15, "Information Request (deprecated)"),
    UDPI_NAME(16, "Information Reply (deprecated)"),
    UDPI_NAME(17, "Address Mask Request (deprecated)"),
    UDPI_NAME(18, "Address Mask Reply (deprecated)"),
    UDPI_NAME(30, "Traceroute (deprecated)"),
    UDPI_NAME(31, "Datagram Conversion Error (deprecated)"),
    UDPI_NAME(32, "Mobile Host Redirect (deprecated)"),
    UDPI_NAME(33, "IPv6 Where-Are-You (deprecated)"),
    UDPI_NAME(34, "IPv6 I-Am-Here (deprecated)"),
    UDPI_NAME(35, "Mobile Registration Request (deprecated)"),
    UDPI_NAME(36, "Mobile Registration Reply (deprecated)"),
    UDPI_NAME(37, "Domain Name Request (deprecated)"),
    UDPI_NAME(38, "Domain Name Reply (deprecated)"),
    UDPI_NAME(39, "SKIP (deprecated)"),
    UDPI_NAME(40, "Photuris"),
    UDPI_NAME(41, "Seamoby experimental mobility protocols"),
    UDPI_NAME(42, "Extended Echo Request"),
    UDPI_NAME(43, "Extended Echo Reply"),
    UDPI_NAME(253, "RFC3692-style Experiment 1"),
    UDPI_NAME(254, "RFC3692-style Experiment 2"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

#define CODE(type, code, text) UDPI_NAME((type) << 8 | (code), text)

/* IANA, ICMP parameters: codes, by type and code. */
static const struct udpi_name code_entries[] = {
    CODE(3, 0, "Net Unreachable"),
    CODE(3, 1, "Host Unreachable"),
    CODE(3, 2, "Protocol Unreachable"),
    CODE(3, 3, "Port Unreachable"),
    CODE(3, 4, "Fragmentation Needed and Don't Fragment was Set"),
    CODE(3, 5, "Source Route Failed"),
    CODE(3, 6, "Destination Network Unknown"),
    CODE(3, 7, "Destination Host Unknown"),
    CODE(3, 8, "Source Host Isolated"),
    CODE(3, 9, "Destination Network Administratively Prohibited"),
    CODE(3, 10, "Destination Host Administratively Prohibited"),
    CODE(3, 11, "Destination Network Unreachable for Type of Service"),
    CODE(3, 12, "Destination Host Unreachable for Type of Service"),
    CODE(3, 13, "Communication Administratively Prohibited"),
    CODE(3, 14, "Host Precedence Violation"),
    CODE(3, 15, "Precedence cutoff in effect"),
    CODE(5, 0, "Redirect for the Network"),
    CODE(5, 1, "Redirect for the Host"),
    CODE(5, 2, "Redirect for the Type of Service and Network"),
    CODE(5, 3, "Redirect for the Type of Service and Host"),
    CODE(9, 0, "Normal router advertisement"),
    CODE(9, 16, "Does not route common traffic"),
    CODE(11, 0, "Time to Live exceeded in Transit"),
    CODE(11, 1, "Fragment Reassembly Time Exceeded"),
    CODE(12, 0, "Pointer indicates the error"),
    CODE(12, 1, "Missing a Required Option"),
    CODE(12, 2, "Bad Length"),
    CODE(40, 0, "Bad SPI"),
    CODE(40, 1, "Authentication Failed"),
    CODE(40, 2, "Decompression Failed"),
    CODE(40, 3, "Decryption Failed"),
    CODE(40, 4, "Need Authentication"),
    CODE(40, 5, "Need Authorization"),
    CODE(43, 0, "No Error"),
    CODE(43, 1, "Malformed Query"),
    CODE(43, 2, "No Such Interface"),
    CODE(43, 3, "No Such Table Entry"),
    CODE(43, 4, "Multiple Interfaces Satisfy Query"),
};
static const struct udpi_names code_names = {code_entries, sizeof code_entries / sizeof *code_entries};

static const struct udpi_field fields[FIELDS] = {
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .flags = UDPI_SUMMARY | UDPI_COMPUTED, UDPI_AT(0, 1),
              .names = &type_names,
              .doc = "Kind of message; an error where the message quotes a packet."},
    [CODE] = {.key = "code", .label = "Code", .type = UDPI_UINT, .flags = UDPI_SUMMARY | UDPI_COMPUTED, UDPI_AT(1, 1),
              .doc = "Says more about the type."},
    [CODE_NAME] = {.key = "code_name", .label = "Meaning", .type = UDPI_WORD, .flags = UDPI_DERIVED, .names = &code_names,
                   .doc = "What type and code mean together."},
    [CHECKSUM] = {.key = "checksum", .label = "Checksum", .type = UDPI_HEX, .flags = UDPI_COMPUTED, UDPI_AT(2, 2),
                  .doc = "Internet checksum of the whole message."},
    [CHECKSUM_STATUS] = {.key = "checksum_status", .label = "Checksum status", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                         .names = &udpi_checksum_status_names,
                         .doc = "What checking it gave."},
    [ID] = {.key = "id", .label = "Identifier", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(4, 2),
            .doc = "Tells the questions of different programs apart; the answer has the same."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(6, 2),
                  .doc = "Counts questions; the answer has the same."},
    [POINTER] = {.key = "pointer", .label = "Pointer", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(4, 1),
                 .doc = "Byte of the quoted packet where the problem is, from 0."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_NOTABLE, UDPI_AT(5, 1),
                .doc = "Size of the quoted packet in units of 4 bytes, if an extension follows it; else 0 (RFC 4884)."},
    [MTU] = {.key = "mtu", .label = "MTU of next hop", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(6, 2),
             .doc = "The largest packet that fits, in bytes; 0 from routers older than RFC 1191."},
    [GATEWAY] = {.key = "gateway", .label = "Gateway", .type = UDPI_IPV4, .flags = UDPI_SUMMARY, UDPI_AT(4, 4),
                 .doc = "The router that is to be used instead."},
    [ADDRESS_COUNT] = {.key = "address_count", .label = "Addresses", .type = UDPI_UINT, UDPI_AT(4, 1),
                       .doc = "Number of routers advertised."},
    [ENTRY_SIZE] = {.key = "entry_size", .label = "Entry size", .type = UDPI_UINT, UDPI_AT(5, 1),
                    .doc = "Size of each router's entry in units of 4 bytes: 2."},
    [LIFETIME] = {.key = "lifetime", .label = "Lifetime", .type = UDPI_UINT, UDPI_AT(6, 2),
                  .doc = "How long the routers may be used, in seconds."},
    [SEQUENCE_NUMBER] = {.key = "sequence_number", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                         UDPI_AT(6, 1),
                         .doc = "Counts the questions of an extended echo (RFC 8335)."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, UDPI_AT(7, 1),
               .doc = "Of an extended echo: 1 asks for a local interface; in the answer, its state."},
    [UNUSED] = {.key = "unused", .label = "Unused", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(4, 4),
                .doc = "The second word, where the type has no use for it."},
    [ORIGINATE_TIMESTAMP] = {.key = "originate_timestamp", .label = "Originate timestamp", .type = UDPI_UINT, .width = 4,
                             .doc = "When the question left, in milliseconds since midnight UTC."},
    [RECEIVE_TIMESTAMP] = {.key = "receive_timestamp", .label = "Receive timestamp", .type = UDPI_UINT, .width = 4,
                           .doc = "When the question arrived."},
    [TRANSMIT_TIMESTAMP] = {.key = "transmit_timestamp", .label = "Transmit timestamp", .type = UDPI_UINT, .width = 4,
                            .doc = "When the answer left."},
    [MASK] = {.key = "mask", .label = "Mask", .type = UDPI_IPV4, .width = 4,
              .doc = "Address mask of the network; 0.0.0.0 in the question."},
    [ROUTERS] = {.key = "routers", .label = "Routers", .type = UDPI_LIST,
                 .doc = "The routers advertised."},
    [ROUTER] = {.key = "router", .label = "Router", .type = UDPI_GROUP, .within = UDPI_WITHIN(ROUTERS),
                .doc = "One router."},
    [ROUTER_ADDRESS] = {.key = "address", .label = "Address", .type = UDPI_IPV4, .within = UDPI_WITHIN(ROUTER),
                        .doc = "Address of the router."},
    [ROUTER_PREFERENCE] = {.key = "preference", .label = "Preference", .type = UDPI_HEX, .within = UDPI_WITHIN(ROUTER),
                           .doc = "Signed; higher is better, 0x80000000 is never to be used."},
    UDPI_ICMP_EXTENSION_FIELD_LIST(EXTENSION),
};

/* The fields of the second word, by type: [first, end). */
struct second_word {
    uint8_t type, first, end;
};
static const struct second_word second_words[] = {
    {ECHO_REPLY, ID, SEQUENCE + 1},
    {UNREACHABLE, LENGTH, LENGTH + 1},
    {REDIRECT, GATEWAY, GATEWAY + 1},
    {ECHO_REQUEST, ID, SEQUENCE + 1},
    {ROUTER_ADVERTISEMENT, ADDRESS_COUNT, LIFETIME + 1},
    {TIME_EXCEEDED, LENGTH, LENGTH + 1},
    {PARAMETER_PROBLEM, POINTER, LENGTH + 1},
    {TIMESTAMP, ID, SEQUENCE + 1},
    {TIMESTAMP_REPLY, ID, SEQUENCE + 1},
    {INFORMATION_REQUEST, ID, SEQUENCE + 1},
    {INFORMATION_REPLY, ID, SEQUENCE + 1},
    {MASK_REQUEST, ID, SEQUENCE + 1},
    {MASK_REPLY, ID, SEQUENCE + 1},
    {EXTENDED_ECHO_REQUEST, ID, ID + 1},
    {EXTENDED_ECHO_REPLY, ID, ID + 1},
};

static void put_second_word(struct udpi_decode *d, const uint8_t *header) {
    const struct second_word *word = second_words, *end = word + sizeof second_words / sizeof *second_words;
    while (word < end && word->type != header[0])
        word++;
    if (word == end) {
        udpi_put_if_set(d, fields, UNUSED, header);
        return;
    }
    for (unsigned field = word->first; field < word->end; field++)
        udpi_put(d, field, header + fields[field].byte, fields[field].bytes, udpi_field_load(&fields[field], header));
    if (header[0] == UNREACHABLE && header[1] == FRAGMENTATION_NEEDED)
        udpi_put_header(d, fields, MTU, MTU + 1, header);
    if (header[0] == EXTENDED_ECHO_REQUEST || header[0] == EXTENDED_ECHO_REPLY)
        udpi_put_header(d, fields, SEQUENCE_NUMBER, FLAGS + 1, header);
}

static void put_words(struct udpi_decode *d, unsigned first, unsigned count) {
    const uint8_t *words = udpi_cursor_take(&d->cursor, (size_t)count * WORD);
    for (unsigned i = 0; words && i < count; i++, words += WORD)
        udpi_put(d, first + i, words, WORD, udpi_load_be32(words));
}

static void put_routers(struct udpi_decode *d, unsigned count, size_t entry_size) {
    const uint8_t *routers = udpi_cursor_take(&d->cursor, count * entry_size);
    if (!routers || count == 0)
        return;
    udpi_put_bytes(d, ROUTERS, routers, count * entry_size);
    for (unsigned i = 0; i < count; i++, routers += entry_size) {
        uint32_t offset = udpi_offset_of(d, routers);
        udpi_put_at_depth(d, 1, ROUTER, offset, entry_size, 0);
        udpi_put_at_depth(d, 2, ROUTER_ADDRESS, offset, WORD, udpi_load_be32(routers));
        udpi_put_at_depth(d, 2, ROUTER_PREFERENCE, offset + WORD, WORD, udpi_load_be32(routers + WORD));
    }
}

static struct udpi_next decode_quote(struct udpi_decode *d, const uint8_t *header) {
    if (header[0] == UNREACHABLE || header[0] == TIME_EXCEEDED || header[0] == PARAMETER_PROBLEM)
        udpi_put_icmp_extension(d, EXTENSION, (size_t)header[5] * WORD);
    return udpi_next_quoted(d, UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV4);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, TYPE, CODE + 1, header);
    if (udpi_name_find(&code_names, udpi_load_be16(header)))
        udpi_put(d, CODE_NAME, header, 0, udpi_load_be16(header));
    udpi_put_header(d, fields, CHECKSUM, CHECKSUM_STATUS + 1, header);
    struct udpi_message message = udpi_message_of(d, header, CHECKSUM_AT, 0);
    udpi_set(d, CHECKSUM_STATUS, udpi_message_check(d, &message));
    put_second_word(d, header);
    switch (header[0]) {
    case UNREACHABLE:
    case SOURCE_QUENCH:
    case REDIRECT:
    case TIME_EXCEEDED:
    case PARAMETER_PROBLEM: return decode_quote(d, header);
    case ROUTER_ADVERTISEMENT:
        if (header[5] == 2)
            put_routers(d, header[4], 2 * WORD);
        break;
    case TIMESTAMP:
    case TIMESTAMP_REPLY: put_words(d, ORIGINATE_TIMESTAMP, 3); break;
    case MASK_REQUEST:
    case MASK_REPLY: put_words(d, MASK, 1); break;
    default: break;
    }
    return udpi_next_payload();
}

/* An error where a packet follows to be quoted, else a ping. */
static void seal(struct udpi_build *b) {
    bool has_quote = udpi_build_next_key(b, UDPI_ETHERTYPE, 0) == UDPI_ETHERTYPE_IPV4;
    udpi_build_fill(b, TYPE, has_quote ? UNREACHABLE : ECHO_REQUEST);
    if (udpi_build_number(b, TYPE) == UNREACHABLE && !udpi_build_given(b, TYPE))
        udpi_build_fill(b, CODE, PORT_UNREACHABLE);
    udpi_message_seal(b, CHECKSUM, udpi_build_size(b), 0);
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_ICMP}};

const struct udpi_protocol udpi_icmp = {
    .key = "icmp",
    .title = "Internet Control Message Protocol",
    .spec = "RFC 792, RFC 4884",
    .doc = "Tells a sender what became of its packet, and quotes it; or asks a host something.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .seal = seal,
};
