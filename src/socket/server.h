/* What echo and sink have in common: a socket, what comes in, faults on the way, and when it is over. */
#ifndef UDPI_SOCKET_SERVER_H
#define UDPI_SOCKET_SERVER_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/sink.h"
#include "socket/datagram.h"
#include "socket/faults.h"
#include "socket/listen.h"

struct udpi_server_options {
    struct udpi_listen_options listen;
    struct udpi_fault_options faults;
    uint64_t count;                    /* ends after so many datagrams; 0 for no end */
    double duration;                   /* ends after so many seconds; 0 for no end */
    void (*say)(const char *line);     /* where it listens, without a newline; NULL: to `output` */
    struct udpi_sink *output;          /* flushed when no datagram is waiting */
    const volatile sig_atomic_t *stop; /* not 0: end soon. Set by the handlers of SIGINT and SIGTERM */
};

struct udpi_server_counts {
    uint64_t received, bytes;
    uint64_t overrun;                /* lost at the socket: see udpi_socket_dropped */
    int64_t first_time, last_time;   /* of arrivals, nanoseconds since 1970 */
    struct udpi_fault_counts faults; /* of what was received and let in */
};

/* A server is what it does with datagrams. All get the `context`; those that are optional may be NULL. */
struct udpi_server_visitor {
    /* Optional: it listens there now. */
    void (*open)(void *context, const struct udpi_listener *listener);
    /* One came in. False: nothing more is to happen to it. */
    bool (*arrive)(void *context, const struct udpi_datagram *datagram);
    /* Optional: its faults were decided: a sum of enum udpi_fault, not 0. */
    void (*strike)(void *context, const struct udpi_datagram *datagram, unsigned faults);
    /* It went through the faults, at once or later, in so many copies. It stays until `settle`. */
    void (*pass)(void *context, const struct udpi_datagram *datagram, unsigned copies);
    /* Optional: a batch was passed. */
    void (*settle)(void *context);
    /* Optional: the moment at which it is over as things stand; UDPI_NEVER where that is open. */
    int64_t (*end)(void *context);
    void *context;
};

/*
 * Serves until told to stop, after `count` datagrams, `duration`, or at the visitor's end, or when the reader of the
 * output is gone: UDPI_OK. What had come by then is still taken; what waits goes on, after `count` in its time, else at
 * once. Errors are those of udpi_listener_open, and UDPI_FAILED where memory is short or the socket fails. *counts is
 * always valid.
 */
enum udpi_status udpi_server_run(const struct udpi_server_options *options, const struct udpi_server_visitor *visitor,
                                 struct udpi_server_counts *counts, struct udpi_error *error);

#endif
