/*
 * Generic Routing Encapsulation: version 0, and version 1 as PPTP has it.
 *
 *     | flags and version 2 | protocol 2 |
 *     version 0:  checksum 2, routing offset 2 (where C or R is set), key 4 (K), sequence 4 (S), routing (R)
 *     version 1:  payload length 2, call id 2 (K), sequence 4 (S), acknowledgment 4 (A)
 *
 * Left out: the addresses within the routing entries of RFC 1701, which are shown as data.
 */
#include "core/checksum.h"
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"
#include "model/width.h"

enum {
    CHECKSUM_PRESENT,
    ROUTING_PRESENT,
    KEY_PRESENT,
    SEQUENCE_PRESENT,
    STRICT_SOURCE_ROUTE,
    RECURSION_CONTROL,
    ACKNOWLEDGMENT_PRESENT,
    FLAGS,
    VERSION,
    PROTOCOL,
    CHECKSUM,
    CHECKSUM_STATUS,
    ROUTING_OFFSET,
    KEY,
    PAYLOAD_LENGTH,
    CALL_ID,
    SEQUENCE,
    ACKNOWLEDGMENT,
    ROUTING,
    ROUTE,
    ROUTE_FAMILY,
    ROUTE_OFFSET,
    ROUTE_LENGTH,
    ROUTE_DATA,
    FIELDS
};

enum { HEADER_SIZE = 4, ROUTE_HEAD = 4, WITH_CALL = 1 };
enum { HAS_CHECKSUM = 0x8000, HAS_ROUTING = 0x4000, HAS_KEY = 0x2000, HAS_SEQUENCE = 0x1000, HAS_ACKNOWLEDGMENT = 0x80 };
enum { WCCP = 0x883e, ERSPAN = 0x88be, ERSPAN_III = 0x22eb, PPP = 0x880b };

