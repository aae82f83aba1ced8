/* Which of many peers a datagram came from: up to UDPI_PEERS_MOST endpoints, each with a number. */
#ifndef UDPI_SOCKET_PEERS_H
#define UDPI_SOCKET_PEERS_H

#include "socket/endpoint.h"

enum { UDPI_PEERS_NONE = UINT16_MAX };

struct udpi_peers;

struct udpi_peers *udpi_peers_create(void);     /* NULL where memory is short */
void udpi_peers_free(struct udpi_peers *peers); /* NULL is fine */

/* The peer's number, 0 to UDPI_PEERS_MOST - 1; UDPI_PEERS_NONE where it is unknown. */
unsigned udpi_peers_find(const struct udpi_peers *peers, const struct udpi_endpoint *peer);

/* Takes in one that is unknown. Gives its number, the lowest that is free; UDPI_PEERS_NONE where none is. */
unsigned udpi_peers_add(struct udpi_peers *peers, const struct udpi_endpoint *peer);

/* Its number is free again. */
void udpi_peers_remove(struct udpi_peers *peers, unsigned number);

unsigned udpi_peers_count(const struct udpi_peers *peers);

#endif
