/*
 * Internet key exchange: the header, which versions 1 and 2 share.
 *
 *     | initiator SPI 8 | responder SPI 8 | next payload 1 | version 4 bits, 4 bits | exchange type 1 | flags 1 |
 *     | message id 4 | length 4 | …
 *
 * Left out: the payloads behind the header, most of which are encrypted.
 */
#include "model/build.h"
#include "model/decode.h"

enum {
    INITIATOR_SPI,
    RESPONDER_SPI,
    NEXT_PAYLOAD,
    MAJOR_VERSION,
    MINOR_VERSION,
    EXCHANGE_TYPE,
    FLAGS,
    MESSAGE_ID,
    LENGTH,
    FIELDS
};

enum { HEADER_SIZE = 28 };

/* RFC 2408 section 3.1 (0 to 13), RFC 2409, RFC 3947 (20, 21), RFC 7296 section 3.2 (33 to 48), RFC 5723, 6467, 7383 */
static const struct udpi_name payload_entries[] = {
    UDPI_NAME(0, "none"),
    UDPI_NAME(1, "security association"),
    UDPI_NAME(2, "proposal"),
    UDPI_NAME(3, "transform"),
    UDPI_NAME(4, "key exchange"),
    UDPI_NAME(5, "identification"),
    UDPI_NAME(6, "certificate"),
    UDPI_NAME(7, "certificate request"),
    UDPI_NAME(8, "hash"),
    UDPI_NAME(9, "signature"),
    UDPI_NAME(10, "nonce"),
    UDPI_NAME(11, "notification"),
    UDPI_NAME(12, "delete"),
    UDPI_NAME(13, "vendor id"),
    UDPI_NAME(20, "NAT discovery"),
    UDPI_NAME(21, "NAT original address"),
    UDPI_NAME(33, "security association"),
    UDPI_NAME(34, "key exchange"),
    UDPI_NAME(35, "identification of the initiator"),
    UDPI_NAME(36, "identification of the responder"),
    UDPI_NAME(37, "certificate"),
    UDPI_NAME(38, "certificate request"),
    UDPI_NAME(39, "authentication"),
    UDPI_NAME(40, "nonce"),
    UDPI_NAME(41, "notify"),
    UDPI_NAME(42, "delete"),
    UDPI_NAME(43, "vendor id"),
    UDPI_NAME(44, "traffic selector of the initiator"),
    UDPI_NAME(45, "traffic selector of the responder"),
    UDPI_NAME(46, "encrypted and authenticated"),
    UDPI_NAME(47, "configuration"),
    UDPI_NAME(48, "extensible authentication"),
    UDPI_NAME(53, "encrypted and authenticated fragment"),
};
static const struct udpi_names payload_names = {payload_entries, sizeof payload_entries / sizeof *payload_entries};

/* RFC 2408 section 3.1, RFC 2409 appendix A, RFC 7296 section 3.1, RFC 5723, RFC 9242, RFC 9370 */
static const struct udpi_name exchange_entries[] = {
    UDPI_NAME(0, "none"),
    UDPI_NAME(1, "base"),
    UDPI_NAME(2, "identity protection (main mode)"),
    UDPI_NAME(3, "authentication only"),
    UDPI_NAME(4, "aggressive"),
    UDPI_NAME(5, "informational"),
    UDPI_NAME(6, "transaction"),
    UDPI_NAME(32, "quick mode"),
    UDPI_NAME(33, "new group mode"),
    UDPI_NAME(34, "IKE_SA_INIT"),
    UDPI_NAME(35, "IKE_AUTH"),
    UDPI_NAME(36, "CREATE_CHILD_SA"),
    UDPI_NAME(37, "INFORMATIONAL"),
    UDPI_NAME(38, "IKE_SESSION_RESUME"),
    UDPI_NAME(43, "IKE_INTERMEDIATE"),
    UDPI_NAME(44, "IKE_FOLLOWUP_KE"),
};
static const struct udpi_names exchange_names = {exchange_entries, sizeof exchange_entries / sizeof *exchange_entries};

static const struct udpi_field fields[FIELDS] = {
    [INITIATOR_SPI] = {.key = "initiator_spi", .label = "SPI of the initiator", .type = UDPI_HEX,
                       .flags = UDPI_SUMMARY, UDPI_AT(0, 8), .initial = 1,
                       .doc = "Number of the association at the side that began; never 0."},
    [RESPONDER_SPI] = {.key = "responder_spi", .label = "SPI of the responder", .type = UDPI_HEX, UDPI_AT(8, 8),
                       .doc = "Number of the association at the other side; 0 in the first message."},
    [NEXT_PAYLOAD] = {.key = "next_payload", .label = "Next payload", .type = UDPI_UINT, UDPI_AT(16, 1),
                      .names = &payload_names,
                      .doc = "Kind of the first payload behind the header."},
    [MAJOR_VERSION] = {.key = "major_version", .label = "Major version", .type = UDPI_UINT, UDPI_BITS(136, 4),
                       .initial = 2,
                       .doc = "1 or 2, which have little in common but this header."},
    [MINOR_VERSION] = {.key = "minor_version", .label = "Minor version", .type = UDPI_UINT, UDPI_BITS(140, 4),
                       .doc = "0 so far."},
    [EXCHANGE_TYPE] = {.key = "exchange_type", .label = "Exchange type", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                       UDPI_AT(18, 1), .names = &exchange_names, .initial = 34,
                       .doc = "Which exchange the message belongs to; version 2 begins with 34."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, UDPI_AT(19, 1),
               .doc = "Version 1: 1 encrypted, 2 commit, 4 authentication only; version 2: 8 from the initiator, "
                      "0x10 higher version possible, 0x20 response."},
    [MESSAGE_ID] = {.key = "message_id", .label = "Message id", .type = UDPI_HEX, .flags = UDPI_SUMMARY,
                    UDPI_AT(20, 4),
                    .doc = "Ties requests and responses together."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(24, 4),
                .doc = "Bytes of header and payloads."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    uint8_t version = header[17] >> 4;
    uint32_t length = udpi_load_be32(header + 24);
    if (version < 1 || version > 2 || udpi_load_be64(header) == 0 || length < HEADER_SIZE)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, INITIATOR_SPI, LENGTH + 1, header);
    uint32_t present = (uint32_t)d->cursor.claim + HEADER_SIZE;
    if (length > present)
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_PARENT, NULL, length, present);
    return udpi_next_payload();
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, LENGTH, udpi_build_size(b));
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 500}};

const struct udpi_protocol udpi_isakmp = {
    .key = "isakmp",
    .title = "Internet Key Exchange",
    .spec = "RFC 2408, RFC 7296",
    .doc = "Agrees on the keys of IPsec; the header is that of ISAKMP.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
    .seal = seal,
};
