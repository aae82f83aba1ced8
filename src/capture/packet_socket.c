#include "capture/packet_socket.h"

#include <arpa/inet.h>
#include <limits.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/filter.h"
#include "capture/interfaces.h"

enum {
    /* After this time the kernel hands over what has come, if anything. The buffer consists of blocks of 256 KiB, and each
       time uses one up, however little is in it: a short time means many wake-ups and a small reserve. With the usual
       buffer the reserve is 128 ms, while from 400,000 small packets a second on blocks are full before. */
    HAND_OVER_MS = 4,
    LOOK_AGAIN_MS = 250, /* for an interface that is not there */
};

static bool is_any(const char *name) {
    return strcmp(name, "any") == 0;
}

static enum udpi_status refuse_permission(const char *name, struct udpi_error *error) {
    char program[256];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    return udpi_error_set(error, UDPI_PERMISSION,
                          "%.32s: no permission to capture; run: sudo setcap cap_net_raw,cap_net_admin=eip %s", name,
                          length > 0 ? program : "udpinspect");
}

static enum udpi_status refuse(const char *name, pcap_t *pcap, int why, struct udpi_error *error) {
    switch (why) {
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED: return refuse_permission(name, error);
    case PCAP_ERROR_IFACE_NOT_UP:
        return udpi_error_set(error, UDPI_FAILED, "%s: the interface is down; run: sudo ip link set %s up", name, name);
    default:
        return udpi_error_set(error, UDPI_FAILED, "%s: %s", name,
                              why == PCAP_ERROR ? pcap_geterr(pcap) : pcap_statustostr(why));
    }
}

static int buffer_bytes(int kib) {
    return kib > INT_MAX / 1024 ? INT_MAX : 1024 * (kib > 0 ? kib : UDPI_CAPTURE_BUFFER_KIB);
}

/* libpcap's result, or PCAP_ERROR with *error set. */
static int activate(struct udpi_packet_socket *socket, const struct udpi_capture_options *options,
                    struct udpi_error *error) {
    char why[PCAP_ERRBUF_SIZE] = "";
    pcap_t *pcap = socket->pcap = pcap_create(socket->name, why);
    if (!pcap) {
        udpi_error_set(error, UDPI_FAILED, "%s: %s", socket->name, why);
        return PCAP_ERROR;
    }
    bool is_cut = options->snapshot > 0 && options->snapshot < UDPI_LONGEST_FRAME;
    pcap_set_snaplen(pcap, is_cut ? options->snapshot : UDPI_LONGEST_FRAME);
    pcap_set_promisc(pcap, !options->is_not_promiscuous && !is_any(socket->name));
    pcap_set_timeout(pcap, HAND_OVER_MS);
    pcap_set_buffer_size(pcap, buffer_bytes(options->buffer_kib));
    pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
    int result = pcap_activate(pcap);
    if (result < 0)
        refuse(socket->name, pcap, result, error);
    return result;
}

static enum udpi_status set_up(struct udpi_packet_socket *socket, struct udpi_error *error) {
    char why[PCAP_ERRBUF_SIZE] = "";
    /* Version 2 names the interface; where it cannot be had, version 1 stays. */
    if (is_any(socket->name))
        pcap_set_datalink(socket->pcap, DLT_LINUX_SLL2);
    if (pcap_setnonblock(socket->pcap, 1, why) != 0)
        return udpi_error_set(error, UDPI_FAILED, "%s: %s", socket->name, why);
    udpi_drops_open(&socket->drops, socket->pcap, socket->name);
    socket->mtu = is_any(socket->name) ? 0 : udpi_interface_mtu(socket->name);
    socket->link_type = (uint16_t)pcap_datalink(socket->pcap);
    socket->link_type_name = pcap_datalink_val_to_name(socket->link_type);
    return UDPI_OK;
}

static void release(struct udpi_packet_socket *socket) {
    if (socket->pcap)
        pcap_close(socket->pcap);
    socket->pcap = NULL;
}

/* Tries once; *is_late where the interface is not there, or not up. */
static enum udpi_status try_to_open(struct udpi_packet_socket *socket, const struct udpi_capture_options *options,
                                    bool *is_late, struct udpi_error *error) {
    *is_late = !udpi_interface_exists(socket->name);
    if (*is_late)
        return udpi_error_set(error, UDPI_FAILED, "%s: no such interface; udpinspect -D lists them", socket->name);
    int result = activate(socket, options, error);
    *is_late = result == PCAP_ERROR_NO_SUCH_DEVICE || result == PCAP_ERROR_IFACE_NOT_UP;
    return result < 0 ? error->status : set_up(socket, error);
}

