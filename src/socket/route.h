/* The way to a destination: its addresses, ours that a datagram leaves from, and what it means where there is no way. */
#ifndef UDPI_SOCKET_ROUTE_H
#define UDPI_SOCKET_ROUTE_H

#include <stddef.h>

#include "socket/endpoint.h"
#include "socket/socket_options.h"

/* Bytes of the headers around a payload: RFC 791 section 3.1 without options, RFC 8200 section 3, RFC 768. */
enum { UDPI_IPV4_AND_UDP = 20 + 8, UDPI_IPV6_AND_UDP = 40 + 8 };

/*
 * The addresses behind "HOST:PORT", best first. UDPI_USAGE where the text is no such thing, lacks the host, or names
 * port 0; UDPI_FAILED where the name has no address.
 */
enum udpi_status udpi_route_resolve(const char *destination, struct udpi_endpoint_list *list, struct udpi_error *error);

/*
 * Makes a new socket of the destination's family ready to send to *to: sets its options, binds it, connects it where
 * that is asked for. A link-local address without its interface takes the one of the options. Gives in *from the
 * address and port that datagrams leave from.
 *
 * UDPI_USAGE where the address is a broadcast one though none is meant, where a link-local address lacks its interface,
 * or where `bind` is none of the destination's family; UDPI_PERMISSION where the port needs privilege; UDPI_FAILED
 * where no way leads there, or the port is in use.
 */
enum udpi_status udpi_route_prepare(int descriptor, const struct udpi_socket_options *options, struct udpi_endpoint *to,
                                    struct udpi_endpoint *from, struct udpi_error *error);

/*
 * Says what the errno value `number` of socket(2), connect(2) or sendto(2) with `size` bytes of payload means, and what
 * to do. Gives UDPI_FAILED.
 */
enum udpi_status udpi_route_fail(const struct udpi_socket_options *options, const struct udpi_endpoint *to, size_t size,
                                 int number, struct udpi_error *error);

#endif
