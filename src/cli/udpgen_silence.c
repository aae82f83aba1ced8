#include "cli/udpgen_silence.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "core/bytes.h"
#include "core/format.h"
#include "host/silence.h"
#include "render/json_document.h"
#include "render/json_name.h"

static bool is_own(const struct udpi_totals *totals, const struct udpi_refusal *refusal) {
    return refusal->is_next_hop && udpi_endpoint_same_host(&refusal->by, &totals->from);
}

bool udpi_gen_was_silence(const struct udpi_totals *totals) {
    uint64_t own = 0;
    for (unsigned i = 0; i < totals->refusal_count; i++)
        own += is_own(totals, &totals->refusals[i].refusal) ? totals->refusals[i].count : 0;
    return totals->has_waited && !totals->is_cut_short && totals->sent > 0 && totals->answered == 0 &&
           own == totals->refused + totals->given_back;
}

/* False where it does not go with what was given back. */
static bool find(struct udpi_silence *silence, const struct udpi_totals *totals,
                 const struct udpi_socket_options *options) {
    const struct udpi_silence_question question = {
        .from = &totals->from.any,
        .to = &totals->to.any,
        .interface = options->interface ? if_nametoindex(options->interface) : 0,
        .hops = (unsigned)options->ttl,
    };
    udpi_silence_find(silence, &question);
    return totals->given_back == 0 || udpi_silence_explains_refusal(silence);
}

void udpi_gen_silence_print(const struct udpi_totals *totals, const struct udpi_socket_options *options) {
    char text[UDPI_SILENCE_SIZE];
    struct udpi_silence silence;
    if (find(&silence, totals, options))
        fputs(udpi_silence_write(&silence, text), stderr);
    udpi_silence_free(&silence);
}

/* --- as JSON ------------------------------------------------------------------------------------------------------ */

static void add_neighbor(cJSON *object, const struct udpi_silence *silence) {
    const struct udpi_host_neighbor *neighbor = &silence->way.neighbor;
    const struct udpi_host_address *next_hop = udpi_silence_next_hop(silence);
    char address[INET6_ADDRSTRLEN], mac[UDPI_MAC_SIZE + 2];
    inet_ntop(next_hop->family, next_hop->bytes, address, sizeof address);
    cJSON_AddStringToObject(object, "next_hop", address);
    cJSON_AddBoolToObject(object, "is_gateway", silence->way.route.gateway.family != 0);
    cJSON_AddStringToObject(object, "neighbor", udpi_host_neighbor_names[neighbor->state]);
    if (!neighbor->has_mac)
        return;
    *udpi_format_mac(mac, udpi_load_be(neighbor->mac, sizeof neighbor->mac)) = '\0';
    cJSON_AddStringToObject(object, "mac", mac);
}

static void add_socket(cJSON *object, const struct udpi_silence *silence) {
    size_t count;
    const struct udpi_socket_holder *first = udpi_socket_holders_of(&silence->holders, silence->socket.inode, &count);
    cJSON_AddNumberToObject(object, "receive_queue", silence->socket.receive_queue);
    cJSON *list = cJSON_AddArrayToObject(object, "processes");
    for (size_t i = 0; i < count; i++) {
        cJSON *process = cJSON_CreateObject();
        cJSON_AddItemToArray(list, process);
        cJSON_AddNumberToObject(process, "pid", first[i].process);
        udpi_json_add_name(process, "name", first[i].name);
    }
    cJSON_AddBoolToObject(object, "processes_complete", silence->holders.is_complete);
}

static cJSON *make_object(const struct udpi_silence *silence) {
    cJSON *object = udpi_json_create();
    cJSON_AddStringToObject(object, "reason", udpi_silence_names[silence->reason]);
    cJSON_AddStringToObject(object, "route", udpi_host_route_names[silence->way.route.kind]);
    if (silence->way.link.name[0] != '\0')
        udpi_json_add_name(object, "interface", silence->way.link.name);
    if (silence->way.route.kind == UDPI_ROUTE_UNICAST && silence->way.link.has_neighbors)
        add_neighbor(object, silence);
    if (silence->socket.protocol != 0)
        add_socket(object, silence);
    return object;
}

cJSON *udpi_gen_silence_make_json(const struct udpi_totals *totals, const struct udpi_socket_options *options) {
    struct udpi_silence silence;
    cJSON *object = find(&silence, totals, options) ? make_object(&silence) : NULL;
    udpi_silence_free(&silence);
    return object;
}
