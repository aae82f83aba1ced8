/* host/netlink: what is read of an answer, whole and broken, and how often a list is asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/netlink.h"

enum { ENTRY = 20, OTHER = 21, MOST_TAKEN = 8 };

/* --- what was taken ----------------------------------------------------------------------------------------------- */

struct taken {
    unsigned count, restarts;
    uint16_t types[MOST_TAKEN];
    char texts[MOST_TAKEN][8];
    int refusal; /* given for the message "no" */
};

static int take(void *context, uint16_t type, const uint8_t *bytes, size_t count) {
    struct taken *taken = context;
    if (count == 3 && memcmp(bytes, "no", 3) == 0)
        return taken->refusal;
    assert_in_range(taken->count, 0, MOST_TAKEN - 1);
    assert_in_range(count, 0, sizeof taken->texts[0]);
    taken->types[taken->count] = type;
    memcpy(taken->texts[taken->count++], bytes, count);
    return 0;
}

static void restart(void *context) {
    struct taken *taken = context;
    *taken = (struct taken){.restarts = taken->restarts + 1};
}

/* --- messages ----------------------------------------------------------------------------------------------------- */

struct answer {
    size_t count;
    uint8_t bytes[512];
};

static void put(struct answer *answer, uint16_t type, uint16_t flags, const void *bytes, size_t count) {
    struct nlmsghdr head = {.nlmsg_len = (uint32_t)(sizeof head + count), .nlmsg_type = type, .nlmsg_flags = flags};
    memcpy(answer->bytes + answer->count, &head, sizeof head);
    if (count > 0)
        memcpy(answer->bytes + answer->count + sizeof head, bytes, count);
    answer->count += NLMSG_ALIGN(head.nlmsg_len);
}

static void put_number(struct answer *answer, uint16_t type, int number) {
    put(answer, type, NLM_F_MULTI, &number, sizeof number);
}

