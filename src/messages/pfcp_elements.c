/* The information elements of a PFCP message, and those that elements are made of. */
#include "messages/pfcp_message.h"

#include "model/nest.h"

#define F(name) UDPI_PFCP_##name

enum { WITHIN_ELEMENT = 2, OF_ENTERPRISE = 0x8000 };

static void put_data(struct udpi_decode *d, unsigned depth, unsigned type, size_t length) {
    struct udpi_cursor behind;
    if (!udpi_part_enter(d, length, &behind))
        return;
    if (type & OF_ENTERPRISE)
        udpi_nest_number(d, depth, F(ENTERPRISE), 2);
    udpi_put_pfcp_data(d, depth, type);
    udpi_part_leave_data(d, &behind, length, type);
}

void udpi_put_pfcp_elements(struct udpi_decode *d, unsigned depth, unsigned field) {
    if (!udpi_part_goes_on(d))
        return;
    if (depth > UDPI_DEEPEST_LIST) {
        udpi_note_add(d, UDPI_NOTE_TOO_MANY_LAYERS,
                      "elements lie in each other more than {a} deep: there they stay bytes",
                      UDPI_DEEPEST_LIST / WITHIN_ELEMENT + 1, 0);
        return;
    }
    uint16_t list = udpi_nest_open(d, depth, field);
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, depth + 1, F(ELEMENT));
        unsigned type = (unsigned)udpi_nest_number(d, depth + WITHIN_ELEMENT, F(TYPE), 2);
        size_t length = udpi_nest_number(d, depth + WITHIN_ELEMENT, F(ELEMENT_LENGTH), 2);
        put_data(d, depth + WITHIN_ELEMENT, type, length);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}