static const struct udpi_field fields[FIELDS] = {
    [CHECKSUM_PRESENT] = {.key = "checksum_present", .label = "Checksum present", .type = UDPI_BOOL, UDPI_BITS(0, 1),
                          .flags = UDPI_COMPUTED | UDPI_DETAIL,
                          .doc = "A checksum is there; given to a builder, it works one out."},
    [ROUTING_PRESENT] = {.key = "routing_present", .label = "Routing present", .type = UDPI_BOOL, UDPI_BITS(1, 1),
                         .flags = UDPI_COMPUTED | UDPI_DETAIL,
                         .doc = "A source route is there (RFC 1701)."},
    [KEY_PRESENT] = {.key = "key_present", .label = "Key present", .type = UDPI_BOOL, UDPI_BITS(2, 1),
                     .flags = UDPI_COMPUTED | UDPI_DETAIL,
                     .doc = "A key is there; in version 1 the length of the payload and the call id."},
    [SEQUENCE_PRESENT] = {.key = "sequence_present", .label = "Sequence present", .type = UDPI_BOOL, UDPI_BITS(3, 1),
                          .flags = UDPI_COMPUTED | UDPI_DETAIL,
                          .doc = "A sequence number is there."},
    [STRICT_SOURCE_ROUTE] = {.key = "strict_source_route", .label = "Strict source route", .type = UDPI_BOOL,
                             .flags = UDPI_IF_SET, UDPI_BITS(4, 1),
                             .doc = "All of the route is strict (RFC 1701); else zero."},
    [RECURSION_CONTROL] = {.key = "recursion_control", .label = "Recursion control", .type = UDPI_UINT,
                           .flags = UDPI_IF_SET, UDPI_BITS(5, 3),
                           .doc = "How many more tunnels may be put around (RFC 1701); else zero."},
    [ACKNOWLEDGMENT_PRESENT] = {.key = "acknowledgment_present", .label = "Acknowledgment present", .type = UDPI_BOOL,
                                .flags = UDPI_COMPUTED | UDPI_DETAIL, UDPI_BITS(8, 1),
                                .doc = "An acknowledgment number is there (version 1)."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_BITS(9, 4),
               .doc = "Must be zero."},
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_BITS(13, 3),
                 .doc = "0, or 1 for PPTP."},
    [PROTOCOL] = {.key = "protocol", .label = "Protocol", .type = UDPI_HEX, .flags = UDPI_COMPUTED | UDPI_NEXT, UDPI_AT(2, 2),
                  .names = &udpi_ethertype_names,
                  .doc = "Ethertype of what follows; 0 in a keepalive."},
    [CHECKSUM] = {.key = "checksum", .label = "Checksum", .type = UDPI_HEX, .flags = UDPI_COMPUTED, .width = 2,
                  .doc = "Internet checksum of header and payload."},
    [CHECKSUM_STATUS] = {.key = "checksum_status", .label = "Checksum status", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                         .names = &udpi_checksum_status_names,
                         .doc = "What checking it gave."},
    [ROUTING_OFFSET] = {.key = "routing_offset", .label = "Routing offset", .type = UDPI_UINT, .flags = UDPI_IF_SET,
                        .width = 2,
                        .doc = "Bytes from the start of the route to the entry in use (RFC 1701); else zero."},
    [KEY] = {.key = "key", .label = "Key", .type = UDPI_UINT, .flags = UDPI_SUMMARY, .width = 4,
             .doc = "Tells flows or tunnels between the same hosts apart."},
    [PAYLOAD_LENGTH] = {.key = "payload_length", .label = "Payload length", .type = UDPI_UINT, .flags = UDPI_COMPUTED,
                        .width = 2,
                        .doc = "Bytes that follow the header; version 1 only."},
    [CALL_ID] = {.key = "call_id", .label = "Call id", .type = UDPI_UINT, .flags = UDPI_SUMMARY, .width = 2,
                 .doc = "The receiver's number of the call; version 1 only."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_SUMMARY, .width = 4,
                  .doc = "Counts the packets of the tunnel."},
    [ACKNOWLEDGMENT] = {.key = "acknowledgment", .label = "Acknowledgment", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                        .width = 4,
                        .doc = "The highest sequence number that came from the other side; version 1 only."},
    [ROUTING] = {.key = "routing", .label = "Routing", .type = UDPI_LIST,
                 .doc = "The source route, with the empty entry that ends it (RFC 1701)."},
    [ROUTE] = {.key = "route", .label = "Routing entry", .type = UDPI_GROUP, .within = UDPI_WITHIN(ROUTING),
               .doc = "Addresses of one kind."},
    [ROUTE_FAMILY] = {.key = "family", .label = "Address family", .type = UDPI_HEX, .within = UDPI_WITHIN(ROUTE), .width = 2,
                      .names = &udpi_ethertype_names,
                      .doc = "Ethertype that the addresses belong to."},
    [ROUTE_OFFSET] = {.key = "route_offset", .label = "Offset", .type = UDPI_UINT, .within = UDPI_WITHIN(ROUTE), .width = 1,
                      .doc = "Bytes from the start of the data to the address in use."},
    [ROUTE_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .within = UDPI_WITHIN(ROUTE), .width = 1,
                      .doc = "Bytes of the entry's data; 0 ends the route."},
    [ROUTE_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, .within = UDPI_WITHIN(ROUTE),
                    .doc = "The addresses."},
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* RFC 1701: entries up to the one without length. The list stands before them; its size is known when they are read. */
static void take_routing(struct udpi_decode *d) {
    const uint8_t *start = d->cursor.at;
    uint16_t list = d->packet->value_count;
    udpi_put_bytes(d, ROUTING, start, 0);
    const uint8_t *head;
    uint8_t length = 1;
    while (length != 0 && (head = udpi_cursor_take(&d->cursor, ROUTE_HEAD))) {
        length = head[3];
        const uint8_t *data = udpi_cursor_take(&d->cursor, length);
        if (!data)
            break;
        uint32_t offset = udpi_offset_of(d, head);
        udpi_put_at_depth(d, 1, ROUTE, offset, ROUTE_HEAD + (size_t)length, 0);
        udpi_put_at_depth(d, 2, ROUTE_FAMILY, offset, 2, udpi_load_be16(head));
        udpi_put_at_depth(d, 2, ROUTE_OFFSET, offset + 2, 1, head[2]);
        udpi_put_at_depth(d, 2, ROUTE_LENGTH, offset + 3, 1, length);
        if (length > 0)
            udpi_put_at_depth(d, 2, ROUTE_DATA, offset + ROUTE_HEAD, length, 0);
    }
    if (list < d->packet->value_count)
        d->packet->values[list].length = (uint32_t)(d->cursor.at - start) & 0xfffff;
}

