/* udpgen craft: lines or documents in, packets out. */
#ifndef UDPI_CRAFT_CRAFT_H
#define UDPI_CRAFT_CRAFT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "craft/mix.h"
#include "craft/outlet.h"
#include "craft/source.h"

enum {
    UDPI_CRAFT_INTERVAL = 1000, /* nanoseconds: the shortest that a capture file with microseconds shows */
    UDPI_CRAFT_SEED = 1,
};

struct udpi_craft_counts {
    uint64_t packets; /* frames that the outlet took */
    uint64_t bytes;   /* of them, before any cut */
};

struct udpi_craft_options {
    struct udpi_source source;
    struct udpi_outlet outlet;
    uint64_t count;                    /* packets to craft: the lines are gone through again and again; 0: once */
    const struct udpi_mix *mix;        /* draws the line of each packet, with `count`; NULL: one line after the other */
    uint64_t seed;                     /* of what is drawn: the same seed, the same packets */
    const char *link_type;             /* libpcap's name without DLT_, or a number; NULL: what fits the first layer */
    bool is_untyped;                   /* the outlet has no link types: packets may begin with any layer */
    int64_t start;                     /* time of the first packet in nanoseconds since 1970, UDPI_NO_TIME for now */
    int64_t interval;                  /* nanoseconds from one packet to the next: UDPI_CRAFT_INTERVAL */
    bool has_own_times;                /* these two count also where a document says its time */
    uint32_t mtu;                      /* larger IP packets are cut into fragments; 0 for none */
    const volatile sig_atomic_t *stop; /* ends it when it becomes true; NULL for never */
};

/*
 * Crafts the packets and hands them to the outlet, which remains open. Of lines that were given all are checked before the
 * first packet is taken; of others, what stands before a wrong one has been taken. Fails with UDPI_USAGE for a wrong line,
 * link type or time. Gives error->status, also where the outlet takes no more.
 */
enum udpi_status udpi_craft_run(const struct udpi_craft_options *options, struct udpi_craft_counts *counts,
                                struct udpi_error *error);

#endif
