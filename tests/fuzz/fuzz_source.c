#include "fuzz_source.h"

#include "fuzz.h"
#include "fuzz_output.h"

enum { MOST_PATTERNS = 8 };

static void build(struct udpi_pattern *pattern) {
    static uint8_t packet[UDPI_MAX_CRAFTED];
    struct udpi_error error = {.status = UDPI_OK};
    if (udpi_pattern_build(pattern, packet, 1, 1, &error) != UDPI_OK)
        fuzz_check_error(&error);
}

void fuzz_source(const struct udpi_source *source) {
    struct udpi_pattern *pattern = udpi_pattern_create();
    struct udpi_error error = {.status = UDPI_OK};
    bool is_there = true;
    if (!pattern)
        fuzz_breach("no memory", NULL);
    for (unsigned i = 0; i < MOST_PATTERNS && is_there && error.status == UDPI_OK; i++) {
        udpi_pattern_clear(pattern);
        if (source->next(source->context, pattern, &is_there, &error) != UDPI_OK)
            fuzz_check_error(&error);
        else if (is_there)
            build(pattern);
    }
    udpi_pattern_free(pattern);
}
