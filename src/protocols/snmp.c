/*
 * Simple Network Management Protocol, in the elements of model/ber.h: version 1 (RFC 1157), 2c (RFC 1901, RFC 3416) and 3 with its
 * user-based security model (RFC 3412, RFC 3414).
 *
 *     message:     { version, community, PDU }
 *     version 3:   { version, { id, most bytes, flags, security model }, security parameters, scoped PDU, maybe encrypted }
 *     parameters:  { engine id, engine boots, engine time, user name, authentication parameters, privacy parameters }
 *     scoped PDU:  { context engine id, context name, PDU }
 *     PDU:         { request id, error status, error index, { { name, value } … } }
 *     trap:        { enterprise, agent address, generic trap, specific trap, time stamp, { { name, value } … } }
 *
 * Left out: version 2 with parties (RFC 1445) or with users (RFC 1910), which nobody kept.
 */
#include "messages/snmp_fields.h"
#include "model/ber.h"
#include "model/nest.h"

enum { VERSION_1 = 0, VERSION_2C = 1, VERSION_3 = 3, USER_BASED = 3 };
enum { TAG_IP_ADDRESS = 0x40, TAG_TIME_TICKS = 0x43, TAG_PDU = 0xa0 }; /* RFC 2578 section 2, RFC 3416 section 3 */
enum { PDU_TRAP = 4, PDU_BULK = 5, PDU_LAST = 8 };
enum { AUTHENTICATED = 1, ENCRYPTED = 2, REPORTABLE = 4 }; /* RFC 3412 section 6.4 */

/* --- parts in a row ----------------------------------------------------------------------------------------------- */

struct part {
    uint8_t field;
    uint8_t tag; /* 0 behind the last */
};

#define F(name) UDPI_SNMP_##name

static const struct part request_parts[] = {
    {F(REQUEST_ID), UDPI_BER_INTEGER}, {F(ERROR_STATUS), UDPI_BER_INTEGER}, {F(ERROR_INDEX), UDPI_BER_INTEGER}, {0, 0}};

static const struct part bulk_parts[] = {{F(REQUEST_ID), UDPI_BER_INTEGER},
                                         {F(NON_REPEATERS), UDPI_BER_INTEGER},
                                         {F(MAX_REPETITIONS), UDPI_BER_INTEGER},
                                         {0, 0}};

static const struct part trap_parts[] = {{F(ENTERPRISE), UDPI_BER_OID},       {F(AGENT_ADDRESS), TAG_IP_ADDRESS},
                                         {F(GENERIC_TRAP), UDPI_BER_INTEGER}, {F(SPECIFIC_TRAP), UDPI_BER_INTEGER},
                                         {F(TIME_STAMP), TAG_TIME_TICKS},     {0, 0}};

static const struct part user_parts[] = {{F(ENGINE_ID), UDPI_BER_OCTET_STRING},
                                         {F(ENGINE_BOOTS), UDPI_BER_INTEGER},
                                         {F(ENGINE_TIME), UDPI_BER_INTEGER},
                                         {F(USER_NAME), UDPI_BER_OCTET_STRING},
                                         {F(AUTHENTICATION_PARAMETERS), UDPI_BER_OCTET_STRING},
                                         {F(PRIVACY_PARAMETERS), UDPI_BER_OCTET_STRING},
                                         {0, 0}};

static bool put_parts(struct udpi_decode *d, const struct part *part) {
    for (; part->tag; part++)
        if (!udpi_ber_read(d, 0, part->field, part->tag))
            return false;
    return true;
}

/* --- variable bindings -------------------------------------------------------------------------------------------- */

/* What the values of types that are no mere bytes are shown as: RFC 3416 section 3, RFC 2578 section 2. */
static const struct part value_kinds[] = {
    {F(INTEGER), UDPI_BER_INTEGER},
    {F(OID), UDPI_BER_OID},
    {F(IP_ADDRESS), TAG_IP_ADDRESS},
    {F(COUNTER), 0x41},
    {F(GAUGE), 0x42},
    {F(TIME_TICKS), TAG_TIME_TICKS},
    {F(COUNTER64), 0x46},
    {F(GAUGE), 0x47},
};

