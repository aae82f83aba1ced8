/*
 * Where datagrams wait that are to go on later: copies in memory that is used again, up to a bound. Several
 * `udpi_faults` may share a room, so that the bound is one for all.
 */
#ifndef UDPI_SOCKET_ROOM_H
#define UDPI_SOCKET_ROOM_H

#include <stdbool.h>

#include "socket/datagram.h"

struct udpi_guest {
    struct udpi_guest *next; /* the room's */
    struct udpi_datagram datagram;
    uint8_t bytes[]; /* the datagram's */
};

struct udpi_room;

struct udpi_room *udpi_room_create(void); /* NULL where memory is short */

/* Frees what has been let out. Everything must have been. NULL is fine. */
void udpi_room_free(struct udpi_room *room);

/* Whether nothing waits. */
bool udpi_room_is_empty(const struct udpi_room *room);

/* Whether as many datagrams or bytes wait as may. */
bool udpi_room_is_full(const struct udpi_room *room);

/* Copies the datagram in, also where the room is full: it is for the caller to let another out then. NULL where memory
   is short. */
struct udpi_guest *udpi_room_admit(struct udpi_room *room, const struct udpi_datagram *datagram);

/* The guest waits no longer. It stays as it is until udpi_room_clear. */
void udpi_room_let_out(struct udpi_room *room, struct udpi_guest *guest);

/* All that were let out have been sent: their memory is used again. */
void udpi_room_clear(struct udpi_room *room);

#endif
