/*
 * GPRS Tunnelling Protocol, control plane, versions 1 and 2: sets up the tunnels of gtpu.
 *
 *     version 1:  | version 3 bits, PT 1, spare 1, E, S, PN | type 1 | length 2 | TEID 4 |
 *                 where one of E, S and PN is set: | sequence 2 | N-PDU number 1 | next extension 1 |
 *     version 2:  | version 3 bits, P, T, MP, spare 2 | type 1 | length 2 | TEID 4, where T is set | sequence 3 | spare 1 |
 *
 * Left out: extension headers, information elements and a message carried piggyback, which are payload.
 */
#include "model/build.h"
#include "model/decode.h"

enum {
    VERSION,
    PROTOCOL_TYPE,
    SPARE,
    EXTENSION_PRESENT,
    SEQUENCE_PRESENT,
    NPDU_PRESENT,
    PIGGYBACKED,
    TEID_PRESENT,
    PRIORITY_PRESENT,
    SPARE_BITS,
    TYPE,
    LENGTH,
    MESSAGE,
    TEID,
    SEQUENCE,
    NPDU,
    NEXT_EXTENSION,
    LONG_SEQUENCE,
    PRIORITY,
    FIELDS
};

enum { HEADER_SIZE = 4, TEID_SIZE = 4, OPTIONAL_SIZE = 4 };
enum { HAS_OPTIONAL = 7, HAS_TEID = 8, IS_PIGGYBACKED = 16 };

/* A message's number in the table of names. */
#define V1(type) (1U << 8 | (type))
#define V2(type) (2U << 8 | (type))

