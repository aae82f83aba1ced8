/* The data of PFCP elements: what each type has. */
#include "messages/pfcp_message.h"

#include "model/nest.h"

#define F(name) UDPI_PFCP_##name

/* What the data are, beside a number of so many bytes (1 to 8). */
enum {
    GROUP = 16, /* elements */
    TEXT,       /* to the end */
    NAME,       /* labels, or else a text */
    TIME,       /* seconds since 1900 */
    LOW_BITS,   /* a number in the lower four bits of a byte */
    FLAGS,      /* as many bytes as there are */
    NODE,
    SESSION,
    TUNNEL,
    PHONE,
    HEADER,
    ACTION,
    FILTER,
    GATES,
    RATES,
    VOLUMES,
    RULE,
    RESOURCE,
    PEER,
};

enum { TYPES = 317, IPV4_SIZE = 4, IPV6_SIZE = 16 };

struct value {
    uint8_t field, kind;
};

/* 3GPP TS 29.244, section 8.2; what is not here is opaque. Groups: sections 7.4 and 7.5. */
static const struct value values[TYPES] = {
    [1] = {0, GROUP}, [2] = {0, GROUP}, [3] = {0, GROUP}, [4] = {0, GROUP}, [5] = {0, GROUP}, [6] = {0, GROUP},
    [7] = {0, GROUP}, [8] = {0, GROUP}, [9] = {0, GROUP}, [10] = {0, GROUP}, [11] = {0, GROUP}, [12] = {0, GROUP},
    [13] = {0, GROUP}, [14] = {0, GROUP}, [15] = {0, GROUP}, [16] = {0, GROUP}, [17] = {0, GROUP}, [18] = {0, GROUP},
    [19] = {F(CAUSE), 1}, [20] = {F(SOURCE), LOW_BITS}, [21] = {0, TUNNEL}, [22] = {F(TEXT), NAME}, [23] = {0, FILTER},
    [24] = {F(TEXT), TEXT}, [25] = {0, GATES}, [26] = {0, RATES}, [27] = {0, RATES}, [28] = {F(NUMBER), 4},
    [29] = {F(PRECEDENCE), 4}, [30] = {F(TRAFFIC_CLASS), 2}, [31] = {0, VOLUMES}, [32] = {F(SECONDS), 4},
    [33] = {0, TIME}, [34] = {0, VOLUMES}, [35] = {F(SECONDS), 4}, [36] = {F(SECONDS), 4}, [37] = {0, FLAGS},
    [39] = {0, FLAGS}, [40] = {F(OFFENDING), 2}, [42] = {F(DESTINATION), LOW_BITS}, [44] = {0, ACTION},
    [49] = {0, FLAGS}, [50] = {0, FLAGS}, [51] = {0, GROUP}, [52] = {F(NUMBER), 4}, [53] = {F(NUMBER), 1},
    [54] = {0, GROUP}, [56] = {F(RULE_PDR), 2}, [57] = {0, SESSION}, [58] = {0, GROUP}, [59] = {0, GROUP},
    [60] = {0, NODE}, [62] = {0, FLAGS}, [63] = {0, FLAGS}, [64] = {F(SECONDS), 4}, [66] = {0, VOLUMES},
    [67] = {F(SECONDS), 4}, [68] = {0, GROUP}, [69] = {0, TIME}, [70] = {0, TIME}, [71] = {F(SECONDS), 4},
    [73] = {0, VOLUMES}, [74] = {F(SECONDS), 4}, [75] = {0, TIME}, [76] = {0, TIME}, [77] = {0, GROUP},
    [78] = {0, GROUP}, [79] = {0, GROUP}, [80] = {0, GROUP}, [81] = {F(RULE_URR), 4}, [82] = {F(RULE_URR), 4},
    [83] = {0, GROUP}, [84] = {0, HEADER}, [85] = {0, GROUP}, [86] = {0, GROUP}, [87] = {0, GROUP},
    [88] = {F(RULE_BAR), 1}, [90] = {0, FLAGS}, [91] = {F(TEXT), TEXT}, [93] = {0, PHONE},
    [95] = {F(REMOVED_HEADER), 1}, [96] = {0, TIME}, [99] = {0, GROUP}, [100] = {0, FLAGS}, [101] = {0, FLAGS},
    [102] = {0, GROUP}, [103] = {0, PEER}, [104] = {F(NUMBER), 4}, [105] = {0, GROUP}, [106] = {F(TEXT), TEXT}, [107] = {F(TEXT), TEXT},
    [108] = {F(RULE_FAR), 4}, [109] = {F(RULE_QER), 4}, [110] = {0, FLAGS}, [111] = {0, FLAGS},
    [113] = {F(NETWORK), LOW_BITS}, [114] = {0, RULE}, [116] = {0, RESOURCE}, [117] = {F(SECONDS), 4}, [118] = {0, GROUP}, [120] = {F(RULE_URR), 4},
    [121] = {0, VOLUMES}, [122] = {F(SECONDS), 4}, [123] = {0, FLAGS}, [124] = {F(NUMBER), 1}, [125] = {F(NUMBER), 4},
    [127] = {0, GROUP}, [128] = {0, GROUP}, [129] = {0, GROUP}, [130] = {0, GROUP}, [131] = {F(NUMBER), 1},
    [132] = {0, GROUP}, [137] = {0, FLAGS}, [138] = {F(NUMBER), 4}, [139] = {0, FLAGS}, [142] = {0, FLAGS},
    [143] = {0, GROUP}, [146] = {F(SECONDS), 4}, [147] = {0, GROUP}, [148] = {F(NUMBER), 4}, [149] = {F(NUMBER), 4},
    [150] = {F(NUMBER), 4}, [151] = {F(NUMBER), 4}, [153] = {F(TEXT), TEXT}, [155] = {F(TEXT), TEXT},
    [156] = {0, TIME}, [159] = {F(TEXT), NAME}, [161] = {0, FLAGS}, [162] = {0, FLAGS}, [163] = {0, TIME},
    [164] = {0, TIME}, [165] = {0, GROUP}, [166] = {0, GROUP}, [167] = {0, GROUP}, [168] = {0, GROUP},
    [169] = {0, GROUP}, [170] = {F(NUMBER), 2}, [173] = {F(NUMBER), 1}, [175] = {0, GROUP}, [176] = {0, GROUP},
    [183] = {0, GROUP}, [184] = {0, FLAGS}, [186] = {0, FLAGS}, [187] = {0, GROUP}, [188] = {0, GROUP},
    [189] = {0, GROUP}, [190] = {0, GROUP}, [195] = {0, GROUP}, [199] = {0, GROUP}, [200] = {0, GROUP},
    [201] = {0, GROUP}, [203] = {0, GROUP}, [205] = {0, GROUP}, [211] = {0, GROUP}, [212] = {0, GROUP},
    [213] = {0, GROUP}, [214] = {0, GROUP}, [215] = {F(NUMBER), 1}, [216] = {0, GROUP}, [218] = {0, GROUP},
    [220] = {0, GROUP}, [221] = {0, GROUP}, [225] = {0, GROUP}, [226] = {0, GROUP}, [227] = {0, GROUP},
    [233] = {0, GROUP}, [238] = {0, GROUP}, [239] = {0, GROUP}, [240] = {0, GROUP}, [242] = {0, GROUP},
    [247] = {0, GROUP}, [252] = {0, GROUP}, [254] = {0, GROUP}, [255] = {0, GROUP}, [256] = {0, GROUP},
    [261] = {0, GROUP}, [263] = {0, GROUP}, [264] = {0, GROUP}, [267] = {0, GROUP}, [270] = {0, GROUP},
    [272] = {0, GROUP}, [276] = {0, GROUP}, [277] = {0, GROUP}, [279] = {0, GROUP}, [290] = {0, GROUP},
    [295] = {0, GROUP}, [300] = {0, GROUP}, [301] = {0, GROUP}, [302] = {0, GROUP}, [303] = {0, GROUP},
    [304] = {0, GROUP}, [310] = {0, GROUP}, [311] = {0, GROUP}, [315] = {0, GROUP}, [316] = {0, GROUP},
};

