#include "round.h"

#include <stdlib.h>
#include <string.h>

#include "craft/notation.h"
#include "craft/spec.h"

struct round {
    struct udpi_spec *spec;
    struct udpi_recipe recipe;
    struct udpi_sink line, again;
    struct udpi_error error;
    uint8_t built[UDPI_MAX_CRAFTED];
};

struct round *round_create(void) {
    struct round *round = calloc(1, sizeof *round);
    if (!round)
        return NULL;
    round->spec = udpi_spec_create();
    if (round->spec && udpi_recipe_open(&round->recipe) && udpi_sink_open(&round->line, NULL, NULL) &&
        udpi_sink_open(&round->again, NULL, NULL))
        return round;
    round_free(round);
    return NULL;
}

void round_free(struct round *round) {
    if (!round)
        return;
    udpi_spec_free(round->spec);
    udpi_recipe_close(&round->recipe);
    udpi_sink_close(&round->line);
    udpi_sink_close(&round->again);
    free(round);
}

static void close_line(struct udpi_sink *sink) {
    udpi_sink_write(sink, "", 1);
}

const char *round_go(struct round *round, const struct udpi_packet *packet) {
    const struct udpi_frame *frame = &packet->frame;
    uint32_t size;
    round->line.used = round->again.used = 0;
    udpi_spec_write(round->spec, packet, &round->line);
    close_line(&round->line);
    if (udpi_notation_parse(round->line.bytes, &round->recipe, &round->error) != UDPI_OK ||
        udpi_recipe_build(&round->recipe, round->built, sizeof round->built, &size, &round->error) != UDPI_OK)
        return round->error.text;
    if (size != frame->captured || (size > 0 && memcmp(round->built, frame->bytes, size) != 0))
        return "the bytes are others";
    udpi_notation_write(&round->recipe, &round->again);
    udpi_sink_puts(&round->again, "\n");
    close_line(&round->again);
    return strcmp(round->line.bytes, round->again.bytes) == 0 ? NULL : "the line is another";
}

const char *round_line(const struct round *round) {
    return round->line.bytes;
}
