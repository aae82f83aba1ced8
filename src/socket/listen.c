/* The lesson's first calls: socket in open_socket, bind behind udpi_endpoint_bind. */
#include "socket/listen.h"

#include <errno.h>
#include <inttypes.h>
#include <linux/sock_diag.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "socket/group.h"

enum { KIB = 1024, KERNEL_SHARE = 2 /* socket(7): the kernel doubles the size, for what it needs itself */ };

_Static_assert((uint64_t)UDPI_LISTEN_MOST_BUFFER *KIB *KERNEL_SHARE <= INT32_MAX, "what setsockopt can be told");

/* --- options of the socket ---------------------------------------------------------------------------------------- */

static void set_flag(int descriptor, int level, int name, int value) {
    setsockopt(descriptor, level, name, &value, sizeof value);
}

/* What is to be told of each datagram: when it came, and to which address. */
static void ask_for_details(int descriptor, int family) {
    set_flag(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, 1);
    set_flag(descriptor, IPPROTO_IP, IP_PKTINFO, 1);
    if (family == AF_INET6)
        set_flag(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
}

uint64_t udpi_socket_enlarge(int descriptor, uint64_t kib) {
    int bytes = (int)(kib * KIB);
    if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) < 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    int allowed = 0;
    getsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &allowed, &(socklen_t){sizeof allowed});
    return (uint64_t)allowed / KERNEL_SHARE / KIB;
}

uint64_t udpi_socket_dropped(int descriptor) {
    uint32_t memory[SK_MEMINFO_VARS] = {0};
    getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, memory, &(socklen_t){sizeof memory});
    return memory[SK_MEMINFO_DROPS];
}

/* --- opening ------------------------------------------------------------------------------------------------------ */

/* Makes a socket on one address. On :: it takes IPv4, too, unless `is_ipv6_only`. */
static enum udpi_status open_socket(const struct udpi_listen_options *options, struct udpi_listener *listener,
                                    const struct udpi_endpoint *at, bool is_ipv6_only, struct udpi_error *error) {
    int family = at->any.sa_family;
    listener->socket = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (listener->socket < 0)
        return udpi_error_set(error, UDPI_FAILED, "socket: %s", strerror(errno));
    if (family == AF_INET6)
        set_flag(listener->socket, IPPROTO_IPV6, IPV6_V6ONLY, is_ipv6_only);
    ask_for_details(listener->socket, family);
    if (options->group_count > 0)
        set_flag(listener->socket, SOL_SOCKET, SO_REUSEADDR, 1);
    if (options->buffer > 0)
        listener->buffer = udpi_socket_enlarge(listener->socket, options->buffer);

    enum udpi_status status = udpi_endpoint_bind(listener->socket, at, error);
    if (status != UDPI_OK)
        udpi_listener_close(listener);
    return status;
}

/* Without a host, :: comes first: its socket takes both. Where this host has no IPv6, 0.0.0.0 is left. */
static enum udpi_status open_first(const struct udpi_listen_options *options, struct udpi_listener *listener,
                                   const struct udpi_endpoint_list *list, bool has_host, struct udpi_error *error) {
    enum udpi_status status = UDPI_FAILED;
    const struct udpi_endpoint *any_ipv6 = has_host ? NULL : udpi_endpoint_find(list, AF_INET6);
    if (any_ipv6)
        status = open_socket(options, listener, any_ipv6, false, error);
    listener->is_dual = any_ipv6 && status == UDPI_OK;
    for (unsigned i = 0; i < list->count && listener->socket < 0; i++)
        if (has_host || list->entries[i].any.sa_family == AF_INET)
            status = open_socket(options, listener, &list->entries[i], true, error);
    return status;
}

static enum udpi_status join_groups(const struct udpi_listen_options *options, const struct udpi_listener *listener,
                                    struct udpi_error *error) {
    int family = listener->at.any.sa_family;
    enum udpi_status status = UDPI_OK;
    for (unsigned i = 0; i < options->group_count && status == UDPI_OK; i++)
        status = udpi_group_join(listener->socket, family, options->groups[i], error);
    return status;
}

/* A socket that is bound to an address takes what is sent to that address, and nothing from a group that it joins. */
static enum udpi_status check_groups(const struct udpi_listen_options *options, const struct udpi_host_port *place,
                                     const struct udpi_endpoint *first, struct udpi_error *error) {
    if (place->host[0] == '\0')
        return UDPI_OK;
    if (udpi_endpoint_is_multicast(first))
        return udpi_error_set(error, UDPI_USAGE, "%s: a group has to be joined; give: %u --join %s", options->place,
                              place->port, place->host);
    if (options->group_count > 0)
        return udpi_error_set(error, UDPI_USAGE, "%s: what is sent to a group does not come to this address; give: %u",
                              options->place, place->port);
    return UDPI_OK;
}

enum udpi_status udpi_listener_open(const struct udpi_listen_options *options, struct udpi_listener *listener,
                                    struct udpi_error *error) {
    struct udpi_host_port place;
    struct udpi_endpoint_list list;
    *listener = (struct udpi_listener){.socket = -1};
    enum udpi_status status =
        udpi_host_port_parse(options->place ? options->place : UDPI_LISTEN_DEFAULT, &place, error);
    if (status == UDPI_OK)
        status = udpi_endpoint_resolve(&place, &list, error);
    if (status == UDPI_OK)
        status = check_groups(options, &place, &list.entries[0], error);
    if (status == UDPI_OK)
        status = open_first(options, listener, &list, place.host[0] != '\0', error);
    if (status != UDPI_OK)
        return status;

    listener->at.size = sizeof listener->at.ipv6;
    getsockname(listener->socket, &listener->at.any, &listener->at.size);
    status = join_groups(options, listener, error);
    if (status != UDPI_OK)
        udpi_listener_close(listener);
    else
        error->status = UDPI_OK; /* whatever the addresses before it met with */
    return status;
}

void udpi_listener_close(struct udpi_listener *listener) {
    close(listener->socket);
    listener->socket = -1;
}

const char *udpi_listener_describe(const struct udpi_listener *listener, const struct udpi_listen_options *options,
                                   char *text) {
    char name[UDPI_ENDPOINT_SIZE];
    int used = snprintf(text, UDPI_LISTENER_SIZE, "listening on %s%s", udpi_endpoint_write(&listener->at, name),
                        listener->is_dual ? ", IPv4 and IPv6" : "");
    if (listener->buffer < options->buffer)
        snprintf(text + used, UDPI_LISTENER_SIZE - (size_t)used,
                 "; its buffer has %" PRIu64 " KiB, the system allows no more; to change that: "
                 "sudo sysctl net.core.rmem_max=%" PRIu64,
                 listener->buffer, options->buffer * KIB);
    return text;
}
