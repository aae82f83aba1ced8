/*
 * What the kernel knows, asked for through netlink(7): a request, and datagrams with messages in them up to one that says that
 * there are no more.
 */
#ifndef UDPI_HOST_NETLINK_H
#define UDPI_HOST_NETLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Gets what is listed. */
struct udpi_netlink_visitor {
    /* A message of the list, without its header, in host order. Gives 0, or an errno value that ends the reading. */
    int (*take)(void *context, uint16_t type, const uint8_t *bytes, size_t count);
    /* All that was taken is to be forgotten: the list changed meanwhile, and begins anew. */
    void (*restart)(void *context);
    void *context;
};

/* How far the answer to one request has come. */
struct udpi_netlink_answer {
    bool is_ended;       /* nothing more comes; also where `error` is set */
    bool is_interrupted; /* the list changed while it was told: NLM_F_DUMP_INTR */
    int error;           /* errno value from the kernel or the visitor, EBADMSG for what is no whole message; else 0 */
};

/* Reads a datagram of the answer. Touches nothing outside `bytes`, whatever is in them. */
void udpi_netlink_read(struct udpi_netlink_answer *answer, const uint8_t *bytes, size_t count,
                       const struct udpi_netlink_visitor *visitor);

/*
 * Gives each attribute behind the fixed part of a message (rtnetlink(7)), without its header, in host order, to `take`. False
 * where the bytes are cut short. Touches nothing outside them.
 */
bool udpi_netlink_read_attributes(const uint8_t *bytes, size_t count,
                                  void (*take)(void *context, uint16_t type, const uint8_t *bytes, size_t count),
                                  void *context);

/* A socket for a protocol (NETLINK_SOCK_DIAG, NETLINK_ROUTE), or -1 with errno set. */
int udpi_netlink_open(int protocol);

/*
 * Asks for the list that the `size` bytes of `request` ask for, in a message of this type, and reads it to its end. A list
 * that changes meanwhile is asked for again, a few times. Gives 0; EAGAIN where it went on changing, and what was taken last
 * may lack something or have it twice; any other errno value where the list cannot be had.
 */
int udpi_netlink_list(int socket, uint16_t type, const void *request, size_t size,
                      const struct udpi_netlink_visitor *visitor);

/*
 * Asks for one thing in the same way; `restart` of the visitor is not called. False where it cannot be asked, or the answer
 * is none. *refusal is the errno value with which the kernel refuses, or 0.
 */
bool udpi_netlink_get(int socket, uint16_t type, const void *request, size_t size,
                      const struct udpi_netlink_visitor *visitor, int *refusal);

#endif
