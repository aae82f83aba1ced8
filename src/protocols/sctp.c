/*
 * Stream Control Transmission Protocol: its header and the chunks in the packet, by type.
 *
 *     | source port 2 | destination port 2 | verification tag 4 | CRC-32c 4 | chunks: type 1, flags 1, length 2, data |
 *
 * Left out: the inside of the chunks, which is shown as data.
 */
#include "core/crc32c.h"
#include "model/build.h"
#include "model/decode.h"
#include "model/nest.h"
#include "model/numbers.h"

enum {
    SRC_PORT,
    DST_PORT,
    TAG,
    CHECKSUM,
    CHECKSUM_STATUS,
    CHUNKS,
    CHUNK,
    CHUNK_TYPE,
    CHUNK_FLAGS,
    CHUNK_LENGTH,
    CHUNK_DATA,
    FIELDS
};

enum { HEADER_SIZE = 12, CHECKSUM_AT = 8, CHECKSUM_SIZE = 4, CHUNK_HEAD = 4, FIRST_DYNAMIC_PORT = 49152 };

/* IANA, SCTP chunk types. */
static const struct udpi_name chunk_entries[] = {
    UDPI_NAME(0, "DATA"),
    UDPI_NAME(1, "INIT"),
    UDPI_NAME(2, "INIT ACK"),
    UDPI_NAME(3, "SACK"),
    UDPI_NAME(4, "HEARTBEAT"),
    UDPI_NAME(5, "HEARTBEAT ACK"),
    UDPI_NAME(6, "ABORT"),
    UDPI_NAME(7, "SHUTDOWN"),
    UDPI_NAME(8, "SHUTDOWN ACK"),
    UDPI_NAME(9, "ERROR"),
    UDPI_NAME(10, "COOKIE ECHO"),
    UDPI_NAME(11, "COOKIE ACK"),
    UDPI_NAME(12, "ECNE"),
    UDPI_NAME(13, "CWR"),
    UDPI_NAME(14, "SHUTDOWN COMPLETE"),
    UDPI_NAME(15, "AUTH"),
    UDPI_NAME(64, "I-DATA"),
    UDPI_NAME(128, "ASCONF-ACK"),
    UDPI_NAME(130, "RE-CONFIG"),
    UDPI_NAME(132, "PAD"),
    UDPI_NAME(192, "FORWARD TSN"),
    UDPI_NAME(193, "ASCONF"),
    UDPI_NAME(194, "I-FORWARD-TSN"),
};
static const struct udpi_names chunk_names = {chunk_entries, sizeof chunk_entries / sizeof *chunk_entries};

static const struct udpi_field fields[FIELDS] = {
    [SRC_PORT] = {.key = "src_port", .label = "Source port", .type = UDPI_PORT, .flags = UDPI_SRC, UDPI_AT(0, 2),
                  .initial = FIRST_DYNAMIC_PORT,
                  .doc = "Which program of the sending host."},
    [DST_PORT] = {.key = "dst_port", .label = "Destination port", .type = UDPI_PORT, .flags = UDPI_DST, UDPI_AT(2, 2),
                  .initial = 2905,
                  .doc = "Which program of the receiving host."},
    [TAG] = {.key = "tag", .label = "Verification tag", .type = UDPI_HEX, .flags = UDPI_SUMMARY, UDPI_AT(4, 4),
             .doc = "Names the association at the receiver; 0 in its first packet."},
    [CHECKSUM] = {.key = "checksum", .label = "Checksum", .type = UDPI_HEX, .flags = UDPI_COMPUTED, UDPI_AT(8, 4),
                  .doc = "CRC-32c of the packet with this field as 0; 0 where the sender made none (RFC 9653)."},
    [CHECKSUM_STATUS] = {.key = "checksum_status", .label = "Checksum status", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                         .names = &udpi_checksum_status_names,
                         .doc = "What checking the CRC-32c gave."},
    [CHUNKS] = {.key = "chunks", .label = "Chunks", .type = UDPI_LIST,
                .doc = "The chunks in the packet."},
    [CHUNK] = {.key = "chunk", .label = "Chunk", .type = UDPI_GROUP, .within = UDPI_WITHIN(CHUNKS),
               .doc = "One chunk."},
    [CHUNK_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .within = UDPI_WITHIN(CHUNK), .names = &chunk_names,
                    .doc = "Kind of chunk."},
    [CHUNK_FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, .within = UDPI_WITHIN(CHUNK),
                     .doc = "By type; of DATA the lowest bits say whether it begins or ends a message."},
    [CHUNK_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .within = UDPI_WITHIN(CHUNK),
                      .doc = "Bytes of the chunk, its four bytes of header included, padding not."},
    [CHUNK_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, .within = UDPI_WITHIN(CHUNK),
                    .doc = "What the chunk carries."},
};

