#include "craft/ingredient.h"

#include <arpa/inet.h>
#include <string.h>

#include "core/bytes.h"
#include "core/format.h"
#include "craft/content.h"

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* The whole of the token as a number. */
static bool parse_number(const struct udpi_token *token, uint64_t *number) {
    const char *at = token->text, *end = at + token->length;
    return udpi_number_parse(&at, end, number) && at == end;
}

static bool find_name(const struct udpi_names *names, const struct udpi_token *token, uint64_t *number) {
    for (size_t i = 0; names && i < names->count; i++) {
        if (!udpi_token_is(token, names->entries[i].text))
            continue;
        *number = names->entries[i].number;
        return true;
    }
    return false;
}

static bool parse_flag(const struct udpi_token *token, uint64_t *number) {
    *number = udpi_token_is(token, "true");
    return *number || udpi_token_is(token, "false") || (parse_number(token, number) && *number <= 1);
}

static bool parse_mac(const struct udpi_token *token, uint64_t *number) {
    enum { SIZE = 17 };
    *number = 0;
    if (token->length != SIZE)
        return false;
    for (unsigned i = 0; i < SIZE; i++) {
        static const char digits[] = "00112233445566778899aAbBcCdDeEfF";
        const char *digit = memchr(digits, token->text[i], sizeof digits - 1);
        if (i % 3 == 2 ? token->text[i] != ':' : !digit)
            return false;
        if (i % 3 != 2)
            *number = *number << 4 | (uint64_t)(digit - digits) / 2;
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

/* The largest number that the field can be given. */
static uint64_t find_limit(const struct udpi_field *field) {
    unsigned bits = udpi_field_bits(field);
    if (bits == 0)
        bits = 16; /* the ports of a fragment, which are read and passed over */
    uint64_t limit = bits >= 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
    return field->unit ? limit * field->unit : limit;
}

static enum udpi_status parse_integer(struct udpi_lexer *lexer, const struct udpi_field *field, uint64_t *number) {
    const struct udpi_token *token = &lexer->token;
    bool is_number = token->kind == UDPI_TOKEN_WORD && parse_number(token, number);
    uint64_t limit = find_limit(field);
    char shown[UDPI_TOKEN_TEXT];
    udpi_token_show(token, shown);
    if (!is_number && !find_name(field->names, token, number))
        return udpi_lexer_fail(lexer, token->start, "%s wants a number from 0 to %llu%s, not '%s'", field->key,
                               (unsigned long long)limit, field->names ? " or its name" : "", shown);
    if (*number > limit)
        return udpi_lexer_fail(lexer, token->start, "%s is at most %llu, not %s", field->key, (unsigned long long)limit,
                               shown);
    if (field->unit && *number % field->unit != 0)
        return udpi_lexer_fail(lexer, token->start, "%s must be a multiple of %u, not %s", field->key, field->unit,
                               shown);
    return UDPI_OK;
}

/* Types whose value is one word that is right or wrong. */
static const struct {
    bool (*parse)(const struct udpi_token *token, uint64_t *number);
    const char *wanted;
} word_types[UDPI_GROUP + 1] = {
    [UDPI_BOOL] = {parse_flag, "true or false"},
    [UDPI_MAC] = {parse_mac, "a MAC address such as 02:00:00:00:00:01"},
    [UDPI_IPV4] = {parse_ipv4, "an IPv4 address such as 192.0.2.1"},
};

static enum udpi_status parse_ipv6(struct udpi_lexer *lexer, struct udpi_sink *bytes) {
    uint8_t address[16];
    if (!parse_address(&lexer->token, AF_INET6, address))
        return udpi_lexer_expected(lexer, "an IPv6 address such as 2001:db8::1");
    udpi_sink_write(bytes, (const char *)address, sizeof address);
    return udpi_lexer_next(lexer);
}

static enum udpi_status parse_bytes(struct udpi_lexer *lexer, const struct udpi_field *field,
                                    struct udpi_recipe *recipe, struct udpi_ingredient *ingredient) {
    const char *start = lexer->token.start;
    ingredient->bytes_at = (uint32_t)recipe->bytes.used;
    enum udpi_status status =
        field->type == UDPI_IPV6 ? parse_ipv6(lexer, &recipe->bytes) : udpi_content_parse(lexer, &recipe->bytes);
    ingredient->bytes_count = (uint32_t)(recipe->bytes.used - ingredient->bytes_at);
    unsigned room = udpi_field_bits(field) / 8;
    if (status == UDPI_OK && room > 0 && ingredient->bytes_count > room)
        return udpi_lexer_fail(lexer, start, "%s has room for %u bytes, not %u", field->key, room,
                               ingredient->bytes_count);
    if (status == UDPI_OK && recipe->bytes.used > UDPI_MAX_CRAFTED)
        return udpi_lexer_fail(lexer, start, "the packet becomes too large: it may have %d bytes", UDPI_MAX_CRAFTED);
    return status;
}

enum udpi_status udpi_ingredient_parse(struct udpi_lexer *lexer, const struct udpi_field *field,
                                       struct udpi_recipe *recipe, struct udpi_ingredient *ingredient) {
    const struct udpi_token *token = &lexer->token;
    if (udpi_field_holds_bytes(field))
        return parse_bytes(lexer, field, recipe, ingredient);
    if (token->kind != UDPI_TOKEN_WORD && token->kind != UDPI_TOKEN_STRING)
        return udpi_lexer_expected(lexer, "a value");
    if (word_types[field->type].parse) {
        if (!word_types[field->type].parse(token, &ingredient->number))
            return udpi_lexer_expected(lexer, word_types[field->type].wanted);
        return udpi_lexer_next(lexer);
    }
    enum udpi_status status = parse_integer(lexer, field, &ingredient->number);
    return status == UDPI_OK ? udpi_lexer_next(lexer) : status;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static char *write_number(char *at, const struct udpi_field *field, uint64_t number) {
    switch (field->type) {
    case UDPI_HEX: return udpi_format_0x(at, number, (udpi_field_bits(field) + 3) / 4);
    case UDPI_MAC: return udpi_format_mac(at, number);
    case UDPI_IPV4: return udpi_format_ipv4(at, (uint32_t)number);
    default: return udpi_format_uint(at, number);
    }
}

void udpi_ingredient_write(const struct udpi_recipe *recipe, const struct udpi_field *field,
                           const struct udpi_ingredient *ingredient, struct udpi_sink *sink) {
    enum { ROOM = 64 };
    const uint8_t *bytes = udpi_recipe_bytes(recipe, ingredient);
    if (field->type == UDPI_IPV6) {
        udpi_sink_commit(sink, udpi_format_ipv6(udpi_sink_reserve(sink, ROOM), bytes));
        return;
    }
    if (udpi_field_holds_bytes(field)) {
        udpi_content_write(bytes, ingredient->bytes_count, field->type == UDPI_TEXT, sink);
        return;
    }
    udpi_sink_commit(sink, write_number(udpi_sink_reserve(sink, ROOM), field, ingredient->number));
}
