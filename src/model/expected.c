#include "model/expected.h"

static unsigned find_slot(const uint8_t *address, uint8_t size, uint16_t port) {
    uint32_t hash = port;
    for (unsigned i = 0; i < size; i += 4)
        hash = (hash ^ udpi_load_be32(address + i)) * 0x9e3779b1U;
    return hash >> 22;
}

_Static_assert(1 << (32 - 22) == UDPI_EXPECTED_SLOTS, "a hash of ten bits");

void udpi_expect_both(struct udpi_decode *d, const uint8_t *address, uint8_t size, uint16_t port, uint16_t key,
                      uint16_t other_key) {
    if (port == 0 || (size != 4 && size != 16) || d->is_quoted)
        return;
    struct udpi_expected_endpoint *slot = &d->expected->slots[find_slot(address, size, port)];
    d->expected->is_used = true;
    *slot = (struct udpi_expected_endpoint){.size = size, .port = port, .key = key, .other_key = other_key};
    memcpy(slot->address, address, size);
}

void udpi_expect(struct udpi_decode *d, const uint8_t *address, uint8_t size, uint16_t port, uint16_t key) {
    udpi_expect_both(d, address, size, port, key, 0);
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
    if (endpoint->other_key)
        return udpi_next_keys(UDPI_INTERNAL, endpoint->key, endpoint->other_key);
    return (struct udpi_next){UDPI_KEY(UDPI_INTERNAL, endpoint->key), UDPI_KEY(UDPI_UDP_PORT, lower)};
}
