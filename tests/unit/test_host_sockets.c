/* host/sockets: what is read of sock_diag(7) and of the tables in /proc/net, also where it is broken; and that both say the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/netlink.h"
#include "host/socket_diag.h"
#include "host/socket_table.h"
#include "host/sockets.h"

enum { ESTABLISHED = 1, CLOSE = 7 };

static void expect_end(const struct udpi_host_socket *socket, const struct udpi_host_end *end, const char *address,
                       uint16_t port) {
    char text[INET6_ADDRSTRLEN];
    assert_string_equal(inet_ntop(socket->family, end->address, text, sizeof text), address);
    assert_int_equal(end->port, port);
}

/* --- sock_diag ---------------------------------------------------------------------------------------------------- */

struct message {
    size_t count;
    uint8_t bytes[512];
};

static struct message make_message(uint8_t family, uint8_t state, const char *local, const char *peer) {
    struct message message = {.count = sizeof(struct inet_diag_msg)};
    struct inet_diag_msg head = {
        .idiag_family = family,
        .idiag_state = state,
        .id = {.idiag_sport = htons(53), .idiag_dport = htons(40000), .idiag_if = 4},
        .idiag_rqueue = 2304,
        .idiag_wqueue = 768,
        .idiag_uid = 101,
        .idiag_inode = 4000000000,
    };
    inet_pton(family, local, head.id.idiag_src);
    inet_pton(family, peer, head.id.idiag_dst);
    memcpy(message.bytes, &head, sizeof head);
    return message;
}

static void put_attribute(struct message *message, uint16_t type, const void *bytes, uint16_t count) {
    struct rtattr head = {.rta_len = (uint16_t)(sizeof head + count), .rta_type = type};
    memcpy(message->bytes + message->count, &head, sizeof head);
    memcpy(message->bytes + message->count + sizeof head, bytes, count);
    message->count += RTA_ALIGN(head.rta_len);
}

/* Waiting, limit, leaving, limit, … drops: enum in linux/sock_diag.h. */
static const uint32_t memory[SK_MEMINFO_VARS] = {2304, 4000, 768, 212992, 0, 0, 0, 0, 17};

/* The bytes lie at the end of a block of their own, so that a sanitizer sees a read behind them. */
static bool read_bytes(const uint8_t *bytes, size_t count, struct udpi_host_socket *socket) {
    uint8_t *copy = malloc(count + (count == 0));
    assert_non_null(copy);
    memcpy(copy, bytes, count);
    bool is_read = udpi_socket_diag_read(copy, count, socket);
    free(copy);
    return is_read;
}

static void reads_a_socket(void **state) {
    (void)state;
    struct message message = make_message(AF_INET, ESTABLISHED, "192.0.2.1", "198.51.100.2");
    struct udpi_host_socket socket;
    put_attribute(&message, INET_DIAG_SKMEMINFO, memory, sizeof memory);
    assert_true(read_bytes(message.bytes, message.count, &socket));
    assert_int_equal(socket.family, AF_INET);
    assert_int_equal(socket.state, UDPI_HOST_CONNECTED);
    expect_end(&socket, &socket.local, "192.0.2.1", 53);
    expect_end(&socket, &socket.peer, "198.51.100.2", 40000);
    assert_int_equal(socket.receive_queue, 2304);
    assert_int_equal(socket.send_queue, 768);
    assert_true(socket.has_buffers);
    assert_int_equal(socket.receive_buffer, 4000);
    assert_int_equal(socket.send_buffer, 212992);
    assert_int_equal(socket.drops, 17);
    assert_int_equal(socket.interface, 4);
    assert_int_equal(socket.user, 101);
    assert_int_equal(socket.inode, 4000000000);
    assert_false(socket.has_v6_only);
}

static void reads_a_socket_of_ipv6(void **state) {
    (void)state;
    static const uint8_t is_only = 1, is_not_only = 0;
    struct message message = make_message(AF_INET6, CLOSE, "2001:db8::1", "::");
    struct udpi_host_socket socket;
    put_attribute(&message, INET_DIAG_SKV6ONLY, &is_only, 1); /* filled up to 4 bytes */
    put_attribute(&message, INET_DIAG_SHUTDOWN, &is_only, 1); /* means nothing to it */
    assert_true(read_bytes(message.bytes, message.count, &socket));
    assert_int_equal(socket.state, UDPI_HOST_BOUND);
    expect_end(&socket, &socket.local, "2001:db8::1", 53);
    assert_true(socket.has_v6_only);
    assert_true(socket.is_v6_only);
    assert_false(socket.has_buffers);
    put_attribute(&message, INET_DIAG_SKV6ONLY, &is_not_only, 1);
    assert_true(read_bytes(message.bytes, message.count, &socket));
    assert_true(socket.has_v6_only);
    assert_false(socket.is_v6_only);
}

