#include "capture/interfaces.h"

#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "capture/default_route.h"

bool udpi_interface_exists(const char *name) {
    return if_nametoindex(name) != 0 || strcmp(name, "any") == 0;
}

bool udpi_interface_is_known(int socket, const char *name) {
    struct ifreq request = {0};
    strncpy(request.ifr_name, name, sizeof request.ifr_name - 1);
    return ioctl(socket, SIOCGIFINDEX, &request) == 0;
}

uint32_t udpi_interface_mtu(const char *name) {
    struct ifreq request = {0};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return 0;
    strncpy(request.ifr_name, name, sizeof request.ifr_name - 1);
    bool is_known = ioctl(fd, SIOCGIFMTU, &request) == 0 && request.ifr_mtu > 0;
    close(fd);
    return is_known ? (uint32_t)request.ifr_mtu : 0;
}

static uint8_t count_bits(const uint8_t *bytes, size_t count) {
    int bits = 0;
    for (size_t i = 0; i < count; i++)
        bits += __builtin_popcount(bytes[i]);
    return (uint8_t)bits;
}

static bool take_ip(struct udpi_interface_address *address, const void *bytes, const void *mask, uint8_t size) {
    memcpy(address->bytes, bytes, size);
    address->size = size;
    address->prefix_length = mask ? count_bits(mask, size) : (uint8_t)(8 * size);
    return true;
}

static bool take_mac(struct udpi_interface_address *address, const struct sockaddr_ll *link) {
    static const uint8_t none[6];
    address->size = sizeof none;
    memcpy(address->bytes, link->sll_addr, sizeof none);
    return link->sll_halen == sizeof none && memcmp(link->sll_addr, none, sizeof none) != 0;
}

/* Gives false for an address of another kind, and for the empty MAC address of the loopback. */
static bool take_address(struct udpi_interface_address *address, const struct pcap_addr *from) {
    if (!from->addr)
        return false;
    const void *given = from->addr, *mask = from->netmask;
    const struct sockaddr_in *ipv4 = given, *ipv4_mask = mask;
    const struct sockaddr_in6 *ipv6 = given, *ipv6_mask = mask;
    switch (from->addr->sa_family) {
    case AF_INET: return take_ip(address, &ipv4->sin_addr, mask ? &ipv4_mask->sin_addr : NULL, 4);
    case AF_INET6: return take_ip(address, &ipv6->sin6_addr, mask ? &ipv6_mask->sin6_addr : NULL, 16);
    case AF_PACKET: return take_mac(address, given);
    default: return false;
    }
}

static bool take_addresses(struct udpi_interface *interface, const struct pcap_addr *first) {
    size_t count = 0;
    for (const struct pcap_addr *from = first; from; from = from->next)
        count++;
    interface->addresses = calloc(count + 1, sizeof *interface->addresses);
    if (!interface->addresses)
        return false;
    for (const struct pcap_addr *from = first; from; from = from->next)
        if (take_address(&interface->addresses[interface->address_count], from))
            interface->address_count++;
    return true;
}

static bool take_interface(struct udpi_interface *interface, const struct pcap_if *device) {
    interface->name = strdup(device->name);
    interface->description = device->description ? strdup(device->description) : NULL;
    interface->is_up = device->flags & PCAP_IF_UP;
    interface->is_running = device->flags & PCAP_IF_RUNNING;
    interface->is_loopback = device->flags & PCAP_IF_LOOPBACK;
    interface->is_wireless = device->flags & PCAP_IF_WIRELESS;
    return interface->name && (interface->description || !device->description) &&
           take_addresses(interface, device->addresses);
}

static bool take_all(struct udpi_interface_list *list, const struct pcap_if *first) {
    size_t count = 0;
    for (const struct pcap_if *device = first; device; device = device->next)
        count++;
    list->entries = calloc(count + 1, sizeof *list->entries);
    if (!list->entries)
        return false;
    for (const struct pcap_if *device = first; device; device = device->next)
        if (udpi_interface_exists(device->name) && !take_interface(&list->entries[list->count++], device))
            return false;
    return true;
}

/* The lower, the sooner it is the default. */
static unsigned rank(const struct udpi_interface *interface, const char *of_route) {
    if (strcmp(interface->name, of_route) == 0)
        return 0;
    if (strcmp(interface->name, "any") == 0)
        return 4;
    if (interface->is_loopback)
        return 2;
    return interface->is_up ? 1 : 3;
}

static void mark_default(struct udpi_interface_list *list) {
    char of_route[UDPI_INTERFACE_NAME_SIZE] = "";
    udpi_default_route(of_route);
    struct udpi_interface *best = list->entries;
    for (size_t i = 1; i < list->count; i++)
        if (rank(&list->entries[i], of_route) < rank(best, of_route))
            best = &list->entries[i];
    if (list->count > 0)
        best->is_default = true;
}

enum udpi_status udpi_interfaces_list(struct udpi_interface_list *list, struct udpi_error *error) {
    char why[PCAP_ERRBUF_SIZE] = "";
    struct pcap_if *devices = NULL;
    *list = (struct udpi_interface_list){0};
    if (pcap_findalldevs(&devices, why) != 0)
        return udpi_error_set(error, UDPI_FAILED, "interfaces: %s", why);
    bool is_taken = take_all(list, devices);
    pcap_freealldevs(devices);
    if (!is_taken) {
        udpi_interfaces_free(list);
        return udpi_error_set(error, UDPI_FAILED, "interfaces: no memory for the list");
    }
    mark_default(list);
    return UDPI_OK;
}

void udpi_interfaces_free(struct udpi_interface_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        free(list->entries[i].name);
        free(list->entries[i].description);
        free(list->entries[i].addresses);
    }
    free(list->entries);
    *list = (struct udpi_interface_list){0};
}

static const struct udpi_interface *find_default(const struct udpi_interface_list *list) {
    for (size_t i = 0; i < list->count; i++)
        if (list->entries[i].is_default)
            return &list->entries[i];
    return NULL;
}

static const struct udpi_interface *find_number(const struct udpi_interface_list *list, const char *digits) {
    unsigned long number = strtoul(digits, NULL, 10);
    return number >= 1 && number <= list->count ? &list->entries[number - 1] : NULL;
}

static bool is_number(const char *text) {
    return *text && text[strspn(text, "0123456789")] == '\0' && if_nametoindex(text) == 0;
}

static char *copy_name(const char *name, struct udpi_error *error) {
    char *copy = strdup(name);
    if (!copy)
        udpi_error_set(error, UDPI_FAILED, "interfaces: no memory for a name");
    return copy;
}

char *udpi_interface_resolve(const char *given, struct udpi_error *error) {
    if (given && !is_number(given))
        return copy_name(given, error);
    struct udpi_interface_list list;
    if (udpi_interfaces_list(&list, error) != UDPI_OK)
        return NULL;
    const struct udpi_interface *found = given ? find_number(&list, given) : find_default(&list);
    char *name = NULL;
    if (found)
        name = copy_name(found->name, error);
    else if (given)
        udpi_error_set(error, UDPI_FAILED, "%s: no such interface; udpinspect -D lists them", given);
    else
        udpi_error_set(error, UDPI_FAILED, "this host has no interface to capture on");
    udpi_interfaces_free(&list);
    return name;
}
