/* Sends every datagram back to where it came from: the server half of the first lesson, and RFC 862. */
#ifndef UDPI_SOCKET_ECHO_H
#define UDPI_SOCKET_ECHO_H

#include <stddef.h>
#include <stdint.h>

#include "socket/server.h"
#include "track/probes.h"

struct udpi_echo_options {
    struct udpi_server_options server; /* its output: events, a line each */
    struct udpi_probes *probes;        /* account of the probes that came in; NULL: none */
    size_t columns;                    /* of the content, that are shown; 0 for UDPI_SUPPLY_COLUMNS */
    bool is_quiet;                     /* nothing is shown of datagrams, and answers leave many at a time */
};

struct udpi_echo_counts {
    struct udpi_server_counts server;
    uint64_t answered; /* datagrams sent back, copies too */
};

/*
 * Serves until it is over (see udpi_server_run), and writes to the output:
 *
 *     listening on [::]:7788, IPv4 and IPv6
 *     received #1: 5 bytes from 127.0.0.1:51000: "hello"
 *
 * The answer leaves from the address that the datagram was sent to, also where the host has several. Faults strike
 * between arrival and answer; each is a line: `dropped #1`, `corrupted #1`, `duplicated #1`, `held back #1`.
 *
 * Two echo servers that answer each other would never end, and one datagram with a forged sender starts it. So what
 * comes from port 7 (RFC 862) or from the port number that this server has itself is shown, and not answered. Against
 * servers on other ports UDP has no remedy: listen on 127.0.0.1 where strangers can reach the host.
 */
enum udpi_status udpi_echo_run(const struct udpi_echo_options *options, struct udpi_echo_counts *counts,
                               struct udpi_error *error);

enum { UDPI_ECHO_TOTALS_SIZE = 96 };

/* "12 received, 12 answered, 340 bytes", NUL-terminated, to `text` of UDPI_ECHO_TOTALS_SIZE bytes; gives `text`. */
const char *udpi_echo_totals(const struct udpi_echo_counts *counts, char *text);

#endif
