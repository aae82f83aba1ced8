/* The data of resource records: for each type, its parts in their order. */
#include "messages/dns_message.h"
#include "model/domain.h"
#include "model/nest.h"

enum { DEPTH = 2, WITHIN = DEPTH + 1, WITHIN_GROUP = DEPTH + 2 };

/* What a part is, beside a number of so many bytes (1 to 8). */
enum {
    ADDRESS = 16, /* of IPv6 */
    NAME = 32,
    STRING,  /* its length stands before it, in one byte */
    STRINGS, /* such to the end */
    SHORT,   /* bytes, their length before them in one byte */
    REST,    /* bytes to the end */
    TEXT,    /* text to the end */
    SECONDS, /* a time in 32 bits */
    TYPES,   /* a map of types */
    PARAMETERS,
    OPTIONS,
};

enum { MOST_PARTS = 9 };

struct part {
    uint8_t field, kind; /* kind 0 behind the last */
};

struct layout {
    uint16_t type;
    struct part parts[MOST_PARTS];
};

#define F(name) UDPI_DNS_##name

/* RFC 1035 unless said otherwise. */
static const struct layout layouts[] = {
    {1, {{F(IPV4), 4}}},
    {2, {{F(TARGET), NAME}}},
    {5, {{F(TARGET), NAME}}},
    {6, {{F(MNAME), NAME}, {F(RNAME), NAME}, {F(SERIAL), 4}, {F(REFRESH), 4}, {F(RETRY), 4}, {F(EXPIRE), 4},
         {F(MINIMUM), 4}}},
    {12, {{F(TARGET), NAME}}},
    {13, {{F(CPU), STRING}, {F(OS), STRING}}},
    {15, {{F(PREFERENCE), 2}, {F(TARGET), NAME}}},
    {16, {{F(TEXTS), STRINGS}}},
    {28, {{F(IPV6), ADDRESS}}},                                                       /* RFC 3596 */
    {33, {{F(PRIORITY), 2}, {F(WEIGHT), 2}, {F(PORT), 2}, {F(TARGET), NAME}}},        /* RFC 2782 */
    {35, {{F(ORDER), 2}, {F(PREFERENCE), 2}, {F(FLAG_TEXT), STRING}, {F(SERVICES), STRING}, {F(REGEXP), STRING},
          {F(REPLACEMENT), NAME}}},                                                   /* RFC 3403 */
    {36, {{F(PREFERENCE), 2}, {F(TARGET), NAME}}},                                    /* RFC 2230 */
    {39, {{F(TARGET), NAME}}},                                                        /* RFC 6672 */
    {41, {{F(OPTIONS), OPTIONS}}},                                                    /* RFC 6891 */
    {43, {{F(KEY_TAG), 2}, {F(ALGORITHM), 1}, {F(DIGEST_TYPE), 1}, {F(DIGEST), REST}}}, /* RFC 4034 */
    {44, {{F(ALGORITHM), 1}, {F(FINGERPRINT_TYPE), 1}, {F(FINGERPRINT), REST}}},      /* RFC 4255 */
    {46, {{F(TYPE_COVERED), 2}, {F(ALGORITHM), 1}, {F(LABELS), 1}, {F(ORIGINAL_TTL), 4}, {F(EXPIRATION), SECONDS},
          {F(INCEPTION), SECONDS}, {F(KEY_TAG), 2}, {F(SIGNER), NAME}, {F(SIGNATURE), REST}}}, /* RFC 4034 */
    {47, {{F(NEXT_NAME), NAME}, {F(TYPES), TYPES}}},                                  /* RFC 4034 */
    {48, {{F(FLAGS), 2}, {F(PROTOCOL), 1}, {F(ALGORITHM), 1}, {F(PUBLIC_KEY), REST}}}, /* RFC 4034 */
    {50, {{F(HASH_ALGORITHM), 1}, {F(FLAGS), 1}, {F(ITERATIONS), 2}, {F(SALT), SHORT}, {F(NEXT_HASH), SHORT},
          {F(TYPES), TYPES}}},                                                        /* RFC 5155 */
    {51, {{F(HASH_ALGORITHM), 1}, {F(FLAGS), 1}, {F(ITERATIONS), 2}, {F(SALT), SHORT}}}, /* RFC 5155 */
    {52, {{F(USAGE), 1}, {F(SELECTOR), 1}, {F(MATCHING), 1}, {F(CERTIFICATE), REST}}}, /* RFC 6698 */
    {53, {{F(USAGE), 1}, {F(SELECTOR), 1}, {F(MATCHING), 1}, {F(CERTIFICATE), REST}}}, /* RFC 8162 */
    {59, {{F(KEY_TAG), 2}, {F(ALGORITHM), 1}, {F(DIGEST_TYPE), 1}, {F(DIGEST), REST}}}, /* RFC 7344 */
    {60, {{F(FLAGS), 2}, {F(PROTOCOL), 1}, {F(ALGORITHM), 1}, {F(PUBLIC_KEY), REST}}}, /* RFC 7344 */
    {64, {{F(PRIORITY), 2}, {F(TARGET), NAME}, {F(PARAMETERS), PARAMETERS}}},         /* RFC 9460 */
    {65, {{F(PRIORITY), 2}, {F(TARGET), NAME}, {F(PARAMETERS), PARAMETERS}}},         /* RFC 9460 */
    {99, {{F(TEXTS), STRINGS}}},                                                      /* RFC 7208 section 3.1 */
    {256, {{F(PRIORITY), 2}, {F(WEIGHT), 2}, {F(VALUE), TEXT}}},                      /* RFC 7553 */
    {257, {{F(FLAGS), 1}, {F(TAG), STRING}, {F(VALUE), TEXT}}},                       /* RFC 8659 */
};

