#include "model/ipv6_options.h"

#include "model/numbers.h"

enum { NEXT_HEADER, LENGTH, OPTIONS, OPTION, OPTION_TYPE, OPTION_LENGTH, OPTION_DATA };

enum { HEAD = 2, UNIT = 8 };

/* IANA, destination options and hop-by-hop options. */
static const struct udpi_name option_entries[] = {
    UDPI_NAME(0x00, "Pad1"),
    UDPI_NAME(0x01, "PadN"),
    UDPI_NAME(0x04, "Tunnel Encapsulation Limit"),
    UDPI_NAME(0x05, "Router Alert"),
    UDPI_NAME(0x07, "CALIPSO"),
    UDPI_NAME(0x08, "SMF_DPD"),
    UDPI_NAME(0x0f, "Performance and Diagnostic Metrics"),
    UDPI_NAME(0x11, "IOAM"),
    UDPI_NAME(0x12, "Alternate Marking"),
    UDPI_NAME(0x1e, "RFC3692-style Experiment"),
    UDPI_NAME(0x23, "RPL Option"),
    UDPI_NAME(0x26, "Quick-Start"),
    UDPI_NAME(0x30, "Minimum Path MTU"),
    UDPI_NAME(0x31, "IOAM"),
    UDPI_NAME(0x63, "RPL Option (deprecated)"),
    UDPI_NAME(0x6d, "MPL Option"),
    UDPI_NAME(0x8a, "Endpoint Identification (deprecated)"),
    UDPI_NAME(0x8b, "ILNP Nonce"),
    UDPI_NAME(0x8c, "Line-Identification Option"),
    UDPI_NAME(0xc2, "Jumbo Payload"),
    UDPI_NAME(0xc9, "Home Address"),
    UDPI_NAME(0xee, "IP_DFF"),
};
static const struct udpi_names option_names = {option_entries, sizeof option_entries / sizeof *option_entries};

const struct udpi_field udpi_ipv6_options_fields[UDPI_IPV6_OPTIONS_FIELDS] = {
    [NEXT_HEADER] = {.key = "next_header", .label = "Next header", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT,
                     UDPI_AT(0, 1), .names = &udpi_ip_protocol_names,
                     .doc = "Says which extension header or protocol follows."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(1, 1),
                .doc = "Size of the header in units of 8 bytes, the first 8 bytes not counted."},
    [OPTIONS] = {.key = "options", .label = "Options", .type = UDPI_LIST,
                 .doc = "Options, in the order of the header, padding included."},
    [OPTION] = {.key = "option", .label = "Option", .type = UDPI_GROUP, .within = UDPI_WITHIN(OPTIONS),
                .doc = "One option."},
    [OPTION_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .within = UDPI_WITHIN(OPTION),
                     .names = &option_names,
                     .doc = "Kind of the option; the first two bits say what to do where it is not known."},
    [OPTION_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .within = UDPI_WITHIN(OPTION),
                       .doc = "Bytes of the option's data."},
    [OPTION_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, .within = UDPI_WITHIN(OPTION),
                     .doc = "What the option carries."},
};

static const struct udpi_option_shape option_shape = {
    .list = OPTIONS,
    .group = OPTION,
    .type = OPTION_TYPE,
    .length = OPTION_LENGTH,
    .data = OPTION_DATA,
};

struct udpi_next udpi_decode_ipv6_options(struct udpi_decode *d, const uint8_t *header,
                                          void (*visit)(struct udpi_decode *d, const struct udpi_option *option)) {
    udpi_put_header(d, udpi_ipv6_options_fields, NEXT_HEADER, LENGTH + 1, header);
    size_t size = (header[1] + 1U) * UNIT - HEAD;
    const uint8_t *options = udpi_cursor_take(&d->cursor, size);
    if (options)
        udpi_put_options(d, &option_shape, options, size, visit);
    return udpi_next_key(UDPI_IP_PROTOCOL, header[0]);
}

void udpi_encode_ipv6_options(struct udpi_build *b) {
    udpi_build_pad(b, UNIT);
}

void udpi_seal_ipv6_options(struct udpi_build *b) {
    udpi_build_fill(b, NEXT_HEADER, udpi_build_next_key(b, UDPI_IP_PROTOCOL, UDPI_IP_NO_NEXT));
    udpi_build_fill(b, LENGTH, udpi_build_layer(b)->header_size / UNIT - 1);
}
