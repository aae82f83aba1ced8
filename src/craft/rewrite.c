#include "craft/rewrite.h"

#include <stdlib.h>
#include <string.h>

#include <udpinspect/decoder.h>

#include "core/bytes.h"
#include "core/checksum.h"
#include "craft/builder.h"
#include "craft/notation.h"
#include "craft/spec.h"
#include "model/numbers.h"

/* One value: `recipe` has one layer with one field. */
struct change {
    char text[UDPI_REWRITE_LONGEST + 1]; /* up to its name's end */
    struct udpi_recipe recipe;
    unsigned ordinal; /* which layer of that name, from 1 */
    struct udpi_rewrite_count count;
};

struct udpi_rewrite {
    struct udpi_decoder *decoder;
    struct udpi_spec *spec;
    const struct udpi_protocol *udp, *fragment;
    unsigned count;
    struct change changes[UDPI_REWRITE_MOST];
    uint8_t bytes[UDPI_MAX_CRAFTED];
};

/* --- what is to be set -------------------------------------------------------------------------------------------- */

/* Bytes up to the blank behind the value, which does not count within quotes. */
static size_t measure_value(const char *text) {
    bool is_quoted = false;
    size_t length = 0;
    for (; text[length] && (is_quoted || text[length] != ' '); length++) {
        if (is_quoted && text[length] == '\\' && text[length + 1])
            length++;
        else if (text[length] == '"')
            is_quoted = !is_quoted;
    }
    return length;
}

/* Takes the ":2" of "ipv4:2" out of the text; false where there is no such number. */
static bool take_ordinal(char *text, size_t layer, unsigned *ordinal) {
    char *colon = memchr(text, ':', layer);
    *ordinal = 1;
    if (!colon)
        return true;
    char *end;
    unsigned long number = strtoul(colon + 1, &end, 10);
    if (colon[1] < '1' || colon[1] > '9' || end != text + layer || number > UDPI_MAX_LAYERS)
        return false;
    *ordinal = (unsigned)number;
    memmove(colon, end, strlen(end) + 1);
    return true;
}

/* Makes "LAYER KEY=VALUE" of "LAYER.KEY=VALUE", and "LAYER VALUE" of "LAYER=VALUE": a line of the notation. */
static enum udpi_status parse_change(struct change *change, const char *text, size_t length, struct udpi_error *error) {
    char line[UDPI_REWRITE_LONGEST + 1];
    memcpy(line, text, length);
    line[length] = '\0';
    size_t name = strcspn(line, "="), layer = strcspn(line, ".=");
    if (layer == 0 || line[name] != '=')
        return udpi_error_set(error, UDPI_USAGE, "--set %s: give LAYER.KEY=VALUE, such as ipv4.dst=10.0.0.9", line);
    memcpy(change->text, line, name);
    change->text[name] = '\0';
    change->count.name = change->text;
    bool has_ordinal = take_ordinal(line, layer, &change->ordinal);
    if (!has_ordinal)
        return udpi_error_set(error, UDPI_USAGE,
                              "--set %s: which layer of the name is a number from 1 on, as in ipv4:2.dst", line);
    line[strcspn(line, ".=")] = ' ';
    if (udpi_notation_parse(line, &change->recipe, error) != UDPI_OK) {
        struct udpi_error why = *error;
        return udpi_error_set(error, UDPI_USAGE, "--set %s: %.300s", change->text, why.text);
    }
    if (change->recipe.count != 1 || change->recipe.layers[0].count != 1)
        return udpi_error_set(error, UDPI_USAGE, "--set %s: it is no field that can be set", change->text);
    return UDPI_OK;
}

static enum udpi_status add_change(struct udpi_rewrite *rewrite, const char *text, size_t length,
                                   struct udpi_error *error) {
    if (rewrite->count == UDPI_REWRITE_MOST)
        return udpi_error_set(error, UDPI_USAGE, "--set: at most %d values can be set", UDPI_REWRITE_MOST);
    if (length > UDPI_REWRITE_LONGEST)
        return udpi_error_set(error, UDPI_USAGE, "--set %.32s…: it is too long; a value may have %d bytes", text,
                              UDPI_REWRITE_LONGEST);
    struct change *change = &rewrite->changes[rewrite->count++];
    if (!udpi_recipe_open(&change->recipe))
        return udpi_error_set(error, UDPI_FAILED, "no memory to set fields");
    return parse_change(change, text, length, error);
}

