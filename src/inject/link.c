#include "inject/link.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/if_arp.h>
#include <linux/sockios.h>
#include <pcap/dlt.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ETHERNET_HEADER = 14 };

/* What SOCK_RAW of packet(7) takes on each kind of interface. */
static const struct {
    uint16_t hardware, link_type;
    uint8_t header;
} kinds[] = {
    {ARPHRD_ETHER, DLT_EN10MB, ETHERNET_HEADER},
    {ARPHRD_LOOPBACK, DLT_EN10MB, ETHERNET_HEADER},
    {ARPHRD_NONE, DLT_RAW, 0},
    {ARPHRD_RAWIP, DLT_RAW, 0},
    {ARPHRD_TUNNEL, DLT_RAW, 0},
    {ARPHRD_TUNNEL6, DLT_RAW, 0},
    {ARPHRD_SIT, DLT_RAW, 0},
};

static bool ask(int socket, struct udpi_link *link, unsigned long what, struct ifreq *answer) {
    *answer = (struct ifreq){0};
    memcpy(answer->ifr_name, link->name, sizeof link->name);
    return ioctl(socket, what, answer) == 0;
}

static enum udpi_status refuse(const struct udpi_link *link, struct udpi_error *error) {
    return udpi_error_set(error, UDPI_FAILED, "%s: %s", link->name, strerror(errno));
}

static enum udpi_status find_kind(struct udpi_link *link, uint16_t hardware, struct udpi_error *error) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].hardware != hardware)
            continue;
        link->link_type = kinds[i].link_type;
        link->header = kinds[i].header;
        return UDPI_OK;
    }
    return udpi_error_set(error, UDPI_FAILED,
                          "%s: interfaces of its kind (%u) are not known; Ethernet, loopback and IP tunnels are",
                          link->name, hardware);
}

/* Where something of hardware, or what a virtual machine takes for it, is behind the interface. */
static bool has_device(const struct udpi_link *link) {
    char path[64];
    snprintf(path, sizeof path, "/sys/class/net/%s/device", link->name);
    return access(path, F_OK) == 0;
}

/* Without this offload, the kernel does not leave a datagram in one piece to the interface either. */
static bool leaves_checksums(int socket, struct udpi_link *link) {
    struct ethtool_value value = {.cmd = ETHTOOL_GTXCSUM};
    struct ifreq request = {.ifr_data = (char *)&value};
    memcpy(request.ifr_name, link->name, sizeof link->name);
    return ioctl(socket, SIOCETHTOOL, &request) == 0 && value.data != 0;
}

static enum udpi_status look(int socket, struct udpi_link *link, struct udpi_error *error) {
    struct ifreq answer;
    if (!ask(socket, link, SIOCGIFINDEX, &answer))
        return udpi_error_set(error, UDPI_FAILED, "%s: no such interface; udpinspect -D lists them", link->name);
    link->index = answer.ifr_ifindex;
    if (!ask(socket, link, SIOCGIFFLAGS, &answer))
        return refuse(link, error);
    if (!(answer.ifr_flags & IFF_UP))
        return udpi_error_set(error, UDPI_FAILED, "%s: the interface is down; run: sudo ip link set %s up", link->name,
                              link->name);
    if (!ask(socket, link, SIOCGIFMTU, &answer))
        return refuse(link, error);
    link->mtu = (uint32_t)answer.ifr_mtu;
    if (!ask(socket, link, SIOCGIFHWADDR, &answer))
        return refuse(link, error);
    link->hands_on_pieces = has_device(link) || !leaves_checksums(socket, link);
    return find_kind(link, answer.ifr_hwaddr.sa_family, error);
}

enum udpi_status udpi_link_find(struct udpi_link *link, const char *name, struct udpi_error *error) {
    *link = (struct udpi_link){0};
    if (strlen(name) >= sizeof link->name)
        return udpi_error_set(error, UDPI_FAILED, "%.32s: no such interface; udpinspect -D lists them", name);
    memcpy(link->name, name, strlen(name) + 1);
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (any < 0)
        return refuse(link, error);
    enum udpi_status status = look(any, link, error);
    close(any);
    return status;
}
