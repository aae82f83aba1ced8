/*
 * Frames through an injector, each when it is due: at a rate, or with the gaps that are given with them. Those that are late
 * leave together, so the mean holds, and none leaves before it is due.
 */
#ifndef UDPI_INJECT_SCHEDULE_H
#define UDPI_INJECT_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/pace.h"
#include "inject/injector.h"

struct udpi_schedule_options {
    struct udpi_injector *injector;
    struct udpi_rate rate;                                /* of frames, or of their bits; none (0): the gaps count */
    double speed;                                         /* gaps are divided by it; 0 for no gaps at all */
    uint64_t count;                                       /* frames that are taken; 0 for no limit */
    double duration;                                      /* seconds until the end; 0 for no limit */
    void (*show_progress)(void *context, double seconds); /* about once a second; NULL for none */
    void *context;
    const volatile sig_atomic_t *stop; /* not 0: end at once */
};

struct udpi_schedule {
    struct udpi_schedule_options options;
    struct udpi_pace pace;
    int64_t start; /* when the first frame was due */
    int64_t end;
    int64_t due;         /* when the frame before was; not with a rate */
    int64_t now;         /* at the last look at the clock */
    int64_t progress_at; /* next time */
    uint64_t taken;
    bool is_over; /* by count, duration, *stop, or because the injector failed */
};

void udpi_schedule_start(struct udpi_schedule *schedule, const struct udpi_schedule_options *options);

/*
 * Waits until the frame is due, `gap` nanoseconds after the one before it (less than 0 is 0), and sends it. Where the frames
 * before would have to wait as well, they are sent first. Gives false where no further one will be taken, this one included
 * if the time was over before it; *error is set if the injector failed.
 */
bool udpi_schedule_send(struct udpi_schedule *schedule, const uint8_t *bytes, uint32_t size, int64_t gap,
                        struct udpi_error *error);

/* To be called while there is no frame: sends what waits. Gives false as above. */
bool udpi_schedule_rest(struct udpi_schedule *schedule, struct udpi_error *error);

/* Seconds from the first frame to now. */
double udpi_schedule_seconds(const struct udpi_schedule *schedule);

#endif
