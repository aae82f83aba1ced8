/* An address, and its relation to a peer, as JSON objects. */
#include "core/bytes.h"
#include "core/format.h"
#include "knowledge/address.h"
#include "knowledge/delivery.h"
#include "knowledge/ipv6_address.h"
#include "knowledge/multicast.h"
#include "render/address.h"
#include "render/json_document.h"
#include "render/json_name.h"

static void add_ip(cJSON *object, const char *key, const struct udpi_ip *ip) {
    char text[UDPI_IP_TEXT_SIZE];
    cJSON_AddStringToObject(object, key, udpi_ip_write(ip, text));
}

static void add_ipv4(cJSON *object, const char *key, uint32_t address) {
    char text[UDPI_IP_TEXT_SIZE];
    *udpi_format_ipv4(text, address) = '\0';
    cJSON_AddStringToObject(object, key, text);
}

static void add_mac(cJSON *object, const char *key, uint64_t mac) {
    char text[UDPI_IP_TEXT_SIZE];
    *udpi_format_mac(text, mac) = '\0';
    cJSON_AddStringToObject(object, key, text);
}

/* --- kinds -------------------------------------------------------------------------------------------------------- */

static void add_class(cJSON *object, uint32_t address) {
    const struct udpi_ipv4_class *class = udpi_ipv4_find_class(address);
    const char letter[] = {class->letter, '\0'};
    cJSON_AddStringToObject(object, "class", letter);
    cJSON_AddStringToObject(object, "class_bits", class->bits);
    if (class->prefix_length > 0)
        cJSON_AddNumberToObject(object, "class_prefix_length", class->prefix_length);
}

static void add_scope(cJSON *object, const struct udpi_address_block *block) {
    cJSON_AddStringToObject(object, "scope", block->scope.text);
    cJSON_AddStringToObject(object, "scope_name", block->name);
    cJSON_AddStringToObject(object, "scope_specification", block->specification);
    if (block->reach != UDPI_REACH_UNSAID)
        cJSON_AddBoolToObject(object, "globally_reachable", block->reach == UDPI_REACH_GLOBAL);
}

static void add_group(cJSON *object, const struct udpi_ip *ip) {
    const struct udpi_group *group = udpi_group_find(ip);
    if (group) {
        cJSON_AddStringToObject(object, "group_name", group->name);
        cJSON_AddStringToObject(object, "group_specification", group->specification);
    }
    if (ip->size == 4) {
        cJSON_AddStringToObject(object, "group_block", udpi_group_find_ipv4_block(udpi_load_be32(ip->bytes))->name);
    } else {
        unsigned flags = ip->bytes[1] >> 4;
        cJSON_AddStringToObject(object, "group_scope", udpi_group_scope(ip->bytes[1] & 15U));
        cJSON_AddBoolToObject(object, "transient", (flags & UDPI_GROUP_TRANSIENT) != 0);
        cJSON_AddBoolToObject(object, "prefix_based", (flags & UDPI_GROUP_PREFIX) != 0);
        cJSON_AddBoolToObject(object, "rendezvous_point", (flags & UDPI_GROUP_RENDEZVOUS) != 0);
    }
    add_mac(object, "group_mac", udpi_group_mac(ip));
}

static void add_ipv6_parts(cJSON *object, const uint8_t *address) {
    struct udpi_ip solicited_node = udpi_ipv6_solicited_node(address);
    struct udpi_embedded_ipv4 embedded;
    uint64_t mac;
    if (udpi_ipv6_has_interface_id(address)) {
        char text[2 * 8 + 1];
        *udpi_format_hex(text, address + 8, 8) = '\0';
        cJSON_AddStringToObject(object, "interface_id", text);
        add_ip(object, "solicited_node", &solicited_node);
        add_mac(object, "solicited_node_mac", udpi_group_mac(&solicited_node));
    }
    if (udpi_ipv6_find_mac(address, &mac))
        add_mac(object, "eui64_mac", mac);
    if (udpi_ipv6_find_ipv4(address, &embedded)) {
        add_ipv4(object, "embedded_ipv4", embedded.address);
        cJSON_AddStringToObject(object, "embedded_kind", embedded.kind);
        if (embedded.server) {
            cJSON_AddNumberToObject(object, "teredo_port", embedded.port);
            add_ipv4(object, "teredo_server", embedded.server);
        }
    }
}

/* --- subnets ------------------------------------------------------------------------------------------------------ */

