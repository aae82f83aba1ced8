#include "render/explain_whereabouts.h"

#include <string.h>

#include "core/format.h"
#include "knowledge/address.h"

enum { ENDS = UDPI_SRC | UDPI_DST, MAC_TEXT_SIZE = 32 };

static const uint64_t mac_broadcast = 0xffffffffffff;

const char *const udpi_whereabouts_locations[] = {"this_host", "subnet", "gateway", "unreachable", NULL};
const char *const udpi_whereabouts_certainties[] = {"certain", "likely", NULL};

/* --- the frame ---------------------------------------------------------------------------------------------------- */

/* The first field of this type that is one of these ends, or NULL. */
static const struct udpi_value *find_value(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                           enum udpi_type type, unsigned ends) {
    for (unsigned i = 0; i < layer->value_count; i++) {
        const struct udpi_value *value = &packet->values[layer->first_value + i];
        const struct udpi_field *field = &layer->protocol->fields[value->field];
        if (value->depth == 0 && field->type == type && field->flags & ends)
            return value;
    }
    return NULL;
}

static bool has_ip(const struct udpi_packet *packet, const struct udpi_layer *layer) {
    return find_value(packet, layer, UDPI_IPV4, ENDS) || find_value(packet, layer, UDPI_IPV6, ENDS);
}

/* Whether it is about the frame's own way: there is no other IP header around it. */
static bool is_outermost(const struct udpi_explain_subject *subject) {
    if (subject->layer->buffer > 0 || subject->layer->is_quoted)
        return false;
    for (const struct udpi_layer *layer = subject->packet->layers; layer < subject->layer; layer++)
        if (has_ip(subject->packet, layer))
            return false;
    return true;
}

/* The MAC address that stands in the frame for the same end; of the last of several. */
static bool find_mac(const struct udpi_explain_subject *subject, uint64_t *mac) {
    unsigned ends = subject->layer->protocol->fields[subject->value->field].flags & ENDS;
    const struct udpi_value *found = NULL;
    for (const struct udpi_layer *layer = subject->packet->layers; layer < subject->layer; layer++) {
        const struct udpi_value *value = find_value(subject->packet, layer, UDPI_MAC, ends);
        found = value ? value : found;
    }
    *mac = found ? found->number : 0;
    return found != NULL;
}

/* --- what is said of it ------------------------------------------------------------------------------------------- */

static const char *whose(const struct udpi_whereabouts *whereabouts) {
    return whereabouts->is_of_interface ? "this interface" : "this host";
}

/* "10.0.0.0/24", or NULL where no subnet is known. */
static const char *write_subnet(const struct udpi_whereabouts *whereabouts, struct udpi_explanation *e) {
    if (whereabouts->network.size == 0 || whereabouts->prefix_length == udpi_ip_bits(&whereabouts->network))
        return NULL;
    udpi_ip_write(&whereabouts->network, e->subnet);
    char *at = e->subnet + strlen(e->subnet);
    *at = '/';
    *udpi_format_uint(at + 1, whereabouts->prefix_length) = '\0';
    return e->subnet;
}

static void explain_mac(const struct udpi_explain_subject *subject, const struct udpi_whereabouts *whereabouts,
                        struct udpi_explanation *e) {
    const char *owner = whereabouts->kind == UDPI_WHEREABOUTS_GATEWAY ? "the gateway's" : "its own";
    bool is_sender = subject->layer->protocol->fields[subject->value->field].flags & UDPI_SRC;
    char text[MAC_TEXT_SIZE];
    uint64_t mac;
    if (!whereabouts->has_mac)
        return;
    udpi_explanation_add_number(e, UDPI_WHEREABOUTS_NEXT_MAC, whereabouts->mac);
    if (!find_mac(subject, &mac))
        return;
    *udpi_format_mac(text, whereabouts->mac) = '\0';
    udpi_explanation_add_number(e, UDPI_WHEREABOUTS_MAC_SHOWN, mac == whereabouts->mac);
    if (mac == whereabouts->mac)
        udpi_explanation_say(e, "the frame %s %s MAC address, %s", is_sender ? "comes from" : "goes to", owner, text);
    else
        udpi_explanation_say(e, "the frame does not %s %s MAC address, which is %s", is_sender ? "come from" : "go to",
                             owner, text);
}

static void explain_here(struct udpi_explanation *e) {
    udpi_explanation_add_text(e, UDPI_WHEREABOUTS_LOCATION, "this_host");
    udpi_explanation_say(e, "it is an address of this host");
}

