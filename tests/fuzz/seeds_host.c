/* Seeds for fuzz_host.c: messages of netlink(7) about this host's links, routes, neighbors and sockets, and tables of /proc. */
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/netlink.h"
#include "inputs.h"

enum { MOST_OF_A_KIND = 20, TABLE_SIZE = 4096, NAME_SIZE = 64 };

struct writer {
    const char *folder, *kind;
    uint8_t reader; /* its place in fuzz_host.c */
    unsigned count; /* of this kind */
    unsigned all;
};

static int take_message(void *context, uint16_t type, const uint8_t *bytes, size_t count) {
    struct writer *writer = context;
    char name[NAME_SIZE];
    (void)type;
    if (writer->count++ < MOST_OF_A_KIND) {
        snprintf(name, sizeof name, "%s-%u", writer->kind, writer->count);
        inputs_write(writer->folder, "host", name, &writer->reader, 1, bytes, count);
        writer->all++;
    }
    return 0;
}

static void restart(void *context) {
    ((struct writer *)context)->count = 0;
}

static void write_list(struct writer *writer, int protocol, uint16_t type, const void *request, size_t size) {
    const struct udpi_netlink_visitor visitor = {take_message, restart, writer};
    int socket = udpi_netlink_open(protocol);
    writer->count = 0;
    if (socket >= 0) {
        udpi_netlink_list(socket, type, request, size, &visitor);
        close(socket);
    }
}

static void write_lists(struct writer *writer) {
    static const struct {
        const char *kind;
        uint8_t reader;
        uint16_t type;
    } lists[] = {{"route", 1, RTM_GETROUTE}, {"link", 2, RTM_GETLINK}, {"neighbor", 3, RTM_GETNEIGH}};
    const struct rtgenmsg all = {.rtgen_family = AF_UNSPEC};
    const struct inet_diag_req_v2 udp = {.sdiag_family = AF_INET,
                                         .sdiag_protocol = IPPROTO_UDP,
                                         .idiag_ext = 1 << (INET_DIAG_SKMEMINFO - 1),
                                         .idiag_states = UINT32_MAX};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        writer->kind = lists[i].kind;
        writer->reader = lists[i].reader;
        write_list(writer, NETLINK_ROUTE, lists[i].type, &all, sizeof all);
    }
    writer->kind = "socket";
    writer->reader = 4;
    write_list(writer, NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY, &udp, sizeof udp);
}

/* One that is missing is left out. */
static void write_table(struct writer *writer, const char *path, const char *name, uint8_t reader) {
    char bytes[TABLE_SIZE];
    FILE *file = fopen(path, "r");
    size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    if (size > 0)
        inputs_write(writer->folder, "host", name, &reader, 1, bytes, size);
    writer->all += size > 0;
}

unsigned inputs_write_host(const char *folder) {
    /* An empty message of another type, and the end of a list. */
    static const uint8_t datagram[] = {20, 0, 0,  0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                       0,  0, 16, 0, 0,  0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    struct writer writer = {.folder = folder};
    inputs_write(folder, "host", "datagram", "", 1, datagram, sizeof datagram);
    write_lists(&writer);
    write_table(&writer, "/proc/net/udp", "table-udp", 5);
    write_table(&writer, "/proc/net/udp6", "table-udp6", 5);
    write_table(&writer, "/proc/net/igmp", "table-igmp", 6);
    write_table(&writer, "/proc/net/igmp6", "table-igmp6", 6);
    return writer.all;
}
