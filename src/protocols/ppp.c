/*
 * The Point-to-Point Protocol: which protocol a frame carries.
 *
 *     | [address 1 | control 1] | protocol 1 or 2 | …
 *
 * Address and control stand there where the link frames as HDLC does (RFC 1662). A protocol number below 256 may be
 * compressed to one byte: only the last byte of a number is odd (RFC 1661 section 2).
 *
 * Left out: what the control protocols (LCP, IPCP, …) negotiate, compressed and encrypted datagrams, multilink.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { ADDRESS, CONTROL, COMPRESSED_PROTOCOL, PROTOCOL, FIELDS };

enum { ALL_STATIONS = 0xff, UNNUMBERED_INFORMATION = 0x03, PADDING_PROTOCOL = 0x0001 };

/* IANA, PPP numbers. */
static const struct udpi_name protocol_entries[] = {
    UDPI_NAME(0x0001, "Padding"),
    UDPI_NAME(0x0003, "ROHC small-CID"),
    UDPI_NAME(0x0005, "ROHC large-CID"),
    UDPI_NAME(0x0021, "IPv4"),
    UDPI_NAME(0x0023, "OSI Network Layer"),
    UDPI_NAME(0x0025, "XNS IDP"),
    UDPI_NAME(0x0027, "DECnet Phase IV"),
    UDPI_NAME(0x0029, "AppleTalk"),
    UDPI_NAME(0x002b, "IPX"),
    UDPI_NAME(0x002d, "Van Jacobson Compressed TCP/IP"),
    UDPI_NAME(0x002f, "Van Jacobson Uncompressed TCP/IP"),
    UDPI_NAME(0x0031, "Bridging PDU"),
    UDPI_NAME(0x003d, "Multilink"),
    UDPI_NAME(0x003f, "NetBIOS Framing"),
    UDPI_NAME(0x0053, "Encryption"),
    UDPI_NAME(0x0055, "Individual Link Encryption"),
    UDPI_NAME(0x0057, "IPv6"),
    UDPI_NAME(0x0059, "PPP Muxing"),
    UDPI_NAME(0x0061, "RTP IPHC Full Header"),
    UDPI_NAME(0x0063, "RTP IPHC Compressed TCP"),
    UDPI_NAME(0x0065, "RTP IPHC Compressed Non TCP"),
    UDPI_NAME(0x0067, "RTP IPHC Compressed UDP 8"),
    UDPI_NAME(0x0069, "RTP IPHC Compressed RTP 8"),
    UDPI_NAME(0x00fb, "Single Link Compression"),
    UDPI_NAME(0x00fd, "Compressed Datagram"),
    UDPI_NAME(0x0281, "MPLS"),
    UDPI_NAME(0x0283, "MPLS (upstream-assigned)"),
    UDPI_NAME(0x8021, "IPCP"),
    UDPI_NAME(0x8023, "OSINLCP"),
    UDPI_NAME(0x8029, "ATCP"),
    UDPI_NAME(0x802b, "IPXCP"),
    UDPI_NAME(0x8031, "BCP"),
    UDPI_NAME(0x803f, "NBFCP"),
    UDPI_NAME(0x8053, "ECP"),
    UDPI_NAME(0x8057, "IPV6CP"),
    UDPI_NAME(0x80fb, "Single Link Compression Control"),
    UDPI_NAME(0x80fd, "CCP"),
    UDPI_NAME(0x8281, "MPLSCP"),
    UDPI_NAME(0xc021, "LCP"),
    UDPI_NAME(0xc023, "PAP"),
    UDPI_NAME(0xc025, "Link Quality Report"),
    UDPI_NAME(0xc029, "CBCP"),
    UDPI_NAME(0xc02b, "BACP"),
    UDPI_NAME(0xc02d, "BAP"),
    UDPI_NAME(0xc223, "CHAP"),
    UDPI_NAME(0xc227, "EAP"),
};
static const struct udpi_names protocol_names = {protocol_entries, sizeof protocol_entries / sizeof *protocol_entries};

