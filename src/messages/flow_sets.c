#include "messages/flow_sets.h"

#include "model/nest.h"

enum { HEAD_SIZE = 4, FIELD_SIZE = 4, FIRST_DATA_SET = 256, ENTERPRISE = 0x8000 };

/* Depths of values. */
enum { OF_SET = 1, IN_SET, OF_TEMPLATE, IN_TEMPLATE, OF_FIELD, IN_FIELD };

static const struct udpi_name sets[] = {
    UDPI_NAME(0, "template"), /* RFC 3954 section 5 */
    UDPI_NAME(1, "options-template"),
    UDPI_NAME(2, "template"), /* RFC 7011 section 3.3.2 */
    UDPI_NAME(3, "options-template"),
};
const struct udpi_names udpi_flow_set_names = {sets, sizeof sets / sizeof *sets};

/* RFC 3954 section 6.1 */
static const struct udpi_name scopes[] = {
    UDPI_NAME(1, "system"), UDPI_NAME(2, "interface"), UDPI_NAME(3, "line card"),
    UDPI_NAME(4, "cache"),  UDPI_NAME(5, "template"),
};
const struct udpi_names udpi_flow_scope_names = {scopes, sizeof scopes / sizeof *scopes};

/* --- templates ---------------------------------------------------------------------------------------------------- */

/* Takes a field; `type` is what its number is recorded as. */
static void put_field(struct udpi_decode *d, const struct udpi_flow_form *form, unsigned type) {
    uint16_t group = udpi_nest_open(d, OF_FIELD, form->first + UDPI_FLOW_FIELD);
    const uint8_t *at = udpi_cursor_take(&d->cursor, FIELD_SIZE);
    if (!at)
        return;
    unsigned number = udpi_load_be16(at);
    bool is_of_enterprise = form->is_ipfix && number & ENTERPRISE;
    if (is_of_enterprise) {
        type = UDPI_FLOW_VENDOR_TYPE;
        number &= ENTERPRISE - 1;
    }
    udpi_put_at_depth(d, IN_FIELD, form->first + type, udpi_offset_of(d, at), 2, number);
    udpi_put_at_depth(d, IN_FIELD, form->first + UDPI_FLOW_LENGTH, udpi_offset_of(d, at) + 2, 2,
                      udpi_load_be16(at + 2));
    if (is_of_enterprise)
        udpi_nest_number(d, IN_FIELD, form->first + UDPI_FLOW_ENTERPRISE, 4);
    udpi_nest_close(d, group);
}

static void put_fields(struct udpi_decode *d, const struct udpi_flow_form *form, unsigned list, unsigned type,
                       unsigned count) {
    if (count == 0 || !udpi_part_goes_on(d))
        return;
    uint16_t place = udpi_nest_open(d, IN_TEMPLATE, form->first + list);
    for (unsigned i = 0; i < count && d->cursor.stop == UDPI_STOP_NONE; i++)
        put_field(d, form, type);
    udpi_nest_close(d, place);
}

/* RFC 3954 section 6.1 */
static void put_netflow_options(struct udpi_decode *d, const struct udpi_flow_form *form) {
    unsigned scope_length = (unsigned)udpi_nest_number(d, IN_TEMPLATE, form->first + UDPI_FLOW_SCOPE_LENGTH, 2);
    unsigned length = (unsigned)udpi_nest_number(d, IN_TEMPLATE, form->first + UDPI_FLOW_OPTION_LENGTH, 2);
    put_fields(d, form, UDPI_FLOW_SCOPE_FIELDS, UDPI_FLOW_SCOPE_TYPE, scope_length / FIELD_SIZE);
    put_fields(d, form, UDPI_FLOW_TEMPLATE_FIELDS, UDPI_FLOW_TYPE, length / FIELD_SIZE);
}

/* One that is taken back ends behind the count: RFC 7011 section 8.1. */
static void put_ipfix_options(struct udpi_decode *d, const struct udpi_flow_form *form) {
    unsigned count = (unsigned)udpi_nest_number(d, IN_TEMPLATE, form->first + UDPI_FLOW_FIELD_COUNT, 2);
    if (count == 0)
        return;
    unsigned scope_count = (unsigned)udpi_nest_number(d, IN_TEMPLATE, form->first + UDPI_FLOW_SCOPE_FIELD_COUNT, 2);
    if (scope_count > count) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} of {b} fields of a template are to be scopes", scope_count, count);
        scope_count = count;
    }
    put_fields(d, form, UDPI_FLOW_SCOPE_FIELDS, UDPI_FLOW_TYPE, scope_count);
    put_fields(d, form, UDPI_FLOW_TEMPLATE_FIELDS, UDPI_FLOW_TYPE, count - scope_count);
}

