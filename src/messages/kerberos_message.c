#include "messages/kerberos_message.h"

#include "model/ber.h"
#include "model/nest.h"

#define F(name) UDPI_KERBEROS_##name

enum { CONTEXT = 0xa0, TAG_TICKET = UDPI_KERBEROS_APPLICATION + 1 };

/* What a member of a sequence is. */
enum {
    NUMBER = 1,
    STRING,
    OCTETS,
    TIME,
    NAME,
    COMPONENTS, /* of a name */
    OPTIONS,
    AP_OPTIONS,
    ENCRYPTED,
    BODY,
    TICKET,
    TICKETS, /* and other lists: */
    PREAUTHENTICATION,
    TYPES,
    ADDRESSES,
    DETAILS, /* pre-authentication data, or else bytes */
};

struct part {
    uint8_t tag; /* number of the context tag */
    uint8_t kind;
    uint8_t field;
};

static const struct part request_parts[] = {
    {1, NUMBER, F(PVNO)}, {2, NUMBER, F(MSG_TYPE)}, {3, PREAUTHENTICATION, F(PA_DATA)}, {4, BODY, 0}, {0, 0, 0}};

static const struct part body_parts[] = {
    {0, OPTIONS, F(KDC_OPTIONS)},
    {1, NAME, F(CNAME)},
    {2, STRING, F(REALM)},
    {3, NAME, F(SNAME)},
    {4, TIME, F(FROM)},
    {5, TIME, F(TILL)},
    {6, TIME, F(RTIME)},
    {7, NUMBER, F(NONCE)},
    {8, TYPES, F(ETYPES)},
    {9, ADDRESSES, F(ADDRESSES)},
    {10, ENCRYPTED, F(AUTHORIZATION)},
    {11, TICKETS, F(TICKETS)},
    {0, 0, 0},
};

static const struct part reply_parts[] = {
    {0, NUMBER, F(PVNO)}, {1, NUMBER, F(MSG_TYPE)}, {2, PREAUTHENTICATION, F(PA_DATA)}, {3, STRING, F(CREALM)},
    {4, NAME, F(CNAME)},  {5, TICKET, F(TICKETS)},  {6, ENCRYPTED, F(ENC_PART)},        {0, 0, 0},
};

static const struct part ap_request_parts[] = {
    {0, NUMBER, F(PVNO)},    {1, NUMBER, F(MSG_TYPE)},         {2, AP_OPTIONS, F(AP_OPTIONS)},
    {3, TICKET, F(TICKETS)}, {4, ENCRYPTED, F(AUTHENTICATOR)}, {0, 0, 0},
};

static const struct part ap_reply_parts[] = {
    {0, NUMBER, F(PVNO)}, {1, NUMBER, F(MSG_TYPE)}, {2, ENCRYPTED, F(ENC_PART)}, {0, 0, 0}};

static const struct part private_parts[] = {
    {0, NUMBER, F(PVNO)}, {1, NUMBER, F(MSG_TYPE)}, {3, ENCRYPTED, F(ENC_PART)}, {0, 0, 0}};

static const struct part credential_parts[] = {
    {0, NUMBER, F(PVNO)}, {1, NUMBER, F(MSG_TYPE)}, {2, TICKETS, F(TICKETS)}, {3, ENCRYPTED, F(ENC_PART)}, {0, 0, 0}};

static const struct part error_parts[] = {
    {0, NUMBER, F(PVNO)},       {1, NUMBER, F(MSG_TYPE)},
    {2, TIME, F(CTIME)},        {3, NUMBER, F(CUSEC)},
    {4, TIME, F(STIME)},        {5, NUMBER, F(SUSEC)},
    {6, NUMBER, F(ERROR_CODE)}, {7, STRING, F(CREALM)},
    {8, NAME, F(CNAME)},        {9, STRING, F(REALM)},
    {10, NAME, F(SNAME)},       {11, STRING, F(E_TEXT)},
    {12, DETAILS, F(E_DATA)},   {0, 0, 0},
};

