/* What the boxes know before the first packet. */
#include <stdlib.h>

#include "model/decode.h"
#include "render/boxes.h"

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
    bool may_have_status = field->type == UDPI_HEX && has_status(protocol);
    unsigned form = 0;
    if (field->flags & UDPI_DETAIL)
        form |= UDPI_BOXES_OMITTED;
    if (field->flags & (UDPI_SRC | UDPI_DST))
        form |= UDPI_BOXES_END;
    if (is_for_set(field))
        form |= UDPI_BOXES_IF_SET;
    if (field->type < UDPI_IPV6 && !may_have_status)
        form |= UDPI_BOXES_NUMBER;
    return (uint8_t)form;
}

static uint8_t find_flagged(const struct udpi_protocol *protocol, unsigned flag) {
    for (uint8_t i = 0; i < protocol->field_count; i++)
        if (protocol->fields[i].flags & flag)
            return i;
    return UDPI_BOXES_NO_END;
}

bool udpi_boxes_open_memory(struct udpi_boxes_memory *memory) {
    memory->protocols = calloc(udpi_protocol_count, sizeof *memory->protocols);
    for (size_t id = 0; memory->protocols && id < udpi_protocol_count; id++) {
        const struct udpi_protocol *protocol = udpi_protocols[id];
        struct udpi_boxes_protocol *known = &memory->protocols[id];
        known->ends[0] = find_flagged(protocol, UDPI_SRC);
        known->ends[1] = find_flagged(protocol, UDPI_DST);
        for (unsigned i = 0; i < protocol->field_count; i++)
            known->forms[i] = choose_form(protocol, &protocol->fields[i]);
    }
    return memory->protocols != NULL;
}

void udpi_boxes_close_memory(struct udpi_boxes_memory *memory) {
    free(memory->protocols);
}
