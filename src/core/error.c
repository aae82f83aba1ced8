#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/unicode.h"

enum udpi_status udpi_error_set(struct udpi_error *error, enum udpi_status status, const char *format, ...) {
    /* Not into error->text at once: an argument may be the text of an earlier failure. */
    char text[sizeof error->text] = "";
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (char *at = text, *end = text + strlen(text); at < end;) {
        size_t size = udpi_unicode_printable((const uint8_t *)at, (size_t)(end - at), NULL);
        if (size == 0)
            *at = '?';
        at += size > 0 ? size : 1;
    }
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
    udpi_error_set(error, error->status, "%.240s%s", words, error->text);
    error->excerpt = excerpt;
    return error->status;
}
