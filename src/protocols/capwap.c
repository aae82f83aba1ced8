/*
 * CAPWAP: between a wireless access point and its controller, data (port 5247) and control (5246).
 *
 *     | version 4 bits, type 4: 0 | words 5 bits, radio id 5, binding id 5, flags T F L W M K, reserved 3 |
 *     | fragment id 2 | fragment offset 13 bits, reserved 3 | length 1, radio MAC, padding | length 1, wireless
 *     information, padding | a frame, or a control header: message type 4, sequence 1, length 2, flags 1 |
 *
 *     | version 4 bits, type 4: 1 | reserved 3 | DTLS …
 *
 * Left out: the elements of control messages, the reassembly of fragments, 802.11 frames with a swapped frame control.
 */
#include "model/width.h"

enum {
    VERSION,
    TYPE,
    HEADER_LENGTH,
    RADIO_ID,
    BINDING_ID,
    IS_NATIVE,
    IS_FRAGMENT,
    IS_LAST,
    HAS_WIRELESS,
    HAS_RADIO_MAC,
    IS_KEEPALIVE,
    RESERVED,
    DTLS_RESERVED,
    FRAGMENT_ID,
    FRAGMENT_OFFSET,
    RADIO_MAC_LENGTH,
    RADIO_MAC,
    RADIO_MAC_PADDING,
    RADIO_MAC_BYTES,
    WIRELESS_LENGTH,
    WIRELESS,
    WIRELESS_PADDING,
    EXCESS,
    MESSAGE_TYPE,
    SEQUENCE,
    ELEMENTS_LENGTH,
    CONTROL_FLAGS,
    FIELDS
};

enum {
    CONTROL_PORT = 5246,
    PLAIN = 0,
    DTLS = 1,
    WORD = 4,
    FIXED = 4,
    LEAST_SIZE = 8,
    IEEE_802_11 = 1,
    LINK_802_11 = 105
};

enum { T_BIT = 0x100, F_BIT = 0x80, W_BIT = 0x20, M_BIT = 0x10, K_BIT = 0x08, RESERVED_BITS = 0x07 };

static const struct udpi_name type_entries[] = {UDPI_NAME(PLAIN, "CAPWAP"), UDPI_NAME(DTLS, "CAPWAP with DTLS")};
static const struct udpi_names type_names = {type_entries, 2};

static const struct udpi_name binding_entries[] = {
    UDPI_NAME(0, "reserved"),
    UDPI_NAME(IEEE_802_11, "IEEE 802.11"),
    UDPI_NAME(3, "EPCglobal"),
};
static const struct udpi_names binding_names = {binding_entries, 3};

