/*
 * Protocol Independent Multicast: its header, and the packet inside a Register message.
 *
 *     | version 4 bits, type 4 | reserved 1 | checksum 2 | by type … |
 *     Register:   border 1 bit, null register 1, reserved 30 | IP packet
 *
 * Left out: the inside of all messages but Register.
 */
#include "core/checksum.h"
#include "model/build.h"
#include "model/decode.h"
#include "model/message.h"

enum { VERSION, TYPE, CHECKSUM, CHECKSUM_STATUS, RESERVED, REGISTER_FLAGS, FIELDS };

enum { HEADER_SIZE = 4, REGISTER = 1, REGISTER_SIZE = 8, PROTOCOL = 103 };

/* IANA, PIM message types. */
static const struct udpi_name type_entries[] = {
    UDPI_NAME(0, "Hello"),           UDPI_NAME(1, "Register"),
    UDPI_NAME(2, "Register-Stop"),   UDPI_NAME(3, "Join-Prune"),
    UDPI_NAME(4, "Bootstrap"),       UDPI_NAME(5, "Assert"),
    UDPI_NAME(6, "Graft"),           UDPI_NAME(7, "Graft-Ack"),
    UDPI_NAME(8, "Candidate-RP-Advertisement"), UDPI_NAME(9, "State-Refresh"),
    UDPI_NAME(10, "DF-Election"),    UDPI_NAME(11, "ECMP-Redirect"),
    UDPI_NAME(12, "Flooding"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_BITS(0, 4), .initial = 2,
                 .doc = "2 today."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(4, 4),
              .initial = REGISTER, .names = &type_names,
              .doc = "Kind of message; a Register carries a multicast packet to the rendezvous point."},
    [CHECKSUM] = {.key = "checksum", .label = "Checksum", .type = UDPI_HEX, .flags = UDPI_COMPUTED, UDPI_AT(2, 2),
                  .doc = "Internet checksum of the message; of a Register, of its first 8 bytes only."},
    [CHECKSUM_STATUS] = {.key = "checksum_status", .label = "Checksum status", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                         .names = &udpi_checksum_status_names,
                         .doc = "What checking it gave."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(1, 1),
                  .doc = "Must be zero."},
    [REGISTER_FLAGS] = {.key = "register_flags", .label = "Register flags", .type = UDPI_BYTES,
                        .doc = "Border and null-register bits, in a Register message."},
};

/* RFC 7761 section 4.9: of a Register the first 8 bytes count; a sum over the whole is accepted too. */
static enum udpi_checksum_status check_message(struct udpi_decode *d, const uint8_t *header) {
    uint8_t protocol = d->addresses.size == 16 ? PROTOCOL : 0;
    struct udpi_message message = udpi_message_of(d, header, 2, protocol);
    bool is_register = (header[0] & 15) == REGISTER && message.length > REGISTER_SIZE;
    if (!is_register)
        return udpi_message_check(d, &message);
    if (d->cursor.have < d->cursor.claim || d->is_incomplete)
        return UDPI_CHECKSUM_UNVERIFIED;
    uint64_t sum = protocol ? udpi_pseudo_sum(&d->addresses, protocol, message.length) : 0;
    if (udpi_checksum_fold(udpi_checksum_add(sum, header, message.length)) == 0xffff)
        return UDPI_CHECKSUM_GOOD;
    message.length = message.coverage = REGISTER_SIZE;
    return udpi_message_check(d, &message);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (header[0] >> 4 != 2)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, CHECKSUM_STATUS + 1, header);
    udpi_set(d, CHECKSUM_STATUS, check_message(d, header));
    udpi_put_if_set(d, fields, RESERVED, header);
    if ((header[0] & 15) != REGISTER)
        return udpi_next_payload();
    const uint8_t *flags = udpi_cursor_take(&d->cursor, 4);
    if (!flags)
        return udpi_next_payload();
    udpi_put_bytes(d, REGISTER_FLAGS, flags, 4);
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_IP);
}

static void encode(struct udpi_build *b) {
    if (udpi_build_number(b, TYPE) == REGISTER && udpi_build_layer(b)->header_size < REGISTER_SIZE)
        udpi_build_pad(b, REGISTER_SIZE);
}

static void seal(struct udpi_build *b) {
    uint32_t size = udpi_build_size(b);
    bool is_register = udpi_build_number(b, TYPE) == REGISTER && size > REGISTER_SIZE;
    uint8_t protocol = udpi_build_layer(b)->addresses.size == 16 ? PROTOCOL : 0;
    udpi_message_seal(b, CHECKSUM, is_register ? REGISTER_SIZE : size, protocol);
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, PROTOCOL}};

const struct udpi_protocol udpi_pim = {
    .key = "pim",
    .title = "Protocol Independent Multicast",
    .spec = "RFC 7761",
    .doc = "Tells multicast routers who wants what; a Register carries the first packets of a source.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
