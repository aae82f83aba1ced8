/*
 * Internet Protocol version 4.
 *
 *     | version 4 bits, header length 4 | dscp 6, ecn 2 | total length 2 | id 2 | flags 3, fragment offset 13 |
 *     | ttl 1 | protocol 1 | header checksum 2 | source 4 | destination 4 | options 0 to 40 | …
 *
 * Left out: the inside of options.
 */
#include "core/checksum.h"
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"
#include "model/options.h"

enum {
    VERSION,
    HEADER_LENGTH,
    DSCP,
    ECN,
    TOTAL_LENGTH,
    ID,
    DONT_FRAGMENT,
    MORE_FRAGMENTS,
    FRAGMENT_OFFSET,
    TTL,
    PROTOCOL,
    CHECKSUM,
    CHECKSUM_STATUS,
    SRC,
    DST,
    RESERVED,
    OPTIONS,
    OPTION,
    OPTION_TYPE,
    OPTION_LENGTH,
    OPTION_DATA,
    FIELDS
};

enum { HEADER_SIZE = 20, MORE_FRAGMENTS_BIT = 0x2000 };
enum { END_OF_OPTIONS = 0, NO_OPERATION = 1, LOOSE_SOURCE_ROUTE = 131, STRICT_SOURCE_ROUTE = 137 };

/* IANA, IP option numbers. */
static const struct udpi_name option_entries[] = {
    UDPI_NAME(0, "End of Options List"),
    UDPI_NAME(1, "No Operation"),
    UDPI_NAME(7, "Record Route"),
    UDPI_NAME(10, "Experimental Measurement"),
    UDPI_NAME(11, "MTU Probe"),
    UDPI_NAME(12, "MTU Reply"),
    UDPI_NAME(25, "Quick-Start"),
    UDPI_NAME(68, "Time Stamp"),
    UDPI_NAME(82, "Traceroute"),
    UDPI_NAME(94, "RFC3692-style Experiment"),
    UDPI_NAME(130, "Security"),
    UDPI_NAME(131, "Loose Source Route"),
    UDPI_NAME(133, "Extended Security"),
    UDPI_NAME(134, "Commercial Security"),
    UDPI_NAME(136, "Stream ID"),
    UDPI_NAME(137, "Strict Source Route"),
    UDPI_NAME(145, "Extended Internet Protocol"),
    UDPI_NAME(147, "Address Extension"),
    UDPI_NAME(148, "Router Alert"),
    UDPI_NAME(149, "Selective Directed Broadcast"),
    UDPI_NAME(151, "Dynamic Packet State"),
    UDPI_NAME(152, "Upstream Multicast Packet"),
};
static const struct udpi_names option_names = {option_entries, sizeof option_entries / sizeof *option_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, .flags = UDPI_DETAIL, UDPI_BITS(0, 4),
                 .initial = 4,
                 .doc = "Always 4."},
    [HEADER_LENGTH] = {.key = "header_length", .label = "Header length", .type = UDPI_UINT,
                       .flags = UDPI_DETAIL | UDPI_COMPUTED, UDPI_BITS(4, 4), .unit = 4,
                       .doc = "Bytes of the header, options included: 20 to 60."},
    [DSCP] = {.key = "dscp", .label = "Differentiated services", .type = UDPI_UINT, UDPI_BITS(8, 6),
              .doc = "Code point that asks routers for a kind of treatment; 0 is best effort."},
    [ECN] = {.key = "ecn", .label = "Congestion notification", .type = UDPI_UINT, UDPI_BITS(14, 2),
             .doc = "0 not capable, 1 and 2 capable, 3 congestion met."},
    [TOTAL_LENGTH] = {.key = "total_length", .label = "Total length", .type = UDPI_UINT, .flags = UDPI_COMPUTED,
                      UDPI_AT(2, 2),
                      .doc = "Bytes of the packet, header included; 0 in a segment that the network card is to cut."},
    [ID] = {.key = "id", .label = "Identification", .type = UDPI_UINT, UDPI_AT(4, 2),
            .doc = "The fragments of one packet have the same."},
    [DONT_FRAGMENT] = {.key = "dont_fragment", .label = "Don't fragment", .type = UDPI_BOOL, UDPI_BITS(49, 1),
                       .doc = "Routers must drop the packet rather than cut it."},
    [MORE_FRAGMENTS] = {.key = "more_fragments", .label = "More fragments", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(50, 1),
                        .doc = "The packet goes on in another fragment."},
    [FRAGMENT_OFFSET] = {.key = "fragment_offset", .label = "Fragment offset", .type = UDPI_UINT, .flags = UDPI_NOTABLE,
                         UDPI_BITS(51, 13),
                         .unit = 8,
                         .doc = "Where in the packet this fragment belongs, in bytes."},
    [TTL] = {.key = "ttl", .label = "Time to live", .type = UDPI_UINT, UDPI_AT(8, 1), .initial = 64,
             .doc = "Routers that may still forward the packet; each takes one off."},
    [PROTOCOL] = {.key = "protocol", .label = "Protocol", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT, UDPI_AT(9, 1),
                  .names = &udpi_ip_protocol_names,
                  .doc = "Says which protocol follows; 17 is UDP."},
    [CHECKSUM] = {.key = "checksum", .label = "Header checksum", .type = UDPI_HEX, .flags = UDPI_COMPUTED, UDPI_AT(10, 2),
                  .doc = "Internet checksum of the header alone."},
    [CHECKSUM_STATUS] = {.key = "checksum_status", .label = "Checksum status", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                         .names = &udpi_checksum_status_names,
                         .doc = "What checking it gave."},
    [SRC] = {.key = "src", .label = "Source", .type = UDPI_IPV4, .flags = UDPI_SRC, UDPI_AT(12, 4), .initial = 0x0a000001,
             .doc = "Address of the sender."},
    [DST] = {.key = "dst", .label = "Destination", .type = UDPI_IPV4, .flags = UDPI_DST, UDPI_AT(16, 4),
             .initial = 0x0a000002,
             .doc = "Address of the receiver."},
    [RESERVED] = {.key = "reserved", .label = "Reserved flag", .type = UDPI_BOOL, .flags = UDPI_IF_SET, UDPI_BITS(48, 1),
                  .doc = "Must be zero (RFC 3514 has other ideas)."},
    [OPTIONS] = {.key = "options", .label = "Options", .type = UDPI_LIST,
                 .doc = "Options, in the order of the header."},
    [OPTION] = {.key = "option", .label = "Option", .type = UDPI_GROUP, .within = UDPI_WITHIN(OPTIONS),
                .doc = "One option."},
    [OPTION_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .within = UDPI_WITHIN(OPTION),
                     .names = &option_names,
                     .doc = "Kind of the option: copied flag, class and number in one byte."},
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

