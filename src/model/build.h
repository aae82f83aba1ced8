/*
 * What a protocol's encode and seal functions may call.
 *
 * The builder writes the layers of a packet outermost first: the fixed header from the fields that were given and the
 * descriptors' initial values, behind it the fields without a fixed place (lists, bytes, numbers with a width) as given, in
 * the order of the descriptors; then it calls encode, which may ask for more of these numbers with udpi_build_add.
 * When all layers stand it calls seal, innermost first: lengths, next-protocol numbers and checksums go in there. A field
 * that was given is never changed.
 */
#ifndef UDPI_MODEL_BUILD_H
#define UDPI_MODEL_BUILD_H

#include <udpinspect/protocol.h>

#include "model/decode.h"

enum { UDPI_MAX_GIVEN = 64 }; /* fields with a higher index cannot be given */

struct udpi_build_layer {
    const struct udpi_protocol *protocol;
    uint64_t given;                  /* bit n: field n was given */
    uint64_t appended;               /* bit n: field n has no fixed place, and is there */
    uint32_t offset;                 /* of the header */
    uint32_t header_size;            /* with its variable part */
    uint32_t end;                    /* behind the last byte that belongs to this layer's content */
    uint64_t spread;                 /* the number that was given for the field flagged with UDPI_SPREAD */
    uint8_t first_binding;           /* the first of its bindings that may announce it; encode may raise it */
    struct udpi_addresses addresses; /* in force for this layer */
    uint32_t sizes[UDPI_MAX_GIVEN];  /* bytes of the fields that are appended; what stands at others is not set */
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
    uint8_t *at = header + field->byte;
    number = field->unit ? number / field->unit : number;
    if (field->bits < 8 * field->bytes) {
        uint64_t mask = ((UINT64_C(1) << field->bits) - 1) << field->shift;
        uint64_t old = udpi_load_be(at, field->bytes);
        if (field->flags & UDPI_LITTLE)
            old = udpi_reverse(old, field->bytes);
        number = (old & ~mask) | (number << field->shift & mask);
    }
    udpi_store_be(at, field->bytes, field->flags & UDPI_LITTLE ? udpi_reverse(number, field->bytes) : number);
}

/* The same for a number without a fixed place: its bytes are at `at`. */
static inline void udpi_width_store(const struct udpi_field *field, uint8_t *at, uint64_t number) {
    number = field->unit ? number / field->unit : number;
    udpi_store_be(at, field->width, field->flags & UDPI_LITTLE ? udpi_reverse(number, field->width) : number);
}

/* The number in the bytes of a field without a fixed place. */
static inline uint64_t udpi_width_load(const struct udpi_field *field, const uint8_t *at) {
    uint64_t number = field->flags & UDPI_LITTLE ? udpi_load_le(at, field->width) : udpi_load_be(at, field->width);
    return field->unit ? number * field->unit : number;
}

/* The number that stands in a field of the current layer (at most 64 bits); 0 where it has no fixed place and is not there. */
uint64_t udpi_build_number(struct udpi_build *b, unsigned field);

/* Whether the field was given. */
bool udpi_build_given(struct udpi_build *b, unsigned field);

/* Whether the field is in the packet: it has a fixed place, was given, or was added. */
bool udpi_build_has(struct udpi_build *b, unsigned field);

/* Where the field begins, or would begin if it was added: bytes from the start of the header. */
uint32_t udpi_build_place(struct udpi_build *b, unsigned field);

/*
 * Puts a number without a fixed place into the header, with its initial value, behind the fields before it. Does nothing
 * where it is there already. In encode only, and before udpi_build_set_addresses.
 */
void udpi_build_add(struct udpi_build *b, unsigned field);

/*
 * Writes a number (at most 64 bits) unless it was given; the largest that the field holds where `number` is larger. A field
 * without a fixed place that is not there is passed over.
 */
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
