#include "socket/arrivals.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    /* Beginnings that are a power of two apart would fight for the same lines of the processor's cache. */
    STRIDE = UDPI_DATAGRAM_MOST + 192,
    CONTROL_SIZE = 128,
    NANOSECONDS = 1000000000,
};

_Static_assert(CONTROL_SIZE >= CMSG_SPACE(sizeof(struct timespec)) + CMSG_SPACE(sizeof(struct in_pktinfo)) +
                                   CMSG_SPACE(sizeof(struct in6_pktinfo)),
               "room for all that listen.c asks for");

struct control {
    _Alignas(struct cmsghdr) char bytes[CONTROL_SIZE];
};

struct udpi_arrivals {
    struct mmsghdr messages[UDPI_ARRIVALS_MOST];
    struct iovec vectors[UDPI_ARRIVALS_MOST];
    struct control controls[UDPI_ARRIVALS_MOST];
    struct udpi_datagram datagrams[UDPI_ARRIVALS_MOST];
    uint8_t *memory;
};

struct udpi_arrivals *udpi_arrivals_create(struct udpi_error *error) {
    struct udpi_arrivals *arrivals = calloc(1, sizeof *arrivals);
    uint8_t *memory = arrivals ? malloc((size_t)UDPI_ARRIVALS_MOST * STRIDE) : NULL;
    if (!memory) {
        free(arrivals);
        udpi_error_set(error, UDPI_FAILED, "no memory for datagrams");
        return NULL;
    }
    arrivals->memory = memory;
    for (size_t i = 0; i < UDPI_ARRIVALS_MOST; i++) {
        struct udpi_datagram *datagram = &arrivals->datagrams[i];
        datagram->bytes = memory + i * STRIDE;
        arrivals->vectors[i] = (struct iovec){.iov_base = datagram->bytes, .iov_len = UDPI_DATAGRAM_MOST};
        arrivals->messages[i].msg_hdr = (struct msghdr){
            .msg_name = &datagram->peer.any,
            .msg_iov = &arrivals->vectors[i],
            .msg_iovlen = 1,
            .msg_control = arrivals->controls[i].bytes,
        };
    }
    return arrivals;
}

void udpi_arrivals_free(struct udpi_arrivals *arrivals) {
    if (arrivals)
        free(arrivals->memory);
    free(arrivals);
}

static struct in6_addr map_ipv4(struct in_addr ipv4) {
    struct in6_addr mapped = {.s6_addr = {[10] = 0xff, [11] = 0xff}};
    memcpy(mapped.s6_addr + 12, &ipv4, sizeof ipv4);
    return mapped;
}

static void take_ipv4(struct udpi_datagram *datagram, const struct in_pktinfo *arrival) {
    datagram->to = map_ipv4(arrival->ipi_addr);
    datagram->here = map_ipv4(arrival->ipi_spec_dst);
}

/* A group cannot send. Of a datagram of IPv4 this tells less than take_ipv4. */
static void take_ipv6(struct udpi_datagram *datagram, const struct in6_pktinfo *arrival) {
    if (IN6_IS_ADDR_V4MAPPED(&arrival->ipi6_addr))
        return;
    datagram->to = arrival->ipi6_addr;
    if (!IN6_IS_ADDR_MULTICAST(&arrival->ipi6_addr))
        datagram->here = arrival->ipi6_addr;
}

static void take_details(struct udpi_datagram *datagram, struct msghdr *message) {
    datagram->to = datagram->here = in6addr_any;
    datagram->time = 0;
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
        const void *data = CMSG_DATA(part);
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS) {
            const struct timespec *time = data;
            datagram->time = (int64_t)time->tv_sec * NANOSECONDS + time->tv_nsec;
        } else if (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_PKTINFO) {
            take_ipv4(datagram, data);
        } else if (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_PKTINFO) {
            take_ipv6(datagram, data);
        }
    }
}

int udpi_arrivals_take(struct udpi_arrivals *arrivals, int descriptor, unsigned most) {
    for (unsigned i = 0; i < most; i++) {
        arrivals->messages[i].msg_hdr.msg_namelen = sizeof arrivals->datagrams[i].peer.ipv6;
        arrivals->messages[i].msg_hdr.msg_controllen = CONTROL_SIZE;
    }
    int count = recvmmsg(descriptor, arrivals->messages, most, MSG_DONTWAIT, NULL);
    if (count < 0)
        return errno == EAGAIN || errno == EINTR ? 0 : -1;
    for (int i = 0; i < count; i++) {
        struct udpi_datagram *datagram = &arrivals->datagrams[i];
        datagram->size = arrivals->messages[i].msg_len;
        datagram->peer.size = arrivals->messages[i].msg_hdr.msg_namelen;
        datagram->number = 0;
        take_details(datagram, &arrivals->messages[i].msg_hdr);
    }
    return count;
}

struct udpi_datagram *udpi_arrivals_get(struct udpi_arrivals *arrivals, unsigned index) {
    return &arrivals->datagrams[index];
}
