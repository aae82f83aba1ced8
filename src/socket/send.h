/* Sends datagrams through a socket, and tells what comes back: the client half of the first lesson. */
#ifndef UDPI_SOCKET_SEND_H
#define UDPI_SOCKET_SEND_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/sink.h"
#include "socket/socket_options.h"
#include "socket/supply.h"
#include "socket/totals.h"

struct udpi_send_options {
    const char *destination; /* "HOST:PORT", see udpi_host_port_parse */
    struct udpi_supply_options content;
    uint64_t count;  /* datagrams; 0 for the default: 1, or every line of standard input */
    double interval; /* seconds from one to the next, 0 for as fast as possible; below 0 for the default: 1, lines 0 */
    double wait;     /* seconds to wait for a reply to each datagram; below 0 for not at all */
    double max_loss; /* percent that may stay without a reply; below 0: nothing is said unless all do */
    struct udpi_socket_options socket;
    size_t columns;                    /* of the content, that are shown; 0 for UDPI_SUPPLY_COLUMNS */
    struct udpi_sink *output;          /* events, a line each; flushed before every sleep */
    const volatile sig_atomic_t *stop; /* not 0: end soon. Set by the handlers of SIGINT and SIGTERM */
};

/*
 * Sends, and writes to `output`:
 *
 *     sent #1: 5 bytes to 127.0.0.1:7788 from 127.0.0.1:51000: "hello"
 *     reply #1: 5 bytes from 127.0.0.1:7788 after 0.123 ms: "hello"
 *     refused #1 by 127.0.0.1:7788: nobody listens on the port
 *
 * With `wait`, the next datagram leaves when the reply is there or the time is over, and the interval too; to a group
 * or by broadcast the whole time is waited, as many may answer. UDP has nothing that ties a reply to a datagram: it
 * counts for the one sent last. Without `wait`, refusals are listened for until 50 ms after the last datagram; replies
 * are not read.
 *
 * UDPI_FAILED where something was refused or given back, where nothing at all was answered though waited for or more is
 * lost than may be, or where sending failed; the error says what to do. UDPI_USAGE where the options cannot be meant.
 * Ends with UDPI_OK when told to stop or when the reader of the output is gone. *totals is always valid. `errno` of the
 * output is in output->error.
 */
enum udpi_status udpi_send_run(const struct udpi_send_options *options, struct udpi_totals *totals,
                               struct udpi_error *error);

#endif
