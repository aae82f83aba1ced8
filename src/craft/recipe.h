/*
 * A packet that is yet to be built: layers, each with the fields that were given. Parsed from the notation, or taken
 * from a decoded packet.
 */
#ifndef UDPI_CRAFT_RECIPE_H
#define UDPI_CRAFT_RECIPE_H

#include <stdbool.h>

#include <udpinspect/packet.h>

#include "core/error.h"
#include "core/sink.h"
#include "model/build.h"

/* One given field: a number, or bytes (see udpi_field_holds_bytes). */
struct udpi_ingredient {
    uint64_t number;
    uint32_t bytes_at; /* place and size in recipe->bytes */
    uint32_t bytes_count;
    uint8_t field; /* index into protocol->fields */
};

enum { UDPI_MAX_INGREDIENTS = UDPI_MAX_GIVEN };

struct udpi_recipe_layer {
    const struct udpi_protocol *protocol;
    uint8_t count;
    struct udpi_ingredient ingredients[UDPI_MAX_INGREDIENTS]; /* in the order of the fields, none twice */
};

struct udpi_recipe {
    unsigned count;
    struct udpi_recipe_layer layers[UDPI_MAX_LAYERS];
    struct udpi_sink bytes; /* what ingredients refer to */
};

/* Makes an empty recipe; false where memory is short. To be closed in either case. */
bool udpi_recipe_open(struct udpi_recipe *recipe);
void udpi_recipe_close(struct udpi_recipe *recipe);
void udpi_recipe_clear(struct udpi_recipe *recipe);

/* Adds a layer behind the others; NULL where there are UDPI_MAX_LAYERS. */
struct udpi_recipe_layer *udpi_recipe_add_layer(struct udpi_recipe *recipe, const struct udpi_protocol *protocol);

/* The place of a field that is not given yet and whose index is below UDPI_MAX_INGREDIENTS, to be filled in at once. */
struct udpi_ingredient *udpi_recipe_give(struct udpi_recipe_layer *layer, unsigned field);

/* Gives a field these bytes, which are copied. */
void udpi_recipe_give_bytes(struct udpi_recipe *recipe, struct udpi_recipe_layer *layer, unsigned field,
                            const uint8_t *bytes, size_t count);

/* What was given for the field, or NULL. */
const struct udpi_ingredient *udpi_recipe_find(const struct udpi_recipe_layer *layer, unsigned field);

/* The bytes of an ingredient, valid until the recipe changes. */
static inline const uint8_t *udpi_recipe_bytes(const struct udpi_recipe *recipe,
                                               const struct udpi_ingredient *ingredient) {
    return (const uint8_t *)recipe->bytes.bytes + ingredient->bytes_at;
}

/* Whether the field is given as bytes; all other types as a number. */
bool udpi_field_holds_bytes(const struct udpi_field *field);

/* Whether the field can be put into a packet by itself: it has a fixed place, or is appended behind the header. */
bool udpi_field_is_built(const struct udpi_field *field);

/* The field of the protocol that is flagged with `flag` (UDPI_SRC, UDPI_DST): its index, or -1. */
int udpi_field_flagged(const struct udpi_protocol *protocol, unsigned flag);

/* The field that holds the bytes of a layer which is nothing else (is_data): its index. */
unsigned udpi_field_content(const struct udpi_protocol *protocol);

enum { UDPI_MAX_CRAFTED = UDPI_LONGEST_FRAME };

/*
 * Builds the packet: writes at most `capacity` bytes to `bytes`, gives their number in *size. Fails where there
 * are more.
 */
enum udpi_status udpi_recipe_build(const struct udpi_recipe *recipe, uint8_t *bytes, uint32_t capacity, uint32_t *size,
                                   struct udpi_error *error);

/* The libpcap link type that fits the first layer, RAW for a bare IP header; `otherwise` where none does. */
uint16_t udpi_recipe_link_type(const struct udpi_recipe *recipe, uint16_t otherwise);

#endif
