/*
 * MPEG transport stream: packets of 188 bytes, usually seven of them in a datagram, bare or behind RTP (RFC 2250).
 *
 *     | sync 1: 0x47 | error 1 bit | unit start 1 | priority 1 | PID 13 | scrambling 2 | adaptation 2 | continuity 4
 *     | adaptation field, if there is one: length 1, flags 1, clock 6 if it is there, … | data
 *
 * Left out: what the packets carry (tables, audio, video).
 */
#include "model/nest.h"

enum {
    PACKET_COUNT,
    PACKETS,
    PACKET,
    TRANSPORT_ERROR,
    UNIT_START,
    PRIORITY,
    PID,
    SCRAMBLING,
    ADAPTATION,
    CONTINUITY,
    ADAPTATION_LENGTH,
    DISCONTINUITY,
    RANDOM_ACCESS,
    CLOCK_REFERENCE,
    FIELDS
};

enum {
    PACKET_SIZE = 188,
    HEADER_SIZE = 4,
    SYNC = 0x47,
    HAS_ADAPTATION = 2,        /* a bit of `adaptation`; 1 is that of data */
    MOST_ADAPTATION = 183,     /* bytes behind the length */
    LEAST_CLOCK = 7,           /* bytes of an adaptation field with a clock reference: flags and clock */
    CLOCK_BIT = 0x10,
    CLOCK_UNITS = 300,         /* of 27 MHz in a unit of 90 kHz */
};

/* ISO/IEC 13818-1 table 2-3, ETSI EN 300 468 table 1 */
static const struct udpi_name pid_entries[] = {
    UDPI_NAME(0x0000, "PAT"), UDPI_NAME(0x0001, "CAT"), UDPI_NAME(0x0002, "TSDT"), UDPI_NAME(0x0003, "IPMP"),
    UDPI_NAME(0x0010, "NIT"), UDPI_NAME(0x0011, "SDT"), UDPI_NAME(0x0012, "EIT"),  UDPI_NAME(0x0013, "RST"),
    UDPI_NAME(0x0014, "TDT"), UDPI_NAME(0x1fff, "null"),
};
static const struct udpi_names pid_names = {pid_entries, sizeof pid_entries / sizeof *pid_entries};

/* ISO/IEC 13818-1 table 2-4; even and odd as ETSI ETR 289 has them. */
static const struct udpi_name scrambling_entries[] = {
    UDPI_NAME(0, "none"), UDPI_NAME(1, "reserved"), UDPI_NAME(2, "even"), UDPI_NAME(3, "odd")};
static const struct udpi_names scrambling_names = {scrambling_entries, 4};

/* ISO/IEC 13818-1 table 2-5 */
static const struct udpi_name adaptation_entries[] = {
    UDPI_NAME(0, "reserved"), UDPI_NAME(1, "data"), UDPI_NAME(2, "adaptation"), UDPI_NAME(3, "both")};
static const struct udpi_names adaptation_names = {adaptation_entries, 4};

#define IN_PACKET .within = UDPI_WITHIN(PACKET)

static const struct udpi_field fields[FIELDS] = {
    [PACKET_COUNT] = {.key = "packet_count", .label = "Packet count", .type = UDPI_UINT, .width = 2,
                      .flags = UDPI_DERIVED | UDPI_SUMMARY, .doc = "Packets in the datagram."},
    [PACKETS] = {.key = "packets", .label = "Packets", .type = UDPI_LIST, .doc = "The first 32 of them."},
    [PACKET] = {.key = "packet", .label = "Packet", .type = UDPI_GROUP, .within = UDPI_WITHIN(PACKETS),
                .doc = "One packet."},
    [TRANSPORT_ERROR] = {.key = "transport_error", .label = "Transport error", .type = UDPI_BOOL, IN_PACKET,
                         .flags = UDPI_NOTABLE, .doc = "It has been damaged on the way."},
    [UNIT_START] = {.key = "unit_start", .label = "Unit start", .type = UDPI_BOOL, IN_PACKET,
                    .doc = "A table or a piece of a stream begins in it."},
    [PRIORITY] = {.key = "priority", .label = "Priority", .type = UDPI_BOOL, IN_PACKET,
                  .doc = "More important than others of its PID."},
    [PID] = {.key = "pid", .label = "PID", .type = UDPI_HEX, IN_PACKET, .width = 2, .flags = UDPI_SUMMARY,
             .names = &pid_names, .doc = "Packet identifier: which stream or table it belongs to."},
    [SCRAMBLING] = {.key = "scrambling", .label = "Scrambling", .type = UDPI_UINT, IN_PACKET, .width = 1,
                    .names = &scrambling_names, .doc = "By which of two keys its data are encrypted."},
    [ADAPTATION] = {.key = "adaptation", .label = "Adaptation", .type = UDPI_UINT, IN_PACKET, .width = 1,
                    .names = &adaptation_names, .doc = "What stands behind the header."},
    [CONTINUITY] = {.key = "continuity", .label = "Continuity counter", .type = UDPI_UINT, IN_PACKET, .width = 1,
                    .doc = "Counts the packets with data of a PID, modulo 16."},
    [ADAPTATION_LENGTH] = {.key = "adaptation_length", .label = "Adaptation length", .type = UDPI_UINT, IN_PACKET,
                           .width = 1, .doc = "Bytes of the adaptation field behind this one."},
    [DISCONTINUITY] = {.key = "discontinuity", .label = "Discontinuity", .type = UDPI_BOOL, IN_PACKET,
                       .doc = "Counter or clock begin anew here."},
    [RANDOM_ACCESS] = {.key = "random_access", .label = "Random access", .type = UDPI_BOOL, IN_PACKET,
                       .doc = "Decoding can begin here."},
    [CLOCK_REFERENCE] = {.key = "pcr", .label = "Clock reference", .type = UDPI_UINT, IN_PACKET, .width = 6,
                         .doc = "Program clock reference, in units of 1/27000000 second."},
};