static const struct part ticket_parts[] = {{0, NUMBER, F(TKT_VNO)},
                                           {1, STRING, F(TICKET_REALM)},
                                           {2, NAME, F(TICKET_SNAME)},
                                           {3, ENCRYPTED, F(TICKET_PART)},
                                           {0, 0, 0}};

static const struct part pa_parts[] = {{1, NUMBER, F(PA_TYPE)}, {2, OCTETS, F(PA_VALUE)}, {0, 0, 0}};

/* --- sequences ---------------------------------------------------------------------------------------------------- */

static bool put_value(struct udpi_decode *d, unsigned depth, const struct part *part);

/* A member that is not one of those that are left of *parts is noted and passed over: so no key is there twice. */
static bool put_member(struct udpi_decode *d, unsigned depth, const struct part **parts) {
    size_t behind;
    struct udpi_ber unknown;
    uint8_t tag = udpi_ber_peek(d);
    for (const struct part *part = *parts; part->kind; part++) {
        if (tag != CONTEXT + part->tag)
            continue;
        *parts = part + 1;
        return udpi_ber_enter(d, tag, &behind) && udpi_ber_leave(d, behind, put_value(d, depth, part));
    }
    if (udpi_cursor_left(&d->cursor) > 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "an element with the tag {A} is not expected here", tag, 0);
    return udpi_ber_take(d, &unknown);
}

/* Its depth is bounded by the tables: none leads back to itself. */
static bool put_sequence(struct udpi_decode *d, unsigned depth, const struct part *parts) {
    size_t behind;
    bool was_read = true;
    if (!udpi_ber_enter(d, UDPI_BER_SEQUENCE, &behind))
        return false;
    while (was_read && d->cursor.claim > 0)
        was_read = put_member(d, depth, &parts);
    return udpi_ber_leave(d, behind, was_read);
}

/* --- names, options, encrypted parts ------------------------------------------------------------------------------ */

static bool put_name(struct udpi_decode *d, unsigned depth, uint8_t field) {
    const struct part parts[] = {{0, NUMBER, (uint8_t)(field + 1)}, {1, COMPONENTS, field}, {0, 0, 0}};
    return put_sequence(d, depth, parts);
}

static bool put_encrypted(struct udpi_decode *d, unsigned depth, uint8_t field) {
    const struct part parts[] = {{0, NUMBER, (uint8_t)(field + 1)},
                                 {1, NUMBER, (uint8_t)(field + 2)},
                                 {2, OCTETS, (uint8_t)(field + 3)},
                                 {0, 0, 0}};
    uint16_t group = udpi_nest_open(d, depth, field);
    bool was_read = put_sequence(d, depth + 1, parts);
    udpi_nest_close(d, group);
    return was_read;
}

/* Records 32 flags as `field`, and those whose bits are listed, from the most significant one on, as the fields behind it. */
static bool put_options(struct udpi_decode *d, unsigned field, const uint8_t *bits, size_t count) {
    enum { UNUSED = 1, SIZE = 4, LAST_BIT = 31 };
    struct udpi_ber flags;
    if (!udpi_ber_expect(d, UDPI_BER_BIT_STRING, &flags))
        return false;
    if (flags.size < UNUSED + SIZE) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "flags have {a} bytes, where there are 32 bits and a byte before them",
                      (uint32_t)flags.size, 0);
        return true;
    }
    uint32_t all = udpi_load_be32(flags.content + UNUSED);
    udpi_put(d, field, flags.content + UNUSED, SIZE, all);
    for (unsigned i = 0; i < count; i++)
        udpi_put(d, field + 1 + i, flags.content + UNUSED + bits[i] / 8, 1, all >> (LAST_BIT - bits[i]) & 1);
    return true;
}