/* RFC 2784 section 2.5: the checksum covers the header and all that follows. */
static enum udpi_checksum_status check_packet(struct udpi_decode *d, const uint8_t *header, uint16_t stored) {
    size_t left = udpi_cursor_left(&d->cursor);
    if (d->is_incomplete || d->cursor.have < d->cursor.claim)
        return UDPI_CHECKSUM_UNVERIFIED;
    uint16_t sum = udpi_checksum_fold(udpi_checksum_add(0, header, (size_t)(d->cursor.at - header) + left));
    if (sum == 0xffff)
        return UDPI_CHECKSUM_GOOD;
    udpi_note_add(d, UDPI_NOTE_GRE_CHECKSUM_BAD, NULL, stored, udpi_checksum_fold((uint64_t)sum + (stored ^ 0xffff)) ^ 0xffff);
    return UDPI_CHECKSUM_BAD;
}

/* The part that C or R announces. The checksum means something only where C is set. */
static void take_checksum(struct udpi_decode *d, const uint8_t *header, uint16_t flags) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, 4);
    if (!at)
        return;
    uint16_t stored = udpi_load_be16(at);
    udpi_put(d, CHECKSUM, at, 2, stored);
    enum udpi_checksum_status status = UDPI_CHECKSUM_ABSENT;
    if (flags & HAS_CHECKSUM)
        status = check_packet(d, header, stored);
    udpi_put(d, CHECKSUM_STATUS, at, 0, status);
    if (udpi_load_be16(at + 2) != 0)
        udpi_put(d, ROUTING_OFFSET, at + 2, 2, udpi_load_be16(at + 2));
}

static void decode_version_0(struct udpi_decode *d, const uint8_t *header, uint16_t flags) {
    if (flags & (HAS_CHECKSUM | HAS_ROUTING))
        take_checksum(d, header, flags);
    if (flags & HAS_KEY)
        udpi_take_number(d, fields, KEY);
    if (flags & HAS_SEQUENCE)
        udpi_take_number(d, fields, SEQUENCE);
    if (flags & HAS_ROUTING)
        take_routing(d);
}

/* RFC 2637 section 4.1; the length of the payload is 0 in a packet that only acknowledges. */
static void decode_version_1(struct udpi_decode *d, uint16_t flags) {
    const uint8_t *at = d->cursor.at;
    if (flags & HAS_KEY) {
        udpi_take_number(d, fields, PAYLOAD_LENGTH);
        udpi_take_number(d, fields, CALL_ID);
    }
    if (flags & HAS_SEQUENCE)
        udpi_take_number(d, fields, SEQUENCE);
    if (flags & HAS_ACKNOWLEDGMENT)
        udpi_take_number(d, fields, ACKNOWLEDGMENT);
    if (!(flags & HAS_KEY) || d->cursor.stop != UDPI_STOP_NONE)
        return;
    uint16_t length = udpi_load_be16(at);
    if (length > d->cursor.claim)
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_PARENT, NULL, length, (uint32_t)d->cursor.claim);
    else
        udpi_narrow(d, length, UDPI_AS_SURPLUS);
}

static struct udpi_next find_next(const struct udpi_decode *d, uint16_t flags, uint16_t protocol) {
    /* ERSPAN type I has no header of its own, and version 1 of WCCP none between GRE and IPv4. */
    if (protocol == ERSPAN && !(flags & HAS_SEQUENCE))
        return udpi_next_key(UDPI_INTERNAL, UDPI_AS_ETH);
    if (protocol == WCCP && udpi_cursor_left(&d->cursor) > 0 && d->cursor.at[0] >> 4 == 4)
        return udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV4);
    return udpi_next_key(UDPI_ETHERTYPE, protocol);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    uint16_t flags = udpi_load_be16(header);
    udpi_put_header(d, fields, CHECKSUM_PRESENT, SEQUENCE_PRESENT + 1, header);
    udpi_put_if_set(d, fields, STRICT_SOURCE_ROUTE, header);
    udpi_put_if_set(d, fields, RECURSION_CONTROL, header);
    udpi_put_header(d, fields, ACKNOWLEDGMENT_PRESENT, ACKNOWLEDGMENT_PRESENT + 1, header);
    udpi_put_if_set(d, fields, FLAGS, header);
    udpi_put_header(d, fields, VERSION, PROTOCOL + 1, header);
    switch (flags & 7) {
    case 0: decode_version_0(d, header, flags); break;
    case WITH_CALL: decode_version_1(d, flags); break;
    default:
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the GRE version is {a}, and 0 and 1 are known", flags & 7, 0);
        return udpi_next_payload();
    }
    return find_next(d, flags, udpi_load_be16(header + 2));
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static bool is_asked_for(struct udpi_build *b, unsigned present) {
    return udpi_build_given(b, present) && udpi_build_number(b, present);
}