/* RFC 1122 section 4.1.3.4: while a source route is not used up, checksums cover its last address as the destination. Gives
   that address, or NULL where the option is no such route. `size` is that of the data, as in struct udpi_option. */
static const uint8_t *find_destination(uint8_t type, const uint8_t *data, size_t size) {
    bool is_route = type == LOOSE_SOURCE_ROUTE || type == STRICT_SOURCE_ROUTE;
    if (!is_route || size < 5 || data[0] > size + 2)
        return NULL;
    return data + 1 + (size - 5) / 4 * 4;
}

static void visit_option(struct udpi_decode *d, const struct udpi_option *option) {
    const uint8_t *destination = find_destination(option->type, option->data, option->size);
    if (destination)
        d->addresses.dst = destination;
}

static enum udpi_checksum_status check_header(struct udpi_decode *d, const uint8_t *header, size_t size) {
    uint16_t sum = udpi_checksum_fold(udpi_checksum_add(0, header, size));
    if (sum == 0xffff)
        return UDPI_CHECKSUM_GOOD;
    uint16_t stored = udpi_load_be16(header + 10);
    uint16_t rest = udpi_checksum_fold((uint64_t)sum + (stored ^ 0xffff));
    udpi_note_add(d, UDPI_NOTE_IPV4_CHECKSUM_BAD, NULL, stored, rest ^ 0xffff);
    return UDPI_CHECKSUM_BAD;
}

