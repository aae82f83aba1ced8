/* Sends every datagram back to where it came from: the server half of the first lesson, and RFC 862. */
#ifndef UDPI_SOCKET_ECHO_H
#define UDPI_SOCKET_ECHO_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/sink.h"

#define UDPI_ECHO_DEFAULT "7788"

struct udpi_echo_options {
    const char *listen; /* "[ADDR:]PORT"; NULL for UDPI_ECHO_DEFAULT. Without ADDR on every address, IPv4 and IPv6 */
    uint64_t count;     /* ends after so many datagrams; 0 for no end */
    size_t columns;     /* of the content, that are shown; 0 for UDPI_SUPPLY_COLUMNS */
    struct udpi_sink *output;          /* events, a line each; flushed when no datagram is waiting */
    const volatile sig_atomic_t *stop; /* not 0: end soon. Set by the handlers of SIGINT and SIGTERM */
};

struct udpi_echo_counts {
    uint64_t received;
    uint64_t answered;
    uint64_t bytes; /* received */
};

/*
 * Serves until told to stop, and writes to `output`:
 *
 *     listening on [::]:7788, IPv4 and IPv6
 *     received #1: 5 bytes from 127.0.0.1:51000: "hello"
 *
 * The answer leaves from the address that the datagram was sent to, also where the host has several.
 *
 * Two echo servers that answer each other would never end, and one datagram with a forged sender starts it. So what
 * comes from port 7 (RFC 862) or from the port number that this server has itself is shown, and not answered. Against
 * servers on other ports UDP has no remedy: listen on 127.0.0.1 where strangers can reach the host.
 *
 * UDPI_FAILED where the address cannot be had, UDPI_PERMISSION where the port needs privilege, UDPI_USAGE where the
 * text is no address. UDPI_OK when told to stop, after `count` datagrams, or when the reader of the output is gone.
 * *counts is always valid.
 */
enum udpi_status udpi_echo_run(const struct udpi_echo_options *options, struct udpi_echo_counts *counts,
                               struct udpi_error *error);

enum { UDPI_ECHO_TOTALS_SIZE = 96 };

/* "12 received, 12 answered, 340 bytes", NUL-terminated, to `text` of UDPI_ECHO_TOTALS_SIZE bytes; gives `text`. */
const char *udpi_echo_totals(const struct udpi_echo_counts *counts, char *text);

#endif
