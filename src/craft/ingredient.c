#include "craft/ingredient.h"

#include <string.h>

#include "core/bytes.h"
#include "core/format.h"
#include "craft/content.h"
#include "craft/value.h"

/* --- numbers and words -------------------------------------------------------------------------------------------- */

static bool find_name(const struct udpi_names *names, const struct udpi_token *token, uint64_t *number) {
    for (size_t i = 0; names && i < names->count; i++) {
        if (!udpi_token_is(token, names->entries[i].text))
            continue;
        *number = names->entries[i].number;
        return true;
    }
    return false;
}

static enum udpi_status parse_integer(const struct udpi_lexer *lexer, const struct udpi_field *field,
                                      const struct udpi_token *token, uint64_t *number) {
    bool is_number = token->kind == UDPI_TOKEN_WORD && udpi_number_read(token, number);
    char shown[UDPI_TOKEN_TEXT], complaint[UDPI_COMPLAINT_SIZE];
    udpi_token_show(token, shown);
    if (!is_number && !find_name(field->names, token, number))
        return udpi_lexer_fail(lexer, token->start, "%s wants a number from 0 to %llu%s, not '%s'", field->key,
                               (unsigned long long)udpi_field_limit(field), field->names ? " or its name" : "", shown);
    if (!udpi_field_accepts(field, *number, shown, complaint))
        return udpi_lexer_fail(lexer, token->start, "%s", complaint);
    return UDPI_OK;
}

static enum udpi_status parse_signed(const struct udpi_lexer *lexer, const struct udpi_field *field,
                                     const struct udpi_token *token, uint64_t *number) {
    char shown[UDPI_TOKEN_TEXT], wanted[UDPI_COMPLAINT_SIZE];
    bool is_number = token->kind == UDPI_TOKEN_WORD && udpi_signed_read(field, token, number);
    if (is_number || find_name(field->names, token, number))
        return UDPI_OK;
    udpi_token_show(token, shown);
    return udpi_lexer_fail(lexer, token->start, "%s wants %s%s, not '%s'", field->key,
                           udpi_signed_wanted(field, wanted), field->names ? " or its name" : "", shown);
}

/* A word of the line, or an end of a range in it. */
static enum udpi_status parse_number(const struct udpi_lexer *lexer, const struct udpi_field *field,
                                     const struct udpi_token *token, uint64_t *number) {
    if (field->type == UDPI_INT)
        return parse_signed(lexer, field, token, number);
    if (!udpi_field_holds_word(field))
        return parse_integer(lexer, field, token, number);
    const char *wanted = udpi_word_parse(field, token, number);
    return wanted ? udpi_lexer_expected_at(lexer, token, wanted) : UDPI_OK;
}

static enum udpi_status parse_number_range(const struct udpi_lexer *lexer, const struct udpi_field *field,
                                           const struct udpi_range *range, struct udpi_sweep *sweep) {
    uint64_t first = 0, last = 0;
    enum udpi_status status = parse_number(lexer, field, &range->first, &first);
    if (status == UDPI_OK)
        status = parse_number(lexer, field, &range->last, &last);
    sweep->kind = UDPI_SWEEP_NUMBER;
    if (status == UDPI_OK && field->type == UDPI_INT && ((int64_t)first < 0) != ((int64_t)last < 0))
        return udpi_lexer_fail(lexer, range->first.start, "a range of %s cannot go across 0", field->key);
    if (status == UDPI_OK)
        status = udpi_range_measure(lexer, range, first, last, field->unit ? field->unit : 1, sweep);
    return status;
}

static enum udpi_status parse_numbers(struct udpi_lexer *lexer, const struct udpi_field *field,
                                      struct udpi_ingredient *ingredient, struct udpi_sweep *sweep) {
    struct udpi_range range;
    enum udpi_status status;
    if (!udpi_range_split(&lexer->token, &range))
        status = parse_number(lexer, field, &lexer->token, &ingredient->number);
    else if ((status = parse_number_range(lexer, field, &range, sweep)) == UDPI_OK)
        ingredient->number = sweep->first;
    return status == UDPI_OK ? udpi_lexer_next(lexer) : status;
}

/* --- bytes -------------------------------------------------------------------------------------------------------- */

enum { ADDRESS_SIZE = 16, ADDRESS_HALF = 8 };

static enum udpi_status parse_address(const struct udpi_lexer *lexer, const struct udpi_token *token,
                                      uint8_t *address) {
    const char *wanted = udpi_ipv6_parse(token, address);
    return wanted ? udpi_lexer_expected_at(lexer, token, wanted) : UDPI_OK;
}

