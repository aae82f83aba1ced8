/*
 * Each stream sends in a thread of its own; this one starts them, takes what comes back, shows how far they are, and
 * adds up.
 */
#include "socket/flood.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "core/wait.h"
#include "socket/flood_replies.h"
#include "socket/flood_stream.h"
#include "socket/route.h"

enum {
    SECOND = 1000000000,
    WATCHED = UDPI_FLOOD_THREADS + 1,
    HASTE = 100000, /* datagrams a second */
};

static const volatile sig_atomic_t never;

/* In seconds. */
static const double grace = 0.05;         /* in which a refusal is still heard of, where no reply is waited for */
static const double longest_farewell = 1; /* for replies, when told to stop */

struct flood {
    const struct udpi_flood_options *options;
    struct udpi_totals *totals;
    pthread_mutex_t guard; /* of the totals and the output while threads run: each may hear of a refusal */
    struct udpi_flood_plan plan;
    struct udpi_supply *supply;
    struct udpi_flood_stream *streams;
    unsigned opened, started, ended;
    struct udpi_replies *replies;
    uint64_t replies_taken;
    int64_t start, next_progress;
};

/* --- what comes back ---------------------------------------------------------------------------------------------- */

/* A line of output; what shows the progress is asked to leave the terminal's line before. */
static void tell(const struct flood *f, const char *line) {
    const struct udpi_flood_options *options = f->options;
    if (!options->output)
        return;
    if (options->show_progress)
        options->show_progress(options->context, NULL);
    udpi_sink_puts(options->output, line);
    udpi_sink_flush(options->output);
}

/* The headers that end a stream are refused like the probes before them, but nobody asked for them to be sent. */
static bool is_of_end(const struct udpi_refusal *refusal) {
    struct udpi_probe probe;
    return udpi_probe_load(refusal->quoted, refusal->quoted_size, &probe) == UDPI_PROBE_INTACT && probe.is_end;
}

static void take_refusal(void *context, const struct udpi_refusal *refusal) {
    struct flood *f = context;
    if (f->plan.is_probing && is_of_end(refusal))
        return;
    char by[UDPI_ENDPOINT_SIZE], line[UDPI_ENDPOINT_SIZE + 144];
    pthread_mutex_lock(&f->guard);
    if (udpi_totals_refuse(f->totals, refusal)) {
        snprintf(line, sizeof line, "%s by %s: %s\n", udpi_refusal_verb(refusal), udpi_endpoint_write(&refusal->by, by),
                 refusal->reason);
        tell(f, line);
    }
    pthread_mutex_unlock(&f->guard);
}

static uint64_t count_sent(const struct flood *f) {
    uint64_t sent = 0;
    for (unsigned i = 0; i < f->opened; i++)
        sent += atomic_load_explicit(&f->streams[i].sent, memory_order_relaxed);
    return sent;
}

/* Probes that came back, each counted once, but never more than were sent: a broadcast has many replies. */
static uint64_t count_answered(const struct flood *f, uint64_t sent) {
    uint64_t answered = 0;
    for (size_t i = 0; f->replies && i < udpi_probes_count(f->options->probes); i++) {
        const struct udpi_probe_report *report = udpi_probes_report(f->options->probes, i);
        answered += report->expected - report->lost;
    }
    return answered < sent ? answered : sent;
}

/* Whether all that was sent is answered or refused. Called when all threads have ended. */
static bool is_settled(const struct flood *f) {
    uint64_t sent = count_sent(f), refused = f->totals->refused + f->totals->given_back;
    return f->replies_taken + refused >= sent && count_answered(f, sent) + refused >= sent;
}

/* Sleeps until the moment, or until something is there; takes it. */
static void watch(struct flood *f, int64_t moment, const volatile sig_atomic_t *stop) {
    struct pollfd descriptors[WATCHED] = {{.fd = f->plan.done, .events = POLLIN}};
    bool is_ended = f->ended == f->started;
    for (unsigned i = 0; i < f->opened; i++) /* errors are heard by the streams themselves, as long as they send */
        descriptors[i + 1] = (struct pollfd){.fd = f->replies || is_ended ? f->streams[i].socket : -1,
                                             .events = f->replies ? POLLIN : 0};
    udpi_wait(descriptors, f->opened + 1, moment, stop);
    eventfd_t ended;
    if (descriptors[0].revents && eventfd_read(f->plan.done, &ended) == 0)
        f->ended += (unsigned)ended;
    for (unsigned i = 0; i < f->opened; i++) {
        if (descriptors[i + 1].revents & POLLERR)
            udpi_flood_stream_hear(&f->streams[i]);
        if (descriptors[i + 1].revents & POLLIN)
            f->replies_taken += udpi_replies_take(f->replies, &f->streams[i]);
    }
}

/* --- beginning ---------------------------------------------------------------------------------------------------- */

