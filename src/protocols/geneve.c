/*
 * Generic Network Virtualization Encapsulation.
 *
 *     | version 2 bits, options length 6 | O C reserved 6 bits | protocol 2 | VNI 3 | reserved 1 | options | …
 *     option:  | class 2 | type 1 | reserved 3 bits, length 5 | data |
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum {
    VERSION,
    OPTIONS_LENGTH,
    CONTROL,
    CRITICAL,
    RESERVED_BITS,
    PROTOCOL,
    VNI,
    RESERVED_BYTE,
    OPTIONS,
    OPTION,
    OPTION_CLASS,
    OPTION_TYPE,
    OPTION_CRITICAL,
    OPTION_RESERVED,
    OPTION_LENGTH,
    OPTION_DATA,
    FIELDS
};

enum { HEADER_SIZE = 8, OPTION_HEAD = 4, UNIT = 4 };

/* IANA, Geneve option classes. */
static const struct udpi_name class_entries[] = {
    UDPI_NAME(0x0100, "Linux"),
    UDPI_NAME(0x0101, "Open vSwitch"),
    UDPI_NAME(0x0102, "Open Virtual Networking"),
    UDPI_NAME(0x0103, "In-band Network Telemetry"),
    UDPI_NAME(0x0104, "VMware"),
};
static const struct udpi_names class_names = {class_entries, sizeof class_entries / sizeof *class_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, .flags = UDPI_DETAIL, UDPI_BITS(0, 2),
                 .doc = "Always 0."},
    [OPTIONS_LENGTH] = {.key = "options_length", .label = "Options length", .type = UDPI_UINT, .flags = UDPI_COMPUTED,
                        UDPI_BITS(2, 6), .unit = UNIT,
                        .doc = "Bytes of the options; stored in units of 4."},
    [CONTROL] = {.key = "control", .label = "Control", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(8, 1),
                 .doc = "A control message, not data of a host."},
    [CRITICAL] = {.key = "critical", .label = "Critical options", .type = UDPI_BOOL, .flags = UDPI_COMPUTED, UDPI_BITS(9, 1),
                  .doc = "Some option must be understood, or the packet dropped."},
    [RESERVED_BITS] = {.key = "reserved_bits", .label = "Reserved bits", .type = UDPI_HEX, .flags = UDPI_IF_SET,
                       UDPI_BITS(10, 6),
                       .doc = "Must be zero."},
    [PROTOCOL] = {.key = "protocol", .label = "Protocol", .type = UDPI_HEX, .flags = UDPI_COMPUTED | UDPI_NEXT, UDPI_AT(2, 2),
                  .names = &udpi_ethertype_names,
                  .doc = "Ethertype of what follows; 0x6558 is an Ethernet frame."},
    [VNI] = {.key = "vni", .label = "Network identifier", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(32, 24),
             .doc = "Virtual network identifier: which of the virtual networks the frame belongs to."},
    [RESERVED_BYTE] = {.key = "reserved_byte", .label = "Reserved byte", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(7, 1),
                       .doc = "Must be zero."},
    [OPTIONS] = {.key = "options", .label = "Options", .type = UDPI_LIST,
                 .doc = "Options, in the order of the header."},
    [OPTION] = {.key = "option", .label = "Option", .type = UDPI_GROUP, .within = UDPI_WITHIN(OPTIONS),
                .doc = "One option."},
    [OPTION_CLASS] = {.key = "class", .label = "Class", .type = UDPI_HEX, .within = UDPI_WITHIN(OPTION), .width = 2,
                      .names = &class_names,
                      .doc = "Who defined the type."},
    [OPTION_TYPE] = {.key = "type", .label = "Type", .type = UDPI_HEX, .within = UDPI_WITHIN(OPTION), .width = 1,
                     .doc = "Kind of the option, by the rules of its class."},
    [OPTION_CRITICAL] = {.key = "critical", .label = "Critical", .type = UDPI_BOOL, .within = UDPI_WITHIN(OPTION),
                         .flags = UDPI_DETAIL,
                         .doc = "First bit of the type: the option must be understood, or the packet dropped."},
    [OPTION_RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .within = UDPI_WITHIN(OPTION),
                         .flags = UDPI_IF_SET,
                         .doc = "Must be zero."},
    [OPTION_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .within = UDPI_WITHIN(OPTION), .width = 1,
                       .unit = UNIT,
                       .doc = "Bytes of the option's data; stored in units of 4."},
    [OPTION_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, .within = UDPI_WITHIN(OPTION),
                     .doc = "What the option carries."},
};

