/* Values in the words of the boxes. */
#include "render/boxes.h"

#include "core/escape.h"
#include "core/format.h"
#include "model/decode.h"
#include "render/palette.h"
#include "render/value.h"

enum {
    SHOWN_BYTES = 16,   /* of opaque bytes among other facts */
    SHOWN_COLUMNS = 48, /* of text among other facts */
    SHOWN_ELEMENTS = 8, /* of a list */
    VALUE_SIZE = 1152,  /* SHOWN_COLUMNS of text, escaped, or a number; and a name */
    GROUP_SIZE = 2 * VALUE_SIZE,
    LIST_SIZE = UDPI_BOXES_VALUE_SIZE - 32,
};

static char *write_name(char *at, const struct udpi_name *name) {
    memcpy(at, name->text, name->length);
    return at + name->length;
}

static char *write_more(const struct udpi_canvas *canvas, char *at) {
    return stpcpy(at, canvas->has_unicode ? "…" : "...");
}

/* --- checksums ---------------------------------------------------------------------------------------------------- */

bool udpi_boxes_is_status(const struct udpi_field *field) {
    return field->names == &udpi_checksum_status_names;
}

struct words {
    uint8_t size;
    char text[UDPI_BOXES_STATUS_SIZE];
};

#define WORDS(text)                                                                                                    \
    { sizeof(text) - 1, text }

static const struct words *find_words(uint64_t status) {
    static const struct words unknown = WORDS("unknown");
    static const struct words words[] = {
        [UDPI_CHECKSUM_ABSENT] = WORDS("none"), [UDPI_CHECKSUM_UNVERIFIED] = WORDS("not checkable"),
        [UDPI_CHECKSUM_GOOD] = WORDS("good"),   [UDPI_CHECKSUM_PARTIAL] = WORDS("left to the network card (offload)"),
        [UDPI_CHECKSUM_BAD] = WORDS("BAD"),
    };
    return status < sizeof words / sizeof *words ? &words[status] : &unknown;
}

char *udpi_boxes_write_status(char *at, uint64_t status) {
    const struct words *words = find_words(status);
    memcpy(at, words->text, sizeof words->text);
    return at + words->size;
}

const char *udpi_boxes_status_ink(uint64_t status) {
    return status == UDPI_CHECKSUM_BAD ? udpi_palette_warning : NULL;
}

/* --- one value ---------------------------------------------------------------------------------------------------- */

static char *write_bytes(const struct udpi_canvas *canvas, char *at, const uint8_t *bytes, size_t count) {
    at = udpi_format_hex(at, bytes, count < SHOWN_BYTES ? count : SHOWN_BYTES);
    if (count <= SHOWN_BYTES)
        return at;
    at = stpcpy(write_more(canvas, at), " (");
    at = udpi_canvas_write_bytes(at, (uint32_t)count);
    *at = ')';
    return at + 1;
}

static char *write_string(const struct udpi_canvas *canvas, char *at, const uint8_t *bytes, size_t count) {
    struct udpi_span span = {bytes, count};
    *at++ = '"';
    at = udpi_canvas_escape(canvas, at, &span, SHOWN_COLUMNS);
    *at++ = '"';
    return span.count > 0 ? write_more(canvas, at) : at;
}

static char *write_plain(const struct udpi_canvas *canvas, char *at, const struct udpi_packet *packet,
                         const struct udpi_layer *layer, const struct udpi_value *value) {
    uint8_t room[UDPI_CONTENT_SIZE];
    uint8_t type = layer->protocol->fields[value->field].type;
    if (type != UDPI_BYTES && !udpi_type_is_text(type))
        return udpi_value_write(at, packet, layer, value);
    struct udpi_content content = udpi_value_content(packet, layer, value, room);
    if (type == UDPI_BYTES)
        return write_bytes(canvas, at, content.bytes, content.count);
    return write_string(canvas, at, content.bytes, content.count);
}

