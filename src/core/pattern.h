/* Text of a fixed shape, such as dates. */
#ifndef UDPI_CORE_PATTERN_H
#define UDPI_CORE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool udpi_is_digit(uint8_t byte) {
    return byte >= '0' && byte <= '9';
}

/* Whether the `size` bytes at `text` begin with digits where the pattern has 0, and with what the pattern has elsewhere. */
static inline bool udpi_text_fits(const uint8_t *text, size_t size, const char *pattern) {
    for (size_t i = 0; pattern[i]; i++)
        if (i >= size || (pattern[i] == '0' ? !udpi_is_digit(text[i]) : text[i] != (uint8_t)pattern[i]))
            return false;
    return true;
}

#endif