/* Its share of the datagrams and of the rate; the first ones take what does not divide. */
static void give_share(struct flood *f, struct udpi_flood_stream *stream) {
    const struct udpi_flood_options *options = f->options;
    uint64_t rest = options->count % options->threads;
    stream->count = options->count == 0 ? UINT64_MAX : options->count / options->threads + (stream->number < rest);
    stream->rate = options->rate;
    stream->rate.per_second /= options->threads;
}

static enum udpi_status open_streams(struct flood *f, struct udpi_error *error) {
    for (unsigned i = 0; i < f->options->threads; i++) {
        if (udpi_flood_stream_open(&f->streams[i], &f->plan, i, error) != UDPI_OK)
            return error->status;
        give_share(f, &f->streams[i]);
        f->opened++;
    }
    return UDPI_OK;
}

/* Takes the destination's addresses in their order, up to the first that sockets can be made for. */
static enum udpi_status find_way(struct flood *f, struct udpi_error *error) {
    struct udpi_endpoint_list list;
    if (udpi_route_resolve(f->options->destination, &list, error) != UDPI_OK)
        return error->status;
    for (unsigned i = 0; i < list.count && f->opened == 0; i++) {
        error->status = UDPI_OK; /* whatever the addresses before it met with */
        f->plan.to = list.entries[i];
        open_streams(f, error);
    }
    if (error->status != UDPI_OK)
        return udpi_endpoint_list_fail(&list, error);
    f->totals->from = f->streams[0].from;
    f->totals->to = f->plan.to;
    return UDPI_OK;
}

static void show_ways(const struct flood *f) {
    char to[UDPI_ENDPOINT_SIZE], from[UDPI_ENDPOINT_SIZE], line[2 * UDPI_ENDPOINT_SIZE + 32];
    for (unsigned i = 0; i < f->opened; i++) {
        snprintf(line, sizeof line, "sending to %s from %s\n", udpi_endpoint_write(&f->plan.to, to),
                 udpi_endpoint_write(&f->streams[i].from, from));
        tell(f, line);
    }
}

/* A message that the kernel cuts saves time, but may be refused as one: then fewer refusals come than should. */
static bool is_in_haste(const struct flood *f) {
    const struct udpi_rate *rate = &f->options->rate;
    double unit = rate->is_bits ? 8 * (double)(f->plan.extent.most + 1) : 1;
    return rate->per_second <= 0 || rate->per_second / unit > (double)HASTE;
}

static enum udpi_status start_streams(struct flood *f, struct udpi_error *error) {
    f->plan.extent = udpi_supply_measure(f->supply);
    f->plan.is_segmented = f->options->is_segmented && is_in_haste(f);
    f->start = udpi_moment_now();
    f->next_progress = udpi_moment_after(f->start, 1);
    f->plan.end_at = f->options->duration > 0 ? udpi_moment_after(f->start, f->options->duration) : UDPI_NEVER;
    while (f->started < f->opened && udpi_flood_stream_start(&f->streams[f->started], error) == UDPI_OK)
        f->started++;
    return error->status;
}

/* --- while they send ---------------------------------------------------------------------------------------------- */

static void show_progress(struct flood *f) {
    int64_t now = udpi_moment_now();
    if (now < f->next_progress)
        return;
    f->next_progress = udpi_moment_after(f->next_progress, 1);
    if (!f->options->show_progress)
        return;
    struct udpi_flood_progress progress = {
        .elapsed = now - f->start, .sent = count_sent(f), .replies = f->replies_taken};
    for (unsigned i = 0; i < f->opened; i++)
        progress.bytes += atomic_load_explicit(&f->streams[i].bytes, memory_order_relaxed);
    pthread_mutex_lock(&f->guard);
    progress.errors = f->totals->refused + f->totals->given_back;
    f->options->show_progress(f->options->context, &progress);
    pthread_mutex_unlock(&f->guard);
}

static bool is_to_stop(struct flood *f) {
    pthread_mutex_lock(&f->guard);
    bool is_reader_gone = f->options->output && f->options->output->error != 0;
    pthread_mutex_unlock(&f->guard);
    return *f->options->stop || is_reader_gone;
}

/* Until all streams have ended: by themselves, or because the user wants it. */
static void observe(struct flood *f) {
    bool is_halted = false;
    while (f->ended < f->started) {
        if (!is_halted && is_to_stop(f)) {
            eventfd_write(f->plan.halt, 1);
            is_halted = true;
        }
        watch(f, f->next_progress, is_halted ? &never : f->options->stop);
        show_progress(f);
    }
    for (unsigned i = 0; i < f->started; i++)
        pthread_join(f->streams[i].thread, NULL);
}

/* --- ending ------------------------------------------------------------------------------------------------------- */

