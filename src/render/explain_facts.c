/* What is said of each kind of value: the facts are those of knowledge/. */
#include "render/explain.h"

#include "core/format.h"
#include "knowledge/address.h"
#include "knowledge/hops.h"
#include "knowledge/mac.h"
#include "knowledge/meaning.h"
#include "knowledge/port.h"

enum { ADDRESS_SIZE = 64 };

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
    udpi_explanation_add_number(e, MAC_FIRST_GROUP, first);
    udpi_explanation_add_number(e, MAC_GROUPS, UDPI_MAC_IPV4_GROUPS);
    udpi_explanation_say(e, "%s and %d more groups of IPv4 share this address", group, UDPI_MAC_IPV4_GROUPS - 1);
}

static void explain_mac(const struct udpi_explain_subject *subject, struct udpi_explanation *e) {
    uint64_t mac = subject->value->number;
    unsigned version = udpi_mac_group_version(mac);
    udpi_explanation_add_text(e, MAC_KIND, udpi_mac_kind(mac));
    udpi_explanation_add_number(e, MAC_LOCAL, udpi_mac_is_local(mac));
    udpi_explanation_say(e, "%s", udpi_mac_meaning(mac));
    if (version > 0)
        udpi_explanation_add_number(e, MAC_IP_VERSION, version);
    if (version == 4)
        explain_ipv4_groups(mac, e);
    else if (version == 6)
        udpi_explanation_say(e, "all groups of IPv6 that end in %08x share this address", (unsigned)(mac & UINT32_MAX));
}

const struct udpi_explain_kind udpi_explain_mac = UDPI_EXPLAIN_KIND(mac_members, true, explain_mac);

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
    udpi_explanation_add_text(e, PORT_KIND, udpi_port_range(port));
    udpi_explanation_say(e, "%s", udpi_port_range(port));
    udpi_explanation_say(e, "%s", udpi_port_meaning(port));
    if (service) {
        udpi_explanation_add_text(e, PORT_SERVICE, service->name);
        udpi_explanation_say(e, "service %s: %s", service->name, service->description);
    } else if (bound) {
        udpi_explanation_add_text(e, PORT_SERVICE, bound->key);
        udpi_explanation_say(e, "perhaps %s: %s", bound->key, bound->title);
    }
}

const struct udpi_explain_kind udpi_explain_port = UDPI_EXPLAIN_KIND(port_members, true, explain_port);

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
        udpi_explanation_say(e, "%s %u: the next router drops it, so it does not leave this link", label, left);
        return;
    }
    udpi_explanation_add_number(e, HOPS, guess.hops);
    udpi_explanation_add_number(e, HOPS_START, guess.start);
    if (guess.hops == 0)
        udpi_explanation_say(e, "%s %u: as it was sent, likely; no router has passed it on", label, left);
    else
        udpi_explanation_say(e, "%s %u: started at %u, likely; %u hop%s", label, left, guess.start, guess.hops,
                             guess.hops == 1 ? "" : "s");
}

const struct udpi_explain_kind udpi_explain_hops = UDPI_EXPLAIN_KIND(hops_members, false, explain_hops);

/* --- checksums ---------------------------------------------------------------------------------------------------- */

static const struct udpi_schema_member checksum_members[] = {
    {.key = "checksum", .kind = UDPI_SCHEMA_TEXT, .description = "What the status means; the words may change."},
};

static void explain_checksum(const struct udpi_explain_subject *subject, struct udpi_explanation *e) {
    const struct udpi_name *status = udpi_name_find(e->field->names, subject->value->number);
    const char *meaning = status ? udpi_meaning_of_checksum(status->text) : NULL;
    if (!meaning)
        return;
    udpi_explanation_add_text(e, 0, meaning);
    udpi_explanation_say(e, "checksum %s: %s", status->text, meaning);
}

const struct udpi_explain_kind udpi_explain_checksum = UDPI_EXPLAIN_KIND(checksum_members, false, explain_checksum);

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
    udpi_explanation_add_text(e, 0, udpi_fragment_place_name(place));
    udpi_explanation_say(e, "%s", udpi_fragment_meaning(place));
    if (offset > 0)
        udpi_explanation_say(e, "its bytes belong at %u", offset);
    if (has_flag(subject, "dont_fragment"))
        udpi_explanation_say(e, "no router may cut it: one with too small an MTU drops it, and says so");
}

const struct udpi_explain_kind udpi_explain_fragment = UDPI_EXPLAIN_KIND(fragment_members, false, explain_fragment);

static const struct udpi_schema_member piece_members[] = {
    {.key = "reassembled_from", .kind = UDPI_SCHEMA_COUNT, .description = "Frames; of the last piece to come."},
};

static void explain_piece(const struct udpi_explain_subject *subject, struct udpi_explanation *e) {
    const struct udpi_packet *packet = subject->packet;
    unsigned whole = subject->layer->buffer + 1U;
    if (whole >= packet->buffer_count)
        return;
    udpi_explanation_add_number(e, 0, packet->part_count);
    udpi_explanation_say(e, "now the datagram is whole: %u bytes from %u frames", packet->buffers[whole].size,
                         packet->part_count);
}

const struct udpi_explain_kind udpi_explain_piece = UDPI_EXPLAIN_KIND(piece_members, false, explain_piece);
