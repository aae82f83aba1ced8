#include "craft/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/line.h"
#include "craft/notation.h"

struct udpi_lines {
    const char *const *given; /* NULL for a file */
    size_t count;             /* of the given ones */
    struct udpi_source_file file;
    struct udpi_line line;
    uint64_t number; /* of the current line, from 1 */
};

static struct udpi_lines *create(struct udpi_error *error) {
    struct udpi_lines *lines = calloc(1, sizeof *lines);
    if (!lines)
        udpi_error_set(error, UDPI_FAILED, "no memory for lines");
    return lines;
}

struct udpi_lines *udpi_lines_give(const char *const *given, size_t count, struct udpi_error *error) {
    struct udpi_lines *lines = create(error);
    if (lines) {
        lines->given = given;
        lines->count = count;
        lines->file.name = "command line";
    }
    return lines;
}

struct udpi_lines *udpi_lines_open(const char *path, struct udpi_error *error) {
    struct udpi_lines *lines = create(error);
    if (lines && udpi_source_open(&lines->file, path, error) == UDPI_OK)
        return lines;
    free(lines);
    return NULL;
}

void udpi_lines_close(struct udpi_lines *lines) {
    if (!lines)
        return;
    udpi_source_close(&lines->file);
    udpi_line_free(&lines->line);
    free(lines);
}

/* A column goes with its line: "line 3, column 12: …". */
static enum udpi_status locate(const void *context, const struct udpi_pattern *pattern, struct udpi_error *error) {
    const struct udpi_lines *lines = context;
    if (lines->count == 1)
        return error->status;
    bool has_column = strncmp(error->text, "column ", 7) == 0;
    const char *file = lines->given || lines->file.stream == stdin ? "" : lines->file.name;
    return udpi_error_prefix(error, "%.200s%sline %llu%s ", file, *file ? ": " : "", (unsigned long long)pattern->place,
                             has_column ? "," : ":");
}

static bool is_empty(const char *line) {
    line += strspn(line, " \t\r\n");
    return *line == '\0' || *line == '#';
}

/* The next line, or NULL: with the error set where it is too long, or memory short. */
static const char *read_line(struct udpi_lines *lines, struct udpi_error *error) {
    if (lines->given)
        return lines->number < lines->count ? lines->given[lines->number++] : NULL;
    do {
        lines->number++;
        if (!udpi_line_read(&lines->line, lines->file.stream)) {
            if (errno == ENOMEM)
                udpi_error_set(error, UDPI_FAILED, "no memory for a line");
            return NULL;
        }
        if (lines->line.is_too_long) {
            udpi_error_set(error, UDPI_USAGE, "%.200s: line %llu: the line has more than %d bytes", lines->file.name,
                           (unsigned long long)lines->number, UDPI_LONGEST_LINE);
            return NULL;
        }
    } while (is_empty(lines->line.text));
    return lines->line.text;
}

static enum udpi_status read_next(void *context, struct udpi_pattern *pattern, bool *is_there,
                                  struct udpi_error *error) {
    struct udpi_lines *lines = context;
    errno = 0;
    const char *line = read_line(lines, error);
    *is_there = line != NULL;
    if (!line)
        return lines->given || error->status != UDPI_OK ? error->status : udpi_source_check(&lines->file, error);
    pattern->place = lines->number;
    if (udpi_notation_parse_sweeps(line, &pattern->recipe, &pattern->sweeps, error) != UDPI_OK)
        return locate(lines, pattern, error);
    return UDPI_OK;
}

struct udpi_source udpi_lines_source(struct udpi_lines *lines) {
    return (struct udpi_source){.context = lines,
                                .next = read_next,
                                .locate = locate,
                                .is_given = lines->given != NULL,
                                .name = lines->file.name};
}
