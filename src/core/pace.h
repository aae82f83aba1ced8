/*
 * A rate held: when the next of a row of datagrams may leave.
 *
 *     udpi_pace_start(&pace, rate, udpi_moment_now());
 *     udpi_wait(…, udpi_pace_due(&pace), …);
 *     udpi_pace_spend(&pace, 1, bytes, udpi_moment_now());
 *
 * Who comes late catches up, so that the rate holds in the long run; but a stall of more than UDPI_PACE_CATCH_UP is
 * forgotten, for a burst that makes up for it would only be lost on the way.
 */
#ifndef UDPI_CORE_PACE_H
#define UDPI_CORE_PACE_H

#include <stdbool.h>
#include <stdint.h>

enum { UDPI_PACE_CATCH_UP = 100000000 }; /* nanoseconds */

struct udpi_rate {
    double per_second; /* 0: as fast as possible */
    bool is_bits;      /* of bits, not of datagrams */
};

/* "1000", "2.5k", "1M" datagrams a second; "800kbit", "10Mbit", "1Gbit" (10^3, 10^6, 10^9). False where it is none of it. */
bool udpi_rate_parse(const char *text, struct udpi_rate *rate);

struct udpi_pace {
    double unit;   /* nanoseconds of one datagram or one bit; 0: as fast as possible */
    double spent;  /* units since `start` */
    int64_t start; /* see udpi_moment_now */
    bool is_bits;
};

void udpi_pace_start(struct udpi_pace *pace, struct udpi_rate rate, int64_t now);

/* When the next may leave: a moment in the past where that is now. */
int64_t udpi_pace_due(const struct udpi_pace *pace);

/* How many datagrams of `bytes` each may leave now, up to `most`. */
unsigned udpi_pace_ready(const struct udpi_pace *pace, uint64_t bytes, unsigned most, int64_t now);

/* So many datagrams with so many bytes in all have left. Which bytes count is the caller's choice. */
void udpi_pace_spend(struct udpi_pace *pace, uint64_t datagrams, uint64_t bytes, int64_t now);

#endif
