#include "knowledge/mask.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/bytes.h"

enum { MOST_DIGITS = 3, MOST_TEXT = 120 };

char *udpi_format_ipv4_binary(char *at, uint32_t address) {
    for (unsigned i = 0; i < 32; i++) {
        if (i > 0 && i % 8 == 0)
            *at++ = '.';
        *at++ = (char)('0' + (address >> (31 - i) & 1));
    }
    return at;
}

/* Whether it is ones, then zeros. */
static bool is_mask(uint32_t bits) {
    uint32_t zeros = ~bits;
    return (zeros & (zeros + 1)) == 0;
}

static enum udpi_status refuse(const char *text, uint32_t bits, struct udpi_error *error) {
    char binary[UDPI_IPV4_BINARY_SIZE + 1];
    *udpi_format_ipv4_binary(binary, bits) = '\0';
    if (is_mask(~bits))
        return udpi_error_set(error, UDPI_USAGE,
                              "%s: a wildcard mask: %s; a mask is ones, then zeros; its opposite is /%d", text, binary,
                              32 - __builtin_popcount(bits));
    return udpi_error_set(error, UDPI_USAGE, "%s: ones stand behind a zero: %s; a mask is ones, then zeros", text,
                          binary);
}

enum udpi_status udpi_mask_parse(const char *text, unsigned size, uint8_t *prefix_length, struct udpi_error *error) {
    size_t digits = strspn(text, "0123456789");
    uint8_t bytes[4];
    if (digits > 0 && digits <= MOST_DIGITS && !text[digits] && strtoul(text, NULL, 10) <= 8UL * size) {
        *prefix_length = (uint8_t)strtoul(text, NULL, 10);
        return UDPI_OK;
    }
    if (size == 16)
        return udpi_error_set(error, UDPI_USAGE, "/%.*s: not a prefix length; give 0 to 128", MOST_TEXT, text);
    if (inet_pton(AF_INET, text, bytes) != 1)
        return udpi_error_set(error, UDPI_USAGE, "/%.*s: not a mask; give 0 to 32, or one like 255.255.255.0",
                              MOST_TEXT, text);
    uint32_t bits = udpi_load_be32(bytes);
    if (!is_mask(bits))
        return refuse(text, bits, error);
    *prefix_length = (uint8_t)__builtin_popcount(bits);
    return UDPI_OK;
}
