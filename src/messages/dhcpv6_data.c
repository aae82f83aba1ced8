/* The data of DHCPv6 options: for each code, its parts in their order. */
#include "messages/dhcpv6_message.h"

#include "model/domain.h"
#include "model/nest.h"

/* What a part is, beside a number of so many bytes (1 to 8). */
enum {
    ADDRESS = 16,
    TEXT = 32,
    REST,      /* bytes to the end */
    LABEL,     /* the same, and as text */
    NAME,      /* of a domain */
    NAMES,     /* such to the end */
    ADDRESSES, /* to the end */
    TEXTS,     /* their lengths before them in two bytes */
    CODES,     /* of two bytes to the end, each in a group */
    DUID,
    HARDWARE,     /* address, its type before it */
    FROM_2000,    /* seconds since then */
    CLIENT_NAME,  /* RFC 4704 */
    SUBOPTIONS,   /* of a vendor */
    TIME_SERVERS, /* RFC 5908 */
    SECRET,       /* what authenticates */
    MESSAGE,
    OPTIONS,
};

enum { MOST_PARTS = 5 };

struct part {
    uint8_t field, kind; /* kind 0 behind the last */
};

struct layout {
    uint16_t code;
    struct part parts[MOST_PARTS];
};

#define F(name) UDPI_DHCPV6_##name

