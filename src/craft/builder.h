/* From a recipe to bytes, with the place of every layer. */
#ifndef UDPI_CRAFT_BUILDER_H
#define UDPI_CRAFT_BUILDER_H

#include "core/error.h"
#include "craft/recipe.h"
#include "model/build.h"

/*
 * Builds the packet into b->bytes, of which the caller has b->capacity; both are set before, the rest of *b is filled
 * in. Fails with UDPI_FAILED where the packet is larger.
 *
 * Where a leftover ends what: surplus lies behind all that is inside the nearest IP header; a trailer behind the
 * nearest IP header and behind the link headers around it. Of several, the first belongs to the innermost headers.
 */
enum udpi_status udpi_builder_run(struct udpi_build *b, const struct udpi_recipe *recipe, struct udpi_error *error);

#endif
