/*
 * Transmission Control Protocol: its header; what it carries is shown as payload.
 *
 *     | source port 2 | destination port 2 | sequence 4 | acknowledgment 4 | data offset 4 bits, reserved 3, flags 9 |
 *     | window 2 | checksum 2 | urgent pointer 2 | options | …
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/message.h"
#include "model/numbers.h"
#include "model/options.h"

enum {
    SRC_PORT,
    DST_PORT,
    SEQUENCE,
    ACKNOWLEDGMENT,
    DATA_OFFSET,
    NS,
    CWR,
    ECE,
    URG,
    ACK,
    PSH,
    RST,
    SYN,
    FIN,
    WINDOW,
    CHECKSUM,
    CHECKSUM_STATUS,
    URGENT_POINTER,
    RESERVED,
    OPTIONS,
    OPTION,
    OPTION_TYPE,
    OPTION_LENGTH,
    OPTION_DATA,
    FIELDS
};

enum { HEADER_SIZE = 20, CHECKSUM_AT = 16, FIRST_DYNAMIC_PORT = 49152 };

/* IANA, TCP option kind numbers. */
static const struct udpi_name option_entries[] = {
    UDPI_NAME(0, "End of Option List"),
    UDPI_NAME(1, "No-Operation"),
    UDPI_NAME(2, "Maximum Segment Size"),
    UDPI_NAME(3, "Window Scale"),
    UDPI_NAME(4, "SACK Permitted"),
    UDPI_NAME(5, "SACK"),
    UDPI_NAME(8, "Timestamps"),
    UDPI_NAME(19, "MD5 Signature Option"),
    UDPI_NAME(27, "Quick-Start Response"),
    UDPI_NAME(28, "User Timeout Option"),
    UDPI_NAME(29, "TCP Authentication Option"),
    UDPI_NAME(30, "Multipath TCP"),
    UDPI_NAME(34, "TCP Fast Open Cookie"),
    UDPI_NAME(69, "Encryption Negotiation"),
    UDPI_NAME(172, "Accurate ECN Order 0"),
    UDPI_NAME(174, "Accurate ECN Order 1"),
    UDPI_NAME(253, "RFC3692-style Experiment 1"),
    UDPI_NAME(254, "RFC3692-style Experiment 2"),
};
static const struct udpi_names option_names = {option_entries, sizeof option_entries / sizeof *option_entries};

