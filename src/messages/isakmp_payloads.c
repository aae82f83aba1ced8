/* What the payloads of IKE messages hold: for each type, its parts in their order. */
#include "messages/isakmp_message.h"

#include "model/nest.h"

#define F(name) UDPI_ISAKMP_##name

enum { DEPTH = 2, IN_LIST = 3, IN_GROUP = 4 };

/* What a part is, beside a number of so many bytes (1 to 8). */
enum {
    REST = 16, /* bytes to the end */
    RESERVED,  /* bytes, as many as stand for the field */
    SITUATION, /* with the proposals behind it, where it is one that is known */
    PROPOSALS,
    SPI,
    SPIS,
    IDENTITY,
    SELECTORS,
    VENDOR,
    EAP,
};

enum { MOST_PARTS = 7, TYPES = 54 };

struct part {
    uint8_t field, kind; /* kind 0 behind the last */
};

/* RFC 2408 section 3 and RFC 2407 section 4.6, RFC 3947 section 5; from 33 on RFC 7296 section 3, and RFC 7383 section 2.5 */
static const struct part layouts[TYPES][MOST_PARTS] = {
    [1] = {{F(DOI), 4}, {F(SITUATION), SITUATION}},
    [4] = {{F(KEY_EXCHANGE), REST}},
    [5] = {{F(ID_TYPE), 1}, {F(IP_PROTOCOL), 1}, {F(PORT), 2}, {0, IDENTITY}},
    [6] = {{F(ENCODING), 1}, {F(CERTIFICATE), REST}},
    [7] = {{F(ENCODING), 1}, {F(AUTHORITY), REST}},
    [8] = {{F(HASH), REST}},
    [9] = {{F(SIGNATURE), REST}},
    [10] = {{F(NONCE), REST}},
    [11] = {{F(DOI), 4}, {F(PROTOCOL), 1}, {F(SPI_SIZE), 1}, {F(NOTIFICATION_TYPE), 2}, {0, SPI}, {F(DATA), REST}},
    [12] = {{F(DOI), 4}, {F(PROTOCOL), 1}, {F(SPI_SIZE), 1}, {F(SPI_COUNT), 2}, {0, SPIS}},
    [13] = {{0, VENDOR}},
    [20] = {{F(HASH), REST}},
    [21] = {{F(ID_TYPE), 1}, {3, RESERVED}, {0, IDENTITY}},
    [33] = {{0, PROPOSALS}},
    [34] = {{F(GROUP), 2}, {2, RESERVED}, {F(KEY_EXCHANGE), REST}},
    [35] = {{F(ID_TYPE), 1}, {3, RESERVED}, {0, IDENTITY}},
    [36] = {{F(ID_TYPE), 1}, {3, RESERVED}, {0, IDENTITY}},
    [37] = {{F(ENCODING), 1}, {F(CERTIFICATE), REST}},
    [38] = {{F(ENCODING), 1}, {F(AUTHORITY), REST}},
    [39] = {{F(METHOD), 1}, {3, RESERVED}, {F(AUTHENTICATION), REST}},
    [40] = {{F(NONCE), REST}},
    [41] = {{F(PROTOCOL), 1}, {F(SPI_SIZE), 1}, {F(NOTIFY_TYPE), 2}, {0, SPI}, {F(DATA), REST}},
    [42] = {{F(PROTOCOL), 1}, {F(SPI_SIZE), 1}, {F(SPI_COUNT), 2}, {0, SPIS}},
    [43] = {{0, VENDOR}},
    [44] = {{F(SELECTOR_COUNT), 1}, {3, RESERVED}, {F(SELECTORS), SELECTORS}},
    [45] = {{F(SELECTOR_COUNT), 1}, {3, RESERVED}, {F(SELECTORS), SELECTORS}},
    [46] = {{F(ENCRYPTED_DATA), REST}},
    [48] = {{F(CODE), EAP}},
    [53] = {{F(FRAGMENT_NUMBER), 2}, {F(TOTAL_FRAGMENTS), 2}, {F(ENCRYPTED_DATA), REST}},
};

/* Of the numbers of a payload those that say how it goes on. */
struct seen {
    uint64_t id_type, spi_size, spi_count;
};

/* --- parts -------------------------------------------------------------------------------------------------------- */

/* An address, or bytes to the end. */
static void put_by_type(struct udpi_decode *d, unsigned depth, unsigned field) {
    enum { ADDRESS = 4, ADDRESS6 = 16 };
    switch (udpi_isakmp_fields[field].type) {
    case UDPI_IPV4: udpi_nest_number(d, depth, field, ADDRESS); break;
    case UDPI_IPV6: udpi_nest_bytes(d, depth, field, ADDRESS6); break;
    default: udpi_nest_bytes(d, depth, field, d->cursor.claim); break;
    }
}

