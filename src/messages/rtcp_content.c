/* What packets of RTCP hold, by their types. */
#include "messages/rtcp_packet.h"
#include "model/nest.h"

enum {
    DEPTH = 2,
    ENTRY = DEPTH + 1,
    WITHIN = DEPTH + 2,
    WORD = 4,
    ITEM_PRIV = 8,
    NACK = 1, /* of transport feedback */
    FIR = 4,  /* of payload feedback */
    NAME_SIZE = 4,
};

#define F(name) UDPI_RTCP_##name
#define SECONDS_TO_1970 UINT64_C(2208988800) /* from 1900, where NTP begins */
#define NANOSECONDS UINT64_C(1000000000)

static void put_rest(struct udpi_decode *d, unsigned field) {
    udpi_nest_bytes(d, DEPTH, field, d->cursor.claim);
}

/* --- reports ------------------------------------------------------------------------------------------------------ */

/* RFC 3550 section 6.4.1: 24 bits with a sign. */
static void put_report(struct udpi_decode *d) {
    uint16_t group = udpi_nest_open(d, ENTRY, F(REPORT));
    udpi_nest_number(d, WITHIN, F(REPORT_SSRC), 4);
    udpi_nest_number(d, WITHIN, F(FRACTION_LOST), 1);
    udpi_nest_signed(d, WITHIN, F(TOTAL_LOST), 3);
    for (unsigned field = F(HIGHEST_SEQUENCE); field <= F(DELAY); field++)
        udpi_nest_number(d, WITHIN, field, 4);
    udpi_nest_close(d, group);
}

static void put_reports(struct udpi_decode *d, unsigned count) {
    if (count > 0) {
        uint16_t list = udpi_nest_open(d, DEPTH, F(REPORTS));
        for (unsigned i = 0; i < count && d->cursor.stop == UDPI_STOP_NONE; i++)
            put_report(d);
        udpi_nest_close(d, list);
    }
    put_rest(d, F(EXTENSION));
}

/* RFC 3550 section 6.4.1: seconds since 1900 and their 2^32ths, as in NTP; 0 where the sender has no clock. */
static void put_time(struct udpi_decode *d) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, 8);
    if (!at || udpi_load_be64(at) == 0)
        return;
    uint64_t seconds = udpi_load_be32(at) - SECONDS_TO_1970;
    uint64_t nanoseconds = udpi_load_be32(at + 4) * NANOSECONDS >> 32;
    udpi_put_at_depth(d, DEPTH, F(NTP_TIME), udpi_offset_of(d, at), 8, seconds * NANOSECONDS + nanoseconds);
}

static void put_sender_report(struct udpi_decode *d, unsigned count) {
    udpi_nest_number(d, DEPTH, F(SSRC), 4);
    put_time(d);
    for (unsigned field = F(RTP_TIMESTAMP); field <= F(OCTET_COUNT); field++)
        udpi_nest_number(d, DEPTH, field, 4);
    put_reports(d, count);
}

/* --- source descriptions ------------------------------------------------------------------------------------------ */

static void put_item(struct udpi_decode *d, unsigned depth) {
    uint16_t group = udpi_nest_open(d, depth, F(ITEM));
    uint64_t type = udpi_nest_number(d, depth + 1, F(ITEM_TYPE), 1);
    size_t length = udpi_nest_number(d, depth + 1, F(ITEM_LENGTH), 1);
    struct udpi_cursor behind;
    if (length > 0 && udpi_part_enter(d, length, &behind)) {
        if (type == ITEM_PRIV)
            udpi_nest_bytes(d, depth + 1, F(PREFIX), udpi_cursor_read(&d->cursor, 1));
        udpi_nest_bytes(d, depth + 1, F(TEXT), d->cursor.claim);
        if (!udpi_part_leave(d, &behind))
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "the prefix of an item goes beyond its {a} bytes", (uint32_t)length,
                          0);
    }
    udpi_nest_close(d, group);
}

/* RFC 3550 section 6.5: a zero ends the items, and more fill up the word. `start` is the first byte of the packet's content. */
static void put_chunk(struct udpi_decode *d, const uint8_t *start) {
    uint16_t group = udpi_nest_open(d, ENTRY, F(CHUNK));
    udpi_nest_number(d, WITHIN, F(CHUNK_SSRC), 4);
    uint16_t list = udpi_nest_open(d, WITHIN, F(ITEMS));
    while (udpi_part_goes_on(d) && udpi_cursor_left(&d->cursor) > 0 && d->cursor.at[0] != 0)
        put_item(d, WITHIN + 1);
    udpi_nest_close(d, list);
    udpi_cursor_take(&d->cursor, WORD - (size_t)(d->cursor.at - start) % WORD);
    udpi_nest_close(d, group);
}

