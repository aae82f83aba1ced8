/*
 * The lesson's four calls: socket in open_socket, sendto in transmit, recvfrom in take_replies, close at the end of
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
    struct udpi_send_counts *counts;
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
    bool is_answered;
    bool is_refused;
    bool is_waiting_for_line;
    bool has_ended; /* nothing is left to send */
};

/* --- the socket --------------------------------------------------------------------------------------------------- */

/* The address and port to send from: by the route, as far as --bind does not say otherwise. */
static enum udpi_status choose_source(const struct udpi_send_options *options, const struct udpi_endpoint *to,
                                      struct udpi_endpoint *from, struct udpi_error *error) {
    enum udpi_status status = udpi_route_ask(to, options->is_broadcast, from, error);
    if (status != UDPI_OK || !options->bind)
        return status;
    struct udpi_host_port place;
    struct udpi_endpoint_list list;
    status = udpi_host_port_parse(options->bind, &place, error);
    if (status == UDPI_OK)
        status = udpi_endpoint_resolve(&place, &list, error);
    if (status != UDPI_OK)
        return status;
    const struct udpi_endpoint *bound = udpi_endpoint_find(&list, to->any.sa_family);
    if (!bound)
        return udpi_error_set(error, UDPI_USAGE, "%s: not the same version of IP as the destination", options->bind);
    if (place.host[0] != '\0')
        *from = *bound;
    udpi_endpoint_set_port(from, place.port);
    return UDPI_OK;
}

static void set_ttl(int descriptor, int family, int ttl) {
    if (family == AF_INET6) {
        setsockopt(descriptor, IPPROTO_IPV6, IPV6_UNICAST_HOPS, &ttl, sizeof ttl);
        setsockopt(descriptor, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &ttl, sizeof ttl);
    } else {
        setsockopt(descriptor, IPPROTO_IP, IP_TTL, &ttl, sizeof ttl);
        setsockopt(descriptor, IPPROTO_IP, IP_MULTICAST_TTL, &ttl, sizeof ttl);
    }
}

/* Makes a socket that sends to `s->to`. */
static enum udpi_status open_socket(struct sender *s, struct udpi_error *error) {
    const struct udpi_send_options *options = s->options;
    enum udpi_status status = choose_source(options, &s->to, &s->from, error);
    if (status != UDPI_OK)
        return status;

    int family = s->to.any.sa_family;
    s->socket = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (s->socket < 0)
        return udpi_route_fail(&s->to, errno, error);
    udpi_refusal_enable(s->socket, family);
    if (options->is_broadcast)
        setsockopt(s->socket, SOL_SOCKET, SO_BROADCAST, &(int){1}, sizeof(int));
    if (options->ttl > 0)
        set_ttl(s->socket, family, options->ttl);

    status = udpi_endpoint_bind(s->socket, &s->from, error);
    if (status != UDPI_OK) {
        close(s->socket);
        s->socket = -1;
        return status;
    }
    /* With port 0, bind(2) has chosen a free one. */
    getsockname(s->socket, &s->from.any, &s->from.size);
    return UDPI_OK;
}

/* Takes the destination's addresses in their order, up to the first that a socket can be made for. */
static enum udpi_status find_way(struct sender *s, struct udpi_error *error) {
    const char *destination = s->options->destination;
    struct udpi_host_port place;
    struct udpi_endpoint_list list;
    enum udpi_status status = udpi_host_port_parse(destination, &place, error);
    if (status != UDPI_OK)
        return status;
    if (place.host[0] == '\0')
        return udpi_error_set(error, UDPI_USAGE, "%s: to which host? This one is 127.0.0.1:%u or [::1]:%u", destination,
                              place.port, place.port);
    if (place.port == 0)
        return udpi_error_set(error, UDPI_USAGE, "%s: nobody can listen on port 0; choose one from 1 to 65535",
                              destination);
    status = udpi_endpoint_resolve(&place, &list, error);
    if (status != UDPI_OK)
        return status;

    status = UDPI_FAILED;
    for (unsigned i = 0; i < list.count && status != UDPI_OK; i++) {
        s->to = list.entries[i];
        status = open_socket(s, error);
    }
    if (status != UDPI_OK)
        return status;
    s->may_have_many = s->options->is_broadcast || udpi_endpoint_is_group(&s->to);
    return error->status = UDPI_OK; /* whatever the addresses before it met with */
}

/* --- what comes back ---------------------------------------------------------------------------------------------- */

static void show_refusal(struct sender *s, struct udpi_refusal *refusal) {
    char by[UDPI_ENDPOINT_SIZE], line[UDPI_ENDPOINT_SIZE + 160];
    if (refusal->is_port && udpi_endpoint_same_host(&refusal->by, &s->to))
        udpi_endpoint_set_port(&refusal->by, udpi_endpoint_port(&s->to));
    snprintf(line, sizeof line, "%s #%" PRIu64 " by %s: %s\n", refusal->is_port ? "refused" : "given back",
             s->counts->sent, udpi_endpoint_write(&refusal->by, by), refusal->reason);
    udpi_sink_puts(s->output, line);
}

/* Takes all errors that wait; gives their number. */
static unsigned take_refusals(struct sender *s) {
    unsigned taken = 0;
    for (struct udpi_refusal refusal; udpi_refusal_take(s->socket, &refusal); taken++) {
        show_refusal(s, &refusal);
        *(refusal.is_port ? &s->counts->refused : &s->counts->given_back) += 1;
        s->is_refused = true;
    }
    return taken;
}