static void explain_link(const struct udpi_whereabouts *whereabouts, struct udpi_explanation *e) {
    const char *subnet = write_subnet(whereabouts, e);
    udpi_explanation_add_text(e, UDPI_WHEREABOUTS_LOCATION, "subnet");
    if (subnet) {
        udpi_explanation_add_text(e, UDPI_WHEREABOUTS_SUBNET, subnet);
        udpi_explanation_say(e, "it is in the subnet %s of %s: no router is between", subnet, whose(whereabouts));
    } else {
        udpi_explanation_say(e, "it is on the link of %s: no router is between", whose(whereabouts));
    }
}

static void explain_gateway(const struct udpi_whereabouts *whereabouts, struct udpi_explanation *e) {
    udpi_ip_write(&whereabouts->gateway, e->gateway);
    udpi_explanation_add_text(e, UDPI_WHEREABOUTS_LOCATION, "gateway");
    udpi_explanation_add_text(e, UDPI_WHEREABOUTS_NEXT_GATEWAY, e->gateway);
    udpi_explanation_say(e, "it is behind %s, the gateway of %s", e->gateway, whose(whereabouts));
}

static void explain_broadcast(const struct udpi_whereabouts *whereabouts, struct udpi_explanation *e) {
    const char *subnet = write_subnet(whereabouts, e);
    udpi_explanation_add_text(e, UDPI_WHEREABOUTS_LOCATION, "subnet");
    if (subnet)
        udpi_explanation_add_text(e, UDPI_WHEREABOUTS_SUBNET, subnet);
    udpi_explanation_add_text(e, UDPI_WHEREABOUTS_DIRECTED, "certain");
    udpi_explanation_say(e, "it is the broadcast address of %s%s of %s: all its hosts take it",
                         subnet ? "the subnet " : "a subnet", subnet ? subnet : "", whose(whereabouts));
}

static void explain_nowhere(struct udpi_explanation *e) {
    udpi_explanation_add_text(e, UDPI_WHEREABOUTS_LOCATION, "unreachable");
    udpi_explanation_say(e, "this host has no route to it");
}

/* Without the mask nobody can tell a directed broadcast from an address of a host, but by the frame. */
static void explain_likely_broadcast(const struct udpi_explain_subject *subject, struct udpi_explanation *e) {
    uint64_t mac;
    bool is_receiver = e->field->type == UDPI_IPV4 && e->field->flags & UDPI_DST;
    if (!is_receiver || !find_mac(subject, &mac) || mac != mac_broadcast)
        return;
    udpi_explanation_add_text(e, UDPI_WHEREABOUTS_DIRECTED, "likely");
    udpi_explanation_say(e, "the frame is for all of its link: so this is the broadcast address of a subnet, likely");
}

/* Groups, 255.255.255.255 and the unspecified address are in no place. */
static bool is_of_host(const struct udpi_ip *ip) {
    static const struct udpi_ip limited_broadcast = {.bytes = {0xff, 0xff, 0xff, 0xff}, .size = 4};
    const struct udpi_ip unspecified = {.size = ip->size};
    return !udpi_ip_is_multicast(ip) && !udpi_ip_equals(ip, &limited_broadcast) && !udpi_ip_equals(ip, &unspecified);
}

void udpi_explain_whereabouts(const struct udpi_explain_subject *subject, const struct udpi_ip *ip,
                              struct udpi_explanation *explanation) {
    const struct udpi_surroundings *surroundings = subject->surroundings;
    struct udpi_whereabouts whereabouts = {0};
    if (!is_of_host(ip) || !is_outermost(subject))
        return;
    if (surroundings)
        surroundings->find(surroundings->context, ip, subject->packet->frame.interface, &whereabouts);
    switch (whereabouts.kind) {
    case UDPI_WHEREABOUTS_HERE: explain_here(explanation); break;
    case UDPI_WHEREABOUTS_LINK: explain_link(&whereabouts, explanation); break;
    case UDPI_WHEREABOUTS_GATEWAY: explain_gateway(&whereabouts, explanation); break;
    case UDPI_WHEREABOUTS_BROADCAST: explain_broadcast(&whereabouts, explanation); break;
    case UDPI_WHEREABOUTS_NOWHERE: explain_nowhere(explanation); break;
    default: explain_likely_broadcast(subject, explanation); break;
    }
    explain_mac(subject, &whereabouts, explanation);
}