/* An old kernel's list of numbers ends before the drops. */
static void reads_shorter_memory(void **state) {
    (void)state;
    for (uint16_t count = 0; count <= SK_MEMINFO_VARS; count++) {
        struct message message = make_message(AF_INET, CLOSE, "192.0.2.1", "0.0.0.0");
        struct udpi_host_socket socket;
        put_attribute(&message, INET_DIAG_SKMEMINFO, memory, (uint16_t)(count * sizeof *memory));
        assert_true(read_bytes(message.bytes, message.count, &socket));
        assert_int_equal(socket.has_buffers, count >= 4);
        assert_int_equal(socket.send_buffer, count >= 4 ? 212992 : 0);
        assert_int_equal(socket.drops, count == SK_MEMINFO_VARS ? 17 : 0);
    }
}

/* Cut behind the head, or behind an attribute, it is only shorter. */
static void refuses_what_is_cut(void **state) {
    (void)state;
    static const uint8_t is_only = 1;
    struct message message = make_message(AF_INET6, CLOSE, "::1", "::");
    size_t head = message.count, first = head + 4 + sizeof memory, second = first + 4 + 1;
    put_attribute(&message, INET_DIAG_SKMEMINFO, memory, sizeof memory);
    put_attribute(&message, INET_DIAG_SKV6ONLY, &is_only, 1);
    for (size_t count = 0; count <= message.count; count++) {
        struct udpi_host_socket socket;
        bool is_read = read_bytes(message.bytes, count, &socket);
        assert_int_equal(is_read, count == head || count == first || count >= second);
    }
}

static void refuses_other_families_and_lengths(void **state) {
    (void)state;
    static const uint16_t lengths[] = {0, 3, 41, UINT16_MAX};
    struct udpi_host_socket socket;
    struct message message = make_message(AF_INET, CLOSE, "192.0.2.1", "0.0.0.0");
    message.bytes[0] = AF_UNIX;
    assert_false(read_bytes(message.bytes, message.count, &socket));
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        message = make_message(AF_INET, CLOSE, "192.0.2.1", "0.0.0.0");
        put_attribute(&message, INET_DIAG_SKMEMINFO, memory, sizeof memory);
        memcpy(message.bytes + sizeof(struct inet_diag_msg), &lengths[i], sizeof lengths[i]);
        assert_int_equal(read_bytes(message.bytes, message.count, &socket), false);
    }
}

/* --- tables ------------------------------------------------------------------------------------------------------- */

#define HEAD                                                                                                           \
    "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer "   \
    "drops\n"

static struct udpi_host_sockets read_table(uint8_t family, const char *text) {
    struct udpi_host_sockets list = {0};
    FILE *table = tmpfile();
    assert_non_null(table);
    fputs(text, table);
    rewind(table);
    assert_int_equal(udpi_socket_table_read(&list, family, IPPROTO_UDP, table), 0);
    fclose(table);
    return list;
}

/* Addresses are words in host order. */
static void reads_a_table_of_ipv4(void **state) {
    (void)state;
    char text[1024];
    snprintf(text, sizeof text,
             HEAD
             "  123: %08X:0035 00000000:0000 07 00000000:00000900 00:00000000 00000000   101        0 4000000000 2 "
             "0000000000000000 17\n"
             "65000: %08X:C738 %08X:1E6C 01 00000300:00000000 00:00000000 00000000 65534        0 7 2 "
             "ffff888012345678 0         \n",
             htonl(0xc0000201), htonl(0x7f000001), htonl(0x7f000002));
    struct udpi_host_sockets list = read_table(AF_INET, text);
    assert_int_equal(list.count, 2);
    const struct udpi_host_socket *first = &list.entries[0], *second = &list.entries[1];
    expect_end(first, &first->local, "192.0.2.1", 53);
    expect_end(first, &first->peer, "0.0.0.0", 0);
    assert_int_equal(first->protocol, IPPROTO_UDP);
    assert_int_equal(first->state, UDPI_HOST_BOUND);
    assert_int_equal(first->receive_queue, 2304);
    assert_int_equal(first->send_queue, 0);
    assert_int_equal(first->user, 101);
    assert_int_equal(first->inode, 4000000000);
    assert_int_equal(first->drops, 17);
    assert_false(first->has_buffers);
    assert_false(first->has_v6_only);
    expect_end(second, &second->local, "127.0.0.1", 51000);
    expect_end(second, &second->peer, "127.0.0.2", 7788);
    assert_int_equal(second->state, UDPI_HOST_CONNECTED);
    assert_int_equal(second->send_queue, 768);
    assert_int_equal(second->user, 65534);
    udpi_host_sockets_free(&list);
}

