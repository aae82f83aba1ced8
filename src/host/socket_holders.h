/* Which processes have a socket open: what stands in /proc/PID/fd, proc(5). */
#ifndef UDPI_HOST_SOCKET_HOLDERS_H
#define UDPI_HOST_SOCKET_HOLDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

enum { UDPI_PROCESS_NAME_SIZE = 64 };

struct udpi_socket_holder {
    uint64_t inode; /* of the socket */
    uint32_t process;
    char name[UDPI_PROCESS_NAME_SIZE]; /* as the process calls itself, any bytes; empty where it has ended meanwhile */
};

struct udpi_socket_holders {
    size_t count, room;
    struct udpi_socket_holder *entries; /* by inode, then by process; each pair once */
    /* Every process that there is has been looked at. Else some were not this user's to look at, or are hidden from it; without
       this, that nobody has a socket is not known. */
    bool is_complete;
};

/*
 * Looks through all processes in the folder `proc` ("/proc") for sockets with these inodes, and puts the inodes in order. A
 * process that ends meanwhile is passed over. To be freed in either case. UDPI_FAILED where memory is short.
 */
enum udpi_status udpi_socket_holders_find(struct udpi_socket_holders *holders, const char *proc, uint64_t *inodes,
                                          size_t count, struct udpi_error *error);
void udpi_socket_holders_free(struct udpi_socket_holders *holders);

/* Those of one socket: the first of *count; NULL where there is none. */
const struct udpi_socket_holder *udpi_socket_holders_of(const struct udpi_socket_holders *holders, uint64_t inode,
                                                        size_t *count);

#endif
