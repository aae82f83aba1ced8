#include "craft/lexer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/escape.h"

static bool is_space(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
}

static const char *skip_space(const char *at) {
    while (is_space(*at))
        at++;
    return at;
}

static bool ends_word(char letter) {
    return letter == '\0' || is_space(letter) || strchr("|>=\"", letter) != NULL;
}

/* The closing quote of a text that begins at `at`, or NULL. */
static const char *find_quote(const char *at) {
    for (; *at && *at != '"'; at++)
        if (*at == '\\' && at[1])
            at++;
    return *at ? at : NULL;
}

static enum udpi_token_kind kind_at(const char *at) {
    switch (*at) {
    case '\0':
    case '#': return UDPI_TOKEN_END;
    case '|': return UDPI_TOKEN_PIPE;
    case '>': return UDPI_TOKEN_GREATER;
    case '=': return UDPI_TOKEN_EQUALS;
    case '"': return UDPI_TOKEN_STRING;
    default: return UDPI_TOKEN_WORD;
    }
}

/* Bytes that continue a character of UTF-8 do not count. */
static unsigned count_columns(const char *line, const char *at) {
    unsigned column = 1;
    for (; line < at; line++)
        if (((unsigned char)*line & 0xc0) != 0x80)
            column++;
    return column;
}

/* Without the newline; the place of a token that the line's end takes is before it. */
static void show_place(const struct udpi_lexer *lexer, size_t place) {
    size_t length = strlen(lexer->line);
    while (length > 0 && (lexer->line[length - 1] == '\n' || lexer->line[length - 1] == '\r'))
        length--;
    udpi_excerpt_make(&lexer->error->excerpt, lexer->line, length, place < length ? place : length);
}

enum udpi_status udpi_lexer_fail(const struct udpi_lexer *lexer, const char *at, const char *format, ...) {
    char text[sizeof lexer->error->text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    udpi_error_set(lexer->error, UDPI_USAGE, "column %u: %s", count_columns(lexer->line, at), text);
    show_place(lexer, (size_t)(at - lexer->line));
    return UDPI_USAGE;
}

enum udpi_status udpi_lexer_next(struct udpi_lexer *lexer) {
    struct udpi_token *token = &lexer->token;
    const char *start = skip_space(lexer->at);
    *token = (struct udpi_token){.start = start, .text = start, .kind = kind_at(start)};
    const char *end = start;
    switch (token->kind) {
    case UDPI_TOKEN_END: break;
    case UDPI_TOKEN_STRING:
        token->text++;
        end = find_quote(token->text);
        if (!end)
            return udpi_lexer_fail(lexer, start, "the text has no closing quote");
        break;
    case UDPI_TOKEN_WORD:
        while (!ends_word(*end))
            end++;
        break;
    default: end++;
    }
    token->length = (size_t)(end - token->text);
    lexer->at = token->kind == UDPI_TOKEN_STRING ? end + 1 : end;
    return UDPI_OK;
}

enum udpi_status udpi_lexer_open(struct udpi_lexer *lexer, const char *line, struct udpi_error *error) {
    *lexer = (struct udpi_lexer){.line = line, .at = line, .error = error};
    return udpi_lexer_next(lexer);
}

enum udpi_token_kind udpi_lexer_peek(const struct udpi_lexer *lexer) {
    return kind_at(skip_space(lexer->at));
}

enum udpi_status udpi_lexer_expected_at(const struct udpi_lexer *lexer, const struct udpi_token *token,
                                        const char *wanted) {
    char found[UDPI_TOKEN_TEXT];
    return udpi_lexer_fail(lexer, token->start, "expected %s, found '%s'", wanted, udpi_token_show(token, found));
}

enum udpi_status udpi_lexer_expected(const struct udpi_lexer *lexer, const char *wanted) {
    if (lexer->token.kind == UDPI_TOKEN_END)
        return udpi_lexer_fail(lexer, lexer->token.start, "expected %s, and the line ends", wanted);
    return udpi_lexer_expected_at(lexer, &lexer->token, wanted);
}

bool udpi_token_is(const struct udpi_token *token, const char *word) {
    return strlen(word) == token->length && strncasecmp(token->text, word, token->length) == 0;
}

bool udpi_token_begins(const struct udpi_token *token, const char *beginning) {
    size_t length = strlen(beginning);
    return token->kind == UDPI_TOKEN_WORD && token->length >= length && memcmp(token->text, beginning, length) == 0;
}

const char *udpi_token_show(const struct udpi_token *token, char *text) {
    enum { COLUMNS = 40 };
    size_t count = token->length < COLUMNS ? token->length : COLUMNS; /* a column has a byte at least */
    *udpi_escape_terminal(text, (const uint8_t *)token->text, count, COLUMNS, NULL) = '\0';
    return text;
}
