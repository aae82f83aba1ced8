/*
 * Linux cooked capture: what libpcap writes in place of a link header, for the interface "any" among others.
 *
 *     | packet type 2 | hardware type 2 | address length 2 | address 8 | protocol 2 | …
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { PACKET_TYPE, HARDWARE_TYPE, ADDRESS_LENGTH, ADDRESS, ADDRESS_BYTES, ADDRESS_PADDING, PROTOCOL, FIELDS };

static const struct udpi_field fields[FIELDS] = {
    [PACKET_TYPE] = {.key = "packet_type", .label = "Packet type", .type = UDPI_UINT, UDPI_AT(0, 2),
                     .names = &udpi_packet_type_names,
                     .doc = "To whom the packet went, seen from the capturing host."},
    [HARDWARE_TYPE] = {.key = "hardware_type", .label = "Hardware type", .type = UDPI_UINT, UDPI_AT(2, 2), .initial = 1,
                       .names = &udpi_arp_hardware_names,
                       .doc = "Kind of the interface: the number that Linux gives its hardware type."},
    [ADDRESS_LENGTH] = {.key = "address_length", .label = "Address length", .type = UDPI_UINT, UDPI_AT(4, 2), .initial = 6,
                        .doc = "Bytes of the sender's link address that count."},
    [ADDRESS] = {.key = "address", .label = "Address", .type = UDPI_MAC, .flags = UDPI_SUMMARY, UDPI_AT(6, 6),
                 .initial = 0x020000000001,
                 .doc = "Link address of the sender, where it is six bytes long."},
    [ADDRESS_BYTES] = {.key = "address_bytes", .label = "Address", .type = UDPI_BYTES, UDPI_AT(6, 8),
                       .doc = "Link address of the sender, where it is not six bytes long."},
    [ADDRESS_PADDING] = {.key = "address_padding", .label = "Address padding", .type = UDPI_HEX, .flags = UDPI_IF_SET,
                         UDPI_AT(12, 2),
                         .doc = "The bytes behind a six-byte address."},
    [PROTOCOL] = {.key = "protocol", .label = "Protocol", .type = UDPI_HEX, .flags = UDPI_COMPUTED | UDPI_NEXT, UDPI_AT(14, 2),
                  .names = &udpi_ethertype_names,
                  .doc = "Ethertype of what follows, or a small number for frames without one (4: 802.2)."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, PACKET_TYPE, ADDRESS_LENGTH + 1, header);
    uint16_t address_length = udpi_load_be16(header + 4);
    if (address_length == 6)
        udpi_put_header(d, fields, ADDRESS, ADDRESS + 1, header);
    else if (address_length > 0)
        udpi_put_bytes(d, ADDRESS_BYTES, header + 6, address_length < 8 ? address_length : 8);
    if (address_length == 6)
        udpi_put_if_set(d, fields, ADDRESS_PADDING, header);
    udpi_put_header(d, fields, PROTOCOL, PROTOCOL + 1, header);
    return udpi_next_linux(udpi_load_be16(header + 2), udpi_load_be16(header + 14));
}

static void encode(struct udpi_build *b) {
    if (udpi_build_number(b, ADDRESS_LENGTH) != 6 && !udpi_build_given(b, ADDRESS_BYTES))
        udpi_build_fill(b, ADDRESS, 0);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, PROTOCOL, udpi_build_next_linux(b));
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 113}};

const struct udpi_protocol udpi_sll = {
    .key = "sll",
    .title = "Linux cooked capture",
    .spec = "LINKTYPE_LINUX_SLL",
    .doc = "Stands in place of the link header where a capture mixes interfaces.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 16,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
