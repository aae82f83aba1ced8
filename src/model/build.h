/*
 * What a protocol's encode and seal functions may call.
 *
 * The builder writes the layers of a packet outermost first: the fixed header from the fields that were given and the
 * descriptors' initial values, behind it the fields without a fixed place (lists, bytes) as given; then it calls encode.
 * When all layers stand it calls seal, innermost first: lengths, next-protocol numbers and checksums go in there. A field
 * that was given is never changed.
 */
#ifndef UDPI_MODEL_BUILD_H
#define UDPI_MODEL_BUILD_H

#include <udpinspect/protocol.h>

#include "model/decode.h"

struct udpi_build_layer {
    const struct udpi_protocol *protocol;
    uint64_t given;                  /* bit n: field n was given; a protocol has at most 64 fields that can be given */
    uint32_t offset;                 /* of the header */
    uint32_t header_size;            /* with its variable part */
    uint32_t end;                    /* behind the last byte that belongs to this layer's content */
    struct udpi_addresses addresses; /* in force for this layer */
};

struct udpi_build {
    uint8_t *bytes;
    uint32_t size, capacity;
    uint8_t count;
    uint8_t current; /* the layer being encoded or sealed */
    bool is_full;    /* a write beyond capacity was refused */
    struct udpi_addresses addresses;
    struct udpi_build_layer layers[UDPI_MAX_LAYERS];
};

static inline struct udpi_build_layer *udpi_build_layer(struct udpi_build *b) {
    return &b->layers[b->current];
}

static inline uint8_t *udpi_build_header(struct udpi_build *b) {
    return b->bytes + udpi_build_layer(b)->offset;
}

/* Bytes of the layer with all that it holds, without what lies behind it (surplus, trailer). */
static inline uint32_t udpi_build_size(struct udpi_build *b) {
    return udpi_build_layer(b)->end - udpi_build_layer(b)->offset;
}

/* Writes `number` into the fixed field's bits (at most 64) and leaves the bits beside them. */
static inline void udpi_field_store(const struct udpi_field *field, uint8_t *header, uint64_t number) {
    uint64_t mask = field->bits >= 64 ? UINT64_MAX : ((UINT64_C(1) << field->bits) - 1) << field->shift;
    uint64_t old = udpi_load_be(header + field->byte, field->bytes);
    number = (field->unit ? number / field->unit : number) << field->shift;
    udpi_store_be(header + field->byte, field->bytes, (old & ~mask) | (number & mask));
}

/* The number that stands in a fixed field of the current layer (at most 64 bits). */
uint64_t udpi_build_number(struct udpi_build *b, unsigned field);

/* Whether the field was given. */
bool udpi_build_given(struct udpi_build *b, unsigned field);

/* Writes a fixed field (at most 64 bits) unless it was given; the largest number it holds where `number` is larger. */
void udpi_build_fill(struct udpi_build *b, unsigned field, uint64_t number);

/* The key by which the following layer is known in `space`, or `otherwise`. */
uint16_t udpi_build_next_key(struct udpi_build *b, enum udpi_space space, uint16_t otherwise);

/* The same for the field that Linux has in place of an ethertype. */
uint16_t udpi_build_next_linux(struct udpi_build *b);

/* Appends zeros until the current header's size is a multiple of `unit`. In encode only. */
void udpi_build_pad(struct udpi_build *b, unsigned unit);

/* Says which addresses checksums further in cover; places within b->bytes. In encode only. */
void udpi_build_set_addresses(struct udpi_build *b, const uint8_t *src, const uint8_t *dst, uint8_t size);

#endif
