/*
 * Layer 2 tunneling protocol, version 2, and what version 3 puts around its messages in UDP.
 *
 *     | flags T L S O P and reserved 12 bits, version 4 | length 2 | tunnel id 2 | session id 2 | ns 2 | nr 2 |
 *     | offset size 2 | padding | PPP …, or the attribute-value pairs of a control message (T)
 *
 *     version 3: | … | length 2 | control connection id 4 | ns 2 | nr 2 | pairs          (T)
 *                | … | reserved 2 | l2tpv3 …                                             (data)
 *
 * The flags say which of length, ns and nr, and offset size are there. Left out: the values of the pairs.
 */
#include "model/width.h"

enum {
    IS_CONTROL,
    LENGTH_PRESENT,
    SEQUENCE_PRESENT,
    OFFSET_PRESENT,
    PRIORITY,
    VERSION,
    LENGTH,
    RESERVED,
    TUNNEL_ID,
    SESSION_ID,
    CONNECTION_ID,
    NS,
    NR,
    OFFSET_SIZE,
    OFFSET_PADDING,
    MESSAGE_TYPE,
    PAIRS,
    PAIR,
    IS_MANDATORY,
    IS_HIDDEN,
    PAIR_LENGTH,
    VENDOR_ID,
    ATTRIBUTE_TYPE,
    VENDOR_TYPE,
    VALUE,
    FIELDS
};

enum { T_BIT = 0x8000, L_BIT = 0x4000, S_BIT = 0x0800, O_BIT = 0x0200, P_BIT = 0x0100, RESERVED_BITS = 0x34f0 };

enum { HEADER_SIZE = 2, PAIR_HEAD = 6, L2TPV3 = 115 };

/* RFC 2661 section 3.2; 16 RFC 3573; 20 RFC 3931 */
static const struct udpi_name message_entries[] = {
    UDPI_NAME(1, "SCCRQ"), UDPI_NAME(2, "SCCRP"), UDPI_NAME(3, "SCCCN"), UDPI_NAME(4, "StopCCN"), UDPI_NAME(6, "HELLO"),
    UDPI_NAME(7, "OCRQ"),  UDPI_NAME(8, "OCRP"),  UDPI_NAME(9, "OCCN"),  UDPI_NAME(10, "ICRQ"),   UDPI_NAME(11, "ICRP"),
    UDPI_NAME(12, "ICCN"), UDPI_NAME(14, "CDN"),  UDPI_NAME(15, "WEN"),  UDPI_NAME(16, "SLI"),    UDPI_NAME(20, "ACK"),
};
static const struct udpi_names message_names = {message_entries, sizeof message_entries / sizeof *message_entries};

/* RFC 2661 section 4.4, RFC 3931 section 5.4 */
static const struct udpi_name attribute_entries[] = {
    UDPI_NAME(0, "message type"),
    UDPI_NAME(1, "result code"),
    UDPI_NAME(2, "protocol version"),
    UDPI_NAME(3, "framing capabilities"),
    UDPI_NAME(4, "bearer capabilities"),
    UDPI_NAME(5, "tie breaker"),
    UDPI_NAME(6, "firmware revision"),
    UDPI_NAME(7, "host name"),
    UDPI_NAME(8, "vendor name"),
    UDPI_NAME(9, "assigned tunnel id"),
    UDPI_NAME(10, "receive window size"),
    UDPI_NAME(11, "challenge"),
    UDPI_NAME(12, "cause code"),
    UDPI_NAME(13, "challenge response"),
    UDPI_NAME(14, "assigned session id"),
    UDPI_NAME(15, "call serial number"),
    UDPI_NAME(16, "minimum bps"),
    UDPI_NAME(17, "maximum bps"),
    UDPI_NAME(18, "bearer type"),
    UDPI_NAME(19, "framing type"),
    UDPI_NAME(21, "called number"),
    UDPI_NAME(22, "calling number"),
    UDPI_NAME(23, "sub-address"),
    UDPI_NAME(24, "transmit connect speed"),
    UDPI_NAME(25, "physical channel id"),
    UDPI_NAME(26, "initial received LCP request"),
    UDPI_NAME(27, "last sent LCP request"),
    UDPI_NAME(28, "last received LCP request"),
    UDPI_NAME(29, "proxy authentication type"),
    UDPI_NAME(30, "proxy authentication name"),
    UDPI_NAME(31, "proxy authentication challenge"),
    UDPI_NAME(32, "proxy authentication id"),
    UDPI_NAME(33, "proxy authentication response"),
    UDPI_NAME(34, "call errors"),
    UDPI_NAME(35, "ACCM"),
    UDPI_NAME(36, "random vector"),
    UDPI_NAME(37, "private group id"),
    UDPI_NAME(38, "receive connect speed"),
    UDPI_NAME(39, "sequencing required"),
    UDPI_NAME(58, "extended vendor id"),
    UDPI_NAME(59, "message digest"),
    UDPI_NAME(60, "router id"),
    UDPI_NAME(61, "assigned control connection id"),
    UDPI_NAME(62, "pseudowire capabilities"),
    UDPI_NAME(63, "local session id"),
    UDPI_NAME(64, "remote session id"),
    UDPI_NAME(65, "assigned cookie"),
    UDPI_NAME(66, "remote end id"),
    UDPI_NAME(68, "pseudowire type"),
    UDPI_NAME(69, "L2-specific sublayer"),
    UDPI_NAME(70, "data sequencing"),
    UDPI_NAME(71, "circuit status"),
    UDPI_NAME(72, "preferred language"),
    UDPI_NAME(73, "control message authentication nonce"),
    UDPI_NAME(74, "transmit connect speed"),
    UDPI_NAME(75, "receive connect speed"),
};
static const struct udpi_names attribute_names = {attribute_entries,
                                                  sizeof attribute_entries / sizeof *attribute_entries};

