/*
 * Locator/ID separation: the head of control messages.
 *
 *     | type 4 bits | flags 20 bits | record count 1 | nonce 8 | …        types 1 to 4
 *     | type 4 bits: 8 | S D … 28 bits | IP …                             a control message in another's packet
 *
 * Left out: the records.
 */
#include "model/width.h"

enum { TYPE, FLAGS, RECORD_COUNT, NONCE, FIELDS };

enum { MAP_REQUEST = 1, MAP_NOTIFY = 4, MAP_REFERRAL = 6, ENCAPSULATED = 8, SHARED = 15, S_BIT = 0x08 };

static const struct udpi_name type_entries[] = {
    UDPI_NAME(MAP_REQUEST, "map request"),
    UDPI_NAME(2, "map reply"),
    UDPI_NAME(3, "map register"),
    UDPI_NAME(MAP_NOTIFY, "map notify"),
    UDPI_NAME(5, "map notify ack"),
    UDPI_NAME(MAP_REFERRAL, "map referral"),
    UDPI_NAME(7, "info"),
    UDPI_NAME(ENCAPSULATED, "encapsulated control message"),
    UDPI_NAME(SHARED, "shared extension message"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_field fields[FIELDS] = {
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(0, 4),
              .names = &type_names, .initial = ENCAPSULATED,
              .doc = "Kind of the message."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, UDPI_BITS(4, 20),
               .doc = "Bits with a meaning for each type; in type 8 the first says that authentication data follow."},
    [RECORD_COUNT] = {.key = "record_count", .label = "Record count", .type = UDPI_UINT, UDPI_BITS(24, 8),
                      .doc = "Mappings, or questions for them, in the message."},
    [NONCE] = {.key = "nonce", .label = "Nonce", .type = UDPI_HEX, .flags = UDPI_SUMMARY, .width = 8,
               .doc = "Ties reply and request together."},
};

static bool has_nonce(uint64_t type) {
    return type >= MAP_REQUEST && type <= MAP_REFERRAL;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    uint8_t type = header[0] >> 4;
    if (!udpi_name_find(&type_names, type))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, TYPE, RECORD_COUNT + 1, header);
    if (type == ENCAPSULATED)
        return header[0] & S_BIT ? udpi_next_payload() : udpi_next_key(UDPI_INTERNAL, UDPI_AS_IP);
    if (has_nonce(type))
        udpi_take_number(d, fields, NONCE);
    return udpi_next_payload();
}

static void encode(struct udpi_build *b) {
    if (has_nonce(udpi_build_number(b, TYPE)))
        udpi_build_add(b, NONCE);
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 4342}};

const struct udpi_protocol udpi_lisp_control = {
    .key = "lisp_control",
    .title = "Locator/ID Separation Protocol, control",
    .spec = "RFC 9301",
    .doc = "Asks where an identifier is to be found, and says it.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 4,
    .decode = decode,
    .encode = encode,
};
