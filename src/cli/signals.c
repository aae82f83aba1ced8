#include "cli/signals.h"

#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

/* A handler has no other way to its context than a variable of the program. */
static void (*_Atomic call_stop)(void *context);
static void *_Atomic stop_context;
static volatile sig_atomic_t is_stopped;
static volatile sig_atomic_t is_requested;

static void handle_stop(int number) {
    (void)number;
    is_stopped = 1;
    void (*stop)(void *context) = call_stop;
    if (stop)
        stop(stop_context);
}

static void handle_request(int number) {
    (void)number;
    is_requested = 1;
}

static void install(int number, void (*handler)(int number), int flags) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void udpi_signals_catch(void (*stop)(void *context), void *context) {
    stop_context = context;
    call_stop = stop;
    install(SIGINT, handle_stop, (int)SA_RESETHAND);
    install(SIGTERM, handle_stop, (int)SA_RESETHAND);
    install(SIGUSR1, handle_request, SA_RESTART);
}

void udpi_signals_release(void) {
    call_stop = (void (*)(void *))NULL;
}

const volatile sig_atomic_t *udpi_signals_stop(void) {
    return &is_stopped;
}

void udpi_signals_end_line(void) {
    if (is_stopped && isatty(STDERR_FILENO))
        fputc('\n', stderr);
}

bool udpi_signals_take_request(void) {
    if (!is_requested)
        return false;
    is_requested = 0;
    return true;
}
