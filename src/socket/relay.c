#include "socket/relay.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/wait.h"
#include "socket/arrivals.h"
#include "socket/departures.h"
#include "socket/peers.h"
#include "socket/relay_client.h"
#include "socket/route.h"

enum { MOST_EVENTS = 64, LISTENER = UDPI_PEERS_NONE /* as the number of an event; others are those of clients */ };

/* In seconds. */
static const double forget_after = 60; /* a client of which nothing is heard */
static const double look_after = 1;    /* for clients to forget */
static const double grace = 0.5;       /* for the answers to the last datagrams that were wanted */

struct relay {
    const struct udpi_relay_options *options;
    struct udpi_relay_counts *counts; /* while it runs without those of the clients that there are */
    struct udpi_listener listener;
    struct udpi_endpoint destination;
    int events; /* epoll(7): of the listener and all clients */
    struct udpi_arrivals *arrivals;
    struct udpi_departures *departures[UDPI_RELAY_WAYS];
    struct udpi_room *room;
    struct udpi_peers *peers;
    struct udpi_relay_client *clients[UDPI_PEERS_MOST]; /* by the numbers of their peers */
    uint64_t taken;                                     /* from clients */
    int64_t latest;                                     /* when the last of those came: see udpi_datagram */
    int64_t heard_at, look_at, end;                     /* see udpi_moment_now */
};

/* --- passing on --------------------------------------------------------------------------------------------------- */

static void send_on(struct relay *relay, const struct udpi_relay_client *client, enum udpi_relay_way way,
                    const struct udpi_datagram *datagram, unsigned copies) {
    bool is_there = way == UDPI_RELAY_THERE;
    for (unsigned i = 0; i < copies; i++)
        udpi_departures_add(relay->departures[way], is_there ? client->socket : relay->listener.socket, datagram->bytes,
                            datagram->size, is_there ? NULL : &client->peer, &client->here);
}

static void send_waited(struct relay *relay, const struct udpi_relay_client *client, enum udpi_relay_way way,
                        int64_t now) {
    const struct udpi_datagram *datagram;
    unsigned copies;
    while ((datagram = udpi_faults_next(client->faults[way], now, &copies)))
        send_on(relay, client, way, datagram, copies);
}

static void pass(struct relay *relay, struct udpi_relay_client *client, enum udpi_relay_way way,
                 struct udpi_datagram *datagram, int64_t now) {
    unsigned happened, copies = udpi_faults_take(client->faults[way], datagram, now, &happened);
    client->heard_at = relay->heard_at = now;
    send_on(relay, client, way, datagram, copies);
    send_waited(relay, client, way, now);
}

/* Before memory of what was passed on is used again. */
static void flush(struct relay *relay) {
    for (unsigned way = 0; way < UDPI_RELAY_WAYS; way++)
        udpi_departures_flush(relay->departures[way]);
    udpi_room_clear(relay->room);
}

/* --- clients ------------------------------------------------------------------------------------------------------ */

/* What still waits for it goes on at once. */
static void close_client(struct relay *relay, unsigned number) {
    struct udpi_relay_client *client = relay->clients[number];
    int64_t now = udpi_moment_now();
    for (unsigned way = 0; way < UDPI_RELAY_WAYS; way++) {
        udpi_faults_hurry(client->faults[way]);
        send_waited(relay, client, way, now);
    }
    flush(relay);
    udpi_relay_client_count(client, relay->counts);
    udpi_relay_client_close(client);
    relay->clients[number] = NULL;
    udpi_peers_remove(relay->peers, number);
}

static void evict_longest_silent(struct relay *relay) {
    unsigned chosen = 0;
    for (unsigned i = 1; i < UDPI_PEERS_MOST; i++)
        if (relay->clients[i]->heard_at < relay->clients[chosen]->heard_at)
            chosen = i;
    close_client(relay, chosen);
    relay->counts->evicted++;
}

static enum udpi_status watch(const struct relay *relay, int descriptor, unsigned number, struct udpi_error *error) {
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = number};
    if (epoll_ctl(relay->events, EPOLL_CTL_ADD, descriptor, &event) < 0)
        return udpi_error_set(error, UDPI_FAILED, "epoll: %s", strerror(errno));
    return UDPI_OK;
}

