/*
 * Lightweight User Datagram Protocol: UDP with a checksum that may leave out the end of the payload.
 *
 *     | source port 2 | destination port 2 | coverage 2 | checksum 2 | …
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/message.h"
#include "model/numbers.h"

enum { SRC_PORT, DST_PORT, COVERAGE, CHECKSUM, CHECKSUM_STATUS, FIELDS };

enum { HEADER_SIZE = 8, FIRST_DYNAMIC_PORT = 49152, ECHO_PORT = 7788, CHECKSUM_AT = 6 };

static const struct udpi_field fields[FIELDS] = {
    [SRC_PORT] = {.key = "src_port", .label = "Source port", .type = UDPI_PORT, .flags = UDPI_SRC, UDPI_AT(0, 2),
                  .initial = FIRST_DYNAMIC_PORT,
                  .doc = "Which program of the sending host."},
    [DST_PORT] = {.key = "dst_port", .label = "Destination port", .type = UDPI_PORT, .flags = UDPI_DST, UDPI_AT(2, 2),
                  .initial = ECHO_PORT,
                  .doc = "Which program of the receiving host."},
    [COVERAGE] = {.key = "coverage", .label = "Checksum coverage", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(4, 2),
                  .doc = "Bytes from the header on that the checksum covers; 0 is all of them."},
    [CHECKSUM] = {.key = "checksum", .label = "Checksum", .type = UDPI_HEX, .flags = UDPI_COMPUTED, UDPI_AT(6, 2),
                  .doc = "Internet checksum of addresses and of the bytes covered."},
    [CHECKSUM_STATUS] = {.key = "checksum_status", .label = "Checksum status", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                         .names = &udpi_checksum_status_names,
                         .doc = "What checking it gave; partial: the sender left it to its network card."},
};

/* RFC 3828 section 3.1. */
static enum udpi_checksum_status check_datagram(struct udpi_decode *d, const uint8_t *header) {
    struct udpi_message message = udpi_message_of(d, header, CHECKSUM_AT, UDPI_IP_UDPLITE);
    uint32_t coverage = udpi_load_be16(header + 4);
    if (coverage > 0)
        message.coverage = coverage;
    if (coverage > 0 && coverage < HEADER_SIZE) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the coverage is {a}, and must be 0, or 8 at least", coverage, 0);
        return UDPI_CHECKSUM_UNVERIFIED;
    }
    if (coverage > message.length) {
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_PARENT, NULL, coverage, message.length);
        return UDPI_CHECKSUM_UNVERIFIED;
    }
    return udpi_message_check(d, &message);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, SRC_PORT, FIELDS, header);
    udpi_set_endpoints(d);
    d->packet->is_udp = true;
    udpi_set(d, CHECKSUM_STATUS, check_datagram(d, header));
    uint16_t src_port = udpi_load_be16(header), dst_port = udpi_load_be16(header + 2);
    return src_port < dst_port ? udpi_next_keys(UDPI_UDP_PORT, src_port, dst_port)
                               : udpi_next_keys(UDPI_UDP_PORT, dst_port, src_port);
}

static void seal(struct udpi_build *b) {
    uint32_t size = udpi_build_size(b);
    uint64_t coverage = udpi_build_number(b, COVERAGE);
    udpi_build_fill(b, DST_PORT, udpi_build_next_key(b, UDPI_UDP_PORT, (uint16_t)udpi_build_number(b, DST_PORT)));
    udpi_message_seal(b, CHECKSUM, coverage > 0 && coverage < size ? (uint32_t)coverage : size, UDPI_IP_UDPLITE);
    if (udpi_build_number(b, CHECKSUM) == 0)
        udpi_build_fill(b, CHECKSUM, UINT16_MAX); /* RFC 3828 section 3.1: it may not be 0 */
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_UDPLITE}};

const struct udpi_protocol udpi_udplite = {
    .key = "udplite",
    .title = "Lightweight User Datagram Protocol",
    .spec = "RFC 3828",
    .doc = "UDP for payloads that may arrive damaged: the checksum covers as much as the sender wants.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .seal = seal,
};
