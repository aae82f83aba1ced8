/*
 * Reads the output of udpinspect --json on standard input and holds each packet against the JSON Schema in a file.
 *
 *     udpinspect --schema > schema.json; udpinspect --json -r FILE | json_check schema.json
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schema_check.h"

enum { MOST_BREACHES = 10, BREACH_SIZE = 1024 };

static char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t size = 0;
    if (file && getdelim(&text, &size, '\0', file) < 0) {
        free(text);
        text = NULL;
    }
    if (file)
        fclose(file);
    return text;
}

/* Control characters are never part of a line, whatever JSON says; cJSON does not mind them. */
static bool has_control(const char *line, size_t length) {
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            return true;
    return false;
}

static bool check_line(struct schema_check *check, const char *line, size_t length, char *breach) {
    if (length == 0 || line[length - 1] != '\n' || has_control(line, length - 1)) {
        snprintf(breach, BREACH_SIZE, "$: control characters, or no newline at the end");
        return false;
    }
    return schema_check_line(check, line, length - 1, breach, BREACH_SIZE);
}

int main(int argc, char **argv) {
    char *text = argc == 2 ? read_file(argv[1]) : NULL;
    struct schema_check *check = text ? schema_check_create(text) : NULL;
    if (!check) {
        fprintf(stderr, "json_check: needs the file of a JSON Schema\n");
        free(text);
        return 2;
    }
    char *line = NULL;
    size_t size = 0;
    unsigned long count = 0, breaches = 0;
    for (ssize_t length; breaches < MOST_BREACHES && (length = getline(&line, &size, stdin)) > 0;) {
        char breach[BREACH_SIZE] = "";
        count++;
        if (!check_line(check, line, (size_t)length, breach)) {
            printf("json: line %lu: %s\n", count, breach);
            breaches++;
        }
    }
    if (breaches == 0)
        printf("json: %lu lines valid\n", count);
    free(line);
    schema_check_free(check);
    free(text);
    return breaches > 0;
}
