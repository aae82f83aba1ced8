#include "track/probes.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/crc32c.h"

enum {
    WORD_BITS = 64,
    WORDS = UDPI_PROBES_WINDOW / WORD_BITS,
    CHAINS = 256,
};

/* Where numbers were skipped: the arrival that was the first with a higher one than any of them. */
struct gap {
    uint64_t sequence;
    uint64_t position; /* of the arrival, among first arrivals */
    int64_t time;
};

struct stream {
    struct udpi_probe_report report;
    struct stream *next;   /* in its chain */
    bool is_named;         /* run and number are from an intact header */
    uint64_t highest;      /* sequence number; 0 before the first */
    uint64_t distinct;     /* first arrivals */
    uint64_t total;        /* 0 where the sender has not said it */
    int64_t difference;    /* arrival minus sending, of the latest first arrival */
    int64_t origin;        /* the same of the very first */
    double sum_off_origin; /* of all differences */
    uint64_t gap_count;    /* also of those that are no longer kept */
    struct gap gaps[UDPI_PROBES_GAPS];
    uint64_t seen[WORDS]; /* a bit for each of the last UDPI_PROBES_WINDOW numbers */
};

struct udpi_probes {
    int64_t late_after;
    uint32_t clock;
    uint64_t untold;
    struct stream *latest; /* to which the last arrival belonged: mostly the next one does, too */
    struct stream *chains[CHAINS];
    size_t count;
    struct stream *streams[UDPI_PROBES_STREAMS];
};

/* Numbers from the wire may be anything: what overflows wraps. */
static int64_t subtract(int64_t a, int64_t b) {
    return (int64_t)((uint64_t)a - (uint64_t)b);
}

/* --- which stream ------------------------------------------------------------------------------------------------- */

static bool has_ends(const struct stream *s, const struct udpi_probe_ends *ends) {
    const struct udpi_probe_ends *own = &s->report.ends;
    return own->src_port == ends->src_port && own->dst_port == ends->dst_port && own->place == ends->place &&
           own->address_size == ends->address_size && memcmp(own->src, ends->src, sizeof own->src) == 0 &&
           memcmp(own->dst, ends->dst, sizeof own->dst) == 0;
}

static bool has_name(const struct stream *s, const struct udpi_probe *probe) {
    return s->is_named && s->report.run == probe->run && s->report.stream == probe->stream;
}

static void name_stream(struct stream *s, const struct udpi_probe *probe) {
    s->report.run = probe->run;
    s->report.stream = probe->stream;
    s->is_named = true;
}

/* Nothing of the header: what is damaged is to be found by its ends alone. */
static struct stream **find_chain(struct udpi_probes *probes, const struct udpi_probe_ends *ends) {
    uint32_t crc = udpi_crc32c_add(UDPI_CRC32C_START, ends->src, ends->address_size);
    crc = udpi_crc32c_add(crc, ends->dst, ends->address_size);
    crc ^= (uint32_t)ends->src_port << 16 | ends->dst_port;
    return &probes->chains[crc * 0x9e3779b1U >> 24];
}

static struct stream *begin_stream(struct udpi_probes *probes, struct stream **chain,
                                   const struct udpi_probe_ends *ends) {
    struct stream *s = probes->count < UDPI_PROBES_STREAMS ? calloc(1, sizeof *s) : NULL;
    if (!s)
        return NULL;
    s->report.ends = *ends;
    s->next = *chain;
    *chain = s;
    probes->streams[probes->count++] = s;
    return s;
}

/* An intact probe belongs to the stream that it names, a damaged one to the youngest with its ends. A stream that began with
   damaged ones gets its name from the first intact one. NULL where there are too many. */
