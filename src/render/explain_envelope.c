/* How much of a frame is envelope. */
#include "render/explain.h"

#include <stdio.h>
#include <string.h>

enum { ETHERNET_MTU = 1500, MOST_IP = 65535, PERCENT = 100 };

/* Headers of which the last one ends the envelope. */
static const struct carrier {
    const char *protocol;
    bool is_transport; /* what it carries is what a program has sent */
} carriers[] = {
    {"ipv4", false}, {"ipv6", false}, {"ipv6frag", false}, {"udp", true}, {"udplite", true},
};

static const struct carrier *find_carrier(const struct udpi_layer *layer) {
    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++)
        if (strcmp(carriers[i].protocol, layer->protocol->key) == 0)
            return &carriers[i];
    return NULL;
}

/* Headers before the first IP header that an MTU does not count. */
static bool is_link_header(const struct udpi_layer *layer) {
    static const char *const headers[] = {"eth", "vlan", "sll", "sll2", "null"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (strcmp(headers[i], layer->protocol->key) == 0)
            return true;
    return false;
}

/* The layers of the frame itself: not of what was reassembled, quoted, or left over. */
static bool is_counted(const struct udpi_layer *layer) {
    return layer->buffer == 0 && !layer->is_quoted && !layer->protocol->is_leftover;
}

/* The last layer that carries something, or -1. */
static int find_last_carrier(const struct udpi_packet *packet) {
    int last = -1;
    for (int i = 0; i < packet->layer_count; i++)
        if (is_counted(&packet->layers[i]) && find_carrier(&packet->layers[i]))
            last = i;
    return last;
}

/* Where the content ends: quoted headers are part of what an ICMP message is. */
static uint32_t find_end(const struct udpi_packet *packet, int carrier) {
    uint32_t end = packet->layers[carrier].offset + packet->layers[carrier].size;
    for (int i = carrier + 1; i < packet->layer_count; i++) {
        const struct udpi_layer *layer = &packet->layers[i];
        if (layer->buffer == 0 && !layer->protocol->is_leftover && layer->offset + layer->size > end)
            end = layer->offset + layer->size;
    }
    return end;
}

/* Where an MTU begins to count; false where the link is none of those known here. */
static bool find_link_end(const struct udpi_packet *packet, uint32_t *end) {
    unsigned i = 0;
    while (i < packet->layer_count && is_link_header(&packet->layers[i]))
        i++;
    if (i == packet->layer_count || !find_carrier(&packet->layers[i]))
        return false;
    *end = packet->layers[i].offset;
    return true;
}

bool udpi_envelope_measure(const struct udpi_packet *packet, struct udpi_envelope *envelope) {
    const struct udpi_frame *frame = &packet->frame;
    int carrier = find_last_carrier(packet);
    if (carrier < 0 || frame->captured != frame->length)
        return false;
    const struct udpi_layer *layer = &packet->layers[carrier], *content = layer + 1;
    uint32_t start = layer->offset + layer->size, link_end;
    bool has_content = carrier + 1 < packet->layer_count && content->buffer == 0 && !content->protocol->is_leftover;
    *envelope = (struct udpi_envelope){
        .content = has_content ? content->protocol->key : "payload",
        .content_size = find_end(packet, carrier) - start,
        .frame_size = frame->length,
        .mtu = frame->mtu ? frame->mtu : ETHERNET_MTU,
        .is_mtu_assumed = frame->mtu == 0,
    };
    uint64_t around = envelope->frame_size - envelope->content_size;
    envelope->percent = (uint32_t)((PERCENT * around + envelope->frame_size / 2) / envelope->frame_size);
    envelope->has_room = find_carrier(layer)->is_transport && !packet->has_fragment &&
                         find_link_end(packet, &link_end) && start - link_end <= envelope->mtu;
    if (envelope->has_room)
        envelope->room = (envelope->mtu < MOST_IP ? envelope->mtu : MOST_IP) - (start - link_end);
    return true;
}

static const char *plural(uint32_t count) {
    return count == 1 ? "" : "s";
}

void udpi_envelope_write(const struct udpi_envelope *envelope, char *sentences) {
    uint32_t around = envelope->frame_size - envelope->content_size;
    int size =
        snprintf(sentences, UDPI_EXPLAIN_SENTENCE_SIZE,
                 "%u byte%s of %s in %u bytes of frame: %u of envelope, %u %% of it.", envelope->content_size,
                 plural(envelope->content_size), envelope->content, envelope->frame_size, around, envelope->percent);
    if (!envelope->has_room)
        return;
    snprintf(sentences + size, UDPI_EXPLAIN_SENTENCE_SIZE - (size_t)size,
             " In these headers, %s MTU of %u has room for %u bytes.",
             envelope->is_mtu_assumed ? "an" : "the interface's", envelope->mtu, envelope->room);
}
