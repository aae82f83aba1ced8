#include "golden_case.h"

#include <ctype.h>
#include <err.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIME_OF_CASES = 1795341600, NANOSECONDS = 123456789, MOST_CASES = 4096, LARGEST = 262144 };

static void read_comment(struct golden_case *c, const char *text) {
    unsigned number;
    if (sscanf(text, "# link %u", &number) == 1)
        c->link_type = (uint16_t)number;
    if (sscanf(text, "# length %u", &number) == 1)
        c->length = number;
}

static void read_digits(struct golden_case *c, const char *text) {
    while (*text && *text != '#') {
        unsigned byte;
        if (isspace((unsigned char)*text)) {
            text++;
            continue;
        }
        if (!isxdigit((unsigned char)text[0]) || sscanf(text, "%2x", &byte) != 1 || c->captured == LARGEST)
            errx(2, "%s: not hexadecimal: %s", c->path, text);
        c->bytes[c->captured++] = (uint8_t)byte;
        text += 2;
    }
}

static struct golden_case start_frame(const char *path) {
    struct golden_case c = {.path = strdup(path), .bytes = malloc(LARGEST), .link_type = 1};
    if (!c.path || !c.bytes)
        err(2, "%s", path);
    return c;
}

static void end_frame(struct golden_case *c) {
    c->bytes = realloc(c->bytes, c->captured ? c->captured : 1); /* exactly sized: a sanitizer sees one byte too many */
    if (c->length < c->captured)
        c->length = c->captured;
}

/* Another frame follows in the file. */
static void push_frame(struct golden_case *c) {
    struct golden_case *before = malloc(sizeof *before);
    if (!before)
        err(2, "%s", c->path);
    end_frame(c);
    *before = *c;
    *c = start_frame(before->path);
    c->link_type = before->link_type;
    c->before = before;
}

struct golden_case golden_case_read(const char *path) {
    struct golden_case c = start_frame(path);
    FILE *file = fopen(path, "r");
    char text[4096];
    if (!file)
        err(2, "%s", path);
    while (fgets(text, sizeof text, file)) {
        if (strcmp(text, "# then\n") == 0)
            push_frame(&c);
        else if (text[0] == '#')
            read_comment(&c, text);
        else
            read_digits(&c, text);
    }
    fclose(file);
    end_frame(&c);
    return c;
}

void golden_case_free(struct golden_case *c) {
    if (c->before)
        golden_case_free(c->before);
    free(c->before);
    free(c->path);
    free(c->bytes);
}

static int compare_names(const FTSENT **a, const FTSENT **b) {
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

char **golden_case_list(const char *folder) {
    char *roots[] = {(char *)(uintptr_t)folder, NULL};
    char **paths = calloc(MOST_CASES + 2, sizeof *paths);
    FTS *tree = fts_open(roots, FTS_PHYSICAL, compare_names);
    if (!tree || !paths)
        err(2, "%s", folder);
    size_t count = 0;
    for (FTSENT *entry; (entry = fts_read(tree)) != NULL;)
        if (entry->fts_info == FTS_F && entry->fts_namelen > 4 && count <= MOST_CASES &&
            strcmp(entry->fts_name + entry->fts_namelen - 4, ".hex") == 0)
            paths[count++] = strdup(entry->fts_path);
    fts_close(tree);
    if (count == 0 || count > MOST_CASES)
        errx(2, "%s: %zu cases, of which there must be 1 to %d", folder, count, MOST_CASES);
    return paths;
}

const struct udpi_packet *golden_case_decode(const struct golden_case *c, struct udpi_decoder *decoder,
                                             const uint8_t *bytes, uint32_t captured) {
    if (c->before)
        golden_case_decode(c->before, decoder, c->before->bytes, c->before->captured);
    struct udpi_frame frame = {
        .bytes = bytes,
        .captured = captured,
        .length = c->length,
        .time = (int64_t)TIME_OF_CASES * 1000000000 + NANOSECONDS,
        .number = 1,
        .link_type_name = c->link_type == 1 ? "EN10MB" : NULL,
        .link_type = c->link_type,
    };
    return udpi_decode(decoder, &frame);
}
