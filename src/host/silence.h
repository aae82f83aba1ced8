/*
 * Why nothing answered, as far as this host can find out without sending anything: the way there, the neighbor that datagrams
 * were handed to and, for a destination of this host itself, the socket that they reach.
 */
#ifndef UDPI_HOST_SILENCE_H
#define UDPI_HOST_SILENCE_H

#include <sys/socket.h>

#include "host/socket_holders.h"
#include "host/sockets.h"
#include "host/way.h"

enum udpi_silence_reason {
    UDPI_SILENCE_UNKNOWN,
    UDPI_SILENCE_NO_ROUTE, /* not any more: without a route nothing would have been sent. So are the next three */
    UDPI_SILENCE_BLACKHOLE,
    UDPI_SILENCE_UNREACHABLE,
    UDPI_SILENCE_PROHIBIT,
    UDPI_SILENCE_INTERFACE_DOWN,
    UDPI_SILENCE_NO_CARRIER,
    UDPI_SILENCE_NO_NEIGHBOR, /* nobody says that the address of the next hop is his */
    UDPI_SILENCE_HANDED_OVER, /* to a neighbor, or into a link that has none */
    UDPI_SILENCE_LOCAL,       /* to this host, whose sockets cannot be seen; of the next four they can */
    UDPI_SILENCE_NO_SOCKET,
    UDPI_SILENCE_OTHER_PEER, /* the socket there hears somebody else only */
    UDPI_SILENCE_NOT_READ,
    UDPI_SILENCE_NOT_ANSWERED,
    UDPI_SILENCE_MULTICAST,
    UDPI_SILENCE_BROADCAST,
};

extern const char *const udpi_silence_names[]; /* "unknown", "no_route", …, "broadcast" */

/* What was sent. */
struct udpi_silence_question {
    const struct sockaddr *from, *to; /* AF_INET or AF_INET6 */
    uint32_t interface;               /* index of the one that was to be sent through; 0: as the route said */
    unsigned hops;                    /* the time to live that was asked for; 0: as the system does */
};

struct udpi_silence {
    uint8_t reason; /* enum udpi_silence_reason */
    unsigned hops;
    struct udpi_host_address to;
    uint16_t port;
    struct udpi_host_way way;
    struct udpi_host_socket socket; /* of the last three reasons of this host's; else zeros */
    size_t socket_count;            /* that share the port with it, itself included */
    struct udpi_socket_holders holders;
};

/* Finds out. To be freed. */
void udpi_silence_find(struct udpi_silence *silence, const struct udpi_silence_question *question);
void udpi_silence_free(struct udpi_silence *silence);

/* Whether it goes with an earlier word of the kernel's, that nobody answers for the next hop: it is the same reason, or one for
   that. Else the way has changed since. */
bool udpi_silence_explains_refusal(const struct udpi_silence *silence);

/* The address that datagrams are handed to on the link: the gateway, or the destination. */
const struct udpi_host_address *udpi_silence_next_hop(const struct udpi_silence *silence);

enum { UDPI_SILENCE_SIZE = 1024 };

/* Says it in one or two lines, what was found and what to do, to `text` of UDPI_SILENCE_SIZE bytes, each with its newline and
   the whole NUL-terminated. Gives `text`. */
const char *udpi_silence_write(const struct udpi_silence *silence, char *text);

#endif
