/*
 * Many datagrams for one call of sendmmsg(2), made once: from then on only what differs from batch to batch is written,
 * which for equal datagrams is nothing. Neighbours of one size can share a message, which the kernel cuts: UDP_SEGMENT
 * of udp(7).
 */
#ifndef UDPI_SOCKET_FLOOD_BATCH_H
#define UDPI_SOCKET_FLOOD_BATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "model/probe.h"
#include "socket/endpoint.h"
#include "socket/supply.h"

enum { UDPI_BATCH_MESSAGES = 64 };

struct udpi_batch {
    struct udpi_endpoint to;
    struct mmsghdr messages[UDPI_BATCH_MESSAGES];
    struct iovec pieces[UDPI_BATCH_MESSAGES];
    uint8_t *bytes;       /* slots of `most` bytes, with a datagram each; messages that are equal share them */
    size_t least, most;   /* bytes of a datagram */
    uint64_t random;      /* of the sizes: see udpi_random_below */
    unsigned capacity;    /* datagrams */
    unsigned per_message; /* datagrams that the kernel cuts a message into; 1: it does not */
    unsigned prepared;    /* datagrams in the messages now */
    bool is_probing;
};

/*
 * *batch has to stay where it is until it is closed; what is given is copied. `to` is NULL for a connected socket. With
 * `is_probing` each datagram has room for a header of its own. With `is_segmented` messages hold as many datagrams as
 * may be, where all have one size. False where memory is short.
 */
bool udpi_batch_open(struct udpi_batch *batch, const struct udpi_supply_extent *extent, const struct udpi_endpoint *to,
                     bool is_probing, bool is_segmented, uint64_t seed);
void udpi_batch_close(struct udpi_batch *batch);

/*
 * Fills the messages with the next `datagrams`, 1 to `capacity`. Of probes, `first` is the header of the first; each
 * that follows has a sequence number one higher. Gives the number of messages.
 */
unsigned udpi_batch_prepare(struct udpi_batch *batch, unsigned datagrams, const struct udpi_probe *first);

/* How many datagrams are in message `index`. */
unsigned udpi_batch_datagrams(const struct udpi_batch *batch, unsigned index);

#endif
