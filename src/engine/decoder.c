/* The peel loop: one header after the other, until a protocol says that nothing follows. */
#include <udpinspect/decoder.h>

#include <stdlib.h>
#include <string.h>

#include "engine/reassembly.h"
#include "engine/registry.h"
#include "model/expected.h"

enum { SHORTEST_FRAME = 60 }; /* Ethernet pads up to here, and that is worth no note */

struct udpi_decoder {
    struct udpi_registry registry;
    struct udpi_reassembly *reassembly;
    struct udpi_packet packet;
    bool stops_at_udp;
    bool shows_secrets;
    uint64_t *parts; /* frames of the reassembled datagrams in the packet */
    size_t part_room;
    struct udpi_expected expected;
    bool lacked_memory;
};

struct udpi_decoder *udpi_decoder_create(void) {
    struct udpi_decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder)
        return NULL;
    udpi_registry_fill(&decoder->registry);
    decoder->reassembly = udpi_reassembly_create();
    if (decoder->reassembly)
        return decoder;
    free(decoder);
    return NULL;
}

void udpi_decoder_forget(struct udpi_decoder *decoder) {
    udpi_reassembly_clear(decoder->reassembly);
    udpi_expected_forget(&decoder->expected);
}

void udpi_decoder_stop_at_udp(struct udpi_decoder *decoder, bool stops) {
    decoder->stops_at_udp = stops;
}

void udpi_decoder_show_secrets(struct udpi_decoder *decoder, bool shows) {
    decoder->shows_secrets = shows;
}

void udpi_decoder_decode_as(struct udpi_decoder *decoder, uint16_t port, const struct udpi_protocol *protocol) {
    uint8_t id = udpi_registry_find(&decoder->registry, UDPI_KEY(UDPI_INTERNAL, UDPI_AS_PAYLOAD));
    for (size_t i = 0; i < udpi_protocol_count; i++)
        if (udpi_protocols[i] == protocol && !protocol->is_data)
            id = (uint8_t)i;
    decoder->registry.ids[UDPI_KEY(UDPI_UDP_PORT, port)] = id;
    udpi_expected_choose(&decoder->expected, port);
}

uint64_t udpi_decoder_flows_forgotten(const struct udpi_decoder *decoder) {
    return decoder->expected.flows_forgotten;
}

bool udpi_decoder_lacked_memory(const struct udpi_decoder *decoder) {
    return decoder->lacked_memory;
}

void udpi_decoder_free(struct udpi_decoder *decoder) {
    if (!decoder)
        return;
    udpi_reassembly_free(decoder->reassembly);
    free(decoder->parts);
    free(decoder);
}

static inline void open_layer(struct udpi_decode *d, uint8_t id, const uint8_t *start) {
    struct udpi_packet *packet = d->packet;
    struct udpi_layer *layer = d->free_layer++;
    packet->layer_count++;
    layer->protocol = udpi_protocols[id];
    layer->offset = udpi_offset_of(d, start);
    layer->first_value = packet->value_count;
    layer->protocol_id = id;
    layer->buffer = d->buffer;
    layer->is_quoted = d->is_quoted;
    layer->behind = UDPI_NO_LAYER;
    d->layer = layer;
}

static inline void close_layer(struct udpi_decode *d) {
    struct udpi_layer *layer = d->layer;
    layer->size = udpi_offset_of(d, d->cursor.at) - layer->offset;
    layer->value_count = (uint16_t)(d->packet->value_count - layer->first_value);
}

/* Takes the open layer out of the packet; what was noted of it is now said of the frame. */
__attribute__((cold)) static void drop_layer(struct udpi_decode *d) {
    struct udpi_packet *packet = d->packet;
    uint8_t index = --packet->layer_count;
    d->free_layer--;
    packet->value_count = d->layer->first_value;
    for (unsigned i = 0; i < packet->note_count; i++)
        if (packet->notes[i].layer == index)
            packet->notes[i].layer = UDPI_NO_LAYER;
}

