#include "cli/udpinspect_socket_filter.h"

#include <netinet/in.h>
#include <string.h>

#include "core/bytes.h"

enum {
    RAW = 101, /* LINKTYPE_RAW: begins with the IP header */
    IPV4_HEADER = 20,
    IPV6_HEADER = 40,
    UDP_HEADER = 8,
    HOPS = 64,
};

/* A datagram with nothing in it. */
struct datagram {
    bool is_ipv4;
    uint8_t offset; /* of the IPv4 address in each end's */
    uint8_t protocol;
    const struct udpi_host_end *from, *to;
};

static const struct udpi_filter_kind kind = {.link_type = RAW};

struct udpi_filter *udpi_socket_filter_create(const char *text, struct udpi_error *error) {
    struct udpi_filter *filter = udpi_filter_create(text);
    if (!filter) {
        udpi_error_set(error, UDPI_FAILED, "no memory for the filter");
        return NULL;
    }
    if (udpi_filter_compile(filter, kind, error))
        return filter;
    udpi_filter_free(filter);
    return NULL;
}

/* RFC 791 section 3.1. */
static size_t put_ipv4(uint8_t *at, const struct datagram *datagram) {
    at[0] = 0x45;
    udpi_store_be16(at + 2, IPV4_HEADER + UDP_HEADER);
    at[8] = HOPS;
    at[9] = datagram->protocol;
    memcpy(at + 12, datagram->from->address + datagram->offset, sizeof(struct in_addr));
    memcpy(at + 16, datagram->to->address + datagram->offset, sizeof(struct in_addr));
    return IPV4_HEADER;
}

/* RFC 8200 section 3. */
static size_t put_ipv6(uint8_t *at, const struct datagram *datagram) {
    at[0] = 0x60;
    udpi_store_be16(at + 4, UDP_HEADER);
    at[6] = datagram->protocol;
    at[7] = HOPS;
    memcpy(at + 8, datagram->from->address, sizeof(struct in6_addr));
    memcpy(at + 24, datagram->to->address, sizeof(struct in6_addr));
    return IPV6_HEADER;
}

static bool is_true_of(struct udpi_filter *filter, const struct datagram *datagram) {
    uint8_t bytes[IPV6_HEADER + UDP_HEADER] = {0};
    size_t size = datagram->is_ipv4 ? put_ipv4(bytes, datagram) : put_ipv6(bytes, datagram);
    udpi_store_be16(bytes + size, datagram->from->port);
    udpi_store_be16(bytes + size + 2, datagram->to->port);
    udpi_store_be16(bytes + size + 4, UDP_HEADER); /* of UDP-Lite: all is covered by the checksum */
    uint32_t length = (uint32_t)(size + UDP_HEADER);
    return udpi_filter_matches(filter, kind, bytes, length, length);
}

static bool is_true_of_either(struct udpi_filter *filter, const struct udpi_host_socket *socket, bool is_ipv4,
                              uint8_t offset) {
    const struct datagram sent = {is_ipv4, offset, socket->protocol, &socket->local, &socket->peer};
    const struct datagram got = {is_ipv4, offset, socket->protocol, &socket->peer, &socket->local};
    return is_true_of(filter, &sent) || is_true_of(filter, &got);
}

bool udpi_socket_filter_shows(struct udpi_filter *filter, const struct udpi_host_socket *socket) {
    uint8_t offset = socket->family == AF_INET ? 0 : UDPI_HOST_MAPPED;
    return (udpi_host_socket_has_ipv4(socket) && is_true_of_either(filter, socket, true, offset)) ||
           (udpi_host_socket_has_ipv6(socket) && is_true_of_either(filter, socket, false, 0));
}

bool udpi_socket_filter_shows_group(struct udpi_filter *filter, const struct udpi_host_group *group) {
    static const struct udpi_host_end anybody;
    struct udpi_host_end to = {0};
    memcpy(to.address, group->address, sizeof to.address);
    const struct datagram got = {group->family == AF_INET, 0, IPPROTO_UDP, &anybody, &to};
    return is_true_of(filter, &got);
}
