/*
 * Label Distribution Protocol, RFC 5036, as far as it goes over UDP: by Hello messages its speakers find each other.
 *
 *     | version 2 | PDU length 2 | LSR id 4 | label space 2 | messages |
 *     message:  | unknown 1 bit, type 15 | length 2 | id 4 | TLVs |
 *     TLV:      | unknown 1 bit, forward 1, type 14 | length 2 | value |
 *
 * Left out: what other messages have in their TLVs, which is shown as bytes.
 */
#include "model/nest.h"

enum {
    VERSION,
    PDU_LENGTH,
    LSR_ID,
    LABEL_SPACE,
    MESSAGES,
    MESSAGE,
    MESSAGE_UNKNOWN,
    MESSAGE_TYPE,
    MESSAGE_LENGTH,
    MESSAGE_ID,
    TLVS,
    TLV,
    TLV_UNKNOWN,
    TLV_FORWARD,
    TLV_TYPE,
    TLV_LENGTH,
    HOLD_TIME,
    TARGETED,
    REQUEST_TARGETED,
    GTSM,
    IPV4_TRANSPORT_ADDRESS,
    IPV6_TRANSPORT_ADDRESS,
    CONFIGURATION_SEQUENCE_NUMBER,
    DATA,
    FIELDS
};

/* The PDU length counts what is behind it, a message's what is behind that. */
enum { HEADER_SIZE = 10, NOT_COUNTED = 4, LEAST_MESSAGE = 8, ID_SIZE = 4, OUR_VERSION = 1 };

enum { U_BIT = 0x8000, F_BIT = 0x4000, MESSAGE_TYPE_BITS = 0x7fff, TLV_TYPE_BITS = 0x3fff };

enum {
    COMMON_HELLO_PARAMETERS = 0x0400,
    IPV4_TRANSPORT_ADDRESS_TYPE = 0x0401,
    CONFIGURATION_SEQUENCE_NUMBER_TYPE = 0x0402,
    IPV6_TRANSPORT_ADDRESS_TYPE = 0x0403,
};

/* RFC 5036 section 3.7, RFC 5561 */
static const struct udpi_name message_type_entries[] = {
    UDPI_NAME(0x0001, "Notification"),     UDPI_NAME(0x0100, "Hello"),         UDPI_NAME(0x0200, "Initialization"),
    UDPI_NAME(0x0201, "KeepAlive"),        UDPI_NAME(0x0202, "Capability"),    UDPI_NAME(0x0300, "Address"),
    UDPI_NAME(0x0301, "Address Withdraw"), UDPI_NAME(0x0400, "Label Mapping"), UDPI_NAME(0x0401, "Label Request"),
    UDPI_NAME(0x0402, "Label Withdraw"),   UDPI_NAME(0x0403, "Label Release"), UDPI_NAME(0x0404, "Label Abort Request"),
};
static const struct udpi_names message_type_names = {message_type_entries,
                                                     sizeof message_type_entries / sizeof *message_type_entries};

/* RFC 5036 section 3.8, IANA: LDP TLV Type Name Space */
static const struct udpi_name tlv_type_entries[] = {
    UDPI_NAME(0x0100, "FEC"),
    UDPI_NAME(0x0101, "Address List"),
    UDPI_NAME(0x0103, "Hop Count"),
    UDPI_NAME(0x0104, "Path Vector"),
    UDPI_NAME(0x0200, "Generic Label"),
    UDPI_NAME(0x0201, "ATM Label"),
    UDPI_NAME(0x0202, "Frame Relay Label"),
    UDPI_NAME(0x0300, "Status"),
    UDPI_NAME(0x0301, "Extended Status"),
    UDPI_NAME(0x0302, "Returned PDU"),
    UDPI_NAME(0x0303, "Returned Message"),
    UDPI_NAME(COMMON_HELLO_PARAMETERS, "Common Hello Parameters"),
    UDPI_NAME(IPV4_TRANSPORT_ADDRESS_TYPE, "IPv4 Transport Address"),
    UDPI_NAME(CONFIGURATION_SEQUENCE_NUMBER_TYPE, "Configuration Sequence Number"),
    UDPI_NAME(IPV6_TRANSPORT_ADDRESS_TYPE, "IPv6 Transport Address"),
    UDPI_NAME(0x0404, "MAC List"),
    UDPI_NAME(0x0405, "Cryptographic Authentication"),
    UDPI_NAME(0x0500, "Common Session Parameters"),
    UDPI_NAME(0x0501, "ATM Session Parameters"),
    UDPI_NAME(0x0502, "Frame Relay Session Parameters"),
    UDPI_NAME(0x0503, "FT Session"),
    UDPI_NAME(0x0506, "Dynamic Capability Announcement"),
    UDPI_NAME(0x050b, "Typed Wildcard FEC Capability"),
    UDPI_NAME(0x0600, "Label Request Message ID"),
    UDPI_NAME(0x0701, "Dual-Stack capability"),
};
static const struct udpi_names tlv_type_names = {tlv_type_entries, sizeof tlv_type_entries / sizeof *tlv_type_entries};

