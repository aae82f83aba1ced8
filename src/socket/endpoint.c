#include "socket/endpoint.h"

#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "core/escape.h"
#include "core/format.h"

/* --- as people write it ------------------------------------------------------------------------------------------- */

enum { LARGEST_PORT = 65535, PORT_DIGITS = 5 };

static bool parse_port(const char *text, uint16_t *port) {
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > PORT_DIGITS || text[digits] != '\0')
        return false;
    unsigned number = 0;
    for (size_t i = 0; i < digits; i++)
        number = 10 * number + (unsigned)(text[i] - '0');
    *port = (uint16_t)number;
    return number <= LARGEST_PORT;
}

/* Finds the colon in front of the port, and the host in front of that. Gives what is wrong with the text, or NULL. */
static const char *split(const char *text, const char **host, size_t *host_size, const char **port) {
    bool has_brackets = text[0] == '[';
    const char *host_end = has_brackets ? strchr(text, ']') : strrchr(text, ':');
    *host = has_brackets ? text + 1 : text;
    if (!host_end && has_brackets)
        return "the bracket ']' is missing behind the IPv6 address";
    if (!host_end && text[strspn(text, "0123456789")] == '\0')
        host_end = text; /* nothing but a port */
    if (!host_end || (has_brackets && host_end[1] != ':'))
        return "the port is missing; write it behind a colon, as in 127.0.0.1:7788 or [::1]:7788";
    if (!has_brackets && memchr(text, ':', (size_t)(host_end - text)))
        return "an IPv6 address stands in brackets, with the port behind them, as in [::1]:7788";
    *host_size = (size_t)(host_end - *host);
    if (has_brackets && *host_size == 0)
        return "there is no address between the brackets";
    if (*host_size >= UDPI_HOST_SIZE)
        return "the host is longer than a name can be";
    *port = has_brackets ? host_end + 2 : host_end + (*host_end == ':');
    return NULL;
}

enum udpi_status udpi_host_port_parse(const char *text, struct udpi_host_port *place, struct udpi_error *error) {
    const char *host, *port;
    size_t host_size;
    const char *fault = split(text, &host, &host_size, &port);
    if (!fault && !parse_port(port, &place->port))
        fault = "the port is not a number from 0 to 65535";
    if (fault)
        return udpi_error_set(error, UDPI_USAGE, "%s: %s", text, fault);
    memcpy(place->host, host, host_size);
    place->host[host_size] = '\0';
    return UDPI_OK;
}

/* --- as sockets take it ------------------------------------------------------------------------------------------- */

void udpi_endpoint_unmap(struct udpi_endpoint *endpoint) {
    if (endpoint->any.sa_family != AF_INET6 || !IN6_IS_ADDR_V4MAPPED(&endpoint->ipv6.sin6_addr))
        return;
    struct sockaddr_in ipv4 = {.sin_family = AF_INET, .sin_port = endpoint->ipv6.sin6_port};
    memcpy(&ipv4.sin_addr, endpoint->ipv6.sin6_addr.s6_addr + 12, sizeof ipv4.sin_addr);
    endpoint->ipv4 = ipv4;
    endpoint->size = sizeof ipv4;
}

static void add_address(struct udpi_endpoint_list *list, const struct addrinfo *info) {
    struct udpi_endpoint *endpoint = &list->entries[list->count];
    list->is_cut |= list->count == UDPI_MAX_ADDRESSES;
    if (list->is_cut || info->ai_addrlen > sizeof endpoint->ipv6)
        return;
    memcpy(&endpoint->any, info->ai_addr, info->ai_addrlen);
    endpoint->size = info->ai_addrlen;
    udpi_endpoint_unmap(endpoint);
    list->count++;
}

enum udpi_status udpi_endpoint_resolve(const struct udpi_host_port *place, struct udpi_endpoint_list *list,
                                       struct udpi_error *error) {
    bool has_host = place->host[0] != '\0';
    struct addrinfo wanted = {
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_DGRAM,
        .ai_flags = has_host ? AI_NUMERICSERV : AI_NUMERICSERV | AI_PASSIVE,
    };
    char port[PORT_DIGITS + 1];
    snprintf(port, sizeof port, "%hu", place->port);

    struct addrinfo *found;
    int fault = getaddrinfo(has_host ? place->host : NULL, port, &wanted, &found);
    if (fault == EAI_MEMORY)
        return udpi_error_set(error, UDPI_FAILED, "%s: no memory to look for its address", place->host);
    if (fault != 0) {
        const char *reason = fault == EAI_SYSTEM ? strerror(errno) : gai_strerror(fault);
        return udpi_error_set(error, UDPI_FAILED, "%s: %s; check the name, or give its address in numbers", place->host,
                              reason);
    }
    list->count = 0;
    list->is_cut = false;
    for (const struct addrinfo *info = found; info; info = info->ai_next)
        add_address(list, info);
    freeaddrinfo(found);
    return UDPI_OK;
}

enum udpi_status udpi_endpoint_list_fail(const struct udpi_endpoint_list *list, struct udpi_error *error) {
    return list->is_cut
               ? udpi_error_prefix(error, "%u addresses were tried, the host has more; the last: ", list->count)
               : error->status;
}