/* --- flags and what they announce --------------------------------------------------------------------------------- */

/* Takes a byte of flags, which announce what follows. */
static unsigned take_flags(struct udpi_decode *d) {
    return (unsigned)udpi_cursor_read(&d->cursor, 1);
}

struct optional {
    uint8_t mask, field, size; /* 16 is an address of IPv6 */
};

/* Records those whose bit is set, one behind the other. */
static void put_optionals(struct udpi_decode *d, unsigned depth, unsigned flags, const struct optional *each,
                          size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!(flags & each[i].mask))
            continue;
        if (each[i].size == IPV6_SIZE)
            udpi_nest_bytes(d, depth, each[i].field, IPV6_SIZE);
        else
            udpi_nest_number(d, depth, each[i].field, each[i].size);
    }
}

/* A number that is part of the byte before the cursor. */
static void put_of_flags(struct udpi_decode *d, unsigned depth, unsigned field, unsigned number) {
    if (d->cursor.stop == UDPI_STOP_NONE)
        udpi_put_at_depth(d, depth, field, udpi_offset_of(d, d->cursor.at) - 1, 1, number);
}

/* Elements have the two bits in either order; the address of IPv4 stands first all the same. */
static const struct optional addresses_4_6[] = {{1, F(IPV4_ADDRESS), IPV4_SIZE}, {2, F(IPV6_ADDRESS), IPV6_SIZE}};
static const struct optional addresses_6_4[] = {{2, F(IPV4_ADDRESS), IPV4_SIZE}, {1, F(IPV6_ADDRESS), IPV6_SIZE}};