/* RFC 5415 section 4.5.1.1 */
static const struct udpi_name message_entries[] = {
    UDPI_NAME(1, "discovery request"),
    UDPI_NAME(2, "discovery response"),
    UDPI_NAME(3, "join request"),
    UDPI_NAME(4, "join response"),
    UDPI_NAME(5, "configuration status request"),
    UDPI_NAME(6, "configuration status response"),
    UDPI_NAME(7, "configuration update request"),
    UDPI_NAME(8, "configuration update response"),
    UDPI_NAME(9, "WTP event request"),
    UDPI_NAME(10, "WTP event response"),
    UDPI_NAME(11, "change state event request"),
    UDPI_NAME(12, "change state event response"),
    UDPI_NAME(13, "echo request"),
    UDPI_NAME(14, "echo response"),
    UDPI_NAME(15, "image data request"),
    UDPI_NAME(16, "image data response"),
    UDPI_NAME(17, "reset request"),
    UDPI_NAME(18, "reset response"),
    UDPI_NAME(19, "primary discovery request"),
    UDPI_NAME(20, "primary discovery response"),
    UDPI_NAME(21, "data transfer request"),
    UDPI_NAME(22, "data transfer response"),
    UDPI_NAME(23, "clear configuration request"),
    UDPI_NAME(24, "clear configuration response"),
    UDPI_NAME(25, "station configuration request"),
    UDPI_NAME(26, "station configuration response"),
};
static const struct udpi_names message_names = {message_entries, sizeof message_entries / sizeof *message_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_BITS(0, 4),
                 .doc = "Always 0."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .flags = UDPI_NOTABLE, UDPI_BITS(4, 4),
              .names = &type_names,
              .doc = "1: the rest is encrypted."},
    [HEADER_LENGTH] = {.key = "header_length", .label = "Header length", .type = UDPI_UINT, .flags = UDPI_COMPUTED,
                       UDPI_BITS(8, 5), .unit = WORD,
                       .doc = "Bytes of this header, without the control header."},
    [RADIO_ID] = {.key = "radio_id", .label = "Radio id", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(13, 5),
                  .initial = 1,
                  .doc = "Which radio of the access point, from 1."},
    [BINDING_ID] = {.key = "binding_id", .label = "Wireless binding id", .type = UDPI_UINT, UDPI_BITS(18, 5),
                    .names = &binding_names, .initial = IEEE_802_11,
                    .doc = "Kind of the wireless network."},
    [IS_NATIVE] = {.key = "native_frame", .label = "Native frame", .type = UDPI_BOOL, .flags = UDPI_COMPUTED,
                   UDPI_BITS(23, 1),
                   .doc = "The frame is that of the wireless network; else it is an Ethernet frame."},
    [IS_FRAGMENT] = {.key = "fragment", .label = "Fragment", .type = UDPI_BOOL, .flags = UDPI_NOTABLE,
                     UDPI_BITS(24, 1),
                     .doc = "The packet is a part of a larger one."},
    [IS_LAST] = {.key = "last_fragment", .label = "Last fragment", .type = UDPI_BOOL, UDPI_BITS(25, 1),
                 .doc = "It is the last part."},
    [HAS_WIRELESS] = {.key = "wireless_present", .label = "Wireless information present", .type = UDPI_BOOL,
                      .flags = UDPI_COMPUTED, UDPI_BITS(26, 1),
                      .doc = "Wireless information is in the header."},
    [HAS_RADIO_MAC] = {.key = "radio_mac_present", .label = "Radio MAC present", .type = UDPI_BOOL,
                       .flags = UDPI_COMPUTED, UDPI_BITS(27, 1),
                       .doc = "The address of the radio is in the header."},
    [IS_KEEPALIVE] = {.key = "keepalive", .label = "Keepalive", .type = UDPI_BOOL, .flags = UDPI_NOTABLE,
                      UDPI_BITS(28, 1),
                      .doc = "No frame follows: the packet keeps the data channel open."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_UINT, .flags = UDPI_IF_SET, UDPI_BITS(29, 3),
                  .doc = "Must be zero."},
    [DTLS_RESERVED] = {.key = "dtls_reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET,
                       UDPI_AT(1, 3),
                       .doc = "The rest of a header of type 1; must be zero."},
    [FRAGMENT_ID] = {.key = "fragment_id", .label = "Fragment id", .type = UDPI_UINT, .width = 2,
                     .doc = "The same in all parts of a packet."},
    [FRAGMENT_OFFSET] = {.key = "fragment_offset", .label = "Fragment offset", .type = UDPI_UINT, .width = 2,
                         .doc = "Place of this part in the whole, in bytes; a multiple of 8."},
    [RADIO_MAC_LENGTH] = {.key = "radio_mac_length", .label = "Radio MAC length", .type = UDPI_UINT, .width = 1,
                          .initial = 6,
                          .doc = "Bytes of the radio's address."},
    [RADIO_MAC] = {.key = "radio_mac", .label = "Radio MAC", .type = UDPI_MAC, .width = 6, .initial = 0x020000000001,
                   .doc = "Address of the radio, where it has six bytes."},
    [RADIO_MAC_PADDING] = {.key = "radio_mac_padding", .label = "Radio MAC padding", .type = UDPI_HEX, .width = 1,
                           .flags = UDPI_IF_SET,
                           .doc = "Ends the word behind an address of six bytes."},
    [RADIO_MAC_BYTES] = {.key = "radio_mac_bytes", .label = "Radio MAC", .type = UDPI_BYTES,
                         .doc = "Address of the radio, where it has other than six bytes, with its padding."},
    [WIRELESS_LENGTH] = {.key = "wireless_length", .label = "Wireless information length", .type = UDPI_UINT,
                         .flags = UDPI_COMPUTED, .width = 1,
                         .doc = "Bytes of wireless information."},
    [WIRELESS] = {.key = "wireless_information", .label = "Wireless information", .type = UDPI_BYTES,
                  .doc = "IEEE 802.11: signal strength, signal to noise and rate of a received frame (RFC 5416)."},
    [WIRELESS_PADDING] = {.key = "wireless_padding", .label = "Wireless information padding", .type = UDPI_BYTES,
                          .doc = "Ends the word."},
    [EXCESS] = {.key = "excess", .label = "Excess", .type = UDPI_BYTES,
                .doc = "Bytes within the header length that no flag accounts for."},
    [MESSAGE_TYPE] = {.key = "message_type", .label = "Message type", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                      .names = &message_names, .width = 4,
                      .doc = "Kind of the control message: enterprise number times 256, plus a number."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_SUMMARY, .width = 1,
                  .doc = "The same in request and response."},
    [ELEMENTS_LENGTH] = {.key = "message_element_length", .label = "Message element length", .type = UDPI_UINT,
                         .flags = UDPI_COMPUTED, .width = 2,
                         .doc = "Bytes of this field, the flags and the elements behind them."},
    [CONTROL_FLAGS] = {.key = "control_flags", .label = "Control flags", .type = UDPI_HEX, .width = 1,
                       .doc = "Must be zero."},
};