/* A layer without bytes, all of whose parts are left out, is none; but a fragment may have none and complete a datagram. */
__attribute__((cold)) static void drop_unseen(struct udpi_decode *d, struct udpi_next next) {
    if (d->layer->protocol->is_invisible || next.key != UDPI_NEXT_WHOLE)
        drop_layer(d);
}

static void note_missing_header(struct udpi_decode *d, const struct udpi_protocol *protocol) {
    uint8_t before = d->packet->layer_count ? (uint8_t)(d->packet->layer_count - 1) : UDPI_NO_LAYER;
    udpi_note_add_at(d->packet, before, UDPI_NOTE_MALFORMED,
                     "{a} bytes are left where a header of {b} bytes was announced", (uint32_t)d->cursor.claim,
                     protocol->header_size);
}

/*
 * A header whose variable part is not all there. Where the capture was cut, what is left belongs to the header; where the
 * lengths are wrong, it belongs to nobody.
 */
__attribute__((cold)) static struct udpi_next end_broken_header(struct udpi_decode *d, size_t claim) {
    enum udpi_stop stop = d->cursor.stop;
    d->cursor.stop = UDPI_STOP_NONE;
    if (stop == UDPI_STOP_TRUNCATED) {
        udpi_cursor_take(&d->cursor, udpi_cursor_left(&d->cursor));
        return udpi_next_nothing();
    }
    udpi_note_add(d, UDPI_NOTE_MALFORMED, "the header is longer than the {a} bytes that are left for it",
                  (uint32_t)claim, 0);
    return udpi_next_payload();
}

/* Whether an application is looked for: behind UDP a port is no more than a hint, and so is a first byte. */
static bool is_guess(const struct udpi_decode *d, const struct udpi_protocol *protocol) {
    const struct udpi_packet *packet = d->packet;
    return protocol->is_end && packet->is_udp && packet->port_layer == packet->layer_count - 1;
}

/* Fewer bytes than the fixed header has: they are payload, unless they are another application's. */
__attribute__((cold)) static struct udpi_next refuse_header(struct udpi_decode *d,
                                                            const struct udpi_protocol *protocol) {
    if (is_guess(d, protocol))
        return udpi_next_not_mine();
    if (protocol->header_size > d->cursor.claim)
        note_missing_header(d, protocol);
    return udpi_next_payload();
}

/* Takes back all that the layer has done but notes: the cursor goes back to its header, where the claim was that. */
__attribute__((cold)) static struct udpi_next undo_layer(struct udpi_decode *d, const uint8_t *header, size_t claim) {
    drop_layer(d);
    d->cursor.have += (size_t)(d->cursor.at - header);
    d->cursor.claim = claim;
    d->cursor.at = header;
    d->cursor.stop = UDPI_STOP_NONE;
    return udpi_next_not_mine();
}

/* Decodes one header. What it returns may be UDPI_NEXT_NOT_MINE; then nothing of it remains but notes. */
static struct udpi_next peel_header(struct udpi_decode *d, uint8_t id) {
    const struct udpi_protocol *protocol = udpi_protocols[id];
    const uint8_t *header = d->cursor.at;
    size_t size = protocol->header_size, claim = d->cursor.claim;
    if (size > claim || size > d->cursor.have)
        return refuse_header(d, protocol);
    uint8_t leftover_count = d->leftover_count;
    open_layer(d, id, header);
    udpi_cursor_skip(&d->cursor, size);
    struct udpi_next next = protocol->decode(d, header);
    if (next.key == UDPI_NEXT_NOT_MINE) {
        d->leftover_count = leftover_count;
        return undo_layer(d, header, claim);
    }
    if (d->cursor.stop != UDPI_STOP_NONE)
        next = end_broken_header(d, claim);
    close_layer(d);
    if (protocol->is_invisible || d->layer->size == 0)
        drop_unseen(d, next);
    return next;
}

