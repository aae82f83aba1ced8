/*
 * RTP Control Protocol: the packets of messages/rtcp_packet.h, one behind the other, to the end of the datagram; or what SRTCP
 * leaves of them to be read.
 */
#include "messages/rtcp_packet.h"
#include "model/nest.h"

enum { HEADER_SIZE = 4, WORD = 4, OUR_VERSION = 2, REPORT_SIZE = 24, PADDING_BIT = 0x20, COUNT = 0x1f };
enum { SSRC_SIZE = 4, INDEX_SIZE = 4, TAG_SIZE = 10, GCM_TAG_SIZE = 16 };

/* --- one packet --------------------------------------------------------------------------------------------------- */

/* Bytes that a packet of this type has at least behind its header. */
static size_t find_least(unsigned type, unsigned count) {
    switch (type) {
    case UDPI_RTCP_SR: return 24 + count * (size_t)REPORT_SIZE;
    case UDPI_RTCP_RR: return 4 + count * (size_t)REPORT_SIZE;
    case UDPI_RTCP_SDES: return count * (size_t)(2 * WORD);
    case UDPI_RTCP_BYE: return count * (size_t)WORD;
    case UDPI_RTCP_APP:
    case UDPI_RTCP_RTPFB:
    case UDPI_RTCP_PSFB: return 8;
    case UDPI_RTCP_XR: return 4;
    default: return 0;
    }
}

/* `left` bytes are claimed behind the header. */
static bool is_packet(const uint8_t *header, size_t left) {
    size_t size = udpi_load_be16(header + 2) * (size_t)WORD;
    return header[0] >> 6 == OUR_VERSION && udpi_name_find(&udpi_rtcp_type_names, header[1]) && size <= left &&
           find_least(header[1], header[0] & COUNT) <= size;
}

static unsigned find_count_field(unsigned type) {
    switch (type) {
    case UDPI_RTCP_SR:
    case UDPI_RTCP_RR: return UDPI_RTCP_REPORT_COUNT;
    case UDPI_RTCP_SDES:
    case UDPI_RTCP_BYE: return UDPI_RTCP_SOURCE_COUNT;
    case UDPI_RTCP_APP: return UDPI_RTCP_SUBTYPE;
    case UDPI_RTCP_RTPFB: return UDPI_RTCP_TRANSPORT_FEEDBACK;
    case UDPI_RTCP_PSFB: return UDPI_RTCP_PAYLOAD_FEEDBACK;
    default: return UDPI_RTCP_RESERVED;
    }
}

static void put_header(struct udpi_decode *d, const uint8_t *header) {
    uint32_t offset = udpi_offset_of(d, header);
    unsigned type = header[1], count = header[0] & COUNT, field = find_count_field(type);
    udpi_put_at_depth(d, 2, UDPI_RTCP_VERSION, offset, 1, header[0] >> 6);
    udpi_put_at_depth(d, 2, UDPI_RTCP_PADDING, offset, 1, header[0] >> 5 & 1);
    udpi_put_at_depth(d, 2, UDPI_RTCP_TYPE, offset + 1, 1, type);
    if (field != UDPI_RTCP_RESERVED || count > 0)
        udpi_put_at_depth(d, 2, field, offset, 1, count);
    udpi_put_at_depth(d, 2, UDPI_RTCP_LENGTH, offset + 2, 2, udpi_load_be16(header + 2));
}

/* Takes the padding out of the content, which the cursor is narrowed to. */
static void put_padding(struct udpi_decode *d) {
    size_t size = d->cursor.claim;
    unsigned count = size > 0 ? d->cursor.at[size - 1] : 0;
    if (count == 0 || count > size) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes of padding are announced, in {b} bytes", count,
                      (uint32_t)size);
        return;
    }
    udpi_put_at_depth(d, 2, UDPI_RTCP_PADDING_COUNT, udpi_offset_of(d, d->cursor.at) + (uint32_t)size - 1, 1, count);
    d->cursor.claim = d->cursor.have = size - count;
}

static void put_content(struct udpi_decode *d, const uint8_t *header) {
    struct udpi_cursor behind;
    size_t size = udpi_load_be16(header + 2) * (size_t)WORD;
    if (d->cursor.have < size) { /* the capture ends in it */
        d->cursor.claim = size;
        udpi_put_rtcp_content(d, header[1], header[0] & COUNT);
        return;
    }
    if (size == 0 || !udpi_part_enter(d, size, &behind))
        return;
    if (header[0] & PADDING_BIT)
        put_padding(d);
    udpi_put_rtcp_content(d, header[1], header[0] & COUNT);
    size_t rest = d->cursor.claim;
    if (!udpi_part_leave(d, &behind))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of a packet of type {b} are too few for what it announces",
                      (uint32_t)size, header[1]);
    else if (rest > 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes are left at the end of a packet of type {b}", (uint32_t)rest,
                      header[1]);
}

/* --- the datagram ------------------------------------------------------------------------------------------------- */

