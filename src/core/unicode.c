#include "core/unicode.h"

#include <string.h>

#include <utf8proc.h>

/* Control, format, surrogate, private, unassigned, and the separators of lines and paragraphs. */
static const uint32_t hidden_categories =
    1U << UTF8PROC_CATEGORY_CC | 1U << UTF8PROC_CATEGORY_CF | 1U << UTF8PROC_CATEGORY_CS | 1U << UTF8PROC_CATEGORY_CO |
    1U << UTF8PROC_CATEGORY_CN | 1U << UTF8PROC_CATEGORY_ZL | 1U << UTF8PROC_CATEGORY_ZP;

/* `ignorable` (Unicode: Default_Ignorable_Code_Point) adds letters and marks that show nothing, such as U+3164. */
static bool is_printable(const utf8proc_property_t *property) {
    return (hidden_categories >> property->category & 1) == 0 && !property->ignorable;
}

/* utf8proc gives spacing marks no width, but terminals do. */
static unsigned count_columns(const utf8proc_property_t *property) {
    return property->category == UTF8PROC_CATEGORY_MC ? 1 : property->charwidth;
}

static size_t measure_character(const uint8_t *bytes, size_t count, unsigned *width) {
    utf8proc_int32_t character;
    utf8proc_ssize_t size = utf8proc_iterate(bytes, count < 4 ? (utf8proc_ssize_t)count : 4, &character);
    if (size <= 0)
        return 0;
    const utf8proc_property_t *property = utf8proc_get_property(character);
    if (!is_printable(property))
        return 0;
    *width = count_columns(property);
    return (size_t)size;
}

size_t udpi_unicode_printable(const uint8_t *bytes, size_t count, unsigned *width) {
    size_t size = bytes[0] >= 0x20 && bytes[0] < 0x7f;
    unsigned columns = 1;
    if (bytes[0] >= 0x80)
        size = measure_character(bytes, count, &columns);
    if (size > 0 && width)
        *width = columns;
    return size;
}

size_t udpi_unicode_columns(const char *text) {
    const uint8_t *at = (const uint8_t *)text;
    const uint8_t *end = at + strlen(text);
    size_t columns = 0;
    while (at < end) {
        unsigned width = 0;
        size_t size = udpi_unicode_printable(at, (size_t)(end - at), &width);
        at += size > 0 ? size : 1;
        columns += width;
    }
    return columns;
}
