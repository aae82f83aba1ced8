/* Names that the system gives, as strings of a document. */
#ifndef UDPI_RENDER_JSON_NAME_H
#define UDPI_RENDER_JSON_NAME_H

#include <cjson/cJSON.h>

/* Adds the first 255 bytes of a name, escaped as packets have it: it need not be text. */
void udpi_json_add_name(cJSON *object, const char *key, const char *name);

#endif
