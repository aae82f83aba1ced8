/*
 * GPRS Tunnelling Protocol, user plane: what a phone sends, between the radio network and the core network.
 *
 *     | version 3 bits, PT 1, spare 1, E, S, PN | type 1 | length 2 | TEID 4 |
 *     where one of E, S and PN is set: | sequence 2 | N-PDU number 1 | next extension 1 | extensions | …
 *     extension: | length 1, in units of 4 | data | next extension 1 |
 *
 * Left out: the information elements of the other messages than G-PDU, and what the extensions hold.
 */
#include "model/build.h"
#include "model/decode.h"

enum {
    VERSION,
    PROTOCOL_TYPE,
    SPARE,
    EXTENSION_PRESENT,
    SEQUENCE_PRESENT,
    NPDU_PRESENT,
    TYPE,
    LENGTH,
    TEID,
    SEQUENCE,
    NPDU,
    NEXT_EXTENSION,
    EXTENSIONS,
    EXTENSION,
    EXTENSION_TYPE,
    EXTENSION_LENGTH,
    EXTENSION_DATA,
    FIELDS
};

enum { HEADER_SIZE = 8, OPTIONAL_SIZE = 4, UNIT = 4, G_PDU = 255 };
enum { HAS_EXTENSION = 4, HAS_SEQUENCE = 2, HAS_NPDU = 1 };

