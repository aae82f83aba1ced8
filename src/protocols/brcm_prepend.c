/*
 * The tag of a Broadcom switch in front of an Ethernet frame.
 *
 *     | tag 4 | …
 *
 * Left out: the parts of the tag, which differ between the chips.
 */
#include "model/decode.h"

enum { TAG, FIELDS };

static const struct udpi_field fields[FIELDS] = {
    [TAG] = {.key = "tag", .label = "Tag", .type = UDPI_HEX, .flags = UDPI_SUMMARY, UDPI_AT(0, 4),
             .doc = "Opcode in the upper 3 bits; ports in the lower ones: from the switch a number, to it a bit each."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, TAG, FIELDS, header);
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_ETH);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 282}};

const struct udpi_protocol udpi_brcm_prepend = {
    .key = "brcm_prepend",
    .title = "Broadcom tag",
    .spec = "LINKTYPE_DSA_TAG_BRCM_PREPEND",
    .doc = "What passes between a Broadcom switch chip and its processor, with the tag in front.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 4,
    .decode = decode,
};