static struct udpi_relay_client *open_client(struct relay *relay, const struct udpi_datagram *datagram,
                                             struct udpi_error *error) {
    if (udpi_peers_count(relay->peers) == UDPI_PEERS_MOST)
        evict_longest_silent(relay);
    struct udpi_relay_client *client = udpi_relay_client_open(relay->options, &relay->destination, relay->room,
                                                              datagram, relay->counts->clients, error);
    if (!client)
        return NULL;
    unsigned number = udpi_peers_add(relay->peers, &client->peer);
    relay->clients[number] = client;
    relay->counts->clients++;
    return watch(relay, client->socket, number, error) == UDPI_OK ? client : NULL;
}

static void forget_silent(struct relay *relay, int64_t now) {
    if (now < relay->look_at)
        return;
    relay->look_at = udpi_moment_after(now, look_after);
    for (unsigned i = 0; i < UDPI_PEERS_MOST; i++)
        if (relay->clients[i] && now >= udpi_moment_after(relay->clients[i]->heard_at, forget_after))
            close_client(relay, i);
}

/* --- coming in ---------------------------------------------------------------------------------------------------- */

/* How many may still be taken from clients. */
static unsigned count_wanted(const struct relay *relay) {
    uint64_t left = relay->options->count - relay->taken;
    return relay->options->count > 0 && left < UDPI_ARRIVALS_MOST ? (unsigned)left : UDPI_ARRIVALS_MOST;
}

/* Takes a batch; gives its size, or -1. */
static int take_from_clients(struct relay *relay, int64_t now, struct udpi_error *error) {
    unsigned wanted = count_wanted(relay);
    int count = wanted > 0 ? udpi_arrivals_take(relay->arrivals, relay->listener.socket, wanted) : 0;
    if (count < 0)
        udpi_error_set(error, UDPI_FAILED, "recvmmsg: %s", strerror(errno));
    for (unsigned i = 0; (int)i < count; i++) {
        struct udpi_datagram *datagram = udpi_arrivals_get(relay->arrivals, i);
        unsigned number = udpi_peers_find(relay->peers, &datagram->peer);
        struct udpi_relay_client *client =
            number == UDPI_PEERS_NONE ? open_client(relay, datagram, error) : relay->clients[number];
        if (!client)
            return -1;
        pass(relay, client, UDPI_RELAY_THERE, datagram, now);
        relay->latest = datagram->time;
        relay->taken++;
    }
    if (wanted > 0 && count_wanted(relay) == 0)
        epoll_ctl(relay->events, EPOLL_CTL_DEL, relay->listener.socket, NULL);
    flush(relay);
    return count;
}

static void take_answers(struct relay *relay, struct udpi_relay_client *client, bool has_error, int64_t now) {
    if (has_error)
        udpi_relay_client_hear(client, relay->options, &relay->destination, relay->counts);
    int count = udpi_arrivals_take(relay->arrivals, client->socket, UDPI_ARRIVALS_MOST);
    for (int i = 0; i < count; i++)
        pass(relay, client, UDPI_RELAY_BACK, udpi_arrivals_get(relay->arrivals, (unsigned)i), now);
    flush(relay);
}

/* Takes a batch from each socket that has something. Gives how many those are, or -1. */
static int take_all(struct relay *relay, int64_t now, struct udpi_error *error) {
    struct epoll_event events[MOST_EVENTS];
    int count = epoll_wait(relay->events, events, MOST_EVENTS, 0);
    for (int i = 0; i < count; i++) {
        unsigned number = events[i].data.u32;
        if (number == LISTENER && take_from_clients(relay, now, error) < 0)
            return -1;
        /* A client may have had to go since the events were asked for. */
        if (number != LISTENER && relay->clients[number])
            take_answers(relay, relay->clients[number], events[i].events & EPOLLERR, now);
    }
    return count < 0 ? 0 : count; /* epoll_wait may have been interrupted */
}

