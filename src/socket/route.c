#include "socket/route.h"

#include <errno.h>
#include <net/if.h>
#include <string.h>
#include <unistd.h>

/* --- where to ----------------------------------------------------------------------------------------------------- */

enum udpi_status udpi_route_resolve(const char *destination, struct udpi_endpoint_list *list,
                                    struct udpi_error *error) {
    struct udpi_host_port place;
    if (udpi_host_port_parse(destination, &place, error) != UDPI_OK)
        return error->status;
    if (place.host[0] == '\0')
        return udpi_error_set(error, UDPI_USAGE, "%s: to which host? This one is 127.0.0.1:%u or [::1]:%u", destination,
                              place.port, place.port);
    if (place.port == 0)
        return udpi_error_set(error, UDPI_USAGE, "%s: nobody can listen on port 0; choose one from 1 to 65535",
                              destination);
    return udpi_endpoint_resolve(&place, list, error);
}

static bool is_link_local(const struct udpi_endpoint *to) {
    return to->any.sa_family == AF_INET6 &&
           (IN6_IS_ADDR_LINKLOCAL(&to->ipv6.sin6_addr) || IN6_IS_ADDR_MC_LINKLOCAL(&to->ipv6.sin6_addr));
}

/* --- what it means where there is no way -------------------------------------------------------------------------- */

struct remedy {
    int number;
    const char *text;
};

static const struct remedy remedies[] = {
    {EACCES, "a route of this host forbids it; see: ip route"},
    {EADDRNOTAVAIL, "this host has no address to send from; see: ip address"},
    {EAFNOSUPPORT, "this host does not speak that version of IP; try the other one"},
    {EHOSTUNREACH, "no route to that host; see: ip route"},
    {EINVAL, "no way leads there from the address to send from; try it without --bind and --interface"},
    {EMSGSIZE, "the datagram is too large for the way there; send fewer bytes"},
    {ENETDOWN, "the interface is down; see: ip link"},
    {ENETUNREACH, "no route to that network; see: ip route"},
    {ENOBUFS, "the queue of the interface is full; send more slowly with --interval"},
    {EPERM, "a firewall rule of this host forbids it; see: nft list ruleset"},
};

/* connect(2) of a UDP socket sends nothing: it only looks up the route. Gives the socket, or -1 with errno set. */
static int open_probing(const struct udpi_endpoint *to, const struct udpi_socket_options *options) {
    struct udpi_error ignored;
    int descriptor = socket(to->any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return -1;
    udpi_socket_options_set(descriptor, to->any.sa_family, options, &ignored);
    if (connect(descriptor, &to->any, to->size) == 0)
        return descriptor;
    int number = errno;
    close(descriptor);
    errno = number;
    return -1;
}

/* Bytes of an IP packet that the way there takes, as far as this host knows; 0 where it does not. */
static uint32_t find_mtu(const struct udpi_endpoint *to, const struct udpi_socket_options *options) {
    int mtu = 0;
    bool is_ipv6 = to->any.sa_family == AF_INET6;
    int descriptor = open_probing(to, options);
    if (descriptor < 0)
        return 0;
    getsockopt(descriptor, is_ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, is_ipv6 ? IPV6_MTU : IP_MTU, &mtu,
               &(socklen_t){sizeof mtu});
    close(descriptor);
    return (uint32_t)mtu;
}

static enum udpi_status fail_size(const struct udpi_endpoint *to, size_t size, uint32_t mtu, struct udpi_error *error) {
    char name[UDPI_ENDPOINT_SIZE];
    bool is_ipv6 = to->any.sa_family == AF_INET6;
    uint32_t headers = is_ipv6 ? UDPI_IPV6_AND_UDP : UDPI_IPV4_AND_UDP;
    return udpi_error_set(
        error, UDPI_FAILED,
        "%s: %zu bytes + 8 (UDP header) + %u (IPv%c header) = %zu, and the way there takes %u; send at "
        "most %u, or let it go in fragments: without --dont-fragment",
        udpi_endpoint_write(to, name), size, headers - 8, is_ipv6 ? '6' : '4', size + headers, mtu, mtu - headers);
}

enum udpi_status udpi_route_fail(const struct udpi_socket_options *options, const struct udpi_endpoint *to, size_t size,
                                 int number, struct udpi_error *error) {
    uint32_t mtu = number == EMSGSIZE && options->is_unfragmented ? find_mtu(to, options) : 0;
    if (mtu > UDPI_IPV6_AND_UDP)
        return fail_size(to, size, mtu, error);
    char name[UDPI_ENDPOINT_SIZE];
    const char *text = strerror(number);
    for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++)
        if (remedies[i].number == number)
            text = remedies[i].text;
    return udpi_error_set(error, UDPI_FAILED, "%s: %s", udpi_endpoint_write(to, name), text);
}