static void put_template(struct udpi_decode *d, const struct udpi_flow_form *form, unsigned set) {
    uint16_t group = udpi_nest_open(d, OF_TEMPLATE, form->first + UDPI_FLOW_TEMPLATE);
    udpi_nest_number(d, IN_TEMPLATE, form->first + UDPI_FLOW_TEMPLATE_ID, 2);
    if (set == form->template_set) {
        unsigned count = (unsigned)udpi_nest_number(d, IN_TEMPLATE, form->first + UDPI_FLOW_FIELD_COUNT, 2);
        put_fields(d, form, UDPI_FLOW_TEMPLATE_FIELDS, UDPI_FLOW_TYPE, count);
    } else if (form->is_ipfix) {
        put_ipfix_options(d, form);
    } else {
        put_netflow_options(d, form);
    }
    udpi_nest_close(d, group);
}

/* Padding may follow. The id of the set stands for all templates that are taken back: RFC 7011 section 8.1. */
static bool has_template(const struct udpi_decode *d, const struct udpi_flow_form *form, unsigned set) {
    if (!udpi_part_goes_on(d) || d->cursor.claim < HEAD_SIZE)
        return false;
    unsigned id = udpi_load_be16(d->cursor.at);
    return id >= FIRST_DATA_SET || (form->is_ipfix && id == set);
}

static void put_templates(struct udpi_decode *d, const struct udpi_flow_form *form, unsigned set) {
    if (!has_template(d, form, set))
        return;
    uint16_t list = udpi_nest_open(d, IN_SET, form->first + UDPI_FLOW_TEMPLATES);
    while (has_template(d, form, set))
        put_template(d, form, set);
    udpi_nest_close(d, list);
}

/* --- sets --------------------------------------------------------------------------------------------------------- */

static bool is_template_set(const struct udpi_flow_form *form, unsigned id) {
    return id == form->template_set || id == form->options_set;
}

bool udpi_has_flow_set(struct udpi_cursor cursor, const struct udpi_flow_form *form) {
    const uint8_t *head = udpi_cursor_take(&cursor, HEAD_SIZE);
    if (!head)
        return cursor.stop == UDPI_STOP_TRUNCATED;
    unsigned id = udpi_load_be16(head), length = udpi_load_be16(head + 2);
    return (is_template_set(form, id) || id >= FIRST_DATA_SET) && length >= HEAD_SIZE &&
           length - HEAD_SIZE <= cursor.claim;
}

static void put_records(struct udpi_decode *d, const struct udpi_flow_form *form, unsigned id, size_t size) {
    struct udpi_cursor behind;
    if (size == 0 || !udpi_part_enter(d, size, &behind))
        return;
    if (is_template_set(form, id))
        put_templates(d, form, id);
    else
        udpi_nest_bytes(d, IN_SET, form->first + UDPI_FLOW_DATA, size);
    if (!udpi_part_leave(d, &behind))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of templates are too few for what they announce",
                      (uint32_t)size, 0);
}

/* False where nothing can follow. */
static bool put_set(struct udpi_decode *d, const struct udpi_flow_form *form) {
    uint16_t group = udpi_nest_open(d, OF_SET, form->first + UDPI_FLOW_SET);
    unsigned id = (unsigned)udpi_nest_number(d, IN_SET, form->first + UDPI_FLOW_SET_ID, 2);
    size_t length = udpi_nest_number(d, IN_SET, form->first + UDPI_FLOW_SET_LENGTH, 2);
    bool is_good = length >= HEAD_SIZE && length - HEAD_SIZE <= d->cursor.claim;
    if (is_good)
        put_records(d, form, id, length - HEAD_SIZE);
    else if (d->cursor.stop == UDPI_STOP_NONE)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "a set says that it has {a} bytes, where {b} are left", (uint32_t)length,
                      (uint32_t)d->cursor.claim + HEAD_SIZE);
    udpi_nest_close(d, group);
    return is_good && d->cursor.stop == UDPI_STOP_NONE;
}

void udpi_put_flow_sets(struct udpi_decode *d, const struct udpi_flow_form *form) {
    if (!udpi_part_goes_on(d))
        return;
    uint16_t list = udpi_nest_open(d, 0, form->first + UDPI_FLOW_SETS);
    while (d->cursor.claim > 0 && put_set(d, form))
        continue;
    udpi_nest_close(d, list);
}
