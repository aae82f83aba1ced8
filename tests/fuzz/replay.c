/*
 * Runs a fuzz target without libFuzzer: over random bytes from a fixed seed, with some bytes of interest among them, and over the
 * files that are named or are in the folders that are; each file also with some of its bytes changed, and cut.
 *
 *     replay ROUNDS [FILE|FOLDER…]
 */
#include <err.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum { LARGEST = 65536, USUAL = 256, VARIANTS = 4, MOST_CHANGES = 4 };

static uint64_t random_next(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Random bytes hardly ever hit an ethertype; these stand in for some of them. */
static uint8_t pick_byte(uint64_t random) {
    static const uint8_t interesting[] = {0x08, 0x00, 0x45, 0x60, 0x86, 0xdd, 0x81, 0x88, 0xa8, 17,   0x11, 0x2b, 0x2c,
                                          0x3c, '|',  '"',  ' ',  '=',  ':',  '>',  '#',  0xff, 0xaa, 0x03, 0x00};
    return random & 0x100 ? interesting[random % sizeof interesting] : (uint8_t)(random >> 16);
}

/* A copy of exactly this size, so that a sanitizer sees one byte too many. */
static void run_copy(const uint8_t *bytes, size_t size) {
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        err(2, "malloc");
    memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void run_random(unsigned long rounds) {
    uint64_t state = 0x7788;
    for (unsigned long round = 0; round < rounds; round++) {
        uint8_t bytes[USUAL];
        size_t size = random_next(&state) % USUAL;
        for (size_t i = 0; i < size; i++)
            bytes[i] = pick_byte(random_next(&state));
        run_copy(bytes, size);
    }
}

/* Changes pile up from one variant to the next. */
static void run_variants(uint8_t *bytes, size_t size) {
    uint64_t state = 0x7788 + size;
    for (unsigned variant = 0; variant < VARIANTS && size > 0; variant++) {
        for (uint64_t changes = random_next(&state) % MOST_CHANGES + 1; changes > 0; changes--)
            bytes[random_next(&state) % size] = pick_byte(random_next(&state));
        run_copy(bytes, variant % 2 ? random_next(&state) % size : size);
    }
}

static void run_file(const char *path) {
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(LARGEST);
    if (!file || !bytes)
        err(2, "%s", path);
    size_t size = fread(bytes, 1, LARGEST, file);
    fclose(file);
    run_copy(bytes, size);
    run_variants(bytes, size);
    free(bytes);
}

/* Gives how many files were run. */
static unsigned run_files(char **paths) {
    FTS *tree = fts_open(paths, FTS_LOGICAL, NULL);
    unsigned files = 0;
    if (!tree)
        err(2, "fts_open");
    for (FTSENT *entry; (entry = fts_read(tree)) != NULL;) {
        if (entry->fts_info == FTS_NS)
            errx(2, "%s: not there", entry->fts_path);
        if (entry->fts_info == FTS_F) {
            run_file(entry->fts_accpath);
            files++;
        }
    }
    fts_close(tree);
    return files;
}

int main(int argc, char **argv) {
    unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    run_random(rounds);
    unsigned files = argc > 2 ? run_files(argv + 2) : 0;
    printf("replay: %lu random inputs, %u files\n", rounds, files);
    return 0;
}
