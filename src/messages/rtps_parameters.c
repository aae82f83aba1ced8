/* Lists of parameters: what participants of RTPS say of themselves, of their topics, and beside data. */
#include "messages/rtps_message.h"
#include "model/nest.h"

#define F(name) UDPI_RTPS_##name

enum { DEPTH = UDPI_RTPS_DEPTH + 2 };

/* OMG DDSI-RTPS 2.5 section 9.6.4 */
enum { PID_SENTINEL = 0x0001, PID_TOPIC_NAME = 0x0005, PID_TYPE_NAME = 0x0007, PID_ENTITY_NAME = 0x0062 };

static unsigned find_text(uint64_t id) {
    switch (id) {
    case PID_TOPIC_NAME: return F(TOPIC_NAME);
    case PID_TYPE_NAME: return F(TYPE_NAME);
    case PID_ENTITY_NAME: return F(ENTITY_NAME);
    default: return F(VALUE);
    }
}

/* The length of a string of CDR without the zero that ends it, or 0 where this is none: the value may be longer. */
static size_t measure_string(const uint8_t *value, size_t size, bool is_little) {
    enum { HEAD = 4 };
    if (size <= HEAD)
        return 0;
    uint64_t length = is_little ? udpi_load_le(value, HEAD) : udpi_load_be32(value);
    return length > 0 && length <= size - HEAD ? length - 1 : 0;
}

static void put_value(struct udpi_decode *d, uint64_t id, size_t size, bool is_little) {
    const uint8_t *value = udpi_cursor_take(&d->cursor, size);
    if (!value || size == 0)
        return;
    unsigned field = find_text(id);
    size_t length = field == F(VALUE) ? 0 : measure_string(value, size, is_little);
    if (length > 0)
        udpi_put_at_depth(d, DEPTH, field, udpi_offset_of(d, value + 4), length, 0);
    else
        udpi_put_at_depth(d, DEPTH, F(VALUE), udpi_offset_of(d, value), size, 0);
}

/* False for the last one. */
static bool put_parameter(struct udpi_decode *d, bool is_little) {
    uint16_t group = udpi_nest_open(d, DEPTH - 1, F(PARAMETER));
    uint64_t id = udpi_nest_number_ordered(d, DEPTH, F(PARAMETER_ID), 2, is_little);
    size_t size = udpi_nest_number_ordered(d, DEPTH, F(PARAMETER_LENGTH), 2, is_little);
    if (id != PID_SENTINEL)
        put_value(d, id, size, is_little);
    udpi_nest_close(d, group);
    return id != PID_SENTINEL;
}

void udpi_take_rtps_parameters(struct udpi_decode *d, unsigned field, bool is_little) {
    if (!udpi_part_goes_on(d))
        return;
    uint16_t list = udpi_nest_open(d, DEPTH - 2, field);
    while (udpi_part_goes_on(d) && put_parameter(d, is_little))
        continue;
    udpi_nest_close(d, list);
}