char *udpi_boxes_write_value(const struct udpi_canvas *canvas, char *at, const struct udpi_packet *packet,
                             const struct udpi_layer *layer, const struct udpi_value *value) {
    const struct udpi_field *field = &layer->protocol->fields[value->field];
    if (udpi_boxes_is_status(field))
        return udpi_boxes_write_status(at, value->number);
    at = write_plain(canvas, at, packet, layer, value);
    if (!field->names || field->type == UDPI_WORD)
        return at;
    const struct udpi_name *name = udpi_name_find(field->names, value->number);
    if (!name)
        return at;
    *at = ' ';
    return write_name(at + 1, name);
}

/* --- lists -------------------------------------------------------------------------------------------------------- */

const struct udpi_value *udpi_boxes_skip(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                         const struct udpi_value *value) {
    const struct udpi_value *end = packet->values + layer->first_value + layer->value_count;
    unsigned depth = value->depth;
    do
        value++;
    while (value < end && value->depth > depth);
    return value;
}

/* A value as short as it can be told: its name, else the value. */
static char *write_short(const struct udpi_canvas *canvas, char *at, const struct udpi_packet *packet,
                         const struct udpi_layer *layer, const struct udpi_value *value) {
    const struct udpi_name *name = udpi_name_find(layer->protocol->fields[value->field].names, value->number);
    return name ? write_name(at, name) : write_plain(canvas, at, packet, layer, value);
}

/* The member that tells most of a group: the first with a name, else the first. */
static const struct udpi_value *choose_member(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                              const struct udpi_value *group) {
    const struct udpi_value *end = udpi_boxes_skip(packet, layer, group);
    for (const struct udpi_value *member = group + 1; member < end; member++)
        if (member->depth == group->depth + 1 &&
            udpi_name_find(layer->protocol->fields[member->field].names, member->number))
            return member;
    return group + 1 < end ? group + 1 : NULL;
}

static char *write_group(const struct udpi_canvas *canvas, char *at, const struct udpi_packet *packet,
                         const struct udpi_layer *layer, const struct udpi_value *group) {
    const struct udpi_value *end = udpi_boxes_skip(packet, layer, group);
    const char *start = at;
    for (const struct udpi_value *member = group + 1; member < end && at - start < GROUP_SIZE - VALUE_SIZE; member++) {
        const struct udpi_field *field = &layer->protocol->fields[member->field];
        bool is_said = field->flags & UDPI_SUMMARY &&
                       !udpi_value_is_unclean(field, member, udpi_value_bytes(packet, layer, member));
        if (!is_said || member->depth != group->depth + 1)
            continue;
        if (at > start)
            *at++ = ' ';
        at = write_short(canvas, at, packet, layer, member);
    }
    const struct udpi_value *member = at == start ? choose_member(packet, layer, group) : NULL;
    return member ? write_short(canvas, at, packet, layer, member) : at;
}

static char *write_element(const struct udpi_canvas *canvas, char *at, const struct udpi_packet *packet,
                           const struct udpi_layer *layer, const struct udpi_value *element) {
    bool is_group = layer->protocol->fields[element->field].type == UDPI_GROUP;
    return is_group ? write_group(canvas, at, packet, layer, element) : write_short(canvas, at, packet, layer, element);
}

char *udpi_boxes_write_list(const struct udpi_canvas *canvas, char *at, const struct udpi_packet *packet,
                            const struct udpi_layer *layer, const struct udpi_value *list) {
    if (layer->protocol->fields[list->field].type == UDPI_GROUP)
        return write_group(canvas, at, packet, layer, list);
    const char *start = at;
    const struct udpi_value *end = udpi_boxes_skip(packet, layer, list);
    unsigned shown = 0, hidden = 0;
    for (const struct udpi_value *element = list + 1; element < end;
         element = udpi_boxes_skip(packet, layer, element)) {
        if (shown == SHOWN_ELEMENTS || at - start > LIST_SIZE - GROUP_SIZE) {
            hidden++;
            continue;
        }
        if (shown++ > 0)
            at = stpcpy(at, ", ");
        at = write_element(canvas, at, packet, layer, element);
    }
    return hidden > 0 ? stpcpy(udpi_format_uint(stpcpy(at, " and "), hidden), " more") : at;
}
