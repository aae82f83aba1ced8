/* Internet key exchange, versions 1 and 2: the messages of messages/isakmp_message.h. */
#include "messages/isakmp_message.h"
#include "model/build.h"
#include "model/nest.h"

#define F(name) UDPI_ISAKMP_##name

enum { HEADER_SIZE = 28, PAYLOAD_HEADER_SIZE = 4 };
enum { NONE = 0, ENCRYPTED = 46, ENCRYPTED_FRAGMENT = 53 }; /* payloads: nothing follows them */

/* --- the chain of payloads ---------------------------------------------------------------------------------------- */

/* Gives the type of the next payload. */
static unsigned put_payload(struct udpi_decode *d, unsigned type, bool is_version_2) {
    enum { IN_PAYLOAD = 2 };
    uint16_t group = udpi_nest_open(d, 1, F(PAYLOAD));
    udpi_put_at_depth(d, IN_PAYLOAD, F(TYPE), udpi_offset_of(d, d->cursor.at), 0, type);
    unsigned next = (unsigned)udpi_nest_number(d, IN_PAYLOAD, F(FOLLOWED_BY), 1);
    const uint8_t *critical = udpi_cursor_take(&d->cursor, 1);
    if (critical && is_version_2)
        udpi_put_at_depth(d, IN_PAYLOAD, F(CRITICAL), udpi_offset_of(d, critical), 1, *critical >> 7);
    size_t length = udpi_nest_number(d, IN_PAYLOAD, F(PAYLOAD_LENGTH), 2);
    if (length >= PAYLOAD_HEADER_SIZE)
        udpi_part_read(d, length - PAYLOAD_HEADER_SIZE, type, udpi_put_isakmp_payload);
    else if (d->cursor.stop == UDPI_STOP_NONE)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "a payload says that it has {a} bytes, where its header has {b}",
                      (uint32_t)length, PAYLOAD_HEADER_SIZE);
    udpi_nest_close(d, group);
    bool is_last = type == ENCRYPTED || type == ENCRYPTED_FRAGMENT || length < PAYLOAD_HEADER_SIZE;
    return is_last ? NONE : next;
}

static void put_payloads(struct udpi_decode *d, unsigned type, bool is_version_2) {
    if (type == NONE || !udpi_part_goes_on(d))
        return;
    uint16_t list = udpi_nest_open(d, 0, F(PAYLOADS));
    while (type != NONE && udpi_part_goes_on(d))
        type = put_payload(d, type, is_version_2);
    udpi_nest_close(d, list);
    if (type != NONE && d->cursor.stop == UDPI_STOP_NONE)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the message ends before a payload of type {a}, which is to follow", type,
                      0);
}

/* --- the message -------------------------------------------------------------------------------------------------- */

struct flag {
    uint8_t field, mask;
};

/* RFC 2408 section 3.1, RFC 7296 section 3.1 */
static const struct flag flags[][3] = {
    {{F(ENCRYPTED), 1}, {F(COMMIT), 2}, {F(AUTHENTICATION_ONLY), 4}},
    {{F(FROM_INITIATOR), 8}, {F(HIGHER_VERSION), 0x10}, {F(RESPONSE), 0x20}},
};

static bool is_encrypted(const uint8_t *header, bool is_version_2) {
    return !is_version_2 && header[19] & flags[0][0].mask;
}

/* Exchanges and payloads of version 2 have numbers that version 1 does not use; both leave those from 128 on to vendors. Version 2
   has no SPI of zero: RFC 7296 section 3.1. */
static bool is_plausible(const uint8_t *header) {
    enum { FIRST_EXCHANGE = 34, FIRST_PAYLOAD = 33, FIRST_PRIVATE = 128 };
    uint8_t version = header[17] >> 4, payload = header[16], exchange = header[18];
    bool is_version_2 = version == 2;
    if (version < 1 || version > 2 || udpi_load_be32(header + 24) < HEADER_SIZE)
        return false;
    if (is_version_2 && udpi_load_be64(header) == 0)
        return false;
    bool has_payload = payload == NONE || payload >= FIRST_PRIVATE || (payload >= FIRST_PAYLOAD) == is_version_2;
    return has_payload && (exchange >= FIRST_PRIVATE || (exchange >= FIRST_EXCHANGE) == is_version_2);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(header))
        return udpi_next_not_mine();
    bool is_version_2 = header[17] >> 4 == 2;
    udpi_put_header(d, udpi_isakmp_fields, F(INITIATOR_SPI), F(LENGTH) + 1, header);
    for (unsigned i = 0; i < 3; i++)
        udpi_put(d, flags[is_version_2][i].field, header + 19, 1, (header[19] & flags[is_version_2][i].mask) != 0);
    size_t size = udpi_load_be32(header + 24) - HEADER_SIZE, padding = 0;
    if (size > d->cursor.claim)
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_PARENT, NULL, (uint32_t)size + HEADER_SIZE,
                      (uint32_t)d->cursor.claim + HEADER_SIZE);
    else
        padding = d->cursor.claim - size;
    d->cursor.claim -= padding;
    if (is_encrypted(header, is_version_2))
        udpi_nest_bytes(d, 0, F(ENCRYPTED_PAYLOADS), d->cursor.claim);
    else
        put_payloads(d, header[16], is_version_2);
    d->cursor.claim += padding;
    return udpi_next_payload();
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, F(LENGTH), udpi_build_size(b));
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 500}};

const struct udpi_protocol udpi_isakmp = {
    .key = "isakmp",
    .title = "Internet Key Exchange",
    .spec = "RFC 2408, RFC 7296",
    .doc = "Agrees on the keys of IPsec; the header is that of ISAKMP.",
    .fields = udpi_isakmp_fields,
    .field_count = UDPI_ISAKMP_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
    .seal = seal,
};
