/* Receives and counts, and answers nothing: udpgen sink. */
#ifndef UDPI_SOCKET_RECEIVE_H
#define UDPI_SOCKET_RECEIVE_H

#include <stddef.h>
#include <stdint.h>

#include "socket/server.h"
#include "track/probes.h"

struct udpi_receive_options {
    struct udpi_server_options server; /* its output: a line for each datagram where `is_shown` */
    struct udpi_probes *probes;        /* account of the probes among them; not NULL */
    double idle;                       /* ends when nothing has come for so many seconds after the first; 0: no end */
    bool ends_with_streams;            /* ends when all streams of probes have ended, and what is late had its time */
    bool is_shown;
};

struct udpi_receive_counts {
    struct udpi_server_counts server;
    uint64_t probes;
    unsigned senders;      /* told apart by address and port */
    bool has_more_senders; /* than can be told apart: UDPI_PEERS_MOST */
};

/* Receives until it is over: see udpi_server_run. What is shown of a datagram is what udpi_echo_run shows. */
enum udpi_status udpi_receive_run(const struct udpi_receive_options *options, struct udpi_receive_counts *counts,
                                  struct udpi_error *error);

/* From the first arrival to the last, in seconds. */
double udpi_receive_time(const struct udpi_receive_counts *counts);

/* Datagrams a second in that time; 0 where there were too few to tell. */
double udpi_receive_rate(const struct udpi_receive_counts *counts);

enum { UDPI_RECEIVE_TOTALS_SIZE = 192 };

/*
 * "1000 received, 64000 bytes from 1 sender in 0.999 s: 1000 datagrams/s, 0.512 Mbit/s of payload", NUL-terminated, to
 * `text` of UDPI_RECEIVE_TOTALS_SIZE bytes; gives `text`.
 */
const char *udpi_receive_totals(const struct udpi_receive_counts *counts, char *text);

#endif
