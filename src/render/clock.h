/* The time of a packet as text, at the cost of a few stores: the second is formatted once and kept. */
#ifndef UDPI_RENDER_CLOCK_H
#define UDPI_RENDER_CLOCK_H

#include "render/render.h"

struct udpi_clock {
    enum udpi_time_form form;
    bool has_second;
    uint64_t start;   /* of the second that `text` stands for, in nanoseconds modulo 2^64 */
    int64_t previous; /* time of the first packet (relative) or the one before (delta); UDPI_NO_TIME before that */
    uint8_t length;
    char text[40];
};

enum { UDPI_CLOCK_SIZE = 64 };

void udpi_clock_open(struct udpi_clock *clock, enum udpi_time_form form);

/* Writes the time with microseconds; "-" where there is none. Up to UDPI_CLOCK_SIZE. Gives the place behind. */
char *udpi_clock_format(struct udpi_clock *clock, char *at, int64_t time);

/*
 * RFC 3339 in UTC with nine digits, as JSON has it, without quotes; NULL where the year is not 1 to 9999. The clock must have been
 * opened with UDPI_TIME_UTC, and must be used for nothing else.
 */
char *udpi_clock_format_rfc3339(struct udpi_clock *clock, char *at, int64_t time);

#endif
