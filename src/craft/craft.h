/* udpgen craft: lines of the notation in, a capture file out. */
#ifndef UDPI_CRAFT_CRAFT_H
#define UDPI_CRAFT_CRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

enum { UDPI_CRAFT_INTERVAL = 1000 }; /* nanoseconds: the shortest that a capture file with microseconds shows */

struct udpi_craft_counts {
    uint64_t packets;
    uint64_t bytes; /* of the packets, before any cut */
};

struct udpi_craft_options {
    const char *const *lines; /* one packet each */
    size_t line_count; /* 0: they come from standard input, where empty lines and those with '#' first do not count */
    const char *file;  /* to write; NULL or "-" for standard output, which must not be a terminal */
    const char *link_type;            /* libpcap's name without DLT_, or a number; NULL: what fits the first layer */
    int64_t start;                    /* time of the first packet in nanoseconds since 1970, UDPI_NO_TIME for now */
    int64_t interval;                 /* nanoseconds from one packet to the next: UDPI_CRAFT_INTERVAL */
    uint32_t snapshot;                /* bytes of each packet that are kept, as if captured with -s; 0 for all */
    uint32_t mtu;                     /* larger IP packets are cut into fragments; 0 for none */
    bool overwrites;                  /* an existing file may be replaced */
    struct udpi_craft_counts *counts; /* what was written, also on failure; may be NULL */
};

/*
 * Builds the packets and writes them. Lines that were given are all checked before the file is made; from standard
 * input, what stands before a wrong line has been written. Fails with UDPI_USAGE for a wrong line, link type or time.
 */
enum udpi_status udpi_craft_write(const struct udpi_craft_options *options, struct udpi_error *error);

#endif
