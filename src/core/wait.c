#include "core/wait.h"

#include <time.h>

enum { NANOSECONDS = 1000000000 };

int64_t udpi_moment_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NANOSECONDS + now.tv_nsec;
}

int64_t udpi_moment_after(int64_t moment, double seconds) {
    if (seconds >= (double)(UDPI_NEVER - moment) / NANOSECONDS)
        return UDPI_NEVER;
    return moment + (int64_t)(seconds * NANOSECONDS);
}

/* How long it is until then; NULL, which means for ever, where that is never. */
static const struct timespec *time_until(int64_t moment, struct timespec *span) {
    if (moment == UDPI_NEVER)
        return NULL;
    int64_t left = moment - udpi_moment_now();
    if (left < 0)
        left = 0;
    *span = (struct timespec){.tv_sec = left / NANOSECONDS, .tv_nsec = left % NANOSECONDS};
    return span;
}

void udpi_wait(struct pollfd *descriptors, nfds_t count, int64_t moment, const volatile sig_atomic_t *stop) {
    sigset_t blocked, before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &blocked, &before);

    struct timespec span;
    int ready = *stop ? 0 : ppoll(descriptors, count, time_until(moment, &span), &before);
    pthread_sigmask(SIG_SETMASK, &before, NULL);

    /* poll(2) leaves the results as they were where it was interrupted. */
    for (nfds_t i = 0; ready <= 0 && i < count; i++)
        descriptors[i].revents = 0;
}
