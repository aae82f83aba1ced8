/*
 * Runs a fuzz target without libFuzzer: over random bytes from a fixed seed, with some bytes of interest among them, and over the
 * files that are named.
 *
 *     replay ROUNDS [FILE…]
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

enum { LARGEST = 65536, USUAL = 256 };

static uint64_t random_next(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Random bytes hardly ever hit an ethertype; these stand in for some of them. */
static uint8_t pick_byte(uint64_t random) {
    static const uint8_t interesting[] = {0x08, 0x00, 0x45, 0x60, 0x86, 0xdd, 0x81, 0x88, 0xa8, 17, 0x11, 0x2b, 0x2c, 0x3c,
                                          '|',  '"',  ' ',  '=',  ':',  '>',  '#',  0xff, 0xaa, 0x03, 0x00};
    return random & 0x100 ? interesting[random % sizeof interesting] : (uint8_t)(random >> 16);
}

static void run_random(unsigned long rounds) {
    uint64_t state = 0x7788;
    for (unsigned long round = 0; round < rounds; round++) {
        size_t size = random_next(&state) % USUAL;
        uint8_t *bytes = malloc(size ? size : 1);
        if (!bytes)
            err(2, "malloc");
        for (size_t i = 0; i < size; i++)
            bytes[i] = pick_byte(random_next(&state));
        LLVMFuzzerTestOneInput(bytes, size);
        free(bytes);
    }
}

static void run_file(const char *path) {
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(LARGEST);
    if (!file || !bytes)
        err(2, "%s", path);
    size_t size = fread(bytes, 1, LARGEST, file);
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
}

int main(int argc, char **argv) {
    unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    run_random(rounds);
    for (int i = 2; i < argc; i++)
        run_file(argv[i]);
    printf("replay: %lu random inputs, %d files\n", rounds, argc > 2 ? argc - 2 : 0);
    return 0;
}
