/*
 * Reads pcapng (draft-ietf-opsawg-pcapng) block by block. libpcap reads it too, but hides the names of interfaces and
 * refuses files with more than one link type or snapshot length.
 */
#ifndef UDPI_CAPTURE_PCAPNG_H
#define UDPI_CAPTURE_PCAPNG_H

#include <udpinspect/packet.h>

#include "capture/reading.h"
#include "capture/stream.h"

enum {
    UDPI_PCAPNG_MAGIC = 0x0a0d0d0a, /* first bytes of a file, in either byte order */
};

struct udpi_pcapng;

/* A reader at the beginning of `stream`, which must outlive it; NULL where memory is short. */
struct udpi_pcapng *udpi_pcapng_create(struct udpi_stream *stream);
void udpi_pcapng_free(struct udpi_pcapng *reader);

/*
 * Reads one block. For a packet it sets all of *frame but the number; what that points to is valid until the next call.
 * No more is taken as captured than the block holds.
 */
enum udpi_reading udpi_pcapng_read(struct udpi_pcapng *reader, struct udpi_frame *frame);

/* What is wrong with the block that was read last. */
const char *udpi_pcapng_failure(const struct udpi_pcapng *reader);

/* The link type (DLT_) of the section's first interface, or -1 while it has none; the section's byte order. */
int udpi_pcapng_link_type(const struct udpi_pcapng *reader);
bool udpi_pcapng_is_big_endian(const struct udpi_pcapng *reader);

#endif
