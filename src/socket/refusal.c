#include "socket/refusal.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* RFC 792, RFC 1122 section 3.2.2, RFC 1812 section 5.2.7; RFC 4443 section 3. */
struct meaning {
    uint8_t origin, type, code;
    const char *text;
};

enum { V4 = SO_EE_ORIGIN_ICMP, V6 = SO_EE_ORIGIN_ICMP6 };

static const char no_route[] = "no route leads to that network";
static const char no_host[] = "the host does not answer on its link";
static const char no_listener[] = "nobody listens on the port";
static const char too_large[] = "too large for a link on the way";
static const char filtered[] = "a filter forbids it";
static const char no_time[] = "its time to live ran out on the way";
static const char no_fragments[] = "some of its fragments did not arrive in time";

static const struct meaning meanings[] = {
    {V4, 3, 0, no_route},      {V4, 3, 1, no_host},   {V4, 3, 3, no_listener}, {V4, 3, 4, too_large},
    {V4, 3, 9, filtered},      {V4, 3, 10, filtered}, {V4, 3, 13, filtered},   {V4, 11, 0, no_time},
    {V4, 11, 1, no_fragments}, {V6, 1, 0, no_route},  {V6, 1, 1, filtered},    {V6, 1, 3, no_host},
    {V6, 1, 4, no_listener},   {V6, 2, 0, too_large}, {V6, 3, 0, no_time},     {V6, 3, 1, no_fragments},
};

static const char *find_meaning(const struct sock_extended_err *fault) {
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i].origin == fault->ee_origin && meanings[i].type == fault->ee_type &&
            meanings[i].code == fault->ee_code)
            return meanings[i].text;
    return NULL;
}

static void describe(const struct sock_extended_err *fault, struct udpi_refusal *refusal) {
    const char *text = find_meaning(fault);
    refusal->is_port = text == no_listener;
    if (text == too_large && fault->ee_info > 0) /* RFC 1191, RFC 4443: the link's MTU */
        snprintf(refusal->reason, sizeof refusal->reason, "%s, which takes %u bytes; the next goes in fragments", text,
                 fault->ee_info);
    else if (text)
        snprintf(refusal->reason, sizeof refusal->reason, "%s", text);
    else
        snprintf(refusal->reason, sizeof refusal->reason, "ICMP type %u, code %u", fault->ee_type, fault->ee_code);

    const struct sockaddr *offender = SO_EE_OFFENDER(fault);
    refusal->by.size = offender->sa_family == AF_INET6 ? sizeof refusal->by.ipv6 : sizeof refusal->by.ipv4;
    memcpy(&refusal->by.any, offender, refusal->by.size);
    udpi_endpoint_set_port(&refusal->by, 0);
}

static const struct sock_extended_err *find_fault(struct msghdr *message) {
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part))
        if ((part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_RECVERR) ||
            (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_RECVERR))
            return (const struct sock_extended_err *)(const void *)CMSG_DATA(part);
    return NULL;
}

void udpi_refusal_enable(int descriptor, int family) {
    if (family == AF_INET6)
        setsockopt(descriptor, IPPROTO_IPV6, IPV6_RECVERR, &(int){1}, sizeof(int));
    else
        setsockopt(descriptor, IPPROTO_IP, IP_RECVERR, &(int){1}, sizeof(int));
}

bool udpi_refusal_take(int descriptor, struct udpi_refusal *refusal) {
    for (;;) {
        _Alignas(struct cmsghdr) char control[512];
        struct msghdr message = {.msg_control = control, .msg_controllen = sizeof control};
        if (recvmsg(descriptor, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
            break;
        const struct sock_extended_err *fault = find_fault(&message);
        /* What this host finds out while sending (SO_EE_ORIGIN_LOCAL) is already what sendto(2) has failed with. */
        if (fault && (fault->ee_origin == V4 || fault->ee_origin == V6)) {
            describe(fault, refusal);
            return true;
        }
    }
    /* An error for which the queue had no room is still pending; reading it takes it away. */
    int pending;
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &pending, &(socklen_t){sizeof pending});
    return false;
}
