/* Splits a pcap-filter(7) expression into tokens. */
#ifndef UDPI_SELECT_SCANNER_H
#define UDPI_SELECT_SCANNER_H

#include <stddef.h>

enum udpi_token_kind {
    UDPI_TOKEN_END,
    UDPI_TOKEN_WORD, /* a keyword, name, number or address */
    UDPI_TOKEN_AND,
    UDPI_TOKEN_OR,
    UDPI_TOKEN_NOT,
    UDPI_TOKEN_OPEN,    /* ( */
    UDPI_TOKEN_CLOSE,   /* ) */
    UDPI_TOKEN_BRACKET, /* [ */
    UDPI_TOKEN_UNBRACKET,
    UDPI_TOKEN_COMPARE, /* = == != < <= > >= */
    UDPI_TOKEN_COMPUTE, /* + - * / % & | ^ << >> */
    UDPI_TOKEN_UNKNOWN,
};

struct udpi_token {
    enum udpi_token_kind kind;
    const char *text;
    size_t size;
};

/* The token at `text`, blanks before it skipped. */
struct udpi_token udpi_token_read(const char *text);

#endif
