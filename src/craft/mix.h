/* Which of several lines the next packet is made of, drawn with weights. */
#ifndef UDPI_CRAFT_MIX_H
#define UDPI_CRAFT_MIX_H

#include <stdint.h>

#include <udpinspect/limits.h>

struct udpi_mix {
    unsigned count;               /* of the weights */
    uint64_t upto[UDPI_MIX_MOST]; /* sums of the weights up to each */
};

/* Reads "7,4,1". Gives NULL, or what is wrong. */
const char *udpi_mix_parse(const char *text, struct udpi_mix *mix);

/* Draws an index below mix->count, each as often as its weight says. */
unsigned udpi_mix_draw(const struct udpi_mix *mix, uint64_t *random);

#endif