/* The bytes lie at the end of a block of their own, so that a sanitizer sees a read behind them. */
static struct udpi_netlink_answer read_bytes(struct taken *taken, const uint8_t *bytes, size_t count) {
    const struct udpi_netlink_visitor visitor = {take, restart, taken};
    struct udpi_netlink_answer read = {0};
    uint8_t *copy = malloc(count + (count == 0));
    assert_non_null(copy);
    memcpy(copy, bytes, count);
    udpi_netlink_read(&read, copy, count, &visitor);
    free(copy);
    return read;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static void reads_messages_up_to_the_end(void **state) {
    (void)state;
    struct answer answer = {0};
    struct taken taken = {0};
    put(&answer, ENTRY, NLM_F_MULTI, "a", 2); /* filled up to 4 bytes */
    put(&answer, NLMSG_NOOP, 0, "x", 2);
    put(&answer, OTHER, NLM_F_MULTI, "bcd", 4);
    struct udpi_netlink_answer read = read_bytes(&taken, answer.bytes, answer.count);
    assert_false(read.is_ended);
    assert_int_equal(taken.count, 2);
    assert_int_equal(taken.types[0], ENTRY);
    assert_int_equal(taken.types[1], OTHER);
    assert_string_equal(taken.texts[0], "a");
    assert_string_equal(taken.texts[1], "bcd");

    put_number(&answer, NLMSG_DONE, 0);
    put(&answer, ENTRY, 0, "e", 2); /* belongs to nothing that was asked for */
    taken = (struct taken){0};
    read = read_bytes(&taken, answer.bytes, answer.count);
    assert_true(read.is_ended);
    assert_false(read.is_interrupted);
    assert_int_equal(read.error, 0);
    assert_int_equal(taken.count, 2);
}

static void tells_what_the_kernel_refuses(void **state) {
    (void)state;
    static const uint16_t types[] = {NLMSG_DONE, NLMSG_ERROR};
    for (size_t i = 0; i < 2; i++) {
        struct answer answer = {0};
        struct taken taken = {0};
        put_number(&answer, types[i], -ENOENT);
        struct udpi_netlink_answer read = read_bytes(&taken, answer.bytes, answer.count);
        assert_true(read.is_ended);
        assert_int_equal(read.error, ENOENT);
    }
    struct answer empty = {0};
    struct taken taken = {0};
    put(&empty, NLMSG_DONE, 0, NULL, 0);
    struct udpi_netlink_answer read = read_bytes(&taken, empty.bytes, empty.count);
    assert_true(read.is_ended);
    assert_int_equal(read.error, 0);
}

static void ends_where_the_visitor_refuses(void **state) {
    (void)state;
    struct answer answer = {0};
    struct taken taken = {.refusal = ENOMEM};
    put(&answer, ENTRY, 0, "a", 2);
    put(&answer, ENTRY, 0, "no", 3);
    put(&answer, ENTRY, 0, "b", 2);
    struct udpi_netlink_answer read = read_bytes(&taken, answer.bytes, answer.count);
    assert_int_equal(read.error, ENOMEM);
    assert_int_equal(taken.count, 1);
}

/* Of two messages of 18 and 24 bytes, the first one filled up to 20: cut where one ends, nothing is wrong with it. */
static void refuses_what_is_cut(void **state) {
    (void)state;
    struct answer answer = {0};
    put(&answer, ENTRY, 0, "a", 2);
    put(&answer, ENTRY, 0, "bcdefgh", 8);
    assert_int_equal(answer.count, 44);
    for (size_t count = 0; count <= answer.count; count++) {
        struct taken taken = {0};
        struct udpi_netlink_answer read = read_bytes(&taken, answer.bytes, count);
        bool is_between = count == 0 || (count >= 18 && count <= 20) || count == 44;
        assert_int_equal(read.error, is_between ? 0 : EBADMSG);
        assert_int_equal(taken.count, (count >= 18) + (count == 44));
    }
}

static void refuses_lengths_that_cannot_be(void **state) {
    (void)state;
    static const uint32_t lengths[] = {0, 15, 21, 0x7fffffff, UINT32_MAX};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct answer answer = {0};
        struct taken taken = {0};
        put(&answer, ENTRY, 0, "abc", 4);
        memcpy(answer.bytes, &lengths[i], sizeof lengths[i]);
        struct udpi_netlink_answer read = read_bytes(&taken, answer.bytes, answer.count);
        assert_true(read.is_ended);
        assert_int_equal(read.error, EBADMSG);
        assert_int_equal(taken.count, 0);
    }
}

/* --- asking: a kernel that has all its answers ready --------------------------------------------------------------- */

static void send_answer(int kernel, const struct answer *answer) {
    assert_int_equal(send(kernel, answer->bytes, answer->count, 0), answer->count);
}

/* A list of one entry in two datagrams; `flags` are those of the entry. */
static void send_list(int kernel, const char *text, uint16_t flags) {
    struct answer entry = {0}, end = {0};
    put(&entry, ENTRY, (uint16_t)(NLM_F_MULTI | flags), text, strlen(text) + 1);
    put_number(&end, NLMSG_DONE, 0);
    send_answer(kernel, &entry);
    send_answer(kernel, &end);
}

static void open_pair(int *pair) {
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
}

static void close_pair(const int *pair) {
    close(pair[0]);
    close(pair[1]);
}

static int list(int socket, struct taken *taken) {
    const struct udpi_netlink_visitor visitor = {take, restart, taken};
    return udpi_netlink_list(socket, OTHER, "want", 4, &visitor);
}

