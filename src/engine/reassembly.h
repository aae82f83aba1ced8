/*
 * IP datagrams that come in fragments: RFC 791 section 3.2, RFC 815, RFC 8200 section 4.5.
 *
 * Memory is bounded: beyond UDPI_MOST_DATAGRAMS or UDPI_MOST_FRAGMENT_BYTES the oldest incomplete datagram is given up.
 * The first bytes to arrive win; what contradicts them is reported.
 */
#ifndef UDPI_ENGINE_REASSEMBLY_H
#define UDPI_ENGINE_REASSEMBLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <udpinspect/limits.h>

/* What fragments of the same datagram have in common. */
struct udpi_datagram_key {
    uint8_t src[16], dst[16]; /* the bytes behind an IPv4 address are 0 */
    uint32_t id;
    uint8_t address_size;
    uint8_t protocol;  /* 0 for IPv6, where fragments may differ in it */
    uint8_t unused[2]; /* 0: keys are compared as bytes, which leaves no room for padding */
};

/* A fragment as it arrives. The bytes are only read during the call. */
struct udpi_part {
    const uint8_t *bytes;
    uint32_t size;
    uint32_t offset; /* in the datagram */
    bool has_more;
    uint8_t protocol;
    uint64_t frame; /* its number */
    int64_t time;   /* nanoseconds, or UDPI_NO_TIME */
};

/* What is to be said of a fragment: bits of `remarks`. */
enum udpi_part_remark {
    UDPI_PART_REPEATED = 1 << 0,  /* all of its bytes are there already, and the same */
    UDPI_PART_OVERLAPS = 1 << 1,  /* some of its bytes are there already, and others */
    UDPI_PART_TOO_LONG = 1 << 2,  /* goes beyond the end of the datagram, or the largest one */
    UDPI_PART_EXPIRED = 1 << 3,   /* an earlier part of a datagram with this key was given up for its age */
    UDPI_PART_DISPLACED = 1 << 4, /* the oldest incomplete datagram was given up to make room */
    UDPI_PART_REFUSED = 1 << 5,   /* too many separate pieces: not taken */
    UDPI_PART_UNLISTED = 1 << 6,  /* taken, but its frame is not among those listed: UDPI_MOST_FRAGMENT_FRAMES */
    UDPI_PART_NO_MEMORY = 1 << 7, /* not taken: memory is short */
};

/* A complete datagram; valid until udpi_reassembly_start is called. */
struct udpi_datagram {
    const uint8_t *bytes;
    uint32_t size;
    uint8_t protocol;         /* from its first fragment */
    const uint64_t *frames;   /* that carried it, in the order of arrival */
    uint32_t frame_count;
};

struct udpi_reassembly;

/* NULL where memory is short. */
struct udpi_reassembly *udpi_reassembly_create(void);
void udpi_reassembly_free(struct udpi_reassembly *reassembly);

/* Gives up all datagrams, whole or not. */
void udpi_reassembly_clear(struct udpi_reassembly *reassembly);

/* A new frame begins: datagrams handed out before are taken back. */
void udpi_reassembly_start(struct udpi_reassembly *reassembly);

/* Takes a fragment. Gives true, and the datagram, where it is complete now. *remarks is set in any case. */
bool udpi_reassembly_add(struct udpi_reassembly *reassembly, const struct udpi_datagram_key *key,
                         const struct udpi_part *part, struct udpi_datagram *datagram, unsigned *remarks);

#endif
