/*
 * Frame Relay: the address of Q.922, and what says which protocol follows: a NLPID (RFC 2427), or with Cisco an
 * ethertype.
 *
 *     | address 2, 3 or 4 | control 1 (3) | [pad 1 (0)] | NLPID 1 | …
 *     | address 2, 3 or 4 | ethertype 2 | …
 *
 * The last bit of an address byte is 1 in the last of them.
 *
 * Left out: signalling (LAPF, LMI, Q.933), fragments (FRF.12), bridged frames (SNAP with the OUI 00-80-c2).
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum {
    DLCI,
    DLCI_HIGH,
    CR,
    FIRST_IS_LAST,
    DLCI_LOW,
    FECN,
    BECN,
    DE,
    SECOND_IS_LAST,
    THIRD_BYTE,
    FOURTH_BYTE,
    CONTROL,
    PAD,
    NLPID,
    ETHERTYPE,
    FIELDS
};

enum { HEADER_SIZE = 2, IS_LAST = 1, IS_CONTROL = 2, LARGEST_SHORT_DLCI = 1023, UNNUMBERED_INFORMATION = 0x03 };

enum { NLPID_SNAP = 0x80, NLPID_IPV6 = 0x8e, NLPID_IPV4 = 0xcc, SAP_SNAP = 0xaa };

/* ISO/IEC TR 9577, RFC 2427. */
static const struct udpi_name nlpid_entries[] = {
    UDPI_NAME(0x08, "Q.933"), UDPI_NAME(NLPID_SNAP, "SNAP"), UDPI_NAME(0x81, "CLNP"),         UDPI_NAME(0x82, "ES-IS"),
    UDPI_NAME(0x83, "IS-IS"), UDPI_NAME(NLPID_IPV6, "IPv6"), UDPI_NAME(0xb0, "Compression"), UDPI_NAME(0xb1, "FRF.12"),
    UDPI_NAME(NLPID_IPV4, "IPv4"), UDPI_NAME(0xcf, "PPP"),
};
static const struct udpi_names nlpid_names = {nlpid_entries, sizeof nlpid_entries / sizeof *nlpid_entries};

static const struct udpi_field fields[FIELDS] = {
    [DLCI] = {.key = "dlci", .label = "DLCI", .type = UDPI_UINT, .flags = UDPI_SUMMARY | UDPI_SPREAD, .width = 3,
              .doc = "Number of the virtual circuit, from all address bytes; up to 1023 in two of them."},
    [DLCI_HIGH] = {.key = "dlci_high", .label = "DLCI, first six bits", .type = UDPI_UINT, .flags = UDPI_DETAIL,
                   UDPI_BITS(0, 6), .initial = 1,
                   .doc = "The highest bits of the virtual circuit's number."},
    [CR] = {.key = "cr", .label = "Command or response", .type = UDPI_BOOL, UDPI_BITS(6, 1),
            .doc = "For the user's own purposes."},
    [FIRST_IS_LAST] = {.key = "first_is_last", .label = "First byte is last", .type = UDPI_BOOL,
                       .flags = UDPI_IF_SET, UDPI_BITS(7, 1),
                       .doc = "The address would end here; must be zero."},
    [DLCI_LOW] = {.key = "dlci_low", .label = "DLCI, next four bits", .type = UDPI_UINT, .flags = UDPI_DETAIL,
                  UDPI_BITS(8, 4),
                  .doc = "The next bits of the virtual circuit's number."},
    [FECN] = {.key = "fecn", .label = "Forward congestion", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(12, 1),
              .doc = "The frame met congestion on its way."},
    [BECN] = {.key = "becn", .label = "Backward congestion", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(13, 1),
              .doc = "Frames the other way meet congestion."},
    [DE] = {.key = "de", .label = "Discard eligible", .type = UDPI_BOOL, .flags = UDPI_NOTABLE,
            UDPI_BITS(14, 1),
            .doc = "The frame may be dropped first when the network is congested."},
    [SECOND_IS_LAST] = {.key = "second_is_last", .label = "Second byte is last", .type = UDPI_BOOL,
                        .flags = UDPI_DETAIL | UDPI_COMPUTED, UDPI_BITS(15, 1),
                        .doc = "The address has two bytes."},
    [THIRD_BYTE] = {.key = "third_byte", .label = "Third address byte", .type = UDPI_HEX, .width = 1,
                    .doc = "Seven bits of a longer address, and whether it is the last byte."},
    [FOURTH_BYTE] = {.key = "fourth_byte", .label = "Fourth address byte", .type = UDPI_HEX, .width = 1,
                     .doc = "Six bits of a longer address, whether they are control bits, and whether it is the last."},
    [CONTROL] = {.key = "control", .label = "Control", .type = UDPI_HEX, .width = 1, .initial = UNNUMBERED_INFORMATION,
                 .doc = "3, unnumbered information: a NLPID follows."},
    [PAD] = {.key = "pad", .label = "Pad", .type = UDPI_HEX, .width = 1,
             .doc = "0: makes the header even."},
    [NLPID] = {.key = "nlpid", .label = "NLPID", .type = UDPI_HEX, .width = 1, .flags = UDPI_COMPUTED | UDPI_NEXT,
               .names = &nlpid_names,
               .doc = "Says which protocol follows (RFC 2427)."},
    [ETHERTYPE] = {.key = "ethertype", .label = "Ethertype", .type = UDPI_HEX, .width = 2,
                   .flags = UDPI_COMPUTED | UDPI_NEXT, .names = &udpi_ethertype_names,
                   .doc = "Says which protocol follows, as Cisco does without RFC 2427."},
};

