/* What IKE proposes for an association: protocols, the algorithms for each, and their attributes. */
#include "messages/isakmp_message.h"

#include "model/nest.h"

#define F(name) UDPI_ISAKMP_##name

enum { DEPTH = 2, IN_PROPOSAL = 4, IN_TRANSFORM = 6, IN_ATTRIBUTE = 8 };
enum { HEADER_SIZE = 8 }; /* of proposals and transforms, of both versions */
enum { PROTOCOLS = 5, ATTRIBUTES = 16, TYPES = 13 };
enum { IKE = 1 }; /* the protocol */

/* Whether the length of a proposal or transform leads anywhere. */
static bool is_long_enough(struct udpi_decode *d, size_t length) {
    if (length < HEADER_SIZE && d->cursor.stop == UDPI_STOP_NONE)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "a proposal or transform says that it has {a} bytes, where all have {b}",
                      (uint32_t)length, HEADER_SIZE);
    return length >= HEADER_SIZE;
}

/* --- attributes --------------------------------------------------------------------------------------------------- */

/* RFC 2409 appendix A */
static const uint8_t key_exchange_attributes[ATTRIBUTES] = {
    [1] = F(ATTRIBUTE_ENCRYPTION), [2] = F(ATTRIBUTE_HASH), [3] = F(ATTRIBUTE_METHOD), [4] = F(ATTRIBUTE_GROUP),
    [5] = F(GROUP_TYPE),           [11] = F(LIFE_TYPE),     [12] = F(LIFE_DURATION),   [14] = F(KEY_LENGTH),
};

/* RFC 2407 section 4.5 */
static const uint8_t ipsec_attributes[ATTRIBUTES] = {
    [1] = F(LIFE_TYPE),           [2] = F(LIFE_DURATION), [3] = F(ATTRIBUTE_GROUP), [4] = F(ENCAPSULATION),
    [5] = F(ATTRIBUTE_INTEGRITY), [6] = F(KEY_LENGTH),    [7] = F(KEY_ROUNDS),
};

/* RFC 7296 section 3.3.5 */
static const uint8_t version_2_attributes[ATTRIBUTES] = {[14] = F(KEY_LENGTH)};

/* A value with a length is a number where it is known as one, and no longer than such are. */
static void put_attribute(struct udpi_decode *d, const uint8_t *attributes) {
    enum { IS_SHORT = 0x8000, MOST_NUMBER = 4 };
    const uint8_t *at = udpi_cursor_take(&d->cursor, 2);
    if (!at)
        return;
    unsigned word = udpi_load_be16(at), type = word & ~(unsigned)IS_SHORT;
    unsigned field = type < ATTRIBUTES ? attributes[type] : 0;
    udpi_put_at_depth(d, IN_ATTRIBUTE, F(ATTRIBUTE_TYPE), udpi_offset_of(d, at), 2, type);
    if (word & IS_SHORT) {
        udpi_nest_number(d, IN_ATTRIBUTE, field ? field : F(NUMBER), 2);
        return;
    }
    size_t length = udpi_nest_number(d, IN_ATTRIBUTE, F(ATTRIBUTE_LENGTH), 2);
    if (field && length > 0 && length <= MOST_NUMBER)
        udpi_nest_number(d, IN_ATTRIBUTE, field, length);
    else
        udpi_nest_bytes(d, IN_ATTRIBUTE, F(ATTRIBUTE_DATA), length);
}

static void put_attributes(struct udpi_decode *d, const uint8_t *attributes) {
    if (!udpi_part_goes_on(d))
        return;
    uint16_t list = udpi_nest_open(d, IN_TRANSFORM, F(ATTRIBUTES));
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, IN_TRANSFORM + 1, F(ATTRIBUTE));
        put_attribute(d, attributes);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* --- transforms --------------------------------------------------------------------------------------------------- */

/* Of a protocol of version 1, and of a type of transform of version 2: RFC 7296 section 3.3.2, from 6 on RFC 9370 section 2.2.1 */
static const uint8_t ids_of_protocols[PROTOCOLS] = {[1] = F(IKE), [2] = F(AH), [3] = F(ESP), [4] = F(IPCOMP)};
static const uint8_t ids_of_types[TYPES] = {
    [1] = F(TRANSFORM_ENCRYPTION), [2] = F(TRANSFORM_PRF),    [3] = F(TRANSFORM_INTEGRITY), [4] = F(TRANSFORM_GROUP),
    [5] = F(TRANSFORM_ESN),        [6] = F(TRANSFORM_GROUP),  [7] = F(TRANSFORM_GROUP),     [8] = F(TRANSFORM_GROUP),
    [9] = F(TRANSFORM_GROUP),      [10] = F(TRANSFORM_GROUP), [11] = F(TRANSFORM_GROUP),    [12] = F(TRANSFORM_GROUP),
};

