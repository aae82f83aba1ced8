/*
 * Solaris IPNET: which interface and which zone an IP packet came from.
 *
 *     | version 1 | family 1 | hook 2 | length 4 | interface 4 | group interface 4 | source zone 4 |
 *     | destination zone 4 | …
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { VERSION, FAMILY, HOOK, LENGTH, INTERFACE, GROUP_INTERFACE, SOURCE_ZONE, DESTINATION_ZONE, FIELDS };

enum { FAMILY_IPV4 = 2, FAMILY_IPV6 = 26 };

static const struct udpi_name family_entries[] = {UDPI_NAME(FAMILY_IPV4, "IPv4"), UDPI_NAME(FAMILY_IPV6, "IPv6")};
static const struct udpi_names family_names = {family_entries, sizeof family_entries / sizeof *family_entries};

static const struct udpi_name hook_entries[] = {
    UDPI_NAME(0, "Inbound"), UDPI_NAME(1, "Outbound"), UDPI_NAME(2, "Local"),
};
static const struct udpi_names hook_names = {hook_entries, sizeof hook_entries / sizeof *hook_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_AT(0, 1), .initial = 1,
                 .doc = "Always 1."},
    [FAMILY] = {.key = "family", .label = "Address family", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT,
                UDPI_AT(1, 1), .names = &family_names,
                .doc = "Says which protocol follows: 2 IPv4, 26 IPv6."},
    [HOOK] = {.key = "hook", .label = "Hook", .type = UDPI_UINT, UDPI_AT(2, 2), .names = &hook_names,
              .doc = "Which way the packet went."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(4, 4),
                .doc = "Bytes of the packet that follows."},
    [INTERFACE] = {.key = "interface_index", .label = "Interface", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                   UDPI_AT(8, 4),
                   .initial = 1,
                   .doc = "Number of the interface."},
    [GROUP_INTERFACE] = {.key = "group_interface_index", .label = "Group interface", .type = UDPI_UINT, UDPI_AT(12, 4),
                         .doc = "Number of the group's interface, where several act as one; else 0."},
    [SOURCE_ZONE] = {.key = "source_zone", .label = "Source zone", .type = UDPI_UINT, UDPI_AT(16, 4),
                     .doc = "Zone that sent the packet; 4294967295 where it came from outside."},
    [DESTINATION_ZONE] = {.key = "destination_zone", .label = "Destination zone", .type = UDPI_UINT, UDPI_AT(20, 4),
                          .doc = "Zone that the packet goes to; 4294967295 where it leaves the host."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, VERSION, FIELDS, header);
    switch (header[1]) {
    case FAMILY_IPV4: return udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV4);
    case FAMILY_IPV6: return udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV6);
    default: return udpi_next_payload();
    }
}

static void seal(struct udpi_build *b) {
    bool is_ipv6 = udpi_build_next_key(b, UDPI_ETHERTYPE, 0) == UDPI_ETHERTYPE_IPV6;
    udpi_build_fill(b, FAMILY, is_ipv6 ? FAMILY_IPV6 : FAMILY_IPV4);
    udpi_build_fill(b, LENGTH, udpi_build_size(b) - udpi_build_layer(b)->header_size);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 226}};

const struct udpi_protocol udpi_ipnet = {
    .key = "ipnet",
    .title = "Solaris IPNET",
    .spec = "LINKTYPE_IPNET",
    .doc = "Stands in place of the link header where Solaris captures between its zones.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 24,
    .decode = decode,
    .seal = seal,
};
