/* The loop: frames in batches, and between them the clock. */
#include "capture/capture.h"

#include <poll.h>
#include <stdlib.h>
#include <time.h>

#include "capture/source.h"

static const int64_t SECOND = 1000000000, MILLISECOND = 1000000;
static const int64_t IDLE_AFTER = 100 * MILLISECOND;
static const double LONGEST = 1e9; /* seconds; what is longer has no end */

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

struct udpi_capture *udpi_capture_open(const struct udpi_capture_options *options, struct udpi_error *error) {
    struct udpi_capture *capture = calloc(1, sizeof *capture);
    if (!capture) {
        udpi_error_set(error, UDPI_FAILED, "no memory to capture");
        return NULL;
    }
    capture->snapshot = options->snapshot > 0 ? (uint32_t)options->snapshot : UINT32_MAX;
    capture->deadline = INT64_MAX;
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

void udpi_capture_stop(struct udpi_capture *capture) {
    capture->is_stopped = 1;
}

void udpi_capture_count(struct udpi_capture *capture, struct udpi_capture_counts *counts) {
    capture->source->count(capture, counts);
}

static bool is_over(const struct udpi_capture *capture, int64_t time) {
    return udpi_capture_has_enough(capture) || time >= capture->deadline;
}

static void let_idle(struct udpi_capture *capture, int64_t time) {
    if (capture->visitor && !capture->visitor->idle(capture->visitor->context))
        capture->is_done = true;
    capture->next_idle = time + IDLE_AFTER;
}

bool udpi_capture_wait(struct udpi_capture *capture, int fd) {
    struct pollfd waited = {.fd = fd, .events = POLLIN};
    if (poll(&waited, 1, 0) > 0)
        return !is_over(capture, now());
    for (int64_t time = now(); !is_over(capture, time); time = now()) {
        let_idle(capture, time);
        int64_t until = capture->next_idle < capture->deadline ? capture->next_idle : capture->deadline;
        if (!capture->is_done && poll(&waited, 1, (int)((until - time + MILLISECOND - 1) / MILLISECOND)) > 0)
            return true;
    }
    return false;
}

static enum udpi_status run(struct udpi_capture *capture, struct udpi_error *error) {
    for (;;) {
        int64_t time = now();
        if (time >= capture->next_idle)
            let_idle(capture, time);
        if (is_over(capture, time))
            return UDPI_OK;
        switch (capture->source->read(capture, error)) {
        case UDPI_SOURCE_MORE: break;
        case UDPI_SOURCE_WAITING: udpi_capture_wait(capture, capture->fd); break;
        case UDPI_SOURCE_ENDED: return UDPI_OK;
        case UDPI_SOURCE_FAILED: return error->status;
        }
    }
}

enum udpi_status udpi_capture_run(struct udpi_capture *capture, const struct udpi_capture_visitor *visitor,
                                  double duration, struct udpi_error *error) {
    int64_t start = now();
    capture->visitor = visitor;
    capture->next_idle = start + IDLE_AFTER;
    capture->deadline = duration > 0 && duration < LONGEST ? start + (int64_t)(duration * (double)SECOND) : INT64_MAX;
    enum udpi_status status = run(capture, error);
    capture->visitor = NULL;
    return status;
}
