#include "model/expected.h"

/* Its upper bits are the good ones. */
static uint32_t hash_endpoint(const uint8_t *address, uint8_t size, uint32_t port) {
    uint32_t hash = port;
    for (unsigned i = 0; i < size; i += 4)
        hash = (hash ^ udpi_load_be32(address + i)) * 0x9e3779b1U;
    return hash;
}

enum { HASH_SHIFT = 32 - 10 };
_Static_assert(1 << (32 - HASH_SHIFT) == UDPI_EXPECTED_SLOTS, "ten bits of the hash");
_Static_assert(1 << (32 - HASH_SHIFT) == UDPI_FLOW_SLOTS, "ten bits of the hash");

static unsigned find_slot(const uint8_t *address, uint8_t size, uint16_t port) {
    return hash_endpoint(address, size, port) >> HASH_SHIFT;
}

void udpi_expect(struct udpi_decode *d, const uint8_t *address, uint8_t size, uint16_t port, uint16_t key) {
    if (port == 0 || (size != 4 && size != 16) || d->is_quoted)
        return;
    struct udpi_expected_endpoint *slot = &d->expected->slots[find_slot(address, size, port)];
    d->expected->is_used = true;
    *slot = (struct udpi_expected_endpoint){.size = size, .port = port, .key = key};
    memcpy(slot->address, address, size);
}

/* A port of the innermost UDP header; 0 where there is none. */
static uint16_t find_port(const struct udpi_decode *d, unsigned which) {
    const struct udpi_packet *packet = d->packet;
    if (packet->port_layer == UDPI_NO_LAYER)
        return 0;
    const struct udpi_value *port = udpi_layer_flagged(packet, &packet->layers[packet->port_layer], which);
    return port ? (uint16_t)port->number : 0;
}

void udpi_expect_sender(struct udpi_decode *d, unsigned distance, uint16_t key) {
    unsigned port = find_port(d, UDPI_SRC);
    if (port > 0 && port + distance <= UINT16_MAX)
        udpi_expect(d, d->addresses.src, d->addresses.size, (uint16_t)(port + distance), key);
}

struct udpi_flow *udpi_flow_watch(struct udpi_decode *d) {
    const struct udpi_addresses *addresses = &d->addresses;
    if (addresses->size == 0 || d->is_quoted)
        return NULL;
    uint32_t source = hash_endpoint(addresses->src, addresses->size, find_port(d, UDPI_SRC));
    uint32_t hash = hash_endpoint(addresses->dst, addresses->size, source ^ find_port(d, UDPI_DST)) | 1;
    struct udpi_flow *flow = &d->expected->flows[hash >> HASH_SHIFT];
    if (flow->hash != hash)
        *flow = (struct udpi_flow){.hash = hash};
    return flow;
}

static const struct udpi_expected_endpoint *find_endpoint(const struct udpi_expected *expected, const uint8_t *address,
                                                          uint8_t size, uint16_t port) {
    const struct udpi_expected_endpoint *slot = &expected->slots[find_slot(address, size, port)];
    bool is_same = slot->size == size && slot->port == port && memcmp(slot->address, address, size) == 0;
    return is_same ? slot : NULL;
}

static bool is_chosen(const struct udpi_expected *expected, uint16_t port) {
    return expected->chosen[port / 8] >> port % 8 & 1;
}

void udpi_expected_choose(struct udpi_expected *expected, uint16_t port) {
    expected->is_used = true;
    expected->chosen[port / 8] |= (uint8_t)(1 << port % 8);
}

struct udpi_next udpi_expected_next(const struct udpi_decode *d, uint16_t src_port, uint16_t dst_port) {
    const struct udpi_addresses *addresses = &d->addresses;
    uint16_t lower = src_port < dst_port ? src_port : dst_port, higher = src_port < dst_port ? dst_port : src_port;
    if (is_chosen(d->expected, lower))
        return udpi_next_keys(UDPI_UDP_PORT, lower, higher);
    if (is_chosen(d->expected, higher))
        return udpi_next_keys(UDPI_UDP_PORT, higher, lower);
    const struct udpi_expected_endpoint *endpoint = NULL;
    if (addresses->size)
        endpoint = find_endpoint(d->expected, addresses->dst, addresses->size, dst_port);
    if (!endpoint && addresses->size)
        endpoint = find_endpoint(d->expected, addresses->src, addresses->size, src_port);
    if (!endpoint)
        return udpi_next_ports(src_port, dst_port);
    return (struct udpi_next){UDPI_KEY(UDPI_INTERNAL, endpoint->key), UDPI_KEY(UDPI_UDP_PORT, lower)};
}
