/*
 * The lesson's calls: socket and bind in open_socket, recvmsg in receive, sendmsg in answer, close at the end of
 * udpi_echo_run. recvmsg and sendmsg do what recvfrom and sendto do, and also tell on which address of this host a
 * datagram came in.
 */
#include "socket/echo.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "socket/endpoint.h"
#include "socket/supply.h"
#include "core/wait.h"

enum {
    LARGEST_DATAGRAM = 65536, /* no datagram of IPv4 or IPv6 is larger, so none is ever cut */
    ECHO_SERVICE = 7,         /* RFC 862 */
};

struct server {
    const struct udpi_echo_options *options;
    struct udpi_echo_counts *counts;
    struct udpi_sink *output;
    int socket;
    uint16_t port;
};

/* A datagram as recvmsg(2) delivers it: the bytes, who sent them, and to which of our addresses (in `control`). */
struct datagram {
    struct msghdr message;
    struct iovec bytes;
    struct udpi_endpoint peer;
    _Alignas(struct cmsghdr) char control[256];
    uint8_t buffer[LARGEST_DATAGRAM];
};

/* --- the socket --------------------------------------------------------------------------------------------------- */

/* Makes a socket on one address. On :: it takes IPv4, too, unless `is_ipv6_only`. */
static enum udpi_status open_socket(struct server *server, const struct udpi_endpoint *at, bool is_ipv6_only,
                                    struct udpi_error *error) {
    int family = at->any.sa_family;
    server->socket = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (server->socket < 0)
        return udpi_error_set(error, UDPI_FAILED, "socket: %s", strerror(errno));

    int only = is_ipv6_only, yes = 1;
    if (family == AF_INET6) {
        setsockopt(server->socket, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
        setsockopt(server->socket, IPPROTO_IPV6, IPV6_RECVPKTINFO, &yes, sizeof yes);
    }
    setsockopt(server->socket, IPPROTO_IP, IP_PKTINFO, &yes, sizeof yes);

    enum udpi_status status = udpi_endpoint_bind(server->socket, at, error);
    if (status != UDPI_OK) {
        close(server->socket);
        server->socket = -1;
    }
    return status;
}

static void show_listening(struct server *server, bool is_dual) {
    struct udpi_endpoint at = {.size = sizeof at.ipv6};
    char name[UDPI_ENDPOINT_SIZE], line[UDPI_ENDPOINT_SIZE + 48];
    getsockname(server->socket, &at.any, &at.size);
    server->port = udpi_endpoint_port(&at);
    snprintf(line, sizeof line, "listening on %s%s\n", udpi_endpoint_write(&at, name),
             is_dual ? ", IPv4 and IPv6" : "");
    udpi_sink_puts(server->output, line);
}

/* Without a host, :: comes first: its socket takes both. Where this host has no IPv6, 0.0.0.0 is left. */
static enum udpi_status open_server(struct server *server, struct udpi_error *error) {
    struct udpi_host_port place;
    struct udpi_endpoint_list list;
    const char *text = server->options->listen ? server->options->listen : UDPI_ECHO_DEFAULT;
    enum udpi_status status = udpi_host_port_parse(text, &place, error);
    if (status == UDPI_OK)
        status = udpi_endpoint_resolve(&place, &list, error);
    if (status != UDPI_OK)
        return status;

    bool has_host = place.host[0] != '\0';
    const struct udpi_endpoint *any_ipv6 = has_host ? NULL : udpi_endpoint_find(&list, AF_INET6);
    bool is_dual = any_ipv6 && open_socket(server, any_ipv6, false, error) == UDPI_OK;
    for (unsigned i = 0; i < list.count && server->socket < 0; i++)
        if (has_host || list.entries[i].any.sa_family == AF_INET)
            status = open_socket(server, &list.entries[i], true, error);
    if (server->socket < 0)
        return status;
    show_listening(server, is_dual);
    return error->status = UDPI_OK; /* whatever the addresses before it met with */
}

/* --- one datagram ------------------------------------------------------------------------------------------------- */

/* Takes the next datagram that waits; UDPI_OK with *is_there false where none does. */
static enum udpi_status receive(struct server *server, struct datagram *datagram, bool *is_there,
                                struct udpi_error *error) {
    datagram->bytes = (struct iovec){.iov_base = datagram->buffer, .iov_len = sizeof datagram->buffer};
    datagram->message = (struct msghdr){
        .msg_name = &datagram->peer.any,
        .msg_namelen = sizeof datagram->peer.ipv6,
        .msg_iov = &datagram->bytes,
        .msg_iovlen = 1,
        .msg_control = datagram->control,
        .msg_controllen = sizeof datagram->control,
    };
    ssize_t count = recvmsg(server->socket, &datagram->message, MSG_DONTWAIT);
    *is_there = count >= 0;
    if (count < 0 && errno != EAGAIN && errno != EINTR)
        return udpi_error_set(error, UDPI_FAILED, "recvmsg: %s", strerror(errno));
    if (count >= 0)
        datagram->bytes.iov_len = (size_t)count;
    return UDPI_OK;
}

/*
 * The control messages that say where the datagram came in say, when they are sent back, where the answer leaves from:
 * ip(7), ipv6(7). But a group address cannot send, and the way back may lead through another interface.
 */
static void turn_round(struct msghdr *message) {
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
        if (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_PKTINFO) {
            ((struct in_pktinfo *)(void *)CMSG_DATA(part))->ipi_ifindex = 0;
        } else if (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_PKTINFO) {
            struct in6_pktinfo *arrival = (struct in6_pktinfo *)(void *)CMSG_DATA(part);
            arrival->ipi6_ifindex = 0;
            if (IN6_IS_ADDR_MULTICAST(&arrival->ipi6_addr))
                arrival->ipi6_addr = in6addr_any;
        }
    }
}

