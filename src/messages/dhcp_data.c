/* The data of DHCP options: for each code, its parts in their order. */
#include "messages/dhcp_message.h"

#include "model/domain.h"
#include "model/nest.h"

enum { DEPTH = UDPI_DHCP_DEPTH, WITHIN = UDPI_DHCP_WITHIN, WITHIN_GROUP = WITHIN + 1 };

/* What a part is, beside a number of so many bytes (1 to 8). */
enum {
    ADDRESS6 = 16, /* of IPv6 */
    LIST = 32,     /* and the width of its elements: of such to the end */
    GROUPS = 40,   /* the same, each in a group */
    FLAG = 48,
    SIGNED,    /* a number of 4 bytes in two's complement */
    EPOCH,     /* seconds since 1970 */
    TEXT,      /* to the end, without zero bytes at its end */
    REST,      /* bytes to the end */
    NAME,      /* of a domain */
    NAMES,     /* such to the end */
    TWO,       /* addresses */
    CLASSES,   /* texts, their lengths before them in one byte; or a text */
    SERVERS,   /* names or addresses, as the first byte says */
    PAIRS,     /* routes: destination and router */
    FILTERS,   /* routes: destination and mask */
    CLASSLESS, /* routes: prefix and router */
    CLIENT_ID,
    CLIENT_NAME,
    AUTHENTICATION,
    RELAY,
    VENDOR_CLASSES,
    VENDOR_OPTIONS,
};

/* What options have in common, unless they are alone. */
enum shape {
    UNKNOWN,
    NOTHING,
    ONE_ADDRESS,
    ADDRESSES,
    A_FLAG,
    BYTE,
    SHORT,
    SHORTS,
    SECONDS,
    MOMENT,
    A_TEXT,
    ONE_NAME,
    SEVERAL_NAMES,
    TIME_OFFSET,
    POLICY_FILTER,
    STATIC_ROUTE,
    CLASSLESS_ROUTE,
    HOST_NAME,
    NODE_TYPE,
    OVERLOAD,
    MESSAGE_TYPE,
    PARAMETER_LIST,
    CLIENT_IDENTIFIER,
    USER_CLASS,
    DIRECTORY_AGENT,
    SERVICE_SCOPE,
    CLIENT_FQDN,
    RELAY_INFORMATION,
    AUTHENTICATION_OPTION,
    CLIENT_SYSTEM,
    CLIENT_INTERFACE,
    CLIENT_MACHINE,
    SOFTWIRE_ADDRESS,
    NAME_SERVICE_SEARCH,
    SIP_SERVERS,
    VENDOR_CLASS,
    VENDOR_INFORMATION,
    NONCE_CAPABLE,
    RDNSS_SELECTION,
    STATUS_CODE,
    DHCP_STATE,
    PORT_PARAMETERS,
    SIXRD,
    SHAPES
};

enum { MOST_PARTS = 5 };

struct part {
    uint8_t field, kind; /* kind 0 behind the last */
};

#define F(name) UDPI_DHCP_##name