enum { IN_BINDING = 2 };

/* NULL and the exceptions have nothing in them. */
static void put_value(struct udpi_decode *d, const struct udpi_ber *value) {
    unsigned field = F(OCTETS);
    for (size_t i = 0; i < sizeof value_kinds / sizeof *value_kinds; i++)
        if (value_kinds[i].tag == value->tag)
            field = value_kinds[i].field;
    if (field != F(OCTETS) || value->size > 0)
        udpi_ber_put(d, IN_BINDING, field, value);
    if (value->tag == UDPI_BER_OCTET_STRING && value->size > 0)
        udpi_ber_put(d, IN_BINDING, F(TEXT), value);
}

static bool put_members(struct udpi_decode *d) {
    struct udpi_ber value;
    if (!udpi_ber_read(d, IN_BINDING, F(NAME), UDPI_BER_OID))
        return false;
    const uint8_t *tag = d->cursor.at;
    if (!udpi_ber_take(d, &value))
        return false;
    udpi_put_at_depth(d, IN_BINDING, F(VALUE_TYPE), udpi_offset_of(d, tag), 1, value.tag);
    put_value(d, &value);
    return true;
}

static bool put_binding(struct udpi_decode *d) {
    size_t behind;
    if (!udpi_ber_enter(d, UDPI_BER_SEQUENCE, &behind))
        return false;
    uint16_t group = udpi_nest_open(d, 1, F(BINDING));
    bool was_read = udpi_ber_leave(d, behind, put_members(d));
    udpi_nest_close(d, group);
    return was_read;
}

static bool put_bindings(struct udpi_decode *d) {
    size_t behind;
    if (!udpi_ber_enter(d, UDPI_BER_SEQUENCE, &behind))
        return false;
    bool was_read = true;
    uint16_t list = udpi_nest_open(d, 0, F(BINDINGS));
    while (was_read && d->cursor.claim > 0)
        was_read = put_binding(d);
    udpi_nest_close(d, list);
    return udpi_ber_leave(d, behind, was_read);
}

/* --- the message -------------------------------------------------------------------------------------------------- */

static const struct part *find_parts(unsigned type) {
    switch (type) {
    case PDU_TRAP: return trap_parts;
    case PDU_BULK: return bulk_parts;
    default: return request_parts;
    }
}

static bool put_pdu(struct udpi_decode *d) {
    size_t behind;
    uint8_t tag = udpi_ber_peek(d);
    bool is_known = tag >= TAG_PDU && tag <= TAG_PDU + PDU_LAST;
    unsigned type = is_known ? tag - (unsigned)TAG_PDU : 0;
    if (is_known)
        udpi_put(d, F(PDU_TYPE), d->cursor.at, 1, type);
    if (!udpi_ber_enter(d, (uint8_t)(TAG_PDU + type), &behind))
        return false;
    return udpi_ber_leave(d, behind, put_parts(d, find_parts(type)) && put_bindings(d));
}

static bool put_flags(struct udpi_decode *d) {
    struct udpi_ber flags;
    if (!udpi_ber_expect(d, UDPI_BER_OCTET_STRING, &flags))
        return false;
    if (flags.size != 1) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the flags have {a} bytes, not one", (uint32_t)flags.size, 0);
        return true;
    }
    udpi_put(d, F(AUTHENTICATED), flags.content, 1, (*flags.content & AUTHENTICATED) != 0);
    udpi_put(d, F(ENCRYPTED), flags.content, 1, (*flags.content & ENCRYPTED) != 0);
    udpi_put(d, F(REPORTABLE), flags.content, 1, (*flags.content & REPORTABLE) != 0);
    return true;
}

/* Gives the security model in *is_user_based. */
static bool put_global_data(struct udpi_decode *d, bool *is_user_based) {
    struct udpi_ber model;
    if (!udpi_ber_read(d, 0, F(MESSAGE_ID), UDPI_BER_INTEGER) ||
        !udpi_ber_read(d, 0, F(MESSAGE_MAX_SIZE), UDPI_BER_INTEGER) || !put_flags(d) ||
        !udpi_ber_expect(d, UDPI_BER_INTEGER, &model))
        return false;
    udpi_ber_put(d, 0, F(SECURITY_MODEL), &model);
    *is_user_based = model.size == 1 && model.content[0] == USER_BASED;
    return true;
}

