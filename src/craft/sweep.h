/*
 * Fields that change from packet to packet. A line is parsed once, into a recipe and its sweeps; the recipe of any of its
 * packets is the same one with a few numbers set.
 *
 *     1000..1999  /  5..9/2  /  9..5  /  10.0.0.1..10.0.0.254  /  zeros:1..1400  /  random:64..1400  /  "n={n}"
 *
 * Several sweeps of a line are gone through as a shell does with braces: all combinations, the last sweep fastest.
 */
#ifndef UDPI_CRAFT_SWEEP_H
#define UDPI_CRAFT_SWEEP_H

#include <udpinspect/limits.h>

#include "craft/lexer.h"
#include "craft/recipe.h"

enum udpi_sweep_kind {
    UDPI_SWEEP_NONE,
    UDPI_SWEEP_NUMBER, /* the number of an ingredient */
    UDPI_SWEEP_IPV6,   /* the last 64 bits of an address */
    UDPI_SWEEP_SIZE,   /* how many of its bytes are there */
    UDPI_SWEEP_DRAWN,  /* the same, drawn for each packet from `first` on; `count` are the choices */
    UDPI_SWEEP_TEXT,   /* the number of the packet, in a text */
};

struct udpi_sweep {
    uint64_t first, step,
        count; /* first, first + step, …: `count` values; a step down is a negative one, modulo 2^64 */
    uint32_t text_at, text_length; /* in recipe->bytes: what stands between the quotes */
    uint8_t kind;                  /* enum udpi_sweep_kind */
    uint8_t layer, field;          /* of the recipe */
};

struct udpi_sweeps {
    struct udpi_sweep entries[UDPI_MAX_SWEEPS];
    unsigned count;
    uint64_t packets; /* all combinations: 1 without sweeps */
    size_t kept;      /* bytes of the recipe that stay from packet to packet */
};

void udpi_sweeps_clear(struct udpi_sweeps *sweeps);

/* Adds a sweep, whose layer and field are set. Gives NULL, or why it cannot be added. */
const char *udpi_sweeps_add(struct udpi_sweeps *sweeps, const struct udpi_sweep *sweep);

/* To be called when the recipe is complete. */
void udpi_sweeps_close(struct udpi_sweeps *sweeps, const struct udpi_recipe *recipe);

/*
 * Makes of the recipe that of one packet: the one with this index, which goes round again after sweeps->packets. `number` is
 * what {n} stands for; what is drawn depends on `seed` and `index` alone.
 */
void udpi_sweeps_set(const struct udpi_sweeps *sweeps, struct udpi_recipe *recipe, uint64_t index, uint64_t number,
                     uint64_t seed);

/* --- FIRST..LAST/STEP --------------------------------------------------------------------------------------------- */

/* A word that is a range, taken apart. */
struct udpi_range {
    struct udpi_token first, last;
    struct udpi_token step; /* of length 0 where there is no '/' */
    bool has_step;
};

/* False where ".." is not in the word. */
bool udpi_range_split(const struct udpi_token *word, struct udpi_range *range);

/*
 * The values from `first` to `last`, which are those of the range's words, in steps of range->step or `unit`, of which it
 * must be a multiple. Fails where there are 2^64 of them.
 */
enum udpi_status udpi_range_measure(const struct udpi_lexer *lexer, const struct udpi_range *range, uint64_t first,
                                    uint64_t last, uint64_t unit, struct udpi_sweep *sweep);

#endif
