#include "craft/spec.h"

#include <stdlib.h>
#include <string.h>

#include "craft/builder.h"
#include "craft/content.h"
#include "craft/notation.h"

struct udpi_spec {
    struct udpi_recipe recipe;
    struct udpi_build build;
    uint8_t bytes[UDPI_MAX_CRAFTED];

    const struct udpi_packet *packet;
    unsigned count;                                   /* layers of the packet that lie in the frame */
    const struct udpi_layer *layers[UDPI_MAX_LAYERS]; /* these, in their order */
    unsigned kept;                                    /* how many of them the recipe has; the rest is one payload */
};

struct udpi_spec *udpi_spec_create(void) {
    struct udpi_spec *spec = malloc(sizeof *spec);
    if (!spec || udpi_recipe_open(&spec->recipe))
        return spec;
    udpi_spec_free(spec);
    return NULL;
}

void udpi_spec_free(struct udpi_spec *spec) {
    if (spec)
        udpi_recipe_close(&spec->recipe);
    free(spec);
}

/* --- the recipe without what a builder fills in ------------------------------------------------------------------- */

/* Gives a field with a fixed place what the packet has there. */
static void give_placed(struct udpi_spec *spec, unsigned index, unsigned field_index) {
    const struct udpi_layer *layer = spec->layers[index];
    const struct udpi_field *field = &layer->protocol->fields[field_index];
    const uint8_t *header = spec->packet->frame.bytes + layer->offset;
    struct udpi_recipe_layer *to = &spec->recipe.layers[index];
    if (udpi_field_holds_bytes(field))
        udpi_recipe_give_bytes(&spec->recipe, to, field_index, header + field->byte, field->bytes);
    else
        udpi_recipe_give(to, field_index)->number = udpi_field_load(field, header);
}

/* Gives a field that is appended what the frame has in these bytes. */
static void give_one_appended(struct udpi_spec *spec, unsigned index, unsigned field_index, uint32_t start, uint32_t end) {
    const struct udpi_field *field = &spec->layers[index]->protocol->fields[field_index];
    const uint8_t *bytes = spec->packet->frame.bytes + start;
    struct udpi_recipe_layer *to = &spec->recipe.layers[index];
    if (udpi_field_holds_bytes(field))
        udpi_recipe_give_bytes(&spec->recipe, to, field_index, bytes, end - start);
    else if (end - start == field->width)
        udpi_recipe_give(to, field_index)->number = udpi_width_load(field, bytes);
}

/* Gives the fields that are appended behind the fixed header. Bytes that two fields share are given once. */
static void give_appended(struct udpi_spec *spec, unsigned index) {
    const struct udpi_layer *layer = spec->layers[index];
    uint32_t covered = layer->offset + layer->protocol->header_size;
    for (unsigned i = 0; i < layer->value_count; i++) {
        const struct udpi_value *value = &spec->packet->values[layer->first_value + i];
        const struct udpi_field *field = &layer->protocol->fields[value->field];
        uint32_t end = value->offset + value->length;
        bool is_appended = value->depth == 0 && field->bits == 0 && udpi_field_is_built(field);
        if (!is_appended || end <= covered || value->field >= UDPI_MAX_INGREDIENTS ||
            udpi_recipe_find(&spec->recipe.layers[index], value->field))
            continue;
        uint32_t start = value->offset > covered ? value->offset : covered;
        give_one_appended(spec, index, value->field, start, end);
        covered = end;
    }
}

static void give_ends(struct udpi_spec *spec, unsigned index) {
    const struct udpi_protocol *protocol = spec->layers[index]->protocol;
    for (unsigned i = 0; i < protocol->field_count; i++)
        if (protocol->fields[i].flags & (UDPI_SRC | UDPI_DST) && protocol->fields[i].bits > 0)
            give_placed(spec, index, i);
}

