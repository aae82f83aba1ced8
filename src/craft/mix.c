#include "craft/mix.h"

#include <stdlib.h>
#include <string.h>

#include "core/random.h"

enum { MOST_WEIGHT = 1000000000 };

const char *udpi_mix_parse(const char *text, struct udpi_mix *mix) {
    uint64_t sum = 0;
    mix->count = 0;
    for (bool has_more = true; has_more;) {
        _Static_assert(UDPI_MIX_MOST == 64, "the complaint says it");
        if (mix->count == UDPI_MIX_MOST)
            return "too many weights, 64 are taken";
        size_t digits = strspn(text, "0123456789");
        unsigned long long weight = strtoull(text, NULL, 10);
        has_more = text[digits] == ',';
        if (digits == 0 || weight > MOST_WEIGHT || (text[digits] && !has_more))
            return "not a list of weights; give whole numbers such as 7,4,1";
        mix->upto[mix->count++] = sum += weight;
        text += digits + 1;
    }
    return sum > 0 ? NULL : "all weights are 0";
}

unsigned udpi_mix_draw(const struct udpi_mix *mix, uint64_t *random) {
    uint64_t drawn = udpi_random_below(random, mix->upto[mix->count - 1]);
    unsigned index = 0;
    while (mix->upto[index] <= drawn)
        index++;
    return index;
}