static uint32_t measure_data(const uint8_t *option) {
    return (option[3] & 31U) * UNIT;
}

static void put_option(struct udpi_decode *d, const uint8_t *option) {
    uint32_t offset = udpi_offset_of(d, option), length = measure_data(option);
    udpi_put_at_depth(d, 1, OPTION, offset, OPTION_HEAD + length, 0);
    udpi_put_at_depth(d, 2, OPTION_CLASS, offset, 2, udpi_load_be16(option));
    udpi_put_at_depth(d, 2, OPTION_TYPE, offset + 2, 1, option[2]);
    udpi_put_at_depth(d, 2, OPTION_CRITICAL, offset + 2, 1, option[2] >> 7);
    if (option[3] >> 5)
        udpi_put_at_depth(d, 2, OPTION_RESERVED, offset + 3, 1, option[3] >> 5);
    udpi_put_at_depth(d, 2, OPTION_LENGTH, offset + 3, 1, length);
    if (length > 0)
        udpi_put_at_depth(d, 2, OPTION_DATA, offset + OPTION_HEAD, length, 0);
}

static void put_options(struct udpi_decode *d, const uint8_t *options, uint32_t size) {
    udpi_put_bytes(d, OPTIONS, options, size);
    while (size > 0) {
        uint32_t taken = OPTION_HEAD + measure_data(options);
        if (taken > size) {
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "an option says {a} bytes, and {b} are left for options", taken, size);
            return;
        }
        put_option(d, options);
        options += taken;
        size -= taken;
    }
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    uint32_t size = (header[0] & 63U) * UNIT;
    uint16_t protocol = udpi_load_be16(header + 2);
    if (header[0] >> 6 != 0 || protocol < UDPI_ETHERTYPE_FIRST || size > d->cursor.claim)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, CRITICAL + 1, header);
    udpi_put_if_set(d, fields, RESERVED_BITS, header);
    udpi_put_header(d, fields, PROTOCOL, VNI + 1, header);
    udpi_put_if_set(d, fields, RESERVED_BYTE, header);
    const uint8_t *options = udpi_cursor_take(&d->cursor, size);
    if (options && size > 0)
        put_options(d, options, size);
    return udpi_next_key(UDPI_ETHERTYPE, protocol);
}

static void encode(struct udpi_build *b) {
    udpi_build_pad(b, UNIT);
}

/* RFC 8926 section 3.4: the flag is set where one option's type has its first bit set. */
static bool has_critical(const uint8_t *options, uint32_t size) {
    bool is_critical = false;
    while (size >= OPTION_HEAD) {
        uint32_t taken = OPTION_HEAD + measure_data(options);
        is_critical |= options[2] >> 7;
        if (taken > size)
            break;
        options += taken;
        size -= taken;
    }
    return is_critical;
}

static void seal(struct udpi_build *b) {
    uint32_t size = udpi_build_layer(b)->header_size - HEADER_SIZE;
    udpi_build_fill(b, OPTIONS_LENGTH, size);
    udpi_build_fill(b, CRITICAL, has_critical(udpi_build_header(b) + HEADER_SIZE, size));
    udpi_build_fill(b, PROTOCOL, udpi_build_next_key(b, UDPI_ETHERTYPE, UDPI_ETHERTYPE_EXPERIMENTAL));
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 6081}};

const struct udpi_protocol udpi_geneve = {
    .key = "geneve",
    .title = "Generic Network Virtualization Encapsulation",
    .spec = "RFC 8926",
    .doc = "Carries the frames of many virtual networks over UDP, with options.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
