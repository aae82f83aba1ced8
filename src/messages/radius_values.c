/* The values of RADIUS attributes: what each type has. */
#include "messages/radius_packet.h"

#include "model/nest.h"

#define F(name) UDPI_RADIUS_##name

enum { DEPTH = 2, WITHIN = 3, WITHIN_GROUP = 4 };

/* What a value is, beside a number of so many bytes (1 to 8). */
enum {
    ADDRESS6 = 16, /* of IPv6 */
    TEXT = 32,
    SECRET,
    SECONDS,       /* since 1970 */
    PREFIX,        /* of IPv6: RFC 3162 section 2.3 */
    TAGGED_NUMBER, /* RFC 2868 section 3 */
    TAGGED_TEXT,
    TAGGED_SECRET, /* RFC 2868 section 3.5 */
    EGRESS_VLAN, /* RFC 4675 section 2.1 */
    EGRESS_NAME, /* RFC 4675 section 2.3 */
    EXTENDED,    /* RFC 6929 section 2 */
    LONG_EXTENDED,
    VENDOR,
};

struct value {
    uint8_t field, kind;
};

/* RFC 2865 to RFC 2869, RFC 3162, RFC 4675, RFC 5176, RFC 6929 and others; what is not here is opaque. */
static const struct value values[UINT8_MAX + 1] = {
    [1] = {F(USER_NAME), TEXT}, [2] = {F(SECRET), SECRET}, [3] = {F(SECRET), SECRET}, [4] = {F(ADDRESS), 4},
    [5] = {F(NUMBER), 4}, [6] = {F(SERVICE_TYPE), 4}, [7] = {F(FRAMED_PROTOCOL), 4}, [8] = {F(ADDRESS), 4},
    [9] = {F(ADDRESS), 4}, [10] = {F(FRAMED_ROUTING), 4}, [11] = {F(TEXT), TEXT}, [12] = {F(NUMBER), 4},
    [13] = {F(FRAMED_COMPRESSION), 4}, [14] = {F(ADDRESS), 4}, [15] = {F(LOGIN_SERVICE), 4}, [16] = {F(NUMBER), 4},
    [18] = {F(TEXT), TEXT}, [19] = {F(TEXT), TEXT}, [20] = {F(TEXT), TEXT}, [22] = {F(TEXT), TEXT},
    [23] = {F(NUMBER), 4}, [26] = {F(VENDOR_ID), VENDOR}, [27] = {F(NUMBER), 4}, [28] = {F(NUMBER), 4},
    [29] = {F(TERMINATION_ACTION), 4}, [30] = {F(TEXT), TEXT}, [31] = {F(TEXT), TEXT}, [32] = {F(TEXT), TEXT},
    [34] = {F(TEXT), TEXT}, [35] = {F(TEXT), TEXT}, [37] = {F(NUMBER), 4}, [38] = {F(NUMBER), 4},
    [39] = {F(TEXT), TEXT}, [40] = {F(ACCT_STATUS_TYPE), 4}, [41] = {F(NUMBER), 4}, [42] = {F(NUMBER), 4},
    [43] = {F(NUMBER), 4}, [44] = {F(TEXT), TEXT}, [45] = {F(ACCT_AUTHENTIC), 4}, [46] = {F(NUMBER), 4},
    [47] = {F(NUMBER), 4}, [48] = {F(NUMBER), 4}, [49] = {F(ACCT_TERMINATE_CAUSE), 4}, [50] = {F(TEXT), TEXT},
    [51] = {F(NUMBER), 4}, [52] = {F(NUMBER), 4}, [53] = {F(NUMBER), 4}, [55] = {F(TIME), SECONDS},
    [56] = {F(NUMBER), EGRESS_VLAN}, [57] = {F(NUMBER), 4}, [58] = {F(TEXT), EGRESS_NAME},
    [61] = {F(NAS_PORT_TYPE), 4}, [62] = {F(NUMBER), 4}, [63] = {F(TEXT), TEXT},
    [64] = {F(TUNNEL_TYPE), TAGGED_NUMBER}, [65] = {F(TUNNEL_MEDIUM_TYPE), TAGGED_NUMBER},
    [66] = {F(TEXT), TAGGED_TEXT}, [67] = {F(TEXT), TAGGED_TEXT}, [68] = {F(TEXT), TEXT},
    [69] = {F(SECRET), TAGGED_SECRET}, [70] = {F(SECRET), SECRET}, [72] = {F(NUMBER), 4}, [73] = {F(NUMBER), 4},
    [75] = {F(NUMBER), 4}, [76] = {F(PROMPT), 4}, [77] = {F(TEXT), TEXT}, [78] = {F(TEXT), TEXT},
    [81] = {F(TEXT), TAGGED_TEXT}, [82] = {F(TEXT), TAGGED_TEXT}, [83] = {F(NUMBER), TAGGED_NUMBER},
    [85] = {F(NUMBER), 4}, [86] = {F(NUMBER), 4}, [87] = {F(TEXT), TEXT}, [88] = {F(TEXT), TEXT},
    [89] = {F(TEXT), TEXT}, [90] = {F(TEXT), TAGGED_TEXT}, [91] = {F(TEXT), TAGGED_TEXT}, [92] = {F(TEXT), TEXT},
    [95] = {F(IPV6_ADDRESS), ADDRESS6}, [97] = {F(PREFIX), PREFIX}, [98] = {F(IPV6_ADDRESS), ADDRESS6},
    [99] = {F(TEXT), TEXT}, [100] = {F(TEXT), TEXT}, [101] = {F(ERROR_CAUSE), 4}, [103] = {F(TEXT), TEXT},
    [104] = {F(TEXT), TEXT}, [105] = {F(TEXT), TEXT}, [106] = {F(TEXT), TEXT}, [107] = {F(TEXT), TEXT},
    [108] = {F(TEXT), TEXT}, [109] = {F(TEXT), TEXT}, [110] = {F(TEXT), TEXT}, [111] = {F(TEXT), TEXT},
    [112] = {F(TEXT), TEXT}, [113] = {F(TEXT), TEXT}, [114] = {F(TEXT), TEXT}, [115] = {F(TEXT), TEXT},
    [116] = {F(TEXT), TEXT}, [117] = {F(TEXT), TEXT}, [118] = {F(TEXT), TEXT}, [119] = {F(TEXT), TEXT},
    [120] = {F(TEXT), TEXT}, [121] = {F(SECRET), SECRET}, [122] = {F(TEXT), TEXT}, [123] = {F(PREFIX), PREFIX},
    [124] = {F(WIDE), 8}, [126] = {F(TEXT), TEXT}, [131] = {F(NUMBER), 4}, [132] = {F(NUMBER), 4},
    [133] = {F(NUMBER), 4}, [134] = {F(NUMBER), 4}, [135] = {F(TEXT), TEXT}, [136] = {F(NUMBER), 4},
    [143] = {F(SECRET), SECRET}, [146] = {F(TEXT), TEXT}, [147] = {F(IPV6_ADDRESS), ADDRESS6},
    [148] = {F(IPV6_ADDRESS), ADDRESS6}, [149] = {F(ADDRESS), 4}, [150] = {F(ADDRESS), 4}, [151] = {F(PREFIX), PREFIX},
    [152] = {F(PREFIX), PREFIX}, [157] = {F(ADDRESS), 4}, [158] = {F(ADDRESS), 4}, [159] = {F(IPV6_ADDRESS), ADDRESS6},
    [160] = {F(IPV6_ADDRESS), ADDRESS6}, [161] = {F(ADDRESS), 4}, [162] = {F(ADDRESS), 4}, [163] = {F(NUMBER), 4},
    [164] = {F(TEXT), TEXT}, [165] = {F(TEXT), TEXT}, [166] = {F(TEXT), TEXT}, [167] = {F(TEXT), TEXT},
    [168] = {F(IPV6_ADDRESS), ADDRESS6}, [169] = {F(IPV6_ADDRESS), ADDRESS6}, [170] = {F(PREFIX), PREFIX},
    [171] = {F(TEXT), TEXT}, [172] = {F(TEXT), TEXT}, [174] = {F(TEXT), TEXT}, [177] = {F(NUMBER), 4},
    [178] = {F(NUMBER), 4}, [181] = {F(TEXT), TEXT}, [182] = {F(NUMBER), 4}, [184] = {F(TEXT), TEXT},
    [185] = {F(NUMBER), 4}, [186] = {F(NUMBER), 4}, [187] = {F(NUMBER), 4}, [188] = {F(NUMBER), 4},
    [189] = {F(NUMBER), 4}, [190] = {F(NUMBER), 4}, [241] = {F(EXTENDED_TYPE), EXTENDED},
    [242] = {F(EXTENDED_TYPE), EXTENDED}, [243] = {F(EXTENDED_TYPE), EXTENDED}, [244] = {F(EXTENDED_TYPE), EXTENDED},
    [245] = {F(EXTENDED_TYPE), LONG_EXTENDED}, [246] = {F(EXTENDED_TYPE), LONG_EXTENDED},
};