/* Takes one byte that is a field of its own; 0 where it is missing. */
static uint8_t take_byte(struct udpi_decode *d, unsigned field) {
    const uint8_t *byte = udpi_cursor_take(&d->cursor, 1);
    if (!byte)
        return 0;
    udpi_put(d, field, byte, 1, *byte);
    return *byte;
}

/* The rest of the address (Q.922 section 3.3). Gives the whole DLCI; *is_ended says that no byte announces another. */
static uint32_t take_address(struct udpi_decode *d, const uint8_t *header, bool *is_ended) {
    uint32_t dlci = (uint32_t)(header[0] >> 2) << 4 | header[1] >> 4;
    *is_ended = header[1] & IS_LAST;
    if (*is_ended)
        return dlci;
    uint8_t third = take_byte(d, THIRD_BYTE), last = third;
    if (!(third & IS_LAST)) {
        dlci = dlci << 7 | third >> 1;
        last = take_byte(d, FOURTH_BYTE);
    }
    *is_ended = last & IS_LAST;
    return last & IS_CONTROL ? dlci : dlci << 6 | last >> 2;
}

static struct udpi_next decode_nlpid(struct udpi_decode *d) {
    take_byte(d, CONTROL);
    if (udpi_cursor_left(&d->cursor) > 0 && d->cursor.at[0] == 0)
        take_byte(d, PAD);
    switch (take_byte(d, NLPID)) {
    case NLPID_IPV4: return udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV4);
    case NLPID_IPV6: return udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV6);
    case NLPID_SNAP: return udpi_next_key(UDPI_LLC_SAP, SAP_SNAP);
    default: return udpi_next_payload();
    }
}

