/* The notation's words. */
#ifndef UDPI_CRAFT_LEXER_H
#define UDPI_CRAFT_LEXER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"

enum udpi_token_kind {
    UDPI_TOKEN_END,     /* of the line, or the '#' before its remarks */
    UDPI_TOKEN_WORD,    /* anything without space, '|', '>', '=' and '"' */
    UDPI_TOKEN_STRING,  /* what stands in quotes, escapes and all */
    UDPI_TOKEN_PIPE,    /* | */
    UDPI_TOKEN_GREATER, /* > */
    UDPI_TOKEN_EQUALS,  /* = */
};

struct udpi_token {
    const char *start; /* its place in the line */
    const char *text;  /* the same, or behind the opening quote; not closed by a NUL */
    size_t length;     /* of the text, quotes not counted */
    enum udpi_token_kind kind;
};

struct udpi_lexer {
    const char *line, *at;
    struct udpi_token token; /* the current one */
    struct udpi_error *error;
};

/* Begins a line and reads its first token. */
enum udpi_status udpi_lexer_open(struct udpi_lexer *lexer, const char *line, struct udpi_error *error);

/* Reads the next token. Fails at a text whose closing quote is missing. */
enum udpi_status udpi_lexer_next(struct udpi_lexer *lexer);

/* What kind of token comes behind the current one. */
enum udpi_token_kind udpi_lexer_peek(const struct udpi_lexer *lexer);

/* Fails with UDPI_USAGE: "column 12: …", where the column is that of a place in the line, in characters from 1; the excerpt
   points there. */
enum udpi_status udpi_lexer_fail(const struct udpi_lexer *lexer, const char *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Fails at the current token: "expected WANTED, found …". */
enum udpi_status udpi_lexer_expected(const struct udpi_lexer *lexer, const char *wanted);

/* The same at another token, which is not the line's end. */
enum udpi_status udpi_lexer_expected_at(const struct udpi_lexer *lexer, const struct udpi_token *token,
                                        const char *wanted);

/* Whether the token is this word; ASCII letters match without regard to case. */
bool udpi_token_is(const struct udpi_token *token, const char *word);

/* Whether the token is a word that begins like this. */
bool udpi_token_begins(const struct udpi_token *token, const char *beginning);

enum { UDPI_TOKEN_TEXT = 192 };

/* Copies the token, made fit to be shown and cut to 40 columns, to `text` of UDPI_TOKEN_TEXT bytes; gives `text`. */
const char *udpi_token_show(const struct udpi_token *token, char *text);

#endif
