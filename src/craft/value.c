#include "craft/value.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "core/bytes.h"
#include "craft/text.h"
#include "craft/time.h"

bool udpi_number_parse(const char **at, const char *end, uint64_t *number) {
    bool is_hex = end - *at > 2 && (*at)[0] == '0' && ((*at)[1] | 0x20) == 'x';
    const char *digits = is_hex ? *at + 2 : *at;
    const char *from = digits;
    int base = is_hex ? 16 : 10;
    *number = 0;
    for (; from < end; from++) {
        int digit = udpi_digit_value(*from);
        if (digit < 0 || digit >= base)
            break;
        if (__builtin_mul_overflow(*number, base, number) || __builtin_add_overflow(*number, digit, number))
            return false;
    }
    *at = from;
    return from > digits;
}

bool udpi_number_read(const struct udpi_token *token, uint64_t *number) {
    const char *at = token->text, *end = at + token->length;
    return udpi_number_parse(&at, end, number) && at == end;
}

/* --- what fits ---------------------------------------------------------------------------------------------------- */

uint64_t udpi_field_limit(const struct udpi_field *field) {
    unsigned bits = udpi_field_bits(field);
    if (bits == 0)
        bits = 16; /* the ports of a fragment, which are read and passed over */
    uint64_t limit = bits >= 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
    return field->unit ? limit * field->unit : limit;
}

bool udpi_field_accepts(const struct udpi_field *field, uint64_t number, const char *shown,
                        char complaint[UDPI_COMPLAINT_SIZE]) {
    uint64_t limit = udpi_field_limit(field);
    bool is_whole = !field->unit || number % field->unit == 0;
    if (number <= limit && is_whole)
        return true;
    if (number > limit)
        snprintf(complaint, UDPI_COMPLAINT_SIZE, "%s is at most %llu, not %s", field->key, (unsigned long long)limit,
                 shown);
    else
        snprintf(complaint, UDPI_COMPLAINT_SIZE, "%s must be a multiple of %u, not %s", field->key, field->unit, shown);
    return false;
}

/* --- numbers with a sign ------------------------------------------------------------------------------------------ */

/* The first number that is too large; such a field has at most 53 bits. */
static int64_t find_signed_end(const struct udpi_field *field) {
    return INT64_C(1) << (udpi_field_bits(field) - 1);
}

bool udpi_signed_accepts(const struct udpi_field *field, int64_t number) {
    int64_t end = find_signed_end(field);
    return number >= -end && number < end;
}

bool udpi_signed_read(const struct udpi_field *field, const struct udpi_token *token, uint64_t *number) {
    bool is_negative = token->length > 0 && token->text[0] == '-';
    const char *at = token->text + is_negative, *end = token->text + token->length;
    if (!udpi_number_parse(&at, end, number) || at != end || *number > INT64_MAX)
        return false;
    if (is_negative)
        *number = -*number;
    return udpi_signed_accepts(field, (int64_t)*number);
}

const char *udpi_signed_wanted(const struct udpi_field *field, char text[UDPI_COMPLAINT_SIZE]) {
    long long end = find_signed_end(field);
    snprintf(text, UDPI_COMPLAINT_SIZE, "a number from %lld to %lld", -end, end - 1);
    return text;
}

/* --- words that are right or wrong -------------------------------------------------------------------------------- */

static bool parse_flag(const struct udpi_token *token, uint64_t *number) {
    *number = udpi_token_is(token, "true");
    return *number || udpi_token_is(token, "false") || (udpi_number_read(token, number) && *number <= 1);
}

static bool parse_mac(const struct udpi_token *token, uint64_t *number) {
    enum { SIZE = 17 };
    *number = 0;
    if (token->length != SIZE)
        return false;
    for (unsigned i = 0; i < SIZE; i++) {
        int digit = udpi_digit_value(token->text[i]);
        if (i % 3 == 2 ? token->text[i] != ':' : digit < 0)
            return false;
        if (i % 3 != 2)
            *number = *number << 4 | (uint64_t)digit;
    }
    return true;
}

static bool parse_address(const struct udpi_token *token, int family, uint8_t *address) {
    char text[INET6_ADDRSTRLEN];
    if (token->length >= sizeof text)
        return false;
    memcpy(text, token->text, token->length);
    text[token->length] = '\0';
    return inet_pton(family, text, address) == 1;
}

static bool parse_ipv4(const struct udpi_token *token, uint64_t *number) {
    uint8_t address[4];
    bool is_address = parse_address(token, AF_INET, address);
    *number = is_address ? udpi_load_be32(address) : 0;
    return is_address;
}

/* Nanoseconds as they stand in the packet, or a date. */
static bool parse_time(const struct udpi_token *token, uint64_t *number) {
    enum { LONGEST = 30 };
    char text[LONGEST + 1];
    int64_t time;
    if (udpi_number_read(token, number))
        return true;
    if (token->length > LONGEST)
        return false;
    memcpy(text, token->text, token->length);
    text[token->length] = '\0';
    if (!udpi_time_read_date(text, &time))
        return false;
    *number = (uint64_t)time;
    return true;
}

/* Three numbers, the first of `bits` bits, the last of eight; or all 16 bits as one. */
static bool parse_knx(const struct udpi_token *token, unsigned bits, char separator, uint64_t *number) {
    const unsigned widths[] = {bits, 8 - bits, 8};
    const char *at = token->text, *end = token->text + token->length;
    if (udpi_number_read(token, number))
        return *number <= UINT16_MAX;
    *number = 0;
    for (unsigned i = 0; i < 3; i++) {
        uint64_t part;
        if (i > 0 && (at == end || *at++ != separator))
            return false;
        if (!udpi_number_parse(&at, end, &part) || part >> widths[i] != 0)
            return false;
        *number = *number << widths[i] | part;
    }
    return at == end;
}

static bool parse_knx_address(const struct udpi_token *token, uint64_t *number) {
    return parse_knx(token, 4, '.', number);
}

static bool parse_knx_group(const struct udpi_token *token, uint64_t *number) {
    return parse_knx(token, 5, '/', number);
}

static const struct {
    bool (*parse)(const struct udpi_token *token, uint64_t *number);
    const char *wanted;
} word_types[UDPI_GROUP + 1] = {
    [UDPI_BOOL] = {parse_flag, "true or false"},
    [UDPI_MAC] = {parse_mac, "a MAC address such as 02:00:00:00:00:01"},
    [UDPI_IPV4] = {parse_ipv4, "an IPv4 address such as 192.0.2.1"},
    [UDPI_TIME] = {parse_time, "a time such as 2026-11-22T10:00:00Z, or nanoseconds since 1970"},
    [UDPI_KNX_ADDRESS] = {parse_knx_address, "a KNX address such as 1.1.5, or its number"},
    [UDPI_KNX_GROUP] = {parse_knx_group, "a KNX group such as 2/1/0, or its number"},
};

bool udpi_field_holds_word(const struct udpi_field *field) {
    return word_types[field->type].parse != NULL;
}

const char *udpi_word_parse(const struct udpi_field *field, const struct udpi_token *token, uint64_t *number) {
    return word_types[field->type].parse(token, number) ? NULL : word_types[field->type].wanted;
}

const char *udpi_ipv6_parse(const struct udpi_token *token, uint8_t address[16]) {
    return parse_address(token, AF_INET6, address) ? NULL : "an IPv6 address such as 2001:db8::1";
}
