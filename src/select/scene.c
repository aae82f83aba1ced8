#include "select/scene.h"

#include <pcap/dlt.h>
#include <string.h>

#include "core/bytes.h"
#include "model/numbers.h"

enum {
    IPV4_HEADER = 20,
    IPV6_HEADER = 40,
    LONGEST_IP_HEADER = 60,
    MACS = 12, /* bytes of both addresses */
    TAG = 4,   /* bytes of a VLAN tag: the control information, and the ethertype of what follows */
    LARGEST_LENGTH = 0xffff,
    NO_PROTOCOL = 256,
};

/* Headers between IP and what it carries; each begins with the number of the next one. */
static bool is_extension(unsigned ip_protocol) {
    static const uint8_t numbers[] = {UDPI_IP_HOPOPT, UDPI_IP_ROUTING, UDPI_IP_FRAGMENT,
                                      UDPI_IP_AH,     UDPI_IP_DSTOPTS, UDPI_IP_MOBILITY};
    return ip_protocol <= UINT8_MAX && memchr(numbers, (int)ip_protocol, sizeof numbers);
}

static void note_binding(struct udpi_landmarks *landmarks, size_t protocol, struct udpi_binding binding) {
    if (binding.space != UDPI_IP_PROTOCOL || binding.key > UINT8_MAX)
        return;
    if (is_extension(binding.key))
        landmarks->roles[protocol] = UDPI_ROLE_EXTENSION;
    landmarks->carries[binding.key] = !udpi_protocols[protocol]->is_end;
}

void udpi_landmarks_find(struct udpi_landmarks *landmarks) {
    *landmarks = (struct udpi_landmarks){
        .ipv4 = udpi_protocol_find("ipv4"),
        .ipv6 = udpi_protocol_find("ipv6"),
        .fragment = udpi_protocol_find("fragment"),
        .eth = udpi_protocol_find("eth"),
        .vlan = udpi_protocol_find("vlan"),
        .mpls = udpi_protocol_find("mpls"),
    };
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        if (protocol == landmarks->ipv4 || protocol == landmarks->ipv6)
            landmarks->roles[i] = UDPI_ROLE_IP;
        if (protocol == landmarks->fragment)
            landmarks->roles[i] = UDPI_ROLE_FRAGMENT;
        for (unsigned k = 0; k < protocol->binding_count; k++)
            note_binding(landmarks, i, protocol->bindings[k]);
    }
}

static inline uint8_t role_of(const struct udpi_scene *scene, unsigned layer) {
    return scene->landmarks->roles[scene->packet->layers[layer].protocol_id];
}

void udpi_scene_set(struct udpi_scene *scene, const struct udpi_landmarks *landmarks, const struct udpi_packet *packet,
                    uint8_t *scratch) {
    uint8_t ip = UDPI_NO_LAYER;
    scene->landmarks = landmarks;
    scene->packet = packet;
    scene->scratch = scratch;
    scene->scratch_whole = UDPI_NO_LAYER;
    scene->fragment_count = 0;
    for (uint8_t i = 0; i < packet->layer_count; i++) {
        uint8_t role = role_of(scene, i);
        if (role == UDPI_ROLE_IP)
            ip = i;
        if (role != UDPI_ROLE_FRAGMENT || packet->layers[i].is_quoted || ip == UDPI_NO_LAYER ||
            scene->fragment_count == UDPI_MAX_BUFFERS)
            continue;
        scene->fragments[scene->fragment_count].layer = i;
        scene->fragments[scene->fragment_count++].ip = ip;
    }
    /* All fragments but the last have completed their datagrams, or nothing would follow them. */
    scene->is_pending = scene->fragment_count >= packet->buffer_count;
}

static const uint8_t *bytes_of(const struct udpi_scene *scene, const struct udpi_layer *layer) {
    return scene->packet->buffers[layer->buffer].bytes + layer->offset;
}

/* Bytes from the beginning of the layer to the end of its buffer: captured, and on the wire. */
static uint32_t captured_from(const struct udpi_scene *scene, const struct udpi_layer *layer) {
    return scene->packet->buffers[layer->buffer].size - layer->offset;
}

static uint32_t length_from(const struct udpi_scene *scene, const struct udpi_layer *layer) {
    uint32_t captured = captured_from(scene, layer), length = scene->packet->frame.length;
    return layer->buffer == 0 && length > layer->offset + captured ? length - layer->offset : captured;
}

/* --- fragments ---------------------------------------------------------------------------------------------------- */

