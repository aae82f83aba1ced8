/* What the boxes know before the first packet. */
#include <stdlib.h>

#include "model/decode.h"
#include "render/boxes.h"
#include "render/palette.h"

/* Whether a value of 0 says nothing: numbers that are mostly not set. */
static bool is_for_set(const struct udpi_field *field) {
    bool is_plain = (field->type == UDPI_UINT || field->type == UDPI_HEX) && !field->names;
    bool is_said = field->initial != 0 || field->flags & (UDPI_SUMMARY | UDPI_COMPUTED);
    return (is_plain || field->type == UDPI_BOOL) && !is_said;
}

static bool has_status(const struct udpi_protocol *protocol) {
    for (unsigned i = 0; i < protocol->field_count; i++)
        if (udpi_boxes_is_status(&protocol->fields[i]))
            return true;
    return false;
}

static uint8_t choose_form(const struct udpi_protocol *protocol, const struct udpi_field *field) {
    bool is_checked = field->type == UDPI_HEX && has_status(protocol);
    bool is_shown_below = protocol->is_data && (field->type == UDPI_BYTES || field->type == UDPI_TEXT);
    unsigned form = 0;
    if (field->flags & UDPI_DETAIL || is_shown_below)
        form |= UDPI_BOXES_OMITTED;
    if (field->flags & (UDPI_SRC | UDPI_DST))
        form |= UDPI_BOXES_END;
    if (is_for_set(field))
        form |= UDPI_BOXES_IF_SET;
    if (field->type < UDPI_IPV6 && field->type != UDPI_BOOL && !is_checked)
        form |= UDPI_BOXES_NUMBER;
    if ((field->type == UDPI_UINT || field->type == UDPI_PORT) && !field->names)
        form |= UDPI_BOXES_DECIMAL;
    if (is_checked)
        form |= UDPI_BOXES_CHECKED;
    return (uint8_t)form;
}

static void write_label(const struct udpi_canvas *canvas, struct udpi_boxes_label *label, const char *text) {
    size_t size = strnlen(text, UDPI_BOXES_LABEL_SIZE / 2); /* leaves room for the colours; none is as long */
    char *at = udpi_canvas_write_ink(canvas, label->text, udpi_palette_dim);
    memcpy(at, text, size);
    at = udpi_canvas_write_ink(canvas, at + size, udpi_palette_normal);
    *at++ = ' ';
    label->size = (uint8_t)(at - label->text);
    label->columns = (uint8_t)(size + 1);
}

static uint8_t find_flagged(const struct udpi_protocol *protocol, unsigned flag) {
    for (uint8_t i = 0; i < protocol->field_count; i++)
        if (protocol->fields[i].flags & flag)
            return i;
    return UDPI_BOXES_NO_END;
}

static size_t count_fields(void) {
    size_t count = 0;
    for (size_t id = 0; id < udpi_protocol_count; id++)
        count += udpi_protocols[id]->field_count;
    return count;
}

bool udpi_boxes_open_memory(struct udpi_boxes_memory *memory, const struct udpi_canvas *canvas) {
    struct udpi_boxes_label *label = memory->labels = calloc(count_fields(), sizeof *memory->labels);
    memory->protocols = calloc(udpi_protocol_count, sizeof *memory->protocols);
    if (!memory->labels || !memory->protocols)
        return false;
    for (size_t id = 0; id < udpi_protocol_count; id++) {
        const struct udpi_protocol *protocol = udpi_protocols[id];
        struct udpi_boxes_protocol *known = &memory->protocols[id];
        known->ends[0] = find_flagged(protocol, UDPI_SRC);
        known->ends[1] = find_flagged(protocol, UDPI_DST);
        known->labels = label;
        for (unsigned i = 0; i < protocol->field_count; i++) {
            known->forms[i] = choose_form(protocol, &protocol->fields[i]);
            write_label(canvas, label++, protocol->fields[i].label);
        }
    }
    return true;
}

void udpi_boxes_close_memory(struct udpi_boxes_memory *memory) {
    free(memory->protocols);
    free(memory->labels);
}