/* Bytes that end the word behind a length byte and `length` more. */
static size_t measure_padding(size_t length) {
    return (WORD - (1 + length) % WORD) % WORD;
}

static void put_radio_mac(struct udpi_decode *d) {
    size_t length = udpi_take_number(d, fields, RADIO_MAC_LENGTH);
    if (length == 6) {
        udpi_take_number(d, fields, RADIO_MAC);
        udpi_take_number(d, fields, RADIO_MAC_PADDING);
    } else {
        udpi_take_bytes(d, RADIO_MAC_BYTES, length + measure_padding(length));
    }
}

static void put_wireless(struct udpi_decode *d) {
    size_t length = udpi_take_number(d, fields, WIRELESS_LENGTH);
    udpi_take_bytes(d, WIRELESS, length);
    udpi_take_bytes(d, WIRELESS_PADDING, measure_padding(length));
}

static bool is_control(const struct udpi_decode *d) {
    const struct udpi_packet *packet = d->packet;
    if (packet->port_layer >= packet->layer_count)
        return false;
    const struct udpi_layer *udp = &packet->layers[packet->port_layer];
    const struct udpi_value *src = udpi_layer_flagged(packet, udp, UDPI_SRC);
    const struct udpi_value *dst = udpi_layer_flagged(packet, udp, UDPI_DST);
    return (src && src->number == CONTROL_PORT) || (dst && dst->number == CONTROL_PORT);
}

/*
 * Whether the two bytes of the frame control are swapped, as some access points send them: then the version (0) of the
 * frame is not in the first byte, or that is empty and the second has the subtype of a management frame.
 */
static bool is_swapped(const struct udpi_cursor *cursor) {
    if (udpi_cursor_left(cursor) < 2)
        return false;
    uint8_t first = cursor->at[0], second = cursor->at[1];
    return first & 3 || (first == 0 && second != 0 && (second & 15) == 0);
}

static struct udpi_next find_next(struct udpi_decode *d, uint16_t flags, unsigned binding) {
    if (flags & (F_BIT | K_BIT))
        return udpi_next_payload();
    if (is_control(d)) {
        for (unsigned field = MESSAGE_TYPE; field <= CONTROL_FLAGS; field++)
            udpi_take_number(d, fields, field);
        return udpi_next_payload();
    }
    if (!(flags & T_BIT))
        return udpi_next_key(UDPI_INTERNAL, UDPI_AS_ETH);
    bool is_readable = binding == IEEE_802_11 && !is_swapped(&d->cursor);
    return is_readable ? udpi_next_key(UDPI_LINK_TYPE, LINK_802_11) : udpi_next_payload();
}

