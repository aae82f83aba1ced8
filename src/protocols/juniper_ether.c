/*
 * Juniper's header in front of an Ethernet frame: in which direction a router saw it, and on which interface.
 *
 *     | magic 3 | extension 1 bit, reserved 5, no link header 1, incoming 1 |
 *     | extensions: length 2; type 1, length 1, data | …
 *
 * Without a link header, a protocol number of four bytes stands in its place, little-endian. Left out: the meaning of
 * the extensions.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"
#include "model/options.h"

enum {
    MAGIC,
    HAS_EXTENSIONS,
    RESERVED,
    NO_LINK_HEADER,
    INCOMING,
    EXTENSIONS_LENGTH,
    LIST,
    EXTENSION,
    TYPE,
    LENGTH,
    DATA,
    PROTOCOL,
    FIELDS
};

enum { HEADER_MAGIC = 0x4d4743, FLAG_EXTENSIONS = 0x80, FLAG_NO_LINK_HEADER = 2, PROTOCOL_IPV4 = 2, PROTOCOL_IPV6 = 6 };

static const struct udpi_name type_entries[] = {
    UDPI_NAME(1, "device interface index"), UDPI_NAME(2, "device interface name"),
    UDPI_NAME(3, "device media type"),      UDPI_NAME(4, "logical interface index"),
    UDPI_NAME(5, "logical unit number"),    UDPI_NAME(6, "logical interface encapsulation"),
    UDPI_NAME(7, "TTP device media type"),  UDPI_NAME(8, "TTP logical interface encapsulation"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_field fields[FIELDS] = {
    [MAGIC] = {.key = "magic", .label = "Magic", .type = UDPI_HEX, UDPI_AT(0, 3), .initial = HEADER_MAGIC,
               .doc = "Always 0x4d4743, \"MGC\"."},
    [HAS_EXTENSIONS] = {.key = "has_extensions", .label = "Extensions", .type = UDPI_BOOL, .flags = UDPI_COMPUTED,
                        UDPI_BITS(24, 1),
                        .doc = "Extensions follow."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_BITS(25, 5),
                  .doc = "Flags without a known meaning."},
    [NO_LINK_HEADER] = {.key = "no_link_header", .label = "No link header", .type = UDPI_BOOL, UDPI_BITS(30, 1),
                        .doc = "A protocol number stands in place of the Ethernet header."},
    [INCOMING] = {.key = "incoming", .label = "Incoming", .type = UDPI_BOOL, .flags = UDPI_SUMMARY, UDPI_BITS(31, 1),
                  .doc = "The router received the frame; else it sent it."},
    [EXTENSIONS_LENGTH] = {.key = "extensions_length", .label = "Length of the extensions", .type = UDPI_UINT,
                           .flags = UDPI_COMPUTED, .width = 2,
                           .doc = "Bytes of all extensions."},
    [LIST] = {.key = "extensions", .label = "Extensions", .type = UDPI_LIST,
              .doc = "What the router knows of the frame."},
    [EXTENSION] = {.key = "extension", .label = "Extension", .type = UDPI_GROUP, .within = UDPI_WITHIN(LIST),
                   .doc = "One extension."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .within = UDPI_WITHIN(EXTENSION), .names = &type_names,
              .doc = "What the extension tells."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .within = UDPI_WITHIN(EXTENSION),
                .doc = "Bytes of its data."},
    [DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, .within = UDPI_WITHIN(EXTENSION),
              .doc = "The data as they are."},
    [PROTOCOL] = {.key = "protocol", .label = "Protocol", .type = UDPI_UINT, .flags = UDPI_LITTLE | UDPI_NEXT,
                  .width = 4,
                  .doc = "What follows where there is no link header: 2 IPv4, 6 IPv6."},
};

static const struct udpi_option_shape shape = {
    .list = LIST, .group = EXTENSION, .type = TYPE, .length = LENGTH, .data = DATA};

static void take_extensions(struct udpi_decode *d) {
    const uint8_t *head = udpi_cursor_take(&d->cursor, 2);
    if (!head)
        return;
    size_t length = udpi_load_be16(head);
    udpi_put(d, EXTENSIONS_LENGTH, head, 2, length);
    const uint8_t *list = udpi_cursor_take(&d->cursor, length);
    if (list && length > 0)
        udpi_put_options(d, &shape, list, length, NULL);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (udpi_load_be(header, 3) != HEADER_MAGIC)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, MAGIC, HAS_EXTENSIONS + 1, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    udpi_put_header(d, fields, NO_LINK_HEADER, INCOMING + 1, header);
    if (header[3] & FLAG_EXTENSIONS)
        take_extensions(d);
    if (!(header[3] & FLAG_NO_LINK_HEADER))
        return udpi_next_key(UDPI_INTERNAL, UDPI_AS_ETH);
    const uint8_t *at = udpi_cursor_take(&d->cursor, 4);
    if (!at)
        return udpi_next_payload();
    uint64_t protocol = udpi_load_le(at, 4);
    udpi_put(d, PROTOCOL, at, 4, protocol);
    if (protocol != PROTOCOL_IPV4 && protocol != PROTOCOL_IPV6)
        return udpi_next_payload();
    return udpi_next_key(UDPI_ETHERTYPE, protocol == PROTOCOL_IPV4 ? UDPI_ETHERTYPE_IPV4 : UDPI_ETHERTYPE_IPV6);
}

static void encode(struct udpi_build *b) {
    uint16_t type = udpi_build_next_key(b, UDPI_ETHERTYPE, 0);
    bool is_ip = type == UDPI_ETHERTYPE_IPV4 || type == UDPI_ETHERTYPE_IPV6;
    if (udpi_build_given(b, LIST))
        udpi_build_add(b, EXTENSIONS_LENGTH);
    if (is_ip || udpi_build_number(b, NO_LINK_HEADER))
        udpi_build_add(b, PROTOCOL);
    if (is_ip) {
        udpi_build_fill(b, NO_LINK_HEADER, 1);
        udpi_build_fill(b, PROTOCOL, type == UDPI_ETHERTYPE_IPV4 ? PROTOCOL_IPV4 : PROTOCOL_IPV6);
    }
}

static void seal(struct udpi_build *b) {
    uint32_t behind = udpi_build_layer(b)->header_size - 4 - (udpi_build_has(b, PROTOCOL) ? 4 : 0);
    udpi_build_fill(b, HAS_EXTENSIONS, behind >= 2);
    udpi_build_fill(b, EXTENSIONS_LENGTH, behind >= 2 ? behind - 2 : 0);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 178}};

const struct udpi_protocol udpi_juniper_ether = {
    .key = "juniper_ether",
    .title = "Juniper Ethernet",
    .spec = "LINKTYPE_JUNIPER_ETHER",
    .doc = "What a Juniper router puts in front of an Ethernet frame that it captures.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 4,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
