/* The inside of a capture: what the loop asks of a source, and what a source may call. */
#ifndef UDPI_CAPTURE_SOURCE_H
#define UDPI_CAPTURE_SOURCE_H

#include <signal.h>

#include "capture/capture.h"

enum { UDPI_CAPTURE_BATCH = 256 }; /* frames between two looks at the clock */

enum udpi_source_state {
    UDPI_SOURCE_MORE,    /* frames were handed over, or none was wanted */
    UDPI_SOURCE_WAITING, /* nothing is there yet */
    UDPI_SOURCE_ENDED,
    UDPI_SOURCE_FAILED, /* *error says why */
};

struct udpi_source {
    /* Hands over what is there, UDPI_CAPTURE_BATCH frames or so at most. */
    enum udpi_source_state (*read)(struct udpi_capture *capture, struct udpi_error *error);
    void (*count)(struct udpi_capture *capture, struct udpi_capture_counts *counts);
    void (*close)(void *state);
};

struct udpi_capture {
    const struct udpi_source *source;
    void *state; /* of the source */
    char *name;
    bool is_live;
    bool follows;      /* see struct udpi_capture_options */
    int fd;            /* to be waited for in UDPI_SOURCE_WAITING */
    uint32_t snapshot; /* longest part of a frame that is kept */
    struct udpi_frame frame;
    const struct udpi_capture_visitor *visitor; /* NULL while the source is being opened */
    int64_t deadline, next_idle, next_look;     /* CLOCK_MONOTONIC in nanoseconds */
    struct udpi_capture_counts counts;          /* at the last look for losses */
    struct udpi_capture_loss loss;              /* that is still to be told */
    uint64_t loss_at;                           /* behind the frame with this number, which was in the buffer already */
    bool is_done;                               /* the visitor has enough */
    volatile sig_atomic_t is_stopped;
};

/* Open the sources: set source, state, name, and what is the same in every frame. The caller closes the capture, also
   after a failure. */
enum udpi_status udpi_live_open(struct udpi_capture *capture, const struct udpi_capture_options *options,
                                struct udpi_error *error);
enum udpi_status udpi_file_open(struct udpi_capture *capture, const struct udpi_capture_options *options,
                                struct udpi_error *error);

/* Whether the visitor or a signal has ended the capture. */
static inline bool udpi_capture_has_enough(const struct udpi_capture *capture) {
    return capture->is_done || capture->is_stopped;
}

/* Hands capture->frame over. Gives false if no further one is wanted. */
static inline bool udpi_capture_deliver(struct udpi_capture *capture) {
    struct udpi_frame *frame = &capture->frame;
    if (frame->captured > capture->snapshot)
        frame->captured = capture->snapshot;
    if (!capture->visitor->frame(capture->visitor->context, frame))
        capture->is_done = true;
    return !udpi_capture_has_enough(capture);
}

/* CLOCK_MONOTONIC in nanoseconds. */
int64_t udpi_capture_now(void);

/* Whether the capture ends at this time, or has ended. */
bool udpi_capture_is_over(const struct udpi_capture *capture, int64_t time);

/* Calls the visitor's `idle`, and says when to do so again. */
void udpi_capture_let_idle(struct udpi_capture *capture, int64_t time);

/* Lets the visitor idle, and waits a little. Gives false if the capture is over. */
bool udpi_capture_pause(struct udpi_capture *capture);

/* Waits until `fd` can be read, or a live capture is to be looked after, and lets the visitor idle meanwhile. Gives false if the
   capture is over. */
bool udpi_capture_wait(struct udpi_capture *capture, int fd);

#endif
