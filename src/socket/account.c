#include "socket/account.h"

#include <string.h>

static void put_ipv4(uint8_t *address, const uint8_t *mapped) {
    memcpy(address, mapped + 12, 4);
}

static struct udpi_probe_ends find_ends(const struct udpi_datagram *datagram, uint16_t port) {
    struct udpi_probe_ends ends = {
        .address_size = 4, .src_port = udpi_endpoint_port(&datagram->peer), .dst_port = port};
    const struct udpi_endpoint *peer = &datagram->peer;
    if (peer->any.sa_family == AF_INET) {
        memcpy(ends.src, &peer->ipv4.sin_addr, 4);
        put_ipv4(ends.dst, datagram->to.s6_addr);
    } else if (IN6_IS_ADDR_V4MAPPED(&peer->ipv6.sin6_addr)) {
        put_ipv4(ends.src, peer->ipv6.sin6_addr.s6_addr);
        put_ipv4(ends.dst, datagram->to.s6_addr);
    } else {
        ends.address_size = 16;
        memcpy(ends.src, &peer->ipv6.sin6_addr, 16);
        memcpy(ends.dst, &datagram->to, 16);
    }
    return ends;
}

bool udpi_account_take(struct udpi_probes *probes, const struct udpi_datagram *datagram, uint16_t port) {
    struct udpi_probe probe;
    enum udpi_probe_state state = udpi_probe_load(datagram->bytes, datagram->size, &probe);
    if (state == UDPI_PROBE_NONE)
        return false;
    struct udpi_probe_ends ends = find_ends(datagram, port);
    udpi_probes_take(probes, &ends, &probe, state, datagram->size, datagram->time);
    return true;
}
