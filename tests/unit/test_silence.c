/* host/silence: what is said of each reason; host/receiver: which socket of this host takes a datagram. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <arpa/inet.h>
#include <netinet/in.h>

#include "host/receiver.h"
#include "host/silence.h"

static struct udpi_host_address make_address(const char *text) {
    struct udpi_host_address address = {.family = strchr(text, ':') ? AF_INET6 : AF_INET};
    assert_int_equal(inet_pton(address.family, text, address.bytes), 1);
    return address;
}

/* --- words -------------------------------------------------------------------------------------------------------- */

static struct udpi_silence make_silence(uint8_t reason, const char *to) {
    return (struct udpi_silence){
        .reason = reason,
        .to = make_address(to),
        .port = 7788,
        .way.link = {.is_known = true, .name = "eth0", .is_up = true, .is_running = true, .has_neighbors = true},
    };
}

static void expect_text(const struct udpi_silence *silence, const char *expected) {
    char text[UDPI_SILENCE_SIZE];
    assert_string_equal(udpi_silence_write(silence, text), expected);
}

static void expect_reason(uint8_t reason, const char *expected) {
    struct udpi_silence silence = make_silence(reason, "192.0.2.9");
    expect_text(&silence, expected);
}

static void says_what_is_wrong_with_the_way(void **state) {
    (void)state;
    expect_reason(UDPI_SILENCE_UNKNOWN, "why cannot be seen from here: the datagram or its reply was lost or filtered, "
                                        "or the receiver does not answer\n");
    expect_reason(UDPI_SILENCE_NO_ROUTE, "192.0.2.9: no route leads there any more; see: ip route\n");
    expect_reason(UDPI_SILENCE_BLACKHOLE,
                  "192.0.2.9: a blackhole route of this host swallows what goes there; see: ip route\n");
    expect_reason(UDPI_SILENCE_UNREACHABLE,
                  "192.0.2.9: an unreachable route of this host gives back what goes there; see: ip route\n");
    expect_reason(UDPI_SILENCE_PROHIBIT,
                  "192.0.2.9: a prohibit route of this host forbids what goes there; see: ip route\n");
    expect_reason(UDPI_SILENCE_INTERFACE_DOWN, "the interface eth0 is down; to set it up: ip link set eth0 up\n");
    expect_reason(
        UDPI_SILENCE_NO_CARRIER,
        "the interface eth0 has no carrier: nothing is plugged in, or the other side is down; see: ip link\n");
}

static void says_who_does_not_answer(void **state) {
    (void)state;
    struct udpi_silence silence = make_silence(UDPI_SILENCE_NO_NEIGHBOR, "198.51.100.9");
    silence.way.neighbor.state = UDPI_NEIGHBOR_INCOMPLETE;
    silence.way.route.gateway = make_address("fe80::1");
    expect_text(&silence,
                "nobody has yet answered neighbor discovery for the gateway fe80::1 on eth0: the gateway does "
                "not answer, it seems\n"
                "check the address, and whether the gateway is on; to see who is asked: udpinspect -i eth0 "
                "--all icmp6\n");
}

static void says_to_whom_it_was_handed(void **state) {
    (void)state;
    struct udpi_silence silence = make_silence(UDPI_SILENCE_HANDED_OVER, "198.51.100.9");
    silence.way.neighbor =
        (struct udpi_host_neighbor){.state = UDPI_NEIGHBOR_STALE, .has_mac = true, .mac = {2, 0, 0, 0, 0, 9}};
    expect_text(&silence, "sent to MAC 02:00:00:00:00:09 (198.51.100.9) on eth0; from there on nobody said anything\n"
                          "the host may be off, a firewall may drop it, or its program takes datagrams without "
                          "answering; to see what passes: udpinspect -i eth0 host 198.51.100.9\n");
    silence.way.neighbor = (struct udpi_host_neighbor){0};
    strcpy(silence.way.link.name, "t\x1b");
    expect_text(&silence, "sent through t\\x1b; from there on nobody said anything\n"
                          "the host may be off, a firewall may drop it, or its program takes datagrams without "
                          "answering; to see what passes: udpinspect -i t\\x1b host 198.51.100.9\n");
}