#define IN(container) .within = UDPI_WITHIN(container)

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_AT(0, 2), .initial = OUR_VERSION,
                 .doc = "Always 1."},
    [PDU_LENGTH] = {.key = "pdu_length", .label = "PDU length", .type = UDPI_UINT, UDPI_AT(2, 2),
                    .doc = "Bytes behind the version and this."},
    [LSR_ID] = {.key = "lsr_id", .label = "LSR id", .type = UDPI_IPV4, UDPI_AT(4, 4), .flags = UDPI_SUMMARY,
                .doc = "The label switching router that has sent it."},
    [LABEL_SPACE] = {.key = "label_space", .label = "Label space", .type = UDPI_UINT, UDPI_AT(8, 2),
                     .flags = UDPI_SUMMARY, .doc = "Which of its label spaces is meant; 0 for that of the platform."},
    [MESSAGES] = {.key = "messages", .label = "Messages", .type = UDPI_LIST, .doc = "What is in the PDU."},
    [MESSAGE] = {.key = "message", .label = "Message", .type = UDPI_GROUP, IN(MESSAGES), .doc = "One of them."},
    [MESSAGE_UNKNOWN] = {.key = "unknown", .label = "Unknown", .type = UDPI_BOOL, IN(MESSAGE),
                         .doc = "The U bit: who does not know the type is to ignore the message."},
    [MESSAGE_TYPE] = {.key = "type", .label = "Type", .type = UDPI_HEX, IN(MESSAGE), .flags = UDPI_SUMMARY,
                      .names = &message_type_names, .doc = "Kind of message."},
    [MESSAGE_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, IN(MESSAGE),
                        .doc = "Bytes of the id and the TLVs."},
    [MESSAGE_ID] = {.key = "id", .label = "Message id", .type = UDPI_HEX, IN(MESSAGE), .width = 4,
                    .doc = "By which notifications name the message."},
    [TLVS] = {.key = "tlvs", .label = "TLVs", .type = UDPI_LIST, IN(MESSAGE), .doc = "What the message says."},
    [TLV] = {.key = "tlv", .label = "TLV", .type = UDPI_GROUP, IN(TLVS), .doc = "One of them."},
    [TLV_UNKNOWN] = {.key = "unknown", .label = "Unknown", .type = UDPI_BOOL, IN(TLV),
                     .doc = "The U bit: who does not know the type is to ignore the TLV."},
    [TLV_FORWARD] = {.key = "forward", .label = "Forward", .type = UDPI_BOOL, IN(TLV),
                     .doc = "The F bit: who does not know the type is to pass it on."},
    [TLV_TYPE] = {.key = "type", .label = "Type", .type = UDPI_HEX, IN(TLV), .names = &tlv_type_names,
                  .doc = "Kind of TLV."},
    [TLV_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, IN(TLV),
                    .doc = "Bytes behind type and length."},
    [HOLD_TIME] = {.key = "hold_time", .label = "Hold time", .type = UDPI_UINT, IN(TLV),
                   .doc = "Seconds for which the sender is a neighbor; 0 for the default, 65535 for ever."},
    [TARGETED] = {.key = "targeted", .label = "Targeted", .type = UDPI_BOOL, IN(TLV), .flags = UDPI_SUMMARY,
                  .doc = "The Hello is meant for one speaker, not for all on the link."},
    [REQUEST_TARGETED] = {.key = "request_targeted", .label = "Request targeted", .type = UDPI_BOOL, IN(TLV),
                          .doc = "The receiver is asked for such Hellos."},
    [GTSM] = {.key = "gtsm", .label = "GTSM", .type = UDPI_BOOL, IN(TLV),
              .doc = "The sender checks that the hop limit of what it receives is 255 (RFC 6720)."},
    [IPV4_TRANSPORT_ADDRESS] = {.key = "ipv4_address", .label = "IPv4 transport address", .type = UDPI_IPV4,
                                IN(TLV), .flags = UDPI_SUMMARY,
                                .doc = "Transport address: where the session is to go to."},
    [IPV6_TRANSPORT_ADDRESS] = {.key = "ipv6_address", .label = "IPv6 transport address", .type = UDPI_IPV6,
                                IN(TLV), .flags = UDPI_SUMMARY, .doc = "The same for IPv6."},
    [CONFIGURATION_SEQUENCE_NUMBER] = {.key = "sequence_number", .label = "Configuration sequence number",
                                       .type = UDPI_UINT, IN(TLV),
                                       .doc = "Changes with the configuration of the sender."},
    [DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, IN(TLV), .doc = "As the type has it."},
};

/* At least one message, of a type that is known. */
static bool is_plausible(struct udpi_cursor cursor, const uint8_t *header) {
    if (udpi_load_be16(header) != OUR_VERSION || cursor.claim < LEAST_MESSAGE ||
        udpi_load_be16(header + 2) < HEADER_SIZE - NOT_COUNTED + LEAST_MESSAGE)
        return false;
    const uint8_t *type = udpi_cursor_take(&cursor, 2);
    return !type || udpi_name_find(&message_type_names, udpi_load_be16(type) & MESSAGE_TYPE_BITS);
}

