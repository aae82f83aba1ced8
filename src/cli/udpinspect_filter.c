/* The filter: words of the command line, or a file. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <udpinspect/limits.h>

#include "cli/udpinspect_options.h"

static char *join_words(const struct udpi_operands *words) {
    size_t size = 1;
    for (int i = 0; i < words->count; i++)
        size += strlen(words->words[i]) + 1;
    char *text = malloc(size);
    if (!text)
        return NULL;
    char *at = text;
    for (int i = 0; i < words->count; i++) {
        if (i > 0)
            *at++ = ' ';
        at = stpcpy(at, words->words[i]);
    }
    *at = '\0';
    return text;
}

/* Remarks of a file become blanks. */
static void clear_remarks(char *text) {
    while (*text) {
        size_t end = strcspn(text, "\n"), remark = strcspn(text, "#\n");
        memset(text + remark, ' ', end - remark);
        text += end + (text[end] != '\0');
    }
}

/* Makes one line of the text, fit to be shown: all white space becomes blanks, which mean the same. */
static void flatten(char *text) {
    for (; *(text += strcspn(text, "\t\r\n")); text++)
        *text = ' ';
}

/* errno says why it gives NULL. */
static char *read_stream(FILE *stream) {
    char *text = malloc(UDPI_LONGEST_FILTER + 1);
    if (!text)
        return NULL;
    size_t count = fread(text, 1, UDPI_LONGEST_FILTER + 1, stream);
    errno = ferror(stream) ? errno : count > UDPI_LONGEST_FILTER ? EFBIG : memchr(text, '\0', count) ? EILSEQ : 0;
    if (errno != 0) {
        free(text);
        return NULL;
    }
    text[count] = '\0';
    clear_remarks(text);
    return text;
}

static char *read_file(const char *name, struct udpi_error *error) {
    bool is_standard = strcmp(name, "-") == 0;
    FILE *stream = is_standard ? stdin : fopen(name, "re");
    char *text = stream ? read_stream(stream) : NULL;
    if (!text)
        udpi_error_set(error, UDPI_FAILED, "%s: %s; -F takes a text file with a filter", name, strerror(errno));
    if (stream && !is_standard)
        fclose(stream);
    return text;
}

char *udpi_inspect_filter(const struct udpi_inspect_options *options, const struct udpi_operands *words,
                          struct udpi_error *error) {
    char *text = options->filter_file ? read_file(options->filter_file, error) : join_words(words);
    if (text)
        flatten(text);
    else if (!options->filter_file)
        udpi_error_set(error, UDPI_FAILED, "no memory for the filter");
    return text;
}