/* Waits for the last replies or, where none are taken, for the last refusals. */
static void linger(struct flood *f) {
    bool is_stopped = *f->options->stop;
    double seconds = f->replies ? f->options->wait : grace;
    if (is_stopped && seconds > longest_farewell)
        seconds = longest_farewell;
    int64_t until = udpi_moment_after(udpi_moment_now(), seconds);
    const volatile sig_atomic_t *stop = is_stopped ? &never : f->options->stop;
    while (!*stop && udpi_moment_now() < until && !(f->replies && is_settled(f)))
        watch(f, until, stop);
}

/*
 * Datagrams a second, from the first batch to the last. What is sent as fast as possible takes time up to where the
 * last batch begins; at a rate, the time up to the last batch is that of all but the first datagram.
 */
static double measure_rate(const struct udpi_flood_stream *stream) {
    uint64_t outside = stream->rate.per_second > 0 ? 1 : stream->last_batch;
    if (stream->last_at <= stream->first_at)
        return 0;
    return (double)(stream->sent - outside) * SECOND / (double)(stream->last_at - stream->first_at);
}

static void add_up(struct flood *f) {
    struct udpi_totals *totals = f->totals;
    int64_t end = f->start;
    for (unsigned i = 0; i < f->started; i++) {
        const struct udpi_flood_stream *stream = &f->streams[i];
        totals->sent += stream->sent;
        totals->bytes += stream->bytes;
        totals->unread += stream->unread;
        totals->per_second += measure_rate(stream);
        end = stream->ended_at > end ? stream->ended_at : end;
    }
    totals->seconds = (double)(end - f->start) / SECOND;
    totals->answered = count_answered(f, totals->sent);
    for (size_t i = 0; f->replies && i < udpi_probes_count(f->options->probes); i++)
        totals->duplicates += udpi_probes_report(f->options->probes, i)->duplicated;
}

/* What failed on this side comes before what failed on the way. */
static enum udpi_status judge(struct flood *f, struct udpi_error *error) {
    for (unsigned i = 0; i < f->started; i++)
        if (error->status == UDPI_OK && f->streams[i].error.status != UDPI_OK)
            *error = f->streams[i].error;
    f->totals->is_cut_short = error->status != UDPI_OK;
    if (f->totals->is_cut_short)
        return error->status;
    return udpi_totals_judge(f->totals, &f->plan.to, f->options->max_loss, error);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static enum udpi_status send_all(struct flood *f, struct udpi_error *error) {
    if (find_way(f, error) != UDPI_OK)
        return error->status;
    f->supply = udpi_supply_open(&f->options->content, f->plan.to.any.sa_family, error);
    if (!f->supply)
        return error->status;
    show_ways(f);
    if (start_streams(f, error) != UDPI_OK)
        eventfd_write(f->plan.halt, 1);
    observe(f);
    if (count_sent(f) > 0)
        linger(f);
    if (f->options->show_progress)
        f->options->show_progress(f->options->context, NULL);
    add_up(f);
    return judge(f, error);
}

static enum udpi_status open_flood(struct flood *f, struct udpi_error *error) {
    const struct udpi_flood_options *options = f->options;
    f->plan.halt = eventfd(0, EFD_CLOEXEC);
    f->plan.done = eventfd(0, EFD_CLOEXEC);
    f->streams = calloc(options->threads, sizeof *f->streams);
    if (options->probes)
        f->replies = udpi_replies_create(options->probes, options->run);
    bool is_complete = f->plan.halt >= 0 && f->plan.done >= 0 && f->streams && (f->replies || !options->probes);
    return is_complete ? UDPI_OK : udpi_error_set(error, UDPI_FAILED, "threads: %s", strerror(errno));
}

static void close_flood(struct flood *f) {
    for (unsigned i = 0; i < f->opened; i++)
        udpi_flood_stream_close(&f->streams[i]);
    udpi_replies_free(f->replies);
    udpi_supply_close(f->supply);
    free(f->streams);
    close(f->plan.halt);
    close(f->plan.done);
}

enum udpi_status udpi_flood_run(const struct udpi_flood_options *options, struct udpi_totals *totals,
                                struct udpi_error *error) {
    *totals = (struct udpi_totals){.has_waited = options->probes != NULL};
    struct flood f = {
        .options = options,
        .totals = totals,
        .guard = PTHREAD_MUTEX_INITIALIZER,
    };
    f.plan = (struct udpi_flood_plan){
        .socket = options->socket,
        .is_probing = options->is_probing,
        .is_deaf = options->probes == NULL,
        .run = options->run,
        .clock = udpi_clock_identify(),
        .seed = options->content.seed,
        .refused = take_refusal,
        .context = &f,
    };
    /* Where nobody else's replies are taken anyway: the kernel then looks up the route once, not for each datagram. */
    f.plan.socket.is_connected |= f.plan.is_deaf;
    if (open_flood(&f, error) == UDPI_OK)
        send_all(&f, error);
    close_flood(&f);
    return error->status;
}