static const struct part shapes[SHAPES][MOST_PARTS] = {
    [UNKNOWN] = {{F(DATA), REST}},
    [NOTHING] = {{0, 0}},
    [ONE_ADDRESS] = {{F(ADDRESS), 4}},
    [ADDRESSES] = {{F(ADDRESSES), LIST + 4}},
    [A_FLAG] = {{F(FLAG), FLAG}},
    [BYTE] = {{F(NUMBER), 1}},
    [SHORT] = {{F(NUMBER), 2}},
    [SHORTS] = {{F(NUMBERS), LIST + 2}},
    [SECONDS] = {{F(SECONDS), 4}},
    [MOMENT] = {{F(TIME), EPOCH}},
    [A_TEXT] = {{F(TEXT), TEXT}},
    [ONE_NAME] = {{F(NAME), NAME}},
    [SEVERAL_NAMES] = {{F(NAMES), NAMES}},
    [TIME_OFFSET] = {{F(TIME_OFFSET), SIGNED}},
    [POLICY_FILTER] = {{F(ROUTES), FILTERS}},
    [STATIC_ROUTE] = {{F(ROUTES), PAIRS}},
    [CLASSLESS_ROUTE] = {{F(ROUTES), CLASSLESS}},
    [HOST_NAME] = {{F(HOST_NAME), TEXT}},
    [NODE_TYPE] = {{F(NODE_TYPE), 1}},
    [OVERLOAD] = {{F(OVERLOAD), 1}},
    [MESSAGE_TYPE] = {{F(MESSAGE_TYPE), 1}},
    [PARAMETER_LIST] = {{F(CODES), GROUPS + 1}},
    [CLIENT_IDENTIFIER] = {{F(ID_TYPE), CLIENT_ID}},
    [USER_CLASS] = {{F(TEXTS), CLASSES}},
    [DIRECTORY_AGENT] = {{F(MANDATORY), FLAG}, {F(ADDRESSES), LIST + 4}},
    [SERVICE_SCOPE] = {{F(MANDATORY), FLAG}, {F(TEXT), TEXT}},
    [CLIENT_FQDN] = {{F(NO_UPDATE), CLIENT_NAME}},
    [RELAY_INFORMATION] = {{F(SUBOPTIONS), RELAY}},
    [AUTHENTICATION_OPTION] = {{F(PROTOCOL), AUTHENTICATION}},
    [CLIENT_SYSTEM] = {{F(ARCHITECTURES), GROUPS + 2}},
    [CLIENT_INTERFACE] = {{F(INTERFACE_TYPE), 1}, {F(MAJOR), 1}, {F(MINOR), 1}},
    [CLIENT_MACHINE] = {{F(UUID_TYPE), 1}, {F(UUID), REST}},
    [SOFTWIRE_ADDRESS] = {{F(IPV6_ADDRESS), ADDRESS6}},
    [NAME_SERVICE_SEARCH] = {{F(CODES), GROUPS + 2}},
    [SIP_SERVERS] = {{F(NAMES), SERVERS}},
    [VENDOR_CLASS] = {{F(VENDORS), VENDOR_CLASSES}},
    [VENDOR_INFORMATION] = {{F(VENDORS), VENDOR_OPTIONS}},
    [NONCE_CAPABLE] = {{F(NUMBERS), LIST + 1}},
    [RDNSS_SELECTION] = {{F(PREFERENCE), 1}, {F(ADDRESSES), TWO}, {F(NAMES), NAMES}},
    [STATUS_CODE] = {{F(STATUS), 1}, {F(TEXT), TEXT}},
    [DHCP_STATE] = {{F(STATE), 1}},
    [PORT_PARAMETERS] = {{F(PSID_OFFSET), 1}, {F(PSID_LENGTH), 1}, {F(PSID), 2}},
    [SIXRD] = {{F(IPV4_MASK_LENGTH), 1}, {F(PREFIX_LENGTH), 1}, {F(PREFIX), ADDRESS6}, {F(ADDRESSES), LIST + 4}},
};

