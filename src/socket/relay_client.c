#include "socket/relay_client.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "socket/refusal.h"
#include "socket/route.h"

int udpi_relay_open_way(const struct udpi_relay_options *options, const struct udpi_endpoint *destination,
                        struct udpi_error *error) {
    int family = destination->any.sa_family, descriptor = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0 && (errno == EMFILE || errno == ENFILE)) {
        udpi_error_set(error, UDPI_FAILED, "a socket for a client: %s; allow more: ulimit -n 4096", strerror(errno));
        return -1;
    }
    if (descriptor < 0 || connect(descriptor, &destination->any, destination->size) < 0) {
        udpi_route_fail(&(struct udpi_socket_options){0}, destination, 0, errno, error);
        if (descriptor >= 0)
            close(descriptor);
        return -1;
    }
    udpi_refusal_enable(descriptor, family);
    if (options->listen.buffer > 0)
        udpi_socket_enlarge(descriptor, options->listen.buffer);
    return descriptor;
}

struct udpi_relay_client *udpi_relay_client_open(const struct udpi_relay_options *options,
                                                 const struct udpi_endpoint *destination, struct udpi_room *room,
                                                 const struct udpi_datagram *datagram, uint64_t number,
                                                 struct udpi_error *error) {
    struct udpi_relay_client *client = calloc(1, sizeof *client);
    if (!client) {
        udpi_error_set(error, UDPI_FAILED, "no memory for a client");
        return NULL;
    }
    client->peer = datagram->peer;
    client->here = datagram->here;
    client->socket = udpi_relay_open_way(options, destination, error);
    bool is_open = client->socket >= 0;
    for (unsigned way = 0; way < UDPI_RELAY_WAYS && is_open; way++) {
        client->faults[way] = udpi_faults_create(&options->faults[way], room, UDPI_RELAY_WAYS * number + way);
        is_open = client->faults[way];
        if (!is_open)
            udpi_error_set(error, UDPI_FAILED, "no memory for a client");
    }
    if (is_open)
        return client;
    udpi_relay_client_close(client);
    return NULL;
}

void udpi_relay_client_close(struct udpi_relay_client *client) {
    if (!client)
        return;
    for (unsigned way = 0; way < UDPI_RELAY_WAYS; way++)
        udpi_faults_free(client->faults[way]);
    if (client->socket >= 0)
        close(client->socket);
    free(client);
}

static void complain(const struct udpi_relay_client *client, const struct udpi_relay_options *options,
                     const struct udpi_endpoint *destination, struct udpi_refusal *refusal) {
    char by[UDPI_ENDPOINT_SIZE], peer[UDPI_ENDPOINT_SIZE], line[2 * UDPI_ENDPOINT_SIZE + 160];
    struct udpi_endpoint asker = client->peer;
    udpi_endpoint_unmap(&asker);
    if (refusal->is_port && udpi_endpoint_same_host(&refusal->by, destination))
        udpi_endpoint_set_port(&refusal->by, udpi_endpoint_port(destination));
    snprintf(line, sizeof line, "refused by %s, what came from %s: %s", udpi_endpoint_write(&refusal->by, by),
             udpi_endpoint_write(&asker, peer), refusal->reason);
    options->say(line);
}

void udpi_relay_client_hear(struct udpi_relay_client *client, const struct udpi_relay_options *options,
                            const struct udpi_endpoint *destination, struct udpi_relay_counts *counts) {
    for (struct udpi_refusal refusal; udpi_refusal_take(client->socket, &refusal); counts->refused++) {
        if (!client->has_complained)
            complain(client, options, destination, &refusal);
        client->has_complained = true;
    }
}

void udpi_relay_client_count(const struct udpi_relay_client *client, struct udpi_relay_counts *counts) {
    for (unsigned way = 0; way < UDPI_RELAY_WAYS; way++)
        udpi_fault_counts_add(&counts->ways[way].faults, udpi_faults_count(client->faults[way]));
    counts->ways[UDPI_RELAY_BACK].overrun += udpi_socket_dropped(client->socket);
}
