/* How the datagrams of a sending socket are to leave: what ip(7), ipv6(7) and socket(7) let a program say. */
#ifndef UDPI_SOCKET_SOCKET_OPTIONS_H
#define UDPI_SOCKET_SOCKET_OPTIONS_H

#include <stdbool.h>

#include "core/error.h"

struct udpi_socket_options {
    const char *bind;      /* "ADDR:PORT" to send from; NULL: as the route says, from any free port */
    const char *interface; /* the one to send through, by name; NULL: as the route says */
    int ttl;               /* routers that may be passed; 0: as the system does */
    bool is_broadcast;     /* a broadcast address is meant */
    bool is_unlooped;      /* what goes to a group does not also come to this host */
    bool is_unfragmented;  /* in one piece or not at all */
    bool is_connected;     /* connect(2) first: then only what the destination sends is received */
};

/*
 * Tells a socket of AF_INET or AF_INET6 all of it but `bind` and `is_connected`, which need an address: see
 * udpi_route_prepare. UDPI_FAILED where there is no such interface.
 */
enum udpi_status udpi_socket_options_set(int descriptor, int family, const struct udpi_socket_options *options,
                                         struct udpi_error *error);

#endif
