#include "render/render.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "core/format.h"

enum { MAX_NESTING = 32, NUMBER_SIZE = 32 };

struct pretty {
    void *compact;
    struct udpi_sink line;
};

/* cJSON rounds to 15 digits what does not fit into an int, and may write it with an exponent. */
static void replace_number(cJSON *item) {
    char text[NUMBER_SIZE];
    *udpi_format_uint(text, (uint64_t)item->valuedouble) = '\0';
    cJSON *raw = cJSON_CreateRaw(text);
    if (!raw)
        return;
    item->valuestring = raw->valuestring;
    item->type = cJSON_Raw;
    raw->valuestring = NULL;
    cJSON_Delete(raw);
}

static void replace_large_numbers(cJSON *root) {
    cJSON *parents[MAX_NESTING];
    unsigned depth = 0;
    cJSON *item = root;
    while (item) {
        if (cJSON_IsNumber(item) && item->valuedouble != item->valueint)
            replace_number(item);
        if (item->child && depth < MAX_NESTING) {
            parents[depth++] = item;
            item = item->child;
            continue;
        }
        while (!item->next && depth > 0)
            item = parents[--depth];
        item = item->next;
    }
}

static void write_packet(void *state, const struct udpi_packet *packet, struct udpi_sink *sink) {
    struct pretty *pretty = state;
    pretty->line.used = 0;
    udpi_render_json.packet(pretty->compact, packet, &pretty->line);
    cJSON *document = cJSON_ParseWithLength(pretty->line.bytes, pretty->line.used);
    replace_large_numbers(document);
    char *text = document ? cJSON_Print(document) : NULL;
    if (!text)
        abort();
    udpi_sink_puts(sink, text);
    udpi_sink_puts(sink, "\n");
    cJSON_free(text);
    cJSON_Delete(document);
}

static void close_pretty(void *state) {
    struct pretty *pretty = state;
    udpi_render_json.close(pretty->compact);
    udpi_sink_close(&pretty->line);
    free(pretty);
}

static void *open_pretty(const struct udpi_render_options *options) {
    struct pretty *pretty = malloc(sizeof *pretty);
    if (!pretty)
        return NULL;
    pretty->compact = udpi_render_json.open(options);
    if (pretty->compact && udpi_sink_open(&pretty->line, NULL, NULL))
        return pretty;
    if (pretty->compact)
        udpi_render_json.close(pretty->compact);
    free(pretty);
    return NULL;
}

const struct udpi_renderer udpi_render_json_pretty = {
    .name = "json=pretty",
    .loss = UDPI_LOSS_PRETTY,
    .open = open_pretty,
    .packet = write_packet,
    .close = close_pretty,
};
