/*
 * The lesson's four calls: socket in open_socket, sendto in hand_over, recvfrom in take_replies, close at the end of
 * udpi_send_run. Between them stands a loop, converse, which either sends what is due or sleeps until something
 * happens.
 */
#include "socket/send.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "socket/endpoint.h"
#include "socket/refusal.h"
#include "socket/route.h"
#include "core/wait.h"

enum {
    LARGEST_DATAGRAM = 65536, /* no datagram of IPv4 or IPv6 is larger, so none is ever cut */
    CATCH_UP = 10000000,      /* nanoseconds by which a datagram may come early, after a late one */
};

/* In seconds. */
static const double default_interval = 1;
static const double grace = 0.05; /* in which a refusal is still heard of, where no reply is waited for */

struct sender {
    const struct udpi_send_options *options;
    struct udpi_totals *totals;
    struct udpi_sink *output;
    int socket;
    struct udpi_endpoint from, to;
    struct udpi_supply *supply;
    uint64_t count;     /* datagrams to send */
    double interval;    /* seconds */
    bool may_have_many; /* more than one host may reply */

    int64_t next_at;      /* when the next datagram is due; see udpi_moment_now */
    int64_t sent_at;      /* the last datagram */
    int64_t listen_until; /* for its reply, or its refusal */
    struct udpi_endpoint first_replier;
    bool is_answered;
    bool is_refused;
    bool is_waiting_for_line;
    bool has_ended; /* nothing is left to send */
};

/* --- the socket --------------------------------------------------------------------------------------------------- */

/* Makes a socket that sends to `s->to`. */
static enum udpi_status open_socket(struct sender *s, struct udpi_error *error) {
    const struct udpi_socket_options *options = &s->options->socket;
    int family = s->to.any.sa_family;
    s->socket = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (s->socket < 0)
        return udpi_route_fail(options, &s->to, 0, errno, error);
    udpi_refusal_enable(s->socket, family);
    if (udpi_route_prepare(s->socket, options, &s->to, &s->from, error) == UDPI_OK)
        return UDPI_OK;
    close(s->socket);
    s->socket = -1;
    return error->status;
}

/* Takes the destination's addresses in their order, up to the first that a socket can be made for. */
static enum udpi_status find_way(struct sender *s, struct udpi_error *error) {
    struct udpi_endpoint_list list;
    if (udpi_route_resolve(s->options->destination, &list, error) != UDPI_OK)
        return error->status;
    enum udpi_status status = UDPI_FAILED;
    for (unsigned i = 0; i < list.count && status != UDPI_OK; i++) {
        s->to = list.entries[i];
        status = open_socket(s, error);
    }
    if (status != UDPI_OK)
        return udpi_endpoint_list_fail(&list, error);
    s->totals->from = s->from;
    s->totals->to = s->to;
    s->may_have_many = s->options->socket.is_broadcast || udpi_endpoint_is_group(&s->to);
    return error->status = UDPI_OK; /* whatever the addresses before it met with */
}

/* --- what comes back ---------------------------------------------------------------------------------------------- */

static void show_refusal(struct sender *s, const struct udpi_refusal *refusal) {
    char by[UDPI_ENDPOINT_SIZE], line[UDPI_ENDPOINT_SIZE + 176];
    snprintf(line, sizeof line, "%s #%" PRIu64 " by %s: %s\n", udpi_refusal_verb(refusal), s->totals->sent,
             udpi_endpoint_write(&refusal->by, by), refusal->reason);
    udpi_sink_puts(s->output, line);
}

/* Takes all errors that wait; gives their number. */
static unsigned take_refusals(struct sender *s) {
    unsigned taken = 0;
    for (struct udpi_refusal refusal; udpi_refusal_take(s->socket, &refusal); taken++) {
        show_refusal(s, &refusal);
        udpi_totals_refuse(s->totals, &refusal);
        s->is_refused = true;
    }
    return taken;
}

