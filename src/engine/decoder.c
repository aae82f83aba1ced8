/* The peel loop: one header after the other, until a protocol says that nothing follows. */
#include <udpinspect/decoder.h>

#include <stdlib.h>

#include "engine/registry.h"
#include "model/decode.h"

enum { SHORTEST_FRAME = 60 }; /* Ethernet pads up to here, and that is worth no note */

struct udpi_decoder {
    struct udpi_registry registry;
    struct udpi_packet packet;
};

struct udpi_decoder *udpi_decoder_create(void) {
    struct udpi_decoder *decoder = malloc(sizeof *decoder);
    if (decoder)
        udpi_registry_fill(&decoder->registry);
    return decoder;
}

void udpi_decoder_free(struct udpi_decoder *decoder) {
    free(decoder);
}

static struct udpi_layer *open_layer(struct udpi_decode *d, uint8_t id, uint8_t buffer) {
    struct udpi_packet *packet = d->packet;
    struct udpi_layer *layer = &packet->layers[packet->layer_count++];
    *layer = (struct udpi_layer){
        .protocol = udpi_protocols[id],
        .offset = udpi_offset_of(d, d->cursor.at),
        .first_value = packet->value_count,
        .protocol_id = id,
        .buffer = buffer,
        .is_quoted = d->is_quoted,
        .behind = UDPI_NO_LAYER,
    };
    d->layer = layer;
    return layer;
}

static void close_layer(struct udpi_decode *d) {
    struct udpi_layer *layer = d->layer;
    layer->size = udpi_offset_of(d, d->cursor.at) - layer->offset;
    layer->value_count = (uint16_t)(d->packet->value_count - layer->first_value);
}

/* Takes the open layer out of the packet; what was noted of it is now said of the frame. */
static void drop_layer(struct udpi_decode *d) {
    struct udpi_packet *packet = d->packet;
    uint8_t index = --packet->layer_count;
    packet->value_count = d->layer->first_value;
    for (unsigned i = 0; i < packet->note_count; i++)
        if (packet->notes[i].layer == index)
            packet->notes[i].layer = UDPI_NO_LAYER;
}

static void note_missing_header(struct udpi_decode *d, const struct udpi_protocol *protocol) {
    uint8_t before = d->packet->layer_count ? (uint8_t)(d->packet->layer_count - 1) : UDPI_NO_LAYER;
    udpi_note_add_at(d->packet, before, UDPI_NOTE_MALFORMED, "{a} bytes are left where a header of {b} bytes was announced",
                     (uint32_t)d->cursor.claim, protocol->header_size);
}

/*
 * A header whose variable part is not all there. Where the capture was cut, what is left belongs to the header; where the
 * lengths are wrong, it belongs to nobody.
 */
static struct udpi_next end_broken_header(struct udpi_decode *d, size_t claim) {
    enum udpi_stop stop = d->cursor.stop;
    d->cursor.stop = UDPI_STOP_NONE;
    if (stop == UDPI_STOP_TRUNCATED) {
        udpi_cursor_take(&d->cursor, udpi_cursor_left(&d->cursor));
        return udpi_next_nothing();
    }
    udpi_note_add(d, UDPI_NOTE_MALFORMED, "the header is longer than the {a} bytes that are left for it", (uint32_t)claim, 0);
    return udpi_next_payload();
}

/* Decodes one header. What it returns may be UDPI_NEXT_NOT_MINE; then nothing of it remains but notes. */
static struct udpi_next peel_header(struct udpi_decode *d, uint8_t id) {
    const struct udpi_protocol *protocol = udpi_protocols[id];
    struct udpi_cursor before = d->cursor;
    const uint8_t *header = udpi_cursor_take(&d->cursor, protocol->header_size);
    if (!header) {
        if (d->cursor.stop == UDPI_STOP_MALFORMED)
            note_missing_header(d, protocol);
        d->cursor = before;
        return udpi_next_payload();
    }
    struct udpi_cursor behind = d->cursor;
    d->cursor = before;
    open_layer(d, id, 0);
    d->cursor = behind;
    uint8_t leftover_count = d->leftover_count;
    struct udpi_next next = protocol->decode(d, header);
    if (next.kind == UDPI_NEXT_NOT_MINE) {
        drop_layer(d);
        d->cursor = before;
        d->leftover_count = leftover_count;
        return next;
    }
    if (d->cursor.stop != UDPI_STOP_NONE)
        next = end_broken_header(d, before.claim);
    close_layer(d);
    if (protocol->is_invisible)
        drop_layer(d);
    return next;
}

/* The candidates for what follows, in turn; gives what follows the one that took it. */
static struct udpi_next peel_next(const struct udpi_registry *registry, struct udpi_decode *d, struct udpi_next next) {
    const uint8_t candidates[] = {
        udpi_registry_find(registry, next.space, next.key),
        udpi_registry_find(registry, next.space, next.other_key),
    };
    unsigned count = next.key == next.other_key ? 1 : 2;
    for (unsigned i = 0; i < count; i++) {
        if (candidates[i] == UDPI_NO_PROTOCOL)
            continue;
        struct udpi_next after = peel_header(d, candidates[i]);
        if (after.kind != UDPI_NEXT_NOT_MINE)
            return after;
    }
    return udpi_next_payload();
}

