/*
 * NetBIOS name service: RFC 1002 section 4.2. Messages have the shape of those of DNS, and other flags and records.
 *
 *     | id 2 | response 1 bit, opcode 4, flags 7, rcode 4 | questions 2 | answers 2 | authorities 2 | additionals 2 |
 *
 *     question: | name | type 2 | class 2 |
 *     record:   | name | type 2 | class 2 | time to live 4 | length 2 | data |
 *     NB:       | group 1 bit, node type 2, reserved 13 | address 4 | …
 *     NBSTAT:   | count 1 | name 15, suffix 1, group 1 bit, node type 2, flags 4, reserved 9 | … | statistics 46 |
 */
#include "messages/nbns_fields.h"
#include "model/domain.h"
#include "model/nest.h"
#include "model/netbios.h"

enum { HEADER_SIZE = 12, LEAST_QUESTION = 6, LEAST_RECORD = 12 };
enum { TYPE_A = 1, TYPE_NS = 2, TYPE_NB = 32, TYPE_NBSTAT = 33 };

#define F(name) UDPI_NBNS_##name

/* --- data --------------------------------------------------------------------------------------------------------- */

enum { IN_RECORD = 2, IN_LIST = 3, IN_ENTRY = 4 };

/* A bit or more of the two bytes at `flags`, counted from the first one. */
static void put_bits(struct udpi_decode *d, unsigned field, const uint8_t *flags, unsigned first, unsigned count) {
    unsigned number = (unsigned)udpi_load_be16(flags) >> (16 - first - count) & ((1U << count) - 1);
    udpi_put_at_depth(d, IN_ENTRY, field, udpi_offset_of(d, flags), first < 8 ? 1 : 2, number);
}

static void put_owner(struct udpi_decode *d) {
    uint16_t group = udpi_nest_open(d, IN_LIST, F(OWNER));
    const uint8_t *flags = udpi_cursor_take(&d->cursor, 2);
    if (flags) {
        put_bits(d, F(OWNER_GROUP), flags, 0, 1);
        put_bits(d, F(OWNER_NODE_TYPE), flags, 1, 2);
        udpi_nest_number(d, IN_ENTRY, F(OWNER_ADDRESS), 4);
    }
    udpi_nest_close(d, group);
}

static void put_owners(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, IN_RECORD, F(ADDRESSES));
    while (udpi_part_goes_on(d))
        put_owner(d);
    udpi_nest_close(d, list);
}

static void put_entry(struct udpi_decode *d) {
    static const uint8_t flags[] = {F(ENTRY_DEREGISTERING), F(ENTRY_CONFLICT), F(ENTRY_ACTIVE), F(ENTRY_PERMANENT)};
    enum { ENTRY_SIZE = UDPI_NETBIOS_SIZE + 2, SUFFIX_AT = UDPI_NETBIOS_SIZE - 1, FIRST_FLAG = 3 };
    const uint8_t *entry = udpi_cursor_take(&d->cursor, ENTRY_SIZE);
    if (!entry)
        return;
    uint32_t offset = udpi_offset_of(d, entry);
    udpi_put_at_depth(d, IN_LIST, F(ENTRY), offset, ENTRY_SIZE, 0);
    udpi_put_at_depth(d, IN_ENTRY, F(ENTRY_NAME), offset, udpi_netbios_trim(entry), 0);
    udpi_put_at_depth(d, IN_ENTRY, F(ENTRY_SUFFIX), offset + SUFFIX_AT, 1, entry[SUFFIX_AT]);
    put_bits(d, F(ENTRY_GROUP), entry + UDPI_NETBIOS_SIZE, 0, 1);
    put_bits(d, F(ENTRY_NODE_TYPE), entry + UDPI_NETBIOS_SIZE, 1, 2);
    for (unsigned i = 0; i < sizeof flags; i++)
        put_bits(d, flags[i], entry + UDPI_NETBIOS_SIZE, FIRST_FLAG + i, 1);
}

/* As many as there are: some nodes end them early. */
static void put_statistics(struct udpi_decode *d) {
    uint16_t group = udpi_nest_open(d, IN_RECORD, F(STATISTICS));
    for (unsigned field = F(UNIT_ID); field <= F(SESSION_PACKET_SIZE) && d->cursor.claim > 0; field++)
        udpi_nest_number(d, IN_LIST, field, udpi_nbns_fields[field].width);
    udpi_nest_close(d, group);
}

static void put_status(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, IN_RECORD, F(NAMES));
    for (uint64_t count = udpi_cursor_read(&d->cursor, 1); count > 0 && d->cursor.stop == UDPI_STOP_NONE; count--)
        put_entry(d);
    udpi_nest_close(d, list);
    if (udpi_part_goes_on(d))
        put_statistics(d);
}

