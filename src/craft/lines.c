#include "craft/lines.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "craft/notation.h"

struct udpi_lines {
    const char *const *given; /* NULL for a file */
    size_t count;             /* of the given ones */
    const char *name;         /* of the file, as errors call it */
    FILE *file;
    char *line;
    size_t size;     /* of `line` */
    uint64_t number; /* of the current line, from 1 */
};

static struct udpi_lines *create(struct udpi_error *error) {
    struct udpi_lines *lines = calloc(1, sizeof *lines);
    if (!lines)
        udpi_error_set(error, UDPI_FAILED, "out of memory");
    return lines;
}

struct udpi_lines *udpi_lines_give(const char *const *given, size_t count, struct udpi_error *error) {
    struct udpi_lines *lines = create(error);
    if (lines) {
        lines->given = given;
        lines->count = count;
        lines->name = "command line";
    }
    return lines;
}

struct udpi_lines *udpi_lines_open(const char *path, struct udpi_error *error) {
    struct udpi_lines *lines = create(error);
    if (!lines)
        return NULL;
    bool is_standard = strcmp(path, "-") == 0;
    lines->name = is_standard ? "standard input" : path;
    lines->file = is_standard ? stdin : fopen(path, "re");
    if (lines->file)
        return lines;
    udpi_error_set(error, UDPI_FAILED, "%s: %s", path, strerror(errno));
    free(lines);
    return NULL;
}

void udpi_lines_close(struct udpi_lines *lines) {
    if (!lines)
        return;
    if (lines->file && lines->file != stdin)
        fclose(lines->file);
    free(lines->line);
    free(lines);
}

/* A column goes with its line: "line 3, column 12: …". */
static enum udpi_status locate(const void *context, const struct udpi_pattern *pattern, struct udpi_error *error) {
    const struct udpi_lines *lines = context;
    if (lines->count == 1)
        return error->status;
    bool has_column = strncmp(error->text, "column ", 7) == 0;
    const char *file = lines->file && lines->file != stdin ? lines->name : "";
    return udpi_error_prefix(error, "%.200s%sline %llu%s ", file, *file ? ": " : "", (unsigned long long)pattern->place,
                             has_column ? "," : ":");
}

static bool is_empty(const char *line) {
    line += strspn(line, " \t\r\n");
    return *line == '\0' || *line == '#';
}

/* The next line, or NULL. */
static const char *read_line(struct udpi_lines *lines) {
    if (lines->given)
        return lines->number < lines->count ? lines->given[lines->number++] : NULL;
    do {
        lines->number++;
        if (getline(&lines->line, &lines->size, lines->file) < 0)
            return NULL;
    } while (is_empty(lines->line));
    return lines->line;
}

static enum udpi_status read_next(void *context, struct udpi_pattern *pattern, bool *is_there,
                                  struct udpi_error *error) {
    struct udpi_lines *lines = context;
    errno = 0;
    const char *line = read_line(lines);
    *is_there = line != NULL;
    if (!line && lines->file && ferror(lines->file) && errno != EINTR)
        return udpi_error_set(error, UDPI_FAILED, "%s: %s", lines->name, strerror(errno));
    if (!line)
        return UDPI_OK;
    pattern->place = lines->number;
    if (udpi_notation_parse_sweeps(line, &pattern->recipe, &pattern->sweeps, error) != UDPI_OK)
        return locate(lines, pattern, error);
    return UDPI_OK;
}

struct udpi_source udpi_lines_source(struct udpi_lines *lines) {
    return (struct udpi_source){
        .context = lines, .next = read_next, .locate = locate, .is_given = lines->given != NULL, .name = lines->name};
}
