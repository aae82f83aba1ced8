/* Time, and sleeping until a descriptor has something to say, a moment has come, or the user wants to stop. */
#ifndef UDPI_CORE_WAIT_H
#define UDPI_CORE_WAIT_H

#include <poll.h>
#include <signal.h>
#include <stdint.h>

#define UDPI_NEVER INT64_MAX

/* Nanoseconds of a clock that nobody sets: CLOCK_MONOTONIC. */
int64_t udpi_moment_now(void);

/* `seconds` (0 and more) after `moment`; UDPI_NEVER where that is out of range. */
int64_t udpi_moment_after(int64_t moment, double seconds);

/*
 * Sleeps until one of `count` descriptors is ready (poll(2); their `revents` are filled in), until `moment`, or until a
 * signal handler has set *stop. SIGINT and SIGTERM are blocked from the look at *stop to the sleep, which lets them in:
 * none is missed in between.
 */
void udpi_wait(struct pollfd *descriptors, nfds_t count, int64_t moment, const volatile sig_atomic_t *stop);

#endif
