/*
 * The probe of udpgen: a header by which a receiver knows what became of the datagrams before it. See model/probe.h.
 *
 *     | magic 4 | version 1 | 7 bits, end 1 bit | length 2 | check 4 | run 4 | stream 4 | clock 4 |
 *     | sequence 8 | time 8 | total 8 | …
 *
 * All of the payload is the probe's. But where the kernel hands several datagrams over as one (GSO, GRO), the first is the
 * probe, and the others are left as payload.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/probe.h"

enum {
    MAGIC,
    VERSION,
    RESERVED,
    END,
    LENGTH,
    CHECK,
    CHECK_STATUS,
    RUN,
    STREAM,
    CLOCK,
    SEQUENCE,
    TIME,
    TOTAL,
    CONTENT,
    FIELDS
};

static const struct udpi_field fields[FIELDS] = {
    [MAGIC] = {.key = "magic", .label = "Magic", .type = UDPI_HEX, .flags = UDPI_DETAIL, UDPI_AT(UDPI_PROBE_MAGIC_AT, 4),
               .initial = UDPI_PROBE_MAGIC,
               .doc = "Tells probes from other payload, on every port."},
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_AT(UDPI_PROBE_VERSION_AT, 1),
                 .initial = UDPI_PROBE_VERSION,
                 .doc = "1."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_BITS(40, 7),
                  .doc = "Must be zero."},
    [END] = {.key = "end", .label = "End", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(47, 1),
             .doc = "No probe, but the end of the stream: says how many there were."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED,
                UDPI_AT(UDPI_PROBE_LENGTH_AT, 2),
                .doc = "Bytes of the whole payload, this header included."},
    [CHECK] = {.key = "check", .label = "Check", .type = UDPI_HEX, .flags = UDPI_COMPUTED, UDPI_AT(UDPI_PROBE_CHECK_AT, 4),
               .doc = "CRC-32c of the whole payload with this field as 0, lowest byte first."},
    [CHECK_STATUS] = {.key = "check_status", .label = "Check status", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                      .names = &udpi_checksum_status_names,
                      .doc = "What checking the payload gave."},
    [RUN] = {.key = "run", .label = "Run", .type = UDPI_HEX, .flags = UDPI_SUMMARY, UDPI_AT(UDPI_PROBE_RUN_AT, 4),
             .doc = "Chosen at random by each run of a sender."},
    [STREAM] = {.key = "stream", .label = "Stream", .type = UDPI_UINT, .flags = UDPI_NOTABLE, UDPI_AT(UDPI_PROBE_STREAM_AT, 4),
                .doc = "Which of the sockets of that run sent it, from 0."},
    [CLOCK] = {.key = "clock", .label = "Clock", .type = UDPI_HEX, UDPI_AT(UDPI_PROBE_CLOCK_AT, 4),
               .doc = "Whose clock the time is of: the same number, the same clock."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                  UDPI_AT(UDPI_PROBE_SEQUENCE_AT, 8),
                  .doc = "Counts the probes of the stream, from 1; 0 in an end."},
    [TIME] = {.key = "time", .label = "Time", .type = UDPI_TIME, UDPI_AT(UDPI_PROBE_TIME_AT, 8),
              .doc = "When it was sent, in nanoseconds since 1970."},
    [TOTAL] = {.key = "total", .label = "Total", .type = UDPI_UINT, UDPI_AT(UDPI_PROBE_TOTAL_AT, 8),
               .doc = "Probes of the stream; 0 while the sender does not know."},
    [CONTENT] = {.key = "content", .label = "Content", .type = UDPI_BYTES,
                 .doc = "What fills the datagram."},
};

static enum udpi_checksum_status check_payload(struct udpi_decode *d, const uint8_t *header, size_t size) {
    if (d->is_incomplete || d->cursor.have < size - UDPI_PROBE_SIZE)
        return UDPI_CHECKSUM_UNVERIFIED;
    uint32_t stored = udpi_load_be32(header + UDPI_PROBE_CHECK_AT), wanted = udpi_probe_check(header, size);
    if (stored == wanted)
        return UDPI_CHECKSUM_GOOD;
    udpi_note_add(d, UDPI_NOTE_CHECKSUM_BAD, NULL, stored, wanted);
    return UDPI_CHECKSUM_BAD;
}

/* Whether another probe begins where this one says that it ends: then the kernel handed several over as one. */
static bool is_first_of_several(const struct udpi_decode *d, const uint8_t *header, size_t length) {
    enum { MAGIC_SIZE = 4 };
    return length >= UDPI_PROBE_SIZE && length + MAGIC_SIZE <= UDPI_PROBE_SIZE + udpi_cursor_left(&d->cursor) &&
           udpi_load_be32(header + length) == UDPI_PROBE_MAGIC;
}