/* --- tags --------------------------------------------------------------------------------------------------------- */

static void put_tagged_number(struct udpi_decode *d, unsigned field) {
    udpi_nest_number(d, DEPTH, F(TAG), 1);
    udpi_nest_number(d, DEPTH, field, 3);
}

/* A first byte beyond 0x1f is no tag: RFC 2868 section 3.3. */
static void put_tagged_text(struct udpi_decode *d) {
    if (d->cursor.claim > 0 && *d->cursor.at <= 0x1f)
        udpi_nest_number(d, DEPTH, F(TAG), 1);
    udpi_nest_bytes(d, DEPTH, F(TEXT), d->cursor.claim);
}

static void put_egress_vlan(struct udpi_decode *d) {
    enum { VLAN = 0xfff };
    udpi_nest_number(d, DEPTH, F(TAG), 1);
    const uint8_t *at = udpi_cursor_take(&d->cursor, 3);
    if (at)
        udpi_put_at_depth(d, DEPTH, F(NUMBER), udpi_offset_of(d, at), 3, udpi_load_be(at, 3) & VLAN);
}

static void put_egress_name(struct udpi_decode *d) {
    udpi_nest_number(d, DEPTH, F(TAG), 1);
    udpi_nest_bytes(d, DEPTH, F(TEXT), d->cursor.claim);
}

