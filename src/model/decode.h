/*
 * What a protocol's decode function may call.
 *
 * The engine has checked that the fixed header is there, opened the layer, and moved the cursor behind the header. decode
 * records values, may take more bytes, may narrow the claim to what its length field says, and returns what follows. It
 * allocates nothing, formats nothing, and calls no other protocol.
 */
#ifndef UDPI_MODEL_DECODE_H
#define UDPI_MODEL_DECODE_H

#include <udpinspect/packet.h>

#include "core/bytes.h"
#include "core/cursor.h"

/* The addresses that a transport checksum covers: RFC 768, RFC 8200 section 8.1. */
struct udpi_addresses {
    const uint8_t *src, *dst;
    uint8_t size;  /* 4 or 16; 0 while there is no IP header */
    uint8_t layer; /* index of that IP header */
};

/* Bytes behind a claim that was narrowed; they become a layer at the end of the list. */
struct udpi_leftover {
    uint32_t offset;
    uint32_t size;
    uint16_t kind; /* UDPI_AS_SURPLUS or UDPI_AS_TRAILER */
    uint8_t buffer;
    uint8_t layer;    /* the layer that narrowed the claim */
    bool is_expected; /* belongs there, as a frame check sequence: worth no note */
};

/* The IP fragment whose bytes come next. */
struct udpi_fragment {
    uint32_t id;
    uint32_t offset;  /* in the datagram, in bytes */
    uint8_t protocol; /* that of the datagram */
    bool has_more;
    bool is_damaged; /* its IP header's checksum is wrong: no part of anything */
};

struct udpi_expected;

struct udpi_decode {
    struct udpi_packet *packet;
    struct udpi_expected *expected; /* what earlier packets have announced: model/expected.h */
    struct udpi_layer *layer; /* the one being decoded */
    struct udpi_layer *free_layer;
    const uint8_t *base;       /* of the layer's buffer */
    struct udpi_cursor cursor; /* behind what the layer has read so far */
    struct udpi_addresses addresses;
    struct udpi_fragment fragment;
    bool is_incomplete;    /* bytes of the datagram are elsewhere (a fragment): no checksum can be verified */
    bool is_brief;         /* only what follows is asked for: values and checksums would be read by nobody */
    bool is_quoted;        /* within an ICMP error: the packet is cut, and the sender means nothing by it */
    bool shows_secrets;    /* values that are UDPI_SENSITIVE are recorded */
    bool has_jumbo;        /* an IPv6 jumbo payload option has set the length: RFC 2675 */
    bool has_wlan_padding; /* the 802.11 header is padded to a multiple of 4 bytes: radiotap says so */
    uint8_t buffer;        /* index of the one that `base` begins */
    uint8_t leftover_count;
    struct udpi_leftover leftovers[UDPI_MAX_LAYERS];
};

/* --- what follows ------------------------------------------------------------------------------------------------- */

/* Keys for what is no protocol; a key that none is bound to means payload. */
enum udpi_next_kind {
    UDPI_NEXT_NOTHING = UDPI_KEY(UDPI_INTERNAL, 0xff00), /* the packet ends here */
    UDPI_NEXT_WHOLE,                                     /* the datagram that the fragment completes, if it does */
    UDPI_NEXT_NOT_MINE,                                  /* not this protocol after all: the layer is taken back */
};

static inline struct udpi_next udpi_next_key(enum udpi_space space, uint16_t key) {
    return (struct udpi_next){UDPI_KEY(space, key), UDPI_KEY(space, key)};
}

/* Both ports of a datagram: `key` is tried first. */
static inline struct udpi_next udpi_next_keys(enum udpi_space space, uint16_t key, uint16_t other_key) {
    return (struct udpi_next){UDPI_KEY(space, key), UDPI_KEY(space, other_key)};
}

static inline struct udpi_next udpi_next_payload(void) {
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_PAYLOAD);
}

static inline struct udpi_next udpi_next_nothing(void) {
    return (struct udpi_next){UDPI_NEXT_NOTHING, UDPI_NEXT_NOTHING};
}

static inline struct udpi_next udpi_next_not_mine(void) {
    return (struct udpi_next){UDPI_NEXT_NOT_MINE, UDPI_NEXT_NOT_MINE};
}

static inline struct udpi_next udpi_next_whole(void) {
    return (struct udpi_next){UDPI_NEXT_WHOLE, UDPI_NEXT_WHOLE};
}

/*
 * What follows a link header that Linux made up: an ethertype, or one of the small numbers of if_ether.h. On some kinds of
 * interface (netlink) the number is no ethertype at all.
 */
struct udpi_next udpi_next_linux(uint16_t hardware_type, uint16_t protocol);

/*
 * The bytes of an IP fragment: the layer `fragment`, and behind it the whole datagram if this one completes it. A quoted
 * first fragment goes on into its datagram's header.
 */
