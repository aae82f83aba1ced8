/* The interface of the default route, as the kernel lists its routes in /proc. */
#ifndef UDPI_CAPTURE_DEFAULT_ROUTE_H
#define UDPI_CAPTURE_DEFAULT_ROUTE_H

#include <stdbool.h>
#include <stdio.h>

enum { UDPI_INTERFACE_NAME_SIZE = 16 }; /* IFNAMSIZ, with the NUL */

/*
 * The interface of the default route with the lowest metric in a table of the form of /proc/net/route or
 * /proc/net/ipv6_route, to `name` of UDPI_INTERFACE_NAME_SIZE bytes. Gives false where there is none.
 */
bool udpi_default_route_ipv4(FILE *table, char *name);
bool udpi_default_route_ipv6(FILE *table, char *name);

/* The same of this host: IPv4, else IPv6. */
bool udpi_default_route(char *name);

#endif