static enum udpi_status parse_text(struct udpi_rewrite *rewrite, const char *text, struct udpi_error *error) {
    unsigned before = rewrite->count;
    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        size_t length = measure_value(text);
        if (add_change(rewrite, text, length, error) != UDPI_OK)
            return error->status;
        text += length;
    }
    if (rewrite->count == before)
        return udpi_error_set(error, UDPI_USAGE, "--set: give LAYER.KEY=VALUE, such as ipv4.dst=10.0.0.9");
    return UDPI_OK;
}

static bool get_memory(struct udpi_rewrite *rewrite) {
    rewrite->decoder = udpi_decoder_create();
    rewrite->spec = udpi_spec_create();
    return rewrite->decoder && rewrite->spec;
}

struct udpi_rewrite *udpi_rewrite_create(const char *const *texts, unsigned count, struct udpi_error *error) {
    struct udpi_rewrite *rewrite = calloc(1, sizeof *rewrite);
    if (!rewrite || !get_memory(rewrite)) {
        udpi_error_set(error, UDPI_FAILED, "no memory to set fields");
        udpi_rewrite_free(rewrite);
        return NULL;
    }
    rewrite->udp = udpi_protocol_find("udp");
    rewrite->fragment = udpi_protocol_find("fragment");
    enum udpi_status status = UDPI_OK;
    for (unsigned i = 0; i < count && status == UDPI_OK; i++)
        status = parse_text(rewrite, texts[i], error);
    if (status == UDPI_OK)
        return rewrite;
    udpi_rewrite_free(rewrite);
    return NULL;
}

void udpi_rewrite_free(struct udpi_rewrite *rewrite) {
    if (!rewrite)
        return;
    for (unsigned i = 0; i < rewrite->count; i++)
        udpi_recipe_close(&rewrite->changes[i].recipe);
    udpi_decoder_free(rewrite->decoder);
    udpi_spec_free(rewrite->spec);
    free(rewrite);
}

const struct udpi_rewrite_count *udpi_rewrite_count(const struct udpi_rewrite *rewrite, unsigned index) {
    return index < rewrite->count ? &rewrite->changes[index].count : NULL;
}

/* --- one packet --------------------------------------------------------------------------------------------------- */

/* A packet that is being changed. */
struct rewriting {
    struct udpi_rewrite *rewrite;
    const struct udpi_packet *packet;
    unsigned count;
    const struct udpi_layer *layers[UDPI_MAX_LAYERS]; /* those that lie in the frame */
    unsigned kept;                                    /* how many of them the recipe has */
    unsigned targets[UDPI_REWRITE_MOST];              /* the layer of each change; `count` where there is none */
    struct udpi_recipe *recipe;
    struct udpi_build build;
};

static const struct udpi_recipe_layer *layer_of(const struct change *change) {
    return &change->recipe.layers[0];
}

static unsigned field_of(const struct change *change) {
    return layer_of(change)->ingredients[0].field;
}

/* Whether it is a port, and the layer a first fragment that has the ports. */
static bool is_port_in_fragment(const struct rewriting *r, const struct change *change,
                                const struct udpi_layer *layer) {
    const struct udpi_field *field = &layer_of(change)->protocol->fields[field_of(change)];
    return layer->protocol == r->rewrite->fragment && layer_of(change)->protocol == r->rewrite->udp &&
           field->type == UDPI_PORT && udpi_layer_flagged(r->packet, layer, UDPI_DST);
}

static bool has_field(const struct rewriting *r, const struct change *change, const struct udpi_layer *layer) {
    const struct udpi_field *field = &layer->protocol->fields[field_of(change)];
    bool is_left_out = field->flags & UDPI_IF_SET && field->bits > 0;
    return layer->protocol->is_data || is_left_out || udpi_layer_value(r->packet, layer, field_of(change));
}

/* Which layer has the field; r->count where none does. */
static unsigned find_target(const struct rewriting *r, const struct change *change) {
    unsigned ordinal = 0;
    for (unsigned i = 0; i < r->count; i++) {
        const struct udpi_layer *layer = r->layers[i];
        bool is_port = is_port_in_fragment(r, change, layer);
        ordinal += layer->protocol == layer_of(change)->protocol || is_port;
        if (ordinal == change->ordinal)
            return is_port || has_field(r, change, layer) ? i : r->count;
    }
    return r->count;
}

static void take_away(struct udpi_recipe_layer *layer, unsigned field) {
    unsigned kept = 0;
    for (unsigned i = 0; i < layer->count; i++)
        if (layer->ingredients[i].field != field)
            layer->ingredients[kept++] = layer->ingredients[i];
    layer->count = (uint8_t)kept;
}