static struct udpi_next decode_plain(struct udpi_decode *d, const uint8_t *header) {
    uint16_t flags = udpi_load_be16(header + 2) & 0x1ff;
    size_t size = (header[1] >> 3) * (size_t)WORD;
    if (size < LEAST_SIZE || size - FIXED > d->cursor.claim || flags & RESERVED_BITS)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, IS_KEEPALIVE + 1, header);
    udpi_take_number(d, fields, FRAGMENT_ID);
    udpi_take_number(d, fields, FRAGMENT_OFFSET);
    if (flags & M_BIT)
        put_radio_mac(d);
    if (flags & W_BIT)
        put_wireless(d);
    size_t read = (size_t)(d->cursor.at - header);
    if (d->cursor.stop != UDPI_STOP_NONE)
        return udpi_next_payload();
    if (read != size)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the header length is {a} bytes, what is in the header takes {b}",
                      (uint32_t)size, (uint32_t)read);
    if (read > size)
        return udpi_next_payload();
    udpi_take_bytes(d, EXCESS, size - read);
    return find_next(d, flags, (header[2] >> 1) & 31U);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (header[0] == PLAIN)
        return decode_plain(d, header);
    if (header[0] != DTLS || udpi_load_be(header + 1, 3) != 0)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, TYPE + 1, header);
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_DTLS);
}

/* Bytes right behind the name, without a word on the header, are DTLS. */
static bool is_bare(struct udpi_build *b) {
    for (unsigned field = VERSION; field < FIELDS; field++)
        if (udpi_build_given(b, field))
            return false;
    return udpi_build_next_key(b, UDPI_LINK_TYPE, 0) == 0;
}

static void encode(struct udpi_build *b) {
    udpi_build_fill(b, TYPE, is_bare(b) ? DTLS : PLAIN);
    if (udpi_build_number(b, TYPE) == DTLS) {
        udpi_build_fill(b, RADIO_ID, 0);
        udpi_build_fill(b, BINDING_ID, 0);
        return;
    }
    udpi_build_add(b, FRAGMENT_ID);
    udpi_build_add(b, FRAGMENT_OFFSET);
    if (udpi_build_has(b, RADIO_MAC)) {
        udpi_build_add(b, RADIO_MAC_LENGTH);
        udpi_build_add(b, RADIO_MAC_PADDING);
    }
    if (udpi_build_has(b, WIRELESS))
        udpi_build_add(b, WIRELESS_LENGTH);
    if (udpi_build_has(b, WIRELESS) && !udpi_build_has(b, MESSAGE_TYPE))
        udpi_build_pad(b, WORD);
    if (!udpi_build_has(b, MESSAGE_TYPE))
        return;
    for (unsigned field = SEQUENCE; field <= CONTROL_FLAGS; field++)
        udpi_build_add(b, field);
}

static void seal(struct udpi_build *b) {
    if (udpi_build_number(b, TYPE) == DTLS)
        return;
    bool is_native = udpi_build_next_key(b, UDPI_LINK_TYPE, 0) == LINK_802_11;
    udpi_build_fill(b, IS_NATIVE, is_native);
    udpi_build_fill(b, HAS_RADIO_MAC, udpi_build_has(b, RADIO_MAC_LENGTH));
    udpi_build_fill(b, HAS_WIRELESS, udpi_build_has(b, WIRELESS_LENGTH));
    udpi_build_fill(b, WIRELESS_LENGTH, udpi_build_layer(b)->sizes[WIRELESS]);
    bool has_message = udpi_build_has(b, MESSAGE_TYPE);
    uint32_t size = udpi_build_layer(b)->header_size;
    udpi_build_fill(b, HEADER_LENGTH, has_message ? udpi_build_place(b, MESSAGE_TYPE) : size);
    if (has_message)
        udpi_build_fill(b, ELEMENTS_LENGTH, udpi_build_size(b) - udpi_build_place(b, ELEMENTS_LENGTH));
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 5247}, {UDPI_UDP_PORT, CONTROL_PORT}};

const struct udpi_protocol udpi_capwap = {
    .key = "capwap",
    .title = "Control and Provisioning of Wireless Access Points",
    .spec = "RFC 5415",
    .doc = "Carries the frames of an access point to the controller that has its settings, and the settings back.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 2,
    .header_size = FIXED,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