static enum udpi_status open_in_time(struct udpi_packet_socket *socket, const struct udpi_capture_options *options,
                                     struct udpi_error *error) {
    for (;;) {
        bool is_late;
        enum udpi_status status = try_to_open(socket, options, &is_late, error);
        if (status == UDPI_OK || !is_late || !options->waits)
            return status;
        release(socket);
        *error = (struct udpi_error){.status = UDPI_OK};
        poll(NULL, 0, LOOK_AGAIN_MS);
    }
}

static enum udpi_status compile_filter(const struct udpi_packet_socket *socket, struct bpf_program *program,
                                       const char *text, struct udpi_error *error) {
    char why[PCAP_ERRBUF_SIZE];
    bpf_u_int32 network, mask;
    if (is_any(socket->name) || pcap_lookupnet(socket->name, &network, &mask, why) != 0)
        mask = PCAP_NETMASK_UNKNOWN;
    if (pcap_compile(socket->pcap, program, text, 1, mask) == 0)
        return UDPI_OK;
    return udpi_filter_refuse(text, pcap_geterr(socket->pcap), error);
}

static enum udpi_status install_filter(struct udpi_packet_socket *socket, const struct udpi_capture_options *options,
                                       struct udpi_error *error) {
    const struct udpi_filter_stand_in *stand_in = options->stand_in;
    struct bpf_program program;
    if (!options->filter || !options->filter[0])
        return UDPI_OK;
    if (compile_filter(socket, &program, options->filter, error) != UDPI_OK)
        return error->status;
    if (stand_in) {
        const char *text = stand_in->text(stand_in->context, socket->link_type);
        pcap_freecode(&program);
        if (!text)
            return UDPI_OK;
        if (compile_filter(socket, &program, text, error) != UDPI_OK)
            return error->status;
    }
    int result = pcap_setfilter(socket->pcap, &program);
    pcap_freecode(&program);
    return result == 0 ? UDPI_OK
                       : udpi_error_set(error, UDPI_FAILED, "%s: %s", socket->name, pcap_geterr(socket->pcap));
}

/* A name may be that of an interface that is yet to come. */
static char *find_name(const char *given, const struct udpi_capture_options *options, struct udpi_error *error) {
    if (options->waits && given && !udpi_interface_exists(given))
        return strdup(given);
    return udpi_interface_resolve(given, error);
}

enum udpi_status udpi_packet_socket_open(struct udpi_packet_socket *socket, const char *given,
                                         const struct udpi_capture_options *options, struct udpi_error *error) {
    socket->name = find_name(given, options, error);
    if (!socket->name)
        return error->status != UDPI_OK ? error->status : udpi_error_set(error, UDPI_FAILED, "no memory to capture");
    if (open_in_time(socket, options, error) != UDPI_OK)
        return error->status;
    return install_filter(socket, options, error);
}

void udpi_packet_socket_close(struct udpi_packet_socket *socket) {
    udpi_drops_close(&socket->drops);
    release(socket);
    free(socket->name);
}

bool udpi_packet_socket_is_unbound(const struct udpi_packet_socket *socket) {
    struct sockaddr_ll address = {0};
    int fd = pcap_fileno(socket->pcap);
    return getsockname(fd, (struct sockaddr *)&address, &(socklen_t){sizeof address}) == 0 && address.sll_ifindex < 0;
}

bool udpi_packet_socket_is_orphaned(const struct udpi_packet_socket *socket) {
    return udpi_packet_socket_is_unbound(socket) ||
           (!is_any(socket->name) && !udpi_interface_is_known(pcap_fileno(socket->pcap), socket->name));
}

bool udpi_packet_socket_rebind(struct udpi_packet_socket *socket, bool is_promiscuous) {
    int fd = pcap_fileno(socket->pcap);
    struct ifreq request = {0};
    strncpy(request.ifr_name, socket->name, sizeof request.ifr_name - 1);
    if (ioctl(fd, SIOCGIFINDEX, &request) != 0)
        return false;
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = request.ifr_ifindex};
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) != 0)
        return false;
    const struct packet_mreq membership = {.mr_ifindex = request.ifr_ifindex, .mr_type = PACKET_MR_PROMISC};
    if (is_promiscuous)
        (void)!setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &membership, sizeof membership);
    int failure; /* of the interface that went away: to be taken off the socket */
    (void)!getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &(socklen_t){sizeof failure});
    return true;
}