static const struct part unknown[] = {{F(DATA), REST}, {0, 0}};

static const struct part *find_parts(unsigned type) {
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (layouts[i].type == type)
            return layouts[i].parts;
    return unknown;
}

/* --- lists -------------------------------------------------------------------------------------------------------- */

static void put_string(struct udpi_decode *d, unsigned depth, unsigned field) {
    const uint8_t *length = udpi_cursor_take(&d->cursor, 1);
    const uint8_t *text = length ? udpi_cursor_take(&d->cursor, *length) : NULL;
    if (text)
        udpi_put_at_depth(d, depth, field, udpi_offset_of(d, text), *length, 0);
}

static void put_strings(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, DEPTH, UDPI_DNS_TEXTS);
    while (udpi_part_goes_on(d))
        put_string(d, WITHIN, UDPI_DNS_TEXT);
    udpi_nest_close(d, list);
}

/* RFC 4034 section 4.1.2: windows of 256 types, each a bit. */
static void put_window(struct udpi_decode *d, unsigned window, const uint8_t *map, size_t size) {
    for (size_t i = 0; i < 8 * size; i++)
        if (map[i / 8] & 0x80 >> i % 8)
            udpi_put_at_depth(d, WITHIN, UDPI_DNS_TYPE_IN_MAP, udpi_offset_of(d, map + i / 8), 1, window << 8 | i);
}

static void put_types(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, DEPTH, UDPI_DNS_TYPES);
    while (d->cursor.claim > 0) {
        const uint8_t *head = udpi_cursor_take(&d->cursor, 2);
        const uint8_t *map = head ? udpi_cursor_take(&d->cursor, head[1]) : NULL;
        if (!map)
            break;
        put_window(d, head[0], map, head[1]);
    }
    udpi_nest_close(d, list);
}

/* A list of groups with a number of two bytes, a length of two bytes, and that many bytes. */
static void put_pairs(struct udpi_decode *d, unsigned list_field, unsigned group_field) {
    enum { NUMBER = 1, BYTES = 2 }; /* fields behind that of the group */
    uint16_t list = udpi_nest_open(d, DEPTH, list_field);
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, WITHIN, group_field);
        udpi_nest_number(d, WITHIN_GROUP, group_field + NUMBER, 2);
        udpi_nest_bytes(d, WITHIN_GROUP, group_field + BYTES, udpi_cursor_read(&d->cursor, 2));
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* --- parts -------------------------------------------------------------------------------------------------------- */

static void put_short(struct udpi_decode *d, unsigned field) {
    udpi_nest_bytes(d, DEPTH, field, udpi_cursor_read(&d->cursor, 1));
}

static void put_part(struct udpi_decode *d, const struct part *part, const uint8_t *message) {
    switch (part->kind) {
    case NAME: udpi_take_domain(d, DEPTH, part->field, message); break;
    case STRING: put_string(d, DEPTH, part->field); break;
    case STRINGS: put_strings(d); break;
    case SHORT: put_short(d, part->field); break;
    case ADDRESS: udpi_nest_bytes(d, DEPTH, part->field, ADDRESS); break;
    case REST:
    case TEXT: udpi_nest_bytes(d, DEPTH, part->field, d->cursor.claim); break;
    case SECONDS: udpi_nest_seconds(d, DEPTH, part->field, 0); break; /* RFC 4034 section 3.1.5: modulo 2^32 */
    case TYPES: put_types(d); break;
    case PARAMETERS: put_pairs(d, UDPI_DNS_PARAMETERS, UDPI_DNS_PARAMETER); break;
    case OPTIONS: put_pairs(d, UDPI_DNS_OPTIONS, UDPI_DNS_OPTION); break;
    default: udpi_nest_number(d, DEPTH, part->field, part->kind); break;
    }
}

void udpi_put_dns_data(struct udpi_decode *d, unsigned type, const uint8_t *message) {
    for (const struct part *part = find_parts(type); part->kind && d->cursor.stop == UDPI_STOP_NONE; part++)
        put_part(d, part, message);
}
