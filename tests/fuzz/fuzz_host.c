/*
 * Any bytes as what the kernel says of this host: datagrams of netlink(7), messages in them, tables of /proc. The first byte says which.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "fuzz_output.h"
#include "host/groups.h"
#include "host/netlink.h"
#include "host/silence.h"
#include "host/socket_diag.h"
#include "host/socket_table.h"
#include "host/way.h"

/* --- messages ----------------------------------------------------------------------------------------------------- */

/* Says why nothing answered on a way that this is part of, for each reason. */
static void write_silence(const struct udpi_host_way *way) {
    char text[UDPI_SILENCE_SIZE];
    for (uint8_t reason = UDPI_SILENCE_UNKNOWN; reason <= UDPI_SILENCE_BROADCAST; reason++) {
        const struct udpi_silence silence = {.reason = reason,
                                             .to = {.family = AF_INET, .bytes = {10, 0, 0, 1}},
                                             .port = 7788,
                                             .way = *way,
                                             .socket = {.family = AF_INET, .state = UDPI_HOST_CONNECTED},
                                             .socket_count = 1};
        udpi_silence_write(&silence, text);
        fuzz_check_text(text, strlen(text), FUZZ_LINES);
    }
}

static void read_route(const uint8_t *bytes, size_t size) {
    struct udpi_host_way way = {0};
    udpi_host_route_read(bytes, size, &way.route);
    write_silence(&way);
}

static void read_link(const uint8_t *bytes, size_t size) {
    struct udpi_host_way way = {.route = {.kind = UDPI_ROUTE_UNICAST, .interface = 2}};
    udpi_host_link_read(bytes, size, &way.link);
    write_silence(&way);
}

static void read_neighbor(const uint8_t *bytes, size_t size) {
    struct udpi_host_way way = {.route = {.kind = UDPI_ROUTE_UNICAST, .interface = 2}};
    udpi_host_neighbor_read(bytes, size, &way.neighbor);
    write_silence(&way);
}

static void read_socket(const uint8_t *bytes, size_t size) {
    struct udpi_host_socket socket;
    udpi_socket_diag_read(bytes, size, &socket);
}

static int take_message(void *context, uint16_t type, const uint8_t *bytes, size_t count) {
    void (*const readers[])(const uint8_t *, size_t) = {read_route, read_link, read_neighbor, read_socket};
    (void)context;
    readers[type % 4](bytes, count);
    return type == UINT16_MAX ? ENOMEM : 0;
}

static void read_datagram(const uint8_t *bytes, size_t size) {
    const struct udpi_netlink_visitor visitor = {.take = take_message};
    struct udpi_netlink_answer answer = {0};
    udpi_netlink_read(&answer, bytes, size, &visitor);
}

/* --- tables ------------------------------------------------------------------------------------------------------- */

static FILE *open_table(const uint8_t *bytes, size_t size) {
    FILE *table = fmemopen((void *)(uintptr_t)bytes, size, "r"); /* only read */
    if (!table)
        fuzz_breach("no memory", NULL);
    return table;
}

static void read_sockets(const uint8_t *bytes, size_t size) {
    struct udpi_host_sockets list = {0};
    FILE *table = open_table(bytes, size);
    udpi_socket_table_read(&list, size % 2 ? AF_INET : AF_INET6, IPPROTO_UDP, table);
    fclose(table);
    udpi_host_sockets_free(&list);
}

static void read_groups(const uint8_t *bytes, size_t size) {
    struct udpi_host_groups list = {0};
    FILE *table = open_table(bytes, size);
    if (size % 2)
        udpi_host_groups_read_ipv4(&list, table);
    else
        udpi_host_groups_read_ipv6(&list, table);
    fclose(table);
    udpi_host_groups_free(&list);
}

/* New ones at the end: cases count on their places. */
static void (*const readers[])(const uint8_t *bytes, size_t size) = {
    read_datagram, read_route, read_link, read_neighbor, read_socket, read_sockets, read_groups,
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    if (size < 2)
        return 0;
    uint8_t *rest = malloc(size - 1); /* not more, so that a sanitizer sees one byte too many */
    if (!rest)
        fuzz_breach("no memory", NULL);
    memcpy(rest, bytes + 1, size - 1);
    readers[bytes[0] % (sizeof readers / sizeof *readers)](rest, size - 1);
    free(rest);
    return 0;
}
