#include "cli/udpinspect_probes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/udpinspect_options.h"
#include "core/bytes.h"
#include "model/decode.h"
#include "render/probes.h"
#include "track/probes.h"

enum { MOST_PLACES = UDPI_PROBES_STREAMS }; /* each has a stream of its own */

struct udpi_inspect_probes {
    struct udpi_probes *probes;
    const struct udpi_protocol *protocol; /* of the layer that is looked for */
    unsigned status;                      /* its field check_status */
    bool lacked_memory; /* for a name */
    unsigned place_count;
    char *places[MOST_PLACES]; /* names of interfaces, each once */
};

struct udpi_inspect_probes *udpi_inspect_probes_create(bool is_live) {
    struct udpi_inspect_probes *probes = calloc(1, sizeof *probes);
    if (!probes)
        return NULL;
    probes->protocol = udpi_protocol_find("probe");
    probes->status = (unsigned)udpi_field_find(probes->protocol, "check_status");
    probes->probes = udpi_probes_create(UDPI_PROBES_LATE_AFTER, is_live ? udpi_clock_identify() : 0);
    if (probes->probes)
        return probes;
    free(probes);
    return NULL;
}

void udpi_inspect_probes_free(struct udpi_inspect_probes *probes) {
    if (!probes)
        return;
    for (unsigned i = 0; i < probes->place_count; i++)
        free(probes->places[i]);
    udpi_probes_free(probes->probes);
    free(probes);
}

/* --- where -------------------------------------------------------------------------------------------------------- */

/* The one copy of the name; NULL where there is none, or no room for it. */
static const char *find_place(struct udpi_inspect_probes *probes, const char *name) {
    if (!name || !*name)
        return NULL;
    for (unsigned i = 0; i < probes->place_count; i++)
        if (strcmp(probes->places[i], name) == 0)
            return probes->places[i];
    if (probes->place_count == MOST_PLACES)
        return NULL;
    char *copy = strdup(name);
    probes->lacked_memory |= !copy;
    if (copy)
        probes->places[probes->place_count++] = copy;
    return copy;
}

static void copy_address(const struct udpi_packet *packet, const struct udpi_layer *layer,
                         const struct udpi_value *value, uint8_t *address) {
    if (layer->protocol->fields[value->field].type == UDPI_IPV6)
        memcpy(address, udpi_value_bytes(packet, layer, value), 16);
    else
        udpi_store_be(address, 4, value->number);
}

/* Those of the innermost UDP header. False where a broken packet does not have them. */
static bool find_ends(const struct udpi_packet *packet, struct udpi_probe_ends *ends) {
    if (packet->address_layer == UDPI_NO_LAYER || packet->port_layer == UDPI_NO_LAYER)
        return false;
    const struct udpi_layer *ip = &packet->layers[packet->address_layer], *udp = &packet->layers[packet->port_layer];
    const struct udpi_value *src = udpi_layer_flagged(packet, ip, UDPI_SRC),
                            *dst = udpi_layer_flagged(packet, ip, UDPI_DST),
                            *src_port = udpi_layer_flagged(packet, udp, UDPI_SRC),
                            *dst_port = udpi_layer_flagged(packet, udp, UDPI_DST);
    if (!src || !dst || !src_port || !dst_port)
        return false;
    ends->address_size = ip->protocol->fields[src->field].type == UDPI_IPV6 ? 16 : 4;
    copy_address(packet, ip, src, ends->src);
    copy_address(packet, ip, dst, ends->dst);
    ends->src_port = (uint16_t)src_port->number;
    ends->dst_port = (uint16_t)dst_port->number;
    return true;
}

/* --- which -------------------------------------------------------------------------------------------------------- */

/* NULL where there is none that came itself. */
static const struct udpi_layer *find_layer(const struct udpi_inspect_probes *probes, const struct udpi_packet *packet) {
    for (unsigned i = packet->layer_count; i > 0; i--) {
        const struct udpi_layer *layer = &packet->layers[i - 1];
        if (layer->protocol == probes->protocol)
            return layer->is_quoted ? NULL : layer;
    }
    return NULL;
}