/* 3GPP TS 29.060, section 7.1, and TS 29.274, section 6.1. */
static const struct udpi_name message_entries[] = {
    UDPI_NAME(V1(1), "Echo Request"),
    UDPI_NAME(V1(2), "Echo Response"),
    UDPI_NAME(V1(3), "Version Not Supported"),
    UDPI_NAME(V1(4), "Node Alive Request"),
    UDPI_NAME(V1(5), "Node Alive Response"),
    UDPI_NAME(V1(6), "Redirection Request"),
    UDPI_NAME(V1(7), "Redirection Response"),
    UDPI_NAME(V1(16), "Create PDP Context Request"),
    UDPI_NAME(V1(17), "Create PDP Context Response"),
    UDPI_NAME(V1(18), "Update PDP Context Request"),
    UDPI_NAME(V1(19), "Update PDP Context Response"),
    UDPI_NAME(V1(20), "Delete PDP Context Request"),
    UDPI_NAME(V1(21), "Delete PDP Context Response"),
    UDPI_NAME(V1(22), "Initiate PDP Context Activation Request"),
    UDPI_NAME(V1(23), "Initiate PDP Context Activation Response"),
    UDPI_NAME(V1(26), "Error Indication"),
    UDPI_NAME(V1(27), "PDU Notification Request"),
    UDPI_NAME(V1(28), "PDU Notification Response"),
    UDPI_NAME(V1(29), "PDU Notification Reject Request"),
    UDPI_NAME(V1(30), "PDU Notification Reject Response"),
    UDPI_NAME(V1(31), "Supported Extension Headers Notification"),
    UDPI_NAME(V1(32), "Send Routeing Information for GPRS Request"),
    UDPI_NAME(V1(33), "Send Routeing Information for GPRS Response"),
    UDPI_NAME(V1(34), "Failure Report Request"),
    UDPI_NAME(V1(35), "Failure Report Response"),
    UDPI_NAME(V1(36), "Note MS GPRS Present Request"),
    UDPI_NAME(V1(37), "Note MS GPRS Present Response"),
    UDPI_NAME(V1(48), "Identification Request"),
    UDPI_NAME(V1(49), "Identification Response"),
    UDPI_NAME(V1(50), "SGSN Context Request"),
    UDPI_NAME(V1(51), "SGSN Context Response"),
    UDPI_NAME(V1(52), "SGSN Context Acknowledge"),
    UDPI_NAME(V1(53), "Forward Relocation Request"),
    UDPI_NAME(V1(54), "Forward Relocation Response"),
    UDPI_NAME(V1(55), "Forward Relocation Complete"),
    UDPI_NAME(V1(56), "Relocation Cancel Request"),
    UDPI_NAME(V1(57), "Relocation Cancel Response"),
    UDPI_NAME(V1(58), "Forward SRNS Context"),
    UDPI_NAME(V1(59), "Forward Relocation Complete Acknowledge"),
    UDPI_NAME(V1(60), "Forward SRNS Context Acknowledge"),
    UDPI_NAME(V1(61), "UE Registration Query Request"),
    UDPI_NAME(V1(62), "UE Registration Query Response"),
    UDPI_NAME(V1(70), "RAN Information Relay"),
    UDPI_NAME(V1(96), "MBMS Notification Request"),
    UDPI_NAME(V1(97), "MBMS Notification Response"),
    UDPI_NAME(V1(98), "MBMS Notification Reject Request"),
    UDPI_NAME(V1(99), "MBMS Notification Reject Response"),
    UDPI_NAME(V1(100), "Create MBMS Context Request"),
    UDPI_NAME(V1(101), "Create MBMS Context Response"),
    UDPI_NAME(V1(102), "Update MBMS Context Request"),
    UDPI_NAME(V1(103), "Update MBMS Context Response"),
    UDPI_NAME(V1(104), "Delete MBMS Context Request"),
    UDPI_NAME(V1(105), "Delete MBMS Context Response"),
    UDPI_NAME(V1(112), "MBMS Registration Request"),
    UDPI_NAME(V1(113), "MBMS Registration Response"),
    UDPI_NAME(V1(114), "MBMS De-Registration Request"),
    UDPI_NAME(V1(115), "MBMS De-Registration Response"),
    UDPI_NAME(V1(116), "MBMS Session Start Request"),
    UDPI_NAME(V1(117), "MBMS Session Start Response"),
    UDPI_NAME(V1(118), "MBMS Session Stop Request"),
    UDPI_NAME(V1(119), "MBMS Session Stop Response"),
    UDPI_NAME(V1(120), "MBMS Session Update Request"),
    UDPI_NAME(V1(121), "MBMS Session Update Response"),
    UDPI_NAME(V1(128), "MS Info Change Notification Request"),
    UDPI_NAME(V1(129), "MS Info Change Notification Response"),
    UDPI_NAME(V2(1), "Echo Request"),
    UDPI_NAME(V2(2), "Echo Response"),
    UDPI_NAME(V2(3), "Version Not Supported Indication"),
    UDPI_NAME(V2(32), "Create Session Request"),
    UDPI_NAME(V2(33), "Create Session Response"),
    UDPI_NAME(V2(34), "Modify Bearer Request"),
    UDPI_NAME(V2(35), "Modify Bearer Response"),
    UDPI_NAME(V2(36), "Delete Session Request"),
    UDPI_NAME(V2(37), "Delete Session Response"),
    UDPI_NAME(V2(38), "Change Notification Request"),
    UDPI_NAME(V2(39), "Change Notification Response"),
    UDPI_NAME(V2(64), "Modify Bearer Command"),
    UDPI_NAME(V2(65), "Modify Bearer Failure Indication"),
    UDPI_NAME(V2(66), "Delete Bearer Command"),
    UDPI_NAME(V2(67), "Delete Bearer Failure Indication"),
    UDPI_NAME(V2(68), "Bearer Resource Command"),
    UDPI_NAME(V2(69), "Bearer Resource Failure Indication"),
    UDPI_NAME(V2(70), "Downlink Data Notification Failure Indication"),
    UDPI_NAME(V2(71), "Trace Session Activation"),
    UDPI_NAME(V2(72), "Trace Session Deactivation"),
    UDPI_NAME(V2(73), "Stop Paging Indication"),
    UDPI_NAME(V2(95), "Create Bearer Request"),
    UDPI_NAME(V2(96), "Create Bearer Response"),
    UDPI_NAME(V2(97), "Update Bearer Request"),
    UDPI_NAME(V2(98), "Update Bearer Response"),
    UDPI_NAME(V2(99), "Delete Bearer Request"),
    UDPI_NAME(V2(100), "Delete Bearer Response"),
    UDPI_NAME(V2(101), "Delete PDN Connection Set Request"),
    UDPI_NAME(V2(102), "Delete PDN Connection Set Response"),
    UDPI_NAME(V2(103), "PGW Downlink Triggering Notification"),
    UDPI_NAME(V2(104), "PGW Downlink Triggering Acknowledge"),
    UDPI_NAME(V2(128), "Identification Request"),
    UDPI_NAME(V2(129), "Identification Response"),
    UDPI_NAME(V2(130), "Context Request"),
    UDPI_NAME(V2(131), "Context Response"),
    UDPI_NAME(V2(132), "Context Acknowledge"),
    UDPI_NAME(V2(133), "Forward Relocation Request"),
    UDPI_NAME(V2(134), "Forward Relocation Response"),
    UDPI_NAME(V2(135), "Forward Relocation Complete Notification"),
    UDPI_NAME(V2(136), "Forward Relocation Complete Acknowledge"),
    UDPI_NAME(V2(137), "Forward Access Context Notification"),
    UDPI_NAME(V2(138), "Forward Access Context Acknowledge"),
    UDPI_NAME(V2(139), "Relocation Cancel Request"),
    UDPI_NAME(V2(140), "Relocation Cancel Response"),
    UDPI_NAME(V2(141), "Configuration Transfer Tunnel"),
    UDPI_NAME(V2(149), "Detach Notification"),
    UDPI_NAME(V2(150), "Detach Acknowledge"),
    UDPI_NAME(V2(151), "CS Paging Indication"),
    UDPI_NAME(V2(152), "RAN Information Relay"),
    UDPI_NAME(V2(153), "Alert MME Notification"),
    UDPI_NAME(V2(154), "Alert MME Acknowledge"),
    UDPI_NAME(V2(155), "UE Activity Notification"),
    UDPI_NAME(V2(156), "UE Activity Acknowledge"),
    UDPI_NAME(V2(157), "ISR Status Indication"),
    UDPI_NAME(V2(158), "UE Registration Query Request"),
    UDPI_NAME(V2(159), "UE Registration Query Response"),
    UDPI_NAME(V2(160), "Create Forwarding Tunnel Request"),
    UDPI_NAME(V2(161), "Create Forwarding Tunnel Response"),
    UDPI_NAME(V2(162), "Suspend Notification"),
    UDPI_NAME(V2(163), "Suspend Acknowledge"),
    UDPI_NAME(V2(164), "Resume Notification"),
    UDPI_NAME(V2(165), "Resume Acknowledge"),
    UDPI_NAME(V2(166), "Create Indirect Data Forwarding Tunnel Request"),
    UDPI_NAME(V2(167), "Create Indirect Data Forwarding Tunnel Response"),
    UDPI_NAME(V2(168), "Delete Indirect Data Forwarding Tunnel Request"),
    UDPI_NAME(V2(169), "Delete Indirect Data Forwarding Tunnel Response"),
    UDPI_NAME(V2(170), "Release Access Bearers Request"),
    UDPI_NAME(V2(171), "Release Access Bearers Response"),
    UDPI_NAME(V2(176), "Downlink Data Notification"),
    UDPI_NAME(V2(177), "Downlink Data Notification Acknowledge"),
    UDPI_NAME(V2(179), "PGW Restart Notification"),
    UDPI_NAME(V2(180), "PGW Restart Notification Acknowledge"),
    UDPI_NAME(V2(200), "Update PDN Connection Set Request"),
    UDPI_NAME(V2(201), "Update PDN Connection Set Response"),
    UDPI_NAME(V2(211), "Modify Access Bearers Request"),
    UDPI_NAME(V2(212), "Modify Access Bearers Response"),
    UDPI_NAME(V2(231), "MBMS Session Start Request"),
    UDPI_NAME(V2(232), "MBMS Session Start Response"),
    UDPI_NAME(V2(233), "MBMS Session Update Request"),
    UDPI_NAME(V2(234), "MBMS Session Update Response"),
    UDPI_NAME(V2(235), "MBMS Session Stop Request"),
    UDPI_NAME(V2(236), "MBMS Session Stop Response"),
};
static const struct udpi_names message_names = {message_entries, sizeof message_entries / sizeof *message_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(0, 3),
                 .initial = 2,
                 .doc = "1 in GPRS and UMTS, 2 in LTE."},
    [PROTOCOL_TYPE] = {.key = "protocol_type", .label = "Protocol type", .type = UDPI_BOOL, .flags = UDPI_DETAIL | UDPI_COMPUTED,
                       UDPI_BITS(3, 1),
                       .doc = "Set in GTP; not set in GTP', the protocol for charging. Version 1 only."},
    [SPARE] = {.key = "spare", .label = "Spare", .type = UDPI_BOOL, .flags = UDPI_IF_SET, UDPI_BITS(4, 1),
               .doc = "Must be zero; version 1 only."},
    [EXTENSION_PRESENT] = {.key = "extension_present", .label = "Extension present", .type = UDPI_BOOL,
                           .flags = UDPI_COMPUTED | UDPI_DETAIL, UDPI_BITS(5, 1),
                           .doc = "Extension headers follow; version 1 only."},
    [SEQUENCE_PRESENT] = {.key = "sequence_present", .label = "Sequence present", .type = UDPI_BOOL,
                          .flags = UDPI_COMPUTED | UDPI_DETAIL, UDPI_BITS(6, 1),
                          .doc = "The sequence number means something; version 1 only."},
    [NPDU_PRESENT] = {.key = "npdu_present", .label = "N-PDU number present", .type = UDPI_BOOL,
                      .flags = UDPI_COMPUTED | UDPI_DETAIL, UDPI_BITS(7, 1),
                      .doc = "The N-PDU number means something; version 1 only."},
    [PIGGYBACKED] = {.key = "piggybacked", .label = "Piggybacked", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(3, 1),
                     .doc = "Another message follows behind this one; version 2 only."},
    [TEID_PRESENT] = {.key = "teid_present", .label = "TEID present", .type = UDPI_BOOL, .flags = UDPI_COMPUTED | UDPI_DETAIL,
                      UDPI_BITS(4, 1),
                      .doc = "The header has a tunnel id; version 2 only."},
    [PRIORITY_PRESENT] = {.key = "priority_present", .label = "Priority present", .type = UDPI_BOOL, .flags = UDPI_DETAIL,
                          UDPI_BITS(5, 1),
                          .doc = "The last byte says how urgent the message is; version 2 only."},
    [SPARE_BITS] = {.key = "spare_bits", .label = "Spare bits", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_BITS(6, 2),
                    .doc = "Must be zero; version 2 only."},
    [TYPE] = {.key = "type", .label = "Message type", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(1, 1), .initial = 1,
              .doc = "Kind of the message, by the table of its version."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(2, 2),
                .doc = "Bytes that follow the first 8 of the header, in version 2 the first 4."},
    [MESSAGE] = {.key = "message", .label = "Message", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                 .names = &message_names,
                 .doc = "Name of the message type."},
    [TEID] = {.key = "teid", .label = "Tunnel id", .type = UDPI_UINT, .flags = UDPI_SUMMARY, .width = TEID_SIZE,
              .doc = "Tunnel endpoint identifier, chosen by the receiver."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_SUMMARY, .width = 2,
                  .doc = "Ties a response to its request; version 1 only."},
    [NPDU] = {.key = "npdu", .label = "N-PDU number", .type = UDPI_UINT, .width = 1,
              .doc = "Number of the packet while the phone changes its cell; version 1 only."},
    [NEXT_EXTENSION] = {.key = "next_extension", .label = "Next extension", .type = UDPI_HEX, .width = 1,
                        .doc = "Kind of the first extension header; version 1 only."},
    [LONG_SEQUENCE] = {.key = "long_sequence", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                       .width = 3,
                       .doc = "Ties a response to its request; version 2 only."},
    [PRIORITY] = {.key = "priority", .label = "Priority", .type = UDPI_HEX, .width = 1,
                  .doc = "How urgent the message is, in the first four bits; else spare. Version 2 only."},
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* Records numbers one behind the other, as wide as their fields. */
static void take_numbers(struct udpi_decode *d, unsigned first, unsigned end) {
    for (unsigned i = first; i < end; i++) {
        const uint8_t *at = udpi_cursor_take(&d->cursor, fields[i].width);
        if (at)
            udpi_put(d, i, at, fields[i].width, udpi_width_load(&fields[i], at));
    }
}