static uint32_t compute_crc(const uint8_t *packet, size_t size) {
    static const uint8_t zeros[CHECKSUM_SIZE];
    uint32_t crc = udpi_crc32c_add(UDPI_CRC32C_START, packet, CHECKSUM_AT);
    crc = udpi_crc32c_add(crc, zeros, CHECKSUM_SIZE);
    crc = udpi_crc32c_add(crc, packet + HEADER_SIZE, size - HEADER_SIZE);
    return udpi_crc32c_wire(crc);
}

static enum udpi_checksum_status check_packet(struct udpi_decode *d, const uint8_t *header) {
    uint32_t stored = udpi_load_be32(header + CHECKSUM_AT);
    if (d->is_incomplete || d->cursor.have < d->cursor.claim)
        return UDPI_CHECKSUM_UNVERIFIED;
    uint32_t wanted = compute_crc(header, HEADER_SIZE + d->cursor.claim);
    if (stored == wanted)
        return UDPI_CHECKSUM_GOOD;
    if (stored == 0)
        return UDPI_CHECKSUM_ABSENT;
    udpi_note_add(d, UDPI_NOTE_CHECKSUM_BAD, NULL, stored, wanted);
    return UDPI_CHECKSUM_BAD;
}

static void put_chunk(struct udpi_decode *d, const uint8_t *chunk, size_t length) {
    uint32_t offset = udpi_offset_of(d, chunk);
    udpi_put_at_depth(d, 1, CHUNK, offset, length, 0);
    udpi_put_at_depth(d, 2, CHUNK_TYPE, offset, 1, chunk[0]);
    udpi_put_at_depth(d, 2, CHUNK_FLAGS, offset + 1, 1, chunk[1]);
    udpi_put_at_depth(d, 2, CHUNK_LENGTH, offset + 2, 2, length);
    if (length > CHUNK_HEAD)
        udpi_put_at_depth(d, 2, CHUNK_DATA, offset + CHUNK_HEAD, length - CHUNK_HEAD, 0);
}

/* RFC 9260 section 3.2: chunks are padded to 4 bytes, of which the length does not tell. */
static void put_chunks(struct udpi_decode *d) {
    while (udpi_part_goes_on(d)) {
        struct udpi_cursor ahead = d->cursor;
        const uint8_t *head = udpi_cursor_take(&ahead, CHUNK_HEAD);
        size_t length = head ? udpi_load_be16(head + 2) : CHUNK_HEAD;
        if (length < CHUNK_HEAD) {
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "the length of a chunk is {a}, and must be 4 at least", (uint32_t)length,
                          0);
            return;
        }
        const uint8_t *chunk = udpi_cursor_take(&d->cursor, length);
        if (!chunk)
            return;
        put_chunk(d, chunk, length);
        size_t padding = (CHUNK_HEAD - length % CHUNK_HEAD) % CHUNK_HEAD, left = udpi_cursor_left(&d->cursor);
        udpi_cursor_take(&d->cursor, padding < left ? padding : left);
    }
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, SRC_PORT, CHECKSUM_STATUS + 1, header);
    udpi_set(d, CHECKSUM_STATUS, check_packet(d, header));
    if (d->cursor.claim == 0)
        return udpi_next_nothing();
    uint16_t list = d->packet->value_count;
    const uint8_t *start = d->cursor.at;
    udpi_put_bytes(d, CHUNKS, start, 0);
    put_chunks(d);
    if (d->packet->value_count > list)
        d->packet->values[list].length = (uint32_t)(d->cursor.at - start) & 0xfffff;
    return udpi_next_payload();
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, CHECKSUM, compute_crc(udpi_build_header(b), udpi_build_size(b)));
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_SCTP}};

const struct udpi_protocol udpi_sctp = {
    .key = "sctp",
    .title = "Stream Control Transmission Protocol",
    .spec = "RFC 9260",
    .doc = "Carries messages in several streams from one host to another.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
    .seal = seal,
};