static const uint8_t *find_bytes(const struct udpi_packet *packet, const struct udpi_layer *layer) {
    return packet->buffers[layer->buffer].bytes + layer->offset;
}

/* What came in the layer, of *size bytes on the wire. */
static enum udpi_probe_state load_layer(const struct udpi_inspect_probes *probes, const struct udpi_packet *packet,
                                        const struct udpi_layer *layer, struct udpi_probe *probe, size_t *size) {
    const uint8_t *bytes = find_bytes(packet, layer);
    const struct udpi_value *status = udpi_layer_value(packet, layer, probes->status);
    enum udpi_probe_state state = udpi_probe_load(bytes, layer->size, probe);
    *size = layer->size;
    if (state != UDPI_PROBE_DAMAGED || !status || status->number != UDPI_CHECKSUM_UNVERIFIED)
        return state;
    *size = udpi_load_be16(bytes + UDPI_PROBE_LENGTH_AT);
    return UDPI_PROBE_INTACT;
}

/* Those behind the first, which has `step` bytes, as all but the last have: udp(7), UDP_SEGMENT. */
static void take_further(struct udpi_inspect_probes *probes, const struct udpi_packet *packet,
                         const struct udpi_layer *rest, const struct udpi_probe_ends *ends, size_t step) {
    bool is_cut = packet->frame.captured < packet->frame.length;
    const uint8_t *at = find_bytes(packet, rest), *end = at + rest->size;
    while (end - at >= UDPI_PROBE_SIZE) {
        struct udpi_probe probe;
        size_t left = (size_t)(end - at), size = step < left ? step : left;
        enum udpi_probe_state state = udpi_probe_load(at, size, &probe);
        if (state == UDPI_PROBE_NONE || (state == UDPI_PROBE_DAMAGED && size < step && is_cut))
            return;
        udpi_probes_take(probes->probes, ends, &probe, state, size, packet->frame.time);
        at += size;
    }
}

void udpi_inspect_probes_take(struct udpi_inspect_probes *probes, const struct udpi_packet *packet) {
    const struct udpi_layer *layer = find_layer(probes, packet);
    struct udpi_probe_ends ends = {.place = NULL};
    struct udpi_probe probe;
    size_t size;
    if (!layer || !find_ends(packet, &ends))
        return;
    enum udpi_probe_state state = load_layer(probes, packet, layer, &probe, &size);
    if (state == UDPI_PROBE_NONE)
        return;
    ends.place = find_place(probes, packet->frame.interface);
    udpi_probes_take(probes->probes, &ends, &probe, state, size, packet->frame.time);
    bool is_last = layer + 1 == packet->layers + packet->layer_count;
    if (!is_last && layer[1].protocol->is_data && !layer[1].protocol->is_leftover)
        take_further(probes, packet, layer + 1, &ends, layer->size);
}

/* --- the report --------------------------------------------------------------------------------------------------- */

bool udpi_inspect_probes_print(struct udpi_inspect_probes *probes) {
    struct udpi_sink text;
    if (udpi_probes_count(probes->probes) == 0)
        return fputs("no probes\n", stderr) != EOF;
    bool is_whole = udpi_sink_open(&text, NULL, NULL) && !probes->lacked_memory;
    if (is_whole) {
        udpi_probes_write_text(probes->probes, &text);
        is_whole = text.error == 0;
        fwrite(text.bytes, 1, text.used, stderr);
    }
    udpi_sink_close(&text);
    return is_whole;
}

bool udpi_inspect_probes_write(struct udpi_inspect_probes *probes, bool is_pretty, struct udpi_sink *sink) {
    uint64_t untold = udpi_probes_untold(probes->probes);
    if (untold > 0)
        fprintf(stderr, "%s: probes: %" PRIu64 " more of further streams: only %d are told apart\n",
                udpi_inspect_program.name, untold, UDPI_PROBES_STREAMS);
    if (probes->lacked_memory)
        return false;
    return is_pretty ? udpi_probes_write_json_pretty(probes->probes, sink)
                     : udpi_probes_write_json(probes->probes, sink);
}