/* The fragment header of an IPv6 fragment; it stands right before its part. */
static const uint8_t *fragment_header(const struct udpi_scene *scene, unsigned index) {
    return bytes_of(scene, &scene->packet->layers[scene->fragments[index].layer - 1]);
}

static bool is_ipv4(const struct udpi_scene *scene, unsigned index) {
    return scene->packet->layers[scene->fragments[index].ip].protocol == scene->landmarks->ipv4;
}

uint8_t udpi_scene_fragment_protocol(const struct udpi_scene *scene, unsigned index) {
    if (is_ipv4(scene, index))
        return bytes_of(scene, &scene->packet->layers[scene->fragments[index].ip])[9];
    return fragment_header(scene, index)[0];
}

struct udpi_fragment_seen udpi_scene_fragment(const struct udpi_scene *scene, unsigned index) {
    const uint8_t *header = bytes_of(scene, &scene->packet->layers[scene->fragments[index].ip]);
    struct udpi_fragment_seen seen = {.time = scene->packet->frame.time};
    if (is_ipv4(scene, index)) {
        memcpy(seen.key.src, header + 12, 4);
        memcpy(seen.key.dst, header + 16, 4);
        seen.key.id = udpi_load_be16(header + 4);
        seen.key.protocol = header[9];
        seen.is_first = (udpi_load_be16(header + 6) & 0x1fff) == 0;
        return seen;
    }
    const uint8_t *fragment = fragment_header(scene, index);
    memcpy(seen.key.src, header + 8, 16);
    memcpy(seen.key.dst, header + 24, 16);
    seen.key.id = udpi_load_be32(fragment + 4);
    seen.key.protocol = NO_PROTOCOL;
    seen.is_first = (udpi_load_be16(fragment + 2) & 0xfff8) == 0;
    return seen;
}

/* --- what an IP header is about, in one piece --------------------------------------------------------------------- */

/* The part that is in a fragment: not where it goes on in a datagram that is whole, nor where its beginning is elsewhere. */
static bool is_end_of_whole(const struct udpi_scene *scene, unsigned layer, bool *has_beginning) {
    unsigned last = scene->fragment_count - 1U;
    *has_beginning = true;
    if (!scene->is_pending || scene->fragments[last].layer != layer)
        return false;
    *has_beginning = udpi_scene_fragment(scene, last).is_first;
    return true;
}

/*
 * The layer behind the extension headers and the fragment of the IP header `ip`, and its protocol. libpcap looks for ports
 * behind neither. Gives 0 where there are none, or it is not there.
 */
static unsigned find_upper(const struct udpi_scene *scene, unsigned ip, uint8_t *protocol) {
    const struct udpi_layer *layers = scene->packet->layers;
    bool is_v4 = layers[ip].protocol == scene->landmarks->ipv4, has_beginning = true;
    unsigned upper = ip + 1;
    *protocol = bytes_of(scene, &layers[ip])[is_v4 ? 9 : 6];
    for (; upper < scene->packet->layer_count; upper++) {
        bool is_fragment = role_of(scene, upper) == UDPI_ROLE_FRAGMENT && !layers[upper].is_quoted;
        if (is_fragment && is_end_of_whole(scene, upper, &has_beginning))
            return has_beginning ? upper : 0;
        if (role_of(scene, upper) == UDPI_ROLE_EXTENSION)
            *protocol = bytes_of(scene, &layers[upper])[0];
        else if (!is_fragment)
            break;
    }
    bool is_there = upper > ip + 1 && upper < scene->packet->layer_count && !layers[upper].protocol->is_leftover;
    return is_there ? upper : 0;
}

/* Makes of the IP header and what is behind its extensions a packet in one piece. */
static bool make_whole(struct udpi_scene *scene, unsigned ip) {
    uint8_t protocol, *header = scene->scratch;
    unsigned upper = find_upper(scene, ip, &protocol);
    if (upper == 0 || scene->scratch_whole == ip)
        return upper != 0;
    const struct udpi_layer *outer = &scene->packet->layers[ip], *inner = &scene->packet->layers[upper];
    bool is_v4 = outer->protocol == scene->landmarks->ipv4;
    uint32_t head = outer->size, size = captured_from(scene, inner);
    size = size < UDPI_LONGEST_WHOLE - LONGEST_IP_HEADER ? size : UDPI_LONGEST_WHOLE - LONGEST_IP_HEADER;
    if (head < (is_v4 ? IPV4_HEADER : IPV6_HEADER) || head > LONGEST_IP_HEADER)
        return false;
    memcpy(header, bytes_of(scene, outer), head);
    memcpy(header + head, bytes_of(scene, inner), size);
    uint32_t length = is_v4 ? head + size : size;
    udpi_store_be(header + (is_v4 ? 2 : 4), 2, length < LARGEST_LENGTH ? length : LARGEST_LENGTH);
    header[is_v4 ? 9 : 6] = protocol;
    if (is_v4)
        udpi_store_be(header + 6, 2, 0);
    scene->scratch_size = head + size;
    scene->scratch_whole = (uint8_t)ip;
    return true;
}