/* The bytes of a layer that is nothing else. */
static uint8_t *content_of(const struct rewriting *r, unsigned index, uint32_t *size) {
    const struct udpi_recipe_layer *layer = &r->recipe->layers[index];
    const struct udpi_ingredient *content = udpi_recipe_find(layer, udpi_field_content(layer->protocol));
    *size = content ? content->bytes_count : 0;
    return content ? (uint8_t *)r->recipe->bytes.bytes + content->bytes_at : NULL;
}

static void set(struct rewriting *r, const struct change *change, unsigned index) {
    const struct udpi_ingredient *value = &layer_of(change)->ingredients[0];
    const struct udpi_field *field = &layer_of(change)->protocol->fields[value->field];
    struct udpi_recipe_layer *layer = &r->recipe->layers[index];
    uint32_t size;
    if (is_port_in_fragment(r, change, r->layers[index])) {
        udpi_field_store(field, content_of(r, index, &size), value->number);
        return;
    }
    take_away(layer, value->field);
    if (udpi_field_holds_bytes(field))
        udpi_recipe_give_bytes(r->recipe, layer, value->field, udpi_recipe_bytes(&change->recipe, value),
                               value->bytes_count);
    else
        udpi_recipe_give(layer, value->field)->number = value->number;
}

/* A checksum that a sender left to its network card is filled in, as the card would have done. */
static void complete_checksums(struct rewriting *r) {
    for (unsigned i = 0; i < r->kept; i++) {
        const struct udpi_protocol *protocol = r->layers[i]->protocol;
        int status = udpi_field_find(protocol, "checksum_status"), checksum = udpi_field_find(protocol, "checksum");
        const struct udpi_value *value =
            status < 0 ? NULL : udpi_layer_value(r->packet, r->layers[i], (unsigned)status);
        if (value && checksum >= 0 && value->number == UDPI_CHECKSUM_PARTIAL)
            take_away(&r->recipe->layers[i], (unsigned)checksum);
    }
}

static bool build(struct rewriting *r) {
    struct udpi_error ignored;
    r->build.bytes = r->rewrite->bytes;
    r->build.capacity = sizeof r->rewrite->bytes;
    return udpi_builder_run(&r->build, r->recipe, &ignored) == UDPI_OK;
}

static bool is_unchanged(struct rewriting *r) {
    const struct udpi_frame *frame = &r->packet->frame;
    return build(r) && r->build.size == frame->captured && memcmp(r->build.bytes, frame->bytes, frame->captured) == 0;
}

/* Flags say which fields stand behind the fixed header; with them, the builder puts those there that it works out itself. */
static void give_flags(struct rewriting *r, unsigned index) {
    const struct udpi_protocol *protocol = r->layers[index]->protocol;
    const uint8_t *header = r->packet->frame.bytes + r->layers[index]->offset;
    struct udpi_recipe_layer *layer = &r->recipe->layers[index];
    for (unsigned i = 0; i < protocol->field_count && i < UDPI_MAX_INGREDIENTS; i++) {
        const struct udpi_field *field = &protocol->fields[i];
        if (field->type == UDPI_BOOL && field->bits > 0 && udpi_field_is_built(field) && !udpi_recipe_find(layer, i))
            udpi_recipe_give(layer, i)->number = udpi_field_load(field, header);
    }
}

/* The recipe has the lengths and checksums without a fixed place, whatever they are: leaves out those that the builder works
   out to the same. Before anything is set. */
static void leave_out_computed(struct rewriting *r, unsigned index) {
    struct udpi_recipe_layer *layer = &r->recipe->layers[index];
    for (unsigned i = 0; i < layer->count; i++) {
        const struct udpi_field *field = &layer->protocol->fields[layer->ingredients[i].field];
        if (field->bits > 0 || !(field->flags & UDPI_COMPUTED))
            continue;
        struct udpi_recipe_layer before = *layer;
        take_away(layer, layer->ingredients[i].field);
        give_flags(r, index);
        if (!is_unchanged(r))
            *layer = before;
        else
            i = 0; /* the places have changed */
    }
}

/* --- first fragments ---------------------------------------------------------------------------------------------- */

/* An IP header in front of a fragment. */
struct fragmented {
    uint32_t addresses_at, addresses_size; /* from the header's start */
    unsigned layer;
    uint8_t protocol;
    bool is_first;
};

/* What is in force for the fragment with this index; false where there is no IP header that says so. */
static bool find_fragmented(const struct rewriting *r, unsigned index, struct fragmented *found) {
    const uint8_t *bytes = r->packet->frame.bytes;
    for (unsigned i = index; i > 0; i--) {
        const uint8_t *ip = bytes + r->layers[i - 1]->offset, *fragment = bytes + r->layers[index - 1]->offset;
        const char *key = r->layers[i - 1]->protocol->key;
        if (strcmp(key, "ipv4") == 0) {
            *found = (struct fragmented){12, 8, i - 1, ip[9], (udpi_load_be16(ip + 6) & 0x1fff) == 0};
            return true;
        }
        if (strcmp(key, "ipv6") == 0) {
            *found = (struct fragmented){8, 32, i - 1, fragment[0], (udpi_load_be16(fragment + 2) & 0xfff8) == 0};
            return true;
        }
    }
    return false;
}

