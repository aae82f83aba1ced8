#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/unicode.h"

static void make_printable(char *text) {
    for (char *at = text, *end = text + strlen(text); at < end;) {
        size_t size = udpi_unicode_printable((const uint8_t *)at, (size_t)(end - at), NULL);
        if (size == 0)
            *at = '?';
        at += size > 0 ? size : 1;
    }
}

/* Moves `start` ahead to where a character begins: behind the first byte of one, UTF-8 has bytes of 10xxxxxx. */
static const char *find_character(const char *start) {
    while ((*start & 0xc0) == 0x80)
        start++;
    return start;
}

/* Puts the beginning and the end of the text, of `length` bytes, into `room`, and what says so between them. */
static void leave_out_middle(char *room, const char *text, size_t length) {
    static const char mark[] = "…";
    size_t half = (UDPI_ERROR_SIZE - sizeof mark) / 2, head = half;
    while (head > 0 && (text[head] & 0xc0) == 0x80)
        head--;
    const char *tail = find_character(text + length - half);
    memcpy(room, text, head);
    memcpy(room + head, mark, sizeof mark - 1);
    memcpy(room + head + sizeof mark - 1, tail, strlen(tail) + 1);
}

void udpi_error_format(char *room, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(room, UDPI_ERROR_SIZE, format, arguments);
    char *whole = length >= UDPI_ERROR_SIZE ? malloc((size_t)length + 1) : NULL;
    if (whole) {
        vsnprintf(whole, (size_t)length + 1, format, again);
        leave_out_middle(room, whole, (size_t)length);
    }
    va_end(again);
    free(whole);
    make_printable(room);
}

enum udpi_status udpi_error_set(struct udpi_error *error, enum udpi_status status, const char *format, ...) {
    /* Not into error->text at once: an argument may be the text of an earlier failure. */
    char text[sizeof error->text] = "";
    va_list arguments;
    va_start(arguments, format);
    udpi_error_format(text, format, arguments);
    va_end(arguments);
    memcpy(error->text, text, sizeof text);
    error->status = status;
    error->excerpt.text[0] = '\0';
    return status;
}

enum udpi_status udpi_error_prefix(struct udpi_error *error, const char *format, ...) {
    const struct udpi_excerpt excerpt = error->excerpt;
    char words[sizeof error->text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    udpi_error_set(error, error->status, "%s%s", words, error->text);
    error->excerpt = excerpt;
    return error->status;
}
