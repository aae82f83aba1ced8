#include "socket/socket_options.h"

#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

static void set(int descriptor, int level, int name, int value) {
    setsockopt(descriptor, level, name, &value, sizeof value);
}

/*
 * IP_UNICAST_IF and not SO_BINDTODEVICE: it says where datagrams leave, and lets replies come in wherever the way back
 * leads. It takes the number in network order, IPV6_MULTICAST_IF in that of the host.
 */
static void set_interface(int descriptor, int family, unsigned number) {
    if (family == AF_INET6) {
        set(descriptor, IPPROTO_IPV6, IPV6_UNICAST_IF, (int)htonl(number));
        set(descriptor, IPPROTO_IPV6, IPV6_MULTICAST_IF, (int)number);
        return;
    }
    struct ip_mreqn group = {.imr_ifindex = (int)number};
    set(descriptor, IPPROTO_IP, IP_UNICAST_IF, (int)htonl(number));
    setsockopt(descriptor, IPPROTO_IP, IP_MULTICAST_IF, &group, sizeof group);
}

static void set_ttl(int descriptor, int family, int ttl) {
    if (family == AF_INET6) {
        set(descriptor, IPPROTO_IPV6, IPV6_UNICAST_HOPS, ttl);
        set(descriptor, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, ttl);
    } else {
        set(descriptor, IPPROTO_IP, IP_TTL, ttl);
        set(descriptor, IPPROTO_IP, IP_MULTICAST_TTL, ttl);
    }
}

static void forbid_fragments(int descriptor, int family) {
    if (family == AF_INET6) {
        set(descriptor, IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DO);
        set(descriptor, IPPROTO_IPV6, IPV6_DONTFRAG, 1);
    } else {
        set(descriptor, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO);
    }
}

enum udpi_status udpi_socket_options_set(int descriptor, int family, const struct udpi_socket_options *options,
                                         struct udpi_error *error) {
    unsigned interface = options->interface ? if_nametoindex(options->interface) : 0;
    if (options->interface && interface == 0)
        return udpi_error_set(error, UDPI_FAILED, "%s: no such interface; udpinspect -D lists them",
                              options->interface);
    if (interface > 0)
        set_interface(descriptor, family, interface);
    if (options->ttl > 0)
        set_ttl(descriptor, family, options->ttl);
    if (options->is_broadcast)
        set(descriptor, SOL_SOCKET, SO_BROADCAST, 1);
    if (options->is_unlooped && family == AF_INET6)
        set(descriptor, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
    else if (options->is_unlooped)
        set(descriptor, IPPROTO_IP, IP_MULTICAST_LOOP, 0);
    if (options->is_unfragmented)
        forbid_fragments(descriptor, family);
    return UDPI_OK;
}
