/* "Did you mean …?": the known word that is nearest to a mistyped one. */
#ifndef UDPI_CORE_NEAREST_H
#define UDPI_CORE_NEAREST_H

#include <stddef.h>

enum { UDPI_NEAREST_WORD = 63 }; /* bytes of the longest word that is compared */

/*
 * Letters to insert, delete, replace or swap with their neighbour to make `b` of `a` (optimal string alignment). Where
 * one of them is longer than UDPI_NEAREST_WORD, nothing counts as alike: the length of the longer.
 */
size_t udpi_edit_distance(const char *a, const char *b);

/* A search: set `word`, offer every candidate, read `found`. */
struct udpi_nearest {
    const char *word;
    const char *found; /* NULL while nothing is near */
    size_t distance;   /* of `found` */
};

/* Offers a known word; NULL is none. Near is what contains the word (of 3 letters or more), or differs from it in one
   letter and one more for each 4 that the known word has. The first of two that are equally near stays. */
void udpi_nearest_offer(struct udpi_nearest *nearest, const char *known);

#endif
