/*
 * Linux cooked capture, version 2: names the interface.
 *
 *     | protocol 2 | reserved 2 | interface index 4 | hardware type 2 | packet type 1 | address length 1 | address 8 | …
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum {
    PROTOCOL,
    INTERFACE_INDEX,
    HARDWARE_TYPE,
    PACKET_TYPE,
    ADDRESS_LENGTH,
    ADDRESS,
    ADDRESS_BYTES,
    ADDRESS_PADDING,
    RESERVED,
    FIELDS
};

static const struct udpi_field fields[FIELDS] = {
    [PROTOCOL] = {.key = "protocol", .label = "Protocol", .type = UDPI_HEX, .flags = UDPI_COMPUTED | UDPI_NEXT, UDPI_AT(0, 2),
                  .names = &udpi_ethertype_names,
                  .doc = "Ethertype of what follows, or a small number for frames without one (4: 802.2)."},
    [INTERFACE_INDEX] = {.key = "interface_index", .label = "Interface index", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                         UDPI_AT(4, 4), .initial = 1,
                         .doc = "Number of the interface on the capturing host, from 1."},
    [HARDWARE_TYPE] = {.key = "hardware_type", .label = "Hardware type", .type = UDPI_UINT, UDPI_AT(8, 2), .initial = 1,
                       .names = &udpi_arp_hardware_names,
                       .doc = "Kind of the interface: the number that Linux gives its hardware type."},
    [PACKET_TYPE] = {.key = "packet_type", .label = "Packet type", .type = UDPI_UINT, UDPI_AT(10, 1),
                     .names = &udpi_packet_type_names,
                     .doc = "To whom the packet went, seen from the capturing host."},
    [ADDRESS_LENGTH] = {.key = "address_length", .label = "Address length", .type = UDPI_UINT, UDPI_AT(11, 1),
                        .initial = 6,
                        .doc = "Bytes of the sender's link address that count."},
    [ADDRESS] = {.key = "address", .label = "Address", .type = UDPI_MAC, .flags = UDPI_SUMMARY, UDPI_AT(12, 6),
                 .initial = 0x020000000001,
                 .doc = "Link address of the sender, where it is six bytes long."},
    [ADDRESS_BYTES] = {.key = "address_bytes", .label = "Address", .type = UDPI_BYTES, UDPI_AT(12, 8),
                       .doc = "Link address of the sender, where it is not six bytes long."},
    [ADDRESS_PADDING] = {.key = "address_padding", .label = "Address padding", .type = UDPI_HEX, .flags = UDPI_IF_SET,
                         UDPI_AT(18, 2),
                         .doc = "The bytes behind a six-byte address."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(2, 2),
                  .doc = "Must be zero."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, PROTOCOL, ADDRESS_LENGTH + 1, header);
    uint8_t address_length = header[11];
    if (address_length == 6)
        udpi_put_header(d, fields, ADDRESS, ADDRESS + 1, header);
    else if (address_length > 0)
        udpi_put_bytes(d, ADDRESS_BYTES, header + 12, address_length < 8 ? address_length : 8);
    if (address_length == 6)
        udpi_put_if_set(d, fields, ADDRESS_PADDING, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    return udpi_next_linux(udpi_load_be16(header + 8), udpi_load_be16(header));
}

static void encode(struct udpi_build *b) {
    if (udpi_build_number(b, ADDRESS_LENGTH) != 6 && !udpi_build_given(b, ADDRESS_BYTES))
        udpi_build_fill(b, ADDRESS, 0);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, PROTOCOL, udpi_build_next_linux(b));
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 276}};

const struct udpi_protocol udpi_sll2 = {
    .key = "sll2",
    .title = "Linux cooked capture, version 2",
    .spec = "LINKTYPE_LINUX_SLL2",
    .doc = "Stands in place of the link header where a capture mixes interfaces, and tells them apart.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 20,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
