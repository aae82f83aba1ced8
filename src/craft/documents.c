#include "craft/documents.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "craft/document.h"

struct udpi_documents {
    struct udpi_source_file file;
    uint64_t number; /* of the current document, from 1 */
    uint64_t line;   /* where it begins, from 1 */
    uint64_t lines;  /* ends of lines so far */
    bool is_in_array;
    struct udpi_sink text; /* the current document; without its end while that is still to be read */
};

struct udpi_documents *udpi_documents_open(const char *path, struct udpi_error *error) {
    struct udpi_documents *documents = calloc(1, sizeof *documents);
    if (!documents || !udpi_sink_open(&documents->text, NULL, NULL)) {
        free(documents);
        udpi_error_set(error, UDPI_FAILED, "no memory for documents");
        return NULL;
    }
    if (udpi_source_open(&documents->file, path, error) == UDPI_OK)
        return documents;
    udpi_documents_close(documents);
    return NULL;
}

void udpi_documents_close(struct udpi_documents *documents) {
    if (!documents)
        return;
    udpi_source_close(&documents->file);
    udpi_sink_close(&documents->text);
    free(documents);
}

static enum udpi_status fail_for_memory(struct udpi_error *error) {
    return udpi_error_set(error, UDPI_FAILED, "no memory for the document");
}

static enum udpi_status locate(const void *context, const struct udpi_pattern *pattern, struct udpi_error *error) {
    (void)context;
    return udpi_error_prefix(error, "document %llu: ", (unsigned long long)pattern->place);
}

/* --- where a document begins and ends ----------------------------------------------------------------------------- */

static int read_letter(struct udpi_documents *documents) {
    int letter = getc_unlocked(documents->file.stream);
    documents->lines += letter == '\n';
    return letter;
}

static bool is_space(int letter) {
    return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
}

/* Reads up to the '{' of the next document. False at the end, and with the error set where something else comes. */
static bool find_document(struct udpi_documents *documents, struct udpi_error *error) {
    int letter;
    while ((letter = read_letter(documents)) != '{') {
        bool is_opened = letter == '[' && !documents->is_in_array;
        bool is_closed = letter == ']' && documents->is_in_array;
        documents->is_in_array ^= is_opened || is_closed;
        if (is_space(letter) || is_opened || is_closed || (letter == ',' && documents->is_in_array))
            continue;
        if (letter == EOF && udpi_source_check(&documents->file, error) == UDPI_OK && documents->is_in_array)
            udpi_error_set(error, UDPI_USAGE, "%s: the array of documents has no end", documents->file.name);
        if (letter != EOF)
            udpi_error_set(error, UDPI_USAGE, "line %llu: expected a document that begins with '{', found '%c'",
                           (unsigned long long)documents->lines + 1, letter);
        return false;
    }
    documents->number++;
    documents->line = documents->lines + 1;
    return true;
}

/* What the letters so far have opened. */
struct nest {
    unsigned depth;
    bool is_in_string, is_escaped;
};

static void follow(struct nest *nest, int letter) {
    if (nest->is_escaped)
        nest->is_escaped = false;
    else if (nest->is_in_string && letter == '\\')
        nest->is_escaped = true;
    else if (letter == '"')
        nest->is_in_string = !nest->is_in_string;
    else if (!nest->is_in_string && (letter == '{' || letter == '['))
        nest->depth++;
    else if (!nest->is_in_string && (letter == '}' || letter == ']'))
        nest->depth--;
}

/* Reads the document whose '{' has been read, to its end. False where that does not come: with the error set, unless a signal
   has ended the reading. */
static bool read_document(struct udpi_documents *documents, struct udpi_error *error) {
    struct nest nest = {.depth = 1};
    documents->text.used = 0;
    udpi_sink_puts(&documents->text, "{");
    while (nest.depth > 0) {
        int letter = read_letter(documents);
        if (letter == EOF && udpi_source_check(&documents->file, error) == UDPI_OK && feof(documents->file.stream))
            udpi_error_set(error, UDPI_USAGE, "the document has no end");
        if (documents->text.used == UDPI_DOCUMENT_MOST)
            udpi_error_set(error, UDPI_USAGE, "the document is larger than %d bytes", UDPI_DOCUMENT_MOST);
        if (letter == EOF || error->status != UDPI_OK)
            return false;
        follow(&nest, letter);
        char *at = udpi_sink_reserve(&documents->text, 1);
        *at = (char)letter;
        udpi_sink_commit(&documents->text, at + 1);
    }
    return true;
}

/* --- what is in it ------------------------------------------------------------------------------------------------ */

/* Fails at a place in the text of the document, with its line as the excerpt. */
static enum udpi_status fail_at(const struct udpi_documents *documents, const char *at, const char *what,
                                struct udpi_error *error) {
    const char *text = documents->text.bytes, *end = text + documents->text.used;
    uint64_t line = documents->line;
    const char *start = text;
    for (const char *letter = text; letter < at; letter++)
        if (*letter == '\n') {
            line++;
            start = letter + 1;
        }
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    udpi_error_set(error, UDPI_USAGE, "line %llu: %s", (unsigned long long)line, what);
    udpi_excerpt_make(&error->excerpt, start, (size_t)((newline ? newline : end) - start), (size_t)(at - start));
    return UDPI_USAGE;
}

/* The first \u0000, which cJSON would take for the end of its string; or NULL. */
static const char *find_null(const char *text, const char *end) {
    for (const char *at = text; (at = memchr(at, '\\', (size_t)(end - at))) != NULL; at += 2)
        if (end - at >= 6 && memcmp(at, "\\u0000", 6) == 0)
            return at;
    return NULL;
}

static enum udpi_status parse(const struct udpi_documents *documents, struct udpi_pattern *pattern, bool *is_packet,
                              struct udpi_error *error) {
    const char *text = documents->text.bytes, *wrong = NULL;
    if (documents->text.error != 0)
        return fail_for_memory(error);
    const char *null = find_null(text, text + documents->text.used);
    if (null)
        return fail_at(documents, null, "\\u0000 is no text; give these bytes as hex", error);
    errno = 0;
    cJSON *root = cJSON_ParseWithLengthOpts(text, documents->text.used, &wrong, false);
    if (!root && errno == ENOMEM)
        return fail_for_memory(error);
    if (!root)
        return fail_at(documents, wrong, "this is no JSON", error);
    enum udpi_status status = udpi_document_read(root, pattern, is_packet, error);
    cJSON_Delete(root);
    return status;
}

static enum udpi_status read_next(void *context, struct udpi_pattern *pattern, bool *is_there,
                                  struct udpi_error *error) {
    struct udpi_documents *documents = context;
    bool is_whole = true;
    errno = 0;
    *is_there = false;
    while (is_whole && !*is_there && find_document(documents, error)) {
        pattern->place = documents->number;
        is_whole = read_document(documents, error);
        if (is_whole)
            parse(documents, pattern, is_there, error);
        if (error->status != UDPI_OK)
            return locate(documents, pattern, error);
    }
    return error->status;
}

struct udpi_source udpi_documents_source(struct udpi_documents *documents) {
    return (struct udpi_source){
        .context = documents, .next = read_next, .locate = locate, .name = documents->file.name};
}
