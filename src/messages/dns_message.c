#include "messages/dns_message.h"

#include "model/domain.h"
#include "model/nest.h"

enum { DEPTH = 2, LEAST_QUESTION = 5, LEAST_RECORD = 11, TOP_BIT = 0x8000 };

/* --- records ------------------------------------------------------------------------------------------------------ */

/* The class, whose first bit is a flag in multicast DNS: RFC 6762 sections 5.4 and 10.2. */
static unsigned put_class(struct udpi_decode *d, unsigned flag, unsigned field, enum udpi_dns_kind kind) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, 2);
    if (!at)
        return 0;
    unsigned number = udpi_load_be16(at);
    if (kind == UDPI_DNS_MULTICAST) {
        udpi_put_at_depth(d, DEPTH, flag, udpi_offset_of(d, at), 1, number >> 15);
        number &= TOP_BIT - 1;
    }
    udpi_put_at_depth(d, DEPTH, field, udpi_offset_of(d, at), 2, number);
    return number;
}

static void put_question(struct udpi_decode *d, const uint8_t *message, enum udpi_dns_kind kind) {
    uint16_t group = udpi_nest_open(d, 1, UDPI_DNS_QUESTION);
    udpi_take_domain(d, DEPTH, UDPI_DNS_QUESTION_NAME, message);
    udpi_nest_number(d, DEPTH, UDPI_DNS_QUESTION_TYPE, 2);
    put_class(d, UDPI_DNS_QUESTION_UNICAST, UDPI_DNS_QUESTION_CLASS, kind);
    udpi_nest_close(d, group);
}

/* What stands in the places of class and time to live: RFC 6891 section 6.1.2. */
static void put_edns(struct udpi_decode *d) {
    udpi_nest_number(d, DEPTH, UDPI_DNS_UDP_SIZE, 2);
    udpi_nest_number(d, DEPTH, UDPI_DNS_EXTENDED_RCODE, 1);
    udpi_nest_number(d, DEPTH, UDPI_DNS_VERSION, 1);
    const uint8_t *flags = udpi_cursor_take(&d->cursor, 2);
    if (flags)
        udpi_put_at_depth(d, DEPTH, UDPI_DNS_DNSSEC_OK, udpi_offset_of(d, flags), 1, flags[0] >> 7);
}

static void put_data(struct udpi_decode *d, unsigned type, const uint8_t *message) {
    struct udpi_cursor behind;
    size_t length = udpi_nest_number(d, DEPTH, UDPI_DNS_LENGTH, 2);
    if (length == 0 || !udpi_part_enter(d, length, &behind))
        return;
    udpi_put_dns_data(d, type, message);
    udpi_part_leave_data(d, &behind, length, type);
}

static void put_record(struct udpi_decode *d, const uint8_t *message, enum udpi_dns_kind kind) {
    uint16_t group = udpi_nest_open(d, 1, UDPI_DNS_RECORD);
    udpi_take_domain(d, DEPTH, UDPI_DNS_NAME, message);
    unsigned type = (unsigned)udpi_nest_number(d, DEPTH, UDPI_DNS_TYPE, 2);
    if (type == UDPI_DNS_TYPE_OPT) {
        put_edns(d);
    } else {
        put_class(d, UDPI_DNS_CACHE_FLUSH, UDPI_DNS_CLASS, kind);
        udpi_nest_number(d, DEPTH, UDPI_DNS_TTL, 4);
    }
    put_data(d, type, message);
    udpi_nest_close(d, group);
}

/* --- the message -------------------------------------------------------------------------------------------------- */

typedef void put_entry(struct udpi_decode *d, const uint8_t *message, enum udpi_dns_kind kind);

static void put_section(struct udpi_decode *d, unsigned field, unsigned count, put_entry *put, const uint8_t *message,
                        enum udpi_dns_kind kind) {
    if (count == 0 || d->cursor.stop != UDPI_STOP_NONE)
        return;
    uint16_t list = udpi_nest_open(d, 0, field);
    for (unsigned i = 0; i < count && d->cursor.stop == UDPI_STOP_NONE; i++)
        put(d, message, kind);
    udpi_nest_close(d, list);
}

/* An update has other sections by the same layout (RFC 2136 section 2), so its counts are held to the same measure. */
static bool is_plausible(const struct udpi_decode *d, const uint8_t *header) {
    size_t questions = udpi_load_be16(header + 4);
    size_t records = (size_t)udpi_load_be16(header + 6) + udpi_load_be16(header + 8) + udpi_load_be16(header + 10);
    unsigned opcode = header[2] >> 3 & 15;
    return udpi_name_find(&udpi_dns_opcode_names, opcode) && questions + records > 0 &&
           questions * LEAST_QUESTION + records * LEAST_RECORD <= d->cursor.claim;
}

static void put_flags(struct udpi_decode *d, const uint8_t *header, enum udpi_dns_kind kind) {
    const struct udpi_field *fields = udpi_dns_fields;
    udpi_put_header(d, fields, UDPI_DNS_ID, UDPI_DNS_OPCODE + 1, header);
    if (kind == UDPI_DNS_LINK_LOCAL) {
        udpi_put_header(d, fields, UDPI_DNS_CONFLICT, UDPI_DNS_CONFLICT + 1, header);
        udpi_put_header(d, fields, UDPI_DNS_TRUNCATED, UDPI_DNS_TRUNCATED + 1, header);
        udpi_put_header(d, fields, UDPI_DNS_TENTATIVE, UDPI_DNS_TENTATIVE + 1, header);
    } else {
        udpi_put_header(d, fields, UDPI_DNS_AUTHORITATIVE, UDPI_DNS_RECURSION_AVAILABLE + 1, header);
        udpi_put_if_set(d, fields, UDPI_DNS_RESERVED, header);
        udpi_put_header(d, fields, UDPI_DNS_AUTHENTIC_DATA, UDPI_DNS_CHECKING_DISABLED + 1, header);
    }
    udpi_put_header(d, fields, UDPI_DNS_RCODE, UDPI_DNS_ADDITIONAL_COUNT + 1, header);
}

struct udpi_next udpi_decode_dns(struct udpi_decode *d, const uint8_t *header, enum udpi_dns_kind kind) {
    if (!is_plausible(d, header))
        return udpi_next_not_mine();
    put_flags(d, header, kind);
    put_section(d, UDPI_DNS_QUESTIONS, udpi_load_be16(header + 4), put_question, header, kind);
    put_section(d, UDPI_DNS_ANSWERS, udpi_load_be16(header + 6), put_record, header, kind);
    put_section(d, UDPI_DNS_AUTHORITIES, udpi_load_be16(header + 8), put_record, header, kind);
    put_section(d, UDPI_DNS_ADDITIONALS, udpi_load_be16(header + 10), put_record, header, kind);
    return udpi_next_payload();
}
