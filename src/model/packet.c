#include <udpinspect/packet.h>

#include <string.h>

#include "model/domain.h"
#include "model/numbers.h"
#include "model/netbios.h"
#include "model/oid.h"
#include "model/principal.h"

const struct udpi_value *udpi_layer_search(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                           unsigned field) {
    const struct udpi_value *values = packet->values + layer->first_value;
    for (unsigned i = 0; i < layer->value_count; i++)
        if (values[i].field == field)
            return &values[i];
    return NULL;
}

const struct udpi_value *udpi_layer_flagged(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                            unsigned flag) {
    const struct udpi_value *values = packet->values + layer->first_value;
    for (unsigned i = 0; i < layer->value_count; i++)
        if (values[i].depth == 0 && layer->protocol->fields[values[i].field].flags & flag)
            return &values[i];
    return NULL;
}

const struct udpi_value *udpi_packet_find(const struct udpi_packet *packet, const char *layer, const char *key) {
    for (unsigned i = packet->layer_count; i > 0; i--) {
        const struct udpi_layer *candidate = &packet->layers[i - 1];
        if (strcmp(candidate->protocol->key, layer) != 0)
            continue;
        int field = udpi_field_find(candidate->protocol, key);
        return field < 0 ? NULL : udpi_layer_value(packet, candidate, (unsigned)field);
    }
    return NULL;
}

_Static_assert((int)UDPI_DOMAIN_TEXT_SIZE <= (int)UDPI_CONTENT_SIZE &&
                   (int)UDPI_OID_TEXT_SIZE <= (int)UDPI_CONTENT_SIZE,
               "both have room");

struct udpi_content udpi_value_spell(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                     const struct udpi_value *value, uint8_t *room) {
    const struct udpi_buffer *buffer = &packet->buffers[layer->buffer];
    const uint8_t *bytes = buffer->bytes + value->offset;
    uint8_t type = layer->protocol->fields[value->field].type;
    if (type == UDPI_OID)
        return (struct udpi_content){room, udpi_oid_write(bytes, value->length, room)};
    if (type == UDPI_NETBIOS)
        return (struct udpi_content){room, udpi_netbios_write(bytes, value->length, room)};
    if (type == UDPI_PRINCIPAL)
        return (struct udpi_content){room, udpi_principal_write(bytes, value->length, room)};
    size_t message = value->number, end = value->offset + value->length;
    return (struct udpi_content){
        room, udpi_domain_write(buffer->bytes + message, end - message, value->offset - message, room)};
}

static const char *check_values(const struct udpi_packet *packet, const struct udpi_layer *layer) {
    uint32_t size = packet->buffers[layer->buffer].size;
    unsigned depth = 0;
    for (unsigned i = 0; i < layer->value_count; i++) {
        const struct udpi_value *value = &packet->values[layer->first_value + i];
        if (value->field >= layer->protocol->field_count)
            return "a value has a field that its protocol has not";
        if (value->depth > depth)
            return "a value is more than one level deeper than the one before it";
        if (value->offset > size || value->length > size - value->offset)
            return "a value lies outside its buffer";
        uint8_t type = layer->protocol->fields[value->field].type;
        depth = value->depth + (type == UDPI_LIST || type == UDPI_GROUP ? 1U : 0U);
        if (type == UDPI_IPV6 && value->length != 16)
            return "an IPv6 address is not 16 bytes long";
        if (type == UDPI_DOMAIN && value->number > value->offset)
            return "a domain name lies before its message";
    }
    return NULL;
}

static const char *check_layer(const struct udpi_packet *packet, const struct udpi_layer *layer) {
    if (layer->protocol != udpi_protocols[layer->protocol_id])
        return "a layer's protocol and its id differ";
    if (layer->buffer >= packet->buffer_count)
        return "a layer lies in a buffer that is not there";
    uint32_t size = packet->buffers[layer->buffer].size;
    if (layer->offset > size || layer->size > size - layer->offset)
        return "a layer lies outside its buffer";
    if (layer->first_value + layer->value_count > packet->value_count)
        return "a layer has values that are not there";
    return check_values(packet, layer);
}

static bool is_ip(const struct udpi_protocol *protocol) {
    const struct udpi_binding *binding = protocol->bindings;
    return binding->space == UDPI_ETHERTYPE &&
           (binding->key == UDPI_ETHERTYPE_IPV4 || binding->key == UDPI_ETHERTYPE_IPV6);
}

const char *udpi_packet_check(const struct udpi_packet *packet) {
    if (packet->layer_count > UDPI_MAX_LAYERS || packet->value_count > UDPI_MAX_VALUES ||
        packet->note_count > UDPI_MAX_NOTES || packet->buffer_count > UDPI_MAX_BUFFERS)
        return "a count is above its limit";
    uint32_t ends[UDPI_MAX_BUFFERS] = {0};
    bool has_ended = false;
    for (unsigned i = 0; i < packet->layer_count; i++) {
        const struct udpi_layer *layer = &packet->layers[i];
        const char *breach = check_layer(packet, layer);
        if (breach)
            return breach;
        if (layer->offset < ends[layer->buffer])
            return "a layer begins inside the one before it";
        if (has_ended && is_ip(layer->protocol))
            return "IP follows a protocol that is called an end";
        has_ended |= layer->protocol->is_end;
        ends[layer->buffer] = layer->offset + layer->size;
    }
    for (unsigned i = 0; i < packet->note_count; i++) {
        const struct udpi_note *note = &packet->notes[i];
        if (note->code >= UDPI_NOTE_CODES || (note->layer != UDPI_NO_LAYER && note->layer >= packet->layer_count))
            return "a note has no such code or layer";
    }
    return NULL;
}
