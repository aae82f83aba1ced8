#include "socket/flood_replies.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MESSAGES = 16,
    LARGEST_DATAGRAM = 65536, /* no datagram of IPv4 or IPv6 is larger, so none is ever cut */
    CONTROL_SIZE = 128,
    SECOND = 1000000000,
};

struct udpi_replies {
    struct udpi_probes *probes;
    uint32_t run;
    struct mmsghdr messages[MESSAGES];
    struct iovec pieces[MESSAGES];
    struct udpi_endpoint peers[MESSAGES];
    _Alignas(struct cmsghdr) char control[MESSAGES][CONTROL_SIZE];
    uint8_t bytes[MESSAGES][LARGEST_DATAGRAM];
};

struct udpi_replies *udpi_replies_create(struct udpi_probes *probes, uint32_t run) {
    struct udpi_replies *replies = malloc(sizeof *replies);
    if (!replies)
        return NULL;
    replies->probes = probes;
    replies->run = run;
    for (unsigned i = 0; i < MESSAGES; i++)
        replies->pieces[i] = (struct iovec){.iov_base = replies->bytes[i], .iov_len = LARGEST_DATAGRAM};
    return replies;
}

void udpi_replies_free(struct udpi_replies *replies) {
    free(replies);
}

/* recvmmsg(2) writes into the headers what it found. */
static void reset_messages(struct udpi_replies *replies) {
    for (unsigned i = 0; i < MESSAGES; i++)
        replies->messages[i] = (struct mmsghdr){.msg_hdr = {
                                                    .msg_name = &replies->peers[i].any,
                                                    .msg_namelen = sizeof replies->peers[i].ipv6,
                                                    .msg_iov = &replies->pieces[i],
                                                    .msg_iovlen = 1,
                                                    .msg_control = replies->control[i],
                                                    .msg_controllen = CONTROL_SIZE,
                                                }};
}

/* SCM_TIMESTAMPNS: when it came in; SO_RXQ_OVFL: how many had found no room up to then. */
static int64_t read_control(struct msghdr *message, uint32_t *unread) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS)
            memcpy(&time, CMSG_DATA(part), sizeof time);
        else if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SO_RXQ_OVFL)
            memcpy(unread, CMSG_DATA(part), sizeof *unread);
    }
    return (int64_t)time.tv_sec * SECOND + time.tv_nsec;
}

static uint8_t write_address(uint8_t *bytes, const struct udpi_endpoint *endpoint) {
    bool is_ipv6 = endpoint->any.sa_family == AF_INET6;
    uint8_t size = is_ipv6 ? 16 : 4;
    memcpy(bytes, is_ipv6 ? (const void *)&endpoint->ipv6.sin6_addr : (const void *)&endpoint->ipv4.sin_addr, size);
    return size;
}

static struct udpi_probe_ends find_ends(const struct udpi_endpoint *from, const struct udpi_endpoint *to) {
    struct udpi_probe_ends ends = {.src_port = udpi_endpoint_port(from), .dst_port = udpi_endpoint_port(to)};
    ends.address_size = write_address(ends.src, from);
    write_address(ends.dst, to);
    return ends;
}

/* Whether it is an intact probe of the run. */
static bool take_one(struct udpi_replies *replies, struct udpi_flood_stream *stream, unsigned index) {
    struct udpi_probe probe;
    size_t size = replies->messages[index].msg_len;
    int64_t time = read_control(&replies->messages[index].msg_hdr, &stream->unread);
    enum udpi_probe_state state = udpi_probe_load(replies->bytes[index], size, &probe);
    if (state == UDPI_PROBE_NONE || (state == UDPI_PROBE_INTACT && probe.run != replies->run))
        return false;
    struct udpi_probe_ends ends = find_ends(&replies->peers[index], &stream->from);
    udpi_probes_take(replies->probes, &ends, &probe, state, size, time);
    return state == UDPI_PROBE_INTACT && !probe.is_end;
}

uint64_t udpi_replies_take(struct udpi_replies *replies, struct udpi_flood_stream *stream) {
    uint64_t intact = 0;
    int count;
    do {
        reset_messages(replies);
        count = recvmmsg(stream->socket, replies->messages, MESSAGES, MSG_DONTWAIT, NULL);
        for (int i = 0; i < count; i++)
            intact += take_one(replies, stream, (unsigned)i);
    } while (count == MESSAGES);
    return intact;
}
