/*
 * A filter that chooses among sockets: the same language as for packets, asked of the datagrams that a socket would send to
 * its peer and get from it. What is not chosen, an address or the peer, is zeros in these.
 */
#ifndef UDPI_CLI_UDPINSPECT_SOCKET_FILTER_H
#define UDPI_CLI_UDPINSPECT_SOCKET_FILTER_H

#include "capture/filter.h"
#include "host/groups.h"
#include "host/sockets.h"

/* Compiles the text, to be freed with udpi_filter_free. NULL with *error set where it is wrong, means nothing of a datagram
   without a link-layer header, or memory is short. */
struct udpi_filter *udpi_socket_filter_create(const char *text, struct udpi_error *error);

/* Whether the filter is true of a datagram that the socket would send or get. One that takes IPv4 and IPv6 would get both. */
bool udpi_socket_filter_shows(struct udpi_filter *filter, const struct udpi_host_socket *socket);

/* Whether it is true of a datagram to the group, from and to port 0. */
bool udpi_socket_filter_shows_group(struct udpi_filter *filter, const struct udpi_host_group *group);

#endif