static const struct remark {
    enum udpi_part_remark remark;
    enum udpi_note_code code;
    uint32_t limit;   /* the number in the note's sentence; 0 where it has none */
    const char *text; /* NULL for that of the note's kind */
} remarks[] = {
    {UDPI_PART_REPEATED, UDPI_NOTE_FRAGMENT_REPEATED, 0, NULL},
    {UDPI_PART_OVERLAPS, UDPI_NOTE_FRAGMENT_OVERLAP, 0, NULL},
    {UDPI_PART_TOO_LONG, UDPI_NOTE_FRAGMENT_TOO_LONG, 0, NULL},
    {UDPI_PART_EXPIRED, UDPI_NOTE_FRAGMENT_EXPIRED, UDPI_FRAGMENT_SECONDS, NULL},
    {UDPI_PART_DISPLACED, UDPI_NOTE_FRAGMENTS_DROPPED, 0, NULL},
    {UDPI_PART_REFUSED, UDPI_NOTE_FRAGMENT_REFUSED, UDPI_MOST_PIECES, NULL},
    {UDPI_PART_UNLISTED, UDPI_NOTE_FRAGMENT_UNLISTED, UDPI_MOST_FRAGMENT_FRAMES, NULL},
    {UDPI_PART_NO_MEMORY, UDPI_NOTE_FRAGMENT_REFUSED, 0,
     "there is no memory for the datagram: this fragment is not taken"},
};

/* Out of line: what the loop keeps in registers would cost each packet. */
__attribute__((cold, noinline)) static void note_remarks(struct udpi_decode *d, unsigned said) {
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
        if (said & remarks[i].remark)
            udpi_note_add(d, remarks[i].code, remarks[i].text, remarks[i].limit, 0);
}

static int compare_parts(const void *a, const void *b) {
    const uint64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* Adds the frames of a datagram to those of the packet, each once, ascending. False where memory is short. */
static bool add_parts(struct udpi_decoder *decoder, const struct udpi_datagram *datagram) {
    struct udpi_packet *packet = &decoder->packet;
    size_t count = packet->part_count + (size_t)datagram->frame_count;
    if (count > decoder->part_room) {
        uint64_t *parts = realloc(decoder->parts, 2 * count * sizeof *parts);
        if (!parts)
            return false;
        decoder->parts = parts;
        decoder->part_room = 2 * count;
    }
    memcpy(decoder->parts + packet->part_count, datagram->frames, datagram->frame_count * sizeof *decoder->parts);
    qsort(decoder->parts, count, sizeof *decoder->parts, compare_parts);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++)
        if (decoder->parts[i] != decoder->parts[kept - 1])
            decoder->parts[kept++] = decoder->parts[i];
    packet->parts = decoder->parts;
    packet->part_count = (uint32_t)kept;
    return true;
}

static struct udpi_datagram_key make_key(const struct udpi_decode *d) {
    struct udpi_datagram_key key = {.id = d->fragment.id, .address_size = d->addresses.size};
    memcpy(key.src, d->addresses.src, d->addresses.size);
    memcpy(key.dst, d->addresses.dst, d->addresses.size);
    key.protocol = d->addresses.size == 4 ? d->fragment.protocol : 0;
    return key;
}

/* What follows a fragment: the datagram that it completes, in a buffer of its own. */
__attribute__((cold)) static struct udpi_next reassemble(struct udpi_decoder *decoder, struct udpi_decode *d) {
    struct udpi_packet *packet = d->packet;
    bool is_whole = d->cursor.have >= d->cursor.claim && !d->fragment.is_damaged;
    if (!is_whole || d->is_quoted || d->addresses.size == 0)
        return udpi_next_nothing();
    if (packet->buffer_count == UDPI_MAX_BUFFERS) {
        udpi_note_add_at(packet, UDPI_NO_LAYER, UDPI_NOTE_TOO_MANY_LAYERS, NULL, packet->layer_count, 0);
        return udpi_next_nothing();
    }
    const struct udpi_datagram_key key = make_key(d);
    const struct udpi_part part = {
        .bytes = d->base + d->layer->offset,
        .size = d->layer->size,
        .offset = d->fragment.offset,
        .has_more = d->fragment.has_more,
        .protocol = d->fragment.protocol,
        .frame = packet->frame.number,
        .time = packet->frame.time,
    };
    struct udpi_datagram datagram;
    unsigned said;
    bool is_complete = udpi_reassembly_add(decoder->reassembly, &key, &part, &datagram, &said);
    note_remarks(d, said);
    decoder->lacked_memory |= (said & UDPI_PART_NO_MEMORY) != 0;
    if (!is_complete)
        return udpi_next_nothing();
    if (!add_parts(decoder, &datagram)) {
        decoder->lacked_memory = true;
        note_remarks(d, UDPI_PART_NO_MEMORY);
        return udpi_next_nothing();
    }
    d->buffer = packet->buffer_count++;
    packet->buffers[d->buffer] = (struct udpi_buffer){.bytes = datagram.bytes, .size = datagram.size};
    d->base = datagram.bytes;
    d->cursor = (struct udpi_cursor){.at = d->base, .have = datagram.size, .claim = datagram.size};
    d->is_incomplete = false;
    return udpi_next_key(UDPI_IP_PROTOCOL, datagram.protocol);
}

