/* One end of a conversation: a host and a port, as people write them and as sockets take them. */
#ifndef UDPI_SOCKET_ENDPOINT_H
#define UDPI_SOCKET_ENDPOINT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include <udpinspect/limits.h>

#include "core/error.h"

/* "192.0.2.1:7788", "[2001:db8::1]:7788", "name:7788", ":7788", "7788" taken apart; nothing is looked up. */
struct udpi_host_port {
    char host[UDPI_HOST_SIZE]; /* without brackets; "" where only a port was given */
    uint16_t port;             /* host order */
};

/* UDPI_USAGE where the port is missing or no number up to 65535, or where an IPv6 address lacks its brackets. */
enum udpi_status udpi_host_port_parse(const char *text, struct udpi_host_port *place, struct udpi_error *error);

/* A socket address: ip(7), ipv6(7). */
struct udpi_endpoint {
    union {
        struct sockaddr any; /* any.sa_family says which of the two it is */
        struct sockaddr_in ipv4;
        struct sockaddr_in6 ipv6;
    };
    socklen_t size; /* of the one that it is */
};

struct udpi_endpoint_list {
    unsigned count;
    bool is_cut; /* the host has more of them */
    struct udpi_endpoint entries[UDPI_MAX_ADDRESSES];
};

/*
 * The addresses of the host, best first, with its port: getaddrinfo(3). A numeric address is never looked up anywhere.
 * The host "" means every address of this host: 0.0.0.0 and ::. UDPI_FAILED where the name has no address.
 */
enum udpi_status udpi_endpoint_resolve(const struct udpi_host_port *place, struct udpi_endpoint_list *list,
                                       struct udpi_error *error);

/* For a failure after all addresses have been tried: says so, where the host has more of them. Gives the status. */
enum udpi_status udpi_endpoint_list_fail(const struct udpi_endpoint_list *list, struct udpi_error *error);

/* The first address of AF_INET or AF_INET6, or NULL. */
const struct udpi_endpoint *udpi_endpoint_find(const struct udpi_endpoint_list *list, int family);

/* Turns ::ffff:192.0.2.1, by which an IPv6 socket names IPv4 peers (RFC 4291 section 2.5.5.2), into 192.0.2.1. */
void udpi_endpoint_unmap(struct udpi_endpoint *endpoint);

/*
 * bind(2). UDPI_PERMISSION where the port needs privilege, UDPI_FAILED where the address is taken or another host's;
 * the error says what to do.
 */
enum udpi_status udpi_endpoint_bind(int descriptor, const struct udpi_endpoint *endpoint, struct udpi_error *error);

/* Whether it is a multicast address: RFC 5771, RFC 4291. */
bool udpi_endpoint_is_multicast(const struct udpi_endpoint *endpoint);

/*
 * Whether many hosts may take a datagram that is sent there: a multicast address (RFC 5771, RFC 4291), or
 * 255.255.255.255.
 */
bool udpi_endpoint_is_group(const struct udpi_endpoint *endpoint);

/* Whether it is 0.0.0.0 or ::, which stand for every address of this host. */
bool udpi_endpoint_is_any(const struct udpi_endpoint *endpoint);

/* Whether both are addresses of the same host; ports do not count. */
bool udpi_endpoint_same_host(const struct udpi_endpoint *a, const struct udpi_endpoint *b);

/* Host order. */
uint16_t udpi_endpoint_port(const struct udpi_endpoint *endpoint);
void udpi_endpoint_set_port(struct udpi_endpoint *endpoint, uint16_t port);

enum { UDPI_ENDPOINT_SIZE = 128 };

/*
 * "127.0.0.1:7788", "[fe80::1%eth0]:7788", NUL-terminated, to `text` of UDPI_ENDPOINT_SIZE bytes; with port 0 the
 * address alone. Gives `text`.
 */
const char *udpi_endpoint_write(const struct udpi_endpoint *endpoint, char *text);

#endif
