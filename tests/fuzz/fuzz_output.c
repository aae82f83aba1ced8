#include "fuzz_output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "fuzz.h"

noreturn void fuzz_breach(const char *what, const char *text) {
    fprintf(stderr, "breach: %s\n%s\n", what, text ? text : "");
    abort();
}

/* --- text --------------------------------------------------------------------------------------------------------- */

/* Bytes of "ESC [ 1 ; 31 m", or 0. */
static size_t measure_color(const char *text) {
    if (strncmp(text, "\033[", 2) != 0)
        return 0;
    size_t size = 2 + strspn(text + 2, "0123456789;");
    return text[size] == 'm' ? size + 1 : 0;
}

/* Asks utf8proc itself: the program's own view of what can be shown is what is tested. */
static size_t measure_character(const char *text, size_t count) {
    utf8proc_int32_t character;
    utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)count, &character);
    if (size <= 0)
        return 0;
    const utf8proc_property_t *property = utf8proc_get_property(character);
    switch (property->category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return 0;
    default: return property->ignorable ? 0 : (size_t)size;
    }
}

static size_t measure_allowed(const char *text, unsigned allowed) {
    if ((*text == '\n' && allowed & FUZZ_LINES) || (*text == '\t' && allowed & FUZZ_TABS))
        return 1;
    return allowed & FUZZ_COLORS ? measure_color(text) : 0;
}

void fuzz_check_text(const char *text, size_t count, unsigned allowed) {
    for (size_t done = 0; done < count;) {
        size_t size = measure_allowed(text + done, allowed);
        if (size == 0)
            size = measure_character(text + done, count - done);
        if (size == 0)
            fuzz_breach("the text has what cannot be shown", text + done);
        done += size;
    }
}

void fuzz_check_line(const char *text, size_t count, unsigned allowed) {
    if (count == 0 || text[count - 1] != '\n')
        fuzz_breach("the line has no end", text);
    fuzz_check_text(text, count - 1, allowed & ~(unsigned)FUZZ_LINES);
}

/* --- failures ----------------------------------------------------------------------------------------------------- */

void fuzz_check_error(const struct udpi_error *error) {
    if (error->status == UDPI_OK || error->text[0] == '\0')
        fuzz_breach("a failure does not say why", NULL);
    fuzz_check_text(error->text, strlen(error->text), 0);
    fuzz_check_text(error->excerpt.text, strlen(error->excerpt.text), 0);
    if (error->excerpt.text[0] != '\0' && error->excerpt.caret > UDPI_EXCERPT_COLUMNS)
        fuzz_breach("the caret is beside the excerpt", error->excerpt.text);
}
