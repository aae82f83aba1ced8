#include "model/build.h"

#include "model/numbers.h"

static const struct udpi_field *find_field(struct udpi_build *b, unsigned field) {
    return &udpi_build_layer(b)->protocol->fields[field];
}

uint64_t udpi_build_number(struct udpi_build *b, unsigned field) {
    return udpi_field_load(find_field(b, field), udpi_build_header(b));
}

bool udpi_build_given(struct udpi_build *b, unsigned field) {
    return udpi_build_layer(b)->given >> field & 1;
}

void udpi_build_fill(struct udpi_build *b, unsigned field, uint64_t number) {
    const struct udpi_field *descriptor = find_field(b, field);
    uint64_t limit = descriptor->bits >= 64 ? UINT64_MAX : (UINT64_C(1) << descriptor->bits) - 1;
    if (descriptor->unit)
        limit *= descriptor->unit;
    if (!udpi_build_given(b, field))
        udpi_field_store(descriptor, udpi_build_header(b), number < limit ? number : limit);
}

static uint16_t find_key(const struct udpi_protocol *protocol, enum udpi_space space, uint16_t otherwise) {
    for (unsigned i = 0; i < protocol->binding_count; i++)
        if (protocol->bindings[i].space == space)
            return protocol->bindings[i].key;
    return otherwise;
}

uint16_t udpi_build_next_key(struct udpi_build *b, enum udpi_space space, uint16_t otherwise) {
    if (b->current + 1 >= b->count)
        return otherwise;
    return find_key(b->layers[b->current + 1].protocol, space, otherwise);
}

uint16_t udpi_build_next_linux(struct udpi_build *b) {
    if (udpi_build_next_key(b, UDPI_INTERNAL, 0) == UDPI_AS_LLC)
        return UDPI_LINUX_802_2;
    return udpi_build_next_key(b, UDPI_ETHERTYPE, UDPI_ETHERTYPE_EXPERIMENTAL);
}

void udpi_build_pad(struct udpi_build *b, unsigned unit) {
    struct udpi_build_layer *layer = udpi_build_layer(b);
    for (; layer->header_size % unit != 0 && !b->is_full; layer->header_size++) {
        b->is_full = b->size == b->capacity;
        if (!b->is_full)
            b->bytes[b->size++] = 0;
    }
}

void udpi_build_set_addresses(struct udpi_build *b, const uint8_t *src, const uint8_t *dst, uint8_t size) {
    b->addresses = (struct udpi_addresses){.src = src, .dst = dst, .size = size, .layer = b->current};
}
