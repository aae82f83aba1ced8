/*
 * IEEE 802.11: the frames of wireless networks.
 *
 *     | frame control 2 | duration 2 | address 1 6 | address 2 6 | address 3 6 | sequence control 2 |
 *     | address 4 6 | QoS control 2 | HT control 4 | …
 *
 * Numbers are little-endian. Control frames end behind address 1 or 2; address 4, QoS and HT control are there where
 * the frame control says so. Left out: what management and control frames carry, decryption, the mesh control field, and
 * reassembly of fragments: each of these is payload.
 */
#include "model/build.h"
#include "model/decode.h"

enum {
    SUBTYPE,
    TYPE,
    VERSION,
    ORDER,
    PROTECTED,
    MORE_DATA,
    POWER_MANAGEMENT,
    RETRY,
    MORE_FRAGMENTS,
    FROM_DS,
    TO_DS,
    DURATION,
    RECEIVER,
    TRANSMITTER,
    ADDRESS_3,
    SEQUENCE_CONTROL,
    ADDRESS_4,
    QOS_CONTROL,
    HT_CONTROL,
    PADDING,
    KIND,
    SEQUENCE,
    FRAGMENT,
    TID,
    FIELDS
};

enum { MANAGEMENT, CONTROL, DATA };
enum { SUBTYPE_NULL = 4, SUBTYPE_QOS = 8 };
enum { FLAG_TO_DS = 1, FLAG_FROM_DS = 2, FLAG_MORE_FRAGMENTS = 4, FLAG_PROTECTED = 0x40, FLAG_ORDER = 0x80 };
enum { QOS_AMSDU = 0x80, QOS_TID = 0x0f, WORD = 4 };

