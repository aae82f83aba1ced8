/* Packets as documents that are changed once more: indented, or with explanations. */
#include "render/render.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/format.h"
#include "render/explain.h"
#include "render/json_document.h"

enum { MAX_NESTING = 32, NUMBER_SIZE = 32 };

struct tree {
    void *compact;
    struct udpi_sink line;
    bool is_indented, explains;
    const struct udpi_surroundings *surroundings; /* for explanations; may be NULL */
};

/* cJSON rounds to 15 digits what does not fit into an int, and may write it with an exponent. */
static void replace_number(cJSON *item) {
    char text[NUMBER_SIZE];
    *udpi_format_int(text, (int64_t)item->valuedouble) = '\0';
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
    struct tree *tree = state;
    tree->line.used = 0;
    udpi_render_json.packet(tree->compact, packet, &tree->line);
    if (tree->line.error != 0) {
        udpi_sink_fail(sink, tree->line.error);
        return;
    }
    cJSON *document = udpi_json_parse(tree->line.bytes, tree->line.used);
    replace_large_numbers(document);
    if (tree->explains)
        udpi_explain_add(document, packet, tree->surroundings);
    if (!udpi_json_write(document, tree->is_indented, sink))
        udpi_sink_fail(sink, ENOMEM);
}

static void close_tree(void *state) {
    struct tree *tree = state;
    udpi_render_json.close(tree->compact);
    udpi_sink_close(&tree->line);
    free(tree);
}

static void *open_tree(const struct udpi_render_options *options, bool is_indented) {
    struct tree *tree = malloc(sizeof *tree);
    if (!tree)
        return NULL;
    tree->is_indented = is_indented;
    tree->explains = options->explains;
    tree->surroundings = options->surroundings;
    tree->compact = udpi_render_json.open(options);
    if (tree->compact && udpi_sink_open(&tree->line, NULL, NULL))
        return tree;
    if (tree->compact)
        udpi_render_json.close(tree->compact);
    free(tree);
    return NULL;
}

static void *open_pretty(const struct udpi_render_options *options) {
    return open_tree(options, true);
}

static void *open_explained(const struct udpi_render_options *options) {
    return open_tree(options, false);
}

const struct udpi_renderer udpi_render_json_pretty = {
    .name = "json=pretty",
    .loss = UDPI_LOSS_PRETTY,
    .open = open_pretty,
    .packet = write_packet,
    .close = close_tree,
};

const struct udpi_renderer udpi_render_json_explained = {
    .name = "json",
    .loss = UDPI_LOSS_JSON,
    .open = open_explained,
    .packet = write_packet,
    .close = close_tree,
};
