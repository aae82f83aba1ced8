/*
 * Any bytes as a line of the notation: what can be parsed is built, of sweeps the first packets and one far away. Each packet is
 * written as a line, which must give the same bytes. Refusals can be shown. Files are not read: '@' is taken out.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "craft/lines.h"
#include "craft/notation.h"
#include "fuzz.h"
#include "fuzz_output.h"
#include "fuzz_source.h"

enum { PACKETS = 3 };

struct fuzz {
    struct udpi_recipe recipe, again;
    struct udpi_sweeps sweeps;
    struct udpi_sink line;
    uint8_t packet[UDPI_MAX_CRAFTED], same[UDPI_MAX_CRAFTED];
};

static void check_written(struct fuzz *fuzz, uint32_t size) {
    struct udpi_error error = {.status = UDPI_OK};
    uint32_t size_again;
    fuzz->line.used = 0;
    udpi_notation_write(&fuzz->recipe, &fuzz->line);
    udpi_sink_write(&fuzz->line, "", 1);
    if (udpi_notation_parse(fuzz->line.bytes, &fuzz->again, &error) != UDPI_OK ||
        udpi_recipe_build(&fuzz->again, fuzz->same, UDPI_MAX_CRAFTED, &size_again, &error) != UDPI_OK)
        fuzz_breach("what was written is refused", fuzz->line.bytes);
    if (size_again != size || memcmp(fuzz->packet, fuzz->same, size) != 0)
        fuzz_breach("what was written gives other bytes", fuzz->line.bytes);
}

static void build(struct fuzz *fuzz, uint64_t index) {
    struct udpi_error error = {.status = UDPI_OK};
    uint32_t size;
    udpi_sweeps_set(&fuzz->sweeps, &fuzz->recipe, index, index + 1, 1);
    if (udpi_recipe_build(&fuzz->recipe, fuzz->packet, UDPI_MAX_CRAFTED, &size, &error) == UDPI_OK)
        check_written(fuzz, size);
    else
        fuzz_check_error(&error);
}

static void try_line(struct fuzz *fuzz, const char *line) {
    struct udpi_error error = {.status = UDPI_OK};
    if (udpi_notation_parse_sweeps(line, &fuzz->recipe, &fuzz->sweeps, &error) != UDPI_OK) {
        fuzz_check_error(&error);
        return;
    }
    uint64_t packets = fuzz->sweeps.packets;
    for (uint64_t i = 0; i < packets && i < PACKETS; i++)
        build(fuzz, i);
    build(fuzz, packets - 1);
}

/* The same as the only line of a file: a time may stand before the packet. */
static void try_file(const char *line) {
    struct udpi_error error = {.status = UDPI_OK};
    struct udpi_lines *lines = udpi_lines_give(&line, 1, &error);
    if (!lines)
        fuzz_breach("no memory", NULL);
    const struct udpi_source source = udpi_lines_source(lines);
    fuzz_source(&source);
    udpi_lines_close(lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char *line = malloc(size + 1);
    struct fuzz *fuzz = malloc(sizeof *fuzz);
    if (!line || !fuzz)
        abort();
    if (!udpi_recipe_open(&fuzz->recipe) || !udpi_recipe_open(&fuzz->again) || !udpi_sink_open(&fuzz->line, NULL, NULL))
        abort();
    for (size_t i = 0; i < size; i++)
        line[i] = bytes[i] == '@' || bytes[i] == '\0' ? ' ' : (char)bytes[i];
    line[size] = '\0';
    try_line(fuzz, line);
    try_file(line);
    udpi_recipe_close(&fuzz->recipe);
    udpi_recipe_close(&fuzz->again);
    udpi_sink_close(&fuzz->line);
    free(fuzz);
    free(line);
    return 0;
}