static void reads_a_table_of_ipv6(void **state) {
    (void)state;
    char text[1024];
    snprintf(text, sizeof text,
             HEAD "    1: %08X%08X%08X%08X:0000 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 "
                  "00000000     0        0 9 2 0000000000000000 0\n",
             htonl(0x20010db8), 0, 0, htonl(1));
    struct udpi_host_sockets list = read_table(AF_INET6, text);
    assert_int_equal(list.count, 1);
    expect_end(&list.entries[0], &list.entries[0].local, "2001:db8::1", 0);
    assert_int_equal(list.entries[0].state, UDPI_HOST_UNBOUND);
    udpi_host_sockets_free(&list);
}

#define REST " 07 00000000:00000000 00:00000000 00000000 0 0 9 2 0000000000000000 0\n"

static void passes_over_broken_lines(void **state) {
    (void)state;
    static const char *const lines[] = {
        "\n",
        "1:\n",
        "1: 0100007F\n",
        "1: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 9 2 0000000000000000\n",
        "x: 0100007F:0035 00000000:0000" REST,
        "1: 0100007:0035 00000000:0000" REST,
        "1: 0100007F0:0035 00000000:0000" REST,
        "1: 0100007G:0035 00000000:0000" REST,
        "1: 0100007F:10035 00000000:0000" REST,
        "1: 00000000000000000000000001000000:0035 00000000000000000000000000000000:0000" REST,
        "1: 0100007F:0035 00000000000000000000000000000000:0000" REST,
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct udpi_host_sockets list = read_table(AF_INET, lines[i]);
        assert_int_equal(list.count, 0);
        udpi_host_sockets_free(&list);
    }
    struct udpi_host_sockets list = read_table(AF_INET, "1: 0100007F:0035 00000000:0000" REST "x\n"
                                                        "1: 0100007F:0036 00000000:0000" REST);
    assert_int_equal(list.count, 2);
    udpi_host_sockets_free(&list);
}

/* --- the whole list ----------------------------------------------------------------------------------------------- */

static void write_table(const char *root, const char *name, const char *text) {
    char path[128];
    snprintf(path, sizeof path, "%s/net/%s", root, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

#define ZEROS "00000000000000000000000000000000"

/* A kernel without IPv6 has no tables of it; the order is by port; what is told twice is there once. */
static void falls_back_on_tables(void **state) {
    (void)state;
    char root[] = "/tmp/udpi-sockets-XXXXXX", path[128], command[128];
    struct udpi_host_sockets list;
    struct udpi_error error = {0};
    assert_non_null(mkdtemp(root));
    snprintf(path, sizeof path, "%s/net", root);
    assert_int_equal(mkdir(path, 0755), 0);
    assert_int_equal(udpi_host_sockets_list(&list, -1, root, &error), UDPI_FAILED);
    assert_non_null(strstr(error.text, "/net/udp tells of them: No such file or directory; mount /tmp/"));
    udpi_host_sockets_free(&list);

    write_table(root, "udp", HEAD "1: 00000000:1E6C 00000000:0000" REST "2: 00000000:0035 00000000:0000" REST);
    write_table(root, "udplite", HEAD "1: 00000000:0036 00000000:0000" REST "1: 00000000:0036 00000000:0000" REST);
    for (int diag = -1; diag < 1; diag++) { /* none, and one that is no netlink socket */
        int file = diag == 0 ? open("/dev/null", O_RDONLY) : -1;
        assert_int_equal(udpi_host_sockets_list(&list, file, root, &error), UDPI_OK);
        assert_int_equal(list.count, 3);
        assert_int_equal(list.entries[0].local.port, 53);
        assert_int_equal(list.entries[1].local.port, 54);
        assert_int_equal(list.entries[1].protocol, IPPROTO_UDPLITE);
        assert_int_equal(list.entries[2].local.port, 7788);
        udpi_host_sockets_free(&list);
        close(file);
    }
    snprintf(path, sizeof path, "%s/net/udp6", root);
    assert_int_equal(mkdir(path, 0755), 0); /* is there, and cannot be read */
    assert_int_equal(udpi_host_sockets_list(&list, -1, root, &error), UDPI_FAILED);
    assert_non_null(strstr(error.text, "/net/udp6 tells of them: Is a directory; "));
    udpi_host_sockets_free(&list);
    assert_int_equal(rmdir(path), 0);
    write_table(root, "udp6", HEAD "1: " ZEROS ":0001 " ZEROS ":0000" REST);
    assert_int_equal(udpi_host_sockets_list(&list, -1, root, &error), UDPI_OK);
    assert_int_equal(list.count, 4);
    assert_int_equal(list.entries[0].family, AF_INET6);
    udpi_host_sockets_free(&list);
    snprintf(command, sizeof command, "rm -rf %s", root);
    assert_int_equal(system(command), 0);
}

static int open_socket(int family, const char *address, uint16_t *port) {
    struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6};
    struct sockaddr_in ipv4 = {.sin_family = AF_INET};
    inet_pton(family, address, family == AF_INET ? (void *)&ipv4.sin_addr : &ipv6.sin6_addr);
    struct sockaddr *name = family == AF_INET ? (struct sockaddr *)&ipv4 : (struct sockaddr *)&ipv6;
    socklen_t size = family == AF_INET ? sizeof ipv4 : sizeof ipv6;
    int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, name, size) != 0)
        return fd; /* a host without IPv6 */
    assert_int_equal(getsockname(fd, name, &size), 0);
    *port = ntohs(family == AF_INET ? ipv4.sin_port : ipv6.sin6_port);
    return fd;
}