/* --- vendors ------------------------------------------------------------------------------------------------------ */

/* Attributes of Microsoft that are made of passwords, or are keys: RFC 2548. */
static bool is_secret(unsigned vendor, unsigned type) {
    enum { MICROSOFT = 311 };
    static const uint8_t types[] = {1, 3, 4, 5, 6, 12, 16, 17, 25, 27};
    return vendor == MICROSOFT && memchr(types, (int)type, sizeof types);
}

/* Whether lengths and values fill the bytes to their end: vendors need not do so. */
static bool is_list(struct udpi_cursor cursor) {
    enum { HEAD = 2 };
    while (cursor.claim > 0) {
        const uint8_t *head = udpi_cursor_take(&cursor, HEAD);
        if (!head || head[1] < HEAD || !udpi_cursor_take(&cursor, head[1] - HEAD))
            return false;
    }
    return true;
}

static void put_vendor_attribute(struct udpi_decode *d, unsigned vendor) {
    unsigned type = (unsigned)udpi_nest_number(d, WITHIN_GROUP, F(VENDOR_TYPE), 1);
    size_t size = udpi_nest_number(d, WITHIN_GROUP, F(VENDOR_LENGTH), 1) - 2;
    const uint8_t *data = udpi_cursor_take(&d->cursor, size);
    if (!data || size == 0)
        return;
    if (is_secret(vendor, type)) {
        udpi_put_secret(d, WITHIN_GROUP, F(VENDOR_SECRET), data, size);
        return;
    }
    udpi_put_at_depth(d, WITHIN_GROUP, F(VENDOR_DATA), udpi_offset_of(d, data), size, 0);
    udpi_put_at_depth(d, WITHIN_GROUP, F(VENDOR_TEXT), udpi_offset_of(d, data), size, 0);
}

static void put_vendor(struct udpi_decode *d) {
    unsigned vendor = (unsigned)udpi_nest_number(d, DEPTH, F(VENDOR_ID), 4);
    if (!udpi_part_goes_on(d))
        return;
    if (!is_list(d->cursor)) {
        udpi_nest_bytes(d, DEPTH, F(DATA), d->cursor.claim);
        return;
    }
    uint16_t list = udpi_nest_open(d, DEPTH, F(VENDOR_ATTRIBUTES));
    while (d->cursor.claim > 0) {
        uint16_t group = udpi_nest_open(d, WITHIN, F(VENDOR_ATTRIBUTE));
        put_vendor_attribute(d, vendor);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

static void put_secret(struct udpi_decode *d) {
    size_t size = d->cursor.claim;
    udpi_put_secret(d, DEPTH, F(SECRET), d->cursor.at, size);
    udpi_cursor_take(&d->cursor, size);
}

static void put_prefix(struct udpi_decode *d) {
    udpi_cursor_take(&d->cursor, 1); /* reserved */
    udpi_nest_number(d, DEPTH, F(PREFIX_LENGTH), 1);
    udpi_nest_bytes(d, DEPTH, F(PREFIX), d->cursor.claim);
}

static void put_extended(struct udpi_decode *d, bool is_long) {
    udpi_nest_number(d, DEPTH, F(EXTENDED_TYPE), 1);
    const uint8_t *flags = is_long ? udpi_cursor_take(&d->cursor, 1) : NULL;
    if (flags)
        udpi_put_at_depth(d, DEPTH, F(MORE), udpi_offset_of(d, flags), 1, *flags >> 7);
    udpi_nest_bytes(d, DEPTH, F(DATA), d->cursor.claim);
}

void udpi_put_radius_value(struct udpi_decode *d, unsigned type) {
    const struct value *value = &values[type & UINT8_MAX];
    size_t size = d->cursor.claim;
    switch (value->kind) {
    case 0: udpi_nest_bytes(d, DEPTH, F(DATA), size); break;
    case ADDRESS6: udpi_nest_bytes(d, DEPTH, value->field, ADDRESS6); break;
    case TEXT: udpi_nest_bytes(d, DEPTH, value->field, size); break;
    case SECRET: put_secret(d); break;
    case SECONDS: udpi_nest_seconds(d, DEPTH, value->field, 0); break;
    case PREFIX: put_prefix(d); break;
    case TAGGED_NUMBER: put_tagged_number(d, value->field); break;
    case TAGGED_TEXT: put_tagged_text(d); break;
    case TAGGED_SECRET:
        udpi_nest_number(d, DEPTH, F(TAG), 1);
        put_secret(d);
        break;
    case EGRESS_VLAN: put_egress_vlan(d); break;
    case EGRESS_NAME: put_egress_name(d); break;
    case EXTENDED:
    case LONG_EXTENDED: put_extended(d, value->kind == LONG_EXTENDED); break;
    case VENDOR: put_vendor(d); break;
    default: udpi_nest_number(d, DEPTH, value->field, value->kind); break;
    }
}