/* 3GPP TS 29.281, section 6.1. */
static const struct udpi_name type_entries[] = {
    UDPI_NAME(1, "Echo Request"),
    UDPI_NAME(2, "Echo Response"),
    UDPI_NAME(26, "Error Indication"),
    UDPI_NAME(31, "Supported Extension Headers Notification"),
    UDPI_NAME(253, "Tunnel Status"),
    UDPI_NAME(254, "End Marker"),
    UDPI_NAME(255, "G-PDU"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

/* 3GPP TS 29.281, figure 5.2.1-3. */
static const struct udpi_name extension_entries[] = {
    UDPI_NAME(0x00, "none"),
    UDPI_NAME(0x03, "Long PDCP PDU Number"),
    UDPI_NAME(0x20, "Service Class Indicator"),
    UDPI_NAME(0x40, "UDP Port"),
    UDPI_NAME(0x81, "RAN Container"),
    UDPI_NAME(0x82, "Long PDCP PDU Number"),
    UDPI_NAME(0x83, "Xw RAN Container"),
    UDPI_NAME(0x84, "NR RAN Container"),
    UDPI_NAME(0x85, "PDU Session Container"),
    UDPI_NAME(0xc0, "PDCP PDU Number"),
};
static const struct udpi_names extension_names = {extension_entries, sizeof extension_entries / sizeof *extension_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, .flags = UDPI_DETAIL, UDPI_BITS(0, 3), .initial = 1,
                 .doc = "Always 1."},
    [PROTOCOL_TYPE] = {.key = "protocol_type", .label = "Protocol type", .type = UDPI_BOOL, .flags = UDPI_DETAIL,
                       UDPI_BITS(3, 1), .initial = 1,
                       .doc = "Set in GTP; not set in GTP', the protocol for charging."},
    [SPARE] = {.key = "spare", .label = "Spare", .type = UDPI_BOOL, .flags = UDPI_IF_SET, UDPI_BITS(4, 1),
               .doc = "Must be zero."},
    [EXTENSION_PRESENT] = {.key = "extension_present", .label = "Extension present", .type = UDPI_BOOL,
                           .flags = UDPI_COMPUTED | UDPI_DETAIL, UDPI_BITS(5, 1),
                           .doc = "Extension headers follow."},
    [SEQUENCE_PRESENT] = {.key = "sequence_present", .label = "Sequence present", .type = UDPI_BOOL,
                          .flags = UDPI_COMPUTED | UDPI_DETAIL, UDPI_BITS(6, 1),
                          .doc = "The sequence number means something."},
    [NPDU_PRESENT] = {.key = "npdu_present", .label = "N-PDU number present", .type = UDPI_BOOL,
                      .flags = UDPI_COMPUTED | UDPI_DETAIL, UDPI_BITS(7, 1),
                      .doc = "The N-PDU number means something."},
    [TYPE] = {.key = "type", .label = "Message type", .type = UDPI_UINT, .flags = UDPI_NEXT, UDPI_AT(1, 1),
              .names = &type_names, .initial = G_PDU,
              .doc = "255 carries a packet; the others keep the tunnel going."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(2, 2),
                .doc = "Bytes that follow the first 8 of the header."},
    [TEID] = {.key = "teid", .label = "Tunnel id", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(4, 4),
              .doc = "Tunnel endpoint identifier, chosen by the receiver."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_SUMMARY, .width = 2,
                  .doc = "Counts the packets of the tunnel, or ties a response to its request."},
    [NPDU] = {.key = "npdu", .label = "N-PDU number", .type = UDPI_UINT, .width = 1,
              .doc = "Number of the packet while the phone changes its cell."},
    [NEXT_EXTENSION] = {.key = "next_extension", .label = "Next extension", .type = UDPI_HEX, .names = &extension_names,
                        .width = 1,
                        .doc = "Kind of the first extension header."},
    [EXTENSIONS] = {.key = "extensions", .label = "Extensions", .type = UDPI_LIST,
                    .doc = "Extension headers, in their order."},
    [EXTENSION] = {.key = "extension", .label = "Extension", .type = UDPI_GROUP, .within = UDPI_WITHIN(EXTENSIONS),
                   .doc = "One extension header."},
    [EXTENSION_TYPE] = {.key = "type", .label = "Type", .type = UDPI_HEX, .within = UDPI_WITHIN(EXTENSION), .width = 1,
                        .names = &extension_names,
                        .doc = "Kind of the extension, which the header before it announced."},
    [EXTENSION_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .within = UDPI_WITHIN(EXTENSION), .width = 1,
                          .unit = UNIT,
                          .doc = "Bytes of the extension with its first and last byte; stored in units of 4."},
    [EXTENSION_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, .within = UDPI_WITHIN(EXTENSION),
                        .doc = "What the extension carries."},
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* Records one extension of `size` bytes, announced by the byte before it. */
static void put_extension(struct udpi_decode *d, const uint8_t *bytes, uint32_t size) {
    uint32_t offset = udpi_offset_of(d, bytes);
    udpi_put_at_depth(d, 1, EXTENSION, offset, size, 0);
    udpi_put_at_depth(d, 2, EXTENSION_TYPE, offset - 1, 1, bytes[-1]);
    udpi_put_at_depth(d, 2, EXTENSION_LENGTH, offset, 1, size);
    udpi_put_at_depth(d, 2, EXTENSION_DATA, offset + 1, size - 2, 0);
}

/* The list stands before its elements; its size is known when they are read. */
static void take_extensions(struct udpi_decode *d) {
    const uint8_t *start = d->cursor.at;
    uint16_t list = d->packet->value_count;
    udpi_put_bytes(d, EXTENSIONS, start, 0);
    while (d->cursor.at[-1] != 0) {
        const uint8_t *at = d->cursor.at;
        uint32_t size = (uint32_t)udpi_cursor_read(&d->cursor, 1) * UNIT;
        if (d->cursor.stop == UDPI_STOP_NONE && size == 0) {
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "an extension header has the length 0", 0, 0);
            break;
        }
        if (size == 0 || !udpi_cursor_take(&d->cursor, size - 1))
            break;
        put_extension(d, at, size);
    }
    if (list < d->packet->value_count)
        d->packet->values[list].length = (uint32_t)(d->cursor.at - start) & 0xfffff;
}

/* The four bytes are there as soon as one of the flags is set; what is not announced is shown where it is not zero. */
static void take_optional(struct udpi_decode *d, unsigned flags) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, OPTIONAL_SIZE);
    if (!at)
        return;
    if (flags & HAS_SEQUENCE || udpi_load_be16(at) != 0)
        udpi_put(d, SEQUENCE, at, 2, udpi_load_be16(at));
    if (flags & HAS_NPDU || at[2] != 0)
        udpi_put(d, NPDU, at + 2, 1, at[2]);
    if (flags & HAS_EXTENSION || at[3] != 0)
        udpi_put(d, NEXT_EXTENSION, at + 3, 1, at[3]);
    if (flags & HAS_EXTENSION && at[3] != 0)
        take_extensions(d);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    uint16_t length = udpi_load_be16(header + 2);
    bool is_beyond = length > d->cursor.claim;
    if (header[0] >> 4 != 3 || (is_beyond && !udpi_name_find(&type_names, header[1])))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, PROTOCOL_TYPE + 1, header);
    udpi_put_if_set(d, fields, SPARE, header);
    udpi_put_header(d, fields, EXTENSION_PRESENT, TEID + 1, header);
    if (is_beyond)
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_PARENT, NULL, length, (uint32_t)d->cursor.claim);
    else
        udpi_narrow(d, length, UDPI_AS_SURPLUS);
    unsigned flags = header[0] & (HAS_EXTENSION | HAS_SEQUENCE | HAS_NPDU);
    if (flags)
        take_optional(d, flags);
    return header[1] == G_PDU ? udpi_next_key(UDPI_INTERNAL, UDPI_AS_IP) : udpi_next_payload();
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static void encode(struct udpi_build *b) {
    bool has_extension = udpi_build_has(b, NEXT_EXTENSION) || udpi_build_has(b, EXTENSIONS);
    udpi_build_fill(b, EXTENSION_PRESENT, has_extension);
    udpi_build_fill(b, SEQUENCE_PRESENT, udpi_build_has(b, SEQUENCE));
    udpi_build_fill(b, NPDU_PRESENT, udpi_build_has(b, NPDU));
    if (!(udpi_build_header(b)[0] & (HAS_EXTENSION | HAS_SEQUENCE | HAS_NPDU)))
        return;
    udpi_build_add(b, SEQUENCE);
    udpi_build_add(b, NPDU);
    udpi_build_add(b, NEXT_EXTENSION);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, LENGTH, udpi_build_size(b) - HEADER_SIZE);
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 2152}};

const struct udpi_protocol udpi_gtpu = {
    .key = "gtpu",
    .title = "GPRS Tunnelling Protocol, user plane",
    .spec = "3GPP TS 29.281",
    .doc = "Carries what a phone sends, between the radio network and the core network.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
