/* Precision Time Protocol, version 2: the messages of messages/ptp_message.h. Left out: version 1 (IEEE 1588-2002). */
#include "messages/ptp_message.h"
#include "model/nest.h"

#define F(name) UDPI_PTP_##name

enum { HEADER_SIZE = 34, OUR_VERSION = 2, TIMESTAMP_SIZE = 10, PORT_IDENTITY_SIZE = 10 };

/* --- whether it is one -------------------------------------------------------------------------------------------- */

/* Bytes of a body, without TLVs: IEEE 1588-2019 clauses 13 and 15. */
static const uint8_t body_sizes[UDPI_PTP_MESSAGE_TYPES] = {
    [UDPI_PTP_SYNC] = TIMESTAMP_SIZE,
    [UDPI_PTP_DELAY_REQ] = TIMESTAMP_SIZE,
    [UDPI_PTP_PDELAY_REQ] = TIMESTAMP_SIZE + PORT_IDENTITY_SIZE, /* as much as the answer has */
    [UDPI_PTP_PDELAY_RESP] = TIMESTAMP_SIZE + PORT_IDENTITY_SIZE,
    [UDPI_PTP_FOLLOW_UP] = TIMESTAMP_SIZE,
    [UDPI_PTP_DELAY_RESP] = TIMESTAMP_SIZE + PORT_IDENTITY_SIZE,
    [UDPI_PTP_PDELAY_RESP_FOLLOW_UP] = TIMESTAMP_SIZE + PORT_IDENTITY_SIZE,
    [UDPI_PTP_ANNOUNCE] = 30,
    [UDPI_PTP_SIGNALING] = PORT_IDENTITY_SIZE,
    [UDPI_PTP_MANAGEMENT] = PORT_IDENTITY_SIZE + 4,
};

static bool is_plausible(const uint8_t *header) {
    unsigned body_size = body_sizes[header[0] & 15];
    return (header[1] & 15) == OUR_VERSION && body_size > 0 && udpi_load_be16(header + 2) >= HEADER_SIZE + body_size;
}

/* --- values ------------------------------------------------------------------------------------------------------- */

/* Records a timestamp in the field for its seconds and in both behind that; zeros say that the time is not known. */
static void put_timestamp(struct udpi_decode *d, unsigned field) {
    const uint64_t billion = 1000000000, most_seconds = INT64_MAX / billion - 1;
    const uint8_t *at = d->cursor.at;
    uint64_t seconds = udpi_nest_number(d, 0, field, 6), nanoseconds = udpi_nest_number(d, 0, field + 1, 4);
    bool is_known = d->cursor.stop == UDPI_STOP_NONE && (seconds | nanoseconds) != 0;
    if (is_known && seconds <= most_seconds && nanoseconds < billion)
        udpi_put(d, field + 2, at, TIMESTAMP_SIZE, seconds * billion + nanoseconds);
}

static void put_port_identity(struct udpi_decode *d, unsigned field) {
    udpi_nest_number(d, 0, field, 8);
    udpi_nest_number(d, 0, field + 1, 2);
}

static void put_header(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, udpi_ptp_fields, F(MAJOR_SDO_ID), F(CORRECTION_FIELD) + 1, header);
    int64_t nanoseconds = (int64_t)udpi_load_be64(header + 8) >> 16;
    udpi_put(d, F(CORRECTION_NANOSECONDS), header + 8, 8, (uint64_t)nanoseconds);
    udpi_put_if_set(d, udpi_ptp_fields, F(MESSAGE_TYPE_SPECIFIC), header);
    udpi_put_header(d, udpi_ptp_fields, F(SOURCE_CLOCK_IDENTITY), F(CONTROL_FIELD) + 1, header);
    udpi_put(d, F(LOG_MESSAGE_INTERVAL), header + 33, 1, (uint64_t)(int8_t)header[33]);
}

/* --- bodies ------------------------------------------------------------------------------------------------------- */

static void put_announce(struct udpi_decode *d) {
    put_timestamp(d, F(ORIGIN_SECONDS));
    udpi_nest_signed(d, 0, F(CURRENT_UTC_OFFSET), 2);
    udpi_cursor_take(&d->cursor, 1); /* reserved */
    udpi_nest_number(d, 0, F(GRANDMASTER_PRIORITY1), 1);
    udpi_nest_number(d, 0, F(GRANDMASTER_CLOCK_CLASS), 1);
    udpi_nest_number(d, 0, F(GRANDMASTER_CLOCK_ACCURACY), 1);
    udpi_nest_number(d, 0, F(GRANDMASTER_VARIANCE), 2);
    udpi_nest_number(d, 0, F(GRANDMASTER_PRIORITY2), 1);
    udpi_nest_number(d, 0, F(GRANDMASTER_IDENTITY), 8);
    udpi_nest_number(d, 0, F(STEPS_REMOVED), 2);
    udpi_nest_number(d, 0, F(TIME_SOURCE), 1);
}

static void put_management(struct udpi_decode *d) {
    put_port_identity(d, F(TARGET_CLOCK_IDENTITY));
    udpi_nest_number(d, 0, F(STARTING_BOUNDARY_HOPS), 1);
    udpi_nest_number(d, 0, F(BOUNDARY_HOPS), 1);
    const uint8_t *action = udpi_cursor_take(&d->cursor, 2); /* with a reserved byte behind it */
    if (action)
        udpi_put(d, F(ACTION), action, 1, *action & 15);
}