static void put_algorithm(struct udpi_decode *d, unsigned protocol) {
    udpi_nest_number(d, IN_TRANSFORM, F(TRANSFORM_NUMBER), 1);
    unsigned field = protocol < PROTOCOLS ? ids_of_protocols[protocol] : 0;
    udpi_nest_number(d, IN_TRANSFORM, field ? field : F(TRANSFORM_ID), 1);
    udpi_cursor_take(&d->cursor, 2); /* reserved */
}

static void put_typed_algorithm(struct udpi_decode *d) {
    uint64_t type = udpi_nest_number(d, IN_TRANSFORM, F(TRANSFORM_TYPE), 1);
    udpi_cursor_take(&d->cursor, 1); /* reserved */
    unsigned field = type < TYPES ? ids_of_types[type] : 0;
    udpi_nest_number(d, IN_TRANSFORM, field ? field : F(TRANSFORM_ID), 2);
}

/* False where the length leads nowhere. */
static bool put_transform(struct udpi_decode *d, unsigned protocol, bool is_version_2) {
    struct udpi_cursor behind;
    udpi_nest_number(d, IN_TRANSFORM, F(TRANSFORM_MORE), 1);
    udpi_cursor_take(&d->cursor, 1); /* reserved */
    size_t length = udpi_nest_number(d, IN_TRANSFORM, F(TRANSFORM_LENGTH), 2);
    if (is_version_2)
        put_typed_algorithm(d);
    else
        put_algorithm(d, protocol);
    if (!is_long_enough(d, length) || !udpi_part_enter(d, length - HEADER_SIZE, &behind))
        return false;
    if (is_version_2)
        put_attributes(d, version_2_attributes);
    else
        put_attributes(d, protocol == IKE ? key_exchange_attributes : ipsec_attributes);
    if (!udpi_part_leave(d, &behind))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the attributes go beyond the {a} bytes of a transform", (uint32_t)length,
                      0);
    return true;
}

static void put_transforms(struct udpi_decode *d, unsigned protocol, bool is_version_2) {
    if (!udpi_part_goes_on(d))
        return;
    bool was_read = true;
    uint16_t list = udpi_nest_open(d, IN_PROPOSAL, F(TRANSFORMS));
    while (was_read && udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, IN_PROPOSAL + 1, F(TRANSFORM));
        was_read = put_transform(d, protocol, is_version_2);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* --- proposals ---------------------------------------------------------------------------------------------------- */

static bool put_proposal(struct udpi_decode *d, bool is_version_2) {
    struct udpi_cursor behind;
    udpi_nest_number(d, IN_PROPOSAL, F(PROPOSAL_MORE), 1);
    udpi_cursor_take(&d->cursor, 1); /* reserved */
    size_t length = udpi_nest_number(d, IN_PROPOSAL, F(PROPOSAL_LENGTH), 2);
    udpi_nest_number(d, IN_PROPOSAL, F(PROPOSAL_NUMBER), 1);
    unsigned protocol = (unsigned)udpi_nest_number(d, IN_PROPOSAL, F(PROPOSAL_PROTOCOL), 1);
    size_t spi_size = udpi_nest_number(d, IN_PROPOSAL, F(PROPOSAL_SPI_SIZE), 1);
    udpi_nest_number(d, IN_PROPOSAL, F(TRANSFORM_COUNT), 1);
    if (!is_long_enough(d, length) || !udpi_part_enter(d, length - HEADER_SIZE, &behind))
        return false;
    udpi_nest_bytes(d, IN_PROPOSAL, F(PROPOSAL_SPI), spi_size);
    put_transforms(d, protocol, is_version_2);
    size_t rest = d->cursor.claim;
    if (!udpi_part_leave(d, &behind) || rest > 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the transforms do not fill the {a} bytes of their proposal",
                      (uint32_t)length, 0);
    return true;
}

void udpi_put_isakmp_proposals(struct udpi_decode *d, bool is_version_2) {
    if (!udpi_part_goes_on(d))
        return;
    bool was_read = true;
    uint16_t list = udpi_nest_open(d, DEPTH, F(PROPOSALS));
    while (was_read && udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, DEPTH + 1, F(PROPOSAL));
        was_read = put_proposal(d, is_version_2);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}
