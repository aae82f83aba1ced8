/*
 * KNXnet/IP: the frames of messages/knxnet_message.h.
 *
 * Left out: what the services for diagnosis (0x07xx) and security (0x09xx) have is shown as bytes.
 */
#include "messages/knxnet_message.h"
#include "model/nest.h"
#include "model/width.h"

#define F(name) UDPI_KNXNET_##name

enum { HEADER_SIZE = 6, VERSION_1 = 0x10, MOST_PARTS = 3 };

/* What services are made of. */
enum part {
    NOTHING,
    DISCOVERY, /* endpoints */
    CONTROL,
    CONTROL_AND_DATA,
    DATA,
    CHANNEL,
    CHANNEL_STATUS,
    REQUEST_INFORMATION, /* of a connection */
    RESPONSE_INFORMATION,
    CONNECTION,
    CONNECTION_STATUS,
    BLOCKS,
    SEARCH_PARAMETERS,
    LOST,
    BUSY,
    FEATURE,
    CEMI,
};

struct service {
    uint16_t number; /* 0 behind the last */
    uint8_t parts[MOST_PARTS];
};

/* KNX standard 3.8.2 section 7 to 3.8.5; 0x0422 to 0x0425 are of its application note 185. */
static const struct service services[] = {
    {0x0201, {DISCOVERY}},
    {0x0202, {CONTROL, BLOCKS}},
    {0x0203, {CONTROL}},
    {0x0204, {BLOCKS}},
    {0x0205, {CONTROL_AND_DATA, REQUEST_INFORMATION}},
    {0x0206, {CHANNEL_STATUS, DATA, RESPONSE_INFORMATION}},
    {0x0207, {CHANNEL, CONTROL}},
    {0x0208, {CHANNEL_STATUS}},
    {0x0209, {CHANNEL, CONTROL}},
    {0x020a, {CHANNEL_STATUS}},
    {0x020b, {DISCOVERY, SEARCH_PARAMETERS}},
    {0x020c, {CONTROL, BLOCKS}},
    {0x0310, {CONNECTION, CEMI}},
    {0x0311, {CONNECTION_STATUS}},
    {0x0420, {CONNECTION, CEMI}},
    {0x0421, {CONNECTION_STATUS}},
    {0x0422, {CONNECTION, FEATURE}},
    {0x0423, {CONNECTION, FEATURE}},
    {0x0424, {CONNECTION, FEATURE}},
    {0x0425, {CONNECTION, FEATURE}},
    {0x0530, {CEMI}},
    {0x0531, {LOST}},
    {0x0532, {BUSY}},
    {0x0533, {CEMI}},
    {0, {NOTHING}},
};

static void put_number(struct udpi_decode *d, unsigned field) {
    udpi_take_number(d, udpi_knxnet_fields, field);
}

/* Narrows the cursor to a structure, behind its length, which counts itself. */
static bool enter_structure(struct udpi_decode *d, struct udpi_cursor *behind) {
    size_t length = udpi_cursor_read(&d->cursor, 1);
    if (d->cursor.stop == UDPI_STOP_NONE && length == 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "a structure says that it has no bytes", 0, 0);
    return length > 0 && udpi_part_enter(d, length - 1, behind);
}

static void leave_structure(struct udpi_decode *d, const struct udpi_cursor *behind) {
    if (!udpi_part_leave(d, behind))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "a structure is too short for what it has", 0, 0);
}

/* --- endpoints ---------------------------------------------------------------------------------------------------- */

enum { ROLE_DISCOVERY, ROLE_CONTROL, ROLE_DATA }; /* of role in udpi_knxnet_fields */

static void put_endpoint(struct udpi_decode *d, unsigned role) {
    struct udpi_cursor behind;
    uint16_t group = udpi_nest_open(d, 1, F(ENDPOINT));
    udpi_put_at_depth(d, 2, F(ROLE), udpi_offset_of(d, d->cursor.at), 0, role);
    if (enter_structure(d, &behind)) {
        udpi_nest_number(d, 2, F(HOST_PROTOCOL), 1);
        udpi_nest_number(d, 2, F(ADDRESS), 4);
        udpi_nest_number(d, 2, F(PORT), 2);
        leave_structure(d, &behind);
    }
    udpi_nest_close(d, group);
}

static void put_endpoints(struct udpi_decode *d, unsigned first, unsigned last) {
    uint16_t list = udpi_nest_open(d, 0, F(ENDPOINTS));
    for (unsigned role = first; role <= last && udpi_part_goes_on(d); role++)
        put_endpoint(d, role);
    udpi_nest_close(d, list);
}

/* --- connections -------------------------------------------------------------------------------------------------- */

enum { TUNNEL = 4 };

/* KNX standard 3.8.2 sections 7.5.2 and 7.5.3; of tunnels 3.8.4 section 4.4.3 */
static void put_information(struct udpi_decode *d, unsigned tunnel_field) {
    struct udpi_cursor behind;
    if (!enter_structure(d, &behind))
        return;
    uint64_t type = udpi_take_number(d, udpi_knxnet_fields, F(CONNECTION_TYPE));
    if (type == TUNNEL && udpi_part_goes_on(d))
        put_number(d, tunnel_field);
    udpi_take_bytes(d, F(CONNECTION_DATA), d->cursor.claim);
    leave_structure(d, &behind);
}

/* The last byte is reserved where it is no status. */
static void put_connection(struct udpi_decode *d, bool has_status) {
    struct udpi_cursor behind;
    if (!enter_structure(d, &behind))
        return;
    put_number(d, F(CHANNEL));
    put_number(d, F(SEQUENCE));
    if (has_status)
        put_number(d, F(STATUS));
    leave_structure(d, &behind);
}