static const struct udpi_field fields[FIELDS] = {
    [IS_CONTROL] = {.key = "control", .label = "Control message", .type = UDPI_BOOL, .flags = UDPI_COMPUTED,
                    UDPI_BITS(0, 1),
                    .doc = "The message sets up, keeps or ends a tunnel or a call; else it carries data."},
    [LENGTH_PRESENT] = {.key = "length_present", .label = "Length present", .type = UDPI_BOOL,
                        .flags = UDPI_COMPUTED | UDPI_DETAIL, UDPI_BITS(1, 1),
                        .doc = "The length is there."},
    [SEQUENCE_PRESENT] = {.key = "sequence_present", .label = "Sequence present", .type = UDPI_BOOL,
                          .flags = UDPI_COMPUTED | UDPI_DETAIL, UDPI_BITS(4, 1),
                          .doc = "Ns and Nr are there."},
    [OFFSET_PRESENT] = {.key = "offset_present", .label = "Offset present", .type = UDPI_BOOL,
                        .flags = UDPI_COMPUTED | UDPI_DETAIL, UDPI_BITS(6, 1),
                        .doc = "The offset size is there."},
    [PRIORITY] = {.key = "priority", .label = "Priority", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(7, 1),
                  .doc = "To be sent before others, as a keepalive of the link."},
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_BITS(12, 4),
                 .doc = "2, or 3."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, .width = 2,
                .doc = "Bytes of the message with this header."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, .width = 2,
                  .doc = "Data of version 3: must be zero."},
    [TUNNEL_ID] = {.key = "tunnel_id", .label = "Tunnel id", .type = UDPI_UINT, .flags = UDPI_SUMMARY, .width = 2,
                   .doc = "The receiver's number of the tunnel."},
    [SESSION_ID] = {.key = "session_id", .label = "Session id", .type = UDPI_UINT, .flags = UDPI_SUMMARY, .width = 2,
                    .doc = "The receiver's number of the call in the tunnel."},
    [CONNECTION_ID] = {.key = "control_connection_id", .label = "Control connection id", .type = UDPI_UINT, .width = 4,
                       .doc = "The receiver's number of the tunnel in version 3."},
    [NS] = {.key = "ns", .label = "Ns", .type = UDPI_UINT, .width = 2,
            .doc = "Number of this message."},
    [NR] = {.key = "nr", .label = "Nr", .type = UDPI_UINT, .width = 2,
            .doc = "Number of the message that the sender expects next."},
    [OFFSET_SIZE] = {.key = "offset_size", .label = "Offset size", .type = UDPI_UINT, .flags = UDPI_COMPUTED,
                     .width = 2,
                     .doc = "Bytes of padding in front of the data."},
    [OFFSET_PADDING] = {.key = "offset_padding", .label = "Offset padding", .type = UDPI_BYTES,
                        .doc = "Undefined."},
    [MESSAGE_TYPE] = {.key = "message_type", .label = "Message type", .type = UDPI_UINT,
                      .flags = UDPI_DERIVED | UDPI_SUMMARY, .names = &message_names,
                      .doc = "The value of the first attribute; absent in a message that only acknowledges."},
    [PAIRS] = {.key = "attributes", .label = "Attributes", .type = UDPI_LIST,
               .doc = "The attribute-value pairs of a control message."},
    [PAIR] = {.key = "attribute", .label = "Attribute", .type = UDPI_GROUP, .within = UDPI_WITHIN(PAIRS),
              .doc = "One attribute-value pair."},
    [IS_MANDATORY] = {.key = "mandatory", .label = "Mandatory", .type = UDPI_BOOL, .within = UDPI_WITHIN(PAIR),
                      .doc = "Who does not know it must end the call or the tunnel."},
    [IS_HIDDEN] = {.key = "hidden", .label = "Hidden", .type = UDPI_BOOL, .within = UDPI_WITHIN(PAIR),
                   .doc = "The value is encrypted."},
    [PAIR_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .within = UDPI_WITHIN(PAIR),
                     .doc = "Bytes of the pair with its head of six."},
    [VENDOR_ID] = {.key = "vendor_id", .label = "Vendor id", .type = UDPI_UINT, .within = UDPI_WITHIN(PAIR),
                   .doc = "0: the type is one of the IETF's."},
    [ATTRIBUTE_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .within = UDPI_WITHIN(PAIR),
                        .names = &attribute_names,
                        .doc = "Which attribute."},
    [VENDOR_TYPE] = {.key = "vendor_type", .label = "Vendor's type", .type = UDPI_UINT, .within = UDPI_WITHIN(PAIR),
                     .doc = "Which attribute of the vendor's."},
    [VALUE] = {.key = "value", .label = "Value", .type = UDPI_BYTES, .within = UDPI_WITHIN(PAIR),
               .doc = "Its value."},
};

