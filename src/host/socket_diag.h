/* Sockets as the kernel tells of them through sock_diag(7). */
#ifndef UDPI_HOST_SOCKET_DIAG_H
#define UDPI_HOST_SOCKET_DIAG_H

#include "host/sockets.h"

/*
 * Reads a struct inet_diag_msg and the attributes behind it, whatever is in the bytes: all of *socket but the protocol, of
 * which they do not tell. False where they are cut short, or of another family. Attributes that are not known are passed over.
 */
bool udpi_socket_diag_read(const uint8_t *bytes, size_t count, struct udpi_host_socket *socket);

/* Adds the sockets of a family and a protocol. Gives what udpi_netlink_list does. */
int udpi_socket_diag_list(struct udpi_host_sockets *list, uint8_t family, uint8_t protocol, int diag);

#endif