/* RFC 2132 unless said otherwise; what is not here is opaque. */
static const uint8_t shape_of[UINT8_MAX + 1] = {
    [1] = ONE_ADDRESS, [2] = TIME_OFFSET, [3] = ADDRESSES, [4] = ADDRESSES, [5] = ADDRESSES, [6] = ADDRESSES,
    [7] = ADDRESSES, [8] = ADDRESSES, [9] = ADDRESSES, [10] = ADDRESSES, [11] = ADDRESSES, [12] = HOST_NAME,
    [13] = SHORT, [14] = A_TEXT, [15] = A_TEXT, [16] = ONE_ADDRESS, [17] = A_TEXT, [18] = A_TEXT, [19] = A_FLAG,
    [20] = A_FLAG, [21] = POLICY_FILTER, [22] = SHORT, [23] = BYTE, [24] = SECONDS, [25] = SHORTS, [26] = SHORT,
    [27] = A_FLAG, [28] = ONE_ADDRESS, [29] = A_FLAG, [30] = A_FLAG, [31] = A_FLAG, [32] = ONE_ADDRESS,
    [33] = STATIC_ROUTE, [34] = A_FLAG, [35] = SECONDS, [36] = A_FLAG, [37] = BYTE, [38] = SECONDS, [39] = A_FLAG,
    [40] = A_TEXT, [41] = ADDRESSES, [42] = ADDRESSES, [44] = ADDRESSES, [45] = ADDRESSES, [46] = NODE_TYPE,
    [47] = A_TEXT, [48] = ADDRESSES, [49] = ADDRESSES, [50] = ONE_ADDRESS, [51] = SECONDS,
    [UDPI_DHCP_OPTION_OVERLOAD] = OVERLOAD, [53] = MESSAGE_TYPE, [54] = ONE_ADDRESS, [55] = PARAMETER_LIST,
    [56] = A_TEXT, [57] = SHORT, [58] = SECONDS, [59] = SECONDS, [60] = A_TEXT, [61] = CLIENT_IDENTIFIER,
    [62] = A_TEXT, [64] = A_TEXT, [65] = ADDRESSES, [66] = A_TEXT, [67] = A_TEXT, [68] = ADDRESSES,
    [69] = ADDRESSES, [70] = ADDRESSES, [71] = ADDRESSES, [72] = ADDRESSES, [73] = ADDRESSES, [74] = ADDRESSES,
    [75] = ADDRESSES, [76] = ADDRESSES,
    [77] = USER_CLASS,                                          /* RFC 3004 */
    [78] = DIRECTORY_AGENT, [79] = SERVICE_SCOPE,               /* RFC 2610 */
    [80] = NOTHING,                                             /* RFC 4039 */
    [81] = CLIENT_FQDN,                                         /* RFC 4702 */
    [82] = RELAY_INFORMATION,                                   /* RFC 3046 */
    [85] = ADDRESSES, [86] = A_TEXT, [87] = A_TEXT,             /* RFC 2241 */
    [88] = SEVERAL_NAMES, [89] = ADDRESSES,                     /* RFC 4280 */
    [90] = AUTHENTICATION_OPTION,                               /* RFC 3118 */
    [91] = SECONDS, [92] = ADDRESSES,                           /* RFC 4388 */
    [93] = CLIENT_SYSTEM, [94] = CLIENT_INTERFACE, [97] = CLIENT_MACHINE, /* RFC 4578 */
    [95] = A_TEXT,                                              /* RFC 3679 */
    [98] = A_TEXT,                                              /* RFC 2485 */
    [100] = A_TEXT, [101] = A_TEXT,                             /* RFC 4833 */
    [108] = SECONDS,                                            /* RFC 8925 */
    [109] = SOFTWIRE_ADDRESS,                                   /* RFC 8539 */
    [112] = ADDRESSES, [113] = A_TEXT,                          /* RFC 3679 */
    [114] = A_TEXT,                                             /* RFC 8910 */
    [116] = A_FLAG,                                             /* RFC 2563 */
    [117] = NAME_SERVICE_SEARCH,                                /* RFC 2937 */
    [118] = ONE_ADDRESS,                                        /* RFC 3011 */
    [119] = SEVERAL_NAMES,                                      /* RFC 3397 */
    [120] = SIP_SERVERS,                                        /* RFC 3361 */
    [121] = CLASSLESS_ROUTE, [249] = CLASSLESS_ROUTE,           /* RFC 3442 */
    [124] = VENDOR_CLASS, [125] = VENDOR_INFORMATION,           /* RFC 3925 */
    [136] = ADDRESSES,                                          /* RFC 5192 */
    [137] = ONE_NAME,                                           /* RFC 5223 */
    [138] = ADDRESSES,                                          /* RFC 5417 */
    [141] = SEVERAL_NAMES,                                      /* RFC 6011 */
    [142] = ADDRESSES,                                          /* RFC 6153 */
    [145] = NONCE_CAPABLE,                                      /* RFC 6704 */
    [146] = RDNSS_SELECTION,                                    /* RFC 6731 */
    [147] = ONE_NAME, [148] = ADDRESSES,                        /* RFC 8973 */
    [150] = ADDRESSES,                                          /* RFC 5859 */
    [151] = STATUS_CODE, [152] = MOMENT, [153] = SECONDS, [154] = MOMENT, [155] = MOMENT, [156] = DHCP_STATE,
    [157] = BYTE,                                               /* RFC 6926 */
    [159] = PORT_PARAMETERS,                                    /* RFC 7618 */
    [161] = A_TEXT,                                             /* RFC 8520 */
    [209] = A_TEXT, [210] = A_TEXT, [211] = SECONDS,            /* RFC 5071 */
    [212] = SIXRD,                                              /* RFC 5969 */
    [213] = ONE_NAME,                                           /* RFC 5986 */
    [252] = A_TEXT,
};

