/* What the network gives back instead of a reply: ICMP errors about datagrams that a socket has sent. */
#ifndef UDPI_SOCKET_REFUSAL_H
#define UDPI_SOCKET_REFUSAL_H

#include <stdbool.h>

#include "socket/endpoint.h"

struct udpi_refusal {
    struct udpi_endpoint by; /* who says so: the destination without its port, a router, or this host */
    bool is_port;            /* the destination is there, and nobody listens on the port */
    char reason[96];         /* "nobody listens on the port" */
};

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