/* RFC 2407 section 4.6.2, RFC 7296 section 3.5 */
static void put_identity(struct udpi_decode *d, uint64_t type) {
    enum { KINDS = 9 };
    static const uint8_t parts[KINDS][2] = {
        [1] = {F(IPV4_ADDRESS)},
        [2] = {F(TEXT)},
        [3] = {F(TEXT)},
        [4] = {F(IPV4_ADDRESS), F(IPV4_MASK)},
        [5] = {F(IPV6_ADDRESS)},
        [6] = {F(IPV6_ADDRESS), F(IPV6_MASK)},
        [7] = {F(IPV4_ADDRESS), F(IPV4_END)},
        [8] = {F(IPV6_ADDRESS), F(IPV6_END)},
    };
    const uint8_t *fields = parts[type < KINDS ? type : 0];
    put_by_type(d, DEPTH, fields[0] ? fields[0] : F(DATA));
    if (fields[1])
        put_by_type(d, DEPTH, fields[1]);
}

/* Situations other than that of RFC 2407 section 4.2.1 have labels behind them: they stay bytes, and so does what follows. */
static void put_situation(struct udpi_decode *d) {
    enum { IDENTITY_ONLY = 1 };
    if (udpi_nest_number(d, DEPTH, F(SITUATION), 4) == IDENTITY_ONLY)
        udpi_put_isakmp_proposals(d, false);
    else
        udpi_nest_bytes(d, DEPTH, F(DATA), d->cursor.claim);
}

static void put_spis(struct udpi_decode *d, const struct seen *seen) {
    if (seen->spi_size == 0 || !udpi_part_goes_on(d))
        return;
    uint16_t list = udpi_nest_open(d, DEPTH, F(SPIS));
    for (uint64_t i = 0; i < seen->spi_count && d->cursor.stop == UDPI_STOP_NONE; i++)
        udpi_nest_bytes(d, IN_LIST, F(SPIS_SPI), seen->spi_size);
    udpi_nest_close(d, list);
}

/* Most are MD5 digests of the name of a document or of a program; what follows them is a version. */
static void put_vendor(struct udpi_decode *d) {
    enum { LONGEST = 16 };
    static const struct {
        uint8_t size;
        uint8_t id[LONGEST];
    } vendors[UDPI_ISAKMP_VENDORS] = {
        {16, {0x4a, 0x13, 0x1c, 0x81, 0x07, 0x03, 0x58, 0x45, 0x5c, 0x57, 0x28, 0xf2, 0x0e, 0x95, 0x45, 0x2f}},
        {16, {0x44, 0x85, 0x15, 0x2d, 0x18, 0xb6, 0xbb, 0xcd, 0x0b, 0xe8, 0xa8, 0x46, 0x95, 0x79, 0xdd, 0xcc}},
        {16, {0xcd, 0x60, 0x46, 0x43, 0x35, 0xdf, 0x21, 0xf8, 0x7c, 0xfd, 0xb2, 0xfc, 0x68, 0xb6, 0xa4, 0x48}},
        {16, {0x90, 0xcb, 0x80, 0x91, 0x3e, 0xbb, 0x69, 0x6e, 0x08, 0x63, 0x81, 0xb5, 0xec, 0x42, 0x7b, 0x1f}},
        {16, {0x7d, 0x94, 0x19, 0xa6, 0x53, 0x10, 0xca, 0x6f, 0x2c, 0x17, 0x9d, 0x92, 0x15, 0x52, 0x9d, 0x56}},
        {14, {0xaf, 0xca, 0xd7, 0x13, 0x68, 0xa1, 0xf1, 0xc9, 0x6b, 0x86, 0x96, 0xfc, 0x77, 0x57}},
        {8, {0x09, 0x00, 0x26, 0x89, 0xdf, 0xd6, 0xb7, 0x12}},
        {14, {0x12, 0xf5, 0xf2, 0x8c, 0x45, 0x71, 0x68, 0xa9, 0x70, 0x2d, 0x9f, 0xe2, 0x74, 0xcc}},
        {16, {0x40, 0x48, 0xb7, 0xd5, 0x6e, 0xbc, 0xe8, 0x85, 0x25, 0xe7, 0xde, 0x7f, 0x00, 0xd6, 0xc2, 0xd3}},
        {16, {0x1e, 0x2b, 0x51, 0x69, 0x05, 0x99, 0x1c, 0x7d, 0x7c, 0x96, 0xfc, 0xbf, 0xb5, 0x87, 0xe4, 0x61}},
        {16, {0x88, 0x2f, 0xe5, 0x6d, 0x6f, 0xd2, 0x0d, 0xbc, 0x22, 0x51, 0x61, 0x3b, 0x2e, 0xbe, 0x5b, 0xeb}},
    };
    size_t size = d->cursor.claim;
    const uint8_t *id = udpi_nest_bytes(d, DEPTH, F(VENDOR_ID), size);
    for (unsigned i = 0; id && i < UDPI_ISAKMP_VENDORS; i++)
        if (size >= vendors[i].size && memcmp(id, vendors[i].id, vendors[i].size) == 0)
            udpi_put_at_depth(d, DEPTH, F(VENDOR), udpi_offset_of(d, id), 0, i);
}

