/* One interface that is captured, through libpcap. */
#ifndef UDPI_CAPTURE_PACKET_SOCKET_H
#define UDPI_CAPTURE_PACKET_SOCKET_H

#include <pcap/pcap.h>

#include "capture/capture.h"
#include "capture/drops.h"

struct udpi_packet_socket {
    char *name; /* of the interface, or "any" */
    pcap_t *pcap;
    struct udpi_drops drops;
    struct udpi_capture *capture; /* whose frames they are */
    uint32_t mtu;                 /* 0 where it is not known */
    uint16_t link_type;
    const char *link_type_name;
    bool is_gone; /* the interface is */
};

/*
 * Opens the interface that `given` names (udpi_interface_resolve), waits for it before that if the options say so, and
 * installs the filter. To be closed in either case, which is fine where all is zero.
 */
enum udpi_status udpi_packet_socket_open(struct udpi_packet_socket *socket, const char *given,
                                         const struct udpi_capture_options *options, struct udpi_error *error);
void udpi_packet_socket_close(struct udpi_packet_socket *socket);

/* What became of it after libpcap has failed: whether the interface has gone away, so that the socket gets nothing more. */
bool udpi_packet_socket_is_orphaned(const struct udpi_packet_socket *socket);

/* The same where libpcap has not failed: it hears nothing of an interface that was down already. */
bool udpi_packet_socket_is_unbound(const struct udpi_packet_socket *socket);

/* Binds the socket to the interface if that is there again; needs no privilege: packet(7). Gives false if it is not. */
bool udpi_packet_socket_rebind(struct udpi_packet_socket *socket, bool is_promiscuous);

#endif