static const struct udpi_field fields[FIELDS] = {
    [SRC_PORT] = {.key = "src_port", .label = "Source port", .type = UDPI_PORT, .flags = UDPI_SRC, UDPI_AT(0, 2),
                  .initial = FIRST_DYNAMIC_PORT,
                  .doc = "Which program of the sending host."},
    [DST_PORT] = {.key = "dst_port", .label = "Destination port", .type = UDPI_PORT, .flags = UDPI_DST, UDPI_AT(2, 2),
                  .initial = 80,
                  .doc = "Which program of the receiving host."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, UDPI_AT(4, 4),
                  .doc = "Place of the first byte of the payload in the stream."},
    [ACKNOWLEDGMENT] = {.key = "acknowledgment", .label = "Acknowledgment number", .type = UDPI_UINT, UDPI_AT(8, 4),
                        .doc = "The byte that the sender expects next."},
    [DATA_OFFSET] = {.key = "data_offset", .label = "Data offset", .type = UDPI_UINT, .flags = UDPI_COMPUTED,
                     UDPI_BITS(96, 4), .unit = 4,
                     .doc = "Size of the header in bytes."},
    [NS] = {.key = "ns", .label = "NS", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(103, 1),
            .doc = "ECN nonce (RFC 3540), or accurate ECN."},
    [CWR] = {.key = "cwr", .label = "CWR", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(104, 1),
             .doc = "The sender has reduced its congestion window."},
    [ECE] = {.key = "ece", .label = "ECE", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(105, 1),
             .doc = "The sender was told of congestion, or can be."},
    [URG] = {.key = "urg", .label = "URG", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(106, 1),
             .doc = "The urgent pointer counts."},
    [ACK] = {.key = "ack", .label = "ACK", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(107, 1),
             .doc = "The acknowledgment number counts."},
    [PSH] = {.key = "psh", .label = "PSH", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(108, 1),
             .doc = "The receiver shall not wait for more."},
    [RST] = {.key = "rst", .label = "RST", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(109, 1),
             .doc = "The connection is broken off."},
    [SYN] = {.key = "syn", .label = "SYN", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(110, 1), .initial = 1,
             .doc = "A connection is to begin."},
    [FIN] = {.key = "fin", .label = "FIN", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(111, 1),
             .doc = "The sender has nothing more to send."},
    [WINDOW] = {.key = "window", .label = "Window", .type = UDPI_UINT, UDPI_AT(14, 2), .initial = UINT16_MAX,
                .doc = "Bytes that the sender is ready to receive, before scaling."},
    [CHECKSUM] = {.key = "checksum", .label = "Checksum", .type = UDPI_HEX, .flags = UDPI_COMPUTED, UDPI_AT(16, 2),
                  .doc = "Internet checksum of addresses, header and payload."},
    [CHECKSUM_STATUS] = {.key = "checksum_status", .label = "Checksum status", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                         .names = &udpi_checksum_status_names,
                         .doc = "What checking it gave; partial: the sender left it to its network card."},
    [URGENT_POINTER] = {.key = "urgent_pointer", .label = "Urgent pointer", .type = UDPI_UINT, UDPI_AT(18, 2),
                        .doc = "Where urgent data ends, counted from the sequence number."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_UINT, .flags = UDPI_IF_SET, UDPI_BITS(100, 3),
                  .doc = "Must be zero."},
    [OPTIONS] = {.key = "options", .label = "Options", .type = UDPI_LIST,
                 .doc = "Options, in the order of the header."},
    [OPTION] = {.key = "option", .label = "Option", .type = UDPI_GROUP, .within = UDPI_WITHIN(OPTIONS),
                .doc = "One option."},
    [OPTION_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .within = UDPI_WITHIN(OPTION),
                     .names = &option_names,
                     .doc = "Kind of the option."},
    [OPTION_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .within = UDPI_WITHIN(OPTION),
                       .doc = "Bytes of the option, type and length included."},
    [OPTION_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, .within = UDPI_WITHIN(OPTION),
                     .doc = "What the option carries."},
};

static const struct udpi_option_shape option_shape = {
    .list = OPTIONS,
    .group = OPTION,
    .type = OPTION_TYPE,
    .length = OPTION_LENGTH,
    .data = OPTION_DATA,
    .counts_head = true,
    .has_end = true,
    .has_no_operation = true,
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    struct udpi_message message = udpi_message_of(d, header, CHECKSUM_AT, UDPI_IP_TCP);
    udpi_put_header(d, fields, SRC_PORT, RESERVED, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    udpi_set(d, CHECKSUM_STATUS, udpi_message_check(d, &message));
    size_t size = (header[12] >> 4) * 4U;
    if (size < HEADER_SIZE) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the header length is {a} bytes, and must be 20 at least", (uint32_t)size,
                      0);
        return udpi_next_payload();
    }
    const uint8_t *options = udpi_cursor_take(&d->cursor, size - HEADER_SIZE);
    if (options && size > HEADER_SIZE)
        udpi_put_options(d, &option_shape, options, size - HEADER_SIZE, NULL);
    return udpi_next_payload();
}

static void encode(struct udpi_build *b) {
    udpi_build_pad(b, 4);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, DATA_OFFSET, udpi_build_layer(b)->header_size);
    udpi_message_seal(b, CHECKSUM, udpi_build_size(b), UDPI_IP_TCP);
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_TCP}};

const struct udpi_protocol udpi_tcp = {
    .key = "tcp",
    .title = "Transmission Control Protocol",
    .spec = "RFC 9293",
    .doc = "Carries a stream of bytes from one program to another, and back.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