/* RFC 8415 unless said otherwise. */
static const struct layout layouts[] = {
    {1, {{F(DUID_TYPE), DUID}}},
    {2, {{F(DUID_TYPE), DUID}}},
    {3, {{F(IAID), 4}, {F(T1), 4}, {F(T2), 4}, {F(NESTED), OPTIONS}}},
    {4, {{F(IAID), 4}, {F(NESTED), OPTIONS}}},
    {5, {{F(ADDRESS), ADDRESS}, {F(PREFERRED_LIFETIME), 4}, {F(VALID_LIFETIME), 4}, {F(NESTED), OPTIONS}}},
    {6, {{F(CODES), CODES}}},
    {7, {{F(NUMBER), 1}}},
    {8, {{F(ELAPSED_TIME), 2}}},
    {9, {{F(RELAYED_MESSAGE_TYPE), MESSAGE}}},
    {11, {{F(PROTOCOL), 1}, {F(ALGORITHM), 1}, {F(REPLAY_METHOD), 1}, {F(REPLAY_DETECTION), 8},
          {F(AUTHENTICATION), SECRET}}},
    {12, {{F(IPV6_ADDRESS), ADDRESS}}},
    {13, {{F(STATUS), 2}, {F(TEXT), TEXT}}},
    {14, {{0, 0}}},
    {15, {{F(TEXTS), TEXTS}}},
    {16, {{F(ENTERPRISE), 4}, {F(TEXTS), TEXTS}}},
    {17, {{F(ENTERPRISE), 4}, {F(SUBOPTIONS), SUBOPTIONS}}},
    {18, {{F(DATA), LABEL}}},
    {19, {{F(RECONFIGURE_TYPE), 1}}},
    {20, {{0, 0}}},
    {21, {{F(NAMES), NAMES}}},                                                       /* RFC 3319 */
    {22, {{F(ADDRESSES), ADDRESSES}}},                                               /* RFC 3319 */
    {23, {{F(ADDRESSES), ADDRESSES}}},                                               /* RFC 3646 */
    {24, {{F(NAMES), NAMES}}},                                                       /* RFC 3646 */
    {25, {{F(IAID), 4}, {F(T1), 4}, {F(T2), 4}, {F(NESTED), OPTIONS}}},
    {26, {{F(PREFERRED_LIFETIME), 4}, {F(VALID_LIFETIME), 4}, {F(PREFIX_LENGTH), 1}, {F(PREFIX), ADDRESS},
          {F(NESTED), OPTIONS}}},
    {27, {{F(ADDRESSES), ADDRESSES}}},                                               /* RFC 3898 */
    {28, {{F(ADDRESSES), ADDRESSES}}},                                               /* RFC 3898 */
    {29, {{F(NAMES), NAMES}}},                                                       /* RFC 3898 */
    {30, {{F(NAMES), NAMES}}},                                                       /* RFC 3898 */
    {31, {{F(ADDRESSES), ADDRESSES}}},                                               /* RFC 4075 */
    {32, {{F(SECONDS), 4}}},
    {33, {{F(NAMES), NAMES}}},                                                       /* RFC 4280 */
    {34, {{F(ADDRESSES), ADDRESSES}}},                                               /* RFC 4280 */
    {37, {{F(ENTERPRISE), 4}, {F(DATA), LABEL}}},                                    /* RFC 4649 */
    {38, {{F(DATA), LABEL}}},                                                        /* RFC 4580 */
    {39, {{F(NO_UPDATE), CLIENT_NAME}}},                                             /* RFC 4704 */
    {40, {{F(ADDRESSES), ADDRESSES}}},                                               /* RFC 5192 */
    {41, {{F(TEXT), TEXT}}},                                                         /* RFC 4833 */
    {42, {{F(TEXT), TEXT}}},                                                         /* RFC 4833 */
    {43, {{F(CODES), CODES}}},                                                       /* RFC 4994 */
    {44, {{F(QUERY_TYPE), 1}, {F(IPV6_ADDRESS), ADDRESS}, {F(NESTED), OPTIONS}}},   /* RFC 5007 */
    {45, {{F(NESTED), OPTIONS}}},                                                    /* RFC 5007 */
    {46, {{F(SECONDS), 4}}},                                                         /* RFC 5007 */
    {47, {{F(IPV6_ADDRESS), ADDRESS}, {F(DATA), REST}}},                             /* RFC 5007 */
    {48, {{F(ADDRESSES), ADDRESSES}}},                                               /* RFC 5007 */
    {51, {{F(NAME), NAME}}},                                                         /* RFC 5223 */
    {52, {{F(ADDRESSES), ADDRESSES}}},                                               /* RFC 5417 */
    {53, {{F(DUID_TYPE), DUID}}},                                                    /* RFC 5460 */
    {56, {{F(SUBOPTIONS), TIME_SERVERS}}},                                           /* RFC 5908 */
    {57, {{F(NAME), NAME}}},                                                         /* RFC 5986 */
    {58, {{F(NAMES), NAMES}}},                                                       /* RFC 6011 */
    {59, {{F(TEXT), TEXT}}},                                                         /* RFC 5970 */
    {60, {{F(TEXTS), TEXTS}}},                                                       /* RFC 5970 */
    {61, {{F(ARCHITECTURES), CODES}}},                                               /* RFC 5970 */
    {62, {{F(INTERFACE_TYPE), 1}, {F(MAJOR), 1}, {F(MINOR), 1}}},                    /* RFC 5970 */
    {64, {{F(NAME), NAME}}},                                                         /* RFC 6334 */
    {65, {{F(NAME), NAME}}},                                                         /* RFC 6440 */
    {66, {{F(NESTED), OPTIONS}}},                                                    /* RFC 6422 */
    {67, {{F(PREFIX_LENGTH), 1}, {F(DATA), REST}}},                                  /* RFC 6603 */
    {79, {{F(HARDWARE_TYPE), HARDWARE}}},                                            /* RFC 6939 */
    {80, {{F(IPV6_ADDRESS), ADDRESS}}},                                              /* RFC 6977 */
    {82, {{F(SECONDS), 4}}},
    {83, {{F(SECONDS), 4}}},
    {88, {{F(ADDRESSES), ADDRESSES}}},                                               /* RFC 7341 */
    {90, {{F(IPV6_ADDRESS), ADDRESS}}},                                              /* RFC 7598 */
    {94, {{F(NESTED), OPTIONS}}},                                                    /* RFC 7598 */
    {95, {{F(NESTED), OPTIONS}}},                                                    /* RFC 7598 */
    {96, {{F(NESTED), OPTIONS}}},                                                    /* RFC 7598 */
    {100, {{F(TIME), FROM_2000}}},                                                   /* RFC 7653 */
    {101, {{F(TIME), FROM_2000}}},                                                   /* RFC 7653 */
    {102, {{F(TIME), FROM_2000}}},                                                   /* RFC 7653 */
    {103, {{F(TEXT), TEXT}}},                                                        /* RFC 8910 */
    {112, {{F(TEXT), TEXT}}},                                                        /* RFC 8520 */
    {135, {{F(NUMBER), 2}}},                                                         /* RFC 8357 */
    {136, {{F(TEXTS), TEXTS}}},                                                      /* RFC 8572 */
    {141, {{F(NAME), NAME}}},                                                        /* RFC 8973 */
    {142, {{F(ADDRESSES), ADDRESSES}}},                                              /* RFC 8973 */
    {143, {{F(ADDRESSES), ADDRESSES}}},                                              /* RFC 6153 */
};

static const struct part unknown[] = {{F(DATA), REST}, {0, 0}};

static const struct part *find_parts(unsigned code) {
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (layouts[i].code == code)
            return layouts[i].parts;
    return unknown;
}

