#include "cli/udpgen_faults.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/random.h>

#include "core/random.h"

enum { SEEDS = 1000000 }; /* a number that is easy to type again */

void udpi_gen_choose_seed(struct udpi_fault_options *faults) {
    if (faults->seed != UDPI_GEN_NO_SEED || udpi_fault_options_are_none(faults))
        return;
    uint64_t chance = 0;
    (void)!getrandom(&chance, sizeof chance, 0);
    faults->seed = udpi_random_below(&chance, SEEDS);
    fprintf(stderr, "faults: --seed %" PRIu64 " makes the same ones again\n", faults->seed);
}

void udpi_gen_print_faults(const struct udpi_fault_options *faults, const struct udpi_fault_counts *counts) {
    char text[UDPI_FAULT_COUNTS_SIZE];
    if (!udpi_fault_options_are_none(faults))
        fprintf(stderr, "faults: %s\n", udpi_fault_counts_write(counts, text));
}

void udpi_gen_add_faults(cJSON *object, const struct udpi_fault_counts *counts) {
    const struct {
        const char *key;
        uint64_t count;
    } rows[] = {
        {"in", counts->in},
        {"dropped", counts->dropped},
        {"duplicated", counts->duplicated},
        {"reordered", counts->reordered},
        {"corrupted", counts->corrupted},
        {"corrupted_twice", counts->corrupted_twice},
        {"early", counts->early},
        {"out", counts->out},
        {"ends_of_probes", counts->spared},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cJSON_AddNumberToObject(object, rows[i].key, (double)rows[i].count);
}
