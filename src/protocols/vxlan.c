/*
 * VXLAN, with the group policy extension, and the generic protocol extension (GPE).
 *
 *     VXLAN:  | G - - - I - - - 1 | - D - - A - - - 1 | group policy 2         | VNI 3 | reserved 1 | Ethernet
 *     GPE:    | - - version 2 bits I P B O 1 | reserved 2 | next protocol 1    | VNI 3 | reserved 1 | …
 *
 * The P flag tells them apart: in plain VXLAN it is reserved.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum {
    GROUP_POLICY_PRESENT,
    RESERVED_FLAG,
    VERSION,
    VNI_PRESENT,
    NEXT_PROTOCOL_PRESENT,
    BUM_TRAFFIC,
    OAM,
    DONT_LEARN,
    POLICY_APPLIED,
    GROUP_POLICY,
    RESERVED,
    NEXT_PROTOCOL,
    VNI,
    RESERVED_BYTE,
    FIELDS
};

enum { HAS_GROUP_POLICY = 0x80, HAS_VNI = 0x08, HAS_NEXT = 0x04 };
enum { ETHERTYPE_MPLS = 0x8847, ETHERTYPE_NSH = 0x894f, NEXT_ETHERNET = 3 };

/* IANA, VXLAN-GPE next protocols. */
static const struct udpi_name next_entries[] = {
    UDPI_NAME(1, "IPv4"), UDPI_NAME(2, "IPv6"), UDPI_NAME(3, "Ethernet"), UDPI_NAME(4, "NSH"), UDPI_NAME(5, "MPLS"),
};
static const struct udpi_names next_names = {next_entries, sizeof next_entries / sizeof *next_entries};

/* The ethertypes of the next protocols, by their numbers. */
static const uint16_t next_ethertypes[] = {
    0, UDPI_ETHERTYPE_IPV4, UDPI_ETHERTYPE_IPV6, UDPI_ETHERTYPE_TRANSPARENT, ETHERTYPE_NSH, ETHERTYPE_MPLS};

enum { NEXT_KNOWN = sizeof next_ethertypes / sizeof *next_ethertypes };

static const struct udpi_field fields[FIELDS] = {
    [GROUP_POLICY_PRESENT] = {.key = "group_policy_present", .label = "Group policy present", .type = UDPI_BOOL,
                              .flags = UDPI_COMPUTED | UDPI_DETAIL, UDPI_BITS(0, 1),
                              .doc = "The group policy extension is in use."},
    [RESERVED_FLAG] = {.key = "reserved_flag", .label = "Reserved flag", .type = UDPI_BOOL, .flags = UDPI_IF_SET,
                       UDPI_BITS(1, 1),
                       .doc = "Must be zero."},
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, .flags = UDPI_IF_SET, UDPI_BITS(2, 2),
                 .doc = "Always 0; in the generic protocol extension only."},
    [VNI_PRESENT] = {.key = "vni_present", .label = "VNI present", .type = UDPI_BOOL, .flags = UDPI_DETAIL, UDPI_BITS(4, 1),
                     .initial = 1,
                     .doc = "Must be set."},
    [NEXT_PROTOCOL_PRESENT] = {.key = "next_protocol_present", .label = "Next protocol present", .type = UDPI_BOOL,
                               .flags = UDPI_COMPUTED | UDPI_DETAIL, UDPI_BITS(5, 1),
                               .doc = "The generic protocol extension: something else than Ethernet may follow."},
    [BUM_TRAFFIC] = {.key = "bum_traffic", .label = "BUM traffic", .type = UDPI_BOOL, .flags = UDPI_IF_SET, UDPI_BITS(6, 1),
                     .doc = "Broadcast, unknown unicast or multicast, copied by the sender; GPE only."},
    [OAM] = {.key = "oam", .label = "OAM", .type = UDPI_BOOL, .flags = UDPI_IF_SET | UDPI_NOTABLE, UDPI_BITS(7, 1),
             .doc = "A message for operation and maintenance, not for a host; GPE only."},
    [DONT_LEARN] = {.key = "dont_learn", .label = "Don't learn", .type = UDPI_BOOL, .flags = UDPI_IF_SET, UDPI_BITS(9, 1),
                    .doc = "The receiver must not learn the sender's address from this frame; group policy only."},
    [POLICY_APPLIED] = {.key = "policy_applied", .label = "Policy applied", .type = UDPI_BOOL, .flags = UDPI_IF_SET,
                        UDPI_BITS(12, 1),
                        .doc = "The group policy has been applied already."},
    [GROUP_POLICY] = {.key = "group_policy", .label = "Group policy", .type = UDPI_UINT, .flags = UDPI_NOTABLE, UDPI_AT(2, 2),
                      .doc = "Group that the sender belongs to; group policy only."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(1, 2),
                  .doc = "Must be zero; GPE only."},
    [NEXT_PROTOCOL] = {.key = "next_protocol", .label = "Next protocol", .type = UDPI_UINT, .names = &next_names,
                       .flags = UDPI_COMPUTED | UDPI_NEXT, UDPI_AT(3, 1),
                       .doc = "Says what follows; GPE only, else it is Ethernet."},
    [VNI] = {.key = "vni", .label = "Network identifier", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(32, 24),
             .doc = "VXLAN network identifier: which of the virtual networks the frame belongs to."},
    [RESERVED_BYTE] = {.key = "reserved_byte", .label = "Reserved byte", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(7, 1),
                       .doc = "Must be zero."},
};

