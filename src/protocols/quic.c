/*
 * QUIC: the packets of messages/quic_packet.h, one behind the other, to the end of the datagram.
 *
 * A short header does not say how long its connection id is. The receiver has chosen it, and has told it in the long headers
 * that it sent before, as their source; or was called by it in a Handshake. Later ids are as long.
 */
#include "messages/quic_packet.h"
#include "model/expected.h"
#include "model/nest.h"

enum {
    DEPTH = 2,
    TAG_SIZE = 16,
    VERSION_SIZE = 4,
    LEAST_PROTECTED = 20,  /* packet number and payload, 4 bytes, and 16 to authenticate them: RFC 9001 section 5.4.2 */
    LEAST_DATAGRAM = 1200, /* that a server answers with its versions: RFC 9000 sections 5.2.2 and 14.1 */
};

#define F(name) UDPI_QUIC_##name

/* --- whether it is one -------------------------------------------------------------------------------------------- */

/* The bytes behind the ids are versions, and the first is one. */
static bool is_negotiation(const struct udpi_cursor *cursor, const struct udpi_quic_invariants *first) {
    size_t before = 1 + VERSION_SIZE + 2 + (size_t)first->dcid_length + first->scid_length;
    struct udpi_cursor versions = *cursor;
    if (!udpi_cursor_take(&versions, before) || versions.claim == 0 || versions.claim % VERSION_SIZE != 0)
        return false;
    uint32_t version = (uint32_t)udpi_cursor_read(&versions, VERSION_SIZE);
    return udpi_quic_find_layout(version) == UDPI_QUIC_LAYOUT_RESERVED ||
           (version != 0 && udpi_name_find(udpi_quic_fields[F(VERSION)].names, version));
}

static bool is_long(const struct udpi_cursor *cursor, const struct udpi_quic_invariants *first) {
    switch (udpi_quic_find_layout(first->version)) {
    case UDPI_QUIC_LAYOUT_NONE: return false;
    case UDPI_QUIC_LAYOUT_NEGOTIATION: return is_negotiation(cursor, first);
    case UDPI_QUIC_LAYOUT_RESERVED: return cursor->at[0] & UDPI_QUIC_FIXED && cursor->claim >= LEAST_DATAGRAM;
    default: return true;
    }
}

/* What is kept of an id: its length, and a hash that tells it from others. */
static uint32_t make_detail(const uint8_t *id, uint8_t length) {
    uint32_t hash = 0;
    for (unsigned i = 0; i < length; i++)
        hash = (hash ^ id[i]) * 0x9e3779b1U;
    return (uint32_t)length << 24 | hash >> 8;
}

/* `detail` is of an id of the receiver. Without the fixed bit (RFC 9287) it must be that id, else another may be in use by now. */
static bool is_short(const struct udpi_cursor *cursor, uint32_t detail) {
    uint8_t length = (uint8_t)(detail >> 24);
    if (cursor->at[0] & UDPI_QUIC_LONG_FORM || cursor->claim < 1 + length + (size_t)LEAST_PROTECTED ||
        udpi_cursor_left(cursor) <= length)
        return false;
    return cursor->at[0] & UDPI_QUIC_FIXED || (length > 0 && make_detail(cursor->at + 1, length) == detail);
}

/* --- long headers ------------------------------------------------------------------------------------------------- */

/* RFC 9000 section 16: the first two bits say how many bytes it has. None that makes sense needs more than 32 bits. */
static size_t take_length(struct udpi_decode *d, unsigned field) {
    static const struct {
        uint8_t width;
        uint64_t most;
    } forms[] = {{1, 0x3f}, {2, 0x3fff}, {4, 0x3fffffff}, {8, 0x3fffffffffffffff}};
    const uint8_t *at = d->cursor.at;
    unsigned form = udpi_cursor_left(&d->cursor) > 0 ? at[0] >> 6 : 0;
    size_t width = forms[form].width;
    if (!udpi_cursor_take(&d->cursor, width))
        return 0;
    uint64_t number = udpi_load_be(at, width) & forms[form].most;
    if (number <= UINT32_MAX)
        udpi_put_at_depth(d, DEPTH, field, udpi_offset_of(d, at), width, number);
    return (size_t)number;
}

static void take_id(struct udpi_decode *d, unsigned length_field, unsigned field) {
    udpi_nest_bytes(d, DEPTH, field, udpi_nest_number(d, DEPTH, length_field, 1));
}

