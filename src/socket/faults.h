/*
 * What a network does to datagrams, on purpose: it loses some, doubles, damages, delays and reorders others, and counts
 * what it did, so that a receiver's account can be held against the truth.
 *
 * What says that a stream of probes has ended (model/probe.h) is passed on unharmed, and not counted among the others.
 *
 * No sockets and no clock in here: moments are the caller's, and the same seed gives the same faults.
 *
 *     copies = udpi_faults_take(faults, &datagram, now, &happened);
 *     … send it so many times …
 *     while ((waited = udpi_faults_next(faults, now, &copies)))
 *         … send that so many times …
 *     … once all are sent: udpi_room_clear(room) …
 *
 * Each datagram that comes in is numbered. Being dropped is decided first. Then one random bit of the payload may be
 * turned, and then a second copy may go right behind the first, so that both are damaged. After the delay and the
 * jitter, which may let it be overtaken, it may be held back until one to five others have gone out, or for 100 ms at
 * most.
 */
#ifndef UDPI_SOCKET_FAULTS_H
#define UDPI_SOCKET_FAULTS_H

#include <stdbool.h>
#include <stdint.h>

#include "socket/datagram.h"
#include "socket/room.h"

struct udpi_fault_options {
    double drop, duplicate, corrupt, reorder; /* percent of all datagrams */
    double delay, jitter;                     /* seconds: each waits for `delay`, and for up to `jitter` more */
    uint64_t seed;
};

bool udpi_fault_options_are_none(const struct udpi_fault_options *options);

/* What was done. While nothing waits, out = in - dropped + duplicated. */
struct udpi_fault_counts {
    uint64_t in, out;
    uint64_t dropped;
    uint64_t duplicated;
    uint64_t corrupted; /* each once, also where it went out twice */
    uint64_t corrupted_twice;
    uint64_t
        reordered;   /* undamaged ones that went out behind one that came in later: RFC 4737 section 3.3; copies do not
                           count */
    uint64_t early;  /* went out before their time: the room was full, or the end came */
    uint64_t spared; /* ends of streams of probes; in none of the others */
};

void udpi_fault_counts_add(struct udpi_fault_counts *sum, const struct udpi_fault_counts *more);

enum { UDPI_FAULT_COUNTS_SIZE = 384 };

/* "100 in, 5 dropped, 2 duplicated, 3 reordered, 1 corrupted, 97 out", and what else there is, NUL-terminated, to
   `text` of UDPI_FAULT_COUNTS_SIZE bytes; gives `text`. */
const char *udpi_fault_counts_write(const struct udpi_fault_counts *counts, char *text);

struct udpi_faults;

/*
 * The faults of one flow; `room` is where its datagrams wait. Flows of different numbers have different faults, which
 * `seed` decides alone. NULL where memory is short.
 */
struct udpi_faults *udpi_faults_create(const struct udpi_fault_options *options, struct udpi_room *room, uint64_t flow);

/* What still waits is lost; see udpi_faults_hurry. NULL is fine. */
void udpi_faults_free(struct udpi_faults *faults);

enum udpi_fault {
    UDPI_FAULT_DROPPED = 1,
    UDPI_FAULT_CORRUPTED = 2,
    UDPI_FAULT_DUPLICATED = 4,
    UDPI_FAULT_HELD = 8, /* back, until others have gone out; but not where too many are held already */
};

/*
 * Takes a datagram that came in; its bytes may be changed. Gives how many copies go on at once, 0 to 2: the caller's
 * own bytes, for nothing is copied that need not wait. What was decided is in *happened, a sum of enum udpi_fault.
 * Others may be due now: see udpi_faults_next.
 */
unsigned udpi_faults_take(struct udpi_faults *faults, struct udpi_datagram *datagram, int64_t now, unsigned *happened);

/*
 * The next that waited and is due, with its number of copies; NULL where there is none. Its `time` has become later by
 * the time that it waited. Valid until udpi_room_clear.
 */
const struct udpi_datagram *udpi_faults_next(struct udpi_faults *faults, int64_t now, unsigned *copies);

/* When the next one is due; UDPI_NEVER where none waits. */
int64_t udpi_faults_due(const struct udpi_faults *faults);

/* From now on all that waits is due. */
void udpi_faults_hurry(struct udpi_faults *faults);

const struct udpi_fault_counts *udpi_faults_count(const struct udpi_faults *faults);

#endif
