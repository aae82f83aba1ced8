/* One thread of a flood: a socket, a batch, and the pace at which it sends. */
#ifndef UDPI_SOCKET_FLOOD_STREAM_H
#define UDPI_SOCKET_FLOOD_STREAM_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/pace.h"
#include "socket/endpoint.h"
#include "socket/flood_batch.h"
#include "socket/refusal.h"
#include "socket/socket_options.h"
#include "socket/supply.h"

/* What a socket gave back: called by whoever finds it, in any thread. */
typedef void udpi_flood_refused(void *context, const struct udpi_refusal *refusal);

/* What all streams of a flood have in common; nothing of it changes while they send. */
struct udpi_flood_plan {
    struct udpi_socket_options socket;
    struct udpi_supply_extent extent;
    struct udpi_endpoint to;
    bool is_probing, is_segmented;
    bool is_deaf;        /* replies are not taken */
    uint32_t run, clock; /* of probes */
    uint64_t seed;
    int64_t end_at; /* a moment, see udpi_moment_now; UDPI_NEVER */
    int halt;       /* readable: end now. An eventfd(2) */
    int done;       /* told when a stream has ended: the same */
    udpi_flood_refused *refused;
    void *context; /* of `refused` */
};

struct udpi_flood_stream {
    const struct udpi_flood_plan *plan;
    uint32_t number; /* from 0 */
    uint64_t count;  /* datagrams to send; UINT64_MAX where that is not known */
    struct udpi_rate rate;
    int socket;
    struct udpi_endpoint from;
    struct udpi_batch batch;
    pthread_t thread;

    _Atomic uint64_t sent, bytes;
    struct udpi_pace pace;
    int64_t first_at, last_at; /* the first batch and the last one */
    int64_t ended_at;
    uint64_t last_batch; /* datagrams in it */
    struct udpi_error error;
    uint32_t unread; /* replies that found no room in the socket's buffer: see udpi_replies_take */
};

/*
 * Makes the socket; `from` is filled in, and `to` of the plan where a link-local address lacks its interface. See
 * udpi_route_prepare for the failures. Nothing stays open then.
 */
enum udpi_status udpi_flood_stream_open(struct udpi_flood_stream *stream, struct udpi_flood_plan *plan, uint32_t number,
                                        struct udpi_error *error);
void udpi_flood_stream_close(struct udpi_flood_stream *stream);

/*
 * Makes the batch, and sends in a thread of its own until it has sent all, `end_at` is there, `halt` is readable, or
 * sending fails; then tells `done`. What failed is in `error`, and `halt` is told. Signals are not delivered to the
 * thread.
 */
enum udpi_status udpi_flood_stream_start(struct udpi_flood_stream *stream, struct udpi_error *error);

/* Hands over all errors that wait in the socket; gives their number. */
unsigned udpi_flood_stream_hear(const struct udpi_flood_stream *stream);

#endif