/* --- lists -------------------------------------------------------------------------------------------------------- */

static void put_addresses(struct udpi_decode *d, unsigned depth) {
    uint16_t list = udpi_nest_open(d, depth, F(ADDRESSES));
    while (udpi_part_goes_on(d))
        udpi_nest_bytes(d, depth + 1, F(ADDRESSES_ADDRESS), ADDRESS);
    udpi_nest_close(d, list);
}

static void put_names(struct udpi_decode *d, unsigned depth) {
    uint16_t list = udpi_nest_open(d, depth, F(NAMES));
    while (udpi_part_goes_on(d) && udpi_take_domain(d, depth + 1, F(NAMES_NAME), d->cursor.at))
        continue;
    udpi_nest_close(d, list);
}

static void put_texts(struct udpi_decode *d, unsigned depth) {
    uint16_t list = udpi_nest_open(d, depth, F(TEXTS));
    while (udpi_part_goes_on(d))
        udpi_nest_bytes(d, depth + 1, F(TEXTS_TEXT), udpi_cursor_read(&d->cursor, 2));
    udpi_nest_close(d, list);
}

static void put_codes(struct udpi_decode *d, unsigned depth, unsigned field) {
    uint16_t list = udpi_nest_open(d, depth, field);
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, depth + 1, field + 1);
        udpi_nest_number(d, depth + 2, field + 2, 2);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* --- options of other kinds --------------------------------------------------------------------------------------- */

static void put_time_server(struct udpi_decode *d, unsigned depth, unsigned code, size_t length) {
    enum { UNICAST = 1, MULTICAST = 2, SERVER_NAME = 3 };
    struct udpi_cursor behind;
    if ((code == UNICAST || code == MULTICAST) && length == ADDRESS) {
        udpi_nest_bytes(d, depth, F(SUBOPTION_ADDRESS), length);
    } else if (code == SERVER_NAME && udpi_part_enter(d, length, &behind)) {
        udpi_take_domain(d, depth, F(SUBOPTION_NAME), d->cursor.at);
        if (!udpi_part_leave(d, &behind))
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes are too few for the name of a time server",
                          (uint32_t)length, 0);
    } else {
        udpi_nest_bytes(d, depth, F(SUBOPTION_DATA), length);
    }
}

static void put_suboptions(struct udpi_decode *d, unsigned depth, unsigned kind) {
    uint16_t list = udpi_nest_open(d, depth, F(SUBOPTIONS));
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, depth + 1, F(SUBOPTION));
        unsigned code = (unsigned)udpi_nest_number(d, depth + 2, F(SUBOPTION_CODE), 2);
        size_t length = udpi_nest_number(d, depth + 2, F(SUBOPTION_LENGTH), 2);
        if (kind == TIME_SERVERS)
            put_time_server(d, depth + 2, code, length);
        else
            udpi_nest_bytes(d, depth + 2, F(SUBOPTION_DATA), length);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* --- parts -------------------------------------------------------------------------------------------------------- */

static void put_label(struct udpi_decode *d, unsigned depth) {
    size_t size = d->cursor.claim;
    const uint8_t *data = udpi_nest_bytes(d, depth, F(DATA), size);
    if (data && size > 0)
        udpi_put_at_depth(d, depth, F(LABEL), udpi_offset_of(d, data), size, 0);
}

static void put_hardware_address(struct udpi_decode *d, unsigned depth) {
    enum { MAC_SIZE = 6 };
    if (d->cursor.claim == MAC_SIZE)
        udpi_nest_number(d, depth, F(MAC), MAC_SIZE);
    else
        udpi_nest_bytes(d, depth, F(HARDWARE_ADDRESS), d->cursor.claim);
}

static void put_from_2000(struct udpi_decode *d, unsigned depth) {
    const uint64_t from_1970_to_2000 = 946684800;
    udpi_nest_seconds(d, depth, F(TIME), from_1970_to_2000);
}

/* RFC 8415 section 11 */
static void put_duid(struct udpi_decode *d, unsigned depth) {
    enum { WITH_TIME = 1, OF_ENTERPRISE = 2, WITHOUT_TIME = 3, OF_UUID = 4, UUID_SIZE = 16 };
    switch (udpi_nest_number(d, depth, F(DUID_TYPE), 2)) {
    case WITH_TIME:
        udpi_nest_number(d, depth, F(HARDWARE_TYPE), 2);
        put_from_2000(d, depth);
        put_hardware_address(d, depth);
        break;
    case OF_ENTERPRISE:
        udpi_nest_number(d, depth, F(ENTERPRISE), 4);
        udpi_nest_bytes(d, depth, F(IDENTIFIER), d->cursor.claim);
        break;
    case WITHOUT_TIME:
        udpi_nest_number(d, depth, F(HARDWARE_TYPE), 2);
        put_hardware_address(d, depth);
        break;
    case OF_UUID: udpi_nest_bytes(d, depth, F(UUID), UUID_SIZE); break;
    default: udpi_nest_bytes(d, depth, F(DATA), d->cursor.claim); break;
    }
}

