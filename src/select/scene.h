/* A packet as a filter looks at it: where in it there are headers to be judged, and what of it comes in fragments. */
#ifndef UDPI_SELECT_SCENE_H
#define UDPI_SELECT_SCENE_H

#include <udpinspect/packet.h>

#include "capture/filter.h"
#include "select/datagrams.h"

enum { UDPI_LONGEST_WHOLE = 65536 + 1024 }; /* headers and a datagram */

/* What a layer is in the eyes of a filter. */
enum udpi_role {
    UDPI_ROLE_NONE,
    UDPI_ROLE_IP,
    UDPI_ROLE_FRAGMENT,
    UDPI_ROLE_EXTENSION, /* between IP and what it carries */
};

/* The protocols that a filter has to know. */
struct udpi_landmarks {
    const struct udpi_protocol *ipv4, *ipv6, *fragment, *eth, *vlan, *mpls;
    uint8_t roles[UINT8_MAX + 1]; /* enum udpi_role, by a layer's protocol_id */
    bool carries[UINT8_MAX + 1];  /* by IP protocol: IP may follow */
};
void udpi_landmarks_find(struct udpi_landmarks *landmarks);

struct udpi_scene {
    const struct udpi_landmarks *landmarks;
    const struct udpi_packet *packet;
    uint8_t fragment_count;
    bool is_pending; /* the last fragment is part of a datagram that is not whole yet */
    struct {
        uint8_t layer, ip; /* indices of the fragment and of its IP header */
    } fragments[UDPI_MAX_BUFFERS];
    uint8_t *scratch; /* UDPI_LONGEST_WHOLE bytes */
    uint32_t scratch_size;
    uint8_t scratch_whole; /* the IP header whose packet is in it, or UDPI_NO_LAYER */
};

/* Looks over the packet. `scratch` must stay as long as the scene is used. */
void udpi_scene_set(struct udpi_scene *scene, const struct udpi_landmarks *landmarks, const struct udpi_packet *packet,
                    uint8_t *scratch);

/* What the fragment with this index says of its datagram. */
struct udpi_fragment_seen udpi_scene_fragment(const struct udpi_scene *scene, unsigned index);

/* The protocol of the datagram. */
uint8_t udpi_scene_fragment_protocol(const struct udpi_scene *scene, unsigned index);

/* Whether the filter accepts the packet at an IP header: as it is, or reassembled and without extension headers. */
bool udpi_scene_accepts_ip(struct udpi_scene *scene, struct udpi_filter *filter);

/* The same for the frame as it was captured. */
bool udpi_scene_accepts_frame(const struct udpi_scene *scene, struct udpi_filter *filter);

/* The same for an Ethernet frame within it, or one that begins with a further tag or label of a stack. */
bool udpi_scene_accepts_inner_frame(struct udpi_scene *scene, struct udpi_filter *filter);

#endif
