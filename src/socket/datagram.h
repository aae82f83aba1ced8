/* A datagram between two sockets: its bytes, and what the kernel says about it. */
#ifndef UDPI_SOCKET_DATAGRAM_H
#define UDPI_SOCKET_DATAGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "core/sink.h"
#include "socket/endpoint.h"

enum { UDPI_DATAGRAM_MOST = 65536 }; /* no datagram of IPv4 or IPv6 is larger, so none is ever cut */

/* Addresses of IPv4 are written ::ffff:192.0.2.1 (RFC 4291 section 2.5.5.2). */
struct udpi_datagram {
    uint8_t *bytes;
    size_t size;
    struct udpi_endpoint peer; /* who sent it */
    struct in6_addr to;        /* where it was sent to: an address of this host, or that of a group */
    struct in6_addr here;      /* where an answer can leave from; :: where the kernel is to choose */
    int64_t time;              /* when it reached this host: nanoseconds since 1970 */
    uint64_t number;           /* the receiver's, from 1 */
};

/* Now, by the clock of `time`. */
int64_t udpi_datagram_clock(void);

/* A line: `received #1: 5 bytes from 127.0.0.1:51000: "hello"`; for `columns` see udpi_supply_show. */
void udpi_datagram_show(struct udpi_sink *sink, const struct udpi_datagram *datagram, size_t columns);

#endif
