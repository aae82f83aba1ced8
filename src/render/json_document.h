/*
 * Documents that cJSON builds. It leaves out without a word what it has no memory for; here that is noticed, and such a
 * document is not written.
 */
#ifndef UDPI_RENDER_JSON_DOCUMENT_H
#define UDPI_RENDER_JSON_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

#include "core/sink.h"

/* An empty object, to which cJSON's own functions add; NULL where memory is short, which they bear. Every document begins
   with this function or the next. */
cJSON *udpi_json_create(void);

/* The document that the text is; NULL where memory is short, or where it is none. */
cJSON *udpi_json_parse(const char *text, size_t count);

/* The document as text, in one line or indented, to be freed; NULL where memory was refused to this or to a document
   before it. Frees the document. */
char *udpi_json_print(cJSON *document, bool is_pretty);

/* Writes that, and a newline. False where memory is short. */
bool udpi_json_write(cJSON *document, bool is_pretty, struct udpi_sink *sink);

#endif