/*
 * RFC 7348 section 5 wants the reserved bits to be zero. There are senders of group policies without the G flag; and the
 * byte behind the VNI is not looked at.
 */
static bool is_vxlan(const uint8_t *header) {
    if (!(header[0] & HAS_VNI))
        return false;
    if (header[0] & HAS_NEXT)
        return (header[0] & 0xf0) == 0 && udpi_load_be16(header + 1) == 0;
    return (header[0] & 0x37) == 0 && (header[1] & 0xb7) == 0;
}

static void put_group_policy(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_if_set(d, fields, DONT_LEARN, header);
    udpi_put_if_set(d, fields, POLICY_APPLIED, header);
    udpi_put_header(d, fields, GROUP_POLICY, GROUP_POLICY + 1, header);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_vxlan(header))
        return udpi_next_not_mine();
    bool has_next = header[0] & HAS_NEXT;
    bool has_group_policy = !has_next && (header[0] & HAS_GROUP_POLICY || udpi_load_be(header + 1, 3) != 0);
    udpi_put_header(d, fields, GROUP_POLICY_PRESENT, GROUP_POLICY_PRESENT + 1, header);
    udpi_put_if_set(d, fields, RESERVED_FLAG, header);
    udpi_put_header(d, fields, VNI_PRESENT, NEXT_PROTOCOL_PRESENT + 1, header);
    udpi_put_if_set(d, fields, BUM_TRAFFIC, header);
    udpi_put_if_set(d, fields, OAM, header);
    if (has_group_policy)
        put_group_policy(d, header);
    if (has_next)
        udpi_put_header(d, fields, NEXT_PROTOCOL, NEXT_PROTOCOL + 1, header);
    udpi_put_header(d, fields, VNI, VNI + 1, header);
    udpi_put_if_set(d, fields, RESERVED_BYTE, header);
    if (!has_next || header[3] == NEXT_ETHERNET)
        return udpi_next_key(UDPI_INTERNAL, UDPI_AS_ETH);
    return udpi_next_key(UDPI_ETHERTYPE, header[3] < NEXT_KNOWN ? next_ethertypes[header[3]] : 0);
}

static void seal(struct udpi_build *b) {
    uint16_t ethertype = udpi_build_next_key(b, UDPI_ETHERTYPE, 0);
    unsigned next = NEXT_KNOWN - 1;
    while (next > 0 && next_ethertypes[next] != ethertype)
        next--;
    bool has_policy = udpi_build_given(b, GROUP_POLICY) || udpi_build_given(b, DONT_LEARN) || udpi_build_given(b, POLICY_APPLIED);
    udpi_build_fill(b, GROUP_POLICY_PRESENT, has_policy);
    udpi_build_fill(b, NEXT_PROTOCOL_PRESENT, (next > 0 && next != NEXT_ETHERNET) || udpi_build_given(b, NEXT_PROTOCOL));
    if (udpi_build_number(b, NEXT_PROTOCOL_PRESENT))
        udpi_build_fill(b, NEXT_PROTOCOL, next);
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 4789}, {UDPI_UDP_PORT, 8472}, {UDPI_UDP_PORT, 4790}};

const struct udpi_protocol udpi_vxlan = {
    .key = "vxlan",
    .title = "Virtual eXtensible Local Area Network",
    .spec = "RFC 7348; draft-ietf-nvo3-vxlan-gpe, draft-smith-vxlan-group-policy",
    .doc = "Carries the frames of many virtual networks over UDP.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 3,
    .header_size = 8,
    .decode = decode,
    .seal = seal,
};