static bool is_payload(struct udpi_next next) {
    return next.space == UDPI_INTERNAL && next.key == UDPI_AS_PAYLOAD;
}

static void peel(const struct udpi_registry *registry, struct udpi_decode *d, struct udpi_next next) {
    while (next.kind == UDPI_NEXT_KEY) {
        if (d->packet->layer_count == UDPI_MAX_DEPTH && !is_payload(next)) {
            udpi_note_add_at(d->packet, UDPI_NO_LAYER, UDPI_NOTE_TOO_MANY_LAYERS, NULL, UDPI_MAX_DEPTH, 0);
            next = udpi_next_payload();
        }
        if (is_payload(next) && udpi_cursor_left(&d->cursor) == 0)
            return;
        next = peel_next(registry, d, next);
    }
}

static void note_leftover(struct udpi_decode *d, const struct udpi_leftover *leftover) {
    struct udpi_packet *packet = d->packet;
    if (leftover->kind == UDPI_AS_SURPLUS) {
        udpi_note_add(d, UDPI_NOTE_SURPLUS_BYTES, NULL, leftover->size, 0);
        return;
    }
    /* The frame that is padded is the innermost one around the layer, be it tunnelled. */
    uint32_t frame_at = 0;
    for (unsigned i = 0; i < leftover->layer; i++)
        if (packet->layers[i].protocol->bindings[0].space == UDPI_LINK_TYPE)
            frame_at = packet->layers[i].offset;
    if (leftover->offset + leftover->size - frame_at > SHORTEST_FRAME)
        udpi_note_add(d, UDPI_NOTE_TRAILER_BYTES, NULL, leftover->size, 0);
}

/* The bytes that no datagram claimed, innermost first: that is their order in the frame. */
static void add_leftovers(const struct udpi_registry *registry, struct udpi_decode *d) {
    for (unsigned i = d->leftover_count; i > 0; i--) {
        const struct udpi_leftover *leftover = &d->leftovers[i - 1];
        if (d->packet->layer_count == UDPI_MAX_LAYERS) {
            udpi_note_add_at(d->packet, UDPI_NO_LAYER, UDPI_NOTE_TOO_MANY_LAYERS, NULL, UDPI_MAX_LAYERS, 0);
            return;
        }
        d->base = d->packet->buffers[leftover->buffer].bytes;
        d->cursor = (struct udpi_cursor){
            .at = d->base + leftover->offset, .have = leftover->size, .claim = leftover->size};
        open_layer(d, udpi_registry_find(registry, UDPI_INTERNAL, leftover->kind), leftover->buffer);
        d->layer->behind = leftover->layer;
        d->layer->protocol->decode(d, d->cursor.at);
        close_layer(d);
        note_leftover(d, leftover);
    }
}

static void note_truncation(struct udpi_packet *packet, uint32_t captured) {
    uint8_t last = packet->layer_count ? (uint8_t)(packet->layer_count - 1) : UDPI_NO_LAYER;
    if (captured < packet->frame.length)
        udpi_note_add_at(packet, last, UDPI_NOTE_TRUNCATED, NULL, packet->frame.length - captured, 0);
}

static void start_packet(struct udpi_packet *packet, const struct udpi_frame *frame, uint32_t captured) {
    static const uint8_t nothing[1];
    packet->frame = *frame;
    if (captured == 0)
        packet->frame.bytes = nothing; /* the cursor computes with the pointer, which must then not be NULL */
    packet->layer_count = 0;
    packet->note_count = 0;
    packet->value_count = 0;
    packet->address_layer = UDPI_NO_LAYER;
    packet->port_layer = UDPI_NO_LAYER;
    packet->is_udp = false;
    packet->buffer_count = 1;
    packet->buffers[0] = (struct udpi_buffer){.bytes = packet->frame.bytes, .size = captured};
}

const struct udpi_packet *udpi_decode(struct udpi_decoder *decoder, const struct udpi_frame *frame) {
    struct udpi_packet *packet = &decoder->packet;
    uint32_t captured = frame->captured < UDPI_MAX_FRAME ? frame->captured : UDPI_MAX_FRAME;
    start_packet(packet, frame, captured);

    struct udpi_decode d;
    d.packet = packet;
    d.layer = NULL;
    d.base = packet->frame.bytes;
    d.cursor = (struct udpi_cursor){
        .at = d.base, .have = captured, .claim = frame->length > captured ? frame->length : captured};
    d.addresses = (struct udpi_addresses){0};
    d.is_incomplete = false;
    d.is_quoted = false;
    d.has_jumbo = false;
    d.leftover_count = 0;

    if (captured < frame->captured)
        udpi_note_add_at(packet, UDPI_NO_LAYER, UDPI_NOTE_FRAME_TOO_LONG, NULL, captured, 0);
    struct udpi_next next = udpi_next_key(UDPI_LINK_TYPE, frame->link_type);
    if (udpi_registry_find(&decoder->registry, UDPI_LINK_TYPE, frame->link_type) == UDPI_NO_PROTOCOL) {
        udpi_note_add_at(packet, UDPI_NO_LAYER, UDPI_NOTE_UNKNOWN_LINK_TYPE, NULL, frame->link_type, 0);
        next = udpi_next_payload();
    }
    peel(&decoder->registry, &d, next);
    add_leftovers(&decoder->registry, &d);
    note_truncation(packet, captured);
    return packet;
}