/* Sends the datagram back. Gives NULL, or why it did not. */
static const char *answer(struct server *server, struct datagram *datagram) {
    uint16_t port = udpi_endpoint_port(&datagram->peer);
    if (port == ECHO_SERVICE || port == server->port)
        return "its port is that of an echo server, and two of them would never end";
    turn_round(&datagram->message);
    if (sendmsg(server->socket, &datagram->message, 0) < 0)
        return strerror(errno);
    server->counts->answered++;
    return NULL;
}

static void show(struct server *server, struct datagram *datagram, const char *why_not) {
    char name[UDPI_ENDPOINT_SIZE], middle[UDPI_ENDPOINT_SIZE + 8], line[192];
    uint64_t number = server->counts->received;
    struct udpi_endpoint peer = datagram->peer;
    udpi_endpoint_unmap(&peer);
    snprintf(middle, sizeof middle, "from %s", udpi_endpoint_write(&peer, name));
    snprintf(line, sizeof line, "received #%" PRIu64 ": ", number);
    udpi_sink_puts(server->output, line);
    udpi_supply_show(server->output, datagram->buffer, datagram->bytes.iov_len, middle, server->options->columns);
    if (!why_not)
        return;
    snprintf(line, sizeof line, "not answered #%" PRIu64 ": %s\n", number, why_not);
    udpi_sink_puts(server->output, line);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static bool is_over(const struct server *server) {
    const struct udpi_echo_options *options = server->options;
    bool has_enough = options->count > 0 && server->counts->received >= options->count;
    return *options->stop || server->output->error != 0 || has_enough;
}

static enum udpi_status serve(struct server *server, struct udpi_error *error) {
    struct datagram datagram;
    struct pollfd descriptor = {.fd = server->socket, .events = POLLIN};
    enum udpi_status status = UDPI_OK;
    while (status == UDPI_OK && !is_over(server)) {
        bool is_there;
        status = receive(server, &datagram, &is_there, error);
        if (is_there) {
            server->counts->received++;
            server->counts->bytes += datagram.bytes.iov_len;
            show(server, &datagram, answer(server, &datagram));
        } else if (status == UDPI_OK) {
            udpi_sink_flush(server->output);
            udpi_wait(&descriptor, 1, UDPI_NEVER, server->options->stop);
        }
    }
    udpi_sink_flush(server->output);
    return status;
}

enum udpi_status udpi_echo_run(const struct udpi_echo_options *options, struct udpi_echo_counts *counts,
                               struct udpi_error *error) {
    struct server server = {.options = options, .counts = counts, .output = options->output, .socket = -1};
    *counts = (struct udpi_echo_counts){0};
    enum udpi_status status = open_server(&server, error);
    if (status != UDPI_OK)
        return status;
    status = serve(&server, error);
    close(server.socket);
    return status;
}

const char *udpi_echo_totals(const struct udpi_echo_counts *counts, char *text) {
    snprintf(text, UDPI_ECHO_TOTALS_SIZE, "%" PRIu64 " received, %" PRIu64 " answered, %" PRIu64 " bytes",
             counts->received, counts->answered, counts->bytes);
    return text;
}
