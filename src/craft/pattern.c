#include "craft/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "craft/builder.h"

struct udpi_pattern *udpi_pattern_create(void) {
    /* Not cleared: most of it is never touched, and takes no memory then. */
    struct udpi_pattern *pattern = malloc(sizeof *pattern);
    if (!pattern || !udpi_recipe_open(&pattern->recipe)) {
        free(pattern);
        return NULL;
    }
    pattern->own_bytes = NULL;
    udpi_pattern_clear(pattern);
    return pattern;
}

void udpi_pattern_free(struct udpi_pattern *pattern) {
    if (!pattern)
        return;
    udpi_recipe_close(&pattern->recipe);
    free(pattern->own_bytes);
    free(pattern);
}

void udpi_pattern_clear(struct udpi_pattern *pattern) {
    udpi_recipe_clear(&pattern->recipe);
    udpi_sweeps_clear(&pattern->sweeps);
    pattern->place = 0;
    pattern->time = UDPI_NO_TIME;
    pattern->link_type = -1;
    pattern->missing = 0;
    pattern->next = 0;
    free(pattern->own_bytes);
    pattern->own_bytes = NULL;
}

static enum udpi_status fail_for_memory(struct udpi_error *error) {
    return udpi_error_set(error, UDPI_FAILED, "no memory for a packet");
}

static enum udpi_status build(struct udpi_pattern *pattern, uint8_t *scratch, struct udpi_error *error) {
    pattern->build.bytes = scratch;
    pattern->build.capacity = UDPI_MAX_CRAFTED;
    return udpi_builder_run(&pattern->build, &pattern->recipe, error);
}

static enum udpi_status build_once(struct udpi_pattern *pattern, uint8_t *scratch, struct udpi_error *error) {
    if (pattern->own_bytes || build(pattern, scratch, error) != UDPI_OK)
        return pattern->own_bytes ? UDPI_OK : error->status;
    uint32_t size = pattern->build.size;
    pattern->own_bytes = malloc(size ? size : 1);
    if (!pattern->own_bytes)
        return fail_for_memory(error);
    memcpy(pattern->own_bytes, scratch, size);
    pattern->build.bytes = pattern->own_bytes;
    return UDPI_OK;
}

enum udpi_status udpi_pattern_build(struct udpi_pattern *pattern, uint8_t *scratch, uint64_t number, uint64_t seed,
                                    struct udpi_error *error) {
    uint64_t index = pattern->next++;
    bool is_swept = pattern->sweeps.count > 0;
    if (is_swept)
        udpi_sweeps_set(&pattern->sweeps, &pattern->recipe, index, number, seed + (pattern->place << 32));
    if (pattern->recipe.bytes.error != 0)
        return fail_for_memory(error);
    return is_swept ? build(pattern, scratch, error) : build_once(pattern, scratch, error);
}
