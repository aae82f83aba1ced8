/*
 * Which datagrams are wanted, of those that come in fragments. A datagram is known by its addresses, id and protocol (RFC
 * 791, RFC 8200 section 4.5); beyond UDPI_KNOWN_DATAGRAMS the one that was first heard of longest ago is forgotten.
 */
#ifndef UDPI_SELECT_DATAGRAMS_H
#define UDPI_SELECT_DATAGRAMS_H

#include <stdbool.h>
#include <stdint.h>

enum { UDPI_NO_DATAGRAM = 0xffff };

struct udpi_fragment_key {
    uint8_t src[16], dst[16]; /* the bytes behind an IPv4 address are 0 */
    uint32_t id;
    uint32_t protocol; /* 256 for IPv6, where fragments may differ in it */
};

struct udpi_datagrams;

/* NULL where memory is short. */
struct udpi_datagrams *udpi_datagrams_create(void);
void udpi_datagrams_free(struct udpi_datagrams *datagrams);

/* A fragment as it is looked up. */
struct udpi_fragment_seen {
    struct udpi_fragment_key key;
    int64_t time;  /* nanoseconds, or UDPI_NO_TIME */
    bool is_first; /* the beginning of its datagram: of a new one where the last one with this key is complete */
};

/*
 * The number of the datagram, new or known. A new one takes over the number of the one that is forgotten for it:
 * *forgotten is that number, or UDPI_NO_DATAGRAM.
 */
uint16_t udpi_datagrams_find(struct udpi_datagrams *datagrams, const struct udpi_fragment_seen *seen,
                             uint16_t *forgotten);

/* Whether it is wanted; that it is; that it is complete. */
bool udpi_datagrams_is_wanted(const struct udpi_datagrams *datagrams, uint16_t number);
void udpi_datagrams_want(struct udpi_datagrams *datagrams, uint16_t number);
void udpi_datagrams_complete(struct udpi_datagrams *datagrams, uint16_t number);

#endif
