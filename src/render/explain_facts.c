/* What is said of each kind of value: the facts are those of knowledge/. */
#include "render/explain.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/bytes.h"
#include "core/format.h"
#include "knowledge/address.h"
#include "knowledge/hops.h"
#include "knowledge/ipv6_address.h"
#include "knowledge/mac.h"
#include "knowledge/meaning.h"
#include "knowledge/multicast.h"
#include "knowledge/port.h"

enum {
    ADDRESS_SIZE = 64,
    BESIDE = 4, /* of a sentence: a blank, a letter, the full stop, NUL */
};

#define KIND(members_, is_of_end_, explain_)                                                                           \
    {                                                                                                                  \
        .members = (members_), .count = sizeof(members_) / sizeof *(members_), .is_of_end = (is_of_end_),              \
        .explain = (explain_)                                                                                          \
    }

static void add_number(struct udpi_explanation *e, unsigned member, uint64_t number) {
    e->facts[e->count++] = (struct udpi_explained_fact){.member = &e->kind->members[member], .number = number};
}

static void add_text(struct udpi_explanation *e, unsigned member, const char *text) {
    e->facts[e->count++] = (struct udpi_explained_fact){.member = &e->kind->members[member], .text = text};
}

/* Adds a sentence: what it says without its full stop. The first one stands behind a label where there is one. */
__attribute__((format(printf, 2, 3))) static void say(struct udpi_explanation *e, const char *format, ...) {
    size_t used = strlen(e->sentences), room = sizeof e->sentences - used;
    char *start = e->sentences + used;
    if (room < BESIDE)
        return;
    if (used > 0)
        *start++ = ' ';
    va_list values;
    va_start(values, format);
    vsnprintf(start, room - BESIDE + 1, format, values);
    va_end(values);
    bool is_behind_label = used == 0 && e->kind->is_of_end;
    if (!is_behind_label && *start >= 'a' && *start <= 'z')
        *start = (char)(*start - 'a' + 'A');
    strcat(start, ".");
}

/* --- MAC ---------------------------------------------------------------------------------------------------------- */

enum { MAC_KIND, MAC_LOCAL, MAC_IP_VERSION, MAC_FIRST_GROUP, MAC_GROUPS };

static const struct udpi_schema_member mac_members[] = {
    [MAC_KIND] = {.key = "kind", .kind = UDPI_SCHEMA_TEXT, .description = "unicast, multicast, broadcast or none."},
    [MAC_LOCAL] = {.key = "locally_administered", .kind = UDPI_SCHEMA_BOOLEAN, .description = "Not by the maker."},
    [MAC_IP_VERSION] = {.key = "group_version",
                        .kind = UDPI_SCHEMA_BITS,
                        .description = "The IP version, 4 or 6, of the groups whose frames go to it."},
    [MAC_FIRST_GROUP] = {.key = "first_group",
                         .kind = UDPI_SCHEMA_ADDRESS,
                         .description = "The first of the IPv4 groups that share it."},
    [MAC_GROUPS] = {.key = "groups", .kind = UDPI_SCHEMA_COUNT, .description = "How many IPv4 groups share it."},
};

static void explain_ipv4_groups(uint64_t mac, struct udpi_explanation *e) {
    char group[ADDRESS_SIZE];
    uint32_t first = udpi_mac_first_ipv4_group(mac);
    *udpi_format_ipv4(group, first) = '\0';
    add_number(e, MAC_FIRST_GROUP, first);
    add_number(e, MAC_GROUPS, UDPI_MAC_IPV4_GROUPS);
    say(e, "%s and %d more groups of IPv4 share this address", group, UDPI_MAC_IPV4_GROUPS - 1);
}

static void explain_mac(const struct udpi_explain_subject *subject, struct udpi_explanation *e) {
    uint64_t mac = subject->value->number;
    unsigned version = udpi_mac_group_version(mac);
    add_text(e, MAC_KIND, udpi_mac_kind(mac));
    add_number(e, MAC_LOCAL, udpi_mac_is_local(mac));
    say(e, "%s", udpi_mac_meaning(mac));
    if (version > 0)
        add_number(e, MAC_IP_VERSION, version);
    if (version == 4)
        explain_ipv4_groups(mac, e);
    else if (version == 6)
        say(e, "all groups of IPv6 that end in %08x share this address", (unsigned)(mac & UINT32_MAX));
}

const struct udpi_explain_kind udpi_explain_mac = KIND(mac_members, true, explain_mac);

/* --- IP addresses ------------------------------------------------------------------------------------------------- */

/* Both versions have the first members. */
enum { SCOPE, SPECIFICATION, REACHABLE, GROUP_NAME };
enum { IPV4_CLASS = GROUP_NAME + 1, IPV4_GROUP_BLOCK };
enum { IPV6_GROUP_SCOPE = GROUP_NAME + 1, IPV6_EUI64_MAC, IPV6_EMBEDDED_KIND, IPV6_EMBEDDED };

