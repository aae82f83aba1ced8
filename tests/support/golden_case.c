#include "golden_case.h"

#include <ctype.h>
#include <err.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIME_OF_CASES = 1795341600, NANOSECONDS = 123456789, MOST_CASES = 1024, LARGEST = 262144 };

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

struct golden_case golden_case_read(const char *path) {
    struct golden_case c = {.path = strdup(path), .bytes = malloc(LARGEST), .link_type = 1};
    FILE *file = fopen(path, "r");
    char text[4096];
    if (!file || !c.path || !c.bytes)
        err(2, "%s", path);
    while (fgets(text, sizeof text, file)) {
        if (text[0] == '#')
            read_comment(&c, text);
        else
            read_digits(&c, text);
    }
    fclose(file);
    c.bytes = realloc(c.bytes, c.captured ? c.captured : 1); /* exactly sized, so that a sanitizer sees one byte too many */
    if (c.length < c.captured)
        c.length = c.captured;
    return c;
}

void golden_case_free(struct golden_case *c) {
    free(c->path);
    free(c->bytes);
}

static int compare_names(const FTSENT **a, const FTSENT **b) {
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

char **golden_case_list(const char *folder) {
    char *roots[] = {(char *)(uintptr_t)folder, NULL};
    char **paths = calloc(MOST_CASES + 1, sizeof *paths);
    FTS *tree = fts_open(roots, FTS_PHYSICAL, compare_names);
    if (!tree || !paths)
        err(2, "%s", folder);
    size_t count = 0;
    for (FTSENT *entry; (entry = fts_read(tree)) != NULL;)
        if (entry->fts_info == FTS_F && entry->fts_namelen > 4 && count < MOST_CASES &&
            strcmp(entry->fts_name + entry->fts_namelen - 4, ".hex") == 0)
            paths[count++] = strdup(entry->fts_path);
    fts_close(tree);
    if (count == 0)
        errx(2, "%s: no cases", folder);
    return paths;
}

struct udpi_frame golden_case_frame(const struct golden_case *c, const uint8_t *bytes, uint32_t captured) {
    return (struct udpi_frame){
        .bytes = bytes,
        .captured = captured,
        .length = c->length,
        .time = (int64_t)TIME_OF_CASES * 1000000000 + NANOSECONDS,
        .number = 1,
        .link_type_name = c->link_type == 1 ? "EN10MB" : NULL,
        .link_type = c->link_type,
    };
}