/* --- one packet --------------------------------------------------------------------------------------------------- */

static void put(struct udpi_decode *d, unsigned field, const uint8_t *at, size_t length, uint64_t number) {
    udpi_put_at_depth(d, 2, field, udpi_offset_of(d, at), length, number);
}

static void put_adaptation(struct udpi_decode *d, const uint8_t *at) {
    unsigned length = at[0];
    put(d, ADAPTATION_LENGTH, at, 1, length);
    if (length > MOST_ADAPTATION)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "an adaptation field has {a} bytes, and {b} are the most", length,
                      MOST_ADAPTATION);
    if (length == 0 || length > MOST_ADAPTATION)
        return;
    put(d, DISCONTINUITY, at + 1, 1, at[1] >> 7);
    put(d, RANDOM_ACCESS, at + 1, 1, at[1] >> 6 & 1);
    if (!(at[1] & CLOCK_BIT) || length < LEAST_CLOCK)
        return;
    uint64_t clock = udpi_load_be(at + 2, 6); /* 33 bits of 90 kHz, 6 reserved, 9 of 27 MHz */
    put(d, CLOCK_REFERENCE, at + 2, 6, (clock >> 15) * CLOCK_UNITS + (clock & 0x1ff));
}

/* The cursor is behind the packet. */
static void put_packet(struct udpi_decode *d, const uint8_t *packet) {
    udpi_put_at_depth(d, 1, PACKET, udpi_offset_of(d, packet), PACKET_SIZE, 0);
    put(d, TRANSPORT_ERROR, packet + 1, 1, packet[1] >> 7);
    put(d, UNIT_START, packet + 1, 1, packet[1] >> 6 & 1);
    put(d, PRIORITY, packet + 1, 1, packet[1] >> 5 & 1);
    put(d, PID, packet + 1, 2, udpi_load_be16(packet + 1) & 0x1fff);
    put(d, SCRAMBLING, packet + 3, 1, packet[3] >> 6);
    put(d, ADAPTATION, packet + 3, 1, packet[3] >> 4 & 3);
    put(d, CONTINUITY, packet + 3, 1, packet[3] & 15);
    if (packet[3] >> 4 & HAS_ADAPTATION)
        put_adaptation(d, packet + HEADER_SIZE);
}

/* --- the datagram ------------------------------------------------------------------------------------------------- */

/* Nothing but whole packets, each with its sync byte, as far as they are captured. */
static bool is_plausible(const struct udpi_decode *d) {
    size_t left = udpi_cursor_left(&d->cursor);
    if (d->cursor.claim == 0 || d->cursor.claim % PACKET_SIZE != 0)
        return false;
    for (size_t at = 0; at < left; at += PACKET_SIZE)
        if (d->cursor.at[at] != SYNC)
            return false;
    return left > 0;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d))
        return udpi_next_not_mine();
    size_t count = d->cursor.claim / PACKET_SIZE;
    udpi_put(d, PACKET_COUNT, header, 0, count);
    uint16_t list = udpi_nest_open(d, 0, PACKETS);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *packet = udpi_cursor_take(&d->cursor, PACKET_SIZE);
        if (packet)
            put_packet(d, packet);
    }
    udpi_nest_close(d, list);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_INTERNAL, UDPI_AS_MPEGTS}};

const struct udpi_protocol udpi_mpegts = {
    .key = "mpegts",
    .title = "MPEG transport stream",
    .spec = "ISO/IEC 13818-1",
    .doc = "Carries television: audio, video and tables, cut into packets. It has no port of its own.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .is_end = true,
    .decode = decode,
};
