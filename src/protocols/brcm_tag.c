/*
 * Ethernet with the tag of a Broadcom switch, by which the processor knows the port of a frame.
 *
 *     | destination 6 | source 6 | tag 4 | ethertype or length 2 | …
 *
 * Left out: the parts of the tag, which differ between the chips.
 */
#include "model/numbers.h"
#include "model/type_or_length.h"

enum { DST, SRC, TAG, ETHERTYPE, FIELDS };

static const struct udpi_field fields[FIELDS] = {
    [DST] = {.key = "dst", .label = "Destination", .type = UDPI_MAC, .flags = UDPI_DST, UDPI_AT(0, 6),
             .initial = 0x020000000002,
             .doc = "MAC address of the receiver."},
    [SRC] = {.key = "src", .label = "Source", .type = UDPI_MAC, .flags = UDPI_SRC, UDPI_AT(6, 6),
             .initial = 0x020000000001,
             .doc = "MAC address of the sender."},
    [TAG] = {.key = "tag", .label = "Tag", .type = UDPI_HEX, .flags = UDPI_SUMMARY, UDPI_AT(12, 4),
             .doc = "Opcode in the upper 3 bits; ports in the lower ones: from the switch a number, to it a bit each."},
    [ETHERTYPE] = {.key = "ethertype", .label = "Ethertype", .type = UDPI_HEX, .flags = UDPI_COMPUTED | UDPI_NEXT,
                   UDPI_AT(16, 2), .names = &udpi_ethertype_names,
                   .doc = "Says which protocol follows; below 1536 the length of an 802.3 frame."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, DST, FIELDS, header);
    return udpi_next_type_or_length(d, udpi_load_be16(header + 16));
}

static void seal(struct udpi_build *b) {
    udpi_build_type_or_length(b, ETHERTYPE);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 281}};

const struct udpi_protocol udpi_brcm_tag = {
    .key = "brcm_tag",
    .title = "Ethernet with a Broadcom tag",
    .spec = "LINKTYPE_DSA_TAG_BRCM",
    .doc = "What passes between a Broadcom switch chip and its processor.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 18,
    .decode = decode,
    .seal = seal,
};