const struct udpi_endpoint *udpi_endpoint_find(const struct udpi_endpoint_list *list, int family) {
    for (unsigned i = 0; i < list->count; i++)
        if (list->entries[i].any.sa_family == family)
            return &list->entries[i];
    return NULL;
}

enum udpi_status udpi_endpoint_bind(int descriptor, const struct udpi_endpoint *endpoint, struct udpi_error *error) {
    if (bind(descriptor, &endpoint->any, endpoint->size) == 0)
        return UDPI_OK;
    int reason = errno;
    char name[UDPI_ENDPOINT_SIZE];
    udpi_endpoint_write(endpoint, name);
    unsigned port = udpi_endpoint_port(endpoint);
    switch (reason) {
    case EADDRINUSE:
        return udpi_error_set(error, UDPI_FAILED,
                              "%s: the port is in use; choose another, or see who has it: udpinspect --sockets port %u",
                              name, port);
    case EADDRNOTAVAIL:
        return udpi_error_set(error, UDPI_FAILED, "%s: not an address of this host; `udpinspect -D` lists them", name);
    case EACCES:
        return udpi_error_set(error, UDPI_PERMISSION,
                              "%s: ports below 1024 need privilege; choose a higher one, or allow it: "
                              "sudo setcap cap_net_bind_service+ep \"$(command -v udpgen)\"",
                              name);
    default: return udpi_error_set(error, UDPI_FAILED, "%s: %s", name, strerror(reason));
    }
}

/* --- questions ---------------------------------------------------------------------------------------------------- */

bool udpi_endpoint_is_multicast(const struct udpi_endpoint *endpoint) {
    if (endpoint->any.sa_family == AF_INET6)
        return IN6_IS_ADDR_MULTICAST(&endpoint->ipv6.sin6_addr);
    return IN_MULTICAST(ntohl(endpoint->ipv4.sin_addr.s_addr));
}

bool udpi_endpoint_is_group(const struct udpi_endpoint *endpoint) {
    bool is_ipv4 = endpoint->any.sa_family == AF_INET;
    return udpi_endpoint_is_multicast(endpoint) || (is_ipv4 && endpoint->ipv4.sin_addr.s_addr == INADDR_BROADCAST);
}

bool udpi_endpoint_is_any(const struct udpi_endpoint *endpoint) {
    if (endpoint->any.sa_family == AF_INET6)
        return IN6_IS_ADDR_UNSPECIFIED(&endpoint->ipv6.sin6_addr);
    return endpoint->ipv4.sin_addr.s_addr == INADDR_ANY;
}

bool udpi_endpoint_same_host(const struct udpi_endpoint *a, const struct udpi_endpoint *b) {
    if (a->any.sa_family != b->any.sa_family)
        return false;
    if (a->any.sa_family == AF_INET6)
        return IN6_ARE_ADDR_EQUAL(&a->ipv6.sin6_addr, &b->ipv6.sin6_addr);
    return a->ipv4.sin_addr.s_addr == b->ipv4.sin_addr.s_addr;
}

uint16_t udpi_endpoint_port(const struct udpi_endpoint *endpoint) {
    return ntohs(endpoint->any.sa_family == AF_INET6 ? endpoint->ipv6.sin6_port : endpoint->ipv4.sin_port);
}

void udpi_endpoint_set_port(struct udpi_endpoint *endpoint, uint16_t port) {
    if (endpoint->any.sa_family == AF_INET6)
        endpoint->ipv6.sin6_port = htons(port);
    else
        endpoint->ipv4.sin_port = htons(port);
}

/* --- as people read it -------------------------------------------------------------------------------------------- */

/* "%eth0": which link a link-local address is meant on (RFC 4007 section 11). */
static char *write_zone(char *at, uint32_t interface) {
    char name[IF_NAMESIZE];
    *at++ = '%';
    if (!if_indextoname(interface, name))
        return udpi_format_uint(at, interface);
    return udpi_escape_terminal(at, (const uint8_t *)name, strlen(name), IF_NAMESIZE * 4, NULL);
}

static char *write_ipv6(char *at, const struct sockaddr_in6 *ipv6) {
    bool has_port = ipv6->sin6_port != 0;
    if (has_port)
        *at++ = '[';
    at = udpi_format_ipv6(at, ipv6->sin6_addr.s6_addr);
    if (ipv6->sin6_scope_id != 0)
        at = write_zone(at, ipv6->sin6_scope_id);
    if (has_port)
        *at++ = ']';
    return at;
}

const char *udpi_endpoint_write(const struct udpi_endpoint *endpoint, char *text) {
    char *at = text;
    if (endpoint->any.sa_family == AF_INET6)
        at = write_ipv6(at, &endpoint->ipv6);
    else
        at = udpi_format_ipv4(at, ntohl(endpoint->ipv4.sin_addr.s_addr));
    uint16_t port = udpi_endpoint_port(endpoint);
    if (port != 0) {
        *at++ = ':';
        at = udpi_format_uint(at, port);
    }
    *at = '\0';
    return text;
}
