/*
 * Holds the output for every case of tests/protocols against the files beside it: NAME.hex is the frame, NAME.line, NAME.boxes
 * and NAME.json are what is to be printed.
 *
 *     golden FOLDER            compares, and shows the first difference of each case
 *     golden --update FOLDER   writes the files; read the difference before you commit it
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "golden_case.h"
#include "render/render.h"

static const struct udpi_renderer *const renderers[] = {&udpi_render_line, &udpi_render_boxes, &udpi_render_json};

static const struct udpi_render_options options = {.time = UDPI_TIME_UTC, .columns = 80, .has_unicode = true};

static struct udpi_sink render_case(const struct golden_case *c, const struct udpi_renderer *renderer) {
    struct udpi_decoder *decoder = udpi_decoder_create();
    struct udpi_sink sink;
    void *state = renderer->open(&options);
    if (!decoder || !state || !udpi_sink_open(&sink, NULL, NULL))
        errx(2, "out of memory");
    renderer->packet(state, golden_case_decode(c, decoder, c->bytes, c->captured), &sink);
    renderer->close(state);
    udpi_decoder_free(decoder);
    return sink;
}

/* PATH.hex becomes PATH.NAME. */
static void name_golden(const char *path, const char *name, char *golden, size_t size) {
    snprintf(golden, size, "%.*s.%s", (int)strlen(path) - 4, path, name);
}

static void write_golden(const char *path, const struct udpi_sink *sink) {
    FILE *file = fopen(path, "w");
    if (!file || fwrite(sink->bytes, 1, sink->used, file) != sink->used || fclose(file) != 0)
        err(2, "%s", path);
}

static bool matches_golden(const char *path, const struct udpi_sink *sink) {
    FILE *file = fopen(path, "r");
    if (!file) {
        printf("golden: %s is missing\n", path);
        return false;
    }
    char *expected = malloc(sink->used + 2);
    size_t size = expected ? fread(expected, 1, sink->used + 1, file) : 0;
    fclose(file);
    bool is_same = size == sink->used && memcmp(expected, sink->bytes, size) == 0;
    if (!is_same)
        printf("golden: %s differs; printed was:\n%.*s", path, (int)sink->used, sink->bytes);
    free(expected);
    return is_same;
}

static unsigned check_case(const char *path, bool updates) {
    struct golden_case c = golden_case_read(path);
    unsigned failed = 0;
    for (size_t i = 0; i < sizeof renderers / sizeof *renderers; i++) {
        struct udpi_sink sink = render_case(&c, renderers[i]);
        char golden[4096];
        name_golden(path, renderers[i]->name, golden, sizeof golden);
        if (updates)
            write_golden(golden, &sink);
        else
            failed += !matches_golden(golden, &sink);
        udpi_sink_close(&sink);
    }
    golden_case_free(&c);
    return failed;
}

int main(int argc, char **argv) {
    bool updates = argc == 3 && strcmp(argv[1], "--update") == 0;
    if (argc != 2 && !updates)
        errx(2, "usage: golden [--update] FOLDER");
    char **paths = golden_case_list(argv[argc - 1]);
    unsigned failed = 0, count = 0;
    for (; paths[count]; count++) {
        failed += check_case(paths[count], updates);
        free(paths[count]);
    }
    free(paths);
    printf("golden: %u cases in %zu forms, %u differences\n", count, sizeof renderers / sizeof *renderers, failed);
    return failed > 0;
}