static const struct udpi_host_socket *find_inode(const struct udpi_host_sockets *list, uint64_t inode) {
    for (size_t i = 0; i < list->count; i++)
        if (list->entries[i].inode == inode)
            return &list->entries[i];
    return NULL;
}

/* What one way tells of this process's own socket the other one tells too. */
static void both_ways_say_the_same(void **state) {
    (void)state;
    static const struct {
        int family;
        const char *address;
    } places[] = {{AF_INET, "127.0.0.1"}, {AF_INET6, "::1"}, {AF_INET6, "::"}};
    int diag = udpi_netlink_open(NETLINK_SOCK_DIAG);
    assert_true(diag >= 0);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct udpi_host_sockets lists[2];
        struct udpi_error error = {0};
        struct stat about;
        uint16_t port = 0;
        int fd = open_socket(places[i].family, places[i].address, &port);
        if (port == 0)
            continue;
        assert_int_equal(fstat(fd, &about), 0);
        for (size_t j = 0; j < 2; j++) {
            assert_int_equal(udpi_host_sockets_list(&lists[j], j == 0 ? diag : -1, "/proc", &error), UDPI_OK);
            const struct udpi_host_socket *found = find_inode(&lists[j], about.st_ino);
            assert_non_null(found);
            assert_int_equal(found->family, places[i].family);
            assert_int_equal(found->protocol, IPPROTO_UDP);
            assert_int_equal(found->state, UDPI_HOST_BOUND);
            expect_end(found, &found->local, places[i].address, port);
            assert_int_equal(found->user, geteuid());
            assert_int_equal(found->has_buffers, j == 0);
            udpi_host_sockets_free(&lists[j]);
        }
        close(fd);
    }
    close(diag);
}

static void knows_which_ip_a_socket_has(void **state) {
    (void)state;
    static const struct {
        int family;
        const char *local, *peer;
        bool is_v6_only, has_ipv4, has_ipv6;
    } cases[] = {
        {AF_INET, "0.0.0.0", "0.0.0.0", false, true, false},
        {AF_INET6, "::", "::", false, true, true},
        {AF_INET6, "::", "::", true, false, true},
        {AF_INET6, "::1", "::", false, false, true},
        {AF_INET6, "::1", "::1", false, false, true},
        {AF_INET6, "::ffff:192.0.2.1", "::", false, true, false},
        {AF_INET6, "::fffe:192.0.2.1", "::", false, false, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct udpi_host_socket socket = {.family = (uint8_t)cases[i].family, .is_v6_only = cases[i].is_v6_only};
        inet_pton(cases[i].family, cases[i].local, socket.local.address);
        inet_pton(cases[i].family, cases[i].peer, socket.peer.address);
        assert_int_equal(udpi_host_socket_has_ipv4(&socket), cases[i].has_ipv4);
        assert_int_equal(udpi_host_socket_has_ipv6(&socket), cases[i].has_ipv6);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_socket),
        cmocka_unit_test(reads_a_socket_of_ipv6),
        cmocka_unit_test(reads_shorter_memory),
        cmocka_unit_test(refuses_what_is_cut),
        cmocka_unit_test(refuses_other_families_and_lengths),
        cmocka_unit_test(reads_a_table_of_ipv4),
        cmocka_unit_test(reads_a_table_of_ipv6),
        cmocka_unit_test(passes_over_broken_lines),
        cmocka_unit_test(falls_back_on_tables),
        cmocka_unit_test(both_ways_say_the_same),
        cmocka_unit_test(knows_which_ip_a_socket_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
