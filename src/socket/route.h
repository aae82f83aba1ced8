/* The way to a destination: which address a datagram leaves from, and what it means where there is no way. */
#ifndef UDPI_SOCKET_ROUTE_H
#define UDPI_SOCKET_ROUTE_H

#include <stdbool.h>

#include "socket/endpoint.h"

/*
 * The address of this host that datagrams to `to` leave from, with port 0. `is_broadcast` says that it may be a
 * broadcast address. UDPI_USAGE where it is one though it may not, or where a link-local address lacks its interface;
 * UDPI_FAILED where no way leads there.
 */
enum udpi_status udpi_route_ask(const struct udpi_endpoint *to, bool is_broadcast, struct udpi_endpoint *from,
                                struct udpi_error *error);

/* Says what the errno value `number` of socket(2), connect(2) or sendto(2) means, and what to do. Gives UDPI_FAILED. */
enum udpi_status udpi_route_fail(const struct udpi_endpoint *to, int number, struct udpi_error *error);

#endif
