#include "model/build.h"

#include <string.h>

#include "model/numbers.h"

static const struct udpi_field *find_field(struct udpi_build *b, unsigned field) {
    return &udpi_build_layer(b)->protocol->fields[field];
}

/* The bytes of a number in the current layer; NULL where it has no fixed place and is not there. */
static uint8_t *find_appended(struct udpi_build *b, unsigned field) {
    bool is_there = udpi_build_layer(b)->appended >> field & 1;
    return is_there ? udpi_build_header(b) + udpi_build_place(b, field) : NULL;
}

uint64_t udpi_build_number(struct udpi_build *b, unsigned field) {
    const struct udpi_field *descriptor = find_field(b, field);
    if (descriptor->bits > 0)
        return udpi_field_load(descriptor, udpi_build_header(b));
    const uint8_t *at = find_appended(b, field);
    return at ? udpi_width_load(descriptor, at) : 0;
}

bool udpi_build_given(struct udpi_build *b, unsigned field) {
    return udpi_build_layer(b)->given >> field & 1;
}

bool udpi_build_has(struct udpi_build *b, unsigned field) {
    return find_field(b, field)->bits > 0 || udpi_build_layer(b)->appended >> field & 1;
}

uint32_t udpi_build_place(struct udpi_build *b, unsigned field) {
    const struct udpi_build_layer *layer = udpi_build_layer(b);
    if (find_field(b, field)->bits > 0)
        return find_field(b, field)->byte;
    uint32_t place = layer->protocol->header_size;
    for (uint64_t left = layer->appended & ((UINT64_C(1) << field) - 1); left; left &= left - 1)
        place += layer->sizes[__builtin_ctzll(left)];
    return place;
}

void udpi_build_add(struct udpi_build *b, unsigned field) {
    struct udpi_build_layer *layer = udpi_build_layer(b);
    const struct udpi_field *descriptor = find_field(b, field);
    if (udpi_build_has(b, field))
        return;
    if (descriptor->width > b->capacity - b->size) {
        b->is_full = true;
        return;
    }
    uint8_t *at = udpi_build_header(b) + udpi_build_place(b, field);
    memmove(at + descriptor->width, at, (size_t)(b->bytes + b->size - at));
    udpi_width_store(descriptor, at, descriptor->initial);
    b->size += descriptor->width;
    layer->header_size += descriptor->width;
    layer->sizes[field] = descriptor->width;
    layer->appended |= UINT64_C(1) << field;
}

void udpi_build_fill(struct udpi_build *b, unsigned field, uint64_t number) {
    const struct udpi_field *descriptor = find_field(b, field);
    unsigned bits = udpi_field_bits(descriptor);
    uint64_t limit = bits >= 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
    if (descriptor->unit)
        limit *= descriptor->unit;
    if (udpi_build_given(b, field) || !udpi_build_has(b, field))
        return;
    if (number > limit)
        number = limit;
    if (descriptor->bits > 0)
        udpi_field_store(descriptor, udpi_build_header(b), number);
    else
        udpi_width_store(descriptor, find_appended(b, field), number);
}

static uint16_t find_key(const struct udpi_build_layer *layer, enum udpi_space space, uint16_t otherwise) {
    const struct udpi_protocol *protocol = layer->protocol;
    for (unsigned i = layer->first_binding; i < protocol->binding_count; i++)
        if (protocol->bindings[i].space == space)
            return protocol->bindings[i].key;
    return otherwise;
}

uint16_t udpi_build_next_key(struct udpi_build *b, enum udpi_space space, uint16_t otherwise) {
    if (b->current + 1 >= b->count)
        return otherwise;
    return find_key(&b->layers[b->current + 1], space, otherwise);
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
