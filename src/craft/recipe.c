#include "craft/recipe.h"

enum { LINK_TYPE_RAW = 12 };

bool udpi_recipe_open(struct udpi_recipe *recipe) {
    recipe->count = 0;
    return udpi_sink_open(&recipe->bytes, NULL, NULL);
}

void udpi_recipe_close(struct udpi_recipe *recipe) {
    udpi_sink_close(&recipe->bytes);
}

void udpi_recipe_clear(struct udpi_recipe *recipe) {
    recipe->count = 0;
    recipe->bytes.used = 0;
}

struct udpi_recipe_layer *udpi_recipe_add_layer(struct udpi_recipe *recipe, const struct udpi_protocol *protocol) {
    if (recipe->count == UDPI_MAX_LAYERS)
        return NULL;
    struct udpi_recipe_layer *layer = &recipe->layers[recipe->count++];
    layer->protocol = protocol;
    layer->count = 0;
    return layer;
}

struct udpi_ingredient *udpi_recipe_give(struct udpi_recipe_layer *layer, unsigned field) {
    unsigned place = layer->count++;
    for (; place > 0 && layer->ingredients[place - 1].field > field; place--)
        layer->ingredients[place] = layer->ingredients[place - 1];
    layer->ingredients[place] = (struct udpi_ingredient){.field = (uint8_t)field};
    return &layer->ingredients[place];
}

void udpi_recipe_give_bytes(struct udpi_recipe *recipe, struct udpi_recipe_layer *layer, unsigned field,
                            const uint8_t *bytes, size_t count) {
    struct udpi_ingredient *ingredient = udpi_recipe_give(layer, field);
    ingredient->bytes_at = (uint32_t)recipe->bytes.used;
    ingredient->bytes_count = (uint32_t)count;
    udpi_sink_write(&recipe->bytes, (const char *)bytes, count);
}

const struct udpi_ingredient *udpi_recipe_find(const struct udpi_recipe_layer *layer, unsigned field) {
    for (unsigned i = 0; i < layer->count; i++)
        if (layer->ingredients[i].field == field)
            return &layer->ingredients[i];
    return NULL;
}

bool udpi_field_holds_bytes(const struct udpi_field *field) {
    return field->type == UDPI_IPV6 || field->type == UDPI_BYTES || field->type == UDPI_TEXT ||
           field->type == UDPI_LIST;
}

bool udpi_field_is_built(const struct udpi_field *field) {
    if (field->flags & UDPI_DERIVED || field->within)
        return false;
    bool has_size = field->bits > 0 || field->width > 0 || field->flags & UDPI_SPREAD;
    return has_size || field->type == UDPI_BYTES || field->type == UDPI_TEXT || field->type == UDPI_LIST;
}

int udpi_field_flagged(const struct udpi_protocol *protocol, unsigned flag) {
    for (int i = 0; i < protocol->field_count; i++)
        if (protocol->fields[i].flags & flag && !protocol->fields[i].within)
            return i;
    return -1;
}

unsigned udpi_field_content(const struct udpi_protocol *protocol) {
    unsigned field = 0;
    while (protocol->fields[field].type != UDPI_BYTES)
        field++;
    return field;
}

uint16_t udpi_recipe_link_type(const struct udpi_recipe *recipe, uint16_t otherwise) {
    if (recipe->count == 0)
        return otherwise;
    const struct udpi_protocol *first = recipe->layers[0].protocol;
    bool is_link = false, is_announced = false;
    uint16_t link_type = otherwise;
    for (unsigned i = 0; i < first->binding_count; i++) {
        is_announced |= !is_link && first->bindings[i].space == UDPI_IP_PROTOCOL;
        if (first->bindings[i].space != UDPI_LINK_TYPE || is_link)
            continue;
        is_link = true;
        link_type = first->bindings[i].key;
    }
    /* IPv4 and IPv6, which also stand in IP packets, have link types of their own, but only RAW lets both stand in one file. */
    return is_link && is_announced ? LINK_TYPE_RAW : link_type;
}
