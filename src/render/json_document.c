#include "render/json_document.h"

#include <stdlib.h>

/* A hook of cJSON has no context, so this is a variable of the program. It never becomes false again: whoever writes
   documents ends where one of them fails. */
static bool was_refused;

static void *allocate(size_t size) {
    void *memory = malloc(size);
    was_refused |= !memory;
    return memory;
}

static void watch(void) {
    cJSON_Hooks hooks = {.malloc_fn = allocate, .free_fn = free};
    cJSON_InitHooks(&hooks);
}

cJSON *udpi_json_create(void) {
    watch();
    return cJSON_CreateObject();
}

cJSON *udpi_json_parse(const char *text, size_t count) {
    watch();
    return cJSON_ParseWithLength(text, count);
}

char *udpi_json_print(cJSON *document, bool is_pretty) {
    char *text = is_pretty ? cJSON_Print(document) : cJSON_PrintUnformatted(document);
    cJSON_Delete(document);
    if (!was_refused)
        return text;
    free(text);
    return NULL;
}

bool udpi_json_write(cJSON *document, bool is_pretty, struct udpi_sink *sink) {
    char *text = udpi_json_print(document, is_pretty);
    if (!text)
        return false;
    udpi_sink_puts(sink, text);
    udpi_sink_puts(sink, "\n");
    free(text);
    return true;
}
