#include "capture/timescale.h"

#include <udpinspect/packet.h>

__extension__ typedef __int128 wide;

static const uint64_t SECOND = 1000000000;

enum {
    BINARY = 0x80,
    NANO = 9,
    MOST_DIGITS = 19, /* powers of ten that 64 bits hold */
};

static uint64_t power_of_ten(unsigned exponent) {
    uint64_t power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

struct udpi_timescale udpi_timescale_make(uint8_t resolution, int64_t offset) {
    struct udpi_timescale scale = {.multiplier = 1, .divisor = 1, .offset = offset};
    unsigned exponent = resolution & (BINARY - 1U);
    if (resolution & BINARY) {
        scale.multiplier = SECOND;
        scale.shift = exponent;
    } else if (exponent <= NANO) {
        scale.multiplier = power_of_ten(NANO - exponent);
    } else if (exponent - NANO <= MOST_DIGITS) {
        scale.divisor = power_of_ten(exponent - NANO);
    } else {
        scale.multiplier = 0;
    }
    return scale;
}

int64_t udpi_timescale_time(const struct udpi_timescale *scale, uint64_t ticks) {
    wide time = (wide)ticks * scale->multiplier;
    if (scale->divisor > 1)
        time = (wide)((uint64_t)time / scale->divisor);
    time = (time >> scale->shift) + (wide)scale->offset * (wide)SECOND;
    return time > INT64_MIN && time < INT64_MAX ? (int64_t)time : UDPI_FAR_TIME;
}
