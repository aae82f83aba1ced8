/* Common External Message Interface: frames of the bus of KNX as programs hand them on. KNX standard 3.6.3. */
#include "messages/knxnet_message.h"
#include "model/nest.h"
#include "model/width.h"

#define F(name) UDPI_KNXNET_##name

/* KNX standard 3.6.3 section 4.1.3.1 */
enum kind { RAW, LINK_DATA, TRANSPORT_DATA, PROPERTY, FUNCTION_PROPERTY, RESET };

static enum kind find_kind(unsigned code) {
    switch (code) {
    case 0x11: /* L_Data */
    case 0x29:
    case 0x2e: return LINK_DATA;
    case 0x41: /* T_Data */
    case 0x4a:
    case 0x89:
    case 0x94: return TRANSPORT_DATA;
    case 0xf5: /* M_Prop */
    case 0xf6:
    case 0xf7:
    case 0xfb:
    case 0xfc: return PROPERTY;
    case 0xf8: /* M_FuncProp */
    case 0xf9:
    case 0xfa: return FUNCTION_PROPERTY;
    case 0xf0: /* M_Reset */
    case 0xf1: return RESET;
    default: return RAW;
    }
}

static uint64_t put_number(struct udpi_decode *d, unsigned field) {
    return udpi_take_number(d, udpi_knxnet_fields, field);
}

static void put_bits(struct udpi_decode *d, unsigned field, const uint8_t *at, unsigned shift, unsigned mask) {
    udpi_put(d, field, at, 1, *at >> shift & mask);
}

static void put_rest(struct udpi_decode *d) {
    udpi_take_bytes(d, F(MESSAGE_DATA), d->cursor.claim);
}

/* --- transport and application layers ----------------------------------------------------------------------------- */

/* Six bits of the number belong to the data of the first services: KNX standard 3.3.7 section 2. */
static bool has_small_data(unsigned apci) {
    enum { SERVICE = 0xf, DATA_BITS = 6 };
    static const uint8_t services[] = {0x0, 0x1, 0x2, 0x6, 0x7, 0x8, 0x9, 0xa, 0xc, 0xd};
    return memchr(services, (int)(apci >> DATA_BITS & SERVICE), sizeof services);
}

static void put_application(struct udpi_decode *d, const uint8_t *tpci) {
    enum { SMALL = 0x3f, APCI = 0x3ff };
    const uint8_t *at = udpi_cursor_take(&d->cursor, 1);
    if (!at)
        return;
    unsigned apci = udpi_load_be16(tpci) & APCI;
    bool is_shared = has_small_data(apci);
    udpi_put(d, F(APCI), tpci, 2, is_shared ? apci & ~(unsigned)SMALL : apci);
    if (is_shared && (d->cursor.claim == 0 || (apci & SMALL) != 0))
        udpi_put(d, F(SMALL_DATA), at, 1, apci & SMALL);
    put_rest(d);
}

/* KNX standard 3.3.4 section 2 */
static void put_transport(struct udpi_decode *d) {
    enum { CONTROL = 0x80, NUMBERED = 0x40 };
    const uint8_t *tpci = udpi_cursor_take(&d->cursor, 1);
    if (!tpci)
        return;
    put_bits(d, F(IS_CONTROL), tpci, 7, 1);
    put_bits(d, F(IS_NUMBERED), tpci, 6, 1);
    if (*tpci & NUMBERED)
        put_bits(d, F(TRANSPORT_SEQUENCE), tpci, 2, 15);
    if (*tpci & CONTROL)
        put_bits(d, F(TRANSPORT_CONTROL), tpci, 0, 3);
    else if (udpi_part_goes_on(d))
        put_application(d, tpci);
}

/* The length leaves out the first byte. */
static void put_npdu(struct udpi_decode *d) {
    struct udpi_cursor behind;
    size_t length = put_number(d, F(NPDU_LENGTH));
    if (d->cursor.stop != UDPI_STOP_NONE || !udpi_part_enter(d, length + 1, &behind))
        return;
    put_transport(d);
    udpi_part_leave(d, &behind);
}

/* --- messages ----------------------------------------------------------------------------------------------------- */

/* KNX standard 3.6.3 section 4.1.5.3.2 */
static void put_link_data(struct udpi_decode *d) {
    enum { GROUP = 0x80 };
    const uint8_t *control = udpi_cursor_take(&d->cursor, 2);
    if (!control)
        return;
    put_bits(d, F(FRAME_TYPE), control, 7, 1);
    put_bits(d, F(DO_NOT_REPEAT), control, 5, 1);
    put_bits(d, F(BROADCAST), control, 4, 1);
    put_bits(d, F(PRIORITY), control, 2, 3);
    put_bits(d, F(ACK_REQUESTED), control, 1, 1);
    put_bits(d, F(CONFIRM_ERROR), control, 0, 1);
    put_bits(d, F(IS_GROUP), control + 1, 7, 1);
    put_bits(d, F(HOP_COUNT), control + 1, 4, 7);
    if (control[1] & 15)
        put_bits(d, F(EXTENDED_FORMAT), control + 1, 0, 15);
    put_number(d, F(SOURCE));
    put_number(d, control[1] & GROUP ? F(DESTINATION_GROUP) : F(DESTINATION));
    put_npdu(d);
}

static void put_transport_data(struct udpi_decode *d) {
    enum { RESERVED = 6 };
    udpi_cursor_take(&d->cursor, RESERVED);
    put_npdu(d);
}

/* KNX standard 3.6.3 section 4.1.7 */
static void put_property(struct udpi_decode *d, bool is_function) {
    for (unsigned field = F(OBJECT_TYPE); field <= F(PROPERTY); field++)
        put_number(d, field);
    const uint8_t *range = is_function ? NULL : udpi_cursor_take(&d->cursor, 2);
    if (!range)
        return;
    put_bits(d, F(ELEMENTS), range, 4, 15);
    udpi_put(d, F(START_INDEX), range, 2, udpi_load_be16(range) & 0xfff);
}

static void put_additional(struct udpi_decode *d) {
    udpi_take_bytes(d, F(ADDITIONAL), put_number(d, F(ADDITIONAL_LENGTH)));
}

void udpi_take_knxnet_cemi(struct udpi_decode *d) {
    enum kind kind = find_kind((unsigned)put_number(d, F(MESSAGE_CODE)));
    if (kind <= TRANSPORT_DATA)
        put_additional(d);
    switch (kind) {
    case LINK_DATA: put_link_data(d); break;
    case TRANSPORT_DATA: put_transport_data(d); break;
    case PROPERTY:
    case FUNCTION_PROPERTY: put_property(d, kind == FUNCTION_PROPERTY); break;
    default: break;
    }
    put_rest(d);
}