struct udpi_next udpi_next_fragment(struct udpi_decode *d, struct udpi_fragment fragment);

/*
 * The packet that an ICMP error quotes, in the rest of the claim. It may be cut anywhere: its own lengths may go beyond what
 * is there, as in a capture that was cut. `space` and `key` say what it begins with.
 */
struct udpi_next udpi_next_quoted(struct udpi_decode *d, enum udpi_space space, uint16_t key);

/* --- notes -------------------------------------------------------------------------------------------------------- */

/* Notes something about the layer being decoded; `text` as in struct udpi_note. */
__attribute__((cold)) void udpi_note_add(struct udpi_decode *d, enum udpi_note_code code, const char *text, uint32_t a,
                                         uint32_t b);

/* The same about the layer with this index, or about the frame (UDPI_NO_LAYER). */
__attribute__((cold)) void udpi_note_add_at(struct udpi_packet *packet, uint8_t layer, enum udpi_note_code code,
                                            const char *text, uint32_t a, uint32_t b);

/* --- values ------------------------------------------------------------------------------------------------------- */

static inline uint32_t udpi_offset_of(const struct udpi_decode *d, const uint8_t *at) {
    return (uint32_t)(at - d->base);
}

/* The index of the layer being decoded: it is the last one. */
static inline uint8_t udpi_layer_index(const struct udpi_decode *d) {
    return (uint8_t)(d->packet->layer_count - 1);
}

/* Records a value; beyond UDPI_MAX_VALUES it is dropped with a note. */
static inline void udpi_put_at_depth(struct udpi_decode *d, unsigned depth, unsigned field, uint32_t offset,
                                     size_t length, uint64_t number) {
    struct udpi_packet *packet = d->packet;
    if (packet->value_count == UDPI_MAX_VALUES)
        udpi_note_add(d, UDPI_NOTE_TOO_MANY_VALUES, NULL, UDPI_MAX_VALUES, 0);
    if (packet->value_count == UDPI_MAX_VALUES || d->is_brief)
        return;
    struct udpi_value *value = packet->values + packet->value_count++;
    *value = (struct udpi_value){
        .number = number, .offset = offset, .length = length & 0xfffff, .depth = depth & 15, .field = field & 255};
}

/* A number found in `length` bytes at `at`. */
static inline void udpi_put(struct udpi_decode *d, unsigned field, const uint8_t *at, size_t length, uint64_t number) {
    udpi_put_at_depth(d, 0, field, udpi_offset_of(d, at), length, number);
}

/* Bytes as they are: UDPI_BYTES, UDPI_TEXT, UDPI_IPV6, and the extent of a UDPI_LIST. */
static inline void udpi_put_bytes(struct udpi_decode *d, unsigned field, const uint8_t *at, size_t length) {
    udpi_put(d, field, at, length, 0);
}

/* Bytes or text of a field that is UDPI_SENSITIVE: recorded only where the user asks for such. */
static inline void udpi_put_secret(struct udpi_decode *d, unsigned depth, unsigned field, const uint8_t *at,
                                   size_t length) {
    if (d->shows_secrets)
        udpi_put_at_depth(d, depth, field, udpi_offset_of(d, at), length, 0);
}

/* The number in a fixed header's field of at most 64 bits; one with a sign (UDPI_INT) as an int64_t. */
static inline __attribute__((always_inline)) uint64_t udpi_field_load(const struct udpi_field *field,
                                                                      const uint8_t *header) {
    uint64_t number = udpi_load_be(header + field->byte, field->bytes);
    if (field->flags & UDPI_LITTLE)
        number = udpi_reverse(number, field->bytes);
    number >>= field->shift;
    if (field->bits < 64)
        number &= (UINT64_C(1) << field->bits) - 1;
    if (field->type == UDPI_INT) {
        uint64_t sign = UINT64_C(1) << (field->bits - 1);
        return (number ^ sign) - sign;
    }
    return field->unit ? number * field->unit : number;
}

/*
 * Records the fields [first, end) of the fixed header at `header`, each from the place its descriptor gives. Fields without
 * a place (UDPI_DERIVED) are recorded with 0. To be called with a constant array and constant bounds: the compiler then
 * unrolls it into plain loads and stores. Gives the values, whose numbers may be changed; beyond UDPI_MAX_VALUES they are
 * dropped with a note, but may be changed all the same.
 */