/* --- judging ------------------------------------------------------------------------------------------------------ */

static const struct udpi_filter_kind raw = {.link_type = DLT_RAW}, ethernet = {.link_type = DLT_EN10MB};

bool udpi_scene_accepts_ip(struct udpi_scene *scene, struct udpi_filter *filter) {
    const struct udpi_packet *packet = scene->packet;
    for (unsigned i = 0; i < packet->layer_count; i++) {
        const struct udpi_layer *layer = &packet->layers[i];
        if (role_of(scene, i) != UDPI_ROLE_IP)
            continue;
        if (udpi_filter_matches(filter, raw, bytes_of(scene, layer), captured_from(scene, layer),
                                length_from(scene, layer)))
            return true;
        if (make_whole(scene, i) &&
            udpi_filter_matches(filter, raw, scene->scratch, scene->scratch_size, scene->scratch_size))
            return true;
    }
    return false;
}

bool udpi_scene_accepts_frame(const struct udpi_scene *scene, struct udpi_filter *filter) {
    const struct udpi_frame *frame = &scene->packet->frame;
    if (udpi_filter_accepts(filter, frame, false))
        return true;
    /* The address family is in the byte order of a host that nobody names. */
    return frame->link_type == DLT_NULL && udpi_filter_accepts(filter, frame, true);
}

/* An Ethernet frame of the addresses of `eth`, which may be NULL, an ethertype, and the bytes at `rest`. */
static bool accepts_made(struct udpi_scene *scene, struct udpi_filter *filter, const struct udpi_layer *eth,
                         uint16_t ethertype, const uint8_t *rest, uint32_t size) {
    enum { HEADER = MACS + 2, ROOM = UDPI_LONGEST_WHOLE - HEADER };
    uint8_t *frame = scene->scratch;
    scene->scratch_whole = UDPI_NO_LAYER;
    memset(frame, 0, MACS);
    if (eth)
        memcpy(frame, bytes_of(scene, eth), MACS);
    udpi_store_be(frame + MACS, 2, ethertype);
    size = size < ROOM ? size : ROOM;
    memcpy(frame + HEADER, rest, size);
    return udpi_filter_matches(filter, ethernet, frame, HEADER + size, HEADER + size);
}

/* A frame that begins with the ethertype before the VLAN tag, or with the one in it. */
static bool accepts_tag(struct udpi_scene *scene, struct udpi_filter *filter, const struct udpi_layer *eth,
                        const struct udpi_layer *tag) {
    const uint8_t *at = bytes_of(scene, tag);
    uint32_t size = captured_from(scene, tag);
    if (tag->offset >= 2 && accepts_made(scene, filter, eth, udpi_load_be16(at - 2), at, size))
        return true;
    return size >= TAG && accepts_made(scene, filter, eth, udpi_load_be16(at + TAG - 2), at + TAG, size - TAG);
}

static bool accepts_label(struct udpi_scene *scene, struct udpi_filter *filter, const struct udpi_layer *eth,
                          const struct udpi_layer *label) {
    return accepts_made(scene, filter, eth, UDPI_ETHERTYPE_MPLS, bytes_of(scene, label), captured_from(scene, label));
}

bool udpi_scene_accepts_inner_frame(struct udpi_scene *scene, struct udpi_filter *filter) {
    const struct udpi_packet *packet = scene->packet;
    const struct udpi_layer *eth = NULL;
    for (unsigned i = 0; i < packet->layer_count; i++) {
        const struct udpi_layer *layer = &packet->layers[i];
        bool is_eth = layer->protocol == scene->landmarks->eth && layer->size >= MACS;
        if (is_eth)
            eth = layer;
        if (is_eth && i > 0 &&
            udpi_filter_matches(filter, ethernet, bytes_of(scene, layer), captured_from(scene, layer),
                                length_from(scene, layer)))
            return true;
        if (layer->protocol == scene->landmarks->vlan && accepts_tag(scene, filter, eth, layer))
            return true;
        if (layer->protocol == scene->landmarks->mpls && accepts_label(scene, filter, eth, layer))
            return true;
    }
    return false;
}