/* RFC 3748 section 4: requests and responses have a method. */
static void put_eap(struct udpi_decode *d) {
    enum { REQUEST = 1, RESPONSE = 2, IDENTITY_METHOD = 1 };
    uint64_t code = udpi_nest_number(d, DEPTH, F(CODE), 1);
    udpi_nest_number(d, DEPTH, F(ID), 1);
    udpi_nest_number(d, DEPTH, F(EAP_LENGTH), 2);
    if (code != REQUEST && code != RESPONSE)
        return;
    bool is_identity = udpi_nest_number(d, DEPTH, F(METHOD_TYPE), 1) == IDENTITY_METHOD;
    udpi_nest_bytes(d, DEPTH, is_identity ? F(TEXT) : F(DATA), d->cursor.claim);
}

/* --- traffic selectors -------------------------------------------------------------------------------------------- */

enum { SELECTOR_HEADER_SIZE = 8, IPV4_RANGE = 7, IPV6_RANGE = 8 };

static void put_selector_addresses(struct udpi_decode *d, uint64_t type, size_t size) {
    struct udpi_cursor behind;
    if (!udpi_part_enter(d, size, &behind))
        return;
    if (type == IPV4_RANGE || type == IPV6_RANGE) {
        put_by_type(d, IN_GROUP, type == IPV4_RANGE ? F(START_IPV4) : F(START_IPV6));
        put_by_type(d, IN_GROUP, type == IPV4_RANGE ? F(END_IPV4) : F(END_IPV6));
    } else {
        put_by_type(d, IN_GROUP, F(SELECTOR_DATA));
    }
    udpi_part_leave_data(d, &behind, size, (unsigned)type);
}

/* False where the length does not even hold the header, and so leads nowhere. */
static bool put_selector(struct udpi_decode *d) {
    uint64_t type = udpi_nest_number(d, IN_GROUP, F(SELECTOR_TYPE), 1);
    udpi_nest_number(d, IN_GROUP, F(SELECTOR_PROTOCOL), 1);
    size_t length = udpi_nest_number(d, IN_GROUP, F(SELECTOR_LENGTH), 2);
    udpi_nest_number(d, IN_GROUP, F(START_PORT), 2);
    udpi_nest_number(d, IN_GROUP, F(END_PORT), 2);
    if (length < SELECTOR_HEADER_SIZE) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "a traffic selector says that it has {a} bytes, where all have {b}",
                      (uint32_t)length, SELECTOR_HEADER_SIZE);
        return false;
    }
    put_selector_addresses(d, type, length - SELECTOR_HEADER_SIZE);
    return true;
}

static void put_selectors(struct udpi_decode *d) {
    if (!udpi_part_goes_on(d))
        return;
    bool was_read = true;
    uint16_t list = udpi_nest_open(d, DEPTH, F(SELECTORS));
    while (was_read && udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, IN_LIST, F(SELECTOR));
        was_read = put_selector(d);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

static void put_number(struct udpi_decode *d, struct seen *seen, const struct part *part) {
    uint64_t number = udpi_nest_number(d, DEPTH, part->field, part->kind);
    switch (part->field) {
    case F(ID_TYPE): seen->id_type = number; break;
    case F(SPI_SIZE): seen->spi_size = number; break;
    case F(SPI_COUNT): seen->spi_count = number; break;
    default: break;
    }
}

static void put_part(struct udpi_decode *d, struct seen *seen, const struct part *part) {
    switch (part->kind) {
    case REST: udpi_nest_bytes(d, DEPTH, part->field, d->cursor.claim); break;
    case RESERVED: udpi_cursor_take(&d->cursor, part->field); break;
    case SITUATION: put_situation(d); break;
    case PROPOSALS: udpi_put_isakmp_proposals(d, true); break;
    case SPI: udpi_nest_bytes(d, DEPTH, F(SPI), seen->spi_size); break;
    case SPIS: put_spis(d, seen); break;
    case IDENTITY: put_identity(d, seen->id_type); break;
    case SELECTORS: put_selectors(d); break;
    case VENDOR: put_vendor(d); break;
    case EAP: put_eap(d); break;
    default: put_number(d, seen, part); break;
    }
}

/* The numbers that payloads had in drafts of RFC 3947. */
static unsigned find_layout(unsigned type) {
    enum { NAT_D = 20, NAT_OA = 21 };
    switch (type) {
    case 15:
    case 130: return NAT_D;
    case 16:
    case 131: return NAT_OA;
    default: return type < TYPES ? type : 0;
    }
}

void udpi_put_isakmp_payload(struct udpi_decode *d, unsigned type) {
    static const struct part unknown[] = {{F(DATA), REST}, {0, 0}};
    const struct part *part = layouts[find_layout(type)];
    struct seen seen = {0};
    if (!part->kind)
        part = unknown;
    for (; part->kind && d->cursor.stop == UDPI_STOP_NONE; part++)
        put_part(d, &seen, part);
}
