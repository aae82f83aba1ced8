#include "craft/builder.h"

#include <string.h>

/* Room for `count` zeros at the end; NULL where the packet would be too large. */
static uint8_t *append_zeros(struct udpi_build *b, uint32_t count) {
    if (count > b->capacity - b->size) {
        b->is_full = true;
        return NULL;
    }
    uint8_t *at = b->bytes + b->size;
    memset(at, 0, count);
    b->size += count;
    return at;
}

static void write_initials(const struct udpi_protocol *protocol, uint8_t *header) {
    for (unsigned i = 0; i < protocol->field_count; i++)
        if (protocol->fields[i].initial != 0 && protocol->fields[i].bits > 0)
            udpi_field_store(&protocol->fields[i], header, protocol->fields[i].initial);
}

static void write_fixed(const struct udpi_recipe *recipe, const struct udpi_field *field,
                        const struct udpi_ingredient *given, uint8_t *header) {
    if (!udpi_field_holds_bytes(field)) {
        udpi_field_store(field, header, given->number);
        return;
    }
    uint32_t count = given->bytes_count < field->bytes ? given->bytes_count : field->bytes;
    memset(header + field->byte, 0, field->bytes);
    memcpy(header + field->byte, udpi_recipe_bytes(recipe, given), count);
}

/* How many bytes the field takes behind the fixed header. */
static uint32_t measure_appended(const struct udpi_field *field, const struct udpi_ingredient *given) {
    return field->width > 0 ? field->width : given->bytes_count;
}

/* Bytes that are fewer than the field's width leave zeros behind them. */
static void append_given(struct udpi_build *b, const struct udpi_recipe *recipe, const struct udpi_field *field,
                         const struct udpi_ingredient *given) {
    uint32_t count = measure_appended(field, given);
    uint8_t *at = append_zeros(b, count);
    if (!at)
        return;
    udpi_build_layer(b)->appended |= UINT64_C(1) << given->field;
    udpi_build_layer(b)->sizes[given->field] = count;
    if (!udpi_field_holds_bytes(field))
        udpi_width_store(field, at, given->number);
    else if (given->bytes_count > 0)
        memcpy(at, udpi_recipe_bytes(recipe, given), given->bytes_count < count ? given->bytes_count : count);
}

static void write_given(struct udpi_build *b, const struct udpi_recipe *recipe, const struct udpi_recipe_layer *layer,
                        uint8_t *header) {
    for (unsigned i = 0; i < layer->count && !b->is_full; i++) {
        const struct udpi_ingredient *given = &layer->ingredients[i];
        const struct udpi_field *field = &layer->protocol->fields[given->field];
        udpi_build_layer(b)->given |= UINT64_C(1) << given->field;
        if (field->flags & UDPI_SPREAD)
            udpi_build_layer(b)->spread = given->number;
        else if (field->bits > 0)
            write_fixed(recipe, field, given, header);
        else
            append_given(b, recipe, field, given);
    }
}

static void write_layer(struct udpi_build *b, const struct udpi_recipe *recipe) {
    const struct udpi_recipe_layer *from = &recipe->layers[b->current];
    struct udpi_build_layer *layer = udpi_build_layer(b);
    layer->offset = b->size;
    layer->addresses = b->addresses;
    uint8_t *header = append_zeros(b, from->protocol->header_size);
    if (!header)
        return;
    write_initials(from->protocol, header);
    write_given(b, recipe, from, header);
    layer->header_size = b->size - layer->offset;
    if (from->protocol->encode && !b->is_full)
        from->protocol->encode(b);
}

/* --- where each layer's content ends ------------------------------------------------------------------------------ */

/* The type of the sender's address or port; that of a group, which is neither, where the layer has none. */
static uint8_t source_type(const struct udpi_build_layer *layer) {
    int field = udpi_field_flagged(layer->protocol, UDPI_SRC);
    return field < 0 ? UDPI_GROUP : layer->protocol->fields[field].type;
}