/* Where the checksum lies that covers the addresses of the whole datagram; -1 where there is none. */
static int find_checksum(uint8_t protocol) {
    static const struct {
        uint8_t protocol, at;
    } places[] = {{UDPI_IP_UDP, 6}, {UDPI_IP_UDPLITE, 6}, {UDPI_IP_TCP, 16}, {UDPI_IP_ICMPV6, 2}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (places[i].protocol == protocol)
            return places[i].at;
    return -1;
}

/* The sum of the addresses, and of what lies before the checksum. */
static uint16_t sum_up(const uint8_t *addresses, uint32_t size, const uint8_t *bytes, uint32_t count) {
    return udpi_checksum_fold(udpi_checksum_add(udpi_checksum_add(0, addresses, size), bytes, count));
}

/* Brings the checksum in a first fragment up to date for what was built. False where it lies in another fragment. */
static bool update_fragment(struct rewriting *r, unsigned index) {
    struct fragmented ip;
    int at;
    if (!find_fragmented(r, index, &ip) || !ip.is_first || (at = find_checksum(ip.protocol)) < 0)
        return true;
    uint32_t size;
    uint8_t *content = content_of(r, index, &size);
    const uint8_t *frame = r->packet->frame.bytes;
    uint32_t before = size < (uint32_t)at ? size : (uint32_t)at;
    uint16_t old = sum_up(frame + r->layers[ip.layer]->offset + ip.addresses_at, ip.addresses_size,
                          frame + r->layers[index]->offset, before);
    uint16_t new =
        sum_up(r->build.bytes + r->build.layers[ip.layer].offset + ip.addresses_at, ip.addresses_size, content, before);
    if (old == new)
        return true;
    if (size < (uint32_t)at + 2)
        return false;
    uint16_t checksum = udpi_load_be16(content + at);
    if (ip.protocol == UDPI_IP_UDP && checksum == 0)
        return true;
    /* RFC 1624 section 3: HC' = ~(~HC + ~m + m') */
    uint64_t sum = (uint64_t)(checksum ^ 0xffff) + (old ^ 0xffff) + new;
    checksum = udpi_checksum_fold(sum) ^ 0xffff;
    udpi_store_be(content + at, 2, ip.protocol == UDPI_IP_UDP && checksum == 0 ? 0xffff : checksum);
    return true;
}

static bool update_fragments(struct rewriting *r) {
    for (unsigned i = 0; i < r->kept; i++)
        if (r->layers[i]->protocol == r->rewrite->fragment && !update_fragment(r, i))
            return false;
    return true;
}

/* --- the frame ---------------------------------------------------------------------------------------------------- */

static bool apply(struct rewriting *r) {
    if (r->packet->frame.captured > UDPI_MAX_CRAFTED)
        return false;
    r->recipe = udpi_spec_recipe(r->rewrite->spec, r->packet, &r->kept);
    for (unsigned i = 0; i < r->kept; i++)
        leave_out_computed(r, i);
    for (unsigned i = 0; i < r->rewrite->count; i++) {
        if (r->targets[i] < r->count && r->targets[i] >= r->kept)
            return false;
        if (r->targets[i] < r->count)
            set(r, &r->rewrite->changes[i], r->targets[i]);
    }
    complete_checksums(r);
    return build(r) && (!r->packet->has_fragment || (update_fragments(r) && build(r)));
}

bool udpi_rewrite_run(struct udpi_rewrite *rewrite, struct udpi_frame *frame) {
    struct rewriting r = {.rewrite = rewrite, .packet = udpi_decode(rewrite->decoder, frame)};
    for (unsigned i = 0; i < r.packet->layer_count; i++)
        if (r.packet->layers[i].buffer == 0)
            r.layers[r.count++] = &r.packet->layers[i];
    unsigned found = 0;
    for (unsigned i = 0; i < rewrite->count; i++) {
        r.targets[i] = find_target(&r, &rewrite->changes[i]);
        found += r.targets[i] < r.count;
        rewrite->changes[i].count.missing += r.targets[i] == r.count;
    }
    if (found == 0)
        return true;
    if (!apply(&r))
        return false;
    frame->bytes = rewrite->bytes;
    frame->captured = frame->length = r.build.size;
    return true;
}
