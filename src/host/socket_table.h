/* Sockets as /proc/net/udp and its like tell of them (proc(5)): without the sizes of their buffers and what they are bound to. */
#ifndef UDPI_HOST_SOCKET_TABLE_H
#define UDPI_HOST_SOCKET_TABLE_H

#include <stdio.h>

#include "host/sockets.h"

/*
 * Adds the sockets of the table, whose lines are of this family and protocol. Lines that are none of a socket are passed over.
 * Gives 0, or an errno value where memory is short or the file cannot be read.
 */
int udpi_socket_table_read(struct udpi_host_sockets *list, uint8_t family, uint8_t protocol, FILE *table);

#endif