/* A name that is not complete has no zero byte, and mostly is a single label: RFC 4704 section 4.2. */
static void put_client_name(struct udpi_decode *d, unsigned depth) {
    static const uint8_t bits[][2] = {{F(NO_UPDATE), 2}, {F(OVERRIDE), 1}, {F(SERVER_UPDATES), 0}};
    const uint8_t *flags = udpi_cursor_take(&d->cursor, 1);
    if (!flags)
        return;
    for (unsigned i = 0; i < sizeof bits / sizeof *bits; i++)
        udpi_put_at_depth(d, depth, bits[i][0], udpi_offset_of(d, flags), 1, *flags >> bits[i][1] & 1);
    size_t size = d->cursor.claim;
    if (size > 0 && d->cursor.at[size - 1] == 0)
        udpi_take_domain(d, depth, F(CLIENT_NAME), d->cursor.at);
    else if (size > 0 && d->cursor.at[0] == size - 1)
        udpi_nest_bytes(d, depth, F(CLIENT_LABEL), udpi_cursor_read(&d->cursor, 1));
    else
        udpi_nest_bytes(d, depth, F(DATA), size);
}

/* A token and a key in clear are secrets: RFC 3118 section 4, RFC 8415 section 20.4. */
static void put_authentication(struct udpi_decode *d, unsigned depth, unsigned protocol) {
    enum { CONFIGURATION_TOKEN = 0, RECONFIGURE_KEY = 3, IS_KEY = 1 };
    bool is_secret = protocol == CONFIGURATION_TOKEN;
    if (protocol == RECONFIGURE_KEY)
        is_secret = udpi_nest_number(d, depth, F(AUTHENTICATION_TYPE), 1) == IS_KEY;
    size_t size = d->cursor.claim;
    if (!is_secret) {
        udpi_nest_bytes(d, depth, F(AUTHENTICATION), size);
        return;
    }
    udpi_put_secret(d, depth, F(KEY), d->cursor.at, size);
    udpi_cursor_take(&d->cursor, size);
}

static void put_message(struct udpi_decode *d, unsigned depth) {
    unsigned type = (unsigned)udpi_nest_number(d, depth, F(RELAYED_MESSAGE_TYPE), 1);
    udpi_put_dhcpv6_message(d, depth, F(RELAYED_MESSAGE_TYPE), F(NESTED), type);
}

/* `data` is the first byte of the option's data. */
static void put_part(struct udpi_decode *d, unsigned depth, const struct part *part, const uint8_t *data) {
    switch (part->kind) {
    case ADDRESS: udpi_nest_bytes(d, depth, part->field, ADDRESS); break;
    case TEXT:
    case REST: udpi_nest_bytes(d, depth, part->field, d->cursor.claim); break;
    case LABEL: put_label(d, depth); break;
    case NAME: udpi_take_domain(d, depth, part->field, d->cursor.at); break;
    case NAMES: put_names(d, depth); break;
    case ADDRESSES: put_addresses(d, depth); break;
    case TEXTS: put_texts(d, depth); break;
    case CODES: put_codes(d, depth, part->field); break;
    case DUID: put_duid(d, depth); break;
    case HARDWARE:
        udpi_nest_number(d, depth, part->field, 2);
        put_hardware_address(d, depth);
        break;
    case FROM_2000: put_from_2000(d, depth); break;
    case CLIENT_NAME: put_client_name(d, depth); break;
    case SUBOPTIONS:
    case TIME_SERVERS: put_suboptions(d, depth, part->kind); break;
    case SECRET: put_authentication(d, depth, data[0]); break;
    case MESSAGE: put_message(d, depth); break;
    case OPTIONS: udpi_put_dhcpv6_options(d, depth, part->field); break;
    default: udpi_nest_number(d, depth, part->field, part->kind); break;
    }
}

void udpi_put_dhcpv6_data(struct udpi_decode *d, unsigned depth, unsigned code) {
    const uint8_t *data = d->cursor.at;
    for (const struct part *part = find_parts(code); part->kind && d->cursor.stop == UDPI_STOP_NONE; part++)
        put_part(d, depth, part, data);
}