static inline __attribute__((always_inline)) struct udpi_value *udpi_put_header(struct udpi_decode *d,
                                                                                const struct udpi_field *fields,
                                                                                unsigned first, unsigned end,
                                                                                const uint8_t *header) {
    struct udpi_packet *packet = d->packet;
    struct udpi_value *values = packet->values + packet->value_count;
    if (d->is_brief)
        return values;
    uint32_t offset = udpi_offset_of(d, header);
#pragma GCC unroll 24
    for (unsigned i = first; i < end; i++) {
        const struct udpi_field *field = &fields[i];
        uint64_t number = field->bits <= 64 ? udpi_field_load(field, header) : 0;
        values[i - first] = (struct udpi_value){
            .number = number, .offset = offset + field->byte, .length = field->bytes, .depth = 0, .field = i & 255};
    }
    if (packet->value_count + (end - first) > UDPI_MAX_VALUES)
        udpi_note_add(d, UDPI_NOTE_TOO_MANY_VALUES, NULL, UDPI_MAX_VALUES, 0);
    else
        packet->value_count = (uint16_t)(packet->value_count + (end - first));
    return values;
}

/* Records one field of the fixed header if it is not zero: UDPI_IF_SET. */
static inline __attribute__((always_inline)) void
udpi_put_if_set(struct udpi_decode *d, const struct udpi_field *fields, unsigned field, const uint8_t *header) {
    uint64_t number = udpi_field_load(&fields[field], header);
    if (number != 0)
        udpi_put(d, field, header + fields[field].byte, fields[field].bytes, number);
}

/* What udpi_set does where the value is not in its usual place. */
__attribute__((cold)) void udpi_set_found(struct udpi_decode *d, unsigned field, uint64_t number);

/* Changes the number of a value of this layer that udpi_put_header has recorded. */
static inline void udpi_set(struct udpi_decode *d, unsigned field, uint64_t number) {
    struct udpi_packet *packet = d->packet;
    unsigned index = d->layer->first_value + field; /* where it is if all before it are recorded */
    bool is_there = index < packet->value_count && packet->values[index].field == field;
    if (__builtin_expect(is_there, 1))
        packet->values[index].number = number;
    else
        udpi_set_found(d, field, number);
}

/* --- lengths ------------------------------------------------------------------------------------------------------ */

/* Makes a leftover of what lies between `length` bytes behind the cursor and the end of the claim, where that is captured. */
__attribute__((cold)) void udpi_leave(struct udpi_decode *d, size_t length, enum udpi_internal leftover);

/*
 * Ends the claim `length` bytes behind the cursor; what lies between there and the old claim becomes a leftover of this kind.
 * The caller has checked that `length` does not exceed cursor.claim.
 */
static inline void udpi_narrow(struct udpi_decode *d, size_t length, enum udpi_internal leftover) {
    if (length < udpi_cursor_left(&d->cursor))
        udpi_leave(d, length, leftover);
    d->cursor.claim = length;
}

/* The same of bytes that belong there, as padding: worth no note. */
static inline void udpi_narrow_expected(struct udpi_decode *d, size_t length, enum udpi_internal leftover) {
    uint8_t before = d->leftover_count;
    udpi_narrow(d, length, leftover);
    if (d->leftover_count > before)
        d->leftovers[before].is_expected = true;
}

/* --- addresses and checksums -------------------------------------------------------------------------------------- */

/* Says which addresses checksums and endpoints further in refer to; 4 or 16 bytes each, in the layer's buffer. */
static inline void udpi_set_addresses(struct udpi_decode *d, const uint8_t *src, const uint8_t *dst, uint8_t size) {
    d->addresses = (struct udpi_addresses){.src = src, .dst = dst, .size = size, .layer = udpi_layer_index(d)};
}

/* Says that this layer has the ports (UDPI_SRC and UDPI_DST) of the packet, on the addresses set last. */
static inline void udpi_set_endpoints(struct udpi_decode *d) {
    d->packet->port_layer = udpi_layer_index(d);
    d->packet->address_layer = d->addresses.size ? d->addresses.layer : UDPI_NO_LAYER;
}

/* The words of every `checksum_status`; the first is what udpi_put_header records. */
enum udpi_checksum_status {
    UDPI_CHECKSUM_UNVERIFIED,
    UDPI_CHECKSUM_ABSENT,
    UDPI_CHECKSUM_GOOD,
    UDPI_CHECKSUM_PARTIAL,
    UDPI_CHECKSUM_BAD,
};
extern const struct udpi_names udpi_checksum_status_names;

/* The part of the sum that follows for IPv6. */
uint64_t udpi_pseudo_sum_ipv6(const struct udpi_addresses *addresses);

/* The running sum of the pseudo-header for `protocol` and a datagram of `length` bytes. */
static inline uint64_t udpi_pseudo_sum(const struct udpi_addresses *addresses, uint8_t protocol, uint32_t length) {
    uint64_t sum = (uint64_t)protocol + length;
    if (addresses->size == 4)
        return sum + udpi_load_be32(addresses->src) + udpi_load_be32(addresses->dst);
    return addresses->size == 16 ? sum + udpi_pseudo_sum_ipv6(addresses) : sum;
}

#endif
