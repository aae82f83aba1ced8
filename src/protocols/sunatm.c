/*
 * SunATM: a header of four bytes in front of what an ATM circuit carried.
 *
 *     | outgoing 1 bit, reserved 3, type 4 | VPI 1 | VCI 2 | …
 *
 * Left out: all but the circuits that carry LLC.
 */
#include "model/build.h"
#include "model/decode.h"

enum { OUTGOING, RESERVED, TYPE, VPI, VCI, FIELDS };

enum { TYPE_LLC = 2 };

static const struct udpi_name type_entries[] = {
    UDPI_NAME(1, "LAN emulation"), UDPI_NAME(2, "LLC"), UDPI_NAME(5, "ILMI"), UDPI_NAME(6, "Q.2931"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_field fields[FIELDS] = {
    [OUTGOING] = {.key = "outgoing", .label = "Outgoing", .type = UDPI_BOOL, UDPI_BITS(0, 1),
                  .doc = "The capturing host sent the frame."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_BITS(1, 3),
                  .doc = "Must be zero."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .flags = UDPI_NEXT, UDPI_BITS(4, 4),
              .initial = TYPE_LLC,
              .names = &type_names,
              .doc = "What the circuit carries."},
    [VPI] = {.key = "vpi", .label = "Virtual path", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(1, 1),
             .doc = "Number of the virtual path."},
    [VCI] = {.key = "vci", .label = "Virtual channel", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(2, 2),
             .doc = "Number of the virtual channel in it."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, OUTGOING, OUTGOING + 1, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    udpi_put_header(d, fields, TYPE, FIELDS, header);
    return (header[0] & 15) == TYPE_LLC ? udpi_next_key(UDPI_INTERNAL, UDPI_AS_LLC) : udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 123}};

const struct udpi_protocol udpi_sunatm = {
    .key = "sunatm",
    .title = "SunATM",
    .spec = "LINKTYPE_SUNATM",
    .doc = "Names the ATM circuit that a frame came through.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 4,
    .decode = decode,
};
