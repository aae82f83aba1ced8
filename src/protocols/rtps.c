/*
 * RTPS: the messages of messages/rtps_message.h. Its magic tells it on any port; those that participants use are worked out from
 * the numbers of their domains.
 *
 * Left out: submessages of version 1, of vendors and of security are shown as bytes; fragments are not put together.
 */
#include "messages/rtps_message.h"
#include "model/nest.h"

#define F(name) UDPI_RTPS_##name

enum { HEADER_SIZE = 8, SUBMESSAGE_HEADER_SIZE = 4, VERSION_1 = 1, VERSION_2 = 2, PREFIX_SIZE_1 = 8 };
enum { LITTLE = 1, PAD = 0x01, INFO_TS = 0x09 };

#define MAGIC 0x52545053 /* "RTPS" */

/* The last submessage need not say how long it is: OMG DDSI-RTPS 2.5 section 9.4.5.1.3. */
static size_t measure_content(const struct udpi_decode *d, unsigned id, size_t length) {
    return length == 0 && id != PAD && id != INFO_TS ? d->cursor.claim : length;
}

static void put_submessage(struct udpi_decode *d) {
    struct udpi_cursor behind;
    uint16_t group = udpi_nest_open(d, 1, F(SUBMESSAGE));
    unsigned id = (unsigned)udpi_nest_number(d, UDPI_RTPS_DEPTH, F(ID), 1);
    const uint8_t *at = udpi_cursor_take(&d->cursor, 1);
    if (!at)
        return;
    unsigned flags = *at;
    udpi_put_at_depth(d, UDPI_RTPS_DEPTH, F(FLAGS), udpi_offset_of(d, at), 1, flags);
    udpi_put_at_depth(d, UDPI_RTPS_DEPTH, F(LITTLE_ENDIAN), udpi_offset_of(d, at), 1, flags & LITTLE);
    size_t length = udpi_nest_number_ordered(d, UDPI_RTPS_DEPTH, F(LENGTH), 2, flags & LITTLE);
    size_t size = measure_content(d, id, length);
    if (d->cursor.stop == UDPI_STOP_NONE && size > 0 && udpi_part_enter(d, size, &behind)) {
        udpi_take_rtps_submessage(d, id, flags);
        if (!udpi_part_leave(d, &behind))
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of a submessage of kind {B} are too few", (uint32_t)size, id);
    }
    udpi_nest_close(d, group);
}

static void put_submessages(struct udpi_decode *d) {
    if (!udpi_part_goes_on(d))
        return;
    uint16_t list = udpi_nest_open(d, 0, F(SUBMESSAGES));
    while (udpi_part_goes_on(d))
        put_submessage(d);
    udpi_nest_close(d, list);
}

/* What is too short for a prefix is a ping of RTI's, "NDDSPING": payload. */
static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    unsigned major = header[4];
    if (udpi_load_be32(header) != MAGIC || (major != VERSION_1 && major != VERSION_2))
        return udpi_next_not_mine();
    udpi_put_header(d, udpi_rtps_fields, F(MAJOR_VERSION), F(VENDOR) + 1, header);
    size_t prefix_size = major == VERSION_1 ? PREFIX_SIZE_1 : UDPI_RTPS_PREFIX_SIZE;
    if (d->cursor.claim < prefix_size)
        return udpi_next_payload();
    udpi_nest_bytes(d, 0, F(GUID_PREFIX), prefix_size);
    put_submessages(d);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_OPENING, 'R'}};

const struct udpi_protocol udpi_rtps = {
    .key = "rtps",
    .title = "Real-Time Publish-Subscribe",
    .spec = "OMG DDSI-RTPS 2.5",
    .doc = "Spreads data by topics among programs that find each other: the wire protocol of the Data Distribution "
           "Service.",
    .fields = udpi_rtps_fields,
    .field_count = UDPI_RTPS_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
