/* What a sender sent and what came back, counted apart: replies, and refusals by kind and by the host that said so. */
#ifndef UDPI_SOCKET_TOTALS_H
#define UDPI_SOCKET_TOTALS_H

#include <stdbool.h>
#include <stdint.h>

#include <udpinspect/limits.h>

#include "socket/refusal.h"

struct udpi_refusal_count {
    struct udpi_refusal refusal;
    uint64_t count;
};

struct udpi_totals {
    /* Of the socket, of the first where there are several; of no size where there is none. */
    struct udpi_endpoint from, to;
    uint64_t sent, bytes;   /* datagrams, and their payload */
    bool is_cut_short;      /* sending failed, or ended before the waiting did: then silence says nothing */
    bool has_waited;        /* for replies: else the next four are 0 and not told */
    uint64_t answered;      /* datagrams with at least one reply: never more than were sent */
    uint64_t duplicates;    /* replies beyond the first to the same datagram */
    uint64_t others;        /* replies of further hosts */
    uint64_t unread;        /* replies that came faster than they were taken: lost here, not on the way */
    uint64_t refused;       /* by a destination: nobody listens on the port */
    uint64_t given_back;    /* by anybody, for another reason */
    unsigned refusal_count; /* of the entries below; further kinds and hosts are only in the two sums */
    struct udpi_refusal_count refusals[UDPI_TOTALS_REFUSALS];
    double seconds;    /* from the first datagram to the end; 0 where that is not told */
    double per_second; /* datagrams: the rate from the first batch to the last; 0 where there was but one */
};

/* Counts a refusal; true where it is the first of its kind by its host. */
bool udpi_totals_refuse(struct udpi_totals *totals, const struct udpi_refusal *refusal);

/* Of what was sent, what had no reply. */
uint64_t udpi_totals_lost(const struct udpi_totals *totals);

/* The same in percent; 0 where nothing was sent. */
double udpi_totals_loss(const struct udpi_totals *totals);

enum { UDPI_TOTALS_SIZE = 8192 };

/*
 * "10 sent, 0 answered, 10 refused by 127.0.0.1:7788 (nobody listens on the port), loss 100 %", NUL-terminated, to
 * `bytes`, which has UDPI_TOTALS_SIZE; gives `bytes`. Only with `has_waited` are replies and loss in it.
 */
const char *udpi_totals_write(const struct udpi_totals *totals, char *bytes);

/*
 * UDPI_FAILED where something was refused or given back; with `has_waited` also where more than `max_loss` percent of
 * what was sent to `to` had no reply. The error says what to do.
 */
enum udpi_status udpi_totals_judge(const struct udpi_totals *totals, const struct udpi_endpoint *to, double max_loss,
                                   struct udpi_error *error);

#endif
