/* The interfaces of this host, with what their addresses say. */
#ifndef UDPI_CAPTURE_INTERFACES_H
#define UDPI_CAPTURE_INTERFACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

struct udpi_interface_address {
    uint8_t bytes[16];     /* network order */
    uint8_t size;          /* 4, 6 (MAC) or 16 */
    uint8_t prefix_length; /* of IPv4 and IPv6 addresses */
};

struct udpi_interface {
    char *name;
    char *description; /* NULL where there is none */
    bool is_up, is_running, is_loopback, is_wireless;
    bool is_default; /* what -i means where it is not given */
    size_t address_count;
    struct udpi_interface_address *addresses;
};

struct udpi_interface_list {
    size_t count;
    struct udpi_interface *entries; /* in the order of their numbers for -i, which begin at 1 */
};

/*
 * Lists the network interfaces and "any", in libpcap's order: what is likely to be wanted comes first. Other sources of
 * libpcap (USB, D-Bus, netfilter) carry no UDP that a network interface does not, and are left out.
 * The default is the interface of the default route; without one the first that is up and no loopback; else the
 * loopback.
 */
enum udpi_status udpi_interfaces_list(struct udpi_interface_list *list, struct udpi_error *error);
void udpi_interfaces_free(struct udpi_interface_list *list);

/* The name, to be freed, that `given` means: a name, a number in the list, NULL for the default. NULL with *error set
   where there is no such number or no default. */
char *udpi_interface_resolve(const char *given, struct udpi_error *error);

/* Whether there is a network interface of this name, or it is "any". */
bool udpi_interface_exists(const char *name);

/* The same of a network interface, asked through a socket that is open: netdevice(7). */
bool udpi_interface_is_known(int socket, const char *name);

/* Its MTU in bytes, 0 where it has none: netdevice(7). */
uint32_t udpi_interface_mtu(const char *name);

#endif