/* Gives the bytes that are this probe's. */
static size_t apply_length(struct udpi_decode *d, const uint8_t *header, size_t size) {
    uint16_t length = udpi_load_be16(header + UDPI_PROBE_LENGTH_AT);
    if (is_first_of_several(d, header, length)) {
        udpi_note_add(d, UDPI_NOTE_SUPER_DATAGRAM,
                      "{a} bytes of further probes follow: the kernel has yet to cut them apart (GSO), or has joined them "
                      "(GRO)",
                      (uint32_t)(size - length), 0);
        return length;
    }
    if (length > size)
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_PARENT, NULL, length, (uint32_t)size);
    else if (length < size)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the length is {a}, and the payload has {b} bytes", length,
                      (uint32_t)size);
    return size;
}

/* Of a capture that was cut less is there than the sender claims. */
static void put_content(struct udpi_decode *d, size_t size) {
    size_t left = udpi_cursor_left(&d->cursor);
    size = size < left ? size : left;
    if (size == 0)
        return;
    udpi_put_bytes(d, CONTENT, d->cursor.at, size);
    udpi_cursor_skip(&d->cursor, size);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    size_t size = UDPI_PROBE_SIZE + d->cursor.claim;
    if (!udpi_probe_is_one(header, size))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, MAGIC, RESERVED, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    struct udpi_value *values = udpi_put_header(d, fields, END, CONTENT, header);
    size = apply_length(d, header, size);
    if (!d->is_brief)
        values[CHECK_STATUS - END].number = check_payload(d, header, size);
    put_content(d, size - UDPI_PROBE_SIZE);
    return d->cursor.claim > 0 && d->cursor.have > 0 ? udpi_next_payload() : udpi_next_nothing();
}

static void seal(struct udpi_build *b) {
    uint32_t size = udpi_build_size(b);
    udpi_build_fill(b, LENGTH, size);
    udpi_build_fill(b, CHECK, udpi_probe_check(udpi_build_header(b), size));
}

/* The first byte of the magic, and the same with one wrong bit; 0xf5 is quic_long's, which hands it on. */
static const struct udpi_binding bindings[] = {
    {UDPI_UDP_OPENING, 0x75}, {UDPI_UDP_OPENING, 0x74}, {UDPI_UDP_OPENING, 0x77},
    {UDPI_UDP_OPENING, 0x71}, {UDPI_UDP_OPENING, 0x7d}, {UDPI_UDP_OPENING, 0x65},
    {UDPI_UDP_OPENING, 0x55}, {UDPI_UDP_OPENING, 0x35}, {UDPI_INTERNAL, UDPI_AS_PROBE},
};

const struct udpi_protocol udpi_probe = {
    .key = "probe",
    .title = "Probe of udpgen",
    .spec = "",
    .doc = "Numbered datagrams, of which a receiver knows what was lost, repeated, late, reordered or changed.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .header_size = UDPI_PROBE_SIZE,
    .is_end = true,
    .decode = decode,
    .seal = seal,
};