#define IP_MEMBERS                                                                                                     \
    [SCOPE] = {.key = "scope", .kind = UDPI_SCHEMA_TEXT, .description = "What the address is for: RFC 6890."},         \
    [SPECIFICATION] = {.key = "scope_specification", .kind = UDPI_SCHEMA_TEXT, .description = "Where that stands."},   \
    [REACHABLE] = {.key = "globally_reachable",                                                                        \
                   .kind = UDPI_SCHEMA_BOOLEAN,                                                                        \
                   .description = "Beyond one administrative domain; left out where the registry does not say."},      \
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
    add_text(e, SCOPE, block->scope.text);
    add_text(e, SPECIFICATION, block->specification);
    if (block->reach != UDPI_REACH_UNSAID)
        add_number(e, REACHABLE, block->reach == UDPI_REACH_GLOBAL);
    say(e, "%s (%s)", block->scope.text, block->specification);
    if (meaning)
        say(e, "%s", meaning);
    if (!group)
        return;
    add_text(e, GROUP_NAME, group->name);
    say(e, "this group: %s (%s)", group->name, group->specification);
}

static void explain_ipv4(const struct udpi_explain_subject *subject, struct udpi_explanation *e) {
    static const char letters[][2] = {"A", "B", "C", "D", "E"};
    uint32_t address = (uint32_t)subject->value->number;
    struct udpi_ip ip = {.size = 4};
    udpi_store_be32(ip.bytes, address);
    const struct udpi_ipv4_class *class = udpi_ipv4_find_class(address);
    explain_scope(udpi_ipv4_find_block(address), &ip, e);
    add_text(e, IPV4_CLASS, letters[class->letter - 'A']);
    say(e, "class %c: its bits begin with %s", class->letter, class->bits);
    if (udpi_ip_is_multicast(&ip))
        add_text(e, IPV4_GROUP_BLOCK, udpi_group_find_ipv4_block(address)->name);
}

static void explain_ipv6_group(const uint8_t *address, struct udpi_explanation *e) {
    const char *scope = udpi_group_scope(address[1] & 15U);
    add_text(e, IPV6_GROUP_SCOPE, scope);
    say(e, "its scope: %s", scope);
}