/* Ends the claim where the total length says; gives false where the lengths contradict each other. */
static bool apply_lengths(struct udpi_decode *d, size_t header_length, size_t total_length) {
    size_t present = d->cursor.claim + HEADER_SIZE;
    if (header_length < HEADER_SIZE) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the header length is {a} bytes, and must be 20 at least",
                      (uint32_t)header_length, 0);
        return false;
    }
    if (total_length != 0 && header_length > total_length) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the header length is {a} bytes, the total length only {b}",
                      (uint32_t)header_length, (uint32_t)total_length);
        return false;
    }
    if (total_length == 0) {
        udpi_note_add(d, UDPI_NOTE_LENGTH_ZERO, NULL, 0, 0);
        total_length = present;
    } else if (total_length > present) {
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_FRAME, NULL, (uint32_t)total_length, (uint32_t)present);
        total_length = present;
    }
    udpi_narrow(d, total_length - HEADER_SIZE, UDPI_AS_TRAILER);
    return true;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (header[0] >> 4 != 4) {
        udpi_note_add(d, UDPI_NOTE_IP_VERSION, NULL, header[0] >> 4, 4);
        return udpi_next_not_mine();
    }
    struct udpi_value *values = udpi_put_header(d, fields, VERSION, DST + 1, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    udpi_set_addresses(d, header + 12, header + 16, 4);

    size_t header_length = (header[0] & 15U) * 4;
    if (!apply_lengths(d, header_length, udpi_load_be16(header + 2)))
        return udpi_next_payload();
    if (header_length - HEADER_SIZE > d->cursor.claim) { /* the frame ends within the header: what is left belongs to it */
        udpi_cursor_take(&d->cursor, udpi_cursor_left(&d->cursor));
        return udpi_next_nothing();
    }
    const uint8_t *options = header + HEADER_SIZE;
    if (header_length > HEADER_SIZE && !udpi_cursor_take(&d->cursor, header_length - HEADER_SIZE))
        return udpi_next_payload();
    enum udpi_checksum_status status = check_header(d, header, header_length);
    values[CHECKSUM_STATUS].number = status;
    if (header_length > HEADER_SIZE)
        udpi_put_options(d, &option_shape, options, header_length - HEADER_SIZE, visit_option);

    uint16_t fragment = udpi_load_be16(header + 6) & 0x3fff;
    if (fragment != 0)
        return udpi_next_fragment(d, (struct udpi_fragment){.id = udpi_load_be16(header + 4),
                                                            .offset = (fragment & 0x1fffU) * 8,
                                                            .protocol = header[9],
                                                            .has_more = fragment & MORE_FRAGMENTS_BIT,
                                                            .is_damaged = status == UDPI_CHECKSUM_BAD});
    return udpi_next_key(UDPI_IP_PROTOCOL, header[9]);
}

/* The destination that checksums cover, in a header with `size` bytes of options. */
static const uint8_t *find_route(const uint8_t *header, size_t size) {
    const uint8_t *destination = header + 16;
    const uint8_t *option = header + HEADER_SIZE, *end = option + size;
    while (end - option >= 2 && option[0] != END_OF_OPTIONS) {
        size_t taken = option[0] == NO_OPERATION ? 1 : option[1];
        if (taken == 0 || taken > (size_t)(end - option))
            break;
        const uint8_t *last = taken > 2 ? find_destination(option[0], option + 2, taken - 2) : NULL;
        destination = last ? last : destination;
        option += taken;
    }
    return destination;
}

static void encode(struct udpi_build *b) {
    udpi_build_pad(b, 4);
    const uint8_t *header = udpi_build_header(b);
    uint32_t header_size = udpi_build_layer(b)->header_size;
    udpi_build_set_addresses(b, header + 12, find_route(header, header_size - HEADER_SIZE), 4);
}

static void seal(struct udpi_build *b) {
    uint32_t header_size = udpi_build_layer(b)->header_size;
    udpi_build_fill(b, HEADER_LENGTH, header_size);
    uint32_t size = udpi_build_size(b);
    bool is_fragment = udpi_build_next_key(b, UDPI_INTERNAL, 0) == UDPI_AS_FRAGMENT;
    uint16_t otherwise = is_fragment ? UDPI_IP_UDP : UDPI_IP_EXPERIMENTAL;
    udpi_build_fill(b, TOTAL_LENGTH, size > UINT16_MAX ? 0 : size);
    udpi_build_fill(b, PROTOCOL, udpi_build_next_key(b, UDPI_IP_PROTOCOL, otherwise));
    udpi_build_fill(b, CHECKSUM, 0);
    if (!udpi_build_given(b, CHECKSUM))
        udpi_build_fill(b, CHECKSUM, udpi_checksum_fold(udpi_checksum_add(0, udpi_build_header(b), header_size)) ^ 0xffff);
}

static const struct udpi_binding bindings[] = {
    {UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV4},
    {UDPI_IP_PROTOCOL, 4},
    {UDPI_LLC_SAP, 0x06},
    {UDPI_PPP, 0x0021},
    {UDPI_LINK_TYPE, 228},
};

const struct udpi_protocol udpi_ipv4 = {
    .key = "ipv4",
    .title = "Internet Protocol version 4",
    .spec = "RFC 791",
    .doc = "Carries a packet from one host to another, across any number of links.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 5,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
