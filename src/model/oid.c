#include "model/oid.h"

#include <stdbool.h>

#include "core/format.h"

enum { MORE = 0x80, MOST_BITS = 64, BITS = 7, ARCS = 40 };

/* Both numbers that the first one stands for: X.690 section 8.19.4. */
static char *write_first(char *at, uint64_t number) {
    uint64_t root = number < 2 * ARCS ? number / ARCS : 2;
    at = udpi_format_uint(at, root);
    *at++ = '.';
    return udpi_format_uint(at, number - root * ARCS);
}

size_t udpi_oid_write(const uint8_t *bytes, size_t count, uint8_t *text) {
    char *at = (char *)text;
    uint64_t number = 0;
    if (count == 0 || count > UDPI_OID_LONGEST || bytes[count - 1] & MORE)
        return 0;
    for (size_t i = 0; i < count; i++) {
        bool is_first = i == 0 || !(bytes[i - 1] & MORE);
        if ((is_first && bytes[i] == MORE) || number >> (MOST_BITS - BITS))
            return 0;
        number = number << BITS | (bytes[i] & (MORE - 1U));
        if (bytes[i] & MORE)
            continue;
        if (at == (char *)text) {
            at = write_first(at, number);
        } else {
            *at++ = '.';
            at = udpi_format_uint(at, number);
        }
        number = 0;
    }
    return (size_t)(at - (char *)text);
}