static struct stream *find_stream(struct udpi_probes *probes, const struct udpi_probe_ends *ends,
                                  const struct udpi_probe *probe, bool is_intact) {
    if (probes->latest && has_name(probes->latest, probe) && has_ends(probes->latest, ends))
        return probes->latest;
    struct stream **chain = find_chain(probes, ends), *youngest = NULL;
    for (struct stream *s = *chain; s; s = s->next) {
        if (!has_ends(s, ends))
            continue;
        if (has_name(s, probe))
            return s;
        if (!youngest)
            youngest = s;
    }
    if (youngest && (!is_intact || !youngest->is_named))
        return youngest;
    return begin_stream(probes, chain, ends);
}

/* --- the window --------------------------------------------------------------------------------------------------- */

static uint64_t bits_from(uint64_t bit) {
    return bit < WORD_BITS ? UINT64_MAX << bit : 0;
}

/* The bits of `count` numbers from `first` on were those of numbers that leave the window. */
static void clear_seen(struct stream *s, uint64_t first, uint64_t count) {
    if (count >= UDPI_PROBES_WINDOW) {
        memset(s->seen, 0, sizeof s->seen);
        return;
    }
    while (count > 0) {
        uint64_t bit = first % WORD_BITS, end = bit + count < WORD_BITS ? bit + count : WORD_BITS;
        s->seen[first / WORD_BITS % WORDS] &= ~bits_from(bit) | bits_from(end);
        first += end - bit;
        count -= end - bit;
    }
}

/* Gives whether it had been seen before. */
static bool mark_seen(struct stream *s, uint64_t sequence) {
    uint64_t *word = &s->seen[sequence / WORD_BITS % WORDS], bit = UINT64_C(1) << sequence % WORD_BITS;
    bool was_seen = *word & bit;
    *word |= bit;
    return was_seen;
}

static void advance(struct stream *s, uint64_t sequence, int64_t time) {
    uint64_t step = sequence - s->highest;
    if (step > 1)
        s->gaps[s->gap_count++ % UDPI_PROBES_GAPS] = (struct gap){sequence, s->distinct, time};
    clear_seen(s, s->highest + 1, step);
    s->highest = sequence;
}

/* --- first arrivals ----------------------------------------------------------------------------------------------- */

/* The first arrival with a higher number than `sequence`, which has been skipped; where its gap is no longer kept, a later
   one. Numbers of gaps ascend. */
static const struct gap *find_overtaker(const struct stream *s, uint64_t sequence) {
    uint64_t high = s->gap_count - 1, low = s->gap_count < UDPI_PROBES_GAPS ? 0 : s->gap_count - UDPI_PROBES_GAPS;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (s->gaps[middle % UDPI_PROBES_GAPS].sequence > sequence)
            high = middle;
        else
            low = middle + 1;
    }
    return &s->gaps[low % UDPI_PROBES_GAPS];
}

static void count_reordered(const struct udpi_probes *probes, struct stream *s, uint64_t sequence, int64_t time) {
    const struct gap *overtaker = find_overtaker(s, sequence);
    bool is_oldest = overtaker == &s->gaps[s->gap_count % UDPI_PROBES_GAPS];
    uint64_t extent = s->distinct - overtaker->position;
    s->report.reordered++;
    s->report.is_at_least |= is_oldest && s->gap_count > UDPI_PROBES_GAPS;
    if (extent > s->report.extent)
        s->report.extent = extent;
    if (subtract(time, overtaker->time) > probes->late_after)
        s->report.late++;
}

static void add_times(const struct udpi_probes *probes, struct stream *s, const struct udpi_probe *probe,
                      int64_t time) {
    struct udpi_probe_report *report = &s->report;
    int64_t difference = subtract(time, probe->time);
    if (s->distinct == 0) {
        s->origin = report->least_difference = report->most_difference = difference;
    } else {
        double change = fabs((double)subtract(difference, s->difference));
        report->jitter += (change - report->jitter) / 16;
    }
    s->difference = difference;
    s->sum_off_origin += (double)subtract(difference, s->origin);
    if (difference < report->least_difference)
        report->least_difference = difference;
    if (difference > report->most_difference)
        report->most_difference = difference;
    report->has_same_clock = probe->clock == probes->clock && probes->clock != 0;
    if (report->has_same_clock)
        udpi_histogram_add(&report->delay, difference > 0 ? (uint64_t)difference : 0);
}