/* Section 8.2.3 */
static void put_tunnel(struct udpi_decode *d, unsigned depth) {
    enum { CHOOSE = 4, HAS_CHOOSE_ID = 8 };
    unsigned flags = take_flags(d);
    put_of_flags(d, depth, F(CHOOSE), (flags & CHOOSE) != 0);
    if (flags & CHOOSE) {
        if (flags & HAS_CHOOSE_ID)
            udpi_nest_number(d, depth, F(CHOOSE_ID), 1);
        return;
    }
    udpi_nest_number(d, depth, F(TEID), 4);
    put_optionals(d, depth, flags, addresses_4_6, 2);
}

/* Section 8.2.37 */
static void put_session(struct udpi_decode *d, unsigned depth) {
    unsigned flags = take_flags(d);
    udpi_nest_number(d, depth, F(ENTITY_SEID), 8);
    put_optionals(d, depth, flags, addresses_6_4, 2);
}

/* Section 8.2.62 */
static void put_phone(struct udpi_decode *d, unsigned depth) {
    enum { IS_DESTINATION = 4 };
    static const struct optional parts[] = {{2, F(PHONE_IPV4), IPV4_SIZE},
                                            {1, F(PHONE_IPV6), IPV6_SIZE},
                                            {8, F(DELEGATION_BITS), 1},
                                            {64, F(PREFIX_LENGTH), 1}};
    unsigned flags = take_flags(d);
    put_of_flags(d, depth, F(IS_DESTINATION), (flags & IS_DESTINATION) != 0);
    put_optionals(d, depth, flags, parts, sizeof parts / sizeof *parts);
}

/* Section 8.2.56: the bits of the first byte say which parts follow. */
static void put_header(struct udpi_decode *d, unsigned depth) {
    static const struct optional parts[] = {{0x03, F(TEID), 4},
                                            {0x15, F(IPV4_ADDRESS), IPV4_SIZE},
                                            {0x2a, F(IPV6_ADDRESS), IPV6_SIZE},
                                            {0x0c, F(PORT), 2},
                                            {0x40, F(C_TAG), 3},
                                            {0x80, F(S_TAG), 3}};
    unsigned description = (unsigned)udpi_nest_number(d, depth, F(HEADER), 2);
    put_optionals(d, depth, description >> 8, parts, sizeof parts / sizeof *parts);
}

