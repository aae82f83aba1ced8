#include "socket/server.h"

#include <errno.h>
#include <string.h>

#include "core/wait.h"
#include "socket/arrivals.h"

struct server {
    const struct udpi_server_options *options;
    const struct udpi_server_visitor *visitor;
    struct udpi_server_counts *counts;
    struct udpi_listener listener;
    struct udpi_arrivals *arrivals;
    struct udpi_room *room;
    struct udpi_faults *faults;
    int64_t end; /* of the duration */
};

/* --- opening ------------------------------------------------------------------------------------------------------ */

static void announce(const struct server *server) {
    const struct udpi_server_options *options = server->options;
    char line[UDPI_LISTENER_SIZE];
    udpi_listener_describe(&server->listener, &options->listen, line);
    if (options->say) {
        options->say(line);
        return;
    }
    udpi_sink_puts(options->output, line);
    udpi_sink_puts(options->output, "\n");
}

static enum udpi_status open_server(struct server *server, struct udpi_error *error) {
    server->arrivals = udpi_arrivals_create(error);
    server->room = udpi_room_create();
    server->faults = server->room ? udpi_faults_create(&server->options->faults, server->room, 0) : NULL;
    if (!server->arrivals || !server->faults)
        return udpi_error_set(error, UDPI_FAILED, "no memory for datagrams");
    if (udpi_listener_open(&server->options->listen, &server->listener, error) != UDPI_OK)
        return error->status;
    announce(server);
    if (server->visitor->open)
        server->visitor->open(server->visitor->context, &server->listener);
    return UDPI_OK;
}

static void close_server(struct server *server) {
    if (server->listener.socket >= 0)
        udpi_listener_close(&server->listener);
    udpi_faults_free(server->faults);
    if (server->room)
        udpi_room_clear(server->room);
    udpi_room_free(server->room);
    udpi_arrivals_free(server->arrivals);
}

/* --- datagrams ---------------------------------------------------------------------------------------------------- */

static void pass_waited(struct server *server, int64_t now) {
    const struct udpi_datagram *datagram;
    unsigned copies;
    while ((datagram = udpi_faults_next(server->faults, now, &copies)))
        server->visitor->pass(server->visitor->context, datagram, copies);
}

static void take(struct server *server, struct udpi_datagram *datagram, int64_t now) {
    const struct udpi_server_visitor *visitor = server->visitor;
    struct udpi_server_counts *counts = server->counts;
    counts->first_time = counts->received == 0 ? datagram->time : counts->first_time;
    counts->last_time = datagram->time;
    counts->bytes += datagram->size;
    datagram->number = ++counts->received;
    if (!visitor->arrive(visitor->context, datagram))
        return;
    unsigned happened, copies = udpi_faults_take(server->faults, datagram, now, &happened);
    if (happened && visitor->strike)
        visitor->strike(visitor->context, datagram, happened);
    if (copies > 0)
        visitor->pass(visitor->context, datagram, copies);
    pass_waited(server, now);
}

static void settle(struct server *server) {
    if (server->visitor->settle)
        server->visitor->settle(server->visitor->context);
    udpi_room_clear(server->room);
}

/* How many may still be taken. */
static unsigned count_wanted(const struct server *server) {
    uint64_t left = server->options->count - server->counts->received;
    return server->options->count > 0 && left < UDPI_ARRIVALS_MOST ? (unsigned)left : UDPI_ARRIVALS_MOST;
}

/* --- the loop ----------------------------------------------------------------------------------------------------- */

static int64_t find_end(const struct server *server) {
    int64_t end = server->visitor->end ? server->visitor->end(server->visitor->context) : UDPI_NEVER;
    return end < server->end ? end : server->end;
}

/* With all that were wanted, it lasts until nothing waits any more. */
static bool is_over(const struct server *server, int64_t now) {
    if (*server->options->stop || server->options->output->error != 0 || now >= find_end(server))
        return true;
    return count_wanted(server) == 0 && udpi_faults_due(server->faults) == UDPI_NEVER;
}

/* Sleeps until something comes in, or something that waits is due, or it is over. */
static void sleep_on(struct server *server) {
    struct pollfd descriptor = {.fd = server->listener.socket, .events = POLLIN};
    int64_t due = udpi_faults_due(server->faults), end = find_end(server);
    udpi_sink_flush(server->options->output);
    udpi_wait(&descriptor, count_wanted(server) > 0 ? 1 : 0, due < end ? due : end, server->options->stop);
}

/* Takes a batch; gives its size, or -1. */
static int take_batch(struct server *server, int64_t now, struct udpi_error *error) {
    unsigned wanted = count_wanted(server);
    int count = wanted > 0 ? udpi_arrivals_take(server->arrivals, server->listener.socket, wanted) : 0;
    if (count < 0)
        udpi_error_set(error, UDPI_FAILED, "recvmmsg: %s", strerror(errno));
    for (unsigned i = 0; (int)i < count; i++)
        take(server, udpi_arrivals_get(server->arrivals, i), now);
    pass_waited(server, now);
    settle(server);
    return count;
}

/* What had come before the end, and was not yet read, counts: else it would be taken for lost on the way. */
static void take_rest(struct server *server, struct udpi_error *error) {
    int64_t end = udpi_datagram_clock();
    while (take_batch(server, udpi_moment_now(), error) > 0 && server->counts->last_time < end)
        continue;
}

static void serve(struct server *server, struct udpi_error *error) {
    for (;;) {
        int64_t now = udpi_moment_now();
        int count = take_batch(server, now, error);
        if (count < 0)
            return;
        if (is_over(server, now))
            break;
        if (count == 0)
            sleep_on(server);
    }
    take_rest(server, error);
}

static void finish(struct server *server) {
    udpi_faults_hurry(server->faults);
    pass_waited(server, udpi_moment_now());
    settle(server);
    udpi_sink_flush(server->options->output);
    server->counts->overrun = udpi_socket_dropped(server->listener.socket);
    server->counts->faults = *udpi_faults_count(server->faults);
}

enum udpi_status udpi_server_run(const struct udpi_server_options *options, const struct udpi_server_visitor *visitor,
                                 struct udpi_server_counts *counts, struct udpi_error *error) {
    struct server server = {
        .options = options, .visitor = visitor, .counts = counts, .listener = {.socket = -1}, .end = UDPI_NEVER};
    *counts = (struct udpi_server_counts){0};
    if (options->duration > 0)
        server.end = udpi_moment_after(udpi_moment_now(), options->duration);
    if (open_server(&server, error) == UDPI_OK) {
        serve(&server, error);
        finish(&server);
    }
    close_server(&server);
    return error->status;
}
