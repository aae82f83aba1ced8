/*
 * Sends as fast as asked, or as it can: datagrams of one content in batches, through one or more sockets with a thread
 * each. The plain way, a datagram at a time and its reply, is socket/send.h.
 */
#ifndef UDPI_SOCKET_FLOOD_H
#define UDPI_SOCKET_FLOOD_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/pace.h"
#include "core/sink.h"
#include "socket/socket_options.h"
#include "socket/supply.h"
#include "socket/totals.h"
#include "track/probes.h"

enum { UDPI_FLOOD_THREADS = 64 };

/* How far a flood is. `errors` are refusals of all kinds, `replies` only counted where they are waited for. */
struct udpi_flood_progress {
    int64_t elapsed; /* nanoseconds */
    uint64_t sent, bytes, errors, replies;
};

struct udpi_flood_options {
    const char *destination;            /* "HOST:PORT", see udpi_host_port_parse */
    struct udpi_supply_options content; /* no lines */
    struct udpi_socket_options socket;
    uint64_t count;             /* datagrams of all threads together; 0: no end */
    double duration;            /* seconds; 0: no end */
    struct udpi_rate rate;      /* of all threads together */
    unsigned threads;           /* 1 to UDPI_FLOOD_THREADS */
    bool is_segmented;          /* UDP_SEGMENT where the kernel has it and the rate is high */
    bool is_probing;            /* each datagram carries the header of model/probe.h; the content has room for it */
    uint32_t run;               /* of probes */
    double wait;                /* seconds for the replies to the last probes; below 0: none are taken */
    double max_loss;            /* percent that may stay without a reply */
    struct udpi_probes *probes; /* takes the replies; NULL where none are waited for */
    struct udpi_sink *output;   /* events, a line each; NULL for none */
    void (*show_progress)(void *context, const struct udpi_flood_progress *progress); /* once a second; NULL for none */
    void *context;
    const volatile sig_atomic_t *stop; /* not 0: end soon. Set by the handlers of SIGINT and SIGTERM */
};

/*
 * Sends, and writes to `output`:
 *
 *     sending to 127.0.0.1:7788 from 127.0.0.1:51000
 *     refused by 127.0.0.1:7788: nobody listens on the port
 *
 * a line for each socket, and for each kind of refusal by each host. Probes end with three headers that tell their
 * number. Who is told to stop still waits for the replies to what was sent, but not longer than a second.
 *
 * UDPI_FAILED where something was refused or given back, where more is lost than may be, or where sending failed; else
 * as udpi_send_run. *totals is always valid.
 */
enum udpi_status udpi_flood_run(const struct udpi_flood_options *options, struct udpi_totals *totals,
                                struct udpi_error *error);

#endif
