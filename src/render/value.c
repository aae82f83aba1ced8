#include "render/value.h"

#include <string.h>

#include "core/escape.h"
#include "core/format.h"
#include "knowledge/address.h"

static unsigned count_hex_digits(uint64_t number) {
    return (67U - (unsigned)__builtin_clzll(number | 1)) / 4;
}

static char *write_hex(char *at, const struct udpi_field *field, const struct udpi_value *value) {
    unsigned bits = udpi_field_bits(field) ? udpi_field_bits(field) : 8U * value->length;
    unsigned width = (bits + 3) / 4;
    unsigned needed = count_hex_digits(value->number);
    unsigned digits = width < needed ? needed : width;
    return udpi_format_0x(at, value->number, digits < 16 ? digits : 16);
}

static char *write_word(char *at, const struct udpi_field *field, const struct udpi_value *value) {
    const struct udpi_name *name = udpi_name_find(field->names, value->number);
    if (!name)
        return udpi_format_uint(at, value->number);
    size_t length = name->length < UDPI_VALUE_SIZE ? name->length : UDPI_VALUE_SIZE;
    memcpy(at, name->text, length);
    return at + length;
}

/* The first part has this many bits, the last eight. */
static char *write_knx(char *at, uint64_t address, unsigned bits, char separator) {
    enum { BITS = 16, LAST = 8 };
    at = udpi_format_uint(at, address >> (BITS - bits));
    *at++ = separator;
    at = udpi_format_uint(at, address >> LAST & ((1U << (LAST - bits)) - 1));
    *at++ = separator;
    return udpi_format_uint(at, address & UINT8_MAX);
}

static char *write_knx_address(char *at, uint64_t address) {
    return write_knx(at, address, 4, '.');
}

static char *write_knx_group(char *at, uint64_t address) {
    return write_knx(at, address, 5, '/');
}

char *udpi_value_write(char *at, const struct udpi_packet *packet, const struct udpi_layer *layer,
                       const struct udpi_value *value) {
    const struct udpi_field *field = &layer->protocol->fields[value->field];
    switch (field->type) {
    case UDPI_UINT:
    case UDPI_PORT: return udpi_format_uint(at, value->number);
    case UDPI_INT: return udpi_format_int(at, (int64_t)value->number);
    case UDPI_HEX: return write_hex(at, field, value);
    case UDPI_BOOL: return stpcpy(at, value->number ? "yes" : "no");
    case UDPI_WORD: return write_word(at, field, value);
    case UDPI_MAC: return udpi_format_mac(at, value->number);
    case UDPI_IPV4: return udpi_format_ipv4(at, (uint32_t)value->number);
    case UDPI_TIME: return udpi_format_time(at, (int64_t)value->number);
    case UDPI_KNX_ADDRESS: return write_knx_address(at, value->number);
    case UDPI_KNX_GROUP: return write_knx_group(at, value->number);
    case UDPI_IPV6: return udpi_format_ipv6(at, udpi_value_bytes(packet, layer, value));
    default: return at;
    }
}

char *udpi_value_write_data(char *at, const struct udpi_field *field, const struct udpi_value *value,
                            const uint8_t *bytes) {
    unsigned bits = udpi_field_bits(field);
    switch (field->type) {
    case UDPI_UINT:
    case UDPI_HEX:
    case UDPI_PORT:
        if (udpi_value_is_decimal(field, value->number))
            return udpi_format_uint(at, value->number);
        return udpi_format_0x(at, value->number, bits > 53 && bits <= 64 ? (bits + 3) / 4 : 16);
    case UDPI_INT: return udpi_format_int(at, (int64_t)value->number);
    case UDPI_BOOL: return stpcpy(at, value->number ? "true" : "false");
    case UDPI_MAC: return udpi_format_mac(at, value->number);
    case UDPI_IPV4: return udpi_format_ipv4(at, (uint32_t)value->number);
    case UDPI_TIME: return udpi_format_time(at, (int64_t)value->number);
    case UDPI_KNX_ADDRESS: return write_knx_address(at, value->number);
    case UDPI_KNX_GROUP: return write_knx_group(at, value->number);
    case UDPI_IPV6: return udpi_format_ipv6(at, bytes);
    default: return at;
    }
}

bool udpi_value_is_unclean(const struct udpi_field *field, const struct udpi_value *value, const uint8_t *bytes) {
    return field->flags & UDPI_IF_CLEAN && !udpi_text_is_clean(bytes, value->length);
}

/* A constant size is a few moves; what is written too much is not counted. */
static char *write_scope(char *at, const struct udpi_scope *scope) {
    memcpy(at, scope->text, sizeof scope->text);
    return at + scope->size;
}

char *udpi_value_write_kind(char *at, const struct udpi_packet *packet, const struct udpi_layer *layer,
                            const struct udpi_value *value) {
    switch (layer->protocol->fields[value->field].type) {
    case UDPI_PORT: return write_scope(at, udpi_port_find_range((uint16_t)value->number));
    case UDPI_MAC: return write_scope(at, udpi_mac_find_scope(value->number));
    case UDPI_IPV4:
        at = write_scope(at, udpi_ipv4_find_scope((uint32_t)value->number));
        at = stpcpy(at, ", class ");
        *at = udpi_ipv4_class((uint32_t)value->number);
        return at + 1;
    case UDPI_IPV6: return write_scope(at, udpi_ipv6_find_scope(udpi_value_bytes(packet, layer, value)));
    default: return at;
    }
}
