#include "socket/departures.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64, ATTEMPTS = 4, CONTROL_SIZE = CMSG_SPACE(sizeof(struct in6_pktinfo)) };

struct control {
    _Alignas(struct cmsghdr) char bytes[CONTROL_SIZE];
};

struct udpi_departures {
    int descriptor;
    unsigned count;
    int error; /* of the last that could not be sent since the last flush */
    uint64_t failed;
    struct mmsghdr messages[MOST];
    struct iovec vectors[MOST];
    struct control controls[MOST];
};

struct udpi_departures *udpi_departures_create(struct udpi_error *error) {
    struct udpi_departures *departures = calloc(1, sizeof *departures);
    if (!departures)
        udpi_error_set(error, UDPI_FAILED, "no memory for datagrams");
    return departures;
}

void udpi_departures_free(struct udpi_departures *departures) {
    free(departures);
}

static void put_control(struct msghdr *message, struct control *control, int level, int type, const void *data,
                        size_t size) {
    message->msg_control = control->bytes;
    message->msg_controllen = CMSG_SPACE(size);
    struct cmsghdr *part = CMSG_FIRSTHDR(message);
    part->cmsg_level = level;
    part->cmsg_type = type;
    part->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(part), data, size);
}

/* Where the datagram leaves from: ip(7), ipv6(7). A socket of IPv6 takes mapped addresses, too. */
static void put_source(struct msghdr *message, struct control *control, int family, const struct in6_addr *here) {
    if (family == AF_INET6) {
        struct in6_pktinfo source = {.ipi6_addr = *here};
        put_control(message, control, IPPROTO_IPV6, IPV6_PKTINFO, &source, sizeof source);
        return;
    }
    struct in_pktinfo source = {0};
    memcpy(&source.ipi_spec_dst, here->s6_addr + 12, sizeof source.ipi_spec_dst);
    put_control(message, control, IPPROTO_IP, IP_PKTINFO, &source, sizeof source);
}

/* Sends from the first on; gives how many have left. The first that does not leave is tried again, for the error may be
   that of an earlier datagram, and has then been taken away. */
static unsigned transmit(struct udpi_departures *departures, unsigned first) {
    int sent = -1;
    for (unsigned i = 0; i < ATTEMPTS && sent < 0; i++)
        sent = sendmmsg(departures->descriptor, departures->messages + first, departures->count - first, 0);
    return sent < 0 ? 0 : (unsigned)sent;
}

static void send_all(struct udpi_departures *departures) {
    for (unsigned at = 0; at < departures->count;) {
        unsigned sent = transmit(departures, at);
        if (sent == 0) {
            departures->error = errno;
            departures->failed++;
            sent = 1;
        }
        at += sent;
    }
    departures->count = 0;
}

void udpi_departures_add(struct udpi_departures *departures, int descriptor, const uint8_t *bytes, size_t size,
                         const struct udpi_endpoint *to, const struct in6_addr *here) {
    if (departures->count == MOST || (departures->count > 0 && descriptor != departures->descriptor))
        send_all(departures);
    unsigned index = departures->count++;
    struct msghdr *message = &departures->messages[index].msg_hdr;
    departures->descriptor = descriptor;
    departures->vectors[index] = (struct iovec){.iov_base = (void *)bytes, .iov_len = size};
    *message = (struct msghdr){.msg_iov = &departures->vectors[index], .msg_iovlen = 1};
    if (to) {
        message->msg_name = (void *)&to->any;
        message->msg_namelen = to->size;
    }
    if (to && here && !IN6_IS_ADDR_UNSPECIFIED(here))
        put_source(message, &departures->controls[index], to->any.sa_family, here);
}

int udpi_departures_flush(struct udpi_departures *departures) {
    send_all(departures);
    int error = departures->error;
    departures->error = 0;
    return error;
}

uint64_t udpi_departures_failed(const struct udpi_departures *departures) {
    return departures->failed;
}