/* --- arrivals ----------------------------------------------------------------------------------------------------- */

static void take_numbered(const struct udpi_probes *probes, struct stream *s, const struct udpi_probe *probe,
                          int64_t time) {
    bool is_behind = probe->sequence <= s->highest;
    if (is_behind && s->highest - probe->sequence >= UDPI_PROBES_WINDOW) {
        s->report.too_old++;
        return;
    }
    if (!is_behind)
        advance(s, probe->sequence, time);
    if (mark_seen(s, probe->sequence)) {
        s->report.duplicated++;
        return;
    }
    if (is_behind)
        count_reordered(probes, s, probe->sequence, time);
    add_times(probes, s, probe, time);
    s->distinct++;
}

static void note_arrival(struct stream *s, int64_t time) {
    if (s->report.received + s->report.corrupted == 0)
        s->report.first_time = time;
    s->report.last_time = time;
}

void udpi_probes_take(struct udpi_probes *probes, const struct udpi_probe_ends *ends, const struct udpi_probe *probe,
                      enum udpi_probe_state state, uint64_t size, int64_t time) {
    bool is_intact = state == UDPI_PROBE_INTACT;
    struct stream *s = find_stream(probes, ends, probe, is_intact);
    if (!s) {
        probes->untold++;
        return;
    }
    probes->latest = s;
    if (is_intact && !s->is_named)
        name_stream(s, probe);
    if (is_intact && probe->total > 0)
        s->total = probe->total;
    if (is_intact && (probe->is_end || (probe->total > 0 && probe->sequence >= probe->total)))
        s->report.has_ended = true;
    if (is_intact && probe->is_end)
        return;
    note_arrival(s, time);
    if (!is_intact || probe->sequence == 0) {
        s->report.corrupted++;
        return;
    }
    s->report.received++;
    s->report.bytes += size;
    take_numbered(probes, s, probe, time);
}

/* --- reports ------------------------------------------------------------------------------------------------------ */

size_t udpi_probes_count(const struct udpi_probes *probes) {
    return probes->count;
}

const struct udpi_probe_report *udpi_probes_report(struct udpi_probes *probes, size_t index) {
    struct stream *s = probes->streams[index];
    struct udpi_probe_report *report = &s->report;
    report->has_total = s->total > 0;
    report->expected = s->total > s->highest ? s->total : s->highest;
    report->lost = report->expected - s->distinct;
    if (s->distinct > 0)
        report->mean_above_least =
            s->sum_off_origin / (double)s->distinct - (double)subtract(report->least_difference, s->origin);
    return report;
}

uint64_t udpi_probes_untold(const struct udpi_probes *probes) {
    return probes->untold;
}

bool udpi_probes_lacked_memory(const struct udpi_probes *probes) {
    return probes->untold > 0 && probes->count < UDPI_PROBES_STREAMS;
}

/* --- life --------------------------------------------------------------------------------------------------------- */

struct udpi_probes *udpi_probes_create(int64_t late_after, uint32_t clock) {
    struct udpi_probes *probes = calloc(1, sizeof *probes);
    if (probes) {
        probes->late_after = late_after;
        probes->clock = clock;
    }
    return probes;
}

void udpi_probes_free(struct udpi_probes *probes) {
    if (!probes)
        return;
    for (size_t i = 0; i < probes->count; i++)
        free(probes->streams[i]);
    free(probes);
}

/* --- clocks ------------------------------------------------------------------------------------------------------- */

/* The wall clock belongs to the kernel: time namespaces do not change it (time_namespaces(7)), and the kernel has an
   identity for each time it is started (random(4)). */
uint32_t udpi_clock_identify(void) {
    uint8_t identity[64];
    int file = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return 0;
    ssize_t count = read(file, identity, sizeof identity);
    close(file);
    return count > 0 ? udpi_crc32c_add(UDPI_CRC32C_START, identity, (size_t)count) : 0;
}