static void put_chunks(struct udpi_decode *d, unsigned count) {
    const uint8_t *start = d->cursor.at;
    uint16_t list = udpi_nest_open(d, DEPTH, F(CHUNKS));
    for (unsigned i = 0; i < count && d->cursor.stop == UDPI_STOP_NONE; i++)
        put_chunk(d, start);
    udpi_nest_close(d, list);
}

/* --- the others --------------------------------------------------------------------------------------------------- */

static void put_goodbye(struct udpi_decode *d, unsigned count) {
    uint16_t list = udpi_nest_open(d, DEPTH, F(SOURCES));
    for (unsigned i = 0; i < count && d->cursor.stop == UDPI_STOP_NONE; i++)
        udpi_nest_number(d, ENTRY, F(SOURCE), 4);
    udpi_nest_close(d, list);
    if (udpi_part_goes_on(d))
        udpi_nest_bytes(d, DEPTH, F(REASON), udpi_cursor_read(&d->cursor, 1));
}

static void put_application(struct udpi_decode *d) {
    udpi_nest_number(d, DEPTH, F(SSRC), 4);
    udpi_nest_bytes(d, DEPTH, F(NAME), NAME_SIZE);
    put_rest(d, F(DATA));
}

/* RFC 4585 section 6.2.1 */
static void put_nacks(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, DEPTH, F(NACKS));
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, ENTRY, F(NACK));
        udpi_nest_number(d, WITHIN, F(LOST_PACKET), 2);
        udpi_nest_number(d, WITHIN, F(LOST_FOLLOWING), 2);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* RFC 5104 section 4.3.1.1 */
static void put_firs(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, DEPTH, F(FIRS));
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, ENTRY, F(FIR));
        udpi_nest_number(d, WITHIN, F(FIR_SSRC), 4);
        udpi_nest_number(d, WITHIN, F(FIR_SEQUENCE), 1);
        udpi_cursor_take(&d->cursor, 3);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

static void put_feedback(struct udpi_decode *d, unsigned type, unsigned kind) {
    udpi_nest_number(d, DEPTH, F(SSRC), 4);
    udpi_nest_number(d, DEPTH, F(MEDIA_SSRC), 4);
    if (type == UDPI_RTCP_RTPFB && kind == NACK)
        put_nacks(d);
    else if (type == UDPI_RTCP_PSFB && kind == FIR)
        put_firs(d);
    else
        put_rest(d, F(DATA));
}

static void put_extended_report(struct udpi_decode *d) {
    udpi_nest_number(d, DEPTH, F(SSRC), 4);
    if (!udpi_part_goes_on(d))
        return;
    uint16_t list = udpi_nest_open(d, DEPTH, F(BLOCKS));
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, ENTRY, F(BLOCK));
        udpi_nest_number(d, WITHIN, F(BLOCK_TYPE), 1);
        udpi_nest_number(d, WITHIN, F(BLOCK_SPECIFIC), 1);
        size_t words = udpi_nest_number(d, WITHIN, F(BLOCK_LENGTH), 2);
        udpi_nest_bytes(d, WITHIN, F(BLOCK_DATA), words * WORD);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

void udpi_put_rtcp_content(struct udpi_decode *d, unsigned type, unsigned count) {
    switch (type) {
    case UDPI_RTCP_SR: put_sender_report(d, count); break;
    case UDPI_RTCP_RR:
        udpi_nest_number(d, DEPTH, F(SSRC), 4);
        put_reports(d, count);
        break;
    case UDPI_RTCP_SDES: put_chunks(d, count); break;
    case UDPI_RTCP_BYE: put_goodbye(d, count); break;
    case UDPI_RTCP_APP: put_application(d); break;
    case UDPI_RTCP_RTPFB:
    case UDPI_RTCP_PSFB: put_feedback(d, type, count); break;
    case UDPI_RTCP_XR: put_extended_report(d); break;
    default: put_rest(d, F(DATA)); break;
    }
}
