#include "socket/receive.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/wait.h"
#include "socket/account.h"
#include "socket/peers.h"

/* In which a datagram that was overtaken by the end of its stream may still come, in seconds. */
static const double grace = 0.5;

struct receiver {
    const struct udpi_receive_options *options;
    struct udpi_receive_counts *counts;
    struct udpi_peers *peers;
    uint16_t port;
    bool has_news;    /* something came since `heard_at` was set */
    bool has_ended;   /* all streams of probes */
    int64_t heard_at; /* see udpi_moment_now */
};

static void begin(void *context, const struct udpi_listener *listener) {
    struct receiver *r = context;
    r->port = udpi_endpoint_port(&listener->at);
}

static bool arrive(void *context, const struct udpi_datagram *datagram) {
    struct receiver *r = context;
    r->has_news = true;
    if (udpi_peers_find(r->peers, &datagram->peer) == UDPI_PEERS_NONE &&
        udpi_peers_add(r->peers, &datagram->peer) == UDPI_PEERS_NONE)
        r->counts->has_more_senders = true;
    if (r->options->is_shown)
        udpi_datagram_show(r->options->server.output, datagram, 0);
    return true;
}

static void take(void *context, const struct udpi_datagram *datagram, unsigned copies) {
    struct receiver *r = context;
    r->has_news = true;
    for (unsigned i = 0; i < copies; i++)
        r->counts->probes += udpi_account_take(r->options->probes, datagram, r->port);
}

static bool have_all_ended(struct udpi_probes *probes) {
    size_t count = udpi_probes_count(probes), ended = 0;
    for (size_t i = 0; i < count; i++)
        ended += udpi_probes_report(probes, i)->has_ended;
    return count > 0 && ended == count;
}

static void settle(void *context) {
    struct receiver *r = context;
    if (!r->has_news)
        return;
    r->has_news = false;
    r->heard_at = udpi_moment_now();
    r->has_ended = r->options->ends_with_streams && have_all_ended(r->options->probes);
}

static int64_t find_end(void *context) {
    const struct receiver *r = context;
    bool has_idle = r->options->idle > 0 && r->counts->server.received > 0;
    int64_t idle = has_idle ? udpi_moment_after(r->heard_at, r->options->idle) : UDPI_NEVER;
    int64_t end = r->has_ended ? udpi_moment_after(r->heard_at, grace) : UDPI_NEVER;
    return idle < end ? idle : end;
}

enum udpi_status udpi_receive_run(const struct udpi_receive_options *options, struct udpi_receive_counts *counts,
                                  struct udpi_error *error) {
    struct receiver receiver = {.options = options, .counts = counts, .peers = udpi_peers_create()};
    const struct udpi_server_visitor visitor = {
        .open = begin, .arrive = arrive, .pass = take, .settle = settle, .end = find_end, .context = &receiver};
    *counts = (struct udpi_receive_counts){0};
    if (!receiver.peers)
        return udpi_error_set(error, UDPI_FAILED, "no memory for senders");
    udpi_server_run(&options->server, &visitor, &counts->server, error);
    counts->senders = udpi_peers_count(receiver.peers);
    udpi_peers_free(receiver.peers);
    return error->status;
}

/* --- totals ------------------------------------------------------------------------------------------------------- */

double udpi_receive_time(const struct udpi_receive_counts *counts) {
    return (double)(counts->server.last_time - counts->server.first_time) / 1e9;
}

double udpi_receive_rate(const struct udpi_receive_counts *counts) {
    double time = udpi_receive_time(counts);
    return counts->server.received > 1 && time > 0 ? (double)(counts->server.received - 1) / time : 0;
}

const char *udpi_receive_totals(const struct udpi_receive_counts *counts, char *text) {
    const struct udpi_server_counts *server = &counts->server;
    double rate = udpi_receive_rate(counts), time = udpi_receive_time(counts);
    int used = snprintf(text, UDPI_RECEIVE_TOTALS_SIZE, "%" PRIu64 " received, %" PRIu64 " bytes from %s%u sender%s",
                        server->received, server->bytes, counts->has_more_senders ? "more than " : "", counts->senders,
                        counts->senders == 1 ? "" : "s");
    if (rate > 0)
        snprintf(text + used, UDPI_RECEIVE_TOTALS_SIZE - (size_t)used,
                 " in %.3f s: %.0f datagrams/s, %.3f Mbit/s of payload", time, rate,
                 8e-6 * (double)server->bytes / time);
    return text;
}
