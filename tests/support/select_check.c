/*
 * Holds the wide filter against the exact one: no frame that is shown, or waits for its datagram, may be kept out before it is
 * decoded.
 *
 *     select_check FILTER FILE…   prints each frame that is missed, and how many were shown and how many passed
 */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <udpinspect/decoder.h>

#include "capture/capture.h"
#include "select/select.h"

struct check {
    const char *path;
    struct udpi_decoder *decoder;
    struct udpi_select *select;
    struct udpi_filter *wide;
    uint64_t frames, shown, passed, missed;
};

static void count_held(void *context, const struct udpi_frame *frame, const char *output, size_t count) {
    (void)frame, (void)output, (void)count;
    ((struct check *)context)->shown++;
}

static bool check_frame(void *context, const struct udpi_frame *frame) {
    struct check *check = context;
    struct udpi_error ignored;
    struct udpi_filter_kind kind = {.link_type = frame->link_type};
    check->frames++;
    if (!udpi_filter_compile(check->wide, kind, &ignored))
        return true; /* for this link type libpcap refuses the filter */
    bool passes = udpi_filter_accepts(check->wide, frame, false);
    const struct udpi_packet *packet = udpi_decode(check->decoder, frame);
    enum udpi_verdict verdict = udpi_select_judge(check->select, packet);
    if (verdict == UDPI_UNDECIDED)
        udpi_select_hold(check->select, packet, "", 0);
    check->shown += verdict == UDPI_YES;
    check->passed += passes;
    if (verdict == UDPI_NO || passes)
        return true;
    check->missed++;
    printf("%s: frame %" PRIu64 " is missed\n", check->path, frame->number);
    return true;
}

static bool idle(void *context) {
    (void)context;
    return true;
}

static void check_file(struct check *check, const char *filter, const char *path, bool shows_all) {
    const struct udpi_held_visitor held = {count_held, check};
    const struct udpi_capture_visitor visitor = {.frame = check_frame, .idle = idle, .context = check};
    const struct udpi_capture_options options = {.file = path};
    struct udpi_error error = {0};
    check->path = path;
    check->decoder = udpi_decoder_create();
    check->select = udpi_select_create(filter, shows_all, &held);
    check->wide = udpi_filter_create(filter);
    struct udpi_capture *capture = udpi_capture_open(&options, &error);
    if (!check->decoder || !check->select || !check->wide)
        errx(EXIT_FAILURE, "no memory");
    struct udpi_filter_stand_in stand_in = udpi_select_stand_in(check->select);
    udpi_filter_replace(check->wide, &stand_in);
    if (capture) /* a broken file is read as far as it goes */
        udpi_capture_run(capture, &visitor, 0, &error);
    udpi_capture_close(capture);
    udpi_filter_free(check->wide);
    udpi_select_free(check->select);
    udpi_decoder_free(check->decoder);
}

int main(int count, char **words) {
    struct check check = {0};
    for (int i = 2; i < count; i++)
        for (int shows_all = 0; shows_all < 2; shows_all++)
            check_file(&check, words[1], words[i], shows_all);
    printf("frames %" PRIu64 ", passed %" PRIu64 ", shown %" PRIu64 ", missed %" PRIu64 "\n", check.frames,
           check.passed, check.shown, check.missed);
    return check.missed > 0;
}
