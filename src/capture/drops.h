/*
 * What the kernel and the interface have dropped. pcap_stats(3PCAP) opens files in /sys each time, which a process that has
 * given up its privileges cannot; here they stay open.
 */
#ifndef UDPI_CAPTURE_DROPS_H
#define UDPI_CAPTURE_DROPS_H

#include <pcap/pcap.h>

#include "capture/capture.h"

enum { UDPI_DROP_FILES = 2 };

struct udpi_drops {
    pcap_t *pcap;
    int files[UDPI_DROP_FILES];        /* -1 for what the interface does not count */
    uint64_t numbers[UDPI_DROP_FILES]; /* that were there before */
    struct pcap_stat last;             /* where the source is no packet socket */
    struct udpi_capture_counts counts;
};

/* Begins to count for a capture that is active, on the interface `name`. */
void udpi_drops_open(struct udpi_drops *drops, pcap_t *pcap, const char *name);
void udpi_drops_close(struct udpi_drops *drops); /* fine where all is zero */

/* Brings drops->counts up to date. The kernel counts in 32 bits: this is to be called before they overflow. */
void udpi_drops_add_up(struct udpi_drops *drops);

#endif
