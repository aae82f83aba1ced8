/*
 * User Datagram Protocol.
 *
 *     | source port 2 | destination port 2 | length 2 | checksum 2 | …
 */
#include "core/checksum.h"
#include "model/build.h"
#include "model/expected.h"
#include "model/numbers.h"

enum { SRC_PORT, DST_PORT, LENGTH, CHECKSUM, CHECKSUM_STATUS, FIELDS };

enum { HEADER_SIZE = 8, FIRST_DYNAMIC_PORT = 49152, ECHO_PORT = 7788 };

static const struct udpi_field fields[FIELDS] = {
    [SRC_PORT] = {.key = "src_port", .label = "Source port", .type = UDPI_PORT, .flags = UDPI_SRC, UDPI_AT(0, 2),
                  .initial = FIRST_DYNAMIC_PORT,
                  .doc = "Which program of the sending host; 0 where no answer is wanted."},
    [DST_PORT] = {.key = "dst_port", .label = "Destination port", .type = UDPI_PORT, .flags = UDPI_DST, UDPI_AT(2, 2),
                  .initial = ECHO_PORT,
                  .doc = "Which program of the receiving host."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(4, 2),
                .doc = "Bytes of header and payload; 0 in a jumbogram (RFC 2675)."},
    [CHECKSUM] = {.key = "checksum", .label = "Checksum", .type = UDPI_HEX, .flags = UDPI_COMPUTED, UDPI_AT(6, 2),
                  .doc = "Internet checksum of addresses, header and payload; 0 where the sender made none."},
    [CHECKSUM_STATUS] = {.key = "checksum_status", .label = "Checksum status", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                         .names = &udpi_checksum_status_names,
                         .doc = "What checking it gave; partial: the sender left it to its network card."},
};

/* Ends the claim where the length says. Gives the length that counts, or 0 where the field makes no sense. */
static uint32_t apply_length(struct udpi_decode *d, uint32_t length) {
    uint32_t present = (uint32_t)d->cursor.claim + HEADER_SIZE;
    if (length == 0 && d->has_jumbo)
        return present; /* RFC 2675 section 4 */
    if (length < HEADER_SIZE) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the UDP length is {a}, and must be 8 at least", length, 0);
        return 0;
    }
    if (length > present) {
        if (!d->is_incomplete) /* else it is a quoted fragment, and the rest lies in others */
            udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_PARENT, NULL, length, present);
        return 0;
    }
    udpi_narrow(d, length - HEADER_SIZE, UDPI_AS_SURPLUS);
    return length;
}

/* RFC 768; the order of the cases is part of the output's contract. */
static enum udpi_checksum_status check_datagram(struct udpi_decode *d, const uint8_t *header, uint32_t length) {
    uint16_t stored = udpi_load_be16(header + 6);
    if (stored == 0) {
        if (d->addresses.size == 16)
            udpi_note_add(d, UDPI_NOTE_UDP_CHECKSUM_ZERO_IPV6, NULL, 0, 0);
        return UDPI_CHECKSUM_ABSENT;
    }
    if (length == 0 || d->is_incomplete || d->addresses.size == 0 || d->cursor.have < d->cursor.claim)
        return UDPI_CHECKSUM_UNVERIFIED;
    uint64_t pseudo = udpi_pseudo_sum(&d->addresses, UDPI_IP_UDP, length);
    uint16_t sum = udpi_checksum_fold(udpi_checksum_add(pseudo, header, length));
    if (sum == 0xffff)
        return UDPI_CHECKSUM_GOOD;
    if (stored == udpi_checksum_fold(pseudo))
        return UDPI_CHECKSUM_PARTIAL;
    uint16_t rest = udpi_checksum_fold((uint64_t)sum + (stored ^ 0xffff));
    udpi_note_add(d, UDPI_NOTE_UDP_CHECKSUM_BAD, NULL, stored, rest == 0xffff ? 0xffff : rest ^ 0xffff);
    return UDPI_CHECKSUM_BAD;
}

/* More than a frame can carry, and no fragments: the kernel of this host handed several datagrams over as one. */
static void note_super_datagram(struct udpi_decode *d, uint32_t length) {
    uint32_t mtu = d->packet->frame.mtu;
    if (mtu == 0)
        return;
    uint32_t size = length + (d->addresses.size == 16 ? 40 : 20);
    if (size > mtu && d->buffer == 0 && !d->is_quoted)
        udpi_note_add(d, UDPI_NOTE_SUPER_DATAGRAM, NULL, size, mtu);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    struct udpi_value *values = udpi_put_header(d, fields, SRC_PORT, FIELDS, header);
    udpi_set_endpoints(d);
    d->packet->is_udp = true;
    uint32_t field = udpi_load_be16(header + 4);
    uint32_t length = apply_length(d, field);
    if (!d->is_brief)
        values[CHECKSUM_STATUS].number = check_datagram(d, header, length);
    note_super_datagram(d, length);
    if (field < HEADER_SIZE && length == 0)
        return udpi_next_payload();
    uint16_t src_port = udpi_load_be16(header), dst_port = udpi_load_be16(header + 2);
    if (__builtin_expect(d->expected->is_used, 0))
        return udpi_expected_next(d, src_port, dst_port);
    return udpi_next_ports(src_port, dst_port);
}

static void seal(struct udpi_build *b) {
    uint32_t size = udpi_build_size(b);
    udpi_build_fill(b, DST_PORT, udpi_build_next_key(b, UDPI_UDP_PORT, (uint16_t)udpi_build_number(b, DST_PORT)));
    udpi_build_fill(b, LENGTH, size > UINT16_MAX ? 0 : size);
    udpi_build_fill(b, CHECKSUM, 0);
    const struct udpi_addresses *addresses = &udpi_build_layer(b)->addresses;
    if (addresses->size == 0 || udpi_build_given(b, CHECKSUM))
        return;
    uint64_t sum = udpi_pseudo_sum(addresses, UDPI_IP_UDP, size);
    uint16_t checksum = udpi_checksum_fold(udpi_checksum_add(sum, udpi_build_header(b), size)) ^ 0xffff;
    udpi_build_fill(b, CHECKSUM, checksum ? checksum : 0xffff); /* RFC 768: 0 would mean that there is none */
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_UDP}};

const struct udpi_protocol udpi_udp = {
    .key = "udp",
    .title = "User Datagram Protocol",
    .spec = "RFC 768",
    .doc = "Carries a datagram from one program to another: ports tell the programs of a host apart.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .seal = seal,
};
