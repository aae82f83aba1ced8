#include "socket/group.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "socket/endpoint.h"

/* The group and its interface, taken apart; nothing is looked up but the interface's number. */
static enum udpi_status parse(const char *text, struct udpi_endpoint *group, unsigned *interface,
                              struct udpi_error *error) {
    char address[INET6_ADDRSTRLEN];
    size_t size = strcspn(text, "%");
    snprintf(address, sizeof address, "%.*s", size < sizeof address ? (int)size : 0, text);
    *group = (struct udpi_endpoint){.ipv6 = {.sin6_family = AF_INET6}, .size = sizeof group->ipv6};
    if (inet_pton(AF_INET6, address, &group->ipv6.sin6_addr) != 1) {
        *group = (struct udpi_endpoint){.ipv4 = {.sin_family = AF_INET}, .size = sizeof group->ipv4};
        if (inet_pton(AF_INET, address, &group->ipv4.sin_addr) != 1)
            return udpi_error_set(error, UDPI_USAGE, "--join %s: not an address; give GROUP or GROUP%%IFACE", text);
    }
    if (!udpi_endpoint_is_multicast(group))
        return udpi_error_set(error, UDPI_USAGE,
                              "--join %s: not a group; they are 224.0.0.0 to 239.255.255.255, and ff00::/8", text);
    *interface = text[size] ? if_nametoindex(text + size + 1) : 0;
    if (text[size] && *interface == 0)
        return udpi_error_set(error, UDPI_FAILED, "--join %s: no such interface; `udpinspect -D` lists them", text);
    return UDPI_OK;
}

static enum udpi_status fail(const char *text, int number, struct udpi_error *error) {
    switch (number) {
    case ENODEV:
        return udpi_error_set(error, UDPI_FAILED,
                              "--join %s: no route says on which interface; name one: --join GROUP%%IFACE", text);
    case EADDRINUSE: return udpi_error_set(error, UDPI_USAGE, "--join %s: joined already; give it once", text);
    case ENOBUFS:
        return udpi_error_set(error, UDPI_FAILED,
                              "--join %s: the system allows no more groups; see: sysctl net.ipv4.igmp_max_memberships",
                              text);
    default: return udpi_error_set(error, UDPI_FAILED, "--join %s: %s", text, strerror(number));
    }
}

/* RFC 3678 section 5.1: one call for both versions. The options that end in ALL (ip(7)) keep away what other programs
   of this host have joined. */
enum udpi_status udpi_group_join(int descriptor, int family, const char *text, struct udpi_error *error) {
    struct udpi_endpoint group;
    struct group_req request = {0};
    enum udpi_status status = parse(text, &group, &request.gr_interface, error);
    if (status != UDPI_OK)
        return status;
    bool is_ipv6 = group.any.sa_family == AF_INET6;
    if (is_ipv6 && family == AF_INET)
        return udpi_error_set(error, UDPI_USAGE, "--join %s: a group of IPv6, which this host does not have", text);
    int level = is_ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
    setsockopt(descriptor, level, is_ipv6 ? IPV6_MULTICAST_ALL : IP_MULTICAST_ALL, &(int){0}, sizeof(int));
    memcpy(&request.gr_group, &group.any, group.size);
    if (setsockopt(descriptor, level, MCAST_JOIN_GROUP, &request, sizeof request) < 0)
        return fail(text, errno, error);
    return UDPI_OK;
}