static void show_reply(struct sender *s, const struct udpi_endpoint *peer, const uint8_t *bytes, size_t count) {
    char from[UDPI_ENDPOINT_SIZE], start[48], middle[UDPI_ENDPOINT_SIZE + 48];
    int64_t microseconds = (udpi_moment_now() - s->sent_at) / 1000;
    snprintf(start, sizeof start, "reply #%" PRIu64 ": ", s->totals->sent);
    snprintf(middle, sizeof middle, "from %s after %" PRId64 ".%03" PRId64 " ms", udpi_endpoint_write(peer, from),
             microseconds / 1000, microseconds % 1000);
    udpi_sink_puts(s->output, start);
    udpi_supply_show(s->output, bytes, count, middle, s->options->columns);
}

/* The first reply answers the datagram; what follows is the same answer twice, or that of another host. */
static void count_reply(struct sender *s, const struct udpi_endpoint *peer) {
    if (!s->is_answered) {
        s->totals->answered++;
        s->first_replier = *peer;
    } else if (udpi_endpoint_same_host(&s->first_replier, peer)) {
        s->totals->duplicates++;
    } else {
        s->totals->others++;
    }
    s->is_answered = true;
}

/* Takes all replies that wait. */
static void take_replies(struct sender *s) {
    uint8_t bytes[LARGEST_DATAGRAM];
    for (;;) {
        struct udpi_endpoint peer = {.size = sizeof peer.ipv6};
        ssize_t count = recvfrom(s->socket, bytes, sizeof bytes, MSG_DONTWAIT, &peer.any, &peer.size);
        if (count < 0)
            return;
        show_reply(s, &peer, bytes, (size_t)count);
        count_reply(s, &peer);
    }
}

/* Whether the last datagram's reply, or at the end its refusal, may still come. */
static bool is_listening(const struct sender *s, int64_t now) {
    bool has_waited = s->totals->has_waited;
    bool is_settled = s->may_have_many ? !has_waited : s->is_answered || s->is_refused;
    return (has_waited || s->has_ended) && s->totals->sent > 0 && !is_settled && now < s->listen_until;
}

/* Sleeps until something comes back, the next datagram is due, or the waiting is over. */
static void listen_on(struct sender *s, int64_t now) {
    struct pollfd descriptors[] = {
        {.fd = s->socket, .events = s->totals->has_waited ? POLLIN : 0}, /* POLLERR needs no asking */
        {.fd = STDIN_FILENO, .events = POLLIN},
    };
    int64_t due = s->is_waiting_for_line ? UDPI_NEVER : s->next_at;
    int64_t moment = is_listening(s, now) ? s->listen_until : due;
    udpi_sink_flush(s->output);
    udpi_wait(descriptors, s->is_waiting_for_line ? 2 : 1, moment, s->options->stop);
    if (descriptors[0].revents & POLLERR)
        take_refusals(s);
    if (descriptors[0].revents & POLLIN)
        take_replies(s);
    if (descriptors[1].revents)
        s->is_waiting_for_line = false;
}

/* --- what goes out ------------------------------------------------------------------------------------------------ */

static void show_sent(struct sender *s, const uint8_t *bytes, size_t count) {
    char from[UDPI_ENDPOINT_SIZE], to[UDPI_ENDPOINT_SIZE], start[48], middle[2 * UDPI_ENDPOINT_SIZE + 16];
    snprintf(start, sizeof start, "sent #%" PRIu64 ": ", s->totals->sent);
    snprintf(middle, sizeof middle, "to %s from %s", udpi_endpoint_write(&s->to, to),
             udpi_endpoint_write(&s->from, from));
    udpi_sink_puts(s->output, start);
    udpi_supply_show(s->output, bytes, count, middle, s->options->columns);
}

static ssize_t hand_over(const struct sender *s, const uint8_t *bytes, size_t count) {
    if (s->options->socket.is_connected)
        return send(s->socket, bytes, count, 0);
    return sendto(s->socket, bytes, count, 0, &s->to.any, s->to.size);
}

