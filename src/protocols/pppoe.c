/*
 * PPP over Ethernet (RFC 2516): the discovery of an access concentrator (ethertype 0x8863), and the session (0x8864).
 *
 *     | version 4 bits, type 4 bits | code 1 | session id 2 | length 2 | …
 *
 * A session packet (code 0) goes on with PPP, the others hold tags:
 *
 *     | type 2 | length 2 | data | …
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum {
    VERSION,
    TYPE,
    CODE,
    SESSION_ID,
    LENGTH,
    TAGS,
    TAG,
    TAG_TYPE,
    TAG_LENGTH,
    TAG_TEXT,
    TAG_DATA,
    FIELDS
};

enum { HEADER_SIZE = 6, SESSION = 0x00, INITIATION = 0x09, TAG_HEAD = 4 };

enum {
    END_OF_LIST = 0x0000,
    SERVICE_NAME = 0x0101,
    CONCENTRATOR_NAME = 0x0102,
    FIRST_ERROR = 0x0201,
    LAST_ERROR = 0x0203,
};

enum { SESSION_BINDING, DISCOVERY_BINDING, LINK_BINDING, BINDINGS };

static const struct udpi_name code_entries[] = {
    UDPI_NAME(0x00, "session"), UDPI_NAME(0x07, "PADO"), UDPI_NAME(0x09, "PADI"), UDPI_NAME(0x0a, "PADG"),
    UDPI_NAME(0x0b, "PADC"),    UDPI_NAME(0x0c, "PADQ"), UDPI_NAME(0x19, "PADR"), UDPI_NAME(0x65, "PADS"),
    UDPI_NAME(0xa7, "PADT"),    UDPI_NAME(0xd3, "PADM"), UDPI_NAME(0xd4, "PADN"),
};
static const struct udpi_names code_names = {code_entries, sizeof code_entries / sizeof *code_entries};

static const struct udpi_name tag_entries[] = {
    UDPI_NAME(END_OF_LIST, "End-Of-List"),
    UDPI_NAME(SERVICE_NAME, "Service-Name"),
    UDPI_NAME(CONCENTRATOR_NAME, "AC-Name"),
    UDPI_NAME(0x0103, "Host-Uniq"),
    UDPI_NAME(0x0104, "AC-Cookie"),
    UDPI_NAME(0x0105, "Vendor-Specific"),
    UDPI_NAME(0x0106, "Credits"),
    UDPI_NAME(0x0107, "Metrics"),
    UDPI_NAME(0x0108, "Sequence Number"),
    UDPI_NAME(0x0109, "Credit Scale Factor"),
    UDPI_NAME(0x0110, "Relay-Session-Id"),
    UDPI_NAME(0x0120, "PPP-Max-Payload"),
    UDPI_NAME(FIRST_ERROR, "Service-Name-Error"),
    UDPI_NAME(0x0202, "AC-System-Error"),
    UDPI_NAME(LAST_ERROR, "Generic-Error"),
};
static const struct udpi_names tag_names = {tag_entries, sizeof tag_entries / sizeof *tag_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_BITS(0, 4), .initial = 1,
                 .doc = "Always 1."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, UDPI_BITS(4, 4), .initial = 1,
              .doc = "Always 1."},
    [CODE] = {.key = "code", .label = "Code", .type = UDPI_HEX, .flags = UDPI_NOTABLE, UDPI_AT(1, 1),
              .names = &code_names,
              .doc = "Step of the discovery; 0 for a packet of the session."},
    [SESSION_ID] = {.key = "session_id", .label = "Session", .type = UDPI_HEX, .flags = UDPI_SUMMARY, UDPI_AT(2, 2),
                    .doc = "Number of the session between the two addresses; 0 until there is one."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(4, 2),
                .doc = "Bytes that follow this header."},
    [TAGS] = {.key = "tags", .label = "Tags", .type = UDPI_LIST,
              .doc = "What a discovery packet asks for or offers."},
    [TAG] = {.key = "tag", .label = "Tag", .type = UDPI_GROUP, .within = UDPI_WITHIN(TAGS),
             .doc = "One tag."},
    [TAG_TYPE] = {.key = "type", .label = "Type", .type = UDPI_HEX, .within = UDPI_WITHIN(TAG), .names = &tag_names,
                  .doc = "Kind of the tag."},
    [TAG_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .within = UDPI_WITHIN(TAG),
                    .doc = "Bytes of the tag's data."},
    [TAG_TEXT] = {.key = "text", .label = "Text", .type = UDPI_TEXT, .within = UDPI_WITHIN(TAG),
                  .doc = "The data of a name or of an error."},
    [TAG_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, .within = UDPI_WITHIN(TAG),
                  .doc = "The data of the other tags."},
};

static bool is_text(uint16_t type) {
    return type == SERVICE_NAME || type == CONCENTRATOR_NAME || (type >= FIRST_ERROR && type <= LAST_ERROR);
}

static void put_tag(struct udpi_decode *d, const uint8_t *bytes, size_t length) {
    uint32_t offset = udpi_offset_of(d, bytes);
    uint16_t type = udpi_load_be16(bytes);
    udpi_put_at_depth(d, 1, TAG, offset, TAG_HEAD + length, 0);
    udpi_put_at_depth(d, 2, TAG_TYPE, offset, 2, type);
    udpi_put_at_depth(d, 2, TAG_LENGTH, offset + 2, 2, length);
    if (length > 0)
        udpi_put_at_depth(d, 2, is_text(type) ? TAG_TEXT : TAG_DATA, offset + TAG_HEAD, length, 0);
}

/* Records the tags in `size` bytes. What is no whole tag ends them, and is noted unless the capture was cut. */
static void put_tags(struct udpi_decode *d, const uint8_t *bytes, size_t size, bool is_cut) {
    udpi_put_bytes(d, TAGS, bytes, size);
    for (const uint8_t *end = bytes + size; bytes < end;) {
        size_t left = (size_t)(end - bytes);
        size_t length = left < TAG_HEAD ? left : udpi_load_be16(bytes + 2);
        if (left < TAG_HEAD || length > left - TAG_HEAD) {
            if (!is_cut)
                udpi_note_add(d, UDPI_NOTE_MALFORMED, "a tag of {a} bytes goes beyond the {b} that are left",
                              (uint32_t)length, (uint32_t)left);
            return;
        }
        put_tag(d, bytes, length);
        if (udpi_load_be16(bytes) == END_OF_LIST)
            return;
        bytes += TAG_HEAD + length;
    }
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, VERSION, LENGTH + 1, header);
    size_t length = udpi_load_be16(header + 4), claim = d->cursor.claim;
    if (length > claim)
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_PARENT, NULL, (uint32_t)length, (uint32_t)claim);
    else
        udpi_narrow(d, length, UDPI_AS_TRAILER);
    if (header[1] == SESSION)
        return udpi_next_key(UDPI_INTERNAL, UDPI_AS_PPP);
    bool is_cut = d->cursor.have < d->cursor.claim;
    size_t size = udpi_cursor_left(&d->cursor);
    const uint8_t *tags = udpi_cursor_take(&d->cursor, size);
    if (tags && size > 0)
        put_tags(d, tags, size, is_cut);
    return udpi_next_nothing();
}

/* The discovery has an ethertype of its own. */
static void encode(struct udpi_build *b) {
    if (udpi_build_given(b, TAGS))
        udpi_build_fill(b, CODE, INITIATION);
    if (udpi_build_number(b, CODE) != SESSION)
        udpi_build_layer(b)->first_binding = DISCOVERY_BINDING;
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, LENGTH, udpi_build_size(b) - HEADER_SIZE);
}

static const struct udpi_binding bindings[BINDINGS] = {
    [SESSION_BINDING] = {UDPI_ETHERTYPE, 0x8864},
    [DISCOVERY_BINDING] = {UDPI_ETHERTYPE, 0x8863},
    [LINK_BINDING] = {UDPI_LINK_TYPE, 51},
};

const struct udpi_protocol udpi_pppoe = {
    .key = "pppoe",
    .title = "PPP over Ethernet",
    .spec = "RFC 2516",
    .doc = "Sets up a session with an access provider, and tells its packets from those of others on the wire.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = BINDINGS,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