/* An octet string that holds an element of its own: RFC 3414 section 2.4. */
static bool put_user_parameters(struct udpi_decode *d) {
    size_t behind_string, behind;
    if (!udpi_ber_enter(d, UDPI_BER_OCTET_STRING, &behind_string))
        return false;
    bool was_read =
        udpi_ber_enter(d, UDPI_BER_SEQUENCE, &behind) && udpi_ber_leave(d, behind, put_parts(d, user_parts));
    return udpi_ber_leave(d, behind_string, was_read);
}

static bool put_scoped_pdu(struct udpi_decode *d) {
    size_t behind;
    if (udpi_ber_peek(d) == UDPI_BER_OCTET_STRING)
        return udpi_ber_read(d, 0, F(ENCRYPTED_PDU), UDPI_BER_OCTET_STRING);
    if (!udpi_ber_enter(d, UDPI_BER_SEQUENCE, &behind))
        return false;
    return udpi_ber_leave(d, behind,
                          udpi_ber_read(d, 0, F(CONTEXT_ENGINE_ID), UDPI_BER_OCTET_STRING) &&
                              udpi_ber_read(d, 0, F(CONTEXT_NAME), UDPI_BER_OCTET_STRING) && put_pdu(d));
}

static bool put_version_3(struct udpi_decode *d) {
    size_t behind;
    bool is_user_based = false;
    if (!udpi_ber_enter(d, UDPI_BER_SEQUENCE, &behind) ||
        !udpi_ber_leave(d, behind, put_global_data(d, &is_user_based)))
        return false;
    bool was_read =
        is_user_based ? put_user_parameters(d) : udpi_ber_read(d, 0, F(SECURITY_PARAMETERS), UDPI_BER_OCTET_STRING);
    return was_read && put_scoped_pdu(d);
}

/* A sequence that begins with one of the versions, and with what that goes on with. */
static bool is_plausible(const struct udpi_cursor *start, unsigned *version) {
    enum { MOST_LENGTH = 4 };
    struct udpi_cursor ahead = *start;
    const uint8_t *head = udpi_cursor_take(&ahead, 2);
    if (!head || head[0] != UDPI_BER_SEQUENCE || head[1] > 0x80 + MOST_LENGTH)
        return false;
    udpi_cursor_take(&ahead, head[1] > 0x80 ? head[1] - 0x80U : 0);
    const uint8_t *next = udpi_cursor_take(&ahead, 4);
    if (!next || next[0] != UDPI_BER_INTEGER || next[1] != 1)
        return false;
    *version = next[2];
    bool has_community = *version == VERSION_1 || *version == VERSION_2C;
    return (has_community && next[3] == UDPI_BER_OCTET_STRING) ||
           (*version == VERSION_3 && next[3] == UDPI_BER_SEQUENCE);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    unsigned version;
    size_t behind;
    (void)header;
    if (!is_plausible(&d->cursor, &version) || !udpi_ber_enter(d, UDPI_BER_SEQUENCE, &behind))
        return udpi_next_not_mine();
    bool was_read = udpi_ber_read(d, 0, F(VERSION), UDPI_BER_INTEGER);
    if (was_read && version == VERSION_3)
        was_read = put_version_3(d);
    else if (was_read)
        was_read = udpi_ber_read(d, 0, F(COMMUNITY), UDPI_BER_OCTET_STRING) && put_pdu(d);
    udpi_ber_leave(d, behind, was_read);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 161}, {UDPI_UDP_PORT, 162}};

const struct udpi_protocol udpi_snmp = {
    .key = "snmp",
    .title = "Simple Network Management Protocol",
    .spec = "RFC 3416",
    .doc = "Asks network devices for their variables, sets them, and is told of events.",
    .fields = udpi_snmp_fields,
    .field_count = UDPI_SNMP_FIELDS,
    .bindings = bindings,
    .binding_count = 2,
    .is_end = true,
    .decode = decode,
};