static void put_channel(struct udpi_decode *d, bool has_status) {
    put_number(d, F(CHANNEL));
    if (has_status)
        put_number(d, F(STATUS));
    else
        udpi_cursor_take(&d->cursor, 1);
}

/* --- the others --------------------------------------------------------------------------------------------------- */

/* KNX standard 3.8.5 sections 4.3 and 4.4 */
static void put_routing(struct udpi_decode *d, unsigned first, unsigned last) {
    struct udpi_cursor behind;
    if (!enter_structure(d, &behind))
        return;
    put_number(d, F(DEVICE_STATE));
    for (unsigned field = first; field <= last; field++)
        put_number(d, field);
    leave_structure(d, &behind);
}

static void put_feature(struct udpi_decode *d) {
    put_number(d, F(FEATURE));
    put_number(d, F(RETURN_CODE));
    udpi_take_bytes(d, F(DATA), d->cursor.claim);
}

static bool put_search_parameter(struct udpi_decode *d) {
    enum { HEAD = 2, TYPE = 0x7f };
    uint16_t group = udpi_nest_open(d, 1, F(SEARCH_PARAMETER));
    size_t length = udpi_nest_number(d, 2, F(SEARCH_LENGTH), 1);
    const uint8_t *type = udpi_cursor_take(&d->cursor, 1);
    if (type) {
        udpi_put_at_depth(d, 2, F(SEARCH_MANDATORY), udpi_offset_of(d, type), 1, *type >> 7);
        udpi_put_at_depth(d, 2, F(SEARCH_TYPE), udpi_offset_of(d, type), 1, *type & TYPE);
    }
    if (length > HEAD)
        udpi_nest_bytes(d, 2, F(SEARCH_DATA), length - HEAD);
    else if (type && length < HEAD)
        udpi_note_add(d, UDPI_NOTE_MALFORMED,
                      "a parameter says that it has {a} bytes, where its length and type have {b}", (uint32_t)length,
                      HEAD);
    udpi_nest_close(d, group);
    return length >= HEAD;
}

static void put_search_parameters(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, 0, F(SEARCH_PARAMETERS));
    while (udpi_part_goes_on(d) && put_search_parameter(d))
        continue;
    udpi_nest_close(d, list);
}

/* --- services ----------------------------------------------------------------------------------------------------- */

static void put_part(struct udpi_decode *d, enum part part) {
    switch (part) {
    case DISCOVERY: put_endpoints(d, ROLE_DISCOVERY, ROLE_DISCOVERY); break;
    case CONTROL: put_endpoints(d, ROLE_CONTROL, ROLE_CONTROL); break;
    case CONTROL_AND_DATA: put_endpoints(d, ROLE_CONTROL, ROLE_DATA); break;
    case DATA: put_endpoints(d, ROLE_DATA, ROLE_DATA); break;
    case CHANNEL:
    case CHANNEL_STATUS: put_channel(d, part == CHANNEL_STATUS); break;
    case REQUEST_INFORMATION: put_information(d, F(TUNNEL_LAYER)); break;
    case RESPONSE_INFORMATION: put_information(d, F(TUNNEL_ADDRESS)); break;
    case CONNECTION:
    case CONNECTION_STATUS: put_connection(d, part == CONNECTION_STATUS); break;
    case BLOCKS: udpi_take_knxnet_blocks(d); break;
    case SEARCH_PARAMETERS: put_search_parameters(d); break;
    case LOST: put_routing(d, F(LOST_MESSAGES), F(LOST_MESSAGES)); break;
    case BUSY: put_routing(d, F(WAIT_TIME), F(BUSY_CONTROL)); break;
    case FEATURE: put_feature(d); break;
    case CEMI: udpi_take_knxnet_cemi(d); break;
    case NOTHING: break;
    }
}

/* A connection that is refused has nothing behind its status. */
static void put_service(struct udpi_decode *d, unsigned number) {
    const struct service *service = services;
    while (service->number != 0 && service->number != number)
        service++;
    for (unsigned i = 0; i < MOST_PARTS && udpi_part_goes_on(d); i++)
        put_part(d, service->parts[i]);
    udpi_take_bytes(d, F(DATA), service->number == 0 ? d->cursor.claim : 0);
}

static bool is_plausible(const uint8_t *header) {
    return header[0] == HEADER_SIZE && header[1] == VERSION_1 && udpi_load_be16(header + 4) >= HEADER_SIZE &&
           udpi_name_find(&udpi_knxnet_service_names, udpi_load_be16(header + 2));
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(header))
        return udpi_next_not_mine();
    udpi_put_header(d, udpi_knxnet_fields, F(HEADER_LENGTH), F(TOTAL_LENGTH) + 1, header);
    size_t size = udpi_load_be16(header + 4) - HEADER_SIZE, behind = 0;
    if (size > d->cursor.claim)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the frame says that it has {a} bytes, where {b} are left",
                      (uint32_t)size + HEADER_SIZE, (uint32_t)d->cursor.claim + HEADER_SIZE);
    else
        behind = d->cursor.claim - size;
    d->cursor.claim -= behind;
    put_service(d, udpi_load_be16(header + 2));
    d->cursor.claim += behind;
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 3671}};

const struct udpi_protocol udpi_knxnet = {
    .key = "knxnet",
    .title = "KNXnet/IP",
    .spec = "EN 50090",
    .doc = "Carries the bus of a building's switches, sensors and lamps: KNX.",
    .fields = udpi_knxnet_fields,
    .field_count = UDPI_KNXNET_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