/* --- control messages --------------------------------------------------------------------------------------------- */

static void put_pair(struct udpi_decode *d, const uint8_t *pair, size_t size) {
    uint32_t offset = udpi_offset_of(d, pair);
    uint16_t vendor = udpi_load_be16(pair + 2);
    udpi_put_at_depth(d, 1, PAIR, offset, size, 0);
    udpi_put_at_depth(d, 2, IS_MANDATORY, offset, 1, pair[0] >> 7);
    udpi_put_at_depth(d, 2, IS_HIDDEN, offset, 1, pair[0] >> 6 & 1);
    udpi_put_at_depth(d, 2, PAIR_LENGTH, offset, 2, size);
    udpi_put_at_depth(d, 2, VENDOR_ID, offset + 2, 2, vendor);
    udpi_put_at_depth(d, 2, vendor == 0 ? ATTRIBUTE_TYPE : VENDOR_TYPE, offset + 4, 2, udpi_load_be16(pair + 4));
    if (size > PAIR_HEAD)
        udpi_put_at_depth(d, 2, VALUE, offset + PAIR_HEAD, size - PAIR_HEAD, 0);
}

/* RFC 2661 section 4.4.1: the first pair is the message type, and not hidden. */
static void put_message_type(struct udpi_decode *d, const uint8_t *pairs, size_t size) {
    if (size >= PAIR_HEAD + 2 && udpi_load_be32(pairs + 2) == 0)
        udpi_put(d, MESSAGE_TYPE, pairs + PAIR_HEAD, 0, udpi_load_be16(pairs + PAIR_HEAD));
}

static struct udpi_next decode_pairs(struct udpi_decode *d) {
    bool is_cut = d->cursor.have < d->cursor.claim;
    size_t left = udpi_cursor_left(&d->cursor);
    const uint8_t *at = udpi_cursor_take(&d->cursor, left);
    if (left == 0)
        return udpi_next_nothing();
    put_message_type(d, at, left);
    udpi_put_bytes(d, PAIRS, at, left);
    while (left > 0) {
        size_t size = left >= PAIR_HEAD ? udpi_load_be16(at) & 0x3ffU : 0;
        if (size < PAIR_HEAD || size > left) {
            if (!is_cut)
                udpi_note_add(d, UDPI_NOTE_MALFORMED,
                              "an attribute of {a} bytes does not fit into the {b} that are left", (uint32_t)size,
                              (uint32_t)left);
            return udpi_next_nothing();
        }
        put_pair(d, at, size);
        at += size;
        left -= size;
    }
    return udpi_next_nothing();
}

/* --- headers ------------------------------------------------------------------------------------------------------ */

/* RFC 2661 section 3.1: a control message has length and sequence, and neither offset nor priority. */
static bool is_plausible(uint16_t flags) {
    unsigned version = flags & 15U;
    if (flags & RESERVED_BITS || version < 2 || version > 3)
        return false;
    if (flags & T_BIT)
        return (flags & (L_BIT | S_BIT | O_BIT | P_BIT)) == (L_BIT | S_BIT);
    return version == 2 || (flags & (L_BIT | S_BIT | O_BIT | P_BIT)) == 0;
}