/* Sections 8.2.13 and 8.2.40: packets are counted in measurements alone. */
static void put_volumes(struct udpi_decode *d, unsigned depth) {
    static const struct optional parts[] = {{1, F(TOTAL_VOLUME), 8},    {2, F(UPLINK_VOLUME), 8},
                                            {4, F(DOWNLINK_VOLUME), 8}, {8, F(TOTAL_PACKETS), 8},
                                            {16, F(UPLINK_PACKETS), 8}, {32, F(DOWNLINK_PACKETS), 8}};
    put_optionals(d, depth, take_flags(d), parts, sizeof parts / sizeof *parts);
}

/* Section 8.2.5 */
static void put_filter(struct udpi_decode *d, unsigned depth) {
    enum { HAS_DESCRIPTION = 1 };
    static const struct optional parts[] = {
        {2, F(TRAFFIC_CLASS), 2}, {4, F(SPI), 4}, {8, F(FLOW_LABEL), 3}, {16, F(FILTER_ID), 4}};
    unsigned flags = take_flags(d);
    udpi_cursor_take(&d->cursor, 1); /* spare */
    if (flags & HAS_DESCRIPTION)
        udpi_nest_bytes(d, depth, F(FLOW_DESCRIPTION), udpi_cursor_read(&d->cursor, 2));
    put_optionals(d, depth, flags, parts, sizeof parts / sizeof *parts);
}

/* Section 8.2.26 */
static void put_action(struct udpi_decode *d, unsigned depth) {
    unsigned flags = take_flags(d);
    for (unsigned i = 0; i <= F(DUPLICATE) - F(DROP); i++)
        put_of_flags(d, depth, F(DROP) + i, flags >> i & 1);
}

/* Section 8.2.7 */
static void put_gates(struct udpi_decode *d, unsigned depth) {
    unsigned flags = take_flags(d);
    put_of_flags(d, depth, F(UPLINK_GATE), flags >> 2 & 3);
    put_of_flags(d, depth, F(DOWNLINK_GATE), flags & 3);
}

/* --- names -------------------------------------------------------------------------------------------------------- */

/* Whether labels, each with its length before it, fill the claim. */
static bool are_labels(struct udpi_cursor cursor) {
    enum { LONGEST = 63 };
    while (cursor.claim > 0) {
        size_t length = udpi_cursor_read(&cursor, 1);
        if (length == 0 || length > LONGEST || !udpi_cursor_take(&cursor, length))
            return false;
    }
    return true;
}

/* RFC 1035 section 3.1, but without the byte that ends a name. */
static void put_name(struct udpi_decode *d, unsigned depth) {
    if (!udpi_part_goes_on(d) || !are_labels(d->cursor)) {
        udpi_nest_bytes(d, depth, F(TEXT), d->cursor.claim);
        return;
    }
    uint16_t list = udpi_nest_open(d, depth, F(LABELS));
    while (d->cursor.claim > 0)
        udpi_nest_bytes(d, depth + 1, F(LABEL), udpi_cursor_read(&d->cursor, 1));
    udpi_nest_close(d, list);
}

/* Section 8.2.82, of releases 14 and 15: addresses from which tunnels get theirs, and the first bits of their ids. */
static void put_resource(struct udpi_decode *d, unsigned depth) {
    enum { HAS_RANGE = 0x1c, HAS_NETWORK = 0x20, HAS_SOURCE = 0x40, LOW = 0xf };
    unsigned flags = take_flags(d);
    if (flags & HAS_RANGE)
        udpi_nest_number(d, depth, F(TEID_RANGE), 1);
    put_optionals(d, depth, flags, addresses_4_6, 2);
    size_t behind = flags & HAS_SOURCE && d->cursor.claim > 0 ? 1 : 0;
    d->cursor.claim -= behind;
    if (flags & HAS_NETWORK)
        put_name(d, depth);
    d->cursor.claim += behind;
    if (flags & HAS_SOURCE)
        put_of_flags(d, depth, F(SOURCE), take_flags(d) & LOW);
}