static void add_ipv4_subnet(cJSON *object, uint32_t address, unsigned prefix_length) {
    struct udpi_subnet subnet = udpi_ipv4_subnet(address, prefix_length);
    add_ipv4(object, "mask", subnet.mask);
    add_ipv4(object, "wildcard", ~subnet.mask);
    add_ipv4(object, "network", subnet.network);
    add_ipv4(object, "broadcast", subnet.broadcast);
    add_ipv4(object, "first_host", subnet.first_host);
    add_ipv4(object, "last_host", subnet.last_host);
    cJSON_AddNumberToObject(object, "hosts", (double)subnet.hosts);
}

/* The count is a string, as it may have more than 53 bits. */
static void add_ipv6_subnet(cJSON *object, const struct udpi_ip *ip, unsigned prefix_length) {
    struct udpi_ip first = udpi_ip_first(ip, prefix_length), last = udpi_ip_last(ip, prefix_length);
    char count[UDPI_POWER_SIZE + 1];
    *udpi_format_power_of_two(count, 128 - prefix_length) = '\0';
    add_ip(object, "network", &first);
    add_ip(object, "last_address", &last);
    cJSON_AddStringToObject(object, "addresses", count);
}

static void add_subnet(cJSON *object, const struct udpi_address_report *report) {
    const struct udpi_ip *ip = &report->subject.ip;
    unsigned prefix_length = report->subject.prefix_length;
    cJSON_AddNumberToObject(object, "prefix_length", prefix_length);
    if (report->interface)
        udpi_json_add_name(object, "interface", report->interface);
    if (ip->size == 4)
        add_ipv4_subnet(object, udpi_load_be32(ip->bytes), prefix_length);
    else
        add_ipv6_subnet(object, ip, prefix_length);
    cJSON_AddStringToObject(object, "role", udpi_ip_role_name(udpi_ip_role(ip, prefix_length)));
}

/* --- objects ------------------------------------------------------------------------------------------------------ */

static cJSON *make_address(const struct udpi_address_report *report) {
    const struct udpi_ip *ip = &report->subject.ip;
    cJSON *object = udpi_json_create();
    cJSON_AddStringToObject(object, "type", "address");
    add_ip(object, "address", ip);
    cJSON_AddNumberToObject(object, "version", ip->size == 4 ? 4 : 6);
    if (report->subject.zone[0])
        cJSON_AddStringToObject(object, "zone", report->subject.zone);
    if (ip->size == 4) {
        add_class(object, udpi_load_be32(ip->bytes));
        add_scope(object, udpi_ipv4_find_block(udpi_load_be32(ip->bytes)));
    } else {
        add_scope(object, udpi_ipv6_find_block(ip->bytes));
    }
    if (udpi_ip_is_multicast(ip))
        add_group(object, ip);
    else if (ip->size == 16)
        add_ipv6_parts(object, ip->bytes);
    if (report->subject.prefix_length != UDPI_NO_PREFIX)
        add_subnet(object, report);
    return object;
}

static cJSON *make_relation(const struct udpi_address_report *report) {
    const struct udpi_ip *a = &report->subject.ip, *b = &report->peer;
    unsigned prefix_length = report->subject.prefix_length;
    struct udpi_relation relation = udpi_delivery_find(a, prefix_length, b);
    struct udpi_ip here = udpi_ip_first(a, prefix_length), there = udpi_ip_first(b, prefix_length);
    cJSON *object = udpi_json_create();
    cJSON_AddStringToObject(object, "type", "relation");
    add_ip(object, "address", a);
    add_ip(object, "peer", b);
    cJSON_AddNumberToObject(object, "prefix_length", prefix_length);
    add_ip(object, "network", &here);
    add_ip(object, "peer_network", &there);
    cJSON_AddBoolToObject(object, "same_subnet", relation.is_same_subnet);
    cJSON_AddNumberToObject(object, "common_bits", relation.common_bits);
    cJSON_AddStringToObject(object, "delivery", udpi_delivery_name(relation.delivery));
    if (relation.delivery == UDPI_DELIVERY_DIRECT || relation.delivery == UDPI_DELIVERY_GATEWAY)
        cJSON_AddNumberToObject(object, "flip_prefix_length", relation.flip);
    return object;
}

bool udpi_address_write_json(const struct udpi_address_report *report, bool is_pretty, struct udpi_sink *sink) {
    return udpi_json_write(make_address(report), is_pretty, sink) &&
           (!report->has_peer || udpi_json_write(make_relation(report), is_pretty, sink));
}
