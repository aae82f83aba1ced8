/*
 * Segmentation offload: Ethernet frames with datagrams of one flow, put together as one large frame, which the kernel or the
 * network card splits again. Each piece gets the headers of the large frame with a length and a checksum of its own, and
 * IPv4 identifications that rise by one. So what may be put together is what comes out of that, byte for byte.
 */
#ifndef UDPI_INJECT_SEGMENTS_H
#define UDPI_INJECT_SEGMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/virtio_net.h>

enum {
    UDPI_SEGMENTS_MOST = 64, /* UDP_MAX_SEGMENTS in linux/udp.h; from Linux 6.9 on it is 128, which is no faster */
    UDPI_SEGMENTS_ROOM = 14 + 65535 /* bytes of the largest: RFC 791 section 3.1, behind an Ethernet header */
};

/* Frames that were put together, or a single one. */
struct udpi_segments {
    uint8_t *bytes;   /* the large frame, in a buffer of the caller's */
    uint32_t size;    /* of it */
    uint32_t count;   /* frames in it */
    uint32_t payload; /* bytes of each datagram's payload, but for the last one, which may have fewer */
    uint8_t header;   /* bytes of the headers in front; 0 where nothing can be put to the frame */
    bool is_ipv4;
    bool keeps_id; /* the frames have one IPv4 identification, which the pieces will not have */
    bool is_over;  /* the last one was shorter: it is the last */
};

/*
 * Begins with this frame, of which the caller has put a copy at `bytes`. Only a whole Ethernet frame without VLAN tag, with
 * an IPv4 header of 20 bytes or an IPv6 header, UDP, a payload, and right checksums, can have others put to it.
 */
void udpi_segments_begin(struct udpi_segments *segments, uint8_t *bytes, uint32_t size);

/*
 * Puts the frame to the others, if it fits to them, and if the whole then has `room` bytes at most; false if it does not.
 * With `renumbers`, IPv4 identifications that are all the same will do too, where don't-fragment is set: then nobody may
 * look at them (RFC 6864 section 4.1).
 */
bool udpi_segments_add(struct udpi_segments *segments, const uint8_t *frame, uint32_t size, uint32_t room,
                       bool renumbers);

/*
 * Makes one packet of what was put together, and says in *header, which begins as zeros, how to split it: Virtual I/O Device
 * (VIRTIO) 1.3 section 5.1.6. Leaves both alone where there is one frame only: Linux refuses to split that.
 */
void udpi_segments_finish(struct udpi_segments *segments, struct virtio_net_hdr *header);

/* Writes the frame with this index as it was given to `frame`, which has room for it; gives its size. For kernels that
   cannot split. After udpi_segments_finish. */
uint32_t udpi_segments_split(const struct udpi_segments *segments, uint32_t index, uint8_t *frame);

#endif
