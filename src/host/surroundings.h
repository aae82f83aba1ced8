/* What this host knows of where addresses are, from its routes and neighbors: see knowledge/whereabouts.h. */
#ifndef UDPI_HOST_SURROUNDINGS_H
#define UDPI_HOST_SURROUNDINGS_H

#include "host/way.h"
#include "knowledge/whereabouts.h"

struct udpi_host_surroundings;

/* Opens the socket that the kernel is asked through; NULL where it cannot be had. */
struct udpi_host_surroundings *udpi_host_surroundings_open(void);
void udpi_host_surroundings_close(struct udpi_host_surroundings *surroundings); /* NULL is none */

/* The socket, which is written to and received from. */
int udpi_host_surroundings_socket(const struct udpi_host_surroundings *surroundings);

/*
 * For explanations; good until they are closed. Asks the kernel, and remembers what it said of a few addresses for as long as
 * a second.
 */
struct udpi_surroundings udpi_host_surroundings_view(struct udpi_host_surroundings *surroundings);

/* What a way means; `network` as udpi_host_network_find gives it. */
void udpi_host_whereabouts_read(struct udpi_whereabouts *whereabouts, const struct udpi_host_way *way,
                                const struct udpi_host_network *network);

#endif
