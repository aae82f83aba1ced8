/* What one line or one document stands for: a packet, or all that its sweeps make of it. */
#ifndef UDPI_CRAFT_PATTERN_H
#define UDPI_CRAFT_PATTERN_H

#include "craft/recipe.h"
#include "craft/sweep.h"
#include "model/build.h"

struct udpi_pattern {
    struct udpi_recipe recipe;
    struct udpi_sweeps sweeps;
    uint64_t place;     /* of the line or document in its source, from 1 */
    int64_t time;       /* of the packet in nanoseconds since 1970; UDPI_NO_TIME where none is said */
    int32_t link_type;  /* DLT_ number; -1 where none is said */
    uint32_t missing;   /* bytes of the packet that a capture has left out behind those that are built */
    uint64_t next;      /* the index of the packet that comes next */
    uint8_t *own_bytes; /* of a packet that is always the same; NULL before it is built */
    struct udpi_build build;
};

/* NULL where memory is short. */
struct udpi_pattern *udpi_pattern_create(void);
void udpi_pattern_free(struct udpi_pattern *pattern); /* NULL is fine */

/* Empties it for the next line. */
void udpi_pattern_clear(struct udpi_pattern *pattern);

/*
 * Builds the next packet, as pattern->build: into `scratch` of UDPI_MAX_CRAFTED bytes where sweeps make each another one,
 * else once. `number` is what {n} stands for, `seed` decides what is drawn.
 */
enum udpi_status udpi_pattern_build(struct udpi_pattern *pattern, uint8_t *scratch, uint64_t number, uint64_t seed,
                                    struct udpi_error *error);

#endif
