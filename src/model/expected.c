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

static bool is_same_end(const struct udpi_expected_endpoint *slot, const uint8_t *address, uint8_t size,
                        uint16_t port) {
    return slot->size == size && slot->port == port && memcmp(slot->address, address, size) == 0;
}

/* Puts the endpoint into its slot, in the place of whatever is there. */
static void keep_endpoint(struct udpi_decode *d, const struct udpi_expected_endpoint *endpoint) {
    if (endpoint->port == 0 || (endpoint->size != 4 && endpoint->size != 16) || d->is_quoted)
        return;
    d->expected->is_used = true;
    struct udpi_expected_endpoint *slot =
        &d->expected->slots[find_slot(endpoint->address, endpoint->size, endpoint->port)];
    if (slot->size && !is_same_end(slot, endpoint->address, endpoint->size, endpoint->port))
        udpi_note_add(d, UDPI_NOTE_ENDPOINT_FORGOTTEN, NULL, slot->port, endpoint->port);
    *slot = *endpoint;
}

void udpi_expect(struct udpi_decode *d, const uint8_t *address, uint8_t size, uint16_t port, uint16_t key) {
    struct udpi_expected_endpoint endpoint = {.size = size, .port = port, .key = key};
    memcpy(endpoint.address, address, size <= sizeof endpoint.address ? size : 0);
    keep_endpoint(d, &endpoint);
}

static const struct udpi_expected_endpoint *find_endpoint(const struct udpi_expected *expected, const uint8_t *address,
                                                          uint8_t size, uint16_t port) {
    const struct udpi_expected_endpoint *slot = &expected->slots[find_slot(address, size, port)];
    return is_same_end(slot, address, size, port) ? slot : NULL;
}

/* --- the ends of the datagram ------------------------------------------------------------------------------------- */

struct udpi_expected_endpoint udpi_expected_end(const struct udpi_decode *d, enum udpi_field_flag end) {
    const struct udpi_packet *packet = d->packet;
    struct udpi_expected_endpoint endpoint = {0};
    if (packet->port_layer == UDPI_NO_LAYER || d->addresses.size == 0)
        return endpoint;
    const struct udpi_value *port = udpi_layer_flagged(packet, &packet->layers[packet->port_layer], end);
    if (!port)
        return endpoint;
    endpoint.size = d->addresses.size;
    endpoint.port = (uint16_t)port->number;
    memcpy(endpoint.address, end == UDPI_SRC ? d->addresses.src : d->addresses.dst, endpoint.size);
    return endpoint;
}

static const struct udpi_expected_endpoint *find_known(const struct udpi_decode *d,
                                                       const struct udpi_expected_endpoint *end) {
    return end->size ? find_endpoint(d->expected, end->address, end->size, end->port) : NULL;
}

void udpi_expect_end(struct udpi_decode *d, enum udpi_field_flag end, uint16_t key, uint32_t detail) {
    struct udpi_expected_endpoint endpoint = udpi_expected_end(d, end);
    const struct udpi_expected_endpoint *known = find_known(d, &endpoint);
    if (known && known->key != key)
        return;
    endpoint.key = key;
    endpoint.detail = detail;
    keep_endpoint(d, &endpoint);
}

bool udpi_expected_detail(const struct udpi_decode *d, uint16_t key, uint32_t *detail) {
    struct udpi_expected_endpoint endpoint = udpi_expected_end(d, UDPI_DST);
    const struct udpi_expected_endpoint *known = find_known(d, &endpoint);
    if (!known || known->key != key)
        return false;
    *detail = known->detail;
    return true;
}

struct udpi_flow *udpi_flow_watch(struct udpi_decode *d) {
    struct udpi_expected_endpoint src = udpi_expected_end(d, UDPI_SRC), dst = udpi_expected_end(d, UDPI_DST);
    if (src.size == 0 || d->is_quoted)
        return NULL;
    uint32_t source = hash_endpoint(src.address, src.size, src.port);
    uint32_t hash = hash_endpoint(dst.address, dst.size, source ^ dst.port) | 1;
    struct udpi_flow *flow = &d->expected->flows[hash >> HASH_SHIFT];
    if (flow->hash != hash) {
        d->expected->flows_forgotten += flow->hash != 0;
        *flow = (struct udpi_flow){.hash = hash};
    }
    return flow;
}

/* --- what follows ------------------------------------------------------------------------------------------------- */

static bool is_chosen(const struct udpi_expected *expected, uint16_t port) {
    return expected->chosen[port / 8] >> port % 8 & 1;
}

bool udpi_expected_is_chosen(const struct udpi_decode *d) {
    return is_chosen(d->expected, udpi_expected_end(d, UDPI_SRC).port) ||
           is_chosen(d->expected, udpi_expected_end(d, UDPI_DST).port);
}

void udpi_expected_choose(struct udpi_expected *expected, uint16_t port) {
    expected->is_used = true;
    expected->chosen[port / 8] |= (uint8_t)(1 << port % 8);
}

void udpi_expected_forget(struct udpi_expected *expected) {
    memset(expected->slots, 0, sizeof expected->slots);
    memset(expected->flows, 0, sizeof expected->flows);
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