static bool is_ip(const struct udpi_build_layer *layer) {
    return source_type(layer) == UDPI_IPV4 || source_type(layer) == UDPI_IPV6;
}

static bool is_transport(const struct udpi_build_layer *layer) {
    return source_type(layer) == UDPI_PORT;
}

static bool is_frame(const struct udpi_build_layer *layer) {
    return layer->protocol->binding_count > 0 && layer->protocol->bindings[0].space == UDPI_LINK_TYPE;
}

/* The outermost of the layers that surplus bytes lie behind, `inside` being the innermost. */
static unsigned find_surplus_owner(const struct udpi_build *b, unsigned inside) {
    unsigned owner = inside;
    while (owner > 0 && !is_ip(&b->layers[owner - 1]))
        owner--;
    return owner;
}

/* The same for a trailer. */
static unsigned find_trailer_owner(const struct udpi_build *b, unsigned inside) {
    unsigned owner = inside;
    while (owner > 0 && !is_ip(&b->layers[owner]) && !is_frame(&b->layers[owner]))
        owner--;
    for (unsigned i = owner; i > 0; i--) {
        const struct udpi_build_layer *around = &b->layers[i - 1];
        if (is_frame(around))
            return i - 1;
        if (is_ip(around) || is_transport(around))
            return owner;
    }
    return owner;
}

static uint16_t leftover_kind(const struct udpi_build_layer *layer) {
    return layer->protocol->is_leftover ? layer->protocol->bindings[0].key : 0;
}

static void set_ends(struct udpi_build *b) {
    unsigned first = b->count;
    while (first > 0 && leftover_kind(&b->layers[first - 1]))
        first--;
    for (unsigned i = 0; i < b->count; i++)
        b->layers[i].end = i < first ? b->size : b->layers[i].offset + b->layers[i].header_size;
    unsigned inside = first; /* layers from here on have their end */
    for (unsigned i = first; i < b->count && inside > 0; i++) {
        bool is_surplus = leftover_kind(&b->layers[i]) == UDPI_AS_SURPLUS;
        unsigned owner = is_surplus ? find_surplus_owner(b, inside - 1) : find_trailer_owner(b, inside - 1);
        for (; inside > owner; inside--)
            b->layers[inside - 1].end = b->layers[i].offset;
    }
}

/* --- both passes -------------------------------------------------------------------------------------------------- */

/* `sizes`, the larger part, counts only where `appended` says so. */
static void reset_layer(struct udpi_build_layer *layer, const struct udpi_protocol *protocol) {
    memset(layer, 0, offsetof(struct udpi_build_layer, sizes));
    layer->protocol = protocol;
}

enum udpi_status udpi_builder_run(struct udpi_build *b, const struct udpi_recipe *recipe, struct udpi_error *error) {
    b->size = 0;
    b->count = (uint8_t)recipe->count;
    b->is_full = false;
    b->addresses = (struct udpi_addresses){0};
    for (unsigned i = 0; i < b->count; i++)
        reset_layer(&b->layers[i], recipe->layers[i].protocol);
    for (b->current = 0; b->current < b->count && !b->is_full; b->current++)
        write_layer(b, recipe);
    if (b->is_full)
        return udpi_error_set(error, UDPI_FAILED, "the packet is too large: it may have %u bytes", b->capacity);
    set_ends(b);
    for (unsigned i = b->count; i > 0; i--) {
        b->current = (uint8_t)(i - 1);
        if (b->layers[b->current].protocol->seal)
            b->layers[b->current].protocol->seal(b);
    }
    return UDPI_OK;
}

enum udpi_status udpi_recipe_build(const struct udpi_recipe *recipe, uint8_t *bytes, uint32_t capacity, uint32_t *size,
                                   struct udpi_error *error) {
    struct udpi_build b = {.bytes = bytes, .capacity = capacity};
    enum udpi_status status = udpi_builder_run(&b, recipe, error);
    *size = status == UDPI_OK ? b.size : 0;
    return status;
}
