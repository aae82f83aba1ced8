#include "host/sockets.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/list.h"
#include "host/socket_diag.h"
#include "host/socket_table.h"

enum { PATH_SIZE = 4096 };

const char *const udpi_host_state_names[] = {
    [UDPI_HOST_UNBOUND] = "unbound",
    [UDPI_HOST_BOUND] = "bound",
    [UDPI_HOST_CONNECTED] = "connected",
};

uint8_t udpi_host_state_of(unsigned number, uint16_t port) {
    if (number == TCP_ESTABLISHED)
        return UDPI_HOST_CONNECTED;
    return port == 0 ? UDPI_HOST_UNBOUND : UDPI_HOST_BOUND;
}

static bool is_wildcard(const struct udpi_host_end *end) {
    static const uint8_t zeros[sizeof end->address];
    return memcmp(end->address, zeros, sizeof zeros) == 0;
}

/* RFC 4291 section 2.5.5.2. */
static bool is_mapped(const struct udpi_host_end *end) {
    static const uint8_t prefix[UDPI_HOST_MAPPED] = {[10] = 0xff, [11] = 0xff};
    return memcmp(end->address, prefix, sizeof prefix) == 0;
}

bool udpi_host_socket_has_ipv4(const struct udpi_host_socket *socket) {
    if (socket->family == AF_INET || is_mapped(&socket->local))
        return true;
    return is_wildcard(&socket->local) && is_wildcard(&socket->peer) && !socket->is_v6_only;
}

bool udpi_host_socket_has_ipv6(const struct udpi_host_socket *socket) {
    return socket->family == AF_INET6 && !is_mapped(&socket->local);
}

/* --- the list ----------------------------------------------------------------------------------------------------- */

bool udpi_host_sockets_add(struct udpi_host_sockets *list, const struct udpi_host_socket *socket) {
    struct udpi_host_socket *entries = udpi_list_grow(list->entries, list->count, &list->room, sizeof *entries);
    if (!entries)
        return false;
    list->entries = entries;
    entries[list->count++] = *socket;
    return true;
}

void udpi_host_sockets_free(struct udpi_host_sockets *list) {
    free(list->entries);
    *list = (struct udpi_host_sockets){0};
}

static int compare_ends(const struct udpi_host_end *a, const struct udpi_host_end *b) {
    int order = (a->port > b->port) - (a->port < b->port);
    return order != 0 ? order : memcmp(a->address, b->address, sizeof a->address);
}

static int compare_sockets(const void *left, const void *right) {
    const struct udpi_host_socket *a = left, *b = right;
    int order = (a->local.port > b->local.port) - (a->local.port < b->local.port);
    if (order == 0)
        order = a->family - b->family;
    if (order == 0)
        order = a->protocol - b->protocol;
    if (order == 0)
        order = compare_ends(&a->local, &b->local);
    if (order == 0)
        order = compare_ends(&a->peer, &b->peer);
    return order != 0 ? order : (a->inode > b->inode) - (a->inode < b->inode);
}

/* Puts them in order. Where others come and go meanwhile, the kernel may tell of a socket twice. */
static void sort_and_join(struct udpi_host_sockets *list) {
    size_t kept = 0;
    if (list->count > 0)
        qsort(list->entries, list->count, sizeof *list->entries, compare_sockets);
    for (size_t i = 0; i < list->count; i++) {
        const struct udpi_host_socket *entry = &list->entries[i];
        bool is_repeated = kept > 0 && entry->inode != 0 && compare_sockets(&list->entries[kept - 1], entry) == 0;
        if (!is_repeated)
            list->entries[kept++] = *entry;
    }
    list->count = kept;
}

/* --- where it comes from ------------------------------------------------------------------------------------------ */

static const struct source {
    uint8_t family, protocol;
    const char *file; /* in /proc */
} sources[] = {
    {AF_INET, IPPROTO_UDP, "net/udp"},
    {AF_INET6, IPPROTO_UDP, "net/udp6"},
    {AF_INET, IPPROTO_UDPLITE, "net/udplite"},
    {AF_INET6, IPPROTO_UDPLITE, "net/udplite6"},
};

static int read_file(struct udpi_host_sockets *list, const struct source *source, const char *proc) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", proc, source->file);
    FILE *file = fopen(path, "re");
    if (!file)
        return errno;
    int error = udpi_socket_table_read(list, source->family, source->protocol, file);
    fclose(file);
    return error;
}

/* Gives 0, or an errno value; then the list is as it was. */
static int list_one(struct udpi_host_sockets *list, const struct source *source, int diag, const char *proc) {
    size_t before = list->count;
    int error = diag >= 0 ? udpi_socket_diag_list(list, source->family, source->protocol, diag) : EBADF;
    if (error == EAGAIN) {
        list->was_changing = true;
        return 0;
    }
    if (error == 0 || error == ENOMEM)
        return error;
    list->count = before;
    error = read_file(list, source, proc);
    list->count = error == 0 ? list->count : before;
    return error;
}

enum udpi_status udpi_host_sockets_list(struct udpi_host_sockets *list, int diag, const char *proc,
                                        struct udpi_error *error) {
    *list = (struct udpi_host_sockets){0};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        int number = list_one(list, &sources[i], diag, proc);
        bool is_lacking = number == ENOENT && i > 0; /* every kernel has the first one */
        if (number == ENOMEM)
            return udpi_error_set(error, UDPI_FAILED, "sockets: no memory for the list");
        if (number != 0 && !is_lacking)
            return udpi_error_set(error, UDPI_FAILED,
                                  "sockets: neither sock_diag(7) nor %s/%s tells of them: %s; mount %s", proc,
                                  sources[i].file, strerror(number), proc);
    }
    sort_and_join(list);
    return UDPI_OK;
}
