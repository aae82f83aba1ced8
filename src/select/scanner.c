#include "select/scanner.h"

#include <string.h>

static const struct {
    const char *text;
    enum udpi_token_kind kind;
} signs[] = {
    /* Of signs that begin alike, the longer one first. */
    {"&&", UDPI_TOKEN_AND},     {"||", UDPI_TOKEN_OR},      {"!=", UDPI_TOKEN_COMPARE}, {"!", UDPI_TOKEN_NOT},
    {"==", UDPI_TOKEN_COMPARE}, {"=", UDPI_TOKEN_COMPARE},  {"<<", UDPI_TOKEN_COMPUTE}, {"<=", UDPI_TOKEN_COMPARE},
    {"<", UDPI_TOKEN_COMPARE},  {">>", UDPI_TOKEN_COMPUTE}, {">=", UDPI_TOKEN_COMPARE}, {">", UDPI_TOKEN_COMPARE},
    {"(", UDPI_TOKEN_OPEN},     {")", UDPI_TOKEN_CLOSE},    {"[", UDPI_TOKEN_BRACKET},  {"]", UDPI_TOKEN_UNBRACKET},
    {"+", UDPI_TOKEN_COMPUTE},  {"-", UDPI_TOKEN_COMPUTE},  {"*", UDPI_TOKEN_COMPUTE},  {"/", UDPI_TOKEN_COMPUTE},
    {"%", UDPI_TOKEN_COMPUTE},  {"&", UDPI_TOKEN_COMPUTE},  {"|", UDPI_TOKEN_COMPUTE},  {"^", UDPI_TOKEN_COMPUTE},
};

static const struct {
    const char *text;
    enum udpi_token_kind kind;
} operators[] = {{"and", UDPI_TOKEN_AND}, {"or", UDPI_TOKEN_OR}, {"not", UDPI_TOKEN_NOT}};

static const char blanks[] = " \t\r\n";

/* A backslash takes a keyword as a name, up to the next blank or bracket. */
static size_t word_size(const char *text) {
    if (*text == '\\')
        return 1 + strcspn(text + 1, " !()\n\t\r");
    return strcspn(text, " \t\r\n()!&|<>=[]+*/%^");
}

struct udpi_token udpi_token_read(const char *text) {
    text += strspn(text, blanks);
    struct udpi_token token = {.kind = UDPI_TOKEN_END, .text = text};
    if (*text == '\0')
        return token;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        token.size = strlen(signs[i].text);
        token.kind = signs[i].kind;
        if (strncmp(text, signs[i].text, token.size) == 0)
            return token;
    }
    token.size = word_size(text);
    token.kind = token.size > 0 ? UDPI_TOKEN_WORD : UDPI_TOKEN_UNKNOWN;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (token.size == strlen(operators[i].text) && memcmp(text, operators[i].text, token.size) == 0)
            token.kind = operators[i].kind;
    return token;
}
