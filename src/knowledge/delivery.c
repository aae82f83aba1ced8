#include "knowledge/delivery.h"

#include "core/bytes.h"
#include "knowledge/address.h"

static bool is_ipv4_broadcast(const struct udpi_ip *a, unsigned prefix_length, const struct udpi_ip *b) {
    uint32_t peer = udpi_load_be32(b->bytes);
    if (peer == UINT32_MAX)
        return true;
    return prefix_length < 31 && peer == udpi_ipv4_subnet(udpi_load_be32(a->bytes), prefix_length).broadcast;
}

static bool is_loopback(const struct udpi_ip *ip) {
    static const struct udpi_ip ipv6_loopback = {{[15] = 1}, 16};
    return ip->size == 4 ? ip->bytes[0] == 127 : udpi_ip_equals(ip, &ipv6_loopback);
}

static bool is_unspecified(const struct udpi_ip *ip) {
    const struct udpi_ip none = {.size = ip->size};
    return udpi_ip_equals(ip, &none);
}

static bool is_ipv6_link_local(const struct udpi_ip *ip) {
    return ip->size == 16 && ip->bytes[0] == 0xfe && ip->bytes[1] >> 6 == 2;
}

static enum udpi_delivery find_delivery(const struct udpi_ip *a, unsigned prefix_length, const struct udpi_ip *b,
                                        bool is_same_subnet) {
    if (is_unspecified(b))
        return UDPI_DELIVERY_NOWHERE;
    if (udpi_ip_is_multicast(b))
        return UDPI_DELIVERY_GROUP;
    if (udpi_ip_equals(a, b))
        return UDPI_DELIVERY_SELF;
    if (is_loopback(b))
        return UDPI_DELIVERY_LOOPBACK;
    if (b->size == 4 && is_ipv4_broadcast(a, prefix_length, b))
        return UDPI_DELIVERY_BROADCAST;
    if (is_ipv6_link_local(b))
        return UDPI_DELIVERY_LINK;
    return is_same_subnet ? UDPI_DELIVERY_DIRECT : UDPI_DELIVERY_GATEWAY;
}

struct udpi_relation udpi_delivery_find(const struct udpi_ip *a, unsigned prefix_length, const struct udpi_ip *b) {
    unsigned common = udpi_ip_common_bits(a, b);
    bool is_same_subnet = common >= prefix_length;
    return (struct udpi_relation){
        .delivery = find_delivery(a, prefix_length, b, is_same_subnet),
        .is_same_subnet = is_same_subnet,
        .common_bits = common,
        .flip = is_same_subnet ? common + 1 : common,
    };
}

const char *udpi_delivery_name(enum udpi_delivery delivery) {
    static const char *const names[] = {
        [UDPI_DELIVERY_DIRECT] = "direct",       [UDPI_DELIVERY_GATEWAY] = "gateway",
        [UDPI_DELIVERY_LINK] = "link",           [UDPI_DELIVERY_SELF] = "self",
        [UDPI_DELIVERY_LOOPBACK] = "loopback",   [UDPI_DELIVERY_NOWHERE] = "nowhere",
        [UDPI_DELIVERY_BROADCAST] = "broadcast", [UDPI_DELIVERY_GROUP] = "group",
    };
    return names[delivery];
}
