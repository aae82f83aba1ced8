/* Which socket of this host the kernel gives a datagram to: the one that says most about whom it wants to hear. */
#ifndef UDPI_HOST_RECEIVER_H
#define UDPI_HOST_RECEIVER_H

#include "host/sockets.h"

struct udpi_host_receiver {
    const struct udpi_host_socket *socket; /* NULL: none takes it. Of several, the one with most to read */
    size_t count;                          /* those that it may be as well: they share the port (SO_REUSEPORT) */
    const struct udpi_host_socket *deaf;   /* where none takes it: one that would, but is connected to another peer */
};

/* The datagram: its family, its ends, and the index of the interface by which it comes. */
struct udpi_host_datagram {
    uint8_t family; /* AF_INET, AF_INET6 */
    struct udpi_host_end from, to;
    uint32_t interface;
};

/* Finds it among UDP sockets. */
struct udpi_host_receiver udpi_host_receiver_find(const struct udpi_host_sockets *list,
                                                  const struct udpi_host_datagram *datagram);

#endif