static void put_data(struct udpi_decode *d, unsigned type, const uint8_t *message) {
    switch (type) {
    case TYPE_A: udpi_nest_number(d, IN_RECORD, F(IP_ADDRESS), 4); break;
    case TYPE_NS: udpi_take_domain(d, IN_RECORD, F(TARGET), message); break;
    case TYPE_NB: put_owners(d); break;
    case TYPE_NBSTAT: put_status(d); break;
    default: udpi_nest_bytes(d, IN_RECORD, F(DATA), d->cursor.claim); break;
    }
}

/* --- records ------------------------------------------------------------------------------------------------------ */

/* An entry of a section. False where nothing can be read behind it, as behind a name whose end is not known. */
typedef bool put_one(struct udpi_decode *d, const uint8_t *message);

static bool put_question(struct udpi_decode *d, const uint8_t *message) {
    uint16_t group = udpi_nest_open(d, 1, F(QUESTION));
    bool has_name = udpi_take_netbios(d, IN_RECORD, F(QUESTION_NAME), message);
    if (has_name) {
        udpi_nest_number(d, IN_RECORD, F(QUESTION_TYPE), 2);
        udpi_nest_number(d, IN_RECORD, F(QUESTION_CLASS), 2);
    }
    udpi_nest_close(d, group);
    return has_name && d->cursor.stop == UDPI_STOP_NONE;
}

static void put_sized_data(struct udpi_decode *d, unsigned type, const uint8_t *message) {
    struct udpi_cursor behind;
    size_t length = udpi_nest_number(d, IN_RECORD, F(LENGTH), 2);
    if (length == 0 || !udpi_part_enter(d, length, &behind))
        return;
    put_data(d, type, message);
    udpi_part_leave_data(d, &behind, length, type);
}

static bool put_record(struct udpi_decode *d, const uint8_t *message) {
    uint16_t group = udpi_nest_open(d, 1, F(RECORD));
    bool has_name = udpi_take_netbios(d, IN_RECORD, F(NAME), message);
    if (has_name) {
        unsigned type = (unsigned)udpi_nest_number(d, IN_RECORD, F(TYPE), 2);
        udpi_nest_number(d, IN_RECORD, F(CLASS), 2);
        udpi_nest_number(d, IN_RECORD, F(TTL), 4);
        put_sized_data(d, type, message);
    }
    udpi_nest_close(d, group);
    return has_name && d->cursor.stop == UDPI_STOP_NONE;
}

/* --- the message -------------------------------------------------------------------------------------------------- */

struct section {
    uint8_t list;
    uint8_t count_at; /* place of the number of its entries in the header */
    put_one *put;
};

static const struct section sections[] = {
    {F(QUESTIONS), 4, put_question},
    {F(ANSWERS), 6, put_record},
    {F(AUTHORITIES), 8, put_record},
    {F(ADDITIONALS), 10, put_record},
};

static bool put_section(struct udpi_decode *d, const struct section *section, const uint8_t *header) {
    unsigned count = udpi_load_be16(header + section->count_at);
    bool was_read = true;
    if (count == 0)
        return true;
    uint16_t list = udpi_nest_open(d, 0, section->list);
    for (; count > 0 && was_read; count--)
        was_read = section->put(d, header);
    udpi_nest_close(d, list);
    return was_read;
}

/* The first name begins with its 32 letters: it can be no pointer, for none stands before it. */
static bool is_plausible(const struct udpi_decode *d, const uint8_t *header) {
    size_t questions = udpi_load_be16(header + 4);
    size_t records = (size_t)udpi_load_be16(header + 6) + udpi_load_be16(header + 8) + udpi_load_be16(header + 10);
    bool has_name = udpi_cursor_left(&d->cursor) == 0 || *d->cursor.at == UDPI_NETBIOS_LETTERS;
    return udpi_name_find(&udpi_nbns_opcode_names, header[2] >> 3 & 15) && questions + records > 0 && has_name &&
           questions * LEAST_QUESTION + records * LEAST_RECORD <= d->cursor.claim;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d, header))
        return udpi_next_not_mine();
    udpi_put_header(d, udpi_nbns_fields, F(ID), F(ADDITIONAL_COUNT) + 1, header);
    bool was_read = true;
    for (size_t i = 0; i < sizeof sections / sizeof *sections && was_read; i++)
        was_read = put_section(d, &sections[i], header);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 137}};

const struct udpi_protocol udpi_nbns = {
    .key = "nbns",
    .title = "NetBIOS Name Service",
    .spec = "RFC 1002",
    .doc = "Finds the addresses of NetBIOS names, and makes sure that nobody else has them.",
    .fields = udpi_nbns_fields,
    .field_count = UDPI_NBNS_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
