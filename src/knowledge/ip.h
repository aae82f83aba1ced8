/*
 * An IP address of either version, as people write it and as a number of which the first bits are a network.
 */
#ifndef UDPI_KNOWLEDGE_IP_H
#define UDPI_KNOWLEDGE_IP_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"

struct udpi_ip {
    uint8_t bytes[16]; /* network order; those behind `size` are 0 */
    uint8_t size;      /* 4 or 16 */
};

enum {
    UDPI_ZONE_SIZE = 16,    /* IFNAMSIZ, with NUL */
    UDPI_NO_PREFIX = 255,   /* where none is given */
    UDPI_IP_TEXT_SIZE = 64, /* holds what udpi_ip_write writes */
};

/* "ADDRESS[%ZONE][/MASK]" taken apart. */
struct udpi_ip_notation {
    struct udpi_ip ip;
    char zone[UDPI_ZONE_SIZE]; /* "eth0" of fe80::1%eth0 (RFC 4007 section 11); "" where there is none */
    uint8_t prefix_length;     /* UDPI_NO_PREFIX where there is no mask */
};

/*
 * Reads 192.168.1.10, 192.168.1.10/24, 192.168.1.10/255.255.255.0, 2001:db8::1/64, fe80::1%eth0/64. Names are not
 * looked up. UDPI_USAGE, and the reason, for an address that is none, a mask that is none (see knowledge/mask.h), or
 * a zone of an address that is not bound to a link.
 */
enum udpi_status udpi_ip_parse(const char *text, struct udpi_ip_notation *notation, struct udpi_error *error);

/* The address as text, NUL-terminated, to `text` of UDPI_IP_TEXT_SIZE bytes; gives `text`. RFC 5952 for IPv6. */
const char *udpi_ip_write(const struct udpi_ip *ip, char *text);

/* 32 or 128. */
static inline unsigned udpi_ip_bits(const struct udpi_ip *ip) {
    return 8U * ip->size;
}

/* The network's first and last address: all bits behind the prefix are 0, or 1. */
struct udpi_ip udpi_ip_first(const struct udpi_ip *ip, unsigned prefix_length);
struct udpi_ip udpi_ip_last(const struct udpi_ip *ip, unsigned prefix_length);

/* How many leading bits two addresses of the same version have in common. */
unsigned udpi_ip_common_bits(const struct udpi_ip *a, const struct udpi_ip *b);

bool udpi_ip_equals(const struct udpi_ip *a, const struct udpi_ip *b);

enum udpi_ip_role {
    UDPI_IP_HOST,
    UDPI_IP_NETWORK,
    UDPI_IP_BROADCAST,
    UDPI_IP_ANYCAST, /* of all routers of an IPv6 subnet: RFC 4291 section 2.6.1 */
    UDPI_IP_GROUP,   /* multicast: in no subnet */
};

/* What an address is in the subnet of this prefix length. The ends of a /31 and of a /127 are hosts: RFC 3021, RFC 6164. */
enum udpi_ip_role udpi_ip_role(const struct udpi_ip *ip, unsigned prefix_length);

/* "host", "network", "broadcast", "anycast", "group". */
const char *udpi_ip_role_name(enum udpi_ip_role role);

/* RFC 5771; RFC 4291 section 2.7. */
bool udpi_ip_is_multicast(const struct udpi_ip *ip);

#endif