/* What is tried where nobody took a key: behind UDP, what is told by its first byte on any port; else payload. */
static uint32_t find_substitute(const struct udpi_decoder *decoder, const struct udpi_decode *d, uint32_t key) {
    if (key >> 16 != UDPI_UDP_PORT)
        return key == UDPI_NEXT_WHOLE ? key : UDPI_KEY(UDPI_INTERNAL, UDPI_AS_PAYLOAD);
    if (d->cursor.have > 0 && d->cursor.claim > 0) {
        uint32_t opening = UDPI_KEY(UDPI_UDP_OPENING, d->cursor.at[0]);
        if (udpi_registry_find(&decoder->registry, opening) != UDPI_NO_PROTOCOL)
            return opening;
    }
    return UDPI_KEY(UDPI_INTERNAL, UDPI_AS_PAYLOAD);
}

/* What is tried where the protocol of next.key declined. */
static struct udpi_next try_other(const struct udpi_decoder *decoder, const struct udpi_decode *d,
                                  struct udpi_next next) {
    uint32_t key = next.other_key != next.key ? next.other_key : find_substitute(decoder, d, next.key);
    return (struct udpi_next){key, key};
}

/* The protocol that takes what follows; next->key is then what it was found by. Only UDPI_NEXT_WHOLE has none. */
static inline uint8_t find_taker(const struct udpi_decoder *decoder, const struct udpi_decode *d,
                                 struct udpi_next *next) {
    const struct udpi_registry *registry = &decoder->registry;
    uint8_t id = udpi_registry_find(registry, next->key);
    if (id != UDPI_NO_PROTOCOL)
        return id;
    id = udpi_registry_find(registry, next->other_key);
    if (id == UDPI_NO_PROTOCOL) {
        next->other_key = find_substitute(decoder, d, next->key);
        id = udpi_registry_find(registry, next->other_key);
    }
    next->key = next->other_key;
    return id;
}

static void peel(struct udpi_decoder *decoder, struct udpi_decode *d, struct udpi_next next) {
    while (next.key != UDPI_NEXT_NOTHING) {
        uint8_t id = find_taker(decoder, d, &next);
        if (id == UDPI_NO_PROTOCOL) {
            next = reassemble(decoder, d);
            continue;
        }
        if (d->packet->layer_count == UDPI_MAX_DEPTH && !udpi_protocols[id]->is_data) {
            udpi_note_add_at(d->packet, UDPI_NO_LAYER, UDPI_NOTE_TOO_MANY_LAYERS, NULL, UDPI_MAX_DEPTH, 0);
            next = udpi_next_payload();
            continue;
        }
        struct udpi_next after = peel_header(d, id);
        next = after.key == UDPI_NEXT_NOT_MINE ? try_other(decoder, d, next) : after;
        if (decoder->stops_at_udp && d->packet->is_udp)
            return;
    }
}

