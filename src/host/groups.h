/*
 * The multicast groups that this host has joined, on each of its interfaces: /proc/net/igmp and igmp6. The kernel does not
 * tell which sockets wanted them.
 */
#ifndef UDPI_HOST_GROUPS_H
#define UDPI_HOST_GROUPS_H

#include <net/if.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/error.h"

struct udpi_host_group {
    uint8_t family;      /* AF_INET, AF_INET6 */
    uint8_t address[16]; /* network order; of IPv4 the first four bytes */
    char interface[IFNAMSIZ];
    uint32_t users; /* how often it is joined there: by sockets, and by the kernel itself */
};

struct udpi_host_groups {
    size_t count, room;
    struct udpi_host_group *entries; /* in the kernel's order: by interface, IPv4 first */
};

/* Lists them, from the folder `proc` ("/proc"). A table that is missing has none. To be freed in either case. UDPI_FAILED
   where memory is short. */
enum udpi_status udpi_host_groups_list(struct udpi_host_groups *list, const char *proc, struct udpi_error *error);
void udpi_host_groups_free(struct udpi_host_groups *list);

/* Adds what stands in a table. Lines that are not understood are passed over. Gives 0, or an errno value where memory is short
   or the file cannot be read. */
int udpi_host_groups_read_ipv4(struct udpi_host_groups *list, FILE *table);
int udpi_host_groups_read_ipv6(struct udpi_host_groups *list, FILE *table);

#endif