/* Ends the claim where the length says; the length field itself has been read. */
static void apply_length(struct udpi_decode *d, uint32_t length) {
    uint32_t read = HEADER_SIZE + fields[LENGTH].width;
    uint32_t present = (uint32_t)d->cursor.claim + read;
    if (length > present)
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_PARENT, NULL, length, present);
    else if (length < read)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the length is {a} bytes, less than the header", length, 0);
    else
        udpi_narrow(d, length - read, UDPI_AS_SURPLUS);
}

static void take_ids(struct udpi_decode *d, bool is_version_2) {
    if (is_version_2) {
        udpi_take_number(d, fields, TUNNEL_ID);
        udpi_take_number(d, fields, SESSION_ID);
    } else {
        udpi_take_number(d, fields, CONNECTION_ID);
    }
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    uint16_t flags = udpi_load_be16(header);
    if (!is_plausible(flags))
        return udpi_next_not_mine();
    bool is_version_2 = (flags & 15) == 2;
    udpi_put_header(d, fields, IS_CONTROL, VERSION + 1, header);
    if (!is_version_2 && !(flags & T_BIT)) {
        udpi_take_number(d, fields, RESERVED);
        return udpi_next_key(UDPI_IP_PROTOCOL, L2TPV3);
    }
    if (flags & L_BIT) {
        uint32_t length = (uint32_t)udpi_take_number(d, fields, LENGTH);
        if (d->cursor.stop == UDPI_STOP_NONE)
            apply_length(d, length);
    }
    take_ids(d, is_version_2);
    if (flags & S_BIT) {
        udpi_take_number(d, fields, NS);
        udpi_take_number(d, fields, NR);
    }
    if (flags & O_BIT)
        udpi_take_bytes(d, OFFSET_PADDING, udpi_take_number(d, fields, OFFSET_SIZE));
    if (d->cursor.stop != UDPI_STOP_NONE)
        return udpi_next_payload();
    return flags & T_BIT ? decode_pairs(d) : udpi_next_key(UDPI_INTERNAL, UDPI_AS_PPP);
}

/* --- building ----------------------------------------------------------------------------------------------------- */

static void encode(struct udpi_build *b) {
    bool is_session = udpi_build_next_key(b, UDPI_IP_PROTOCOL, 0) == L2TPV3;
    bool is_control = udpi_build_has(b, PAIRS) || udpi_build_has(b, CONNECTION_ID);
    udpi_build_fill(b, IS_CONTROL, is_control);
    udpi_build_fill(b, VERSION, is_session || udpi_build_has(b, CONNECTION_ID) ? 3 : 2);
    bool is_version_2 = udpi_build_number(b, VERSION) == 2;
    if (!is_version_2 && !udpi_build_number(b, IS_CONTROL)) {
        udpi_build_add(b, RESERVED);
        return;
    }
    bool has_sequence = udpi_build_number(b, IS_CONTROL) || udpi_build_has(b, NS) || udpi_build_has(b, NR);
    udpi_build_fill(b, LENGTH_PRESENT, udpi_build_number(b, IS_CONTROL) || udpi_build_has(b, LENGTH));
    udpi_build_fill(b, SEQUENCE_PRESENT, has_sequence);
    udpi_build_fill(b, OFFSET_PRESENT, udpi_build_has(b, OFFSET_SIZE) || udpi_build_has(b, OFFSET_PADDING));
    static const struct {
        uint8_t flag, field;
    } optional[] = {
        {LENGTH_PRESENT, LENGTH}, {SEQUENCE_PRESENT, NS}, {SEQUENCE_PRESENT, NR}, {OFFSET_PRESENT, OFFSET_SIZE}};
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
        if (udpi_build_number(b, optional[i].flag))
            udpi_build_add(b, optional[i].field);
    udpi_build_add(b, is_version_2 ? TUNNEL_ID : CONNECTION_ID);
    if (is_version_2)
        udpi_build_add(b, SESSION_ID);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, LENGTH, udpi_build_size(b));
    if (udpi_build_has(b, OFFSET_SIZE))
        udpi_build_fill(b, OFFSET_SIZE, udpi_build_place(b, MESSAGE_TYPE) - udpi_build_place(b, OFFSET_PADDING));
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 1701}};

const struct udpi_protocol udpi_l2tp = {
    .key = "l2tp",
    .title = "Layer Two Tunneling Protocol",
    .spec = "RFC 2661, RFC 3931",
    .doc = "Carries the PPP frames of dialled-in users over an IP network; version 3 other links too.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