/* --- TLVs --------------------------------------------------------------------------------------------------------- */

static void put_bit(struct udpi_decode *d, unsigned depth, unsigned field, const uint8_t *at, unsigned bit) {
    udpi_put_at_depth(d, depth, field, udpi_offset_of(d, at), 2, (udpi_load_be16(at) & bit) != 0);
}

/* RFC 5036 section 3.5.2, RFC 6720 section 2 */
static void put_hello_parameters(struct udpi_decode *d) {
    enum { T_BIT = 0x8000, R_BIT = 0x4000, G_BIT = 0x2000 };
    udpi_nest_number(d, 4, HOLD_TIME, 2);
    const uint8_t *flags = udpi_cursor_take(&d->cursor, 2);
    if (!flags)
        return;
    put_bit(d, 4, TARGETED, flags, T_BIT);
    put_bit(d, 4, REQUEST_TARGETED, flags, R_BIT);
    put_bit(d, 4, GTSM, flags, G_BIT);
}

/* The cursor is narrowed to the value. */
static void put_value(struct udpi_decode *d, unsigned type) {
    switch (type) {
    case COMMON_HELLO_PARAMETERS: put_hello_parameters(d); break;
    case IPV4_TRANSPORT_ADDRESS_TYPE: udpi_nest_number(d, 4, IPV4_TRANSPORT_ADDRESS, 4); break;
    case IPV6_TRANSPORT_ADDRESS_TYPE: udpi_nest_bytes(d, 4, IPV6_TRANSPORT_ADDRESS, 16); break;
    case CONFIGURATION_SEQUENCE_NUMBER_TYPE: udpi_nest_number(d, 4, CONFIGURATION_SEQUENCE_NUMBER, 4); break;
    default: udpi_nest_bytes(d, 4, DATA, d->cursor.claim); break;
    }
}

static bool put_tlv(struct udpi_decode *d) {
    uint16_t group = udpi_nest_open(d, 3, TLV);
    const uint8_t *at = udpi_cursor_take(&d->cursor, 2);
    unsigned type = at ? udpi_load_be16(at) & TLV_TYPE_BITS : 0;
    if (at) {
        put_bit(d, 4, TLV_UNKNOWN, at, U_BIT);
        put_bit(d, 4, TLV_FORWARD, at, F_BIT);
        udpi_put_at_depth(d, 4, TLV_TYPE, udpi_offset_of(d, at), 2, type);
    }
    size_t length = udpi_nest_number(d, 4, TLV_LENGTH, 2);
    bool is_there = udpi_part_read(d, length, type, put_value);
    udpi_nest_close(d, group);
    return is_there;
}

/* --- messages ----------------------------------------------------------------------------------------------------- */

/* The rest of a message, whose length may go beyond the PDU. False where nothing can follow. */
static bool put_rest(struct udpi_decode *d, size_t length) {
    size_t left = d->cursor.claim, behind = length < left ? left - length : 0;
    if (length > left)
        udpi_note_add(d, UDPI_NOTE_MALFORMED,
                      "a message says that it has {a} bytes behind its length, where {b} are left", (uint32_t)length,
                      (uint32_t)left);
    d->cursor.claim -= behind;
    udpi_nest_number(d, 2, MESSAGE_ID, ID_SIZE);
    udpi_nest_list(d, 2, TLVS, put_tlv);
    d->cursor.claim += behind;
    return d->cursor.stop == UDPI_STOP_NONE;
}

static bool put_message(struct udpi_decode *d) {
    uint16_t group = udpi_nest_open(d, 1, MESSAGE);
    const uint8_t *at = udpi_cursor_take(&d->cursor, 2);
    if (at) {
        put_bit(d, 2, MESSAGE_UNKNOWN, at, U_BIT);
        udpi_put_at_depth(d, 2, MESSAGE_TYPE, udpi_offset_of(d, at), 2, udpi_load_be16(at) & MESSAGE_TYPE_BITS);
    }
    size_t length = udpi_nest_number(d, 2, MESSAGE_LENGTH, 2);
    bool goes_on = d->cursor.stop == UDPI_STOP_NONE && put_rest(d, length);
    udpi_nest_close(d, group);
    return goes_on;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d->cursor, header))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, LABEL_SPACE + 1, header);
    size_t size = udpi_load_be16(header + 2) - (size_t)(HEADER_SIZE - NOT_COUNTED), rest = 0;
    if (size > d->cursor.claim)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the PDU says that it has {a} bytes, where {b} are left",
                      (uint32_t)size + HEADER_SIZE, (uint32_t)d->cursor.claim + HEADER_SIZE);
    else
        rest = d->cursor.claim - size;
    d->cursor.claim -= rest;
    udpi_nest_list(d, 0, MESSAGES, put_message);
    d->cursor.claim += rest;
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 646}};

const struct udpi_protocol udpi_ldp = {
    .key = "ldp",
    .title = "Label Distribution Protocol",
    .spec = "RFC 5036",
    .doc = "Lets MPLS routers find each other, to agree upon labels over TCP.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
