/* Any bytes as a line of the notation: parsed, and what can be parsed is built. Files are not read: '@' is taken out. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "craft/notation.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char *line = malloc(size + 1);
    uint8_t *packet = malloc(UDPI_MAX_CRAFTED);
    struct udpi_recipe recipe;
    struct udpi_error error = {.status = UDPI_OK};
    if (!line || !packet)
        abort();
    for (size_t i = 0; i < size; i++)
        line[i] = bytes[i] == '@' || bytes[i] == '\0' ? ' ' : (char)bytes[i];
    line[size] = '\0';
    udpi_recipe_open(&recipe);
    uint32_t built;
    if (udpi_notation_parse(line, &recipe, &error) == UDPI_OK)
        udpi_recipe_build(&recipe, packet, UDPI_MAX_CRAFTED, &built, &error);
    udpi_recipe_close(&recipe);
    free(packet);
    free(line);
    return 0;
}
