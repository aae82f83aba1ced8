#include "inject/schedule.h"

#include "core/wait.h"

enum {
    SECOND = 1000000000,
    LOOK_EVERY = 64, /* frames that are not waited for, between two looks at the clock */
};

/* From now on frames are due. */
static void begin(struct udpi_schedule *schedule, int64_t now) {
    schedule->start = schedule->due = schedule->now = now;
    udpi_pace_start(&schedule->pace, schedule->options.rate, now);
}

void udpi_schedule_start(struct udpi_schedule *schedule, const struct udpi_schedule_options *options) {
    int64_t now = udpi_moment_now();
    *schedule = (struct udpi_schedule){
        .options = *options,
        .end = options->duration > 0 ? udpi_moment_after(now, options->duration) : UDPI_NEVER,
        .progress_at = options->show_progress ? now + SECOND : UDPI_NEVER,
    };
    begin(schedule, now);
}

double udpi_schedule_seconds(const struct udpi_schedule *schedule) {
    return (double)(udpi_moment_now() - schedule->start) / SECOND;
}

/* --- time --------------------------------------------------------------------------------------------------------- */

static void look_at_clock(struct udpi_schedule *schedule) {
    schedule->now = udpi_moment_now();
    if (schedule->now >= schedule->progress_at) {
        schedule->options.show_progress(schedule->options.context, udpi_schedule_seconds(schedule));
        schedule->progress_at = schedule->now + SECOND;
    }
    schedule->is_over |= schedule->now >= schedule->end || *schedule->options.stop;
}

/* The moment that comes first. */
static int64_t first_of(int64_t a, int64_t b) {
    return a < b ? a : b;
}

static bool flush(struct udpi_schedule *schedule, struct udpi_error *error) {
    schedule->is_over |= udpi_injector_flush(schedule->options.injector, error) != UDPI_OK;
    return !schedule->is_over;
}

/* Gives false where it is over before that. */
static bool wait_until(struct udpi_schedule *schedule, int64_t due, struct udpi_error *error) {
    bool is_late = due <= schedule->now;
    if (!is_late || schedule->taken % LOOK_EVERY == 0)
        look_at_clock(schedule);
    if (due > schedule->now && !flush(schedule, error))
        return false;
    while (due > schedule->now && !schedule->is_over) {
        int64_t until = first_of(due, first_of(schedule->end, schedule->progress_at));
        udpi_wait(NULL, 0, until, schedule->options.stop);
        look_at_clock(schedule);
    }
    return !schedule->is_over;
}

/* A stall that is long is not made up for. */
static void forget_stall(struct udpi_schedule *schedule) {
    if (schedule->now - schedule->due > UDPI_PACE_CATCH_UP)
        schedule->due = schedule->now - UDPI_PACE_CATCH_UP;
}

static int64_t find_due(struct udpi_schedule *schedule, int64_t gap) {
    const struct udpi_schedule_options *options = &schedule->options;
    if (options->rate.per_second > 0)
        return udpi_pace_due(&schedule->pace);
    if (options->speed > 0 && gap > 0)
        schedule->due = udpi_moment_after(schedule->due, (double)gap / options->speed / SECOND);
    return schedule->due;
}

/* --- frames ------------------------------------------------------------------------------------------------------- */

bool udpi_schedule_send(struct udpi_schedule *schedule, const uint8_t *bytes, uint32_t size, int64_t gap,
                        struct udpi_error *error) {
    const struct udpi_schedule_options *options = &schedule->options;
    if (schedule->taken == 0)
        begin(schedule, udpi_moment_now());
    if (!wait_until(schedule, find_due(schedule, gap), error))
        return false;
    schedule->is_over = udpi_injector_send(options->injector, bytes, size, error) != UDPI_OK;
    udpi_pace_spend(&schedule->pace, 1, size, schedule->now);
    forget_stall(schedule);
    schedule->taken++;
    schedule->is_over |= schedule->taken == options->count;
    return !schedule->is_over;
}

bool udpi_schedule_rest(struct udpi_schedule *schedule, struct udpi_error *error) {
    look_at_clock(schedule);
    return !schedule->is_over && flush(schedule, error);
}
