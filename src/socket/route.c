#include "socket/route.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct remedy {
    int number;
    const char *text;
};

static const struct remedy remedies[] = {
    {EACCES, "a route of this host forbids it; see: ip route"},
    {EADDRNOTAVAIL, "this host has no address to send from; see: ip address"},
    {EAFNOSUPPORT, "this host does not speak that version of IP; try the other one"},
    {EHOSTUNREACH, "no route to that host; see: ip route"},
    {EINVAL, "no way leads there from the address to send from; try it without --bind"},
    {EMSGSIZE, "the datagram is too large for the way there; send fewer bytes"},
    {ENETDOWN, "the interface is down; see: ip link"},
    {ENETUNREACH, "no route to that network; see: ip route"},
    {ENOBUFS, "the queue of the interface is full; send more slowly with --interval"},
    {EPERM, "a firewall rule of this host forbids it; see: nft list ruleset"},
};

enum udpi_status udpi_route_fail(const struct udpi_endpoint *to, int number, struct udpi_error *error) {
    char name[UDPI_ENDPOINT_SIZE];
    const char *text = strerror(number);
    for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++)
        if (remedies[i].number == number)
            text = remedies[i].text;
    return udpi_error_set(error, UDPI_FAILED, "%s: %s", udpi_endpoint_write(to, name), text);
}

/* connect(2) of a UDP socket sends nothing: it only looks up the route. Gives 0 or an errno value. */
static int look_up(const struct udpi_endpoint *to, bool is_broadcast, struct udpi_endpoint *from) {
    int allowed = is_broadcast;
    int descriptor = socket(to->any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return errno;
    from->size = sizeof from->ipv6;
    bool is_known = setsockopt(descriptor, SOL_SOCKET, SO_BROADCAST, &allowed, sizeof allowed) == 0 &&
                    connect(descriptor, &to->any, to->size) == 0 &&
                    getsockname(descriptor, &from->any, &from->size) == 0;
    int number = is_known ? 0 : errno;
    close(descriptor);
    return number;
}

static bool lacks_interface(const struct udpi_endpoint *to) {
    if (to->any.sa_family != AF_INET6 || to->ipv6.sin6_scope_id != 0)
        return false;
    return IN6_IS_ADDR_LINKLOCAL(&to->ipv6.sin6_addr) || IN6_IS_ADDR_MC_LINKLOCAL(&to->ipv6.sin6_addr);
}

enum udpi_status udpi_route_ask(const struct udpi_endpoint *to, bool is_broadcast, struct udpi_endpoint *from,
                                struct udpi_error *error) {
    char name[UDPI_ENDPOINT_SIZE];
    if (lacks_interface(to))
        return udpi_error_set(error, UDPI_USAGE, "%s: a link-local address needs its interface, as in fe80::1%%eth0",
                              udpi_endpoint_write(to, name));
    int number = look_up(to, is_broadcast, from);
    if (number == EACCES && !is_broadcast && look_up(to, true, from) == 0)
        return udpi_error_set(error, UDPI_USAGE, "%s: is a broadcast address: add --broadcast",
                              udpi_endpoint_write(to, name));
    if (number != 0)
        return udpi_route_fail(to, number, error);
    udpi_endpoint_set_port(from, 0);
    return UDPI_OK;
}
