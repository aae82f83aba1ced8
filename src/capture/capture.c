/* The loop: frames in batches, and between them the clock. */
#include "capture/capture.h"

#include <stdlib.h>

#include "capture/source.h"

static const int64_t SECOND = 1000000000;
static const int64_t STALL = 100000000; /* a round that takes longer was held up by the visitor */
static const double LONGEST = 1e9; /* seconds; what is longer has no end */

struct udpi_capture *udpi_capture_open(const struct udpi_capture_options *options, struct udpi_error *error) {
    struct udpi_capture *capture = calloc(1, sizeof *capture);
    if (!capture) {
        udpi_error_set(error, UDPI_FAILED, "no memory to capture");
        return NULL;
    }
    capture->snapshot = options->snapshot > 0 ? (uint32_t)options->snapshot : UINT32_MAX;
    capture->deadline = INT64_MAX;
    capture->follows = options->follows;
    enum udpi_status status =
        options->file ? udpi_file_open(capture, options, error) : udpi_live_open(capture, options, error);
    if (status == UDPI_OK)
        return capture;
    udpi_capture_close(capture);
    return NULL;
}

void udpi_capture_close(struct udpi_capture *capture) {
    if (!capture)
        return;
    if (capture->state)
        capture->source->close(capture->state);
    free(capture->name);
    free(capture);
}

const char *udpi_capture_name(const struct udpi_capture *capture) {
    return capture->name;
}

bool udpi_capture_is_live(const struct udpi_capture *capture) {
    return capture->is_live;
}

const struct udpi_frame *udpi_capture_frame(const struct udpi_capture *capture) {
    return &capture->frame;
}

void udpi_capture_stop(struct udpi_capture *capture) {
    capture->is_stopped = 1;
}

void udpi_capture_count(struct udpi_capture *capture, struct udpi_capture_counts *counts) {
    capture->source->count(capture, counts);
}

static void look_for_loss(struct udpi_capture *capture, int64_t time) {
    struct udpi_capture_counts counts;
    capture->source->count(capture, &counts);
    uint64_t kernel = counts.dropped_kernel - capture->counts.dropped_kernel;
    uint64_t interface = counts.dropped_interface - capture->counts.dropped_interface;
    if (kernel > 0 || interface > 0)
        capture->loss_at = counts.received - counts.dropped_kernel;
    capture->loss.kernel += kernel;
    capture->loss.interface += interface;
    capture->counts = counts;
    capture->next_look = time + SECOND;
}

static void tell_loss(struct udpi_capture *capture) {
    if (capture->loss.kernel == 0 && capture->loss.interface == 0)
        return;
    capture->visitor->loss(capture->visitor->context, &capture->loss);
    capture->loss = (struct udpi_capture_loss){0};
}

static enum udpi_status run(struct udpi_capture *capture, struct udpi_error *error) {
    for (int64_t time = udpi_capture_now(), before = time;; before = time, time = udpi_capture_now()) {
        if (time >= capture->next_idle)
            udpi_capture_let_idle(capture, time);
        if (capture->is_live && (time >= capture->next_look || time - before > STALL))
            look_for_loss(capture, time);
        if (udpi_capture_is_over(capture, time))
            return UDPI_OK;
        switch (capture->source->read(capture, error)) {
        case UDPI_SOURCE_MORE:
            if (capture->frame.number >= capture->loss_at)
                tell_loss(capture);
            break;
        case UDPI_SOURCE_WAITING:
            tell_loss(capture);
            udpi_capture_wait(capture, capture->fd);
            break;
        case UDPI_SOURCE_ENDED: return UDPI_OK;
        case UDPI_SOURCE_FAILED: return error->status;
        }
    }
}

enum udpi_status udpi_capture_run(struct udpi_capture *capture, const struct udpi_capture_visitor *visitor,
                                  double duration, struct udpi_error *error) {
    int64_t start = udpi_capture_now();
    capture->visitor = visitor;
    capture->next_idle = start;
    capture->next_look = start + SECOND;
    capture->deadline = duration > 0 && duration < LONGEST ? start + (int64_t)(duration * (double)SECOND) : INT64_MAX;
    enum udpi_status status = run(capture, error);
    if (capture->is_live)
        look_for_loss(capture, start);
    tell_loss(capture);
    capture->visitor = NULL;
    return status;
}