static unsigned find_type(enum udpi_quic_layout layout, uint8_t first) {
    unsigned bits = first >> 4 & 3;
    return layout == UDPI_QUIC_LAYOUT_V2 ? (bits + 3) & 3 : bits;
}

/* Of the bits of the first byte those that mean something in this version, and that anyone can read. */
static void put_long_bits(struct udpi_decode *d, const uint8_t *at, enum udpi_quic_layout layout) {
    uint32_t offset = udpi_offset_of(d, at);
    udpi_put_at_depth(d, DEPTH, F(HEADER_FORM), offset, 1, 1);
    if (layout == UDPI_QUIC_LAYOUT_NEGOTIATION)
        udpi_put_at_depth(d, DEPTH, F(TYPE), offset, 0, UDPI_QUIC_VERSION_NEGOTIATION);
    if (layout < UDPI_QUIC_LAYOUT_V1)
        return;
    udpi_put_at_depth(d, DEPTH, F(FIXED_BIT), offset, 1, at[0] >> 6 & 1);
    udpi_put_at_depth(d, DEPTH, F(TYPE), offset, 0, find_type(layout, at[0]));
    udpi_put_at_depth(d, DEPTH, F(LONG_PACKET_TYPE), offset, 1, at[0] >> 4 & 3);
}

static void take_versions(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, DEPTH, F(SUPPORTED_VERSIONS));
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, DEPTH + 1, F(SUPPORTED));
        uint32_t version = (uint32_t)udpi_nest_number(d, DEPTH + 2, F(SUPPORTED_VERSION), VERSION_SIZE);
        if (udpi_quic_find_layout(version) == UDPI_QUIC_LAYOUT_RESERVED)
            udpi_put_at_depth(d, DEPTH + 2, F(SUPPORTED_RESERVED), udpi_offset_of(d, d->cursor.at), 0, true);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

static void take_retry(struct udpi_decode *d, enum udpi_quic_layout layout) {
    size_t tag = layout == UDPI_QUIC_LAYOUT_DRAFT ? 0 : TAG_SIZE;
    if (layout == UDPI_QUIC_LAYOUT_DRAFT)
        take_id(d, F(ODCID_LENGTH), F(ODCID));
    udpi_nest_bytes(d, DEPTH, F(RETRY_TOKEN), d->cursor.claim > tag ? d->cursor.claim - tag : 0);
    udpi_nest_bytes(d, DEPTH, F(INTEGRITY_TAG), tag);
}

static void take_long_content(struct udpi_decode *d, enum udpi_quic_layout layout, unsigned type) {
    if (layout == UDPI_QUIC_LAYOUT_NEGOTIATION)
        take_versions(d);
    else if (layout == UDPI_QUIC_LAYOUT_RESERVED)
        udpi_nest_bytes(d, DEPTH, F(UNKNOWN), d->cursor.claim);
    else if (type == UDPI_QUIC_RETRY)
        take_retry(d, layout);
    else {
        if (type == UDPI_QUIC_INITIAL)
            udpi_nest_bytes(d, DEPTH, F(TOKEN), take_length(d, F(TOKEN_LENGTH)));
        udpi_nest_bytes(d, DEPTH, F(PROTECTED), take_length(d, F(LENGTH)));
    }
}

static void take_long(struct udpi_decode *d, const struct udpi_quic_invariants *invariants) {
    enum udpi_quic_layout layout = udpi_quic_find_layout(invariants->version);
    const uint8_t *first = udpi_cursor_take(&d->cursor, 1);
    put_long_bits(d, first, layout);
    udpi_nest_number(d, DEPTH, F(VERSION), VERSION_SIZE);
    if (layout == UDPI_QUIC_LAYOUT_RESERVED)
        udpi_put_at_depth(d, DEPTH, F(RESERVED_VERSION), udpi_offset_of(d, d->cursor.at), 0, true);
    take_id(d, F(DCID_LENGTH), F(DCID));
    take_id(d, F(SCID_LENGTH), F(SCID));
    take_long_content(d, layout, find_type(layout, first[0]));
    if (layout != UDPI_QUIC_LAYOUT_NEGOTIATION)
        udpi_expect_end(d, UDPI_SRC, UDPI_AS_QUIC, make_detail(invariants->scid, invariants->scid_length));
    if (layout >= UDPI_QUIC_LAYOUT_V1 && find_type(layout, first[0]) == UDPI_QUIC_HANDSHAKE)
        udpi_expect_end(d, UDPI_DST, UDPI_AS_QUIC, make_detail(invariants->dcid, invariants->dcid_length));
}

