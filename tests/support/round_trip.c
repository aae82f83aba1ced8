/*
 * Takes capture files, and sends every frame the whole way round (round.h).
 *
 *     round_trip [--cut] FILE…        --cut: also of every frame the pieces that a shorter capture would have kept
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <udpinspect/decoder.h>

#include "capture/capture.h"
#include "round.h"

struct trip {
    struct udpi_decoder *decoder;
    struct round *round;
    unsigned long frames, exact;
    bool also_cut;
    const char *path; /* of the file being read */
};

/* Goes round with the first `captured` bytes of a frame, in a block of exactly that size. */
static void try_piece(struct trip *trip, const char *path, const struct udpi_frame *whole, uint32_t captured) {
    uint8_t *bytes = malloc(captured ? captured : 1);
    if (!bytes)
        errx(2, "out of memory");
    memcpy(bytes, whole->bytes, captured);
    struct udpi_frame frame = *whole;
    frame.bytes = bytes;
    frame.captured = captured;
    const char *problem = round_go(trip->round, udpi_decode(trip->decoder, &frame));
    trip->frames++;
    trip->exact += !problem;
    if (problem)
        printf("%s: frame %llu, %u bytes: %s\n%s", path, (unsigned long long)frame.number, captured, problem,
               round_line(trip->round));
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
    struct trip trip = {.decoder = udpi_decoder_create(), .round = round_create()};
    if (!trip.decoder || !trip.round)
        errx(2, "out of memory");
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--cut") == 0)
            trip.also_cut = true;
        else
            read_file(&trip, argv[i]);
    printf("round trip: %lu of %lu frames\n", trip.exact, trip.frames);
    udpi_decoder_free(trip.decoder);
    round_free(trip.round);
    return trip.exact == trip.frames ? 0 : 1;
}