/* --- where from --------------------------------------------------------------------------------------------------- */

static enum udpi_status fail_route(const struct udpi_socket_options *options, const struct udpi_endpoint *to,
                                   struct udpi_error *error) {
    int number = errno;
    struct udpi_socket_options broadcast = *options;
    broadcast.is_broadcast = true;
    char name[UDPI_ENDPOINT_SIZE];
    if (number == EINVAL) /* without an address to send from, nothing else can be wrong */
        return udpi_error_set(error, UDPI_FAILED,
                              "%s: a blackhole route of this host swallows what goes there; see: ip route",
                              udpi_endpoint_write(to, name));
    int descriptor = number == EACCES && !options->is_broadcast ? open_probing(to, &broadcast) : -1;
    if (descriptor < 0)
        return udpi_route_fail(options, to, 0, number, error);
    close(descriptor);
    return udpi_error_set(error, UDPI_USAGE, "%s: is a broadcast address: add --broadcast",
                          udpi_endpoint_write(to, name));
}

/* The address that the route leaves from, with port 0. */
static enum udpi_status ask_route(const struct udpi_socket_options *options, const struct udpi_endpoint *to,
                                  struct udpi_endpoint *from, struct udpi_error *error) {
    char name[UDPI_ENDPOINT_SIZE];
    if (is_link_local(to) && to->ipv6.sin6_scope_id == 0)
        return udpi_error_set(error, UDPI_USAGE,
                              "%s: a link-local address needs its interface, as in fe80::1%%eth0; or give "
                              "--interface",
                              udpi_endpoint_write(to, name));
    int descriptor = open_probing(to, options);
    if (descriptor < 0)
        return fail_route(options, to, error);
    from->size = sizeof from->ipv6;
    getsockname(descriptor, &from->any, &from->size);
    udpi_endpoint_set_port(from, 0);
    close(descriptor);
    return UDPI_OK;
}

/* Puts what --bind says over what the route says. */
static enum udpi_status choose_source(const char *bind, struct udpi_endpoint *from, struct udpi_error *error) {
    struct udpi_host_port place;
    struct udpi_endpoint_list list;
    if (udpi_host_port_parse(bind, &place, error) != UDPI_OK || udpi_endpoint_resolve(&place, &list, error) != UDPI_OK)
        return error->status;
    const struct udpi_endpoint *bound = udpi_endpoint_find(&list, from->any.sa_family);
    if (!bound)
        return udpi_error_set(error, UDPI_USAGE, "%s: not the same version of IP as the destination", bind);
    if (place.host[0] != '\0')
        *from = *bound;
    udpi_endpoint_set_port(from, place.port);
    return UDPI_OK;
}

enum udpi_status udpi_route_prepare(int descriptor, const struct udpi_socket_options *options, struct udpi_endpoint *to,
                                    struct udpi_endpoint *from, struct udpi_error *error) {
    if (udpi_socket_options_set(descriptor, to->any.sa_family, options, error) != UDPI_OK)
        return error->status;
    if (options->interface && is_link_local(to) && to->ipv6.sin6_scope_id == 0)
        to->ipv6.sin6_scope_id = if_nametoindex(options->interface);
    enum udpi_status status = ask_route(options, to, from, error);
    if (status == UDPI_OK && options->bind)
        status = choose_source(options->bind, from, error);
    if (status == UDPI_OK)
        status = udpi_endpoint_bind(descriptor, from, error);
    if (status != UDPI_OK)
        return status;
    if (options->is_connected && connect(descriptor, &to->any, to->size) < 0)
        return udpi_route_fail(options, to, 0, errno, error);
    /* With port 0, bind(2) has chosen a free one. */
    getsockname(descriptor, &from->any, &from->size);
    return UDPI_OK;
}