static const struct udpi_name type_entries[] = {
    UDPI_NAME(0, "Management"), UDPI_NAME(1, "Control"), UDPI_NAME(2, "Data"), UDPI_NAME(3, "Extension"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

/* By type times 16 and subtype: IEEE 802.11-2020 table 9-1. */
static const struct udpi_name kind_entries[] = {
    UDPI_NAME(0x00, "association request"),
    UDPI_NAME(0x01, "association response"),
    UDPI_NAME(0x02, "reassociation request"),
    UDPI_NAME(0x03, "reassociation response"),
    UDPI_NAME(0x04, "probe request"),
    UDPI_NAME(0x05, "probe response"),
    UDPI_NAME(0x06, "timing advertisement"),
    UDPI_NAME(0x08, "beacon"),
    UDPI_NAME(0x09, "ATIM"),
    UDPI_NAME(0x0a, "disassociation"),
    UDPI_NAME(0x0b, "authentication"),
    UDPI_NAME(0x0c, "deauthentication"),
    UDPI_NAME(0x0d, "action"),
    UDPI_NAME(0x0e, "action without acknowledgment"),
    UDPI_NAME(0x12, "trigger"),
    UDPI_NAME(0x13, "TACK"),
    UDPI_NAME(0x14, "beamforming report poll"),
    UDPI_NAME(0x15, "NDP announcement"),
    UDPI_NAME(0x16, "control frame extension"),
    UDPI_NAME(0x17, "control wrapper"),
    UDPI_NAME(0x18, "block acknowledgment request"),
    UDPI_NAME(0x19, "block acknowledgment"),
    UDPI_NAME(0x1a, "PS-Poll"),
    UDPI_NAME(0x1b, "RTS"),
    UDPI_NAME(0x1c, "CTS"),
    UDPI_NAME(0x1d, "acknowledgment"),
    UDPI_NAME(0x1e, "CF-End"),
    UDPI_NAME(0x1f, "CF-End and CF-Ack"),
    UDPI_NAME(0x20, "data"),
    UDPI_NAME(0x21, "data and CF-Ack"),
    UDPI_NAME(0x22, "data and CF-Poll"),
    UDPI_NAME(0x23, "data, CF-Ack and CF-Poll"),
    UDPI_NAME(0x24, "null"),
    UDPI_NAME(0x25, "CF-Ack"),
    UDPI_NAME(0x26, "CF-Poll"),
    UDPI_NAME(0x27, "CF-Ack and CF-Poll"),
    UDPI_NAME(0x28, "QoS data"),
    UDPI_NAME(0x29, "QoS data and CF-Ack"),
    UDPI_NAME(0x2a, "QoS data and CF-Poll"),
    UDPI_NAME(0x2b, "QoS data, CF-Ack and CF-Poll"),
    UDPI_NAME(0x2c, "QoS null"),
    UDPI_NAME(0x2e, "QoS CF-Poll"),
    UDPI_NAME(0x2f, "QoS CF-Ack and CF-Poll"),
    UDPI_NAME(0x30, "DMG beacon"),
    UDPI_NAME(0x31, "S1G beacon"),
};
static const struct udpi_names kind_names = {kind_entries, sizeof kind_entries / sizeof *kind_entries};

/* The control frames that have address 2, as bits by subtype. */
enum { HAS_TRANSMITTER = 1 << 2 | 1 << 4 | 1 << 5 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 };

static const struct udpi_field fields[FIELDS] = {
    [SUBTYPE] = {.key = "subtype", .label = "Subtype", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_BITS(0, 4),
                 .doc = "Which frame of its type; of data frames, 8 has QoS control and 4 has no data."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, UDPI_BITS(4, 2), .initial = DATA, .names = &type_names,
              .doc = "Management, control or data."},
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_BITS(6, 2),
                 .doc = "Always 0."},
    [ORDER] = {.key = "order", .label = "Order", .type = UDPI_BOOL, UDPI_BITS(8, 1),
               .doc = "HT control follows, in QoS data and management frames; strict order, in other data frames."},
    [PROTECTED] = {.key = "protected", .label = "Protected", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(9, 1),
                   .doc = "The rest of the frame is encrypted."},
    [MORE_DATA] = {.key = "more_data", .label = "More data", .type = UDPI_BOOL, UDPI_BITS(10, 1),
                   .doc = "The access point holds more frames for the receiver."},
    [POWER_MANAGEMENT] = {.key = "power_management", .label = "Power management", .type = UDPI_BOOL, UDPI_BITS(11, 1),
                          .doc = "The sender goes to sleep after this frame."},
    [RETRY] = {.key = "retry", .label = "Retry", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(12, 1),
               .doc = "The frame was sent before."},
    [MORE_FRAGMENTS] = {.key = "more_fragments", .label = "More fragments", .type = UDPI_BOOL, .flags = UDPI_NOTABLE,
                        UDPI_BITS(13, 1),
                        .doc = "Further fragments of this frame follow."},
    [FROM_DS] = {.key = "from_ds", .label = "From the distribution system", .type = UDPI_BOOL, UDPI_BITS(14, 1),
                 .doc = "An access point sent the frame: address 3 is then the source; with to_ds the destination."},
    [TO_DS] = {.key = "to_ds", .label = "To the distribution system", .type = UDPI_BOOL, UDPI_BITS(15, 1),
               .doc = "The frame goes to an access point: address 3 is then the destination."},
    [DURATION] = {.key = "duration", .label = "Duration", .type = UDPI_UINT, .flags = UDPI_LITTLE, UDPI_AT(2, 2),
                  .doc = "Microseconds for which the channel is reserved; in PS-Poll, the association id."},
    [RECEIVER] = {.key = "receiver", .label = "Receiver", .type = UDPI_MAC, .flags = UDPI_SUMMARY, UDPI_AT(4, 6),
                  .initial = 0x020000000002,
                  .doc = "Address 1: who is to take the frame out of the air."},
    [TRANSMITTER] = {.key = "transmitter", .label = "Transmitter", .type = UDPI_MAC, .flags = UDPI_SUMMARY, .width = 6,
                     .initial = 0x020000000001,
                     .doc = "Address 2: who sent the frame into the air."},
    [ADDRESS_3] = {.key = "address_3", .label = "Address 3", .type = UDPI_MAC, .width = 6, .initial = 0x020000000003,
                   .doc = "The BSSID, or what from_ds and to_ds make of it."},
    [SEQUENCE_CONTROL] = {.key = "sequence_control", .label = "Sequence control", .type = UDPI_HEX,
                          .flags = UDPI_LITTLE,
                          .width = 2,
                          .doc = "Sequence number in the upper 12 bits, fragment number in the lower 4."},
    [ADDRESS_4] = {.key = "address_4", .label = "Address 4", .type = UDPI_MAC, .width = 6,
                   .doc = "The source, where a frame goes from one access point to another."},
    [QOS_CONTROL] = {.key = "qos_control", .label = "QoS control", .type = UDPI_HEX, .flags = UDPI_LITTLE, .width = 2,
                     .doc = "Traffic id in the lowest 4 bits; 0x80: the frame is an aggregate of subframes (A-MSDU)."},
    [HT_CONTROL] = {.key = "ht_control", .label = "HT control", .type = UDPI_HEX, .flags = UDPI_LITTLE, .width = 4,
                    .doc = "High throughput control."},
    [PADDING] = {.key = "padding", .label = "Padding", .type = UDPI_BYTES,
                 .doc = "Put behind the header by the receiving driver, as radiotap says."},
    [KIND] = {.key = "kind", .label = "Kind", .type = UDPI_WORD, .flags = UDPI_DERIVED, .names = &kind_names,
              .doc = "What type and subtype mean together."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT,
                  .doc = "Counts the frames of the sender, modulo 4096."},
    [FRAGMENT] = {.key = "fragment", .label = "Fragment number", .type = UDPI_UINT,
                  .doc = "Counts the fragments of a frame, from 0."},
    [TID] = {.key = "tid", .label = "Traffic id", .type = UDPI_UINT,
             .doc = "Priority of the frame, 0 to 7, or its traffic stream, 8 to 15."},
};

/* Records a number that stands behind the first ten bytes, at its own width; gives its bytes. */
static const uint8_t *take_number(struct udpi_decode *d, unsigned field) {
    unsigned width = fields[field].width;
    const uint8_t *at = udpi_cursor_take(&d->cursor, width);
    bool is_little = fields[field].flags & UDPI_LITTLE;
    if (at)
        udpi_put(d, field, at, width, is_little ? udpi_load_le(at, width) : udpi_load_be(at, width));
    return at;
}

static void put_kind(struct udpi_decode *d, const uint8_t *header) {
    unsigned kind = (header[0] >> 2 & 3U) << 4 | header[0] >> 4;
    if (udpi_name_find(&kind_names, kind))
        udpi_put(d, KIND, header, 0, kind);
}

/* What follows a data frame's header, whose last bytes are QoS control or NULL. */
static struct udpi_next choose_next(const uint8_t *header, const uint8_t *sequence, const uint8_t *qos) {
    bool has_data = !(header[0] >> 4 & SUBTYPE_NULL);
    bool is_fragment = header[1] & FLAG_MORE_FRAGMENTS || (sequence[0] & 15);
    if (!has_data || is_fragment || header[1] & FLAG_PROTECTED)
        return udpi_next_payload();
    return udpi_next_key(UDPI_INTERNAL, qos && qos[0] & QOS_AMSDU ? UDPI_AS_AMSDU : UDPI_AS_LLC);
}

static void take_padding(struct udpi_decode *d, const uint8_t *header) {
    size_t size = (size_t)(d->cursor.at - header);
    bool is_padded = d->has_wlan_padding && size % WORD != 0;
    d->has_wlan_padding = false; /* a frame in a tunnel is not */
    if (!is_padded)
        return;
    const uint8_t *padding = udpi_cursor_take(&d->cursor, WORD - size % WORD);
    if (padding)
        udpi_put_bytes(d, PADDING, padding, WORD - size % WORD);
}

static struct udpi_next decode_data(struct udpi_decode *d, const uint8_t *header, const uint8_t *sequence) {
    const uint8_t *qos = NULL;
    if ((header[1] & (FLAG_TO_DS | FLAG_FROM_DS)) == (FLAG_TO_DS | FLAG_FROM_DS))
        take_number(d, ADDRESS_4);
    if (header[0] >> 4 & SUBTYPE_QOS) {
        qos = take_number(d, QOS_CONTROL);
        if (qos)
            udpi_put(d, TID, qos, 1, qos[0] & QOS_TID);
        if (header[1] & FLAG_ORDER)
            take_number(d, HT_CONTROL);
    }
    take_padding(d, header);
    return choose_next(header, sequence, qos);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    unsigned type = header[0] >> 2 & 3, subtype = header[0] >> 4;
    if (header[0] & 3)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, SUBTYPE, RECEIVER + 1, header);
    put_kind(d, header);
    if (type == CONTROL && HAS_TRANSMITTER >> subtype & 1)
        take_number(d, TRANSMITTER);
    if (type != MANAGEMENT && type != DATA)
        return udpi_next_payload();
    take_number(d, TRANSMITTER);
    take_number(d, ADDRESS_3);
    const uint8_t *sequence = take_number(d, SEQUENCE_CONTROL);
    if (!sequence)
        return udpi_next_payload();
    udpi_put(d, FRAGMENT, sequence, 1, sequence[0] & 15);
    udpi_put(d, SEQUENCE, sequence, 2, udpi_load_le(sequence, 2) >> 4);
    if (type == DATA)
        return decode_data(d, header, sequence);
    if (header[1] & FLAG_ORDER)
        take_number(d, HT_CONTROL);
    return udpi_next_payload();
}

