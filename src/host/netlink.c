#include "host/netlink.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

enum {
    LARGEST_ANSWER = 65536, /* the kernel writes up to 32 KiB at once */
    MOST_ATTEMPTS = 8,
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* NLMSG_DONE and NLMSG_ERROR begin with 0 or the negative of an errno value; an old kernel's NLMSG_DONE may be empty. */
static int read_error(const uint8_t *bytes, size_t count) {
    int number = 0;
    if (count >= sizeof number)
        memcpy(&number, bytes, sizeof number);
    return number < 0 ? -number : 0;
}

static void end(struct udpi_netlink_answer *answer, int error) {
    answer->is_ended = true;
    answer->error = error;
}

static void read_message(struct udpi_netlink_answer *answer, const struct nlmsghdr *head, const uint8_t *bytes,
                         const struct udpi_netlink_visitor *visitor) {
    size_t count = head->nlmsg_len - sizeof *head;
    if (head->nlmsg_flags & NLM_F_DUMP_INTR)
        answer->is_interrupted = true;
    if (head->nlmsg_type == NLMSG_NOOP)
        return;
    if (head->nlmsg_type == NLMSG_DONE || head->nlmsg_type == NLMSG_ERROR) {
        end(answer, read_error(bytes, count));
        return;
    }
    int error = visitor->take(visitor->context, head->nlmsg_type, bytes, count);
    if (error != 0)
        end(answer, error);
}

void udpi_netlink_read(struct udpi_netlink_answer *answer, const uint8_t *bytes, size_t count,
                       const struct udpi_netlink_visitor *visitor) {
    struct nlmsghdr head;
    while (count > 0 && !answer->is_ended) {
        if (count >= sizeof head)
            memcpy(&head, bytes, sizeof head);
        if (count < sizeof head || head.nlmsg_len < sizeof head || head.nlmsg_len > count) {
            end(answer, EBADMSG);
            return;
        }
        read_message(answer, &head, bytes + sizeof head, visitor);
        size_t step = NLMSG_ALIGN(head.nlmsg_len); /* the last message may lack what it is filled up with */
        step = step < count ? step : count;
        bytes += step;
        count -= step;
    }
}

bool udpi_netlink_read_attributes(const uint8_t *bytes, size_t count,
                                  void (*take)(void *context, uint16_t type, const uint8_t *bytes, size_t count),
                                  void *context) {
    while (count > 0) {
        struct nlattr head;
        if (count < sizeof head)
            return false;
        memcpy(&head, bytes, sizeof head);
        if (head.nla_len < sizeof head || head.nla_len > count)
            return false;
        take(context, head.nla_type & (uint16_t)NLA_TYPE_MASK, bytes + sizeof head, head.nla_len - sizeof head);
        size_t step = NLA_ALIGN(head.nla_len); /* the last one may lack what it is filled up with */
        step = step < count ? step : count;
        bytes += step;
        count -= step;
    }
    return true;
}

/* --- asking ------------------------------------------------------------------------------------------------------- */

int udpi_netlink_open(int protocol) {
    return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
}

static int ask(int socket, uint16_t type, uint16_t flags, const void *request, size_t size) {
    struct nlmsghdr head = {
        .nlmsg_len = (uint32_t)(sizeof head + size),
        .nlmsg_type = type,
        .nlmsg_flags = NLM_F_REQUEST | flags,
    };
    struct iovec parts[] = {{&head, sizeof head}, {(void *)request, size}};
    return writev(socket, parts, 2) < 0 ? errno : 0;
}

static struct udpi_netlink_answer receive(int socket, const struct udpi_netlink_visitor *visitor) {
    struct udpi_netlink_answer answer = {0};
    uint8_t bytes[LARGEST_ANSWER];
    while (!answer.is_ended) {
        ssize_t count = recv(socket, bytes, sizeof bytes, MSG_TRUNC);
        if (count > (ssize_t)sizeof bytes)
            end(&answer, EMSGSIZE);
        else if (count > 0)
            udpi_netlink_read(&answer, bytes, (size_t)count, visitor);
        else if (count == 0 || errno != EINTR)
            end(&answer, count == 0 ? EPIPE : errno);
    }
    return answer;
}

int udpi_netlink_list(int socket, uint16_t type, const void *request, size_t size,
                      const struct udpi_netlink_visitor *visitor) {
    for (unsigned attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        if (attempt > 0)
            visitor->restart(visitor->context);
        int error = ask(socket, type, NLM_F_DUMP, request, size);
        if (error != 0)
            return error;
        struct udpi_netlink_answer answer = receive(socket, visitor);
        if (answer.error != 0 || !answer.is_interrupted)
            return answer.error;
    }
    return EAGAIN;
}

bool udpi_netlink_get(int socket, uint16_t type, const void *request, size_t size,
                      const struct udpi_netlink_visitor *visitor, int *refusal) {
    /* The acknowledgement ends the answer. */
    if (ask(socket, type, NLM_F_ACK, request, size) != 0)
        return false;
    struct udpi_netlink_answer answer = receive(socket, visitor);
    *refusal = answer.error;
    return answer.error != EBADMSG && answer.error != EMSGSIZE && answer.error != EPIPE;
}