/* RFC 4120 section 5.4.1; 14 is that of MS-SFU section 2.2.3, 15 of RFC 6806 section 3, 16 of RFC 8062 section 3 */
static const uint8_t kdc_bits[] = {1, 2, 3, 4, 5, 6, 8, 14, 15, 16, 26, 27, 28, 30, 31};
static const uint8_t ap_bits[] = {1, 2}; /* RFC 4120 section 5.5.1 */

/* --- elements of lists -------------------------------------------------------------------------------------------- */

static bool put_ticket(struct udpi_decode *d, unsigned depth) {
    size_t behind;
    uint16_t group = udpi_nest_open(d, depth, F(TICKET));
    bool was_read =
        udpi_ber_enter(d, TAG_TICKET, &behind) && udpi_ber_leave(d, behind, put_sequence(d, depth + 1, ticket_parts));
    udpi_nest_close(d, group);
    return was_read;
}

static bool put_preauthentication(struct udpi_decode *d, unsigned depth) {
    uint16_t group = udpi_nest_open(d, depth, F(PA));
    bool was_read = put_sequence(d, depth + 1, pa_parts);
    udpi_nest_close(d, group);
    return was_read;
}

static bool put_type(struct udpi_decode *d, unsigned depth) {
    uint16_t group = udpi_nest_open(d, depth, F(ETYPE_GROUP));
    bool was_read = udpi_ber_read(d, depth + 1, F(ETYPE), UDPI_BER_INTEGER);
    udpi_nest_close(d, group);
    return was_read;
}

static unsigned choose_address(const struct udpi_ber *type, size_t size) {
    enum { IPV4 = 2, NETBIOS = 20, IPV6 = 24, IPV4_SIZE = 4, IPV6_SIZE = 16 };
    unsigned number = type->size == 1 ? type->content[0] : 0;
    if (number == IPV4 && size == IPV4_SIZE)
        return F(IPV4_ADDRESS);
    if (number == IPV6 && size == IPV6_SIZE)
        return F(IPV6_ADDRESS);
    return number == NETBIOS ? F(ADDRESS_TEXT) : F(ADDRESS_DATA);
}

static bool put_address_members(struct udpi_decode *d, unsigned depth) {
    size_t behind;
    struct udpi_ber type, address;
    if (!udpi_ber_enter(d, CONTEXT, &behind) || !udpi_ber_leave(d, behind, udpi_ber_expect(d, UDPI_BER_INTEGER, &type)))
        return false;
    udpi_ber_put(d, depth, F(ADDRESS_TYPE), &type);
    if (!udpi_ber_enter(d, CONTEXT + 1, &behind) ||
        !udpi_ber_leave(d, behind, udpi_ber_expect(d, UDPI_BER_OCTET_STRING, &address)))
        return false;
    udpi_ber_put(d, depth, choose_address(&type, address.size), &address);
    return true;
}

static bool put_address(struct udpi_decode *d, unsigned depth) {
    size_t behind;
    uint16_t group = udpi_nest_open(d, depth, F(ADDRESS));
    bool was_read =
        udpi_ber_enter(d, UDPI_BER_SEQUENCE, &behind) && udpi_ber_leave(d, behind, put_address_members(d, depth + 1));
    udpi_nest_close(d, group);
    return was_read;
}

/* --- lists -------------------------------------------------------------------------------------------------------- */

static bool put_element(struct udpi_decode *d, unsigned depth, unsigned kind) {
    switch (kind) {
    case TICKETS: return put_ticket(d, depth);
    case PREAUTHENTICATION: return put_preauthentication(d, depth);
    case TYPES: return put_type(d, depth);
    default: return put_address(d, depth);
    }
}

static bool put_list(struct udpi_decode *d, unsigned depth, unsigned field, unsigned kind) {
    size_t behind;
    bool was_read = true;
    if (!udpi_ber_enter(d, UDPI_BER_SEQUENCE, &behind))
        return false;
    uint16_t list = udpi_nest_open(d, depth, field);
    while (was_read && d->cursor.claim > 0)
        was_read = put_element(d, depth + 1, kind);
    udpi_nest_close(d, list);
    return udpi_ber_leave(d, behind, was_read);
}