static void give_bytes(struct udpi_spec *spec, const struct udpi_protocol *protocol, uint32_t start, uint32_t end) {
    struct udpi_recipe_layer *layer = udpi_recipe_add_layer(&spec->recipe, protocol);
    udpi_recipe_give_bytes(&spec->recipe, layer, udpi_field_content(protocol), spec->packet->frame.bytes + start,
                           end - start);
}

/* Where the layer before the one with this index ends. */
static uint32_t find_start(const struct udpi_spec *spec, unsigned index) {
    return index == 0 ? 0 : spec->layers[index - 1]->offset + spec->layers[index - 1]->size;
}

static void start_recipe(struct udpi_spec *spec) {
    udpi_recipe_clear(&spec->recipe);
    for (unsigned i = 0; i < spec->kept; i++) {
        const struct udpi_layer *layer = spec->layers[i];
        if (layer->protocol->is_data) {
            give_bytes(spec, layer->protocol, layer->offset, layer->offset + layer->size);
            continue;
        }
        udpi_recipe_add_layer(&spec->recipe, layer->protocol);
        give_appended(spec, i);
        give_ends(spec, i);
    }
    if (spec->kept < spec->count || spec->count == 0)
        give_bytes(spec, udpi_protocol_find("payload"), find_start(spec, spec->kept), spec->packet->frame.captured);
}

/* --- what is different from the packet ---------------------------------------------------------------------------- */

/* When a field is given. */
enum turn {
    FREE,      /* the packet has the field, and nothing else decides it */
    COMPUTED,  /* the packet has the field, and the builder works it out from others */
    NOT_THERE, /* the decoder has not recorded the field, but its bits are not what the builder puts there */
    TURNS
};

static enum turn find_turn(const struct udpi_spec *spec, unsigned index, unsigned field) {
    const struct udpi_layer *layer = spec->layers[index];
    if (!udpi_layer_value(spec->packet, layer, field))
        return NOT_THERE;
    return layer->protocol->fields[field].flags & UDPI_COMPUTED ? COMPUTED : FREE;
}

static bool is_different(const struct udpi_spec *spec, unsigned index, const struct udpi_field *field) {
    const uint8_t *wanted = spec->packet->frame.bytes + spec->layers[index]->offset;
    const uint8_t *built = spec->bytes + spec->build.layers[index].offset;
    if (udpi_field_holds_bytes(field))
        return memcmp(wanted + field->byte, built + field->byte, field->bytes) != 0;
    return udpi_field_load(field, wanted) != udpi_field_load(field, built);
}

static bool is_due(const struct udpi_spec *spec, unsigned index, unsigned field_index, enum turn turn) {
    const struct udpi_field *field = &spec->layers[index]->protocol->fields[field_index];
    return field->bits > 0 && udpi_field_is_built(field) && find_turn(spec, index, field_index) == turn &&
           !udpi_recipe_find(&spec->recipe.layers[index], field_index) && is_different(spec, index, field);
}

/* Gives the first field of this turn in which the layer differs; of those that are not there, which may overlap, the
   widest. False where there is none. */
static bool give_different(struct udpi_spec *spec, unsigned index, enum turn turn) {
    const struct udpi_protocol *protocol = spec->layers[index]->protocol;
    int due = -1;
    for (int i = 0; i < protocol->field_count && i < UDPI_MAX_INGREDIENTS; i++) {
        bool is_better = due < 0 || (turn == NOT_THERE && protocol->fields[i].bits > protocol->fields[due].bits);
        if (is_better && is_due(spec, index, (unsigned)i, turn))
            due = i;
    }
    if (due >= 0)
        give_placed(spec, index, (unsigned)due);
    return due >= 0;
}

/*
 * Gives what can be given before the next building. Free fields do not depend on each other: all at once. Of the others
 * one at a time, from the innermost layer outwards, as the builder seals them: a checksum that is off because of a
 * length is then not given beside the length.
 */