static void show_reply(struct sender *s, const struct udpi_endpoint *peer, const uint8_t *bytes, size_t count) {
    char from[UDPI_ENDPOINT_SIZE], start[48], middle[UDPI_ENDPOINT_SIZE + 48];
    int64_t microseconds = (udpi_moment_now() - s->sent_at) / 1000;
    snprintf(start, sizeof start, "reply #%" PRIu64 ": ", s->counts->sent);
    snprintf(middle, sizeof middle, "from %s after %" PRId64 ".%03" PRId64 " ms", udpi_endpoint_write(peer, from),
             microseconds / 1000, microseconds % 1000);
    udpi_sink_puts(s->output, start);
    udpi_supply_show(s->output, bytes, count, middle, s->options->columns);
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
        s->counts->replies++;
        s->counts->answered += !s->is_answered;
        s->is_answered = true;
    }
}

/* Whether the last datagram's reply, or at the end its refusal, may still come. */
static bool is_listening(const struct sender *s, int64_t now) {
    bool has_waited = s->counts->has_waited;
    bool is_settled = s->may_have_many ? !has_waited : s->is_answered || s->is_refused;
    return (has_waited || s->has_ended) && s->counts->sent > 0 && !is_settled && now < s->listen_until;
}

/* Sleeps until something comes back, the next datagram is due, or the waiting is over. */
static void listen_on(struct sender *s, int64_t now) {
    struct pollfd descriptors[] = {
        {.fd = s->socket, .events = s->counts->has_waited ? POLLIN : 0}, /* POLLERR needs no asking */
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
    snprintf(start, sizeof start, "sent #%" PRIu64 ": ", s->counts->sent);
    snprintf(middle, sizeof middle, "to %s from %s", udpi_endpoint_write(&s->to, to),
             udpi_endpoint_write(&s->from, from));
    udpi_sink_puts(s->output, start);
    udpi_supply_show(s->output, bytes, count, middle, s->options->columns);
}

static enum udpi_status transmit(struct sender *s, const uint8_t *bytes, size_t count, struct udpi_error *error) {
    s->sent_at = udpi_moment_now();
    while (sendto(s->socket, bytes, count, 0, &s->to.any, s->to.size) < 0) {
        int number = errno;
        if (number == EINTR && *s->options->stop)
            return UDPI_OK;
        /* The error of an earlier datagram comes out here, too; then this one has not been sent. */
        bool is_earlier = take_refusals(s) > 0 || number == ECONNREFUSED || number == EINTR;
        if (!is_earlier)
            return udpi_route_fail(&s->to, number, error);
        s->sent_at = udpi_moment_now();
    }
    s->counts->sent++;
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
    s->has_ended = s->counts->sent == s->count;
    s->listen_until = udpi_moment_after(s->sent_at, s->counts->has_waited ? s->options->wait : grace);
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
    const struct udpi_send_counts *counts = s->counts;
    char to[UDPI_ENDPOINT_SIZE];
    udpi_endpoint_write(&s->to, to);
    if (counts->refused > 0)
        return udpi_error_set(error, UDPI_FAILED,
                              "%s: %" PRIu64 " of %" PRIu64 " refused, as nobody listens on the port; start a receiver "
                              "there: udpgen echo %u",
                              to, counts->refused, counts->sent, udpi_endpoint_port(&s->to));
    if (counts->given_back > 0)
        return udpi_error_set(error, UDPI_FAILED,
                              "%s: %" PRIu64 " of %" PRIu64 " given back; the lines above say by whom and why", to,
                              counts->given_back, counts->sent);
    bool is_cut_short = *s->options->stop || s->output->error != 0;
    if (counts->has_waited && counts->sent > 0 && counts->answered == 0 && !is_cut_short)
        return udpi_error_set(
            error, UDPI_FAILED,
            "%s: no reply within %g s; the datagram or its reply was lost or filtered, or the receiver "
            "does not answer",
            to, s->options->wait);
    return UDPI_OK;
}

enum udpi_status udpi_send_run(const struct udpi_send_options *options, struct udpi_send_counts *counts,
                               struct udpi_error *error) {
    bool is_lines = options->content.kind == UDPI_SUPPLY_LINES;
    struct sender s = {
        .options = options,
        .counts = counts,
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
    *counts = (struct udpi_send_counts){.has_waited = options->wait >= 0};

    enum udpi_status status = find_way(&s, error);
    if (status != UDPI_OK)
        return status;
    s.supply = udpi_supply_open(&options->content, s.to.any.sa_family, error);
    status = s.supply ? converse(&s, error) : error->status;
    if (status == UDPI_OK)
        status = judge(&s, error);
    udpi_supply_close(s.supply);
    close(s.socket);
    return status;
}

const char *udpi_send_totals(const struct udpi_send_counts *counts, char *text) {
    const struct {
        uint64_t count;
        bool is_told;
        const char *word;
    } parts[] = {
        {counts->answered, counts->has_waited, "answered"},
        {counts->replies, counts->replies > counts->answered, "replies"},
        {counts->refused, counts->refused > 0, "refused"},
        {counts->given_back, counts->given_back > 0, "given back"},
    };
    int length = snprintf(text, UDPI_SEND_TOTALS_SIZE, "%" PRIu64 " sent", counts->sent);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].is_told)
            length += snprintf(text + length, (size_t)(UDPI_SEND_TOTALS_SIZE - length), ", %" PRIu64 " %s",
                               parts[i].count, parts[i].word);
    return text;
}
