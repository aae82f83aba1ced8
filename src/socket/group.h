/* Multicast groups: RFC 1112, RFC 4291 section 2.7. */
#ifndef UDPI_SOCKET_GROUP_H
#define UDPI_SOCKET_GROUP_H

#include "core/error.h"

/*
 * Joins the group that `text` names, "239.1.2.3", "239.1.2.3%eth0", "ff02::5%eth0", with a socket of `family`; one of
 * AF_INET6 that takes IPv4, too, may join groups of both versions. Without an interface the route says which. From now
 * on the socket takes no groups but those that it has joined itself.
 *
 * UDPI_USAGE where the text is no group, or one of IPv6 and the socket of AF_INET; UDPI_FAILED where the interface is
 * missing or the kernel refuses. The error says what to do.
 */
enum udpi_status udpi_group_join(int descriptor, int family, const char *text, struct udpi_error *error);

#endif
