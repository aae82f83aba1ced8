/*
 * Ethernet: the frame of Ethernet II, and of IEEE 802.3 where the field behind the addresses is a length.
 *
 *     | destination 6 | source 6 | ethertype or length 2 | …
 *
 * Left out: the preamble and the frame check sequence, which captures do not hold (where one does, it is in the trailer).
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { DST, SRC, ETHERTYPE, FRAME_LENGTH, FIELDS };

enum { LARGEST_LENGTH = 1500, RAW_802_3 = 0xffff };

static const struct udpi_field fields[FIELDS] = {
    [DST] = {.key = "dst", .label = "Destination", .type = UDPI_MAC, .flags = UDPI_DST, UDPI_AT(0, 6),
             .initial = 0x020000000002,
             .doc = "MAC address of the receiving interface; ff:ff:ff:ff:ff:ff reaches all on the link."},
    [SRC] = {.key = "src", .label = "Source", .type = UDPI_MAC, .flags = UDPI_SRC, UDPI_AT(6, 6),
             .initial = 0x020000000001,
             .doc = "MAC address of the sending interface."},
    [ETHERTYPE] = {.key = "ethertype", .label = "Ethertype", .type = UDPI_HEX, .flags = UDPI_COMPUTED | UDPI_NEXT, UDPI_AT(12, 2),
                   .names = &udpi_ethertype_names,
                   .doc = "Says which protocol follows; 1536 and more."},
    [FRAME_LENGTH] = {.key = "frame_length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(12, 2),
                      .doc = "Bytes that follow, in an IEEE 802.3 frame; below 1536."},
};

static struct udpi_next decode_802_3(struct udpi_decode *d, uint16_t length) {
    size_t claim = d->cursor.claim;
    if (length > claim)
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_FRAME, NULL, length, (uint32_t)claim);
    else if (length <= LARGEST_LENGTH)
        udpi_narrow(d, length, UDPI_AS_TRAILER);
    /* Novell's "raw" 802.3 has IPX where LLC belongs; its checksum field is always 0xffff. */
    if (udpi_cursor_left(&d->cursor) >= 2 && udpi_load_be16(d->cursor.at) == RAW_802_3)
        return udpi_next_payload();
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_LLC);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    uint16_t type = udpi_load_be16(header + 12);
    if (type >= UDPI_ETHERTYPE_FIRST) {
        udpi_put_header(d, fields, DST, ETHERTYPE + 1, header);
        return udpi_next_key(UDPI_ETHERTYPE, type);
    }
    udpi_put_header(d, fields, DST, SRC + 1, header);
    udpi_put_header(d, fields, FRAME_LENGTH, FRAME_LENGTH + 1, header);
    return decode_802_3(d, type);
}

static void seal(struct udpi_build *b) {
    if (udpi_build_given(b, FRAME_LENGTH))
        return;
    uint16_t type = udpi_build_next_key(b, UDPI_ETHERTYPE, 0);
    bool is_802_3 = udpi_build_next_key(b, UDPI_INTERNAL, 0) == UDPI_AS_LLC;
    if (is_802_3)
        udpi_build_fill(b, ETHERTYPE, udpi_build_size(b) - 14);
    else
        udpi_build_fill(b, ETHERTYPE, type ? type : UDPI_ETHERTYPE_EXPERIMENTAL);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 1}, {UDPI_INTERNAL, UDPI_AS_ETH}, {UDPI_ETHERTYPE, 0x6558}};

const struct udpi_protocol udpi_eth = {
    .key = "eth",
    .title = "Ethernet",
    .spec = "IEEE 802.3",
    .doc = "The envelope on the wire: which network card sent the frame, and which is to take it.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 3,
    .header_size = 14,
    .decode = decode,
    .seal = seal,
};
