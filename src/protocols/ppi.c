/*
 * Per-Packet Information: how a frame was received, in front of a frame of any link type.
 *
 *     | version 1 | flags 1 | length 2 | link type 4 | fields: type 2, length 2, data | …
 *
 * All numbers are little-endian. Left out: the meaning of the fields, but for those of "802.11 common" that lead on.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/fcs.h"

enum { VERSION, FLAGS, LENGTH, DLT, LIST, FIELD, TYPE, FIELD_LENGTH, DATA, FREQUENCY, RATE, FIELDS };

enum { HEADER_SIZE = 8, FIELD_HEAD = 4, LINK_TYPE_WLAN = 105, RATE_UNIT = 500 };

/* The field "802.11 common", and places in its data: PPI Packet Header Format 1.0.10 section 4.1.2. */
enum { COMMON = 2, COMMON_SIZE = 20, COMMON_FLAGS = 8, COMMON_RATE = 10, COMMON_FREQUENCY = 12, FLAG_FCS = 1 };

static const struct udpi_name type_entries[] = {
    UDPI_NAME(2, "802.11 common"),   UDPI_NAME(3, "802.11n MAC"),    UDPI_NAME(4, "802.11n MAC and PHY"),
    UDPI_NAME(5, "spectrum map"),    UDPI_NAME(6, "process info"),   UDPI_NAME(7, "capture info"),
    UDPI_NAME(8, "aggregation"),     UDPI_NAME(9, "802.3"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_AT(0, 1),
                 .doc = "Always 0."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, UDPI_AT(1, 1),
               .doc = "1: the fields are aligned to 4 bytes."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_LITTLE,
                UDPI_AT(2, 2),
                .doc = "Size of this header with all its fields, in bytes."},
    [DLT] = {.key = "dlt", .label = "Link type", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT | UDPI_LITTLE,
             UDPI_AT(4, 4),
             .doc = "Link type of the frame that follows; 105 is 802.11."},
    [LIST] = {.key = "fields", .label = "Fields", .type = UDPI_LIST,
              .doc = "What is known of the frame."},
    [FIELD] = {.key = "field", .label = "Field", .type = UDPI_GROUP, .within = UDPI_WITHIN(LIST),
               .doc = "One field."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .within = UDPI_WITHIN(FIELD), .names = &type_names,
              .doc = "What the field tells."},
    [FIELD_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .within = UDPI_WITHIN(FIELD),
                      .doc = "Bytes of its data."},
    [DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, .within = UDPI_WITHIN(FIELD),
              .doc = "The data as they are."},
    [FREQUENCY] = {.key = "frequency_mhz", .label = "Frequency", .type = UDPI_UINT,
                   .doc = "Frequency of the channel, in MHz, from the field 802.11 common."},
    [RATE] = {.key = "rate_kbps", .label = "Rate", .type = UDPI_UINT,
              .doc = "Data rate in kbit/s, from the field 802.11 common."},
};

static void put_field(struct udpi_decode *d, const uint8_t *at, size_t length) {
    uint32_t offset = udpi_offset_of(d, at);
    udpi_put_at_depth(d, 1, FIELD, offset, FIELD_HEAD + length, 0);
    udpi_put_at_depth(d, 2, TYPE, offset, 2, udpi_load_le(at, 2));
    udpi_put_at_depth(d, 2, FIELD_LENGTH, offset + 2, 2, length);
    if (length > 0)
        udpi_put_at_depth(d, 2, DATA, offset + FIELD_HEAD, length, 0);
}

/* Records the list; gives the data of "802.11 common", or NULL. */
static const uint8_t *put_list(struct udpi_decode *d, const uint8_t *bytes, size_t size, bool is_aligned) {
    const uint8_t *common = NULL;
    udpi_put_bytes(d, LIST, bytes, size);
    for (size_t at = 0; at < size;) {
        size_t left = size - at;
        size_t length = left < FIELD_HEAD ? left : udpi_load_le(bytes + at + 2, 2);
        if (length + FIELD_HEAD > left) {
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "a field has a length that goes beyond the header", 0, 0);
            return common;
        }
        put_field(d, bytes + at, length);
        if (udpi_load_le(bytes + at, 2) == COMMON && length >= COMMON_SIZE)
            common = bytes + at + FIELD_HEAD;
        at += FIELD_HEAD + length;
        if (is_aligned)
            at = (at + 3) / 4 * 4;
    }
    return common;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    size_t length = udpi_load_le(header + 2, 2);
    uint64_t dlt = udpi_load_le(header + 4, 4);
    if (header[0] != 0)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, DLT + 1, header);
    if (length < HEADER_SIZE) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the length is {a}, and must be 8 at least", (uint32_t)length, 0);
        return udpi_next_payload();
    }
    const uint8_t *list = udpi_cursor_take(&d->cursor, length - HEADER_SIZE);
    if (!list)
        return udpi_next_payload();
    const uint8_t *common = length > HEADER_SIZE ? put_list(d, list, length - HEADER_SIZE, header[1] & 1) : NULL;
    if (common) {
        udpi_put(d, FREQUENCY, common + COMMON_FREQUENCY, 2, udpi_load_le(common + COMMON_FREQUENCY, 2));
        udpi_put(d, RATE, common + COMMON_RATE, 2, udpi_load_le(common + COMMON_RATE, 2) * RATE_UNIT);
    }
    if (common && dlt == LINK_TYPE_WLAN && common[COMMON_FLAGS] & FLAG_FCS)
        udpi_take_fcs(d);
    return dlt > UINT16_MAX ? udpi_next_payload() : udpi_next_key(UDPI_LINK_TYPE, (uint16_t)dlt);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, LENGTH, udpi_build_layer(b)->header_size);
    udpi_build_fill(b, DLT, udpi_build_next_key(b, UDPI_LINK_TYPE, LINK_TYPE_WLAN));
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 192}};

const struct udpi_protocol udpi_ppi = {
    .key = "ppi",
    .title = "Per-Packet Information",
    .spec = "LINKTYPE_PPI",
    .doc = "What the receiver knows of a frame, mostly a wireless one; says which link type the frame has.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .seal = seal,
};