/* --- the datagram ------------------------------------------------------------------------------------------------- */

/* RFC 9000 section 17.3.1; the bits behind the spin bit are protected. */
static void take_short(struct udpi_decode *d, size_t dcid_length) {
    const uint8_t *first = udpi_cursor_take(&d->cursor, 1);
    uint32_t offset = udpi_offset_of(d, first);
    udpi_put_at_depth(d, DEPTH, F(HEADER_FORM), offset, 1, 0);
    udpi_put_at_depth(d, DEPTH, F(FIXED_BIT), offset, 1, first[0] >> 6 & 1);
    udpi_put_at_depth(d, DEPTH, F(TYPE), offset, 0, UDPI_QUIC_1RTT);
    udpi_put_at_depth(d, DEPTH, F(SPIN_BIT), offset, 1, first[0] >> 5 & 1);
    udpi_nest_bytes(d, DEPTH, F(DCID), dcid_length);
    udpi_nest_bytes(d, DEPTH, F(PROTECTED), d->cursor.claim);
}

enum form { NO_PACKET, LONG, SHORT };

static enum form find_first(const struct udpi_decode *d, struct udpi_quic_invariants *first) {
    const struct udpi_cursor *cursor = &d->cursor;
    uint32_t detail = 0; /* where the length of the id is not known, the id is left among what is protected */
    if (udpi_cursor_left(cursor) == 0)
        return NO_PACKET;
    if (cursor->at[0] & UDPI_QUIC_LONG_FORM)
        return udpi_quic_read_invariants(*cursor, first) && is_long(cursor, first) ? LONG : NO_PACKET;
    bool is_one = udpi_expected_detail(d, UDPI_AS_QUIC, &detail) || udpi_expected_is_chosen(d);
    if (!is_one || !is_short(cursor, detail))
        return NO_PACKET;
    first->dcid_length = (uint8_t)(detail >> 24);
    first->dcid = cursor->at + 1;
    return SHORT;
}

/* What follows a packet with a long header must be for the same connection: RFC 9000 section 12.2. */
static enum form find_next(const struct udpi_decode *d, struct udpi_quic_invariants *packet) {
    const struct udpi_cursor *cursor = &d->cursor;
    uint32_t detail = make_detail(packet->dcid, packet->dcid_length);
    if (udpi_cursor_left(cursor) == 0 || cursor->stop != UDPI_STOP_NONE)
        return NO_PACKET;
    if (!(cursor->at[0] & UDPI_QUIC_LONG_FORM))
        return is_short(cursor, detail) && make_detail(cursor->at + 1, packet->dcid_length) == detail ? SHORT
                                                                                                      : NO_PACKET;
    bool is_same = udpi_quic_read_invariants(*cursor, packet) &&
                   udpi_quic_find_layout(packet->version) >= UDPI_QUIC_LAYOUT_V1 &&
                   make_detail(packet->dcid, packet->dcid_length) == detail;
    return is_same ? LONG : NO_PACKET;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    struct udpi_quic_invariants packet = {0};
    enum form form = find_first(d, &packet);
    if (form == NO_PACKET)
        return udpi_next_not_mine();
    uint16_t list = udpi_nest_open(d, 0, F(PACKETS));
    for (; form != NO_PACKET; form = find_next(d, &packet)) {
        uint16_t group = udpi_nest_open(d, 1, F(PACKET));
        if (form == LONG)
            take_long(d, &packet);
        else
            take_short(d, packet.dcid_length);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
    udpi_nest_bytes(d, 0, F(REST), d->cursor.claim);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {
    {UDPI_UDP_PORT, 443},  {UDPI_UDP_PORT, 8443},
    {UDPI_UDP_PORT, 853},  {UDPI_UDP_PORT, 784}, /* DNS over it: RFC 9250 section 4.1.1, and its drafts */
    {UDPI_UDP_PORT, 8853}, {UDPI_INTERNAL, UDPI_AS_QUIC},
};

const struct udpi_protocol udpi_quic = {
    .key = "quic",
    .title = "QUIC",
    .spec = "RFC 9000",
    .doc = "Carries streams of data over UDP, encrypted all but for the ids of their connection.",
    .fields = udpi_quic_fields,
    .field_count = UDPI_QUIC_FIELDS,
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .is_end = true,
    .decode = decode,
};
