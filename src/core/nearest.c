#include "core/nearest.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { SHORTEST_PART = 3 }; /* "off" stands for "fragment_offset"; "o" may be anything */

static uint8_t smaller(unsigned a, unsigned b) {
    return (uint8_t)(a < b ? a : b);
}

/* One row of the table: the distances of the first `row` letters of `a` to every beginning of `b`. */
static void fill_row(uint8_t rows[3][UDPI_NEAREST_WORD + 1], size_t row, const char *a, const char *b) {
    uint8_t *now = rows[row % 3];
    const uint8_t *above = rows[(row - 1) % 3], *two_above = rows[(row + 1) % 3];
    now[0] = (uint8_t)row;
    for (size_t i = 1; b[i - 1]; i++) {
        bool is_same = a[row - 1] == b[i - 1];
        now[i] = smaller(above[i - 1] + (is_same ? 0U : 1U), 1U + smaller(above[i], now[i - 1]));
        if (row > 1 && i > 1 && a[row - 1] == b[i - 2] && a[row - 2] == b[i - 1])
            now[i] = smaller(now[i], two_above[i - 2] + 1U);
    }
}

size_t udpi_edit_distance(const char *a, const char *b) {
    size_t a_length = strlen(a), b_length = strlen(b);
    if (a_length > UDPI_NEAREST_WORD || b_length > UDPI_NEAREST_WORD)
        return a_length > b_length ? a_length : b_length;
    uint8_t rows[3][UDPI_NEAREST_WORD + 1] = {{0}};
    for (size_t i = 0; i <= b_length; i++)
        rows[0][i] = (uint8_t)i;
    for (size_t row = 1; row <= a_length; row++)
        fill_row(rows, row, a, b);
    return rows[a_length % 3][b_length];
}

void udpi_nearest_offer(struct udpi_nearest *nearest, const char *known) {
    if (!known)
        return;
    bool is_part = strlen(nearest->word) >= SHORTEST_PART && strstr(known, nearest->word);
    size_t distance = is_part ? 1 : udpi_edit_distance(nearest->word, known);
    if (distance > 1 + strlen(known) / 4 || (nearest->found && distance >= nearest->distance))
        return;
    nearest->found = known;
    nearest->distance = distance;
}
