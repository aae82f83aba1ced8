/* Signals: Ctrl-C ends a program cleanly, SIGUSR1 asks for the statistics. */
#ifndef UDPI_CLI_SIGNALS_H
#define UDPI_CLI_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/*
 * From now on the first SIGINT or SIGTERM sets *udpi_signals_stop() and calls `stop` (which must be async-signal-safe,
 * or NULL); the second one kills. SIGUSR1 is remembered.
 */
void udpi_signals_catch(void (*stop)(void *context), void *context);

/* `stop` is not called any more: to be called before its context goes away. */
void udpi_signals_release(void);

const volatile sig_atomic_t *udpi_signals_stop(void);

/* Ends the line in which a terminal has shown "^C", so that totals begin on one of their own. */
void udpi_signals_end_line(void);

/* Whether SIGUSR1 has come since this was called last. */
bool udpi_signals_take_request(void);

#endif
