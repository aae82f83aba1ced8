/* What the network gives back instead of a reply: ICMP errors about datagrams that a socket has sent. */
#ifndef UDPI_SOCKET_REFUSAL_H
#define UDPI_SOCKET_REFUSAL_H

#include <stdbool.h>
#include <stdint.h>

#include "socket/endpoint.h"

enum { UDPI_REFUSAL_QUOTED = 64 };

struct udpi_refusal {
    struct udpi_endpoint by; /* who says so: the destination, a router, or this host; only of the first with a port */
    bool is_port;            /* the destination is there, and nobody listens on the port */
    bool is_next_hop;        /* nobody answers for the next hop on the link of the one who says so */
    char reason[112];        /* "nobody listens on the port" */
    uint8_t quoted[UDPI_REFUSAL_QUOTED]; /* the payload of the datagram that it is about, as far as it came back */
    uint8_t quoted_size;
};

/* "refused" where nobody listens on the port, else "given back". */
const char *udpi_refusal_verb(const struct udpi_refusal *refusal);

/*
 * Asks the kernel to keep the errors of an unconnected socket: IP_RECVERR of ip(7), IPV6_RECVERR of ipv6(7). From now
 * on an error that waits makes sendto(2) and recvfrom(2) fail once.
 */
void udpi_refusal_enable(int descriptor, int family);

/*
 * Takes the oldest error from the socket's queue. False where none waits; then the socket's next call won't fail for an
 * earlier one.
 */
bool udpi_refusal_take(int descriptor, struct udpi_refusal *refusal);

#endif