/* --- what waits --------------------------------------------------------------------------------------------------- */

static int64_t find_due(const struct relay *relay) {
    int64_t first = UDPI_NEVER;
    if (udpi_room_is_empty(relay->room))
        return first;
    for (unsigned i = 0; i < UDPI_PEERS_MOST * UDPI_RELAY_WAYS; i++) {
        const struct udpi_relay_client *client = relay->clients[i / UDPI_RELAY_WAYS];
        int64_t due = client ? udpi_faults_due(client->faults[i % UDPI_RELAY_WAYS]) : UDPI_NEVER;
        first = due < first ? due : first;
    }
    return first;
}

static void send_due(struct relay *relay, int64_t now) {
    if (udpi_room_is_empty(relay->room))
        return;
    for (unsigned i = 0; i < UDPI_PEERS_MOST * UDPI_RELAY_WAYS; i++)
        if (relay->clients[i / UDPI_RELAY_WAYS])
            send_waited(relay, relay->clients[i / UDPI_RELAY_WAYS], i % UDPI_RELAY_WAYS, now);
    flush(relay);
}

/* --- the loop ----------------------------------------------------------------------------------------------------- */

/* With all that were wanted, it lasts until nothing waits and the last answers had their time. */
static int64_t find_end(const struct relay *relay) {
    bool is_done = count_wanted(relay) == 0 && udpi_room_is_empty(relay->room);
    int64_t end = is_done ? udpi_moment_after(relay->heard_at, grace) : UDPI_NEVER;
    return end < relay->end ? end : relay->end;
}

static void sleep_on(const struct relay *relay) {
    struct pollfd descriptor = {.fd = relay->events, .events = POLLIN};
    int64_t until = find_end(relay), due = find_due(relay);
    until = due < until ? due : until;
    until = relay->look_at < until ? relay->look_at : until;
    udpi_wait(&descriptor, 1, until, relay->options->stop);
}

/* The counts of those that have gone and of those that are there. */
static struct udpi_relay_counts sum_up(const struct relay *relay) {
    struct udpi_relay_counts sum = *relay->counts;
    for (unsigned i = 0; i < UDPI_PEERS_MOST; i++)
        if (relay->clients[i])
            udpi_relay_client_count(relay->clients[i], &sum);
    sum.ways[UDPI_RELAY_THERE].overrun = udpi_socket_dropped(relay->listener.socket);
    for (unsigned way = 0; way < UDPI_RELAY_WAYS; way++)
        sum.ways[way].unsent = udpi_departures_failed(relay->departures[way]);
    return sum;
}

static void report_if_asked(const struct relay *relay) {
    if (!relay->options->is_asked())
        return;
    struct udpi_relay_counts sum = sum_up(relay);
    relay->options->report(&sum);
}

/* What had come before the end, and was not yet read, is passed on: else it would be missing, and nobody would know. */
static void take_rest(struct relay *relay, struct udpi_error *error) {
    int64_t end = udpi_datagram_clock();
    while (take_from_clients(relay, udpi_moment_now(), error) > 0 && relay->latest < end)
        continue;
}

static void serve(struct relay *relay, struct udpi_error *error) {
    int64_t now = udpi_moment_now();
    for (; !*relay->options->stop && now < find_end(relay); now = udpi_moment_now()) {
        int count = take_all(relay, now, error);
        if (count < 0)
            return;
        send_due(relay, now);
        report_if_asked(relay);
        forget_silent(relay, now);
        if (count == 0)
            sleep_on(relay);
    }
    take_rest(relay, error);
}

/* --- opening and closing ------------------------------------------------------------------------------------------ */

/* What goes to the listening socket would come in again, as a new client each time. `way` is a socket to there. */
static bool is_itself(const struct udpi_endpoint *at, const struct udpi_endpoint *to, int way) {
    struct udpi_endpoint from = {.size = sizeof from.ipv6};
    if (udpi_endpoint_port(to) != udpi_endpoint_port(at) || getsockname(way, &from.any, &from.size) < 0)
        return false;
    return udpi_endpoint_same_host(&from, to) && (udpi_endpoint_is_any(at) || udpi_endpoint_same_host(at, to));
}