static void put_message(struct udpi_decode *d, const uint8_t *header) {
    uint32_t number = (uint32_t)(header[0] >> 5) << 8 | header[1];
    if (udpi_name_find(&message_names, number))
        udpi_put(d, MESSAGE, header + 1, 0, number);
}

static void decode_version_1(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, VERSION, PROTOCOL_TYPE + 1, header);
    udpi_put_if_set(d, fields, SPARE, header);
    udpi_put_header(d, fields, EXTENSION_PRESENT, NPDU_PRESENT + 1, header);
    udpi_put_header(d, fields, TYPE, LENGTH + 1, header);
    put_message(d, header);
    udpi_narrow(d, TEID_SIZE + (size_t)udpi_load_be16(header + 2), UDPI_AS_SURPLUS);
    take_numbers(d, TEID, TEID + 1);
    if (header[0] & HAS_OPTIONAL)
        take_numbers(d, SEQUENCE, NEXT_EXTENSION + 1);
}

static void decode_version_2(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, VERSION, VERSION + 1, header);
    udpi_put_header(d, fields, PIGGYBACKED, PRIORITY_PRESENT + 1, header);
    udpi_put_if_set(d, fields, SPARE_BITS, header);
    udpi_put_header(d, fields, TYPE, LENGTH + 1, header);
    put_message(d, header);
    if (!(header[0] & IS_PIGGYBACKED))
        udpi_narrow(d, udpi_load_be16(header + 2), UDPI_AS_SURPLUS);
    if (header[0] & HAS_TEID)
        take_numbers(d, TEID, TEID + 1);
    take_numbers(d, LONG_SEQUENCE, PRIORITY + 1);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    unsigned version = header[0] >> 5;
    size_t length = udpi_load_be16(header + 2);
    bool is_version_1 = header[0] >> 4 == 3 && TEID_SIZE + length <= d->cursor.claim;
    bool is_version_2 = version == 2 && length >= OPTIONAL_SIZE && length <= d->cursor.claim;
    if (is_version_1)
        decode_version_1(d, header);
    else if (is_version_2)
        decode_version_2(d, header);
    else
        return udpi_next_not_mine();
    return udpi_next_payload();
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static void encode_version_1(struct udpi_build *b) {
    if (!udpi_build_given(b, PIGGYBACKED))
        udpi_build_fill(b, PROTOCOL_TYPE, 1);
    udpi_build_fill(b, EXTENSION_PRESENT, udpi_build_has(b, NEXT_EXTENSION));
    udpi_build_fill(b, SEQUENCE_PRESENT, udpi_build_has(b, SEQUENCE));
    udpi_build_fill(b, NPDU_PRESENT, udpi_build_has(b, NPDU));
    udpi_build_add(b, TEID);
    if (!(udpi_build_header(b)[0] & HAS_OPTIONAL))
        return;
    udpi_build_add(b, SEQUENCE);
    udpi_build_add(b, NPDU);
    udpi_build_add(b, NEXT_EXTENSION);
}

