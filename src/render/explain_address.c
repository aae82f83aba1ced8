/* What is said of IP addresses: what they are for. Where they are is in explain_whereabouts.c. */
#include "render/explain.h"

#include <string.h>

#include "core/bytes.h"
#include "core/format.h"
#include "knowledge/address.h"
#include "knowledge/ipv6_address.h"
#include "knowledge/meaning.h"
#include "knowledge/multicast.h"
#include "render/explain_whereabouts.h"

enum { ADDRESS_SIZE = 64 };

/* --- members --------------------------------------------------------------------------------------------------------- */

/* Both versions have the first members. */
enum { SCOPE = UDPI_WHEREABOUTS_MEMBERS, SPECIFICATION, REACHABLE, GROUP_NAME };
enum { IPV4_CLASS = GROUP_NAME + 1, IPV4_GROUP_BLOCK };
enum { IPV6_GROUP_SCOPE = GROUP_NAME + 1, IPV6_EUI64_MAC, IPV6_EMBEDDED_KIND, IPV6_EMBEDDED };

#define IP_MEMBERS                                                                                                     \
    UDPI_WHEREABOUTS_MEMBER_ROWS,                                                                                      \
        [SCOPE] = {.key = "scope", .kind = UDPI_SCHEMA_TEXT, .description = "What the address is for: RFC 6890."},     \
        [SPECIFICATION] = {.key = "scope_specification",                                                               \
                           .kind = UDPI_SCHEMA_TEXT,                                                                   \
                           .description = "Where that stands."},                                                       \
        [REACHABLE] = {.key = "globally_reachable",                                                                    \
                       .kind = UDPI_SCHEMA_BOOLEAN,                                                                    \
                       .description = "Beyond one administrative domain; left out where the registry does not say."},  \
        [GROUP_NAME] = {.key = "group_name", .kind = UDPI_SCHEMA_TEXT, .description = "What the group is for."}

static const struct udpi_schema_member ipv4_members[] = {
    IP_MEMBERS,
    [IPV4_CLASS] = {.key = "class", .kind = UDPI_SCHEMA_TEXT, .description = "A to E: RFC 791."},
    [IPV4_GROUP_BLOCK] = {.key = "group_block",
                          .kind = UDPI_SCHEMA_TEXT,
                          .description = "The part of 224.0.0.0/4 that it is in."},
};

static const struct udpi_schema_member ipv6_members[] = {
    IP_MEMBERS,
    [IPV6_GROUP_SCOPE] = {.key = "group_scope",
                          .kind = UDPI_SCHEMA_TEXT,
                          .description = "How far the group reaches: RFC 7346."},
    [IPV6_EUI64_MAC] = {.key = "eui64_mac",
                        .kind = UDPI_SCHEMA_MAC,
                        .description = "What the interface identifier is made of: RFC 4291 appendix A."},
    [IPV6_EMBEDDED_KIND] = {.key = "embedded_kind",
                            .kind = UDPI_SCHEMA_TEXT,
                            .description = "IPv4-mapped, NAT64, 6to4 or Teredo."},
    [IPV6_EMBEDDED] = {.key = "embedded_ipv4", .kind = UDPI_SCHEMA_ADDRESS, .description = "An IPv4 address inside."},
};

/* What both versions have: scope, and the group where it is a known one. */
static void explain_scope(const struct udpi_address_block *block, const struct udpi_ip *ip,
                          struct udpi_explanation *e) {
    const char *meaning = udpi_meaning_of_scope(block->scope.text);
    const struct udpi_group *group = udpi_ip_is_multicast(ip) ? udpi_group_find(ip) : NULL;
    udpi_explanation_add_text(e, SCOPE, block->scope.text);
    udpi_explanation_add_text(e, SPECIFICATION, block->specification);
    if (block->reach != UDPI_REACH_UNSAID)
        udpi_explanation_add_number(e, REACHABLE, block->reach == UDPI_REACH_GLOBAL);
    udpi_explanation_say(e, "%s (%s)", block->scope.text, block->specification);
    if (meaning)
        udpi_explanation_say(e, "%s", meaning);
    if (!group)
        return;
    udpi_explanation_add_text(e, GROUP_NAME, group->name);
    udpi_explanation_say(e, "this group: %s (%s)", group->name, group->specification);
}

static void explain_ipv4(const struct udpi_explain_subject *subject, struct udpi_explanation *e) {
    static const char letters[][2] = {"A", "B", "C", "D", "E"};
    uint32_t address = (uint32_t)subject->value->number;
    struct udpi_ip ip = {.size = 4};
    udpi_store_be32(ip.bytes, address);
    const struct udpi_ipv4_class *class = udpi_ipv4_find_class(address);
    explain_scope(udpi_ipv4_find_block(address), &ip, e);
    udpi_explanation_add_text(e, IPV4_CLASS, letters[class->letter - 'A']);
    udpi_explanation_say(e, "class %c: its bits begin with %s", class->letter, class->bits);
    if (udpi_ip_is_multicast(&ip))
        udpi_explanation_add_text(e, IPV4_GROUP_BLOCK, udpi_group_find_ipv4_block(address)->name);
    udpi_explain_whereabouts(subject, &ip, e);
}

static void explain_ipv6_group(const uint8_t *address, struct udpi_explanation *e) {
    const char *scope = udpi_group_scope(address[1] & 15U);
    udpi_explanation_add_text(e, IPV6_GROUP_SCOPE, scope);
    udpi_explanation_say(e, "its scope: %s", scope);
}

static void explain_ipv6_parts(const uint8_t *address, struct udpi_explanation *e) {
    char text[ADDRESS_SIZE];
    uint64_t mac;
    struct udpi_embedded_ipv4 embedded;
    if (udpi_ipv6_find_mac(address, &mac)) {
        udpi_explanation_add_number(e, IPV6_EUI64_MAC, mac);
        *udpi_format_mac(text, mac) = '\0';
        udpi_explanation_say(e, "its last 64 bits are made of the MAC address %s (EUI-64)", text);
    }
    if (udpi_ipv6_find_ipv4(address, &embedded)) {
        udpi_explanation_add_text(e, IPV6_EMBEDDED_KIND, embedded.kind);
        udpi_explanation_add_number(e, IPV6_EMBEDDED, embedded.address);
        *udpi_format_ipv4(text, embedded.address) = '\0';
        udpi_explanation_say(e, "%s is in it (%s)", text, embedded.kind);
    }
}

static void explain_ipv6(const struct udpi_explain_subject *subject, struct udpi_explanation *e) {
    struct udpi_ip ip = {.size = 16};
    memcpy(ip.bytes, udpi_value_bytes(subject->packet, subject->layer, subject->value), sizeof ip.bytes);
    explain_scope(udpi_ipv6_find_block(ip.bytes), &ip, e);
    if (udpi_ip_is_multicast(&ip))
        explain_ipv6_group(ip.bytes, e);
    else
        explain_ipv6_parts(ip.bytes, e);
    udpi_explain_whereabouts(subject, &ip, e);
}

const struct udpi_explain_kind udpi_explain_ipv4 = UDPI_EXPLAIN_KIND(ipv4_members, true, explain_ipv4);
const struct udpi_explain_kind udpi_explain_ipv6 = UDPI_EXPLAIN_KIND(ipv6_members, true, explain_ipv6);
