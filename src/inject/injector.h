/*
 * Frames out through an interface, as they stand: AF_PACKET of packet(7), many with one system call. The queue of the
 * interface is not passed by: what tc(8) says holds for these frames too, and captures on this host see them.
 */
#ifndef UDPI_INJECT_INJECTOR_H
#define UDPI_INJECT_INJECTOR_H

#include <signal.h>
#include <stdint.h>

#include "core/error.h"

struct udpi_injector;

/* Whether neighbours may leave as one packet that is split on its way out: see inject/segments.h. */
enum udpi_offload {
    UDPI_OFFLOAD_EXACT, /* where whoever is at the other end of the link gets each frame as it was given, byte for byte */
    UDPI_OFFLOAD_ALL, /* also where identifications change that nobody may look at, and on links within this host, where
                           the other end may see one large packet, and checksums that are yet to be filled in */
    UDPI_OFFLOAD_OFF,
};

struct udpi_injector_options {
    const char *interface;
    enum udpi_offload offload;
    const volatile sig_atomic_t *stop; /* not 0: wait for nothing any more */
};

struct udpi_injector_counts {
    uint64_t frames, bytes; /* handed to the kernel */
    uint64_t merged;        /* frames among these that left as part of a larger packet */
    uint64_t too_large;     /* frames above the MTU, which were left out */
    uint64_t too_short;     /* frames without a whole link header, which were left out */
    uint64_t refused;       /* by the kernel, because the interface's queue stayed full */
};

/*
 * UDPI_FAILED where there is no such interface or it is down, UDPI_PERMISSION without CAP_NET_RAW; the error says what to
 * do. NULL then.
 */
struct udpi_injector *udpi_injector_open(const struct udpi_injector_options *options, struct udpi_error *error);

/* What frames for it begin with: a DLT_ number, EN10MB or, on interfaces without a link header, RAW. */
uint16_t udpi_injector_link_type(const struct udpi_injector *injector);

/* Bytes of the largest IP packet that the link takes. */
uint32_t udpi_injector_mtu(const struct udpi_injector *injector);

/*
 * Takes a frame, which is copied. It may wait with others until there is a batch, or until the flush. A frame that is left
 * out is no failure; UDPI_FAILED where the interface takes no more: nothing is sent from then on.
 */
enum udpi_status udpi_injector_send(struct udpi_injector *injector, const uint8_t *bytes, uint32_t size,
                                    struct udpi_error *error);

/* Sends what waits. */
enum udpi_status udpi_injector_flush(struct udpi_injector *injector, struct udpi_error *error);

const struct udpi_injector_counts *udpi_injector_count(const struct udpi_injector *injector);

void udpi_injector_close(struct udpi_injector *injector); /* does not flush; NULL is fine */

#endif
