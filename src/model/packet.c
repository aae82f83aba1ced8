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

/* The largest number of the field: the bits say it, or else what JSON writes as a number (RFC 8259 section 6). */
static uint64_t find_most(const struct udpi_field *field) {
    unsigned bits = udpi_field_bits(field);
    uint64_t unit = field->unit ? field->unit : 1;
    return bits >= 64 ? UINT64_MAX : ((UINT64_C(1) << (bits ? bits : 53)) - 1) * unit;
}

static const char *check_data(const struct udpi_field *field, const struct udpi_value *value) {
    switch (field->type) {
    case UDPI_UINT:
    case UDPI_HEX:
    case UDPI_PORT: return value->number > find_most(field) ? "a number is larger than its field may be" : NULL;
    case UDPI_IPV6: return value->length != 16 ? "an IPv6 address is not 16 bytes long" : NULL;
    case UDPI_DOMAIN: return value->number > value->offset ? "a domain name lies before its message" : NULL;
    default: return NULL;
    }
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
        const struct udpi_field *field = &layer->protocol->fields[value->field];
        depth = value->depth + (field->type == UDPI_LIST || field->type == UDPI_GROUP ? 1U : 0U);
        const char *breach = check_data(field, value);
        if (breach)
            return breach;
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
