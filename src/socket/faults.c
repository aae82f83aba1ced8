#include "socket/faults.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/random.h"
#include "core/wait.h"
#include "model/probe.h"

enum {
    MOST_HELD = 16, /* beyond that they go on, or nothing would be left that could overtake */
    MOST_OVERTAKERS = 5,
    HOLDING = 100000000, /* nanoseconds */
    LEAST_QUEUE = 64,
};

/* Each fault draws from a row of its own: asking for one does not change where another strikes. */
enum { DROP, CORRUPT, DUPLICATE, JITTER, REORDER, ROWS };

/* What was decided for a datagram. */
struct fate {
    uint64_t number;
    unsigned copies;
    bool is_corrupted;
    bool is_spared;
    unsigned overtakers; /* to wait for; 0: it is not held back */
};

struct waiting {
    int64_t since, due;
    uint64_t release_at; /* of held ones: how many have gone out then */
    struct fate fate;
    struct udpi_guest *guest;
};

struct udpi_faults {
    struct udpi_fault_options options;
    struct udpi_room *room;
    uint64_t random[ROWS];
    struct udpi_fault_counts counts;
    uint64_t highest; /* number of those that went out undamaged */
    uint64_t passed;  /* datagrams that went out, copies not counted */
    bool is_crowded;  /* the first that waits is due now */
    bool is_hurried;  /* all are */

    struct waiting held[MOST_HELD]; /* in the order in which they were held back */
    unsigned held_count;
    struct waiting *queue; /* a heap: the next one due comes first, of equals the lower number */
    size_t queue_count, queue_size;
};

/* --- options and counts ------------------------------------------------------------------------------------------- */

bool udpi_fault_options_are_none(const struct udpi_fault_options *options) {
    return options->drop <= 0 && options->duplicate <= 0 && options->corrupt <= 0 && options->reorder <= 0 &&
           options->delay <= 0 && options->jitter <= 0;
}

void udpi_fault_counts_add(struct udpi_fault_counts *sum, const struct udpi_fault_counts *more) {
    sum->in += more->in;
    sum->out += more->out;
    sum->dropped += more->dropped;
    sum->duplicated += more->duplicated;
    sum->corrupted += more->corrupted;
    sum->corrupted_twice += more->corrupted_twice;
    sum->reordered += more->reordered;
    sum->early += more->early;
    sum->spared += more->spared;
}

const char *udpi_fault_counts_write(const struct udpi_fault_counts *counts, char *text) {
    char twice[48] = "", early[48] = "", spared[64] = "";
    if (counts->corrupted_twice > 0)
        snprintf(twice, sizeof twice, " (%" PRIu64 " of them twice)", counts->corrupted_twice);
    if (counts->early > 0)
        snprintf(early, sizeof early, ", %" PRIu64 " before their time", counts->early);
    if (counts->spared > 0)
        snprintf(spared, sizeof spared, "; besides, %" PRIu64 " said that probes had ended", counts->spared);
    snprintf(text, UDPI_FAULT_COUNTS_SIZE,
             "%" PRIu64 " in, %" PRIu64 " dropped, %" PRIu64 " duplicated, %" PRIu64 " reordered, %" PRIu64
             " corrupted%s, %" PRIu64 " out%s%s",
             counts->in, counts->dropped, counts->duplicated, counts->reordered, counts->corrupted, twice, counts->out,
             early, spared);
    return text;
}

/* --- the queue ---------------------------------------------------------------------------------------------------- */

static bool is_before(const struct waiting *a, const struct waiting *b) {
    return a->due != b->due ? a->due < b->due : a->fate.number < b->fate.number;
}

static bool make_room(struct udpi_faults *faults) {
    if (faults->queue_count < faults->queue_size)
        return true;
    size_t size = faults->queue_size > 0 ? 2 * faults->queue_size : LEAST_QUEUE;
    struct waiting *queue = realloc(faults->queue, size * sizeof *queue);
    if (!queue)
        return false;
    faults->queue = queue;
    faults->queue_size = size;
    return true;
}

