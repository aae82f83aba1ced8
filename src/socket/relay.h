/*
 * Stands between clients and a server, and passes datagrams both ways, with faults: what comes in at the listening
 * socket goes on to the destination from a socket of its own for each client, so that answers find back.
 */
#ifndef UDPI_SOCKET_RELAY_H
#define UDPI_SOCKET_RELAY_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "socket/faults.h"
#include "socket/listen.h"

/* The two ways through it: from clients to the destination, and back. */
enum udpi_relay_way { UDPI_RELAY_THERE, UDPI_RELAY_BACK, UDPI_RELAY_WAYS };

struct udpi_relay_way_counts {
    struct udpi_fault_counts faults; /* in, out, and what was done on purpose */
    uint64_t overrun;                /* lost at the relay's own sockets, because it did not keep up */
    uint64_t unsent;                 /* of those that went out by `faults`: the kernel refused them */
};

struct udpi_relay_counts {
    struct udpi_relay_way_counts ways[UDPI_RELAY_WAYS];
    uint64_t clients; /* all that there were */
    uint64_t evicted; /* of those, had to go because there were too many */
    uint64_t refused; /* ICMP errors about what went to the destination */
};

struct udpi_relay_options {
    struct udpi_listen_options listen;
    const char *destination; /* "HOST:PORT" */
    struct udpi_fault_options faults[UDPI_RELAY_WAYS];
    uint64_t count;  /* ends when so many have come from clients, and the last had time for its answer; 0: no end */
    double duration; /* ends after so many seconds; 0: no end */
    void (*say)(const char *line); /* what happens, without a newline */
    bool (*is_asked)(void);        /* whether the counts so far are wanted now; asked at least once a second */
    void (*report)(const struct udpi_relay_counts *counts); /* these are they */
    const volatile sig_atomic_t *stop;                      /* not 0: end soon */
};

/*
 * Relays until told to stop, after `duration` or `count`: UDPI_OK. What clients had sent by then is still passed on;
 * what waits goes on at once, after `count` in its time. Refusals by the destination are counted and told once for each
 * client, and do not end it. A client of which nothing was heard for a minute, either way, is forgotten; so is the one
 * that has been silent for longest where there are more than UDPI_PEERS_MOST.
 *
 * Errors are those of udpi_listener_open, and for the destination those of udpi_route_resolve; UDPI_FAILED
 * where memory or descriptors are short. *counts is always valid.
 */
enum udpi_status udpi_relay_run(const struct udpi_relay_options *options, struct udpi_relay_counts *counts,
                                struct udpi_error *error);

#endif
