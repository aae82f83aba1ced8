/* One client of a relay: its socket towards the destination, and the faults of both ways. */
#ifndef UDPI_SOCKET_RELAY_CLIENT_H
#define UDPI_SOCKET_RELAY_CLIENT_H

#include "socket/datagram.h"
#include "socket/relay.h"

struct udpi_relay_client {
    int socket; /* connected to the destination */
    struct udpi_endpoint peer;
    struct in6_addr here; /* where its datagrams came in: answers leave from there */
    int64_t heard_at;     /* from it or for it; see udpi_moment_now */
    bool has_complained;  /* of a refusal */
    struct udpi_faults *faults[UDPI_RELAY_WAYS];
};

/* A socket that is connected to the destination and keeps its ICMP errors: see refusal.h. Below 0 on failure. */
int udpi_relay_open_way(const struct udpi_relay_options *options, const struct udpi_endpoint *destination,
                        struct udpi_error *error);

/* The client that sent the datagram, the `number`th of all; NULL on failure. */
struct udpi_relay_client *udpi_relay_client_open(const struct udpi_relay_options *options,
                                                 const struct udpi_endpoint *destination, struct udpi_room *room,
                                                 const struct udpi_datagram *datagram, uint64_t number,
                                                 struct udpi_error *error);

/* What still waits in its faults is lost. NULL is fine. */
void udpi_relay_client_close(struct udpi_relay_client *client);

/* Takes what its socket says was refused: adds that to the counts, and tells the first one. */
void udpi_relay_client_hear(struct udpi_relay_client *client, const struct udpi_relay_options *options,
                            const struct udpi_endpoint *destination, struct udpi_relay_counts *counts);

/* Adds what its faults did and its socket lost. */
void udpi_relay_client_count(const struct udpi_relay_client *client, struct udpi_relay_counts *counts);

#endif
