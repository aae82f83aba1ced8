/*
 * Ethernet with the tag of a Marvell switch behind an ethertype (EDSA).
 *
 *     | destination 6 | source 6 | tag ethertype 2 | reserved 2 |
 *     | mode 2 bits, tagged 1, device 5, port 5, mode bits 3, priority 3, reason 1, VLAN 12 | ethertype or length 2 | …
 */
#include "model/numbers.h"
#include "model/type_or_length.h"

enum {
    DST,
    SRC,
    TAG_ETHERTYPE,
    RESERVED,
    MODE,
    TAGGED,
    DEVICE,
    PORT,
    MODE_BITS,
    PRIORITY,
    REASON,
    VLAN,
    ETHERTYPE,
    FIELDS
};

enum { FORWARD = 3, EDSA_ETHERTYPE = 0xdada };

static const struct udpi_name mode_entries[] = {
    UDPI_NAME(0, "To CPU"), UDPI_NAME(1, "From CPU"), UDPI_NAME(2, "To sniffer"), UDPI_NAME(3, "Forward"),
};
static const struct udpi_names mode_names = {mode_entries, sizeof mode_entries / sizeof *mode_entries};

static const struct udpi_field fields[FIELDS] = {
    [DST] = {.key = "dst", .label = "Destination", .type = UDPI_MAC, .flags = UDPI_DST, UDPI_AT(0, 6),
             .initial = 0x020000000002,
             .doc = "MAC address of the receiver."},
    [SRC] = {.key = "src", .label = "Source", .type = UDPI_MAC, .flags = UDPI_SRC, UDPI_AT(6, 6),
             .initial = 0x020000000001,
             .doc = "MAC address of the sender."},
    [TAG_ETHERTYPE] = {.key = "tag_ethertype", .label = "Tag ethertype", .type = UDPI_HEX, UDPI_AT(12, 2),
                       .initial = EDSA_ETHERTYPE,
                       .doc = "Announces the tag; 0xdada unless the switch was told otherwise."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(14, 2),
                  .doc = "Must be zero."},
    [MODE] = {.key = "mode", .label = "Mode", .type = UDPI_UINT, UDPI_BITS(128, 2), .initial = FORWARD,
              .names = &mode_names,
              .doc = "Which way the frame goes, and why."},
    [TAGGED] = {.key = "tagged", .label = "Tagged", .type = UDPI_BOOL, UDPI_BITS(130, 1),
                .doc = "The frame had a VLAN tag, which this one replaces."},
    [DEVICE] = {.key = "device", .label = "Device", .type = UDPI_UINT, UDPI_BITS(131, 5),
                .doc = "Number of the switch chip."},
    [PORT] = {.key = "port", .label = "Port", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(136, 5),
              .doc = "Number of the switch's port, or of a group of ports."},
    [MODE_BITS] = {.key = "mode_bits", .label = "Bits of the mode", .type = UDPI_HEX, UDPI_BITS(141, 3),
                   .doc = "What they mean depends on the mode: trunk, reason, canonical format."},
    [PRIORITY] = {.key = "priority", .label = "Priority", .type = UDPI_UINT, UDPI_BITS(144, 3),
                  .doc = "Priority of the frame, 0 to 7."},
    [REASON] = {.key = "reason", .label = "Reason", .type = UDPI_BOOL, UDPI_BITS(147, 1),
                .doc = "The lowest bit of the reason, in frames to the processor."},
    [VLAN] = {.key = "vlan", .label = "VLAN", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(148, 12),
              .doc = "Number of the virtual network."},
    [ETHERTYPE] = {.key = "ethertype", .label = "Ethertype", .type = UDPI_HEX, .flags = UDPI_COMPUTED | UDPI_NEXT,
                   UDPI_AT(20, 2), .names = &udpi_ethertype_names,
                   .doc = "Says which protocol follows; below 1536 the length of an 802.3 frame."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, DST, TAG_ETHERTYPE + 1, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    udpi_put_header(d, fields, MODE, FIELDS, header);
    return udpi_next_type_or_length(d, udpi_load_be16(header + 20));
}

static void seal(struct udpi_build *b) {
    udpi_build_type_or_length(b, ETHERTYPE);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 285}};

const struct udpi_protocol udpi_edsa = {
    .key = "edsa",
    .title = "Ethernet with an EDSA tag",
    .spec = "LINKTYPE_DSA_TAG_EDSA",
    .doc = "The DSA tag behind an ethertype of its own.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 22,
    .decode = decode,
    .seal = seal,
};