static void note_leftover(struct udpi_decode *d, const struct udpi_leftover *leftover) {
    struct udpi_packet *packet = d->packet;
    if (leftover->is_expected)
        return;
    if (leftover->kind == UDPI_AS_SURPLUS) {
        udpi_note_add(d, UDPI_NOTE_SURPLUS_BYTES, NULL, leftover->size, 0);
        return;
    }
    /* The frame that is padded is the innermost one around the layer, be it tunnelled. */
    uint32_t frame_at = 0;
    for (unsigned i = 0; i < leftover->layer; i++)
        if (packet->layers[i].buffer == leftover->buffer &&
            packet->layers[i].protocol->bindings[0].space == UDPI_LINK_TYPE)
            frame_at = packet->layers[i].offset;
    if (leftover->offset + leftover->size - frame_at > SHORTEST_FRAME)
        udpi_note_add(d, UDPI_NOTE_TRAILER_BYTES, NULL, leftover->size, 0);
}

/* The bytes that no datagram claimed, innermost first: that is their order in the frame. */
__attribute__((cold)) static void add_leftovers(const struct udpi_registry *registry, struct udpi_decode *d) {
    for (unsigned i = d->leftover_count; i > 0; i--) {
        const struct udpi_leftover *leftover = &d->leftovers[i - 1];
        if (d->packet->layer_count == UDPI_MAX_LAYERS) {
            udpi_note_add_at(d->packet, UDPI_NO_LAYER, UDPI_NOTE_TOO_MANY_LAYERS, NULL, UDPI_MAX_LAYERS, 0);
            return;
        }
        d->buffer = leftover->buffer;
        d->base = d->packet->buffers[leftover->buffer].bytes;
        d->cursor =
            (struct udpi_cursor){.at = d->base + leftover->offset, .have = leftover->size, .claim = leftover->size};
        open_layer(d, udpi_registry_find(registry, UDPI_KEY(UDPI_INTERNAL, leftover->kind)), d->cursor.at);
        d->layer->behind = leftover->layer;
        d->layer->protocol->decode(d, d->cursor.at);
        close_layer(d);
        note_leftover(d, leftover);
    }
}

__attribute__((cold)) static void note_truncation(struct udpi_packet *packet, uint32_t captured) {
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
    packet->has_fragment = false;
    packet->part_count = 0;
    packet->buffer_count = 1;
    packet->buffers[0] = (struct udpi_buffer){.bytes = packet->frame.bytes, .size = captured};
}

const struct udpi_packet *udpi_decode(struct udpi_decoder *decoder, const struct udpi_frame *frame) {
    struct udpi_packet *packet = &decoder->packet;
    uint32_t captured = frame->captured < UDPI_MAX_FRAME ? frame->captured : UDPI_MAX_FRAME;
    start_packet(packet, frame, captured);
    udpi_reassembly_start(decoder->reassembly);

    struct udpi_decode d;
    d.packet = packet;
    d.expected = &decoder->expected;
    d.layer = NULL;
    d.free_layer = packet->layers;
    d.base = packet->frame.bytes;
    d.cursor = (struct udpi_cursor){
        .at = d.base, .have = captured, .claim = frame->length > captured ? frame->length : captured};
    d.addresses = (struct udpi_addresses){0};
    d.fragment.is_damaged = true; /* until there is one */
    d.buffer = 0;
    d.is_incomplete = false;
    d.is_brief = decoder->stops_at_udp;
    d.is_quoted = false;
    d.shows_secrets = decoder->shows_secrets;
    d.has_jumbo = false;
    d.has_wlan_padding = false;
    d.leftover_count = 0;

    if (captured < frame->captured)
        udpi_note_add_at(packet, UDPI_NO_LAYER, UDPI_NOTE_FRAME_TOO_LONG, NULL, captured, 0);
    struct udpi_next next = udpi_next_key(UDPI_LINK_TYPE, frame->link_type);
    if (udpi_registry_find(&decoder->registry, next.key) == UDPI_NO_PROTOCOL) {
        udpi_note_add_at(packet, UDPI_NO_LAYER, UDPI_NOTE_UNKNOWN_LINK_TYPE, NULL, frame->link_type, 0);
        next = udpi_next_payload();
    }
    peel(decoder, &d, next);
    add_leftovers(&decoder->registry, &d);
    note_truncation(packet, captured);
    return packet;
}