static bool put_one_ticket(struct udpi_decode *d, unsigned depth, unsigned field) {
    uint16_t list = udpi_nest_open(d, depth, field);
    bool was_read = put_ticket(d, depth + 1);
    udpi_nest_close(d, list);
    return was_read;
}

/* Whether the elements at the cursor begin with these tags, each in the one before it; 0 ends them. */
static bool begins_with(struct udpi_cursor cursor, const uint8_t *tags) {
    enum { LONG_LENGTH = 0x80 };
    for (; *tags; tags++) {
        const uint8_t *head = udpi_cursor_take(&cursor, 2);
        if (!head || head[0] != *tags)
            return false;
        udpi_cursor_take(&cursor, head[1] > LONG_LENGTH ? head[1] - (unsigned)LONG_LENGTH : 0);
    }
    return true;
}

/* What is required is said in the form of pre-authentication data (RFC 4120 section 5.9.1); other errors say what they like. */
static bool put_details(struct udpi_decode *d, unsigned depth, unsigned field) {
    static const uint8_t tags[] = {UDPI_BER_OCTET_STRING, UDPI_BER_SEQUENCE, UDPI_BER_SEQUENCE, CONTEXT + 1, 0};
    size_t behind;
    if (!begins_with(d->cursor, tags))
        return udpi_ber_read(d, depth, field, UDPI_BER_OCTET_STRING);
    return udpi_ber_enter(d, UDPI_BER_OCTET_STRING, &behind) &&
           udpi_ber_leave(d, behind, put_list(d, depth, F(PA_DATA), PREAUTHENTICATION));
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

/* GeneralString, or what stands for it. */
static bool put_string(struct udpi_decode *d, unsigned depth, unsigned field) {
    struct udpi_ber string;
    if (!udpi_ber_take(d, &string))
        return false;
    udpi_ber_put(d, depth, field, &string);
    return true;
}

static bool put_value(struct udpi_decode *d, unsigned depth, const struct part *part) {
    switch (part->kind) {
    case NUMBER: return udpi_ber_read(d, depth, part->field, UDPI_BER_INTEGER);
    case STRING: return put_string(d, depth, part->field);
    case OCTETS: return udpi_ber_read(d, depth, part->field, UDPI_BER_OCTET_STRING);
    case TIME: return udpi_ber_read(d, depth, part->field, UDPI_BER_GENERALIZED_TIME);
    case NAME: return put_name(d, depth, part->field);
    case COMPONENTS: return udpi_ber_read(d, depth, part->field, UDPI_BER_SEQUENCE);
    case OPTIONS: return put_options(d, part->field, kdc_bits, sizeof kdc_bits);
    case AP_OPTIONS: return put_options(d, part->field, ap_bits, sizeof ap_bits);
    case ENCRYPTED: return put_encrypted(d, depth, part->field);
    case BODY: return put_sequence(d, depth, body_parts);
    case TICKET: return put_one_ticket(d, depth, part->field);
    case DETAILS: return put_details(d, depth, part->field);
    default: return put_list(d, depth, part->field, part->kind);
    }
}

bool udpi_put_kerberos_message(struct udpi_decode *d, unsigned type) {
    enum { TYPES_END = 31 };
    static const struct part *const messages[TYPES_END] = {
        [10] = request_parts, [11] = reply_parts,      [12] = request_parts,
        [13] = reply_parts,   [14] = ap_request_parts, [15] = ap_reply_parts,
        [21] = private_parts, [22] = credential_parts, [30] = error_parts,
    };
    size_t behind;
    return udpi_ber_enter(d, (uint8_t)(UDPI_KERBEROS_APPLICATION + type), &behind) &&
           udpi_ber_leave(d, behind, put_sequence(d, 0, messages[type]));
}