static const struct udpi_field fields[FIELDS] = {
    [ADDRESS] = {.key = "address", .label = "Address", .type = UDPI_HEX, .width = 1, .initial = ALL_STATIONS,
                 .doc = "0xff, all stations; only where the link frames as HDLC does."},
    [CONTROL] = {.key = "control", .label = "Control", .type = UDPI_HEX, .width = 1, .initial = UNNUMBERED_INFORMATION,
                 .doc = "3, unnumbered information; only behind an address."},
    [COMPRESSED_PROTOCOL] = {.key = "compressed_protocol", .label = "Compressed protocol", .type = UDPI_HEX, .width = 1,
                             .flags = UDPI_DETAIL, .names = &protocol_names,
                             .doc = "The protocol's number, where the sender writes it in a single byte."},
    [PROTOCOL] = {.key = "protocol", .label = "Protocol", .type = UDPI_HEX, .width = 2,
                  .flags = UDPI_COMPUTED | UDPI_NEXT, .names = &protocol_names,
                  .doc = "Says which protocol follows."},
};

static void take_framing(struct udpi_decode *d) {
    const uint8_t *address = udpi_cursor_take(&d->cursor, 1);
    if (address)
        udpi_put(d, ADDRESS, address, 1, *address);
    const uint8_t *control = udpi_cursor_take(&d->cursor, 1);
    if (control)
        udpi_put(d, CONTROL, control, 1, *control);
}

/* Without a byte of it there is no layer. */
static struct udpi_next decline(struct udpi_decode *d) {
    if (d->cursor.stop == UDPI_STOP_MALFORMED)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes are left where a header of {b} bytes was announced",
                      (uint32_t)d->cursor.claim, 2);
    return udpi_next_not_mine();
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (udpi_cursor_left(&d->cursor) == 0)
        return udpi_next_not_mine();
    if (header[0] == ALL_STATIONS)
        take_framing(d);
    bool has_byte = udpi_cursor_left(&d->cursor) > 0;
    size_t size = has_byte && (d->cursor.at[0] & 1) ? 1 : 2;
    const uint8_t *number = udpi_cursor_take(&d->cursor, size);
    if (!number)
        return d->cursor.at == header ? decline(d) : udpi_next_payload();
    uint16_t protocol = (uint16_t)udpi_load_be(number, size);
    if (size == 1)
        udpi_put(d, COMPRESSED_PROTOCOL, number, size, protocol);
    udpi_put(d, PROTOCOL, number, size, protocol);
    return udpi_next_key(UDPI_PPP, protocol);
}

static void encode(struct udpi_build *b) {
    if (udpi_build_given(b, ADDRESS) || udpi_build_given(b, CONTROL)) {
        udpi_build_add(b, ADDRESS);
        udpi_build_add(b, CONTROL);
    }
    if (!udpi_build_given(b, COMPRESSED_PROTOCOL))
        udpi_build_add(b, PROTOCOL);
}

static void seal(struct udpi_build *b) {
    if (udpi_build_has(b, PROTOCOL))
        udpi_build_fill(b, PROTOCOL, udpi_build_next_key(b, UDPI_PPP, PADDING_PROTOCOL));
}

static const struct udpi_binding bindings[] = {
    {UDPI_INTERNAL, UDPI_AS_PPP},
    {UDPI_LINK_TYPE, 9},
    {UDPI_ETHERTYPE, UDPI_ETHERTYPE_PPP},
};

const struct udpi_protocol udpi_ppp = {
    .key = "ppp",
    .title = "Point-to-Point Protocol",
    .spec = "RFC 1661, RFC 1662",
    .doc = "Says which protocol a frame between two ends carries: on serial lines, in PPPoE and in tunnels.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 3,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
