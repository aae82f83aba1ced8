#include "craft/sweep.h"

#include <string.h>

#include "core/bytes.h"
#include "core/random.h"
#include "craft/text.h"
#include "craft/value.h"

void udpi_sweeps_clear(struct udpi_sweeps *sweeps) {
    sweeps->count = 0;
    sweeps->packets = 1;
    sweeps->kept = 0;
}

static bool is_enumerated(const struct udpi_sweep *sweep) {
    return sweep->kind != UDPI_SWEEP_DRAWN && sweep->kind != UDPI_SWEEP_TEXT;
}

const char *udpi_sweeps_add(struct udpi_sweeps *sweeps, const struct udpi_sweep *sweep) {
    _Static_assert(UDPI_MAX_SWEEPS == 16, "the message says it");
    if (sweeps->count == UDPI_MAX_SWEEPS)
        return "a line has at most 16 sweeps";
    if (is_enumerated(sweep) && __builtin_mul_overflow(sweeps->packets, sweep->count, &sweeps->packets))
        return "the sweeps up to here have more than 2^64 combinations";
    sweeps->entries[sweeps->count++] = *sweep;
    return NULL;
}

void udpi_sweeps_close(struct udpi_sweeps *sweeps, const struct udpi_recipe *recipe) {
    sweeps->kept = recipe->bytes.used;
}

/* --- the recipe of a packet --------------------------------------------------------------------------------------- */

static struct udpi_ingredient *find_ingredient(struct udpi_recipe *recipe, const struct udpi_sweep *sweep) {
    struct udpi_ingredient *ingredient = recipe->layers[sweep->layer].ingredients;
    while (ingredient->field != sweep->field)
        ingredient++;
    return ingredient;
}

static void set_text(const struct udpi_sweep *sweep, struct udpi_recipe *recipe, struct udpi_ingredient *ingredient,
                     uint64_t number) {
    udpi_sink_reserve(&recipe->bytes, udpi_text_room(sweep->text_length)); /* so that the text itself does not move */
    ingredient->bytes_at = (uint32_t)recipe->bytes.used;
    udpi_text_append(&recipe->bytes, recipe->bytes.bytes + sweep->text_at, sweep->text_length, number);
    ingredient->bytes_count = (uint32_t)(recipe->bytes.used - ingredient->bytes_at);
}

static void set_low_bits(struct udpi_recipe *recipe, const struct udpi_ingredient *ingredient, uint64_t value) {
    enum { HALF = 8 };
    udpi_store_be((uint8_t *)recipe->bytes.bytes + ingredient->bytes_at + HALF, HALF, value);
}

static void set_value(const struct udpi_sweep *sweep, struct udpi_recipe *recipe, struct udpi_ingredient *ingredient,
                      uint64_t value) {
    if (sweep->kind == UDPI_SWEEP_NUMBER)
        ingredient->number = value;
    else if (sweep->kind == UDPI_SWEEP_IPV6)
        set_low_bits(recipe, ingredient, value);
    else
        ingredient->bytes_count = (uint32_t)value;
}

void udpi_sweeps_set(const struct udpi_sweeps *sweeps, struct udpi_recipe *recipe, uint64_t index, uint64_t number,
                     uint64_t seed) {
    uint64_t place = udpi_random_next(&seed) + index;
    uint64_t draws = udpi_random_next(&place); /* neither neighbours nor other seeds share draws */
    recipe->bytes.used = sweeps->kept;
    for (unsigned i = sweeps->count; i > 0; i--) {
        const struct udpi_sweep *sweep = &sweeps->entries[i - 1];
        struct udpi_ingredient *ingredient = find_ingredient(recipe, sweep);
        if (sweep->kind == UDPI_SWEEP_TEXT) {
            set_text(sweep, recipe, ingredient, number);
        } else if (sweep->kind == UDPI_SWEEP_DRAWN) {
            set_value(sweep, recipe, ingredient, sweep->first + udpi_random_below(&draws, sweep->count));
        } else {
            set_value(sweep, recipe, ingredient, sweep->first + index % sweep->count * sweep->step);
            index /= sweep->count;
        }
    }
}

/* --- ranges ------------------------------------------------------------------------------------------------------- */

static struct udpi_token take_part(const char *start, const char *end) {
    return (struct udpi_token){.start = start, .text = start, .length = (size_t)(end - start), .kind = UDPI_TOKEN_WORD};
}

bool udpi_range_split(const struct udpi_token *word, struct udpi_range *range) {
    const char *end = word->text + word->length;
    const char *dots = word->kind == UDPI_TOKEN_WORD ? memmem(word->text, word->length, "..", 2) : NULL;
    if (!dots)
        return false;
    const char *last = dots + 2, *slash = memchr(last, '/', (size_t)(end - last));
    range->first = take_part(word->text, dots);
    range->last = take_part(last, slash ? slash : end);
    range->step = take_part(slash ? slash + 1 : end, end);
    range->has_step = slash != NULL;
    return true;
}

static enum udpi_status parse_step(const struct udpi_lexer *lexer, const struct udpi_range *range, uint64_t unit,
                                   uint64_t *step) {
    *step = unit;
    if (!range->has_step || (udpi_number_read(&range->step, step) && *step > 0 && *step % unit == 0))
        return UDPI_OK;
    if (unit > 1)
        return udpi_lexer_fail(lexer, range->step.start, "expected a step behind '/': a multiple of %llu",
                               (unsigned long long)unit);
    return udpi_lexer_fail(lexer, range->step.start, "expected a step behind '/': a number from 1 on");
}

enum udpi_status udpi_range_measure(const struct udpi_lexer *lexer, const struct udpi_range *range, uint64_t first,
                                    uint64_t last, uint64_t unit, struct udpi_sweep *sweep) {
    uint64_t step;
    enum udpi_status status = parse_step(lexer, range, unit, &step);
    if (status != UDPI_OK)
        return status;
    bool is_up = first <= last;
    uint64_t steps = (is_up ? last - first : first - last) / step;
    if (steps == UINT64_MAX)
        return udpi_lexer_fail(lexer, range->first.start, "the sweep has more values than can be counted");
    sweep->first = first;
    sweep->step = is_up ? step : -step;
    sweep->count = steps + 1;
    return UDPI_OK;
}
