/* Datagrams on their way out, many with one system call, and what became of that. */
#ifndef UDPI_SOCKET_DEPARTURES_H
#define UDPI_SOCKET_DEPARTURES_H

#include "core/error.h"
#include "socket/datagram.h"

struct udpi_departures;

/* NULL where memory is short. */
struct udpi_departures *udpi_departures_create(struct udpi_error *error);
void udpi_departures_free(struct udpi_departures *departures); /* NULL is fine */

/*
 * Takes `size` bytes that are to go out through a socket. With `to` NULL the socket is connected. `here` is the address
 * to send from (see udpi_datagram), NULL where the socket or the kernel chooses. All three must stay until the flush.
 * Sends what waits where there is no more room, or where that goes through another socket.
 */
void udpi_departures_add(struct udpi_departures *departures, int descriptor, const uint8_t *bytes, size_t size,
                         const struct udpi_endpoint *to, const struct in6_addr *here);

/*
 * Sends what waits, in its order; waits itself where the socket's buffer is full. An error of an earlier datagram,
 * which comes out here, keeps none back (see refusal.h). Gives the errno value of the last one that could not be sent
 * since the last call, 0 where there was none.
 */
int udpi_departures_flush(struct udpi_departures *departures);

/* All that could not be sent so far. */
uint64_t udpi_departures_failed(const struct udpi_departures *departures);

#endif