static void put_body(struct udpi_decode *d, unsigned type) {
    switch (type) {
    case UDPI_PTP_SYNC:
    case UDPI_PTP_DELAY_REQ: put_timestamp(d, F(ORIGIN_SECONDS)); break;
    case UDPI_PTP_PDELAY_REQ:
        put_timestamp(d, F(ORIGIN_SECONDS));
        udpi_cursor_take(&d->cursor, PORT_IDENTITY_SIZE); /* reserved */
        break;
    case UDPI_PTP_FOLLOW_UP: put_timestamp(d, F(PRECISE_ORIGIN_SECONDS)); break;
    case UDPI_PTP_DELAY_RESP:
        put_timestamp(d, F(RECEIVE_SECONDS));
        put_port_identity(d, F(REQUESTING_CLOCK_IDENTITY));
        break;
    case UDPI_PTP_PDELAY_RESP:
        put_timestamp(d, F(REQUEST_RECEIPT_SECONDS));
        put_port_identity(d, F(REQUESTING_CLOCK_IDENTITY));
        break;
    case UDPI_PTP_PDELAY_RESP_FOLLOW_UP:
        put_timestamp(d, F(RESPONSE_ORIGIN_SECONDS));
        put_port_identity(d, F(REQUESTING_CLOCK_IDENTITY));
        break;
    case UDPI_PTP_ANNOUNCE: put_announce(d); break;
    case UDPI_PTP_SIGNALING: put_port_identity(d, F(TARGET_CLOCK_IDENTITY)); break;
    default: put_management(d); break;
    }
}

/* --- TLVs --------------------------------------------------------------------------------------------------------- */

enum {
    MANAGEMENT = 0x0001,
    MANAGEMENT_ERROR_STATUS = 0x0002,
    ORGANIZATION_EXTENSION = 0x0003,
    ORGANIZATION_EXTENSION_PROPAGATE = 0x4000,
    ORGANIZATION_EXTENSION_DO_NOT_PROPAGATE = 0x8000,
};

static bool is_extension(unsigned type) {
    return type == ORGANIZATION_EXTENSION || type == ORGANIZATION_EXTENSION_PROPAGATE ||
           type == ORGANIZATION_EXTENSION_DO_NOT_PROPAGATE;
}

/* The cursor is narrowed to the value. */
static void put_value(struct udpi_decode *d, unsigned type) {
    if (type == MANAGEMENT_ERROR_STATUS)
        udpi_nest_number(d, 2, F(MANAGEMENT_ERROR_ID), 2);
    if (type == MANAGEMENT_ERROR_STATUS || type == MANAGEMENT)
        udpi_nest_number(d, 2, F(MANAGEMENT_ID), 2);
    if (is_extension(type)) {
        udpi_nest_number(d, 2, F(ORGANIZATION_ID), 3);
        udpi_nest_number(d, 2, F(ORGANIZATION_SUB_TYPE), 3);
    }
    udpi_nest_bytes(d, 2, F(DATA), d->cursor.claim);
}

static bool put_tlv(struct udpi_decode *d) {
    uint16_t group = udpi_nest_open(d, 1, F(TLV));
    unsigned type = (unsigned)udpi_nest_number(d, 2, F(TLV_TYPE), 2);
    size_t length = udpi_nest_number(d, 2, F(TLV_LENGTH), 2);
    bool is_there = udpi_part_read(d, length, type, put_value);
    udpi_nest_close(d, group);
    return is_there;
}

/* --- the message -------------------------------------------------------------------------------------------------- */

/* Ends the claim where the message does. In a frame of its own the rest is padding, in a datagram it is not. */
static size_t narrow(struct udpi_decode *d, size_t size) {
    size_t padding = 0;
    if (size > d->cursor.claim)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the message says that it has {a} bytes, where {b} are left",
                      (uint32_t)size + HEADER_SIZE, (uint32_t)d->cursor.claim + HEADER_SIZE);
    else if (d->packet->port_layer == UDPI_NO_LAYER)
        udpi_narrow_expected(d, size, UDPI_AS_TRAILER);
    else
        padding = d->cursor.claim - size;
    d->cursor.claim -= padding;
    return padding;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(header))
        return udpi_next_not_mine();
    put_header(d, header);
    size_t padding = narrow(d, udpi_load_be16(header + 2) - (size_t)HEADER_SIZE);
    put_body(d, header[0] & 15);
    udpi_nest_list(d, 0, F(TLVS), put_tlv);
    d->cursor.claim += padding;
    return udpi_next_payload();
}

/* IEEE 1588-2019 annexes C, D and E: events and general messages over UDP, all over Ethernet */
static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 319}, {UDPI_UDP_PORT, 320}, {UDPI_ETHERTYPE, 0x88f7}};

const struct udpi_protocol udpi_ptp = {
    .key = "ptp",
    .title = "Precision Time Protocol",
    .spec = "IEEE 1588",
    .doc = "Sets the clocks of a network within less than a microsecond.",
    .fields = udpi_ptp_fields,
    .field_count = UDPI_PTP_FIELDS,
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