static void encode(struct udpi_build *b) {
    uint64_t type = udpi_build_number(b, TYPE), subtype = udpi_build_number(b, SUBTYPE);
    if (type == CONTROL && HAS_TRANSMITTER >> subtype & 1)
        udpi_build_add(b, TRANSMITTER);
    if (type != MANAGEMENT && type != DATA)
        return;
    udpi_build_add(b, TRANSMITTER);
    udpi_build_add(b, ADDRESS_3);
    udpi_build_add(b, SEQUENCE_CONTROL);
    bool is_amsdu = udpi_build_next_key(b, UDPI_INTERNAL, 0) == UDPI_AS_AMSDU;
    if (type == DATA && (is_amsdu || subtype & SUBTYPE_QOS))
        udpi_build_add(b, QOS_CONTROL);
    if (is_amsdu)
        udpi_build_fill(b, QOS_CONTROL, QOS_AMSDU);
}

static void seal(struct udpi_build *b) {
    if (udpi_build_number(b, TYPE) == DATA && udpi_build_has(b, QOS_CONTROL))
        udpi_build_fill(b, SUBTYPE, SUBTYPE_QOS);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 105}};

const struct udpi_protocol udpi_wlan = {
    .key = "wlan",
    .title = "Wireless LAN",
    .spec = "IEEE 802.11",
    .doc = "The envelope in the air: with up to four addresses, as frames pass through access points.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 10,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
