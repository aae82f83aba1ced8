/* The values of attributes of STUN: for each type, what it holds. */
#include "messages/stun_message.h"
#include "model/nest.h"

enum { DEPTH = 2, WITHIN = DEPTH + 1, WITHIN_GROUP = DEPTH + 2, IPV4 = 1, IPV6 = 2, WORD = 4 };

/* What a value is, beside a number of so many bytes (1 to 8), behind which up to three are reserved. */
enum {
    ADDRESS = 32,
    XOR_ADDRESS,
    TEXT,
    SECRET,
    EMPTY,
    CHANGE,        /* two flags: RFC 5780 section 7.2 */
    EVEN_PORT,     /* one flag: RFC 8656 section 18.6 */
    CODE,          /* RFC 8489 section 14.8 */
    ADDRESS_CODE,  /* RFC 8656 section 18.12 */
    UNKNOWN_TYPES, /* RFC 8489 section 14.9 */
    ALGORITHMS,    /* RFC 8489 sections 14.11 and 14.12 */
    ICMP,          /* RFC 8656 section 18.13 */
    COUNTERS,      /* RFC 7982 section 3.1 */
};

struct layout {
    uint16_t type;
    uint8_t field, kind;
};

#define F(name) UDPI_STUN_##name

static const struct layout layouts[] = {
    {0x0001, 0, ADDRESS},
    {0x0002, 0, ADDRESS},
    {0x0003, 0, CHANGE},
    {0x0004, 0, ADDRESS},
    {0x0005, 0, ADDRESS},
    {0x0006, F(USERNAME), TEXT},
    {0x0007, F(PASSWORD), SECRET},
    {0x0009, 0, CODE},
    {0x000a, 0, UNKNOWN_TYPES},
    {0x000b, 0, ADDRESS},
    {0x000c, F(CHANNEL_NUMBER), 2},
    {0x000d, F(LIFETIME), 4},
    {0x000e, 0, ADDRESS},
    {0x0011, 0, ADDRESS},
    {0x0012, 0, XOR_ADDRESS},
    {0x0014, F(REALM), TEXT},
    {0x0015, F(NONCE), TEXT},
    {0x0016, 0, XOR_ADDRESS},
    {0x0017, F(FAMILY), 1},
    {0x0018, 0, EVEN_PORT},
    {0x0019, F(TRANSPORT), 1},
    {0x001a, 0, EMPTY},
    {0x001d, 0, ALGORITHMS},
    {0x0020, 0, XOR_ADDRESS},
    {0x0024, F(PRIORITY), 4},
    {0x0025, 0, EMPTY},
    {0x0027, F(PORT), 2},
    {0x002a, F(CONNECTION_ID), 4},
    {0x8000, F(FAMILY), 1},
    {0x8001, 0, ADDRESS_CODE},
    {0x8002, 0, ALGORITHMS},
    {0x8003, F(DOMAIN), TEXT},
    {0x8004, 0, ICMP},
    {0x8022, F(SOFTWARE), TEXT},
    {0x8023, 0, ADDRESS},
    {0x8025, 0, COUNTERS},
    {0x8027, F(CACHE_TIMEOUT), 4},
    {0x8028, F(FINGERPRINT), 4},
    {0x8029, F(TIE_BREAKER), 8},
    {0x802a, F(TIE_BREAKER), 8},
    {0x802b, 0, ADDRESS},
    {0x802c, 0, ADDRESS},
};

static const struct layout *find_layout(unsigned type) {
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (layouts[i].type == type)
            return &layouts[i];
    return NULL;
}

static void put_rest(struct udpi_decode *d, unsigned field) {
    udpi_nest_bytes(d, DEPTH, field, d->cursor.claim);
}

/* RFC 8489 section 14.2: port and address may be XORed with the cookie; of IPv6, with the transaction id, too. */
static void put_address(struct udpi_decode *d, uint32_t mask) {
    udpi_cursor_take(&d->cursor, 1);
    uint64_t family = udpi_nest_number(d, DEPTH, F(FAMILY), 1);
    const uint8_t *port = udpi_cursor_take(&d->cursor, 2);
    if (!port)
        return;
    udpi_put_at_depth(d, DEPTH, F(PORT), udpi_offset_of(d, port), 2, udpi_load_be16(port) ^ mask >> 16);
    const uint8_t *address = family == IPV4 ? udpi_cursor_take(&d->cursor, 4) : NULL;
    if (address)
        udpi_put_at_depth(d, DEPTH, F(IPV4), udpi_offset_of(d, address), 4, udpi_load_be32(address) ^ mask);
    else if (family == IPV6)
        udpi_nest_bytes(d, DEPTH, mask ? F(XOR_ADDRESS) : F(IPV6), 16);
    else if (family != IPV4)
        put_rest(d, F(VALUE));
}