/* --- parts -------------------------------------------------------------------------------------------------------- */

static void put_text(struct udpi_decode *d, unsigned depth, unsigned field, size_t size) {
    const uint8_t *text = udpi_cursor_take(&d->cursor, size);
    while (text && size > 0 && text[size - 1] == 0)
        size--;
    if (text && size > 0)
        udpi_put_at_depth(d, depth, field, udpi_offset_of(d, text), size, 0);
}

static void put_flag(struct udpi_decode *d, unsigned field) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, 1);
    if (at)
        udpi_put_at_depth(d, DEPTH, field, udpi_offset_of(d, at), 1, *at != 0);
}

/* A list of numbers or addresses, at most so many. */
static void put_numbers(struct udpi_decode *d, unsigned list_field, size_t width, unsigned most) {
    uint16_t list = udpi_nest_open(d, DEPTH, list_field);
    for (unsigned i = 0; i < most && udpi_part_goes_on(d); i++)
        udpi_nest_number(d, WITHIN, list_field + 1, width);
    udpi_nest_close(d, list);
}

static void put_groups(struct udpi_decode *d, unsigned list_field, size_t width) {
    uint16_t list = udpi_nest_open(d, DEPTH, list_field);
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, WITHIN, list_field + 1);
        udpi_nest_number(d, WITHIN_GROUP, list_field + 2, width);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* Pointers count from the first byte of the data: RFC 3397 section 2. */
static void put_names(struct udpi_decode *d, const uint8_t *data) {
    uint16_t list = udpi_nest_open(d, DEPTH, UDPI_DHCP_NAMES);
    while (udpi_part_goes_on(d) && udpi_take_domain(d, WITHIN, UDPI_DHCP_NAMES_NAME, data))
        continue;
    udpi_nest_close(d, list);
}

/* Whether lengths and texts fill the data to their end: many clients send a bare text. */
static bool is_list_of_texts(struct udpi_cursor cursor) {
    while (cursor.claim > 0 && cursor.stop == UDPI_STOP_NONE) {
        size_t length = udpi_cursor_read(&cursor, 1);
        if (length == 0 || !udpi_cursor_take(&cursor, length))
            return false;
    }
    return true;
}

static void put_classes(struct udpi_decode *d) {
    if (!is_list_of_texts(d->cursor)) {
        put_text(d, DEPTH, UDPI_DHCP_TEXT, d->cursor.claim);
        return;
    }
    uint16_t list = udpi_nest_open(d, DEPTH, UDPI_DHCP_TEXTS);
    while (udpi_part_goes_on(d))
        put_text(d, WITHIN, UDPI_DHCP_TEXTS_TEXT, udpi_cursor_read(&d->cursor, 1));
    udpi_nest_close(d, list);
}

static void put_servers(struct udpi_decode *d, const uint8_t *data) {
    enum { OF_NAMES = 0, OF_ADDRESSES = 1 };
    const uint8_t *encoding = udpi_cursor_take(&d->cursor, 1);
    if (encoding && *encoding == OF_NAMES)
        put_names(d, data + 1);
    else if (encoding && *encoding == OF_ADDRESSES)
        put_numbers(d, UDPI_DHCP_ADDRESSES, 4, UINT8_MAX);
    else
        udpi_nest_bytes(d, DEPTH, UDPI_DHCP_DATA, d->cursor.claim);
}