static bool give_next(struct udpi_spec *spec) {
    bool is_given = false;
    for (unsigned i = 0; i < spec->kept; i++)
        while (give_different(spec, i, FREE))
            is_given = true;
    for (enum turn turn = COMPUTED; turn < TURNS && !is_given; turn++)
        for (unsigned i = spec->kept; i > 0 && !is_given; i--)
            is_given = give_different(spec, i - 1, turn);
    return is_given;
}

/* --- settling ----------------------------------------------------------------------------------------------------- */

/* The first layer that has another place or size than in the packet, or spec->kept. */
static unsigned find_displaced(const struct udpi_spec *spec) {
    unsigned i = 0;
    while (i < spec->kept && spec->build.layers[i].offset == spec->layers[i]->offset &&
           spec->build.layers[i].header_size == spec->layers[i]->size)
        i++;
    return i;
}

/* The first layer whose bytes are others, or spec->kept. */
static unsigned find_unequal(const struct udpi_spec *spec) {
    unsigned i = 0;
    while (i < spec->kept && memcmp(spec->bytes + spec->layers[i]->offset,
                                    spec->packet->frame.bytes + spec->layers[i]->offset, spec->layers[i]->size) == 0)
        i++;
    return i;
}

static bool is_exact(const struct udpi_spec *spec) {
    const struct udpi_frame *frame = &spec->packet->frame;
    return spec->build.size == frame->captured && memcmp(spec->bytes, frame->bytes, frame->captured) == 0;
}

/* Gives what stands in the fixed header of a layer that came out with another size: it may decide which parts follow. */
static bool give_fixed(struct udpi_spec *spec, unsigned index) {
    bool is_given = false;
    for (enum turn turn = FREE; turn < NOT_THERE && !is_given; turn++)
        while (give_different(spec, index, turn))
            is_given = true;
    return is_given;
}

/* Completes the recipe for the first spec->kept layers. False where other bytes come out, from the layer *bad on. */
static bool settle(struct udpi_spec *spec, unsigned *bad) {
    struct udpi_error error;
    start_recipe(spec);
    do {
        if (udpi_builder_run(&spec->build, &spec->recipe, &error) != UDPI_OK) {
            *bad = 0;
            return false;
        }
        *bad = find_displaced(spec);
        if (*bad < spec->kept && !give_fixed(spec, *bad))
            return false;
        if (*bad == spec->kept && is_exact(spec))
            return true;
    } while (*bad < spec->kept || give_next(spec));
    *bad = find_unequal(spec);
    return false;
}

static void list_layers(struct udpi_spec *spec, const struct udpi_packet *packet) {
    spec->packet = packet;
    spec->count = 0;
    for (unsigned i = 0; i < packet->layer_count; i++)
        if (packet->layers[i].buffer == 0)
            spec->layers[spec->count++] = &packet->layers[i];
    spec->kept = spec->count;
}

struct udpi_recipe *udpi_spec_recipe(struct udpi_spec *spec, const struct udpi_packet *packet, unsigned *kept) {
    list_layers(spec, packet);
    spec->build.bytes = spec->bytes;
    spec->build.capacity = sizeof spec->bytes;
    unsigned bad = 0;
    while (!settle(spec, &bad)) {
        /* bytes behind the last layer: that layer takes them too */
        spec->kept = bad < spec->kept ? bad : spec->kept - 1;
    }
    *kept = spec->kept;
    return &spec->recipe;
}

void udpi_spec_write(struct udpi_spec *spec, const struct udpi_packet *packet, struct udpi_sink *sink) {
    const struct udpi_frame *frame = &packet->frame;
    unsigned kept;
    if (frame->captured == 0 || frame->captured > UDPI_MAX_CRAFTED)
        udpi_content_write(frame->bytes, frame->captured, false, sink);
    else
        udpi_notation_write(udpi_spec_recipe(spec, packet, &kept), sink);
    udpi_sink_puts(sink, "\n");
}
