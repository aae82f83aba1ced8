#include "host/socket_diag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/socket.h>

#include "host/netlink.h"

enum { ALL_STATES = -1 };

/* --- reading ------------------------------------------------------------------------------------------------------ */

static void read_memory(struct udpi_host_socket *socket, const uint8_t *bytes, size_t count) {
    uint32_t numbers[SK_MEMINFO_VARS] = {0};
    if (count < sizeof numbers[0] * (SK_MEMINFO_SNDBUF + 1))
        return;
    memcpy(numbers, bytes, count < sizeof numbers ? count : sizeof numbers);
    socket->has_buffers = true;
    socket->receive_buffer = numbers[SK_MEMINFO_RCVBUF];
    socket->send_buffer = numbers[SK_MEMINFO_SNDBUF];
    socket->drops = numbers[SK_MEMINFO_DROPS]; /* an old kernel does not tell: 0 */
}

static void read_attribute(void *context, uint16_t type, const uint8_t *bytes, size_t count) {
    struct udpi_host_socket *socket = context;
    if (type == INET_DIAG_SKMEMINFO)
        read_memory(socket, bytes, count);
    if (type == INET_DIAG_SKV6ONLY && count > 0) {
        socket->has_v6_only = true;
        socket->is_v6_only = bytes[0] != 0;
    }
}

static void read_end(struct udpi_host_end *end, uint8_t family, const __be32 *address, __be16 port) {
    memcpy(end->address, address, family == AF_INET ? sizeof(struct in_addr) : sizeof end->address);
    end->port = ntohs(port);
}

bool udpi_socket_diag_read(const uint8_t *bytes, size_t count, struct udpi_host_socket *socket) {
    struct inet_diag_msg head;
    *socket = (struct udpi_host_socket){0};
    if (count < sizeof head)
        return false;
    memcpy(&head, bytes, sizeof head);
    if (head.idiag_family != AF_INET && head.idiag_family != AF_INET6)
        return false;
    socket->family = head.idiag_family;
    read_end(&socket->local, head.idiag_family, head.id.idiag_src, head.id.idiag_sport);
    read_end(&socket->peer, head.idiag_family, head.id.idiag_dst, head.id.idiag_dport);
    socket->state = udpi_host_state_of(head.idiag_state, socket->local.port);
    socket->receive_queue = head.idiag_rqueue;
    socket->send_queue = head.idiag_wqueue;
    socket->interface = head.id.idiag_if;
    socket->user = head.idiag_uid;
    socket->inode = head.idiag_inode;
    return udpi_netlink_read_attributes(bytes + sizeof head, count - sizeof head, read_attribute, socket);
}

/* --- asking ------------------------------------------------------------------------------------------------------- */

struct listing {
    struct udpi_host_sockets *list;
    size_t before; /* sockets that others have added */
    uint8_t protocol;
};

static int take(void *context, uint16_t type, const uint8_t *bytes, size_t count) {
    struct listing *listing = context;
    struct udpi_host_socket socket;
    if (type != SOCK_DIAG_BY_FAMILY || !udpi_socket_diag_read(bytes, count, &socket))
        return EBADMSG;
    socket.protocol = listing->protocol;
    return udpi_host_sockets_add(listing->list, &socket) ? 0 : ENOMEM;
}

static void restart(void *context) {
    struct listing *listing = context;
    listing->list->count = listing->before;
}

int udpi_socket_diag_list(struct udpi_host_sockets *list, uint8_t family, uint8_t protocol, int diag) {
    struct listing listing = {list, list->count, protocol};
    const struct udpi_netlink_visitor visitor = {take, restart, &listing};
    const struct inet_diag_req_v2 request = {
        .sdiag_family = family,
        .sdiag_protocol = protocol,
        .idiag_ext = 1 << (INET_DIAG_SKMEMINFO - 1),
        .idiag_states = (uint32_t)ALL_STATES,
    };
    return udpi_netlink_list(diag, SOCK_DIAG_BY_FAMILY, &request, sizeof request, &visitor);
}