static void explain_ipv6_parts(const uint8_t *address, struct udpi_explanation *e) {
    char text[ADDRESS_SIZE];
    uint64_t mac;
    struct udpi_embedded_ipv4 embedded;
    if (udpi_ipv6_find_mac(address, &mac)) {
        add_number(e, IPV6_EUI64_MAC, mac);
        *udpi_format_mac(text, mac) = '\0';
        say(e, "its last 64 bits are made of the MAC address %s (EUI-64)", text);
    }
    if (udpi_ipv6_find_ipv4(address, &embedded)) {
        add_text(e, IPV6_EMBEDDED_KIND, embedded.kind);
        add_number(e, IPV6_EMBEDDED, embedded.address);
        *udpi_format_ipv4(text, embedded.address) = '\0';
        say(e, "%s is in it (%s)", text, embedded.kind);
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
}

const struct udpi_explain_kind udpi_explain_ipv4 = KIND(ipv4_members, true, explain_ipv4);
const struct udpi_explain_kind udpi_explain_ipv6 = KIND(ipv6_members, true, explain_ipv6);

/* --- ports -------------------------------------------------------------------------------------------------------- */

enum { PORT_KIND, PORT_SERVICE };

static const struct udpi_schema_member port_members[] = {
    [PORT_KIND] = {.key = "port_kind",
                   .kind = UDPI_SCHEMA_TEXT,
                   .description = "well-known, registered or dynamic: RFC 6335."},
    [PORT_SERVICE] = {.key = "service",
                      .kind = UDPI_SCHEMA_TEXT,
                      .description = "The IANA name of a common service, or the layer that is looked for there."},
};

/* The protocol that is bound to the port, or NULL. */
static const struct udpi_protocol *find_bound(uint16_t port) {
    for (size_t i = 0; i < udpi_protocol_count; i++)
        for (unsigned j = 0; j < udpi_protocols[i]->binding_count; j++) {
            const struct udpi_binding *binding = &udpi_protocols[i]->bindings[j];
            if (binding->space == UDPI_UDP_PORT && binding->key == port && !udpi_protocols[i]->is_invisible)
                return udpi_protocols[i];
        }
    return NULL;
}

static void explain_port(const struct udpi_explain_subject *subject, struct udpi_explanation *e) {
    uint16_t port = (uint16_t)subject->value->number;
    const struct udpi_service *service = udpi_port_find_service(port);
    const struct udpi_protocol *bound = service || port == 0 ? NULL : find_bound(port);
    add_text(e, PORT_KIND, udpi_port_range(port));
    say(e, "%s", udpi_port_range(port));
    say(e, "%s", udpi_port_meaning(port));
    if (service) {
        add_text(e, PORT_SERVICE, service->name);
        say(e, "service %s: %s", service->name, service->description);
    } else if (bound) {
        add_text(e, PORT_SERVICE, bound->key);
        say(e, "perhaps %s: %s", bound->key, bound->title);
    }
}

const struct udpi_explain_kind udpi_explain_port = KIND(port_members, true, explain_port);

/* --- hops --------------------------------------------------------------------------------------------------------- */

enum { HOPS, HOPS_START };

static const struct udpi_schema_member hops_members[] = {
    [HOPS] = {.key = "hops", .kind = UDPI_SCHEMA_COUNT, .description = "Routers that likely have passed it on."},
    [HOPS_START] = {.key = "hops_start", .kind = UDPI_SCHEMA_COUNT, .description = "With which it likely was sent."},
};

static void explain_hops(const struct udpi_explain_subject *subject, struct udpi_explanation *e) {
    struct udpi_hops guess;
    const char *label = e->field->label;
    unsigned left = (unsigned)subject->value->number;
    if (!udpi_hops_guess((uint8_t)left, &guess)) {
        say(e, "%s %u: the next router drops it, so it does not leave this link", label, left);
        return;
    }
    add_number(e, HOPS, guess.hops);
    add_number(e, HOPS_START, guess.start);
    if (guess.hops == 0)
        say(e, "%s %u: as it was sent, likely; no router has passed it on", label, left);
    else
        say(e, "%s %u: started at %u, likely; %u hop%s", label, left, guess.start, guess.hops,
            guess.hops == 1 ? "" : "s");
}

const struct udpi_explain_kind udpi_explain_hops = KIND(hops_members, false, explain_hops);

/* --- checksums ---------------------------------------------------------------------------------------------------- */

static const struct udpi_schema_member checksum_members[] = {
    {.key = "checksum", .kind = UDPI_SCHEMA_TEXT, .description = "What the status means; the words may change."},
};

static void explain_checksum(const struct udpi_explain_subject *subject, struct udpi_explanation *e) {
    const struct udpi_name *status = udpi_name_find(e->field->names, subject->value->number);
    const char *meaning = status ? udpi_meaning_of_checksum(status->text) : NULL;
    if (!meaning)
        return;
    add_text(e, 0, meaning);
    say(e, "checksum %s: %s", status->text, meaning);
}

const struct udpi_explain_kind udpi_explain_checksum = KIND(checksum_members, false, explain_checksum);

/* --- fragments ---------------------------------------------------------------------------------------------------- */

static const char *const places[] = {"whole", "first", "middle", "last", NULL};

static const struct udpi_schema_member fragment_members[] = {
    {.key = "fragment", .kind = UDPI_SCHEMA_WORD, .words = places, .description = "What of its datagram it carries."},
};

/* Whether the layer has this flag, and it is set; false where it has none. */
static bool has_flag(const struct udpi_explain_subject *subject, const char *key) {
    int field = udpi_field_find(subject->layer->protocol, key);
    const struct udpi_value *value =
        field < 0 ? NULL : udpi_layer_value(subject->packet, subject->layer, (unsigned)field);
    return value && value->number != 0;
}

static void explain_fragment(const struct udpi_explain_subject *subject, struct udpi_explanation *e) {
    unsigned offset = (unsigned)subject->value->number;
    enum udpi_fragment_place place = udpi_fragment_find_place(offset, has_flag(subject, "more_fragments"));
    add_text(e, 0, udpi_fragment_place_name(place));
    say(e, "%s", udpi_fragment_meaning(place));
    if (offset > 0)
        say(e, "its bytes belong at %u", offset);
    if (has_flag(subject, "dont_fragment"))
        say(e, "no router may cut it: one with too small an MTU drops it, and says so");
}

const struct udpi_explain_kind udpi_explain_fragment = KIND(fragment_members, false, explain_fragment);

static const struct udpi_schema_member piece_members[] = {
    {.key = "reassembled_from", .kind = UDPI_SCHEMA_COUNT, .description = "Frames; of the last piece to come."},
};

static void explain_piece(const struct udpi_explain_subject *subject, struct udpi_explanation *e) {
    const struct udpi_packet *packet = subject->packet;
    unsigned whole = subject->layer->buffer + 1U;
    if (whole >= packet->buffer_count)
        return;
    add_number(e, 0, packet->part_count);
    say(e, "now the datagram is whole: %u bytes from %u frames", packet->buffers[whole].size, packet->part_count);
}

const struct udpi_explain_kind udpi_explain_piece = KIND(piece_members, false, explain_piece);