/* --- routes ------------------------------------------------------------------------------------------------------- */

/* As many bytes of the destination as the prefix has: RFC 3442. False where there can be no such prefix. */
static bool put_prefix(struct udpi_decode *d) {
    size_t bits = udpi_nest_number(d, WITHIN_GROUP, UDPI_DHCP_ROUTE_PREFIX_LENGTH, 1), bytes = (bits + 7) / 8;
    if (bits > 32) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "a route has a prefix of {a} bits", (uint32_t)bits, 0);
        udpi_cursor_take(&d->cursor, d->cursor.claim);
        return false;
    }
    const uint8_t *at = udpi_cursor_take(&d->cursor, bytes);
    if (at)
        udpi_put_at_depth(d, WITHIN_GROUP, UDPI_DHCP_ROUTE_DESTINATION, udpi_offset_of(d, at), bytes,
                          udpi_load_be(at, bytes) << 8 * (4 - bytes));
    return at != NULL;
}

static void put_route(struct udpi_decode *d, unsigned kind) {
    if (kind == CLASSLESS && !put_prefix(d))
        return;
    if (kind != CLASSLESS)
        udpi_nest_number(d, WITHIN_GROUP, UDPI_DHCP_ROUTE_DESTINATION, 4);
    udpi_nest_number(d, WITHIN_GROUP, kind == FILTERS ? UDPI_DHCP_ROUTE_MASK : UDPI_DHCP_ROUTE_ROUTER, 4);
}

static void put_routes(struct udpi_decode *d, unsigned kind) {
    uint16_t list = udpi_nest_open(d, DEPTH, UDPI_DHCP_ROUTES);
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, WITHIN, UDPI_DHCP_ROUTE);
        put_route(d, kind);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

static void put_part(struct udpi_decode *d, const struct part *part) {
    const uint8_t *data = d->cursor.at;
    switch (part->kind) {
    case ADDRESS6: udpi_nest_bytes(d, DEPTH, part->field, ADDRESS6); break;
    case LIST + 1:
    case LIST + 2:
    case LIST + 4: put_numbers(d, part->field, part->kind - LIST, UINT8_MAX); break;
    case GROUPS + 1:
    case GROUPS + 2: put_groups(d, part->field, part->kind - GROUPS); break;
    case FLAG: put_flag(d, part->field); break;
    case SIGNED: udpi_nest_signed(d, DEPTH, part->field, 4); break;
    case EPOCH: udpi_nest_seconds(d, DEPTH, part->field, 0); break;
    case TEXT: put_text(d, DEPTH, part->field, d->cursor.claim); break;
    case REST: udpi_nest_bytes(d, DEPTH, part->field, d->cursor.claim); break;
    case NAME: udpi_take_domain(d, DEPTH, part->field, data); break;
    case NAMES: put_names(d, data); break;
    case TWO: put_numbers(d, part->field, 4, 2); break;
    case CLASSES: put_classes(d); break;
    case SERVERS: put_servers(d, data); break;
    case PAIRS:
    case FILTERS:
    case CLASSLESS: put_routes(d, part->kind); break;
    case CLIENT_ID: udpi_put_dhcp_client_id(d); break;
    case CLIENT_NAME: udpi_put_dhcp_client_name(d); break;
    case AUTHENTICATION: udpi_put_dhcp_authentication(d); break;
    case RELAY: udpi_put_dhcp_relay(d); break;
    case VENDOR_CLASSES: udpi_put_dhcp_vendors(d, false); break;
    case VENDOR_OPTIONS: udpi_put_dhcp_vendors(d, true); break;
    default: udpi_nest_number(d, DEPTH, part->field, part->kind); break;
    }
}

void udpi_put_dhcp_data(struct udpi_decode *d, unsigned code) {
    const struct part *part = shapes[shape_of[code & UINT8_MAX]];
    for (; part->kind && d->cursor.stop == UDPI_STOP_NONE; part++)
        put_part(d, part);
}
