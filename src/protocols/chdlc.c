/*
 * Cisco's HDLC: an ethertype behind an HDLC address.
 *
 *     | address 1 | control 1 | protocol 2 | …
 *
 * Left out: SLARP (keepalives and address requests), which has the number that Ethernet gives to RARP; CDP; and the OSI
 * protocols.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { ADDRESS, CONTROL, PROTOCOL, FIELDS };

enum { UNICAST = 0x0f, BROADCAST = 0x8f, CDP = 0x2000, SLARP = 0x8035, OSI = 0xfefe };

static const struct udpi_name address_entries[] = {UDPI_NAME(UNICAST, "unicast"), UDPI_NAME(BROADCAST, "broadcast")};
static const struct udpi_names address_names = {address_entries, 2};

static const struct udpi_name protocol_entries[] = {
    UDPI_NAME(UDPI_ETHERTYPE_IPV4, "IPv4"), UDPI_NAME(0x0806, "ARP"),
    UDPI_NAME(CDP, "CDP"),                  UDPI_NAME(SLARP, "SLARP"),
    UDPI_NAME(UDPI_ETHERTYPE_IPV6, "IPv6"), UDPI_NAME(UDPI_ETHERTYPE_MPLS, "MPLS"),
    UDPI_NAME(0x8848, "MPLS (upstream-assigned)"), UDPI_NAME(OSI, "OSI"),
};
static const struct udpi_names protocol_names = {protocol_entries, sizeof protocol_entries / sizeof *protocol_entries};

static const struct udpi_field fields[FIELDS] = {
    [ADDRESS] = {.key = "address", .label = "Address", .type = UDPI_HEX, UDPI_AT(0, 1), .initial = UNICAST,
                 .names = &address_names,
                 .doc = "0x0f for a frame to the other end, 0x8f for a broadcast."},
    [CONTROL] = {.key = "control", .label = "Control", .type = UDPI_HEX, UDPI_AT(1, 1),
                 .doc = "Always 0."},
    [PROTOCOL] = {.key = "protocol", .label = "Protocol", .type = UDPI_HEX, .flags = UDPI_COMPUTED | UDPI_NEXT,
                  UDPI_AT(2, 2), .names = &protocol_names,
                  .doc = "Says which protocol follows: an ethertype, or a number of Cisco's."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, ADDRESS, FIELDS, header);
    uint16_t protocol = udpi_load_be16(header + 2);
    if (protocol == SLARP || protocol == CDP || protocol == OSI)
        return udpi_next_payload();
    return udpi_next_key(UDPI_ETHERTYPE, protocol);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, PROTOCOL, udpi_build_next_key(b, UDPI_ETHERTYPE, UDPI_ETHERTYPE_EXPERIMENTAL));
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 104}, {UDPI_INTERNAL, UDPI_AS_CHDLC}};

const struct udpi_protocol udpi_chdlc = {
    .key = "chdlc",
    .title = "Cisco HDLC",
    .spec = "LINKTYPE_C_HDLC",
    .doc = "What Cisco's routers put around a packet on a serial line.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 2,
    .header_size = 4,
    .decode = decode,
    .seal = seal,
};