static struct udpi_next decode_content(struct udpi_decode *d, uint32_t dlci) {
    size_t left = udpi_cursor_left(&d->cursor);
    if (left > 0 && d->cursor.at[0] == UNNUMBERED_INFORMATION)
        return decode_nlpid(d);
    /* Circuit 0 is for signalling. Cisco's ethertypes are real ones: a smaller number is something else. */
    if (left < 2 || dlci == 0 || udpi_load_be16(d->cursor.at) < UDPI_ETHERTYPE_FIRST)
        return udpi_next_payload();
    const uint8_t *type = udpi_cursor_take(&d->cursor, 2);
    udpi_put(d, ETHERTYPE, type, 2, udpi_load_be16(type));
    return udpi_next_key(UDPI_ETHERTYPE, udpi_load_be16(type));
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put(d, DLCI, header, HEADER_SIZE, 0);
    udpi_put_header(d, fields, DLCI_HIGH, CR + 1, header);
    udpi_put_if_set(d, fields, FIRST_IS_LAST, header);
    udpi_put_header(d, fields, DLCI_LOW, SECOND_IS_LAST + 1, header);
    bool is_ended;
    uint32_t dlci = take_address(d, header, &is_ended);
    udpi_set(d, DLCI, dlci);
    if (d->cursor.stop != UDPI_STOP_NONE)
        return udpi_next_payload();
    if (is_ended && !(header[0] & IS_LAST))
        return decode_content(d, dlci);
    udpi_note_add(d, UDPI_NOTE_MALFORMED, "the address does not end with its second, third or fourth byte", 0, 0);
    return udpi_next_payload();
}

/* A DLCI of more than ten bits takes an address of four bytes. */
static void encode_address(struct udpi_build *b) {
    uint64_t dlci = udpi_build_layer(b)->spread;
    bool is_long = dlci > LARGEST_SHORT_DLCI;
    if (udpi_build_given(b, DLCI)) {
        uint64_t first = is_long ? dlci >> 13 : dlci;
        udpi_build_fill(b, DLCI_HIGH, first >> 4);
        udpi_build_fill(b, DLCI_LOW, first & 15);
    }
    if (is_long) {
        udpi_build_add(b, THIRD_BYTE);
        udpi_build_add(b, FOURTH_BYTE);
        udpi_build_fill(b, THIRD_BYTE, (dlci >> 6 & 127) << 1);
        udpi_build_fill(b, FOURTH_BYTE, (dlci & 63) << 2 | IS_LAST);
    }
    udpi_build_fill(b, SECOND_IS_LAST, !udpi_build_has(b, THIRD_BYTE));
}

/* RFC 2427 where what follows has a NLPID, else as Cisco does. */
static void encode(struct udpi_build *b) {
    encode_address(b);
    if (udpi_build_given(b, CONTROL) || udpi_build_given(b, NLPID) || udpi_build_given(b, ETHERTYPE))
        return;
    uint16_t ethertype = udpi_build_next_key(b, UDPI_ETHERTYPE, 0);
    bool is_snap = udpi_build_next_key(b, UDPI_LLC_SAP, 0) == SAP_SNAP;
    bool has_nlpid = is_snap || ethertype == UDPI_ETHERTYPE_IPV4 || ethertype == UDPI_ETHERTYPE_IPV6;
    if (!has_nlpid) {
        if (ethertype)
            udpi_build_add(b, ETHERTYPE);
        return;
    }
    udpi_build_add(b, CONTROL);
    if (is_snap)
        udpi_build_add(b, PAD);
    udpi_build_add(b, NLPID);
}

static void seal(struct udpi_build *b) {
    uint16_t ethertype = udpi_build_next_key(b, UDPI_ETHERTYPE, UDPI_ETHERTYPE_EXPERIMENTAL);
    if (udpi_build_has(b, ETHERTYPE))
        udpi_build_fill(b, ETHERTYPE, ethertype);
    if (!udpi_build_has(b, NLPID))
        return;
    uint8_t nlpid = ethertype == UDPI_ETHERTYPE_IPV6 ? NLPID_IPV6 : NLPID_IPV4;
    bool is_snap = udpi_build_next_key(b, UDPI_LLC_SAP, 0) == SAP_SNAP;
    udpi_build_fill(b, NLPID, is_snap ? NLPID_SNAP : nlpid);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 107}, {UDPI_ETHERTYPE, 0x6559}};

const struct udpi_protocol udpi_fr = {
    .key = "fr",
    .title = "Frame Relay",
    .spec = "RFC 2427, ITU-T Q.922",
    .doc = "Carries packets over virtual circuits that a provider has set up.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 2,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