static enum udpi_status transmit(struct sender *s, const uint8_t *bytes, size_t count, struct udpi_error *error) {
    s->sent_at = udpi_moment_now();
    while (hand_over(s, bytes, count) < 0) {
        int number = errno;
        if (number == EINTR && *s->options->stop)
            return UDPI_OK;
        /* The error of an earlier datagram comes out here, too; then this one has not been sent. */
        bool is_earlier = take_refusals(s) > 0 || number == ECONNREFUSED || number == EINTR;
        if (!is_earlier)
            return udpi_route_fail(&s->options->socket, &s->to, count, number, error);
        s->sent_at = udpi_moment_now();
    }
    s->totals->sent++;
    s->totals->bytes += count;
    s->is_answered = s->is_refused = false;
    show_sent(s, bytes, count);
    return UDPI_OK;
}

static enum udpi_status send_next(struct sender *s, struct udpi_error *error) {
    const uint8_t *bytes;
    size_t count;
    switch (udpi_supply_next(s->supply, &bytes, &count, error)) {
    case UDPI_SUPPLY_FAILED: return error->status;
    case UDPI_SUPPLY_LATER: s->is_waiting_for_line = true; return UDPI_OK;
    case UDPI_SUPPLY_END: s->has_ended = true; return UDPI_OK;
    case UDPI_SUPPLY_READY: break;
    }
    enum udpi_status status = transmit(s, bytes, count, error);
    s->has_ended = s->totals->sent == s->count;
    s->listen_until = udpi_moment_after(s->sent_at, s->totals->has_waited ? s->options->wait : grace);
    int64_t since = s->sent_at - CATCH_UP > s->next_at ? s->sent_at - CATCH_UP : s->next_at;
    s->next_at = udpi_moment_after(since, s->interval);
    return status;
}

static bool is_over(const struct sender *s, int64_t now) {
    return *s->options->stop || s->output->error != 0 || (s->has_ended && !is_listening(s, now));
}

static bool is_due(const struct sender *s, int64_t now) {
    return !s->has_ended && !s->is_waiting_for_line && !is_listening(s, now) && now >= s->next_at;
}

static enum udpi_status converse(struct sender *s, struct udpi_error *error) {
    enum udpi_status status = UDPI_OK;
    for (int64_t now = udpi_moment_now(); status == UDPI_OK && !is_over(s, now); now = udpi_moment_now()) {
        if (is_due(s, now))
            status = send_next(s, error);
        else
            listen_on(s, now);
    }
    udpi_sink_flush(s->output);
    return status;
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

/* What the exit status and the last message are, where nothing failed on this side. */
static enum udpi_status judge(const struct sender *s, struct udpi_error *error) {
    const struct udpi_totals *totals = s->totals;
    bool has_limit = s->options->max_loss >= 0;
    if (udpi_totals_judge(totals, &s->to, has_limit ? s->options->max_loss : 100, error) != UDPI_OK)
        return error->status;
    if (has_limit || !totals->has_waited || totals->sent == 0 || totals->answered > 0 || totals->is_cut_short)
        return UDPI_OK;
    char to[UDPI_ENDPOINT_SIZE];
    return udpi_error_set(error, UDPI_FAILED, "%s: no reply within %g s; what is known of it stands above",
                          udpi_endpoint_write(&s->to, to), s->options->wait);
}

enum udpi_status udpi_send_run(const struct udpi_send_options *options, struct udpi_totals *totals,
                               struct udpi_error *error) {
    bool is_lines = options->content.kind == UDPI_SUPPLY_LINES;
    struct sender s = {
        .options = options,
        .totals = totals,
        .output = options->output,
        .socket = -1,
        .count = is_lines ? UINT64_MAX : 1,
        .interval = is_lines ? 0 : default_interval,
        .next_at = udpi_moment_now(),
    };
    if (options->count > 0)
        s.count = options->count;
    if (options->interval >= 0)
        s.interval = options->interval;
    *totals = (struct udpi_totals){.has_waited = options->wait >= 0};

    enum udpi_status status = find_way(&s, error);
    if (status != UDPI_OK)
        return status;
    s.supply = udpi_supply_open(&options->content, s.to.any.sa_family, error);
    status = s.supply ? converse(&s, error) : error->status;
    totals->is_cut_short = status != UDPI_OK || *options->stop || s.output->error != 0;
    if (status == UDPI_OK)
        status = judge(&s, error);
    udpi_supply_close(s.supply);
    close(s.socket);
    return status;
}
