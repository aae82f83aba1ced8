/* The replies to the probes of a flood: an echo server's, taken in batches and handed on to who accounts for them. */
#ifndef UDPI_SOCKET_FLOOD_REPLIES_H
#define UDPI_SOCKET_FLOOD_REPLIES_H

#include <stdint.h>

#include "socket/flood_stream.h"
#include "track/probes.h"

struct udpi_replies;

/* Hands the probes of the run to `probes`. NULL where memory is short. */
struct udpi_replies *udpi_replies_create(struct udpi_probes *probes, uint32_t run);
void udpi_replies_free(struct udpi_replies *replies); /* NULL is fine */

/*
 * Takes all replies that wait in the stream's socket; gives how many were intact probes of the run, repeated ones too.
 * Probes of other runs, and what is no probe, are left out: they answer nothing of this run.
 */
uint64_t udpi_replies_take(struct udpi_replies *replies, struct udpi_flood_stream *stream);

#endif
