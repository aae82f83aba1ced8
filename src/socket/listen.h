/* The socket of a server: where it listens, which groups it has joined, and what it could not take. */
#ifndef UDPI_SOCKET_LISTEN_H
#define UDPI_SOCKET_LISTEN_H

#include <stdbool.h>
#include <stdint.h>

#include "socket/endpoint.h"

#define UDPI_LISTEN_DEFAULT "7788"

enum { UDPI_LISTEN_MOST_BUFFER = 1000000 }; /* KiB */

struct udpi_listen_options {
    const char *place;         /* "[ADDR:]PORT"; NULL for UDPI_LISTEN_DEFAULT. Without ADDR every address of the host */
    const char *const *groups; /* to join, each "GROUP[%IFACE]" */
    unsigned group_count;
    uint64_t buffer; /* KiB that may wait to be read, up to UDPI_LISTEN_MOST_BUFFER; 0 for the system's default */
};

struct udpi_listener {
    int socket;
    struct udpi_endpoint at;
    bool is_dual;    /* takes IPv4 and IPv6 */
    uint64_t buffer; /* KiB that the kernel has allowed */
};

/*
 * Makes the socket, binds it and joins the groups. Without an address it takes IPv4 and IPv6, or IPv4 alone where this
 * host has no IPv6. With groups the address may be used by others, too (SO_REUSEADDR of socket(7)): each of them gets
 * what is sent to a group. Without groups a port in use is an error, for only one would get the datagrams.
 *
 * From now on the kernel says of each datagram when it came and to which address: see udpi_arrivals_take.
 *
 * UDPI_FAILED where the address or a group cannot be had, UDPI_PERMISSION where the port needs privilege, UDPI_USAGE
 * where a text is no address.
 */
enum udpi_status udpi_listener_open(const struct udpi_listen_options *options, struct udpi_listener *listener,
                                    struct udpi_error *error);
void udpi_listener_close(struct udpi_listener *listener);

enum { UDPI_LISTENER_SIZE = UDPI_ENDPOINT_SIZE + 192 };

/*
 * "listening on [::]:7788, IPv4 and IPv6", NUL-terminated, to `text` of UDPI_LISTENER_SIZE bytes; where the buffer is
 * smaller than asked for, that and what to do. Gives `text`.
 */
const char *udpi_listener_describe(const struct udpi_listener *listener, const struct udpi_listen_options *options,
                                   char *text);

/*
 * Asks for room for `kib` KiB of waiting datagrams: SO_RCVBUFFORCE where that is allowed, else SO_RCVBUF, which
 * net.core.rmem_max limits (socket(7)). Gives the KiB that there are now.
 */
uint64_t udpi_socket_enlarge(int descriptor, uint64_t kib);

/*
 * Datagrams that reached the socket and were lost there, because its buffer was full: the count that SO_RXQ_OVFL of
 * socket(7) attaches to the next datagram. It is asked for with SO_MEMINFO, so that those behind the last one count.
 */
uint64_t udpi_socket_dropped(int descriptor);

#endif
