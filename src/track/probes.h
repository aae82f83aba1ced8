/*
 * What became of probes (model/probe.h), seen from one place: a receiver, or a point that a capture looks at.
 *
 * A stream is told from others by the run and the number that its sender gave it, by the addresses and ports that it has
 * here, and by the place. Memory has a bound, and an arrival costs a bounded time, whatever numbers it brings: for each
 * stream the last UDPI_PROBES_WINDOW sequence numbers are remembered, and where the last UDPI_PROBES_GAPS times numbers
 * were skipped.
 */
#ifndef UDPI_TRACK_PROBES_H
#define UDPI_TRACK_PROBES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <udpinspect/limits.h>

#include "model/probe.h"
#include "track/histogram.h"

enum { UDPI_PROBES_LATE_AFTER = 20000000 }; /* nanoseconds, a frame of audio: what is late where nobody says otherwise */

struct udpi_probe_ends {
    uint8_t src[16], dst[16]; /* network order */
    uint8_t address_size;     /* 4 or 16; what is behind it is zeros */
    uint16_t src_port, dst_port;
    /* Name of the interface where that tells streams apart, else NULL. One pointer for each place; it belongs to the caller. */
    const char *place;
};

/* Nanoseconds wherever there are times. Repeated probes count for `received`, `bytes` and `duplicated` alone. */
struct udpi_probe_report {
    struct udpi_probe_ends ends;
    uint32_t run, stream; /* of little worth where nothing intact came */
    bool has_total;       /* the sender has said how many there are, in a probe or at the end */
    bool has_ended;       /* its last probe has come, or word that there are no more: others may still be on their way */
    uint64_t expected;    /* that total, or the highest sequence number seen where that is more */
    uint64_t received;    /* intact probes, repeated ones too */
    uint64_t lost;        /* of those expected, how many never came intact; too_old ones cannot be told from them */
    uint64_t duplicated;  /* arrivals beyond the first of the same probe */
    /* Arrivals with changed bytes, or without a number. Which probe it was is not known, so it is lost, too. */
    uint64_t corrupted;
    /* Arrivals from before the window, of which nobody can say whether they are repeated. */
    uint64_t too_old;
    uint64_t bytes;                /* of payload received */
    int64_t first_time, last_time; /* of received and corrupted ones, since 1970; 0 where there are none */

    /* Came behind one that was sent later (RFC 4737 section 3.3); of these, how many came more than `late_after` behind the
       first that overtook them (section 4.3); and how many had come since, at the most (section 4.2.1). Where more than
       UDPI_PROBES_GAPS gaps lie between, the last two are the least that they can be: `is_at_least`. */
    uint64_t reordered, late, extent;
    bool is_at_least;

    double jitter; /* RFC 3550 section 6.4.1 */
    /* From the sender's kernel to here; counts only those of which the sender's clock is this host's. */
    bool has_same_clock;
    struct udpi_histogram delay;
    /* Arrival minus sending, whatever the clocks: what others were slower by than the fastest is real. */
    int64_t least_difference, most_difference;
    double mean_above_least;
};

struct udpi_probes;

/* `late_after` in nanoseconds; `clock` is this host's, see udpi_clock_identify. NULL where memory is short. */
struct udpi_probes *udpi_probes_create(int64_t late_after, uint32_t clock);
void udpi_probes_free(struct udpi_probes *probes); /* NULL is fine */

/*
 * Takes an arrival at `time` (nanoseconds since 1970) of `size` bytes of payload. `state` is not UDPI_PROBE_NONE. An end is
 * not counted: it says the total. What is damaged counts for the stream that it names, else for the youngest with these ends.
 */
void udpi_probes_take(struct udpi_probes *probes, const struct udpi_probe_ends *ends, const struct udpi_probe *probe,
                      enum udpi_probe_state state, uint64_t size, int64_t time);

/* The streams, in the order in which they were first seen. The report is valid until the next call. */
size_t udpi_probes_count(const struct udpi_probes *probes);
const struct udpi_probe_report *udpi_probes_report(struct udpi_probes *probes, size_t index);

/* Arrivals of which nothing is known, because there were too many streams, or memory was short. */
uint64_t udpi_probes_untold(const struct udpi_probes *probes);
bool udpi_probes_lacked_memory(const struct udpi_probes *probes); /* whether it was that */

/* A number for this host's clock: the same for all programs and namespaces of one running kernel, and for others by chance
   only. 0 where it cannot be had, which is never the same as another. */
uint32_t udpi_clock_identify(void);

#endif