static void encode_call(struct udpi_build *b) {
    bool is_wanted = !udpi_build_given(b, KEY_PRESENT) || udpi_build_number(b, KEY_PRESENT);
    if (is_wanted || udpi_build_has(b, PAYLOAD_LENGTH) || udpi_build_has(b, CALL_ID)) {
        udpi_build_add(b, PAYLOAD_LENGTH);
        udpi_build_add(b, CALL_ID);
    }
    if (is_asked_for(b, ACKNOWLEDGMENT_PRESENT))
        udpi_build_add(b, ACKNOWLEDGMENT);
}

static void encode(struct udpi_build *b) {
    uint16_t next = udpi_build_next_key(b, UDPI_ETHERTYPE, 0);
    udpi_build_fill(b, VERSION, next == PPP || udpi_build_has(b, ACKNOWLEDGMENT) || udpi_build_has(b, CALL_ID));
    udpi_build_fill(b, ROUTING_PRESENT, udpi_build_has(b, ROUTING));
    udpi_build_fill(b, CHECKSUM_PRESENT, udpi_build_has(b, CHECKSUM));
    if (udpi_build_has(b, CHECKSUM) || udpi_build_has(b, ROUTING) || is_asked_for(b, CHECKSUM_PRESENT)) {
        udpi_build_add(b, CHECKSUM);
        udpi_build_add(b, ROUTING_OFFSET);
    }
    if (udpi_build_number(b, VERSION) == WITH_CALL)
        encode_call(b);
    else if (is_asked_for(b, KEY_PRESENT))
        udpi_build_add(b, KEY);
    bool is_erspan = (next == ERSPAN || next == ERSPAN_III) && !udpi_build_given(b, SEQUENCE_PRESENT);
    if (is_erspan || is_asked_for(b, SEQUENCE_PRESENT))
        udpi_build_add(b, SEQUENCE);
    udpi_build_fill(b, KEY_PRESENT, udpi_build_has(b, KEY) || udpi_build_has(b, PAYLOAD_LENGTH));
    udpi_build_fill(b, SEQUENCE_PRESENT, udpi_build_has(b, SEQUENCE));
    udpi_build_fill(b, ACKNOWLEDGMENT_PRESENT, udpi_build_has(b, ACKNOWLEDGMENT));
}

static void seal(struct udpi_build *b) {
    uint32_t size = udpi_build_size(b);
    bool has_nothing = b->current + 1 == b->count;
    uint16_t otherwise = has_nothing ? 0 : UDPI_ETHERTYPE_EXPERIMENTAL;
    if (udpi_build_number(b, VERSION) == WITH_CALL)
        otherwise = PPP;
    udpi_build_fill(b, PROTOCOL, udpi_build_next_key(b, UDPI_ETHERTYPE, otherwise));
    udpi_build_fill(b, PAYLOAD_LENGTH, size - udpi_build_layer(b)->header_size);
    if (!udpi_build_number(b, CHECKSUM_PRESENT))
        return;
    udpi_build_fill(b, CHECKSUM, 0);
    if (!udpi_build_given(b, CHECKSUM))
        udpi_build_fill(b, CHECKSUM, udpi_checksum_fold(udpi_checksum_add(0, udpi_build_header(b), size)) ^ 0xffff);
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_GRE}};

const struct udpi_protocol udpi_gre = {
    .key = "gre",
    .title = "Generic Routing Encapsulation",
    .spec = "RFC 2784, RFC 2890, RFC 1701, RFC 2637",
    .doc = "A tunnel for packets of any protocol, over IP.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
