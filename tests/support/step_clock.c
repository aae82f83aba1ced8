/*
 * A wall clock that is set again and again, for LD_PRELOAD: each look at CLOCK_REALTIME is STEP_CLOCK seconds behind the
 * look before, which may be negative. CLOCK_MONOTONIC, which nobody can set, goes on.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* A preloaded library has no other place for what it knows than variables. */
static atomic_long looks;

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = (int)syscall(SYS_clock_gettime, clock, time);
    const char *step = getenv("STEP_CLOCK");
    if (clock == CLOCK_REALTIME && step)
        time->tv_sec += strtol(step, NULL, 10) * (atomic_fetch_add(&looks, 1) + 1);
    return result;
}