static void enqueue(struct udpi_faults *faults, const struct waiting *entry) {
    size_t at = faults->queue_count++;
    while (at > 0 && is_before(entry, &faults->queue[(at - 1) / 2])) {
        faults->queue[at] = faults->queue[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    faults->queue[at] = *entry;
}

static struct waiting dequeue(struct udpi_faults *faults) {
    struct waiting first = faults->queue[0], last = faults->queue[--faults->queue_count];
    size_t at = 0;
    for (size_t child = 1; child < faults->queue_count; child = 2 * at + 1) {
        if (child + 1 < faults->queue_count && is_before(&faults->queue[child + 1], &faults->queue[child]))
            child++;
        if (!is_before(&faults->queue[child], &last))
            break;
        faults->queue[at] = faults->queue[child];
        at = child;
    }
    faults->queue[at] = last;
    return first;
}

/* --- out ---------------------------------------------------------------------------------------------------------- */

static unsigned go_out(struct udpi_faults *faults, const struct fate *fate) {
    struct udpi_fault_counts *counts = &faults->counts;
    if (fate->is_spared) {
        counts->spared++;
        return fate->copies;
    }
    counts->out += fate->copies;
    counts->duplicated += fate->copies - 1;
    faults->passed++;
    if (fate->is_corrupted) {
        counts->corrupted++;
        counts->corrupted_twice += fate->copies - 1;
    } else if (fate->number < faults->highest) {
        counts->reordered++;
    } else {
        faults->highest = fate->number;
    }
    return fate->copies;
}

/* Whether it may go although it is not due; counts that. */
static bool goes_early(struct udpi_faults *faults) {
    if (!faults->is_crowded && !faults->is_hurried)
        return false;
    faults->counts.early++;
    return true;
}

/* Takes the first held one that may go now; those in the queue have waited for longer than those behind a held one. */
static bool release(struct udpi_faults *faults, int64_t now, struct waiting *entry) {
    unsigned at = 0;
    while (at < faults->held_count && faults->held[at].release_at > faults->passed && faults->held[at].due > now)
        at++;
    if (at == faults->held_count) {
        at = 0;
        if (faults->held_count == 0 || faults->queue_count > 0 || !goes_early(faults))
            return false;
    }
    *entry = faults->held[at];
    faults->held_count--;
    memmove(&faults->held[at], &faults->held[at + 1], (faults->held_count - at) * sizeof *entry);
    return true;
}

static bool take_due(struct udpi_faults *faults, int64_t now, struct waiting *entry) {
    if (faults->queue_count == 0 || (faults->queue[0].due > now && !goes_early(faults)))
        return false;
    *entry = dequeue(faults);
    return true;
}

static void hold(struct udpi_faults *faults, struct waiting *entry, int64_t now) {
    entry->due = now + HOLDING;
    entry->release_at = faults->passed + entry->fate.overtakers;
    faults->held[faults->held_count++] = *entry;
}

static bool is_to_be_held(const struct udpi_faults *faults, const struct fate *fate) {
    return fate->overtakers > 0 && faults->held_count < MOST_HELD && !faults->is_hurried;
}

/* The next to go out. What leaves the queue may have to be held back first. */
static bool choose(struct udpi_faults *faults, int64_t now, struct waiting *entry) {
    for (;;) {
        if (release(faults, now, entry))
            return true;
        if (!take_due(faults, now, entry))
            return false;
        if (!is_to_be_held(faults, &entry->fate))
            return true;
        hold(faults, entry, now);
    }
}

const struct udpi_datagram *udpi_faults_next(struct udpi_faults *faults, int64_t now, unsigned *copies) {
    struct waiting entry;
    if (!choose(faults, now, &entry))
        return NULL;
    faults->is_crowded = false;
    *copies = go_out(faults, &entry.fate);
    entry.guest->datagram.time += now - entry.since;
    udpi_room_let_out(faults->room, entry.guest);
    return &entry.guest->datagram;
}

int64_t udpi_faults_due(const struct udpi_faults *faults) {
    int64_t queued = faults->queue_count > 0 ? faults->queue[0].due : UDPI_NEVER;
    int64_t held = faults->held_count > 0 ? faults->held[0].due : UDPI_NEVER;
    return queued < held ? queued : held;
}

void udpi_faults_hurry(struct udpi_faults *faults) {
    faults->is_hurried = true;
}

/* --- in ----------------------------------------------------------------------------------------------------------- */

static bool strikes(struct udpi_faults *faults, unsigned row, double percent) {
    return udpi_random_hits(&faults->random[row], percent);
}

static void corrupt(struct udpi_faults *faults, struct udpi_datagram *datagram) {
    uint64_t bit = udpi_random_below(&faults->random[CORRUPT], 8 * (uint64_t)datagram->size);
    datagram->bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
}

/* Decides, and damages the bytes. */
static struct fate decide(struct udpi_faults *faults, struct udpi_datagram *datagram) {
    const struct udpi_fault_options *options = &faults->options;
    struct fate fate = {.number = faults->counts.in, .copies = 1};
    fate.is_corrupted = strikes(faults, CORRUPT, options->corrupt) && datagram->size > 0;
    if (fate.is_corrupted)
        corrupt(faults, datagram);
    if (strikes(faults, DUPLICATE, options->duplicate))
        fate.copies = 2;
    if (strikes(faults, REORDER, options->reorder))
        fate.overtakers = 1 + (unsigned)udpi_random_below(&faults->random[REORDER], MOST_OVERTAKERS);
    return fate;
}

static int64_t find_due(struct udpi_faults *faults, int64_t now) {
    const struct udpi_fault_options *options = &faults->options;
    double share = (double)udpi_random_below(&faults->random[JITTER], UINT32_MAX) / UINT32_MAX;
    return udpi_moment_after(now, options->delay + share * options->jitter);
}

/* Lets the datagram wait. False where it cannot: its flow has nothing in the full room that could go in its place. */
static bool keep(struct udpi_faults *faults, const struct udpi_datagram *datagram, const struct fate *fate, int64_t now,
                 bool has_delay) {
    bool is_full = udpi_room_is_full(faults->room);
    if (is_full && faults->queue_count + faults->held_count == 0)
        return false;
    if (has_delay && !make_room(faults))
        return false;
    struct waiting entry = {.since = now, .fate = *fate, .guest = udpi_room_admit(faults->room, datagram)};
    if (!entry.guest)
        return false;
    faults->is_crowded = is_full;
    if (has_delay) {
        entry.due = find_due(faults, now);
        enqueue(faults, &entry);
    } else {
        hold(faults, &entry, now);
    }
    return true;
}

/* It is no probe, so a receiver does not count it, and without it could not say what was lost at the end. */
static bool is_end_of_probes(const struct udpi_datagram *datagram) {
    struct udpi_probe probe;
    return datagram->size >= UDPI_PROBE_SIZE && datagram->bytes[UDPI_PROBE_FLAGS_AT] == UDPI_PROBE_END &&
           udpi_probe_load(datagram->bytes, datagram->size, &probe) == UDPI_PROBE_INTACT;
}

/* Lets it wait, or gives how many copies go on at once. */
static unsigned send_on(struct udpi_faults *faults, const struct udpi_datagram *datagram, const struct fate *fate,
                        int64_t now) {
    bool has_delay = faults->options.delay > 0 || faults->options.jitter > 0;
    if (!has_delay && !is_to_be_held(faults, fate))
        return go_out(faults, fate);
    if (keep(faults, datagram, fate, now, has_delay))
        return 0;
    faults->counts.early++;
    return go_out(faults, fate);
}

unsigned udpi_faults_take(struct udpi_faults *faults, struct udpi_datagram *datagram, int64_t now, unsigned *happened) {
    *happened = 0;
    if (is_end_of_probes(datagram))
        return send_on(faults, datagram, &(struct fate){.copies = 1, .is_spared = true}, now);
    faults->counts.in++;
    if (strikes(faults, DROP, faults->options.drop)) {
        faults->counts.dropped++;
        *happened = UDPI_FAULT_DROPPED;
        return 0;
    }
    struct fate fate = decide(faults, datagram);
    *happened = (fate.is_corrupted ? UDPI_FAULT_CORRUPTED : 0) | (fate.copies > 1 ? UDPI_FAULT_DUPLICATED : 0) |
                (fate.overtakers > 0 ? UDPI_FAULT_HELD : 0);
    return send_on(faults, datagram, &fate, now);
}

/* --- life --------------------------------------------------------------------------------------------------------- */

struct udpi_faults *udpi_faults_create(const struct udpi_fault_options *options, struct udpi_room *room,
                                       uint64_t flow) {
    struct udpi_faults *faults = calloc(1, sizeof *faults);
    if (!faults)
        return NULL;
    faults->options = *options;
    faults->room = room;
    uint64_t seed = options->seed;
    uint64_t state = udpi_random_next(&seed) + flow;
    for (unsigned row = 0; row < ROWS; row++)
        faults->random[row] = udpi_random_next(&state);
    return faults;
}

void udpi_faults_free(struct udpi_faults *faults) {
    if (!faults)
        return;
    for (unsigned i = 0; i < faults->held_count; i++)
        udpi_room_let_out(faults->room, faults->held[i].guest);
    for (size_t i = 0; i < faults->queue_count; i++)
        udpi_room_let_out(faults->room, faults->queue[i].guest);
    free(faults->queue);
    free(faults);
}

const struct udpi_fault_counts *udpi_faults_count(const struct udpi_faults *faults) {
    return &faults->counts;
}