/* Takes the destination's addresses in their order, up to the first to which a way leads. */
static enum udpi_status find_destination(struct relay *relay, struct udpi_error *error) {
    struct udpi_endpoint_list list;
    if (udpi_route_resolve(relay->options->destination, &list, error) != UDPI_OK)
        return error->status;
    int descriptor = -1;
    for (unsigned i = 0; i < list.count && descriptor < 0; i++) {
        relay->destination = list.entries[i];
        descriptor = udpi_relay_open_way(relay->options, &relay->destination, error);
    }
    if (descriptor < 0)
        return udpi_endpoint_list_fail(&list, error);
    bool is_loop = is_itself(&relay->listener.at, &relay->destination, descriptor);
    close(descriptor);
    if (is_loop)
        return udpi_error_set(error, UDPI_USAGE, "%s: the relay itself listens there; give another destination",
                              relay->options->destination);
    return error->status = UDPI_OK; /* whatever the addresses before it met with */
}

/* A descriptor for each client. */
static void allow_descriptors(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static bool get_memory(struct relay *relay, struct udpi_error *error) {
    relay->arrivals = udpi_arrivals_create(error);
    relay->room = udpi_room_create();
    relay->peers = udpi_peers_create();
    bool has_departures = true;
    for (unsigned way = 0; way < UDPI_RELAY_WAYS; way++) {
        relay->departures[way] = udpi_departures_create(error);
        has_departures = has_departures && relay->departures[way];
    }
    if (relay->arrivals && relay->room && relay->peers && has_departures)
        return true;
    udpi_error_set(error, UDPI_FAILED, "no memory for datagrams");
    return false;
}

static enum udpi_status open_relay(struct relay *relay, struct udpi_error *error) {
    char line[UDPI_LISTENER_SIZE];
    allow_descriptors();
    if (!get_memory(relay, error) || udpi_listener_open(&relay->options->listen, &relay->listener, error) != UDPI_OK ||
        find_destination(relay, error) != UDPI_OK)
        return error->status;
    relay->events = epoll_create1(EPOLL_CLOEXEC);
    if (relay->events < 0)
        return udpi_error_set(error, UDPI_FAILED, "epoll: %s", strerror(errno));
    relay->options->say(udpi_listener_describe(&relay->listener, &relay->options->listen, line));
    return watch(relay, relay->listener.socket, LISTENER, error);
}

static void close_relay(struct relay *relay) {
    if (relay->events >= 0)
        close(relay->events);
    if (relay->listener.socket >= 0)
        udpi_listener_close(&relay->listener);
    for (unsigned way = 0; way < UDPI_RELAY_WAYS; way++)
        udpi_departures_free(relay->departures[way]);
    udpi_peers_free(relay->peers);
    udpi_room_free(relay->room);
    udpi_arrivals_free(relay->arrivals);
    free(relay);
}

static void finish(struct relay *relay) {
    for (unsigned i = 0; i < UDPI_PEERS_MOST; i++)
        if (relay->clients[i])
            close_client(relay, i);
    *relay->counts = sum_up(relay);
}

enum udpi_status udpi_relay_run(const struct udpi_relay_options *options, struct udpi_relay_counts *counts,
                                struct udpi_error *error) {
    *counts = (struct udpi_relay_counts){0};
    struct relay *relay = calloc(1, sizeof *relay);
    if (!relay)
        return udpi_error_set(error, UDPI_FAILED, "no memory for clients");
    int64_t now = udpi_moment_now();
    *relay = (struct relay){.options = options,
                            .counts = counts,
                            .listener = {.socket = -1},
                            .events = -1,
                            .heard_at = now,
                            .look_at = udpi_moment_after(now, look_after),
                            .end = options->duration > 0 ? udpi_moment_after(now, options->duration) : UDPI_NEVER};
    if (open_relay(relay, error) == UDPI_OK) {
        serve(relay, error);
        finish(relay);
    }
    close_relay(relay);
    return error->status;
}