/* Only the last 64 bits move. */
static enum udpi_status parse_address_range(const struct udpi_lexer *lexer, const struct udpi_range *range,
                                            uint8_t *address, struct udpi_sweep *sweep) {
    uint8_t last[ADDRESS_SIZE];
    enum udpi_status status = parse_address(lexer, &range->first, address);
    if (status == UDPI_OK)
        status = parse_address(lexer, &range->last, last);
    if (status != UDPI_OK)
        return status;
    if (memcmp(address, last, ADDRESS_HALF) != 0)
        return udpi_lexer_fail(lexer, range->last.start, "expected an address with the same first 64 bits");
    sweep->kind = UDPI_SWEEP_IPV6;
    return udpi_range_measure(lexer, range, udpi_load_be(address + ADDRESS_HALF, ADDRESS_HALF),
                              udpi_load_be(last + ADDRESS_HALF, ADDRESS_HALF), 1, sweep);
}

static enum udpi_status parse_ipv6(struct udpi_lexer *lexer, struct udpi_sink *bytes, struct udpi_sweep *sweep) {
    uint8_t address[ADDRESS_SIZE];
    struct udpi_range range;
    enum udpi_status status = udpi_range_split(&lexer->token, &range)
                                  ? parse_address_range(lexer, &range, address, sweep)
                                  : parse_address(lexer, &lexer->token, address);
    if (status != UDPI_OK)
        return status;
    udpi_sink_write(bytes, (const char *)address, sizeof address);
    return udpi_lexer_next(lexer);
}

static enum udpi_status check_bytes(const struct udpi_lexer *lexer, const char *start, const struct udpi_field *field,
                                    const struct udpi_ingredient *ingredient, const struct udpi_sweep *sweep) {
    unsigned room = udpi_field_bits(field) / 8;
    if (room > 0 && sweep->kind == UDPI_SWEEP_TEXT)
        return udpi_lexer_fail(lexer, start, "%s has a size of its own, which {n} would change", field->key);
    if (room > 0 && ingredient->bytes_count > room)
        return udpi_lexer_fail(lexer, start, "%s has room for %u bytes, not %u", field->key, room,
                               ingredient->bytes_count);
    if (ingredient->bytes_at + ingredient->bytes_count > UDPI_MAX_CRAFTED)
        return udpi_lexer_fail(lexer, start, "the packet becomes too large: it may have %d bytes", UDPI_MAX_CRAFTED);
    return UDPI_OK;
}

static enum udpi_status parse_bytes(struct udpi_lexer *lexer, const struct udpi_field *field,
                                    struct udpi_recipe *recipe, struct udpi_ingredient *ingredient,
                                    struct udpi_sweep *sweep) {
    const char *start = lexer->token.start;
    ingredient->bytes_at = (uint32_t)recipe->bytes.used;
    enum udpi_status status = field->type == UDPI_IPV6 ? parse_ipv6(lexer, &recipe->bytes, sweep)
                                                       : udpi_content_parse(lexer, &recipe->bytes, sweep);
    if (sweep->kind == UDPI_SWEEP_TEXT)
        ingredient->bytes_at += sweep->text_length;
    ingredient->bytes_count = (uint32_t)(recipe->bytes.used - ingredient->bytes_at);
    return status == UDPI_OK ? check_bytes(lexer, start, field, ingredient, sweep) : status;
}

enum udpi_status udpi_ingredient_parse(struct udpi_lexer *lexer, const struct udpi_field *field,
                                       struct udpi_recipe *recipe, struct udpi_ingredient *ingredient,
                                       struct udpi_sweep *sweep) {
    const struct udpi_token *token = &lexer->token;
    if (udpi_field_holds_bytes(field))
        return parse_bytes(lexer, field, recipe, ingredient, sweep);
    if (token->kind != UDPI_TOKEN_WORD && token->kind != UDPI_TOKEN_STRING)
        return udpi_lexer_expected(lexer, "a value");
    return parse_numbers(lexer, field, ingredient, sweep);
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static char *write_number(char *at, const struct udpi_field *field, uint64_t number) {
    switch (field->type) {
    case UDPI_HEX: return udpi_format_0x(at, number, (udpi_field_bits(field) + 3) / 4);
    case UDPI_MAC: return udpi_format_mac(at, number);
    case UDPI_IPV4: return udpi_format_ipv4(at, (uint32_t)number);
    case UDPI_INT: return udpi_format_int(at, (int64_t)number);
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