static void encode_version_2(struct udpi_build *b) {
    udpi_build_fill(b, TEID_PRESENT, udpi_build_has(b, TEID));
    if (udpi_build_number(b, TEID_PRESENT))
        udpi_build_add(b, TEID);
    udpi_build_add(b, LONG_SEQUENCE);
    udpi_build_add(b, PRIORITY);
}

static void encode(struct udpi_build *b) {
    if (udpi_build_has(b, SEQUENCE) || udpi_build_has(b, NPDU) || udpi_build_has(b, NEXT_EXTENSION))
        udpi_build_fill(b, VERSION, 1);
    if (udpi_build_number(b, VERSION) == 1)
        encode_version_1(b);
    else
        encode_version_2(b);
}

static void seal(struct udpi_build *b) {
    bool is_version_1 = udpi_build_number(b, VERSION) == 1;
    udpi_build_fill(b, LENGTH, udpi_build_size(b) - HEADER_SIZE - (is_version_1 ? TEID_SIZE : 0));
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 2123}};

const struct udpi_protocol udpi_gtpc = {
    .key = "gtpc",
    .title = "GPRS Tunnelling Protocol, control plane",
    .spec = "3GPP TS 29.060, 3GPP TS 29.274",
    .doc = "Sets up, changes and ends the tunnels that carry what phones send.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