/* Opens what begins with a header that is taken already. */
static uint16_t open_at(struct udpi_decode *d, unsigned depth, unsigned field, const uint8_t *header) {
    uint16_t place = udpi_nest_open(d, depth, field);
    if (place != UDPI_NEST_NONE)
        d->packet->values[place].offset = udpi_offset_of(d, header);
    return place;
}

static void put_packet(struct udpi_decode *d, const uint8_t *header) {
    uint16_t group = open_at(d, 1, UDPI_RTCP_PACKET, header);
    put_header(d, header);
    put_content(d, header);
    udpi_nest_close(d, group);
}

/* The header of the next packet, or NULL where there is none. */
static const uint8_t *take_header(struct udpi_decode *d) {
    if (d->cursor.claim == 0 || d->cursor.stop != UDPI_STOP_NONE)
        return NULL;
    struct udpi_cursor before = d->cursor;
    const uint8_t *header = udpi_cursor_take(&d->cursor, HEADER_SIZE);
    if (d->cursor.stop != UDPI_STOP_TRUNCATED && !(header && is_packet(header, d->cursor.claim))) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes that are left are no packet", (uint32_t)before.claim, 0);
        d->cursor = before;
        return NULL;
    }
    return header;
}

/* --- SRTCP: RFC 3711 section 3.4, RFC 7714 section 9 ---------------------------------------------------------------- */

static bool is_packet_chain(const struct udpi_decode *d, const uint8_t *header) {
    size_t left = d->cursor.claim, size = udpi_load_be16(header + 2) * (size_t)WORD;
    while (left >= size + HEADER_SIZE) {
        header += HEADER_SIZE + size;
        left -= HEADER_SIZE + size;
        if (!is_packet(header, left))
            return false;
        size = udpi_load_be16(header + 2) * (size_t)WORD;
    }
    return left == size;
}

/* The bit that says "encrypted" stands before an index that counts from 0 on, and has not come far. */
static bool is_index(const uint8_t *at) {
    return udpi_load_be16(at) == 0x8000;
}

/* Where all that is behind the first SSRC is encrypted: the index, with the tag behind it, or before it (AES-GCM). Else NULL. */
static const uint8_t *find_index(const struct udpi_decode *d, const uint8_t *header) {
    size_t left = d->cursor.claim;
    const uint8_t *end = d->cursor.at + left;
    if (d->cursor.have < left || is_packet_chain(d, header))
        return NULL;
    if (left >= SSRC_SIZE + INDEX_SIZE + TAG_SIZE && is_index(end - INDEX_SIZE - TAG_SIZE))
        return end - INDEX_SIZE - TAG_SIZE;
    return left >= SSRC_SIZE + INDEX_SIZE + GCM_TAG_SIZE && is_index(end - INDEX_SIZE) ? end - INDEX_SIZE : NULL;
}

static void put_index(struct udpi_decode *d) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, INDEX_SIZE);
    udpi_put(d, UDPI_RTCP_SRTCP_INDEX, at, INDEX_SIZE, udpi_load_be32(at) & INT32_MAX);
}

static struct udpi_next take_protected(struct udpi_decode *d, const uint8_t *header, const uint8_t *index) {
    uint16_t list = open_at(d, 0, UDPI_RTCP_PACKETS, header), group = open_at(d, 1, UDPI_RTCP_PACKET, header);
    put_header(d, header);
    udpi_nest_number(d, 2, UDPI_RTCP_SSRC, SSRC_SIZE);
    udpi_nest_close(d, group);
    udpi_nest_close(d, list);
    bool is_gcm = index + INDEX_SIZE == d->cursor.at + d->cursor.claim;
    udpi_nest_bytes(d, 0, UDPI_RTCP_ENCRYPTED, (size_t)(index - d->cursor.at) - (is_gcm ? GCM_TAG_SIZE : 0));
    if (!is_gcm)
        put_index(d);
    udpi_nest_bytes(d, 0, UDPI_RTCP_TAG, is_gcm ? GCM_TAG_SIZE : TAG_SIZE);
    if (is_gcm)
        put_index(d);
    return udpi_next_payload();
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_packet(header, d->cursor.claim))
        return udpi_next_not_mine();
    const uint8_t *index = find_index(d, header);
    if (index)
        return take_protected(d, header, index);
    uint16_t list = open_at(d, 0, UDPI_RTCP_PACKETS, header);
    for (; header; header = take_header(d))
        put_packet(d, header);
    udpi_nest_close(d, list);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 5005}, {UDPI_INTERNAL, UDPI_AS_RTCP}};

const struct udpi_protocol udpi_rtcp = {
    .key = "rtcp",
    .title = "RTP Control Protocol",
    .spec = "RFC 3550",
    .doc = "Says of streams of RTP who sends them, how they arrive, and when they end.",
    .fields = udpi_rtcp_fields,
    .field_count = UDPI_RTCP_FIELDS,
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
