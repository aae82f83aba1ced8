/*
 * Real-time Transport Protocol: the header of audio and video.
 *
 *     | version 2 bits | padding 1 | extension 1 | CSRC count 4 | marker 1 | payload type 7 | sequence number 2
 *     | timestamp 4 | SSRC 4 | CSRC 4 each | extension: profile 2, words 2, data | payload | padding, its last byte its size
 *
 * Left out: the elements within an extension (RFC 8285), which are shown as bytes; payloads, but for MPEG-TS (RFC 2250).
 */
#include "messages/rtcp_packet.h"
#include "model/nest.h"

enum {
    VERSION,
    PADDING,
    EXTENSION,
    CSRC_COUNT,
    MARKER,
    PAYLOAD_TYPE,
    SEQUENCE,
    TIMESTAMP,
    SSRC,
    CSRCS,
    CSRC,
    PROFILE,
    EXTENSION_LENGTH,
    EXTENSION_DATA,
    PADDING_COUNT,
    FIELDS
};

enum {
    HEADER_SIZE = 12,
    WORD = 4,
    EXTENSION_HEADER_SIZE = 4,
    OUR_VERSION = 2,
    TYPE_MP2T = 33,
};

/* RFC 3551 section 6, tables 4 and 5; those from 96 on are agreed upon by other means, as SDP. */
static const struct udpi_name type_entries[] = {
    UDPI_NAME(0, "PCMU"),  UDPI_NAME(3, "GSM"),   UDPI_NAME(4, "G723"),  UDPI_NAME(5, "DVI4"),  UDPI_NAME(6, "DVI4"),
    UDPI_NAME(7, "LPC"),   UDPI_NAME(8, "PCMA"),  UDPI_NAME(9, "G722"),  UDPI_NAME(10, "L16"),  UDPI_NAME(11, "L16"),
    UDPI_NAME(12, "QCELP"), UDPI_NAME(13, "CN"),  UDPI_NAME(14, "MPA"),  UDPI_NAME(15, "G728"), UDPI_NAME(16, "DVI4"),
    UDPI_NAME(17, "DVI4"), UDPI_NAME(18, "G729"), UDPI_NAME(25, "CelB"), UDPI_NAME(26, "JPEG"), UDPI_NAME(28, "nv"),
    UDPI_NAME(31, "H261"), UDPI_NAME(32, "MPV"),  UDPI_NAME(TYPE_MP2T, "MP2T"), UDPI_NAME(34, "H263"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_BITS(0, 2),
                 .initial = OUR_VERSION, .doc = "Always 2."},
    [PADDING] = {.key = "padding", .label = "Padding", .type = UDPI_BOOL, UDPI_BITS(2, 1),
                 .doc = "Bytes that mean nothing stand behind the payload; the last one says how many."},
    [EXTENSION] = {.key = "extension", .label = "Extension", .type = UDPI_BOOL, UDPI_BITS(3, 1),
                   .doc = "An extension stands behind the header."},
    [CSRC_COUNT] = {.key = "csrc_count", .label = "CSRC count", .type = UDPI_UINT, UDPI_BITS(4, 4),
                    .doc = "Number of contributing sources."},
    [MARKER] = {.key = "marker", .label = "Marker", .type = UDPI_BOOL, UDPI_BITS(8, 1), .flags = UDPI_SUMMARY,
                .doc = "Often the last packet of a picture, or the first behind silence."},
    [PAYLOAD_TYPE] = {.key = "payload_type", .label = "Payload type", .type = UDPI_UINT, UDPI_BITS(9, 7),
                      .flags = UDPI_NEXT, .names = &type_names,
                      .doc = "How the payload is encoded; from 96 on it is agreed upon for each session."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, UDPI_AT(2, 2),
                  .flags = UDPI_SUMMARY, .doc = "Counts packets, from a random number on."},
    [TIMESTAMP] = {.key = "timestamp", .label = "Timestamp", .type = UDPI_UINT, UDPI_AT(4, 4), .flags = UDPI_SUMMARY,
                   .doc = "When the first byte was sampled, by a clock that the payload type has."},
    [SSRC] = {.key = "ssrc", .label = "SSRC", .type = UDPI_HEX, UDPI_AT(8, 4), .flags = UDPI_SUMMARY,
              .doc = "Synchronization source: random number of the stream."},
    [CSRCS] = {.key = "csrcs", .label = "CSRCs", .type = UDPI_LIST,
               .doc = "Contributing sources: streams that a mixer has made this one of."},
    [CSRC] = {.key = "csrc", .label = "CSRC", .type = UDPI_HEX, .within = UDPI_WITHIN(CSRCS), .width = 4,
              .doc = "SSRC of one of them."},
    [PROFILE] = {.key = "extension_profile", .label = "Extension profile", .type = UDPI_HEX, .width = 2,
                 .doc = "How the extension is to be read: 0xbede and 0x1000 to 0x100f are RFC 8285."},
    [EXTENSION_LENGTH] = {.key = "extension_length", .label = "Extension length", .type = UDPI_UINT, .width = 2,
                          .doc = "Units of 4 bytes of data in the extension."},
    [EXTENSION_DATA] = {.key = "extension_data", .label = "Extension data", .type = UDPI_BYTES,
                        .doc = "What the extension says."},
    [PADDING_COUNT] = {.key = "padding_count", .label = "Padding count", .type = UDPI_UINT, .width = 1,
                       .doc = "Bytes of padding, this one among them."},
};