/* Section 8.2.80 */
static void put_rule(struct udpi_decode *d, unsigned depth) {
    enum { RULES = 5, LOW = 0x1f };
    static const struct value rules[RULES] = {
        {F(RULE_PDR), 2}, {F(RULE_FAR), 4}, {F(RULE_QER), 4}, {F(RULE_URR), 4}, {F(RULE_BAR), 1}};
    unsigned type = take_flags(d) & LOW;
    put_of_flags(d, depth, F(RULE), type);
    if (type < RULES)
        udpi_nest_number(d, depth, rules[type].field, rules[type].kind);
}

/* Section 8.2.38 */
static void put_node(struct udpi_decode *d, unsigned depth) {
    enum { IPV4, IPV6, LOW = 0xf };
    unsigned type = take_flags(d) & LOW;
    put_of_flags(d, depth, F(NODE_TYPE), type);
    switch (type) {
    case IPV4: udpi_nest_number(d, depth, F(IPV4_ADDRESS), IPV4_SIZE); break;
    case IPV6: udpi_nest_bytes(d, depth, F(IPV6_ADDRESS), IPV6_SIZE); break;
    default: put_name(d, depth); break;
    }
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

/* Seconds of NTP: those since 1900 whose first bit is not set are since 2036 (RFC 4330 section 3). */
static void put_time(struct udpi_decode *d, unsigned depth) {
    const uint64_t from_1900_to_1970 = 2208988800, first_bit = UINT64_C(1) << 31, all = UINT64_C(1) << 32;
    bool is_later = udpi_cursor_left(&d->cursor) >= 4 && !(udpi_load_be32(d->cursor.at) & first_bit);
    udpi_nest_seconds(d, depth, F(TIME), (is_later ? all : 0) - from_1900_to_1970);
}

static void put_flags(struct udpi_decode *d, unsigned depth) {
    enum { MOST = 6 }; /* 53 bits are the largest number of JSON */
    size_t size = d->cursor.claim < MOST ? d->cursor.claim : MOST;
    if (size > 0)
        udpi_nest_number(d, depth, F(FLAGS), size);
}

static void put_rates(struct udpi_decode *d, unsigned depth) {
    enum { RATE_SIZE = 5 };
    udpi_nest_number(d, depth, F(UPLINK_RATE), RATE_SIZE);
    udpi_nest_number(d, depth, F(DOWNLINK_RATE), RATE_SIZE);
}

/* What is behind the parts that are known is of a later release: section 8.1.1 has it passed over. */
void udpi_put_pfcp_data(struct udpi_decode *d, unsigned depth, unsigned type) {
    enum { LOW = 0xf };
    const struct value value = type < TYPES ? values[type] : (struct value){0, 0};
    switch (value.kind) {
    case 0: break;
    case GROUP: udpi_put_pfcp_elements(d, depth, F(NESTED)); break;
    case TEXT: udpi_nest_bytes(d, depth, value.field, d->cursor.claim); break;
    case NAME: put_name(d, depth); break;
    case TIME: put_time(d, depth); break;
    case LOW_BITS: put_of_flags(d, depth, value.field, take_flags(d) & LOW); break;
    case FLAGS: put_flags(d, depth); break;
    case NODE: put_node(d, depth); break;
    case SESSION: put_session(d, depth); break;
    case TUNNEL: put_tunnel(d, depth); break;
    case PHONE: put_phone(d, depth); break;
    case HEADER: put_header(d, depth); break;
    case ACTION: put_action(d, depth); break;
    case FILTER: put_filter(d, depth); break;
    case GATES: put_gates(d, depth); break;
    case RATES: put_rates(d, depth); break;
    case VOLUMES: put_volumes(d, depth); break;
    case PEER: put_optionals(d, depth, take_flags(d), addresses_6_4, 2); break;
    case RULE: put_rule(d, depth); break;
    case RESOURCE: put_resource(d, depth); break;
    default: udpi_nest_number(d, depth, value.field, value.kind); break;
    }
    if (udpi_part_goes_on(d))
        udpi_nest_bytes(d, depth, F(DATA), d->cursor.claim);
}