static void gets_one_thing(void **state) {
    (void)state;
    int pair[2], refusal = -1;
    struct taken taken = {0};
    struct answer thing = {0}, refused = {0}, cut = {.count = 3};
    const struct udpi_netlink_visitor visitor = {.take = take, .context = &taken};
    open_pair(pair);
    put(&thing, ENTRY, 0, "one", 4);
    put_number(&thing, NLMSG_ERROR, 0);
    put_number(&refused, NLMSG_ERROR, -ENETUNREACH);
    send_answer(pair[1], &thing);
    send_answer(pair[1], &refused);
    send_answer(pair[1], &cut);
    assert_true(udpi_netlink_get(pair[0], OTHER, "want", 4, &visitor, &refusal));
    assert_int_equal(refusal, 0);
    assert_int_equal(taken.count, 1);
    assert_string_equal(taken.texts[0], "one");
    assert_true(udpi_netlink_get(pair[0], OTHER, "want", 4, &visitor, &refusal));
    assert_int_equal(refusal, ENETUNREACH);
    assert_false(udpi_netlink_get(pair[0], OTHER, "want", 4, &visitor, &refusal));
    struct nlmsghdr head;
    uint8_t request[64];
    assert_int_equal(recv(pair[1], request, sizeof request, 0), sizeof head + 4);
    memcpy(&head, request, sizeof head);
    assert_int_equal(head.nlmsg_flags, NLM_F_REQUEST | NLM_F_ACK);
    close_pair(pair);
    assert_false(udpi_netlink_get(-1, OTHER, "want", 4, &visitor, &refusal));
}

static void asks_again_where_the_list_changed(void **state) {
    (void)state;
    int pair[2];
    struct taken taken = {0};
    open_pair(pair);
    send_list(pair[1], "old", NLM_F_DUMP_INTR);
    send_list(pair[1], "new", 0);
    assert_int_equal(list(pair[0], &taken), 0);
    assert_int_equal(taken.restarts, 1);
    assert_int_equal(taken.count, 1);
    assert_string_equal(taken.texts[0], "new");
    for (unsigned i = 0; i < 2; i++) {
        struct nlmsghdr head;
        uint8_t request[64];
        assert_int_equal(recv(pair[1], request, sizeof request, 0), sizeof head + 4);
        memcpy(&head, request, sizeof head);
        assert_int_equal(head.nlmsg_len, sizeof head + 4);
        assert_int_equal(head.nlmsg_type, OTHER);
        assert_int_equal(head.nlmsg_flags, NLM_F_REQUEST | NLM_F_DUMP);
        assert_memory_equal(request + sizeof head, "want", 4);
    }
    close_pair(pair);
}

static void gives_up_in_the_end(void **state) {
    (void)state;
    int pair[2];
    struct taken taken = {0};
    open_pair(pair);
    for (unsigned i = 0; i < 8; i++)
        send_list(pair[1], "old", NLM_F_DUMP_INTR);
    assert_int_equal(list(pair[0], &taken), EAGAIN);
    assert_int_equal(taken.restarts, 7);
    assert_int_equal(taken.count, 1);
    close_pair(pair);
}

static void fails_without_an_answer(void **state) {
    (void)state;
    int pair[2];
    struct taken taken = {0};
    struct answer refusal = {0};
    open_pair(pair);
    put_number(&refusal, NLMSG_ERROR, -EPERM);
    send_answer(pair[1], &refusal);
    assert_int_equal(list(pair[0], &taken), EPERM);
    shutdown(pair[1], SHUT_WR);
    assert_int_equal(list(pair[0], &taken), EPIPE);
    close_pair(pair);
    assert_int_equal(list(-1, &taken), EBADF);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_messages_up_to_the_end),      cmocka_unit_test(tells_what_the_kernel_refuses),
        cmocka_unit_test(ends_where_the_visitor_refuses),    cmocka_unit_test(refuses_what_is_cut),
        cmocka_unit_test(refuses_lengths_that_cannot_be),    cmocka_unit_test(gets_one_thing),
        cmocka_unit_test(asks_again_where_the_list_changed), cmocka_unit_test(gives_up_in_the_end),
        cmocka_unit_test(fails_without_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
