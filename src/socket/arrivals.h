/* Datagrams as they come in: taken from a socket many at a time, into memory that is used again. */
#ifndef UDPI_SOCKET_ARRIVALS_H
#define UDPI_SOCKET_ARRIVALS_H

#include "core/error.h"
#include "socket/datagram.h"

enum { UDPI_ARRIVALS_MOST = 64 };

struct udpi_arrivals;

/* NULL where memory is short. */
struct udpi_arrivals *udpi_arrivals_create(struct udpi_error *error);
void udpi_arrivals_free(struct udpi_arrivals *arrivals); /* NULL is fine */

/*
 * Takes what waits in the socket, up to `most` (1 to UDPI_ARRIVALS_MOST) datagrams, in their order; never sleeps. Gives
 * their number, 0 where none waits. `number` of each is 0. What the kernel was not asked to say of them is zeros.
 *
 * Below 0 where the socket has an error, which is in errno: of an earlier datagram (see refusal.h), or of the socket.
 */
int udpi_arrivals_take(struct udpi_arrivals *arrivals, int descriptor, unsigned most);

/* One of those that were taken last. Its bytes may be changed. */
struct udpi_datagram *udpi_arrivals_get(struct udpi_arrivals *arrivals, unsigned index);

#endif