/* Two bits are not much to know a protocol by, so all that the header announces must be there. */
static bool is_plausible(const struct udpi_decode *d, const uint8_t *header) {
    if (header[0] >> 6 != OUR_VERSION || udpi_is_rtcp_type(header[1]))
        return false;
    bool has_extension = header[0] & 0x10;
    size_t size = (header[0] & 15U) * WORD;
    size_t extension_at = size;
    size += has_extension ? EXTENSION_HEADER_SIZE : 0;
    if (has_extension && size <= udpi_cursor_left(&d->cursor))
        size += udpi_load_be16(d->cursor.at + extension_at + 2) * (size_t)WORD;
    return size <= d->cursor.claim;
}

static void put_csrcs(struct udpi_decode *d, unsigned count) {
    uint16_t list = udpi_nest_open(d, 0, CSRCS);
    for (unsigned i = 0; i < count && d->cursor.stop == UDPI_STOP_NONE; i++)
        udpi_nest_number(d, 1, CSRC, WORD);
    udpi_nest_close(d, list);
}

static void put_extension(struct udpi_decode *d) {
    udpi_nest_number(d, 0, PROFILE, 2);
    size_t words = udpi_nest_number(d, 0, EXTENSION_LENGTH, 2);
    udpi_nest_bytes(d, 0, EXTENSION_DATA, words * WORD);
}

/* Its last byte is the last one of the datagram. */
static void leave_padding(struct udpi_decode *d) {
    size_t size = d->cursor.claim;
    if (d->cursor.stop != UDPI_STOP_NONE || d->cursor.have < size)
        return;
    unsigned count = size > 0 ? d->cursor.at[size - 1] : 0;
    if (count == 0 || count > size) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes of padding are announced, in {b} bytes", count,
                      (uint32_t)size);
        return;
    }
    udpi_put(d, PADDING_COUNT, d->cursor.at + size - 1, 1, count);
    udpi_narrow_expected(d, size - count, UDPI_AS_SURPLUS);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d, header))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, SSRC + 1, header);
    if (header[0] & 15)
        put_csrcs(d, header[0] & 15);
    if (header[0] & 0x10)
        put_extension(d);
    if (header[0] & 0x20)
        leave_padding(d);
    if ((header[1] & 0x7f) == TYPE_MP2T)
        return udpi_next_key(UDPI_INTERNAL, UDPI_AS_MPEGTS);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 5004}, {UDPI_INTERNAL, UDPI_AS_RTP}};

const struct udpi_protocol udpi_rtp = {
    .key = "rtp",
    .title = "Real-time Transport Protocol",
    .spec = "RFC 3550",
    .doc = "Carries audio and video, numbered and timed.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