static void says_how_far_groups_reach(void **state) {
    (void)state;
    static const char first[] = "sent to a multicast group through eth0: who has joined it cannot be known\n";
    static const char one[] = "with a time to live of 1 it stays on the link; receivers behind routers need --ttl\n";
    static const char link[] = "routers do not pass on what is sent to this group: it stays on the link\n";
    static const struct {
        const char *group;
        unsigned hops;
        const char *second;
    } cases[] = {
        {"239.1.2.3", 0, one}, {"239.1.2.3", 1, one}, {"239.1.2.3", 2, ""},  {"224.0.0.251", 9, link},
        {"224.0.1.1", 0, one}, {"ff02::fb", 9, link}, {"ff05::1:3", 0, one}, {"ff05::1:3", 8, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[UDPI_SILENCE_SIZE];
        struct udpi_silence silence = make_silence(UDPI_SILENCE_MULTICAST, cases[i].group);
        silence.hops = cases[i].hops;
        strcpy(expected, first);
        strcat(expected, cases[i].second);
        expect_text(&silence, expected);
    }
    struct udpi_silence silence = make_silence(UDPI_SILENCE_MULTICAST, "239.1.2.3");
    silence.hops = 4;
    silence.way.link = (struct udpi_host_link){0};
    expect_text(&silence, "sent to a multicast group: who has joined it cannot be known\n");
    expect_reason(UDPI_SILENCE_BROADCAST,
                  "sent by broadcast to all hosts on eth0: nobody there answers on port 7788\n");
}

static void says_what_this_host_knows_of_itself(void **state) {
    (void)state;
    expect_reason(UDPI_SILENCE_LOCAL, "192.0.2.9 is this host; who has port 7788 open could not be seen\n");
    expect_reason(UDPI_SILENCE_NO_SOCKET,
                  "192.0.2.9 is this host, and no UDP socket takes what comes there to port 7788\n"
                  "not even a refusal came: a firewall rule of this host drops the datagrams or the ICMP messages; "
                  "see: nft list ruleset\n");
    struct udpi_silence silence = make_silence(UDPI_SILENCE_OTHER_PEER, "192.0.2.9");
    silence.socket =
        (struct udpi_host_socket){.family = AF_INET, .inode = 5, .peer = {.address = {203, 0, 113, 4}, .port = 53}};
    expect_text(&silence,
                "192.0.2.9 is this host: port 7788 is open by a program that could not be seen, but connected "
                "to 203.0.113.4 port 53, and hears nobody else\n");
}

static void says_who_has_the_port_open(void **state) {
    (void)state;
    struct udpi_socket_holder entries[] = {
        {.inode = 5, .process = 12, .name = "a\x1b[31m"},
        {.inode = 5, .process = 13, .name = "b"},
        {.inode = 5, .process = 14, .name = "c"},
    };
    struct udpi_silence silence = make_silence(UDPI_SILENCE_NOT_ANSWERED, "192.0.2.9");
    silence.socket.inode = 5;
    silence.socket_count = 1;
    static const char last[] = "it takes datagrams without answering, or its answer was dropped; to see what passes: "
                               "udpinspect -i lo port 7788\n";
    static const char *const holders[] = {"no process any more", "a\\x1b[31m (process 12)",
                                          "a\\x1b[31m (process 12) and 1 other",
                                          "a\\x1b[31m (process 12) and 2 others"};
    for (size_t count = 0; count <= 3; count++) {
        char expected[UDPI_SILENCE_SIZE];
        silence.holders = (struct udpi_socket_holders){.count = count, .entries = entries, .is_complete = true};
        strcpy(expected, "192.0.2.9 is this host: port 7788 is open by ");
        strcat(strcat(expected, holders[count]), ", and nothing waits in its queue\n");
        expect_text(&silence, strcat(expected, last));
    }
    silence.reason = UDPI_SILENCE_NOT_READ;
    silence.holders.count = 1;
    silence.socket.receive_queue = 832;
    silence.socket_count = 4;
    expect_text(&silence,
                "192.0.2.9 is this host: port 7788 is open by a\\x1b[31m (process 12), and 832 bytes wait unread "
                "in its queue, one of 4 sockets that share the port\n"
                "it does not read what comes: busy, stopped or stuck; see: udpinspect --sockets port 7788\n");
}

/* --- receivers ---------------------------------------------------------------------------------------------------- */

static struct udpi_host_end make_end(const char *text, uint16_t port) {
    struct udpi_host_address address = make_address(text);
    struct udpi_host_end end = {.port = port};
    memcpy(end.address, address.bytes, sizeof end.address);
    return end;
}

static struct udpi_host_socket make_socket(const char *local, uint16_t port) {
    return (struct udpi_host_socket){
        .family = make_address(local).family,
        .protocol = IPPROTO_UDP,
        .state = UDPI_HOST_BOUND,
        .local = make_end(local, port),
    };
}

static struct udpi_host_socket make_connected(const char *local, const char *peer, uint16_t port) {
    struct udpi_host_socket socket = make_socket(local, 7788);
    socket.state = UDPI_HOST_CONNECTED;
    socket.peer = make_end(peer, port);
    return socket;
}

static struct udpi_host_receiver find(struct udpi_host_socket *sockets, size_t count, const char *to) {
    const struct udpi_host_sockets list = {.count = count, .entries = sockets};
    bool is_ipv6 = strchr(to, ':') != NULL;
    const struct udpi_host_datagram datagram = {
        .family = is_ipv6 ? AF_INET6 : AF_INET,
        .from = make_end(is_ipv6 ? "::1" : "127.0.0.1", 40000),
        .to = make_end(to, 7788),
        .interface = 1,
    };
    return udpi_host_receiver_find(&list, &datagram);
}

static void expect_taken(struct udpi_host_socket socket, const char *to, bool is_taken) {
    struct udpi_host_receiver receiver = find(&socket, 1, to);
    assert_int_equal(receiver.socket != NULL, is_taken);
    assert_int_equal(receiver.count, is_taken);
    assert_null(receiver.deaf);
}

static void finds_who_takes_what(void **state) {
    (void)state;
    expect_taken(make_socket("127.0.0.1", 7788), "127.0.0.1", true);
    expect_taken(make_socket("0.0.0.0", 7788), "127.0.0.1", true);
    expect_taken(make_socket("127.0.0.2", 7788), "127.0.0.1", false);
    expect_taken(make_socket("127.0.0.1", 7789), "127.0.0.1", false);
    expect_taken(make_socket("::", 7788), "127.0.0.1", true);
    expect_taken(make_socket("::", 7788), "::1", true);
    expect_taken(make_socket("::ffff:127.0.0.1", 7788), "127.0.0.1", true);
    expect_taken(make_socket("::ffff:127.0.0.1", 7788), "::1", false);
    expect_taken(make_socket("::1", 7788), "127.0.0.1", false);
    expect_taken(make_socket("0.0.0.0", 7788), "::1", false);
    struct udpi_host_socket socket = make_socket("::", 7788);
    socket.is_v6_only = true;
    expect_taken(socket, "127.0.0.1", false);
    socket = make_socket("0.0.0.0", 7788);
    socket.protocol = IPPROTO_UDPLITE;
    expect_taken(socket, "127.0.0.1", false);
    socket.protocol = IPPROTO_UDP;
    socket.interface = 2;
    expect_taken(socket, "127.0.0.1", false);
    socket.interface = 1;
    expect_taken(socket, "127.0.0.1", true);
    expect_taken(make_connected("127.0.0.1", "127.0.0.1", 40000), "127.0.0.1", true);
    expect_taken(make_connected("::ffff:127.0.0.1", "::ffff:127.0.0.1", 40000), "127.0.0.1", true);
}

static void finds_who_hears_another_peer(void **state) {
    (void)state;
    struct udpi_host_socket sockets[] = {
        make_connected("127.0.0.1", "127.0.0.1", 40001),
        make_connected("0.0.0.0", "127.0.0.9", 40000),
        make_socket("0.0.0.0", 7788),
    };
    for (size_t i = 0; i < 2; i++) {
        struct udpi_host_receiver receiver = find(&sockets[i], 1, "127.0.0.1");
        assert_null(receiver.socket);
        assert_ptr_equal(receiver.deaf, &sockets[i]);
    }
    struct udpi_host_receiver receiver = find(sockets, 3, "127.0.0.1");
    assert_ptr_equal(receiver.socket, &sockets[2]);
    assert_null(receiver.deaf);
}

static void finds_the_one_that_says_most(void **state) {
    (void)state;
    struct udpi_host_socket sockets[] = {
        make_socket("::", 7788),
        make_socket("0.0.0.0", 7788),
        make_connected("0.0.0.0", "127.0.0.1", 40000),
        make_socket("127.0.0.1", 7788),
        make_connected("127.0.0.1", "127.0.0.1", 40000),
    };
    for (size_t count = 1; count <= 5; count++)
        assert_ptr_equal(find(sockets, count, "127.0.0.1").socket, &sockets[count - 1]);
    struct udpi_host_socket shared[] = {make_socket("0.0.0.0", 7788), make_socket("0.0.0.0", 7788),
                                        make_socket("0.0.0.0", 7788)};
    shared[1].receive_queue = 832;
    struct udpi_host_receiver receiver = find(shared, 3, "127.0.0.1");
    assert_ptr_equal(receiver.socket, &shared[1]);
    assert_int_equal(receiver.count, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_is_wrong_with_the_way),
        cmocka_unit_test(says_who_does_not_answer),
        cmocka_unit_test(says_to_whom_it_was_handed),
        cmocka_unit_test(says_how_far_groups_reach),
        cmocka_unit_test(says_what_this_host_knows_of_itself),
        cmocka_unit_test(says_who_has_the_port_open),
        cmocka_unit_test(finds_who_takes_what),
        cmocka_unit_test(finds_who_hears_another_peer),
        cmocka_unit_test(finds_the_one_that_says_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