static void put_flag(struct udpi_decode *d, unsigned field, const uint8_t *at, unsigned bit) {
    udpi_put_at_depth(d, DEPTH, field, udpi_offset_of(d, at), 1, *at >> bit & 1);
}

static void put_change(struct udpi_decode *d) {
    const uint8_t *flags = udpi_cursor_take(&d->cursor, WORD);
    if (!flags)
        return;
    put_flag(d, F(CHANGE_ADDRESS), flags + 3, 2);
    put_flag(d, F(CHANGE_PORT), flags + 3, 1);
}

static void put_even_port(struct udpi_decode *d) {
    const uint8_t *flags = udpi_cursor_take(&d->cursor, 1);
    if (flags)
        put_flag(d, F(RESERVE_NEXT), flags, 7);
}

/* Behind two bytes: the hundreds in three bits, the rest in eight. */
static void put_code(struct udpi_decode *d) {
    const uint8_t *code = udpi_cursor_take(&d->cursor, 2);
    if (!code)
        return;
    udpi_put_at_depth(d, DEPTH, F(CODE), udpi_offset_of(d, code), 2, (code[0] & 7U) * 100 + code[1]);
    put_rest(d, F(REASON));
}

static void put_unknown_types(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, DEPTH, F(UNKNOWN_TYPES));
    while (udpi_part_goes_on(d))
        udpi_nest_number(d, WITHIN, F(UNKNOWN_TYPE), 2);
    udpi_nest_close(d, list);
}

static void put_algorithms(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, DEPTH, F(ALGORITHMS));
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, WITHIN, F(ALGORITHM_GROUP));
        udpi_nest_number(d, WITHIN_GROUP, F(ALGORITHM), 2);
        size_t length = udpi_cursor_read(&d->cursor, 2);
        udpi_nest_bytes(d, WITHIN_GROUP, F(PARAMETERS), length);
        size_t padding = -length % WORD;
        udpi_cursor_take(&d->cursor, padding < d->cursor.claim ? padding : d->cursor.claim);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* Behind two reserved bytes, a type of seven bits and a code of nine. */
static void put_icmp(struct udpi_decode *d) {
    udpi_cursor_take(&d->cursor, 2);
    const uint8_t *at = udpi_cursor_take(&d->cursor, 2);
    if (!at)
        return;
    udpi_put_at_depth(d, DEPTH, F(ICMP_TYPE), udpi_offset_of(d, at), 2, at[0] >> 1);
    udpi_put_at_depth(d, DEPTH, F(ICMP_CODE), udpi_offset_of(d, at), 2, udpi_load_be16(at) & 0x1ff);
    udpi_nest_number(d, DEPTH, F(ICMP_DATA), WORD);
}

static void put_counters(struct udpi_decode *d) {
    udpi_cursor_take(&d->cursor, 2);
    udpi_nest_number(d, DEPTH, F(REQUEST_COUNT), 1);
    udpi_nest_number(d, DEPTH, F(RESPONSE_COUNT), 1);
}

static void put_number(struct udpi_decode *d, const struct layout *layout) {
    udpi_nest_number(d, DEPTH, layout->field, layout->kind);
    size_t reserved = -(size_t)layout->kind % WORD;
    udpi_cursor_take(&d->cursor, reserved < d->cursor.claim ? reserved : d->cursor.claim);
}

static void put_secret(struct udpi_decode *d, unsigned field) {
    size_t size = d->cursor.claim;
    const uint8_t *at = udpi_cursor_take(&d->cursor, size);
    if (at)
        udpi_put_secret(d, DEPTH, field, at, size);
}

static void put_xor_address(struct udpi_decode *d, bool has_cookie) {
    if (has_cookie)
        put_address(d, UDPI_STUN_MAGIC);
    else
        put_rest(d, F(VALUE));
}

void udpi_put_stun_value(struct udpi_decode *d, unsigned type, bool has_cookie) {
    const struct layout *layout = find_layout(type);
    switch (layout ? layout->kind : 0) {
    case 0: put_rest(d, F(VALUE)); break;
    case ADDRESS: put_address(d, 0); break;
    case XOR_ADDRESS: put_xor_address(d, has_cookie); break;
    case TEXT: put_rest(d, layout->field); break;
    case SECRET: put_secret(d, layout->field); break;
    case EMPTY: break;
    case CHANGE: put_change(d); break;
    case EVEN_PORT: put_even_port(d); break;
    case CODE:
        udpi_cursor_take(&d->cursor, 2);
        put_code(d);
        break;
    case ADDRESS_CODE:
        udpi_nest_number(d, DEPTH, F(FAMILY), 1);
        udpi_cursor_take(&d->cursor, 1);
        put_code(d);
        break;
    case UNKNOWN_TYPES: put_unknown_types(d); break;
    case ALGORITHMS: put_algorithms(d); break;
    case ICMP: put_icmp(d); break;
    case COUNTERS: put_counters(d); break;
    default: put_number(d, layout); break;
    }
}
