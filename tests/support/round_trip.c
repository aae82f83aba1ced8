/*
 * Takes capture files, and sends every frame the whole way round: decode, write the exact line, parse it, build it.
 * What comes out must be the bytes that went in, and the recipe that was parsed must give the same line again.
 *
 *     round_trip [--cut] FILE…        --cut: also of every frame the pieces that a shorter capture would have kept
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <udpinspect/decoder.h>

#include "capture/capture.h"
#include "craft/notation.h"
#include "craft/spec.h"

struct trip {
    struct udpi_decoder *decoder;
    struct udpi_spec *spec;
    struct udpi_recipe recipe;
    struct udpi_sink line, again;
    uint8_t built[UDPI_MAX_CRAFTED];
    unsigned long frames, exact;
    bool also_cut;
    const char *path; /* of the file being read */
};

static void close_line(struct udpi_sink *sink) {
    udpi_sink_write(sink, "", 1);
}

/* NULL where the frame came back as it was; else what went wrong. */
static const char *go_round(struct trip *trip, const struct udpi_frame *frame) {
    static struct udpi_error error;
    trip->line.used = trip->again.used = 0;
    udpi_spec_write(trip->spec, udpi_decode(trip->decoder, frame), &trip->line);
    close_line(&trip->line);
    if (udpi_notation_parse(trip->line.bytes, &trip->recipe, &error) != UDPI_OK)
        return error.text;
    uint32_t size;
    if (udpi_recipe_build(&trip->recipe, trip->built, sizeof trip->built, &size, &error) != UDPI_OK)
        return error.text;
    if (size != frame->captured || (size > 0 && memcmp(trip->built, frame->bytes, size) != 0))
        return "the bytes are others";
    udpi_notation_write(&trip->recipe, &trip->again);
    udpi_sink_puts(&trip->again, "\n");
    close_line(&trip->again);
    return strcmp(trip->line.bytes, trip->again.bytes) == 0 ? NULL : "the line is another";
}

/* Goes round with the first `captured` bytes of a frame, in a block of exactly that size. */
static void try_piece(struct trip *trip, const char *path, const struct udpi_frame *whole, uint32_t captured) {
    uint8_t *bytes = malloc(captured ? captured : 1);
    if (!bytes)
        errx(2, "out of memory");
    memcpy(bytes, whole->bytes, captured);
    struct udpi_frame frame = *whole;
    frame.bytes = bytes;
    frame.captured = captured;
    const char *problem = go_round(trip, &frame);
    trip->frames++;
    trip->exact += !problem;
    if (problem)
        printf("%s: frame %llu, %u bytes: %s\n%s", path, (unsigned long long)frame.number, captured, problem,
               trip->line.bytes);
    free(bytes);
}

static bool take_frame(void *context, const struct udpi_frame *frame) {
    struct trip *trip = context;
    for (uint32_t captured = trip->also_cut ? 0 : frame->captured; captured < frame->captured; captured++)
        try_piece(trip, trip->path, frame, captured);
    try_piece(trip, trip->path, frame, frame->captured);
    return true;
}

static bool go_on(void *context) {
    (void)context;
    return true;
}

/* A broken file has the frames before the breach. */
static void read_file(struct trip *trip, const char *path) {
    const struct udpi_capture_options options = {.file = path};
    const struct udpi_capture_visitor visitor = {.frame = take_frame, .idle = go_on, .context = trip};
    struct udpi_error error = {.status = UDPI_OK};
    trip->path = path;
    struct udpi_capture *capture = udpi_capture_open(&options, &error);
    if (!capture || udpi_capture_run(capture, &visitor, 0, &error) != UDPI_OK)
        warnx("%s", error.text);
    udpi_capture_close(capture);
}

int main(int argc, char **argv) {
    struct trip *trip = calloc(1, sizeof *trip);
    if (!trip || !udpi_recipe_open(&trip->recipe) || !udpi_sink_open(&trip->line, NULL, NULL) ||
        !udpi_sink_open(&trip->again, NULL, NULL))
        errx(2, "out of memory");
    trip->decoder = udpi_decoder_create();
    trip->spec = udpi_spec_create();
    if (!trip->decoder || !trip->spec)
        errx(2, "out of memory");
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--cut") == 0)
            trip->also_cut = true;
        else
            read_file(trip, argv[i]);
    printf("round trip: %lu of %lu frames\n", trip->exact, trip->frames);
    bool is_exact = trip->exact == trip->frames;
    udpi_decoder_free(trip->decoder);
    udpi_spec_free(trip->spec);
    udpi_recipe_close(&trip->recipe);
    udpi_sink_close(&trip->line);
    udpi_sink_close(&trip->again);
    free(trip);
    return is_exact ? 0 : 1;
}
