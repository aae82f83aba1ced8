/*
 * Other values for some fields of a frame; all else stays as it is:
 *
 *     ipv4.dst=10.0.0.9 udp.dst_port=7788 ipv4:2.ttl=3 payload="hello"
 *
 * LAYER.KEY=VALUE as in the notation (craft/notation.h), without a number for the outermost layer of the name, with :2 for
 * the one inside that. Lengths and checksums that were right are right again, also those that the sender had left to its
 * network card; wrong ones stay as they were.
 *
 * In a first fragment the ports can be set, and the checksum of the whole datagram is brought up to date for them and for
 * the addresses: RFC 1624. All fragments of a datagram must get the same addresses.
 */
#ifndef UDPI_CRAFT_REWRITE_H
#define UDPI_CRAFT_REWRITE_H

#include <udpinspect/packet.h>

#include "core/error.h"

struct udpi_rewrite;

/* Reads `count` texts of one value or more each. NULL with UDPI_USAGE where one cannot be set. */
struct udpi_rewrite *udpi_rewrite_create(const char *const *texts, unsigned count, struct udpi_error *error);
void udpi_rewrite_free(struct udpi_rewrite *rewrite); /* NULL is fine */

/*
 * Sets what the frame has of these fields: then its bytes are others, valid until the next call. Gives false where that
 * cannot be done without a change to the rest, because the layer cannot be built. The frame must be a whole one.
 */
bool udpi_rewrite_run(struct udpi_rewrite *rewrite, struct udpi_frame *frame);

/* One of the values, in the order of the texts. */
struct udpi_rewrite_count {
    const char *name; /* "udp.dst_port" */
    uint64_t missing; /* frames that did not have the field */
};

/* The value with this index; NULL behind the last. */
const struct udpi_rewrite_count *udpi_rewrite_count(const struct udpi_rewrite *rewrite, unsigned index);

#endif
