/* The UDP and UDP-Lite sockets of this host: of the network namespace in which the process is. */
#ifndef UDPI_HOST_SOCKETS_H
#define UDPI_HOST_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

enum udpi_host_state {
    UDPI_HOST_UNBOUND,   /* has no port yet; the kernel lists no such socket today */
    UDPI_HOST_BOUND,     /* has a port, and takes datagrams from anybody */
    UDPI_HOST_CONNECTED, /* connect(2): takes them from one peer only */
};

extern const char *const udpi_host_state_names[]; /* "unbound", "bound", "connected" */

enum { UDPI_HOST_MAPPED = 12 }; /* where the IPv4 address begins in one of IPv6 that is mapped */

/* One side of a socket. */
struct udpi_host_end {
    uint8_t address[16]; /* network order; of IPv4 the first four bytes; zeros where it is not chosen */
    uint16_t port;       /* 0 where it is not chosen */
};

struct udpi_host_socket {
    uint8_t family;   /* AF_INET, AF_INET6 */
    uint8_t protocol; /* IPPROTO_UDP, IPPROTO_UDPLITE */
    uint8_t state;    /* enum udpi_host_state */
    bool has_buffers; /* the sizes of buffers are known: sock_diag(7) tells them */
    bool has_v6_only; /* the next is known: so it is of IPv6 sockets that are not connected */
    bool is_v6_only;  /* takes no IPv4: ipv6(7) */
    struct udpi_host_end local, peer;
    uint32_t receive_buffer, send_buffer; /* limits in bytes: SO_RCVBUF, SO_SNDBUF in socket(7) */
    uint32_t receive_queue, send_queue;   /* bytes of memory, the kernel's own included */
    uint32_t drops;                       /* datagrams that came and found no room, or had a wrong checksum */
    uint32_t interface;                   /* index of the one that it is bound to; 0: any, or not known */
    uint32_t user;
    uint64_t inode; /* names the socket in /proc/PID/fd; 0 where it has none */
};

struct udpi_host_sockets {
    size_t count, room;
    struct udpi_host_socket *entries; /* by local port, then by all else */
    bool was_changing;                /* while it was made: something may be missing */
};

/*
 * Lists them. `diag` is a socket from udpi_netlink_open(NETLINK_SOCK_DIAG); what it does not tell, or all where it is -1, is
 * read in the tables of the folder `proc` ("/proc"): proc(5). The list is to be freed in either case. UDPI_FAILED where neither
 * can be had, or memory is short; but a kernel may lack IPv6 or UDP-Lite.
 */
enum udpi_status udpi_host_sockets_list(struct udpi_host_sockets *list, int diag, const char *proc,
                                        struct udpi_error *error);
void udpi_host_sockets_free(struct udpi_host_sockets *list);

/* Adds a copy. False where memory is short. */
bool udpi_host_sockets_add(struct udpi_host_sockets *list, const struct udpi_host_socket *socket);

/* Whether its datagrams may be of IPv4, of IPv6. An IPv6 socket that is bound to no address takes both, unless it is known to
   be for IPv6 only; one that is bound to a mapped address (::ffff:0:0/96) has IPv4 alone: ipv6(7). */
bool udpi_host_socket_has_ipv4(const struct udpi_host_socket *socket);
bool udpi_host_socket_has_ipv6(const struct udpi_host_socket *socket);

/* The state (enum udpi_host_state) of a socket whose state has this number for the kernel (<netinet/tcp.h>), and which has this
   port. */
uint8_t udpi_host_state_of(unsigned number, uint16_t port);

#endif
