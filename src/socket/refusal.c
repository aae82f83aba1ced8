#include "socket/refusal.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "socket/route.h"

/* RFC 792, RFC 1122 section 3.2.2, RFC 1812 section 5.2.7; RFC 4443 section 3. */
struct meaning {
    uint8_t origin, type, code;
    const char *text;
};

enum { V4 = SO_EE_ORIGIN_ICMP, V6 = SO_EE_ORIGIN_ICMP6 };

static const char no_route[] = "no route leads to that network";
static const char no_next_hop[] = "the next hop does not answer on its link";
static const char no_listener[] = "nobody listens on the port";
static const char too_large[] = "too large for a link on the way";
static const char filtered[] = "a filter forbids it";
static const char no_time[] = "its time to live ran out on the way";
static const char no_fragments[] = "some of its fragments did not arrive in time";

static const struct meaning meanings[] = {
    {V4, 3, 0, no_route},      {V4, 3, 1, no_next_hop}, {V4, 3, 3, no_listener}, {V4, 3, 4, too_large},
    {V4, 3, 9, filtered},      {V4, 3, 10, filtered},   {V4, 3, 13, filtered},   {V4, 11, 0, no_time},
    {V4, 11, 1, no_fragments}, {V6, 1, 0, no_route},    {V6, 1, 1, filtered},    {V6, 1, 3, no_next_hop},
    {V6, 1, 4, no_listener},   {V6, 2, 0, too_large},   {V6, 3, 0, no_time},     {V6, 3, 1, no_fragments},
};

static const char *find_meaning(const struct sock_extended_err *fault) {
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i].origin == fault->ee_origin && meanings[i].type == fault->ee_type &&
            meanings[i].code == fault->ee_code)
            return meanings[i].text;
    return NULL;
}

/* Whether the socket lets nobody take its datagrams apart: then larger ones will not get through later either. */
static bool is_unfragmented(int descriptor, bool is_ipv6) {
    int how = 0;
    getsockopt(descriptor, is_ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, is_ipv6 ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER, &how,
               &(socklen_t){sizeof how});
    _Static_assert(IP_PMTUDISC_DO == IPV6_PMTUDISC_DO, "one number for both");
    return how == IP_PMTUDISC_DO;
}

/* The link's MTU is in ee_info: RFC 1191 section 4, RFC 4443 section 3.2. */
static void describe_too_large(int descriptor, const struct sock_extended_err *fault, struct udpi_refusal *refusal) {
    char advice[48] = "the next goes in fragments";
    bool is_ipv6 = fault->ee_origin == V6;
    uint32_t headers = is_ipv6 ? UDPI_IPV6_AND_UDP : UDPI_IPV4_AND_UDP;
    if (is_unfragmented(descriptor, is_ipv6) && fault->ee_info > headers)
        snprintf(advice, sizeof advice, "send at most %u", fault->ee_info - headers);
    snprintf(refusal->reason, sizeof refusal->reason, "%s, which takes %u bytes; %s", too_large, fault->ee_info,
             advice);
}

static void describe(int descriptor, const struct sock_extended_err *fault, const struct udpi_endpoint *to,
                     struct udpi_refusal *refusal) {
    const char *text = find_meaning(fault);
    refusal->is_port = text == no_listener;
    refusal->is_next_hop = text == no_next_hop;
    if (text == too_large && fault->ee_info > 0)
        describe_too_large(descriptor, fault, refusal);
    else if (text)
        snprintf(refusal->reason, sizeof refusal->reason, "%s", text);
    else
        snprintf(refusal->reason, sizeof refusal->reason, "ICMP type %u, code %u", fault->ee_type, fault->ee_code);

    const struct sockaddr *offender = SO_EE_OFFENDER(fault);
    refusal->by.size = offender->sa_family == AF_INET6 ? sizeof refusal->by.ipv6 : sizeof refusal->by.ipv4;
    memcpy(&refusal->by.any, offender, refusal->by.size);
    bool is_destination = refusal->is_port && udpi_endpoint_same_host(&refusal->by, to);
    udpi_endpoint_set_port(&refusal->by, is_destination ? udpi_endpoint_port(to) : 0);
}

static const struct sock_extended_err *find_fault(struct msghdr *message) {
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part))
        if ((part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_RECVERR) ||
            (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_RECVERR))
            return (const struct sock_extended_err *)(const void *)CMSG_DATA(part);
    return NULL;
}

const char *udpi_refusal_verb(const struct udpi_refusal *refusal) {
    return refusal->is_port ? "refused" : "given back";
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
        struct udpi_endpoint to = {0};
        struct iovec quoted = {.iov_base = refusal->quoted, .iov_len = sizeof refusal->quoted};
        struct msghdr message = {
            .msg_name = &to.any,
            .msg_namelen = sizeof to.ipv6,
            .msg_iov = &quoted,
            .msg_iovlen = 1,
            .msg_control = control,
            .msg_controllen = sizeof control,
        };
        ssize_t size = recvmsg(descriptor, &message, MSG_ERRQUEUE | MSG_DONTWAIT);
        if (size < 0)
            break;
        refusal->quoted_size = (uint8_t)size;
        const struct sock_extended_err *fault = find_fault(&message);
        /* What this host finds out while sending (SO_EE_ORIGIN_LOCAL) is already what sendto(2) has failed with. */
        if (fault && (fault->ee_origin == V4 || fault->ee_origin == V6)) {
            describe(descriptor, fault, &to, refusal);
            return true;
        }
    }
    /* An error for which the queue had no room is still pending; reading it takes it away. */
    int pending;
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &pending, &(socklen_t){sizeof pending});
    return false;
}
