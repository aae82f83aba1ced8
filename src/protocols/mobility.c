/*
 * Mobility header of IPv6.
 *
 *     | next header 1 | length 1 | type 1 | reserved 1 | checksum 2 | by type … |
 *
 * Left out: the messages, which are shown as data.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/message.h"
#include "model/numbers.h"

enum { NEXT_HEADER, LENGTH, TYPE, CHECKSUM, CHECKSUM_STATUS, RESERVED, DATA, FIELDS };

enum { HEADER_SIZE = 6, UNIT = 8, CHECKSUM_AT = 4 };

/* IANA, mobility header types. */
static const struct udpi_name type_entries[] = {
    UDPI_NAME(0, "Binding Refresh Request"),
    UDPI_NAME(1, "Home Test Init"),
    UDPI_NAME(2, "Care-of Test Init"),
    UDPI_NAME(3, "Home Test"),
    UDPI_NAME(4, "Care-of Test"),
    UDPI_NAME(5, "Binding Update"),
    UDPI_NAME(6, "Binding Acknowledgement"),
    UDPI_NAME(7, "Binding Error"),
    UDPI_NAME(8, "Fast Binding Update"),
    UDPI_NAME(9, "Fast Binding Acknowledgment"),
    UDPI_NAME(10, "Fast Neighbor Advertisement (deprecated)"),
    UDPI_NAME(11, "Experimental Mobility Header"),
    UDPI_NAME(12, "Home Agent Switch Message"),
    UDPI_NAME(13, "Heartbeat Message"),
    UDPI_NAME(14, "Handover Initiate Message"),
    UDPI_NAME(15, "Handover Acknowledge Message"),
    UDPI_NAME(16, "Binding Revocation Message"),
    UDPI_NAME(17, "Localized Routing Initiation"),
    UDPI_NAME(18, "Localized Routing Acknowledgment"),
    UDPI_NAME(19, "Update Notification"),
    UDPI_NAME(20, "Update Notification Acknowledgement"),
    UDPI_NAME(21, "Flow Binding Message"),
    UDPI_NAME(22, "Subscription Query"),
    UDPI_NAME(23, "Subscription Response"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_field fields[FIELDS] = {
    [NEXT_HEADER] = {.key = "next_header", .label = "Next header", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT,
                     UDPI_AT(0, 1), .names = &udpi_ip_protocol_names,
                     .doc = "Says which protocol follows: 59, none, so far."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(1, 1),
                .doc = "Size of the header in units of 8 bytes, the first 8 bytes not counted."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(2, 1), .names = &type_names,
              .doc = "Kind of message."},
    [CHECKSUM] = {.key = "checksum", .label = "Checksum", .type = UDPI_HEX, .flags = UDPI_COMPUTED, UDPI_AT(4, 2),
                  .doc = "Internet checksum of addresses and header."},
    [CHECKSUM_STATUS] = {.key = "checksum_status", .label = "Checksum status", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                         .names = &udpi_checksum_status_names,
                         .doc = "What checking it gave."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(3, 1),
                  .doc = "Must be zero."},
    [DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES,
              .doc = "The message, as its type has it."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, NEXT_HEADER, CHECKSUM_STATUS + 1, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    uint32_t size = (header[1] + 1U) * UNIT;
    const uint8_t *data = udpi_cursor_take(&d->cursor, size - HEADER_SIZE);
    if (!data)
        return udpi_next_payload();
    struct udpi_message message = {
        .header = header, .length = size, .coverage = size, .checksum_at = CHECKSUM_AT, .protocol = UDPI_IP_MOBILITY};
    udpi_set(d, CHECKSUM_STATUS, udpi_message_check(d, &message));
    udpi_put_bytes(d, DATA, data, size - HEADER_SIZE);
    return udpi_next_key(UDPI_IP_PROTOCOL, header[0]);
}

static void encode(struct udpi_build *b) {
    udpi_build_pad(b, UNIT);
}

static void seal(struct udpi_build *b) {
    uint32_t size = udpi_build_layer(b)->header_size;
    udpi_build_fill(b, NEXT_HEADER, udpi_build_next_key(b, UDPI_IP_PROTOCOL, UDPI_IP_NO_NEXT));
    udpi_build_fill(b, LENGTH, size / UNIT - 1);
    udpi_message_seal(b, CHECKSUM, size, UDPI_IP_MOBILITY);
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_MOBILITY}};

const struct udpi_protocol udpi_mobility = {
    .key = "mobility",
    .title = "IPv6 mobility header",
    .spec = "RFC 6275, section 6.1",
    .doc = "Messages between a mobile host, its home and those it talks to.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
